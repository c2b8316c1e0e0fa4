"""The speller as the application knows it: asked words, it answers; where it cannot, nothing is
misspelt."""

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

log = logging.getLogger(__name__)
SECONDS = 10.0
MOST_STARTS = 3


class SpellingProcess:
    """One spawned child, started at the first question. One that dies or hangs is replaced, a few
    times; then the check is off. ``own`` is the profile's folder of dictionaries."""

    def __init__(self, own: Path) -> None:
        self._own = own
        self._thread: ThreadPoolExecutor | None = None
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._starts = 0
        self._closed = False

    async def wrong(self, words: Sequence[str]) -> list[str]:
        """Those that are misspelt."""
        return list(await self._ask("wrong", list(words)) or [])

    async def suggest(self, word: str) -> list[str]:
        """What may have been meant, the likeliest first."""
        return list(await self._ask("suggest", word) or [])

    async def tongues(self) -> list[str]:
        """The languages that there are dictionaries of."""
        return list(await self._ask("tongues", None) or [])

    async def close(self) -> None:
        """End the child and the thread."""
        self._closed = True
        thread, self._thread = self._thread, None
        if thread is not None:
            await asyncio.get_running_loop().run_in_executor(thread, self._stop)
            thread.shutdown(wait=True, cancel_futures=True)

    async def _ask(self, operation: str, argument: Any) -> Any:
        if self._closed:
            return None
        if self._thread is None:
            from concurrent.futures import ThreadPoolExecutor

            self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="spelling")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._exchange, operation, argument)

    # Below: on the one thread.

    def _exchange(self, operation: str, argument: Any) -> Any:
        while not self._closed and (self._pipe is not None or self._starts < MOST_STARTS):
            pipe = self._pipe or self._start()
            try:
                pipe.send((operation, argument))
                if pipe.poll(SECONDS):
                    return pipe.recv()
                log.warning("the speller does not answer: replaced")
            except (EOFError, OSError):
                log.warning("the speller's process ended: replaced")
            self._stop()
        return None

    def _start(self) -> "Connection":
        import multiprocessing  # a tenth of a second, which the window's start does not wait for

        from desktop.spelling import child

        self._starts += 1
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe(duplex=True)
        process = context.Process(
            target=child.serve, args=(theirs, str(self._own)), name="threadline-spelling",
            daemon=True,
        )  # fmt: skip
        process.start()
        theirs.close()  # the child must hold the only copy of its end
        self._process, self._pipe = process, ours
        return ours

    def _stop(self) -> None:
        process, pipe = self._process, self._pipe
        self._process = self._pipe = None
        if pipe is not None:
            pipe.close()
        if process is not None:
            process.kill()
            process.join(5)
            process.close()
