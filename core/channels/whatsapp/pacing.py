"""When the next message may go out, so that Meta need not refuse it. Pure: clocks are given.

Two limits of one number of ours (developers.facebook.com/documentation/business-messaging/whatsapp:
throughput; about-the-platform, pair rate limits; support/error-codes):

- 80 messages a second to all (20 with Coexistence), else 130429.
- One person: a message in 6 s. Up to 45 may go within 6 s, borrowed from what comes: after n of
  them the next may go n times 6 s after the first. Else 131056, and after that 4^x seconds.
"""

from typing import Final

import msgspec

PAIR_SECONDS: Final = 6.0
BURST: Final = 45
PAIR_BACKOFF: Final = 4.0
_LONGEST: Final = 1024.0
_NUMBER_FIRST: Final = 2.0
_NUMBER_LONGEST: Final = 60.0
_KEPT: Final = 1000


class _Person(msgspec.Struct):
    """``first`` of a burst of ``count``; nothing before ``until``, after ``refused`` refusals."""

    first: float = float("-inf")
    count: int = 0
    until: float = float("-inf")
    refused: int = 0

    def free_at(self, now: float) -> float:
        at = now
        owed = self.first + self.count * PAIR_SECONDS
        if not (now < self.first + PAIR_SECONDS and self.count < BURST):
            at = max(at, owed)
        return max(at, self.until)

    def note(self, now: float) -> None:
        if now < self.first + max(self.count, 1) * PAIR_SECONDS:
            self.count += 1
        else:
            self.first, self.count = now, 1


class Pacing:
    """One number's. Times are seconds of a clock that never goes back; people are named as the
    send names them."""

    def __init__(self, rate: float = 80.0) -> None:
        """``rate``: messages a second."""
        self._gap = 1.0 / max(rate, 0.1)
        self._next = float("-inf")
        self._until = float("-inf")
        self._refused = 0
        self._people: dict[str, _Person] = {}

    def number_wait(self, now: float) -> float:
        """Seconds until the number may send to anybody."""
        return max(0.0, self._next - now, self._until - now)

    def person_wait(self, person: str, now: float) -> float:
        """Seconds until it may send to this person."""
        known = self._people.get(person)
        return 0.0 if known is None else max(0.0, known.free_at(now) - now)

    def going(self, person: str, now: float) -> None:
        """A message goes out now."""
        self._next = max(now, self._next) + self._gap
        self._people.setdefault(person, _Person()).note(now)
        if len(self._people) > _KEPT:
            self._forget(now)

    def taken(self, person: str) -> None:
        """Meta took it."""
        self._refused = 0
        if (known := self._people.get(person)) is not None:
            known.refused = 0

    def person_refused(self, person: str, now: float) -> float:
        """Meta says 131056: seconds until the next try with this person, 1, 4, 16, …"""
        known = self._people.setdefault(person, _Person())
        wait = min(PAIR_BACKOFF**known.refused, _LONGEST)
        known.refused += 1
        known.until = max(known.until, now + wait)
        return known.until - now

    def number_refused(self, now: float, least: float = 0.0) -> float:
        """Meta says that the number sends too much: seconds until its next try, ``least`` or
        more."""
        wait = max(least, min(_NUMBER_FIRST * 2**self._refused, _NUMBER_LONGEST))
        self._refused += 1
        self._until = max(self._until, now + wait)
        return self._until - now

    def _forget(self, now: float) -> None:
        """Leave out who may be sent to at once anyway."""
        owing = {
            name: known
            for name, known in self._people.items()
            if known.refused or known.free_at(now) > now or now < known.first + PAIR_SECONDS
        }
        self._people = owing
