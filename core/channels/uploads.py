"""Files on their way to a messenger: counted, stopped on request."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from core.domain.problems import ChannelError, Problem
from core.ports import Progress

T = TypeVar("T")
Count = Callable[[int, int], None]
"""Told how many bytes of how many are with the server; on the loop's thread."""


class Uploads:
    """Those under way, by the reference of their send. ``stopped`` is the problem's code where one
    was stopped."""

    def __init__(self, stopped: str) -> None:
        self.on_progress: Progress | None = None
        self._stopped = stopped
        self._running: dict[str, asyncio.Task[Any]] = {}

    async def run(self, ref: str, upload: Callable[[Count], Coroutine[Any, Any, T]]) -> T:
        """What ``upload`` gives. Raises ChannelError where it was stopped, and what ``upload``
        raises."""

        def count(done: int, size: int) -> None:
            if self.on_progress is not None and ref in self._running:
                self.on_progress(ref, int(done), int(size))

        task = asyncio.create_task(upload(count), name=f"upload {ref}")
        self._running[ref] = task
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if not task.cancelled():
                task.cancel()  # we are: take it along
                await asyncio.gather(task, return_exceptions=True)
                raise
            raise ChannelError(Problem(self._stopped)) from None
        finally:
            del self._running[ref]

    def stop(self, ref: str) -> bool:
        """False where no file of that send is on its way (any more): it goes out."""
        task = self._running.get(ref)
        return task is not None and task.cancel()
