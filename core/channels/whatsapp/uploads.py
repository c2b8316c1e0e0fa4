"""Files on their way to Meta: read from the disk piece by piece, and counted as they are."""

import asyncio
import io
from collections.abc import Awaitable, Callable
from pathlib import Path

from core.channels.uploads import Count


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


async def counted(
    path: Path, size: int, count: Count, upload: Callable[[CountedFile], Awaitable[str]]
) -> str:
    """What ``upload`` gives for the file of that size. Raises OSError."""
    loop = asyncio.get_running_loop()

    def read(done: int) -> None:  # from aiohttp's thread
        loop.call_soon_threadsafe(count, min(done, size), size)

    count(0, size)
    with await asyncio.to_thread(CountedFile, path, read) as file:
        return await upload(file)
