"""Files on their way to Meta: read from the disk piece by piece, counted, stopped on request."""

import asyncio
import io
from collections.abc import Awaitable, Callable
from pathlib import Path

from core.domain.problems import ChannelError, Problem
from core.ports import Progress


class CountedFile(io.BufferedReader):
    """A file that tells ``read`` how many bytes of it were read so far."""

    def __init__(self, path: Path, read: Callable[[int], None]) -> None:
        super().__init__(io.FileIO(path))
        self._told = read

    def read(self, size: int | None = -1, /) -> bytes:
        """As of any file."""
        piece = super().read(size)
        self._told(self.tell())
        return piece


class Uploads:
    """Those under way, by the reference of their send."""

    def __init__(self) -> None:
        self.on_progress: Progress | None = None
        self._running: dict[str, asyncio.Task[str]] = {}

    async def run(
        self, ref: str, path: Path, size: int, upload: Callable[[CountedFile], Awaitable[str]]
    ) -> str:
        """The media id of the file. Raises ChannelError (``whatsapp-upload-stopped`` where it was
        stopped) and OSError."""
        loop = asyncio.get_running_loop()

        def read(done: int) -> None:  # from aiohttp's thread
            loop.call_soon_threadsafe(self._told, ref, min(done, size), size)

        async def work() -> str:
            with await asyncio.to_thread(CountedFile, path, read) as file:
                return await upload(file)

        task = asyncio.create_task(work(), name=f"upload {ref}")
        self._running[ref] = task
        self._told(ref, 0, size)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if not task.cancelled():
                task.cancel()  # we are: take it along
                await asyncio.gather(task, return_exceptions=True)
                raise
            raise ChannelError(Problem("whatsapp-upload-stopped")) from None
        finally:
            del self._running[ref]

    def stop(self, ref: str) -> bool:
        """False where no file of that send is on its way (any more): it goes out."""
        task = self._running.get(ref)
        return task is not None and task.cancel()

    def _told(self, ref: str, done: int, size: int) -> None:
        if self.on_progress is not None and ref in self._running:
            self.on_progress(ref, done, size)
