"""Time for MTProto on a machine whose clock is set, or sleeps.

A message id is the time. Telethon learns once how far the machine's clock is off and goes by it:
set by an hour while connected, it drops everything that comes as too old or too new, what says so
among it (https://github.com/tulir/mautrix-telegram/issues/831). So its time goes on by a counter
that nobody sets.
"""

import time
from collections.abc import Callable
from typing import Any, Final, Literal

from telethon.network import authenticator, mtprotostate

from core.support.clock import counter

GAP_MS: Final = 5_000
"""A pause longer than this means that the machine slept, or this process stood still."""
SET_MS: Final = 5_000

Beat = Literal["", "gap", "set"]


class Steady:
    """What Telethon's modules take for ``time``: the machine's clock as it was when this was made,
    carried on by the counter."""

    def __init__(
        self, wall: Callable[[], int] = time.time_ns, count: Callable[[], int] = counter
    ) -> None:
        self._count = count
        self._base = wall() / 1e9 - count() / 1000

    def time(self) -> float:
        """Seconds since the epoch, as far off as the machine's clock was at the start."""
        return self._base + self._count() / 1000

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)


steady: Final = Steady()


def install() -> None:
    """Have Telethon's message ids and its checks of them go by ``steady``; twice is once."""
    for module in (mtprotostate, authenticator):
        module.time = steady


def behind_ms(offset: float) -> int:
    """How far this machine's clock is behind the server's now (below 0: ahead), where Telethon's is
    by ``offset`` seconds; in whole seconds."""
    return round(offset + steady.time() - time.time()) * 1000


def clocks() -> tuple[int, int]:
    """What the counter and the machine's clock say now (ms)."""
    return counter(), time.time_ns() // 1_000_000


class Pulse:
    """Says at each beat what happened since the one before. Pure but for the clocks it is given:
    ms of a counter that goes on in sleep, and of the machine's clock."""

    def __init__(self, every: int) -> None:
        self._every = every
        self._last: tuple[int, int] | None = None

    def beat(self, count: int, wall: int) -> Beat:
        """``gap``: nothing ran for a while; ``set``: the machine's clock was set meanwhile."""
        last, self._last = self._last, (count, wall)
        if last is None:
            return ""
        gone = count - last[0]
        if gone > self._every + GAP_MS:
            return "gap"
        return "set" if abs(wall - last[1] - gone) > SET_MS else ""
