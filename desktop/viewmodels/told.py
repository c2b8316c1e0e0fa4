"""What the operator was reminded of: kept, so that a restart reminds of nothing twice. Pure."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import msgspec

from core.domain.reminders import Reminder

KEPT_MS: Final = 8 * 24 * 3600 * 1000
"""Longer than anything is told late."""
Key = tuple[str, int, int]


class _Kept(msgspec.Struct):
    seen: int = 0
    told: list[Key] = []


@dataclass
class Told:
    """``seen`` is when it was looked last (ms; 0: never)."""

    seen: int = 0
    _keys: dict[Key, None] = field(default_factory=dict)

    @staticmethod
    def load(text: str) -> "Told":
        """From what was kept; what cannot be read counts as nothing."""
        try:
            kept = msgspec.json.decode(text, type=_Kept)
        except msgspec.DecodeError:
            kept = _Kept()
        return Told(kept.seen, dict.fromkeys(kept.told))

    def kept(self) -> str:
        """To be kept."""
        return msgspec.json.encode(_Kept(self.seen, list(self._keys))).decode()

    def fresh(self, due: Iterable[Reminder], now: int) -> list[Reminder]:
        """Those that were not told yet; from here on they are."""
        found = [one for one in due if _key(one) not in self._keys]
        self._keys |= dict.fromkeys(_key(one) for one in found)
        for key in [key for key in self._keys if key[2] < now - KEPT_MS]:
            del self._keys[key]
        self.seen = now  # not the latest: a clock that was ahead may have been put right
        return found

    def first(self, place: str, subject: str, at: int) -> bool:
        """Whether that was not told yet; from here on it is."""
        key = (place, zlib.crc32(subject.encode()), at)
        new = key not in self._keys
        self._keys[key] = None
        return new


def _key(one: Reminder) -> Key:
    """A window that is told to close is not told to have closed."""
    place = "window" if one.kind in ("closing", "closed") else one.kind
    return (place, one.thread, one.at)
