"""What time it is, where this machine's own clock may be off: bounds from servers' answers.

Each piece of evidence says between which two moments the true time was at a moment of a counter
that nobody sets and that goes on while the machine sleeps: setting the clock spoils no evidence.
Times are ms; wall and true time since the epoch, UTC.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Final

OFF_MS: Final = 60_000
"""A clock that is off by more than this is said to the operator."""
_KEPT_MS: Final = 12 * 3600 * 1000
"""Older evidence counts no more: counters drift by a second in half a day."""
_MOST: Final = 32
_NARROW_MS: Final = 5_000
_LATEST_MS: Final = 48 * 3600 * 1000
"""A message dated further ahead than this is broken, not our clock."""


@dataclass(frozen=True)
class _Seen:
    """``count`` is when it was seen; true time less counter is from ``low`` to ``high``."""

    count: int
    low: int
    high: int


@dataclass
class Skew:
    """The estimate. Pure: every call is told what the counter says. Newer evidence goes before
    older that contradicts it, answers of servers before dates of messages."""

    _answers: list[_Seen] = field(default_factory=list)
    _written: _Seen | None = None

    def answered(self, sent: int, got: int, said: int) -> None:
        """An answer that was asked for at ``sent`` and came at ``got`` (counter) says that it is
        ``said``, cut to whole seconds."""
        if got >= sent:
            self._add(_Seen(got, said - got, said + 999 - sent))

    def told(self, count: int, low: int, high: int) -> None:
        """At ``count`` the true time was from ``low`` to ``high``."""
        self._add(_Seen(count, low - count, high - count))

    def arrived(self, count: int, wall: int, written: int) -> None:
        """Something arrived that was ``written`` then: it is no earlier now."""
        if written > wall + _LATEST_MS:
            return
        low = written - count
        kept = self._written
        if kept is None or low >= kept.low or count - kept.count > _KEPT_MS:
            self._written = _Seen(count, low, low)

    def _add(self, one: _Seen) -> None:
        self._answers = [*self._answers[-_MOST + 1 :], one]

    def bounds(self, count: int) -> tuple[int | None, int | None]:
        """Between what the true time is now; None where nothing is known of that side."""
        low: int | None = None
        high: int | None = None
        for one in reversed(self._answers):
            if count - one.count > _KEPT_MS:
                break
            lowest = one.low if low is None else max(low, one.low)
            highest = one.high if high is None else min(high, one.high)
            if lowest > highest:
                break
            low, high = lowest, highest
        written = self._written
        if (
            written is not None
            and count - written.count <= _KEPT_MS
            and (high is None or written.low <= high)
        ):
            low = written.low if low is None else max(low, written.low)
        return (
            None if low is None else low + count,
            None if high is None else high + count,
        )

    def now(self, count: int, wall: int) -> int:
        """The time: the machine's own where nothing speaks against it, else the latest that the
        evidence allows, so that nothing closed looks open."""
        low, high = self.bounds(count)
        if low is not None and wall < low:
            return high if high is not None and high - low <= _NARROW_MS else low
        if high is not None and wall > high:
            return high
        return wall


def _wall() -> int:
    return time.time_ns() // 1_000_000


def counter() -> int:
    """Ms of a counter that goes on while the machine sleeps and that nobody sets."""
    if sys.platform == "linux":
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000
    if sys.platform == "darwin":
        return time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1_000_000
    return time.monotonic_ns() // 1_000_000


class Clock:
    """The time for windows, reminders and sends. One an application. ``changed`` is called when
    it is found that the machine's own is off, or no longer."""

    def __init__(
        self,
        wall: Callable[[], int] = _wall,
        count: Callable[[], int] = counter,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._wall, self.count = wall, count
        self._skew = Skew()
        self._changed, self._was_off = changed, False

    def now(self) -> int:
        """Ms since the epoch."""
        return self._skew.now(self.count(), self._wall())

    @property
    def behind_ms(self) -> int | None:
        """How far the machine's clock is behind (below 0: ahead); None where nothing that could
        tell has been seen."""
        low, high = self._skew.bounds(self.count())
        if low is None and high is None:
            return None
        wall = self._wall()
        off = self._skew.now(self.count(), wall) - wall
        return off if off or high is not None else None  # messages alone never say that it is right

    @property
    def off(self) -> bool:
        """Whether the operator should set it."""
        return abs(self.behind_ms or 0) > OFF_MS

    def answered(self, sent: int, date: str) -> None:
        """An answer to what was asked at ``sent`` (by ``count``) came now, with this HTTP date."""
        try:
            said = int(parsedate_to_datetime(date).timestamp() * 1000)
        except (ValueError, TypeError, OverflowError):
            return
        self._skew.answered(sent, self.count(), said)
        self._learned()

    def arrived(self, written: int) -> None:
        """A message that the messenger dated ``written`` came now."""
        self._skew.arrived(self.count(), self._wall(), written)
        self._learned()

    def told_behind(self, behind: int, within: int) -> None:
        """Somebody measured how far the machine's clock is behind, give or take ``within``."""
        true = self._wall() + behind
        self._skew.told(self.count(), true - within, true + within)
        self._learned()

    def _learned(self) -> None:
        off = self.off
        if off != self._was_off:
            self._was_off = off
            self._changed()
