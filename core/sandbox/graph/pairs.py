"""How many messages one number may send to one person."""

from __future__ import annotations

_BURST = 45
_SECONDS = 6.0


class PairLimit:
    """Each message owes six seconds; up to 45 may be owed."""

    def __init__(self) -> None:
        self._owed_until: dict[str, float] = {}

    def passes(self, person: str, now: float) -> bool:
        """Whether one more may go out `now`, which then counts."""
        until = max(self._owed_until.get(person, now), now)
        if until - now > (_BURST - 1) * _SECONDS:
            return False
        self._owed_until[person] = until + _SECONDS
        return True
