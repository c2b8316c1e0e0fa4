"""When memory in cycles is looked for. A full search holds every thread of the process, 150 ms over
all that a window is made of: what stands once the window does is left out of it, and it is done by
the window's own thread between two events, not by whichever thread happens to make an object.
"""

import asyncio
import gc
from typing import Final

MIDDLE: Final = 10
"""Collections of the middle generation until a full one is due: Python's own figure."""
APART_S: Final = 5.0
"""Full collections are at least that far apart."""
_NEVER: Final = 1 << 30


class Garbage:
    """Of the process, from ``start`` (nothing is looked for while the window is built) over
    ``settle`` (it stands) to ``stop`` (all is as Python has it by itself)."""

    def __init__(self) -> None:
        self.full = 0
        """Full collections since ``settle``."""
        self._before = gc.get_threshold()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._next: asyncio.TimerHandle | None = None
        self._due = False

    def start(self) -> None:
        """What is made from now on is there to stay."""
        gc.disable()

    def settle(self) -> None:
        """Call on the window's loop; a second time it leaves out what came since, too."""
        gc.freeze()
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
            young, middle, _full = self._before
            gc.set_threshold(young, middle, _NEVER)
            gc.callbacks.append(self._collected)
        gc.enable()

    def stop(self) -> None:
        """What was left out is looked through again."""
        if self._loop is not None:
            gc.callbacks.remove(self._collected)
            self._loop = None
        if self._next is not None:
            self._next.cancel()
        gc.set_threshold(*self._before)
        gc.unfreeze()
        gc.enable()

    def _collected(self, phase: str, info: dict[str, int]) -> None:
        """Python's hook, called in any thread; it has the interpreter's lock."""
        if phase == "stop" and not self._due and gc.get_count()[2] >= MIDDLE:
            self._due = True
            assert self._loop is not None
            self._loop.call_soon_threadsafe(self._wait)

    def _wait(self) -> None:
        if self._loop is not None:
            self._next = self._loop.call_later(APART_S, self._collect)

    def _collect(self) -> None:
        self._next, self._due = None, False
        self.full += 1
        gc.collect()
