"""A task that works until nothing is left, then sleeps until it is woken."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

_MAX_PAUSE = 30.0


class Worker:
    """Calls ``step`` again and again.

    ``step`` returns the seconds until it wants to be called again (0: at once, there is more) or
    None: when woken. A step that raises is logged and tried again after a growing pause: one
    broken item never ends the stage.
    """

    def __init__(self, name: str, step: Callable[[], Awaitable[float | None]]) -> None:
        self.name = name
        self._step = step
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; the first step runs at once."""
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run(), name=self.name)

    def wake(self) -> None:
        """There may be work."""
        self._woken.set()

    async def close(self) -> None:
        """Stop at the next point of waiting; what was begun is resumed at the next start."""
        if self._task is None:
            return
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        self._task = None

    async def _run(self) -> None:
        failures = 0
        while True:
            self._woken.clear()
            try:
                pause = await self._step()
                failures = 0
            except Exception:
                failures += 1
                pause = min(0.5 * 2**failures, _MAX_PAUSE)
                log.exception("%s: a step failed, next try in %.0f s", self.name, pause)
                await asyncio.sleep(pause)  # whoever wakes it meanwhile would meet the same fault
                continue
            if pause == 0:
                await asyncio.sleep(0)
                continue
            try:
                async with asyncio.timeout(pause):
                    await self._woken.wait()
            except TimeoutError:
                pass
