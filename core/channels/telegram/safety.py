"""How an account is kept from being limited: what Telegram said against it, and our own pace.

Telegram tells of too many requests (FLOOD_WAIT_x, https://core.telegram.org/api/errors#420-flood)
and limits accounts that write to strangers (PEER_FLOOD, https://telegram.org/faq_spam). Its bounds
are not told; ours lie below what accounts were limited for.
"""

import math
from collections import deque
from typing import Final

import msgspec

from core.channels.telegram.problems import flood_wait
from core.channels.telegram.session import TelegramSettings
from core.domain.problems import Problem
from core.ports import Ingest

DAY_MS: Final = 24 * 3600 * 1000
MINUTE_MS: Final = 60_000
_FLOODS: Final = 20


class Record(msgspec.Struct):
    """What is kept of an account. ``new`` are the people who were written to first, and when (ms);
    ``floods`` when Telegram asked to wait, and how many seconds; ``limited_at`` when it last
    refused a message to a stranger (0: never), ``held_until`` the end of the wait that it asked
    for before the next message (ms)."""

    new: dict[str, int] = {}
    floods: list[tuple[int, int]] = []
    limited_at: int = 0
    held_until: int = 0


class Safety:
    """The record of one account and what follows from it. Times are ms since the epoch."""

    def __init__(self, settings: TelegramSettings, ingest: Ingest) -> None:
        self._settings, self._ingest = settings, ingest
        self._account = ""
        self._sent: deque[int] = deque(maxlen=max(1, settings.burst))
        self.record = Record()

    @property
    def held_until(self) -> int:
        """Until when nothing may go out (ms, 0: never asked for); it outlives a restart."""
        return self.record.held_until

    @property
    def new_limit(self) -> int:
        """How many strangers may be written to in 24 hours."""
        return self._settings.new_a_day

    async def load(self, account: str) -> None:
        """Read what is kept of the account, where it is another one."""
        if account == self._account:
            return
        kept = await self._ingest.get_state(_key(account))
        try:
            self.record = msgspec.json.decode(kept or b"{}", type=Record)
        except msgspec.DecodeError:
            self.record = Record()
        self._account = account
        self._sent.clear()

    def new_people(self, now: int) -> int:
        """How many strangers were written to in the last 24 hours."""
        return sum(at > now - DAY_MS for at in self.record.new.values())

    def wait(self, peer: str, now: int, *, first: bool) -> tuple[Problem, float] | None:
        """Why a message may not go out yet, and after how many seconds it may; None: it may."""
        settings = self._settings
        if now < self.held_until:
            left = math.ceil((self.held_until - now) / 1000)
            return flood_wait(left, self.held_until - left * 1000), float(left)
        if len(self._sent) == self._sent.maxlen and now - self._sent[0] < MINUTE_MS:
            left = math.ceil((self._sent[0] + MINUTE_MS - now) / 1000)
            return Problem("telegram-pace-burst", {"limit": str(settings.burst)}), float(left)
        if not first or peer in self.record.new:
            return None
        if now - self.record.limited_at < DAY_MS:
            return Problem("telegram-pace-limited"), _left(self.record.limited_at, now)
        day = sorted(at for at in self.record.new.values() if at > now - DAY_MS)
        if len(day) >= settings.new_a_day:
            limit = {"limit": str(settings.new_a_day)}
            return Problem("telegram-pace-day", limit), _left(day[-settings.new_a_day], now)
        gap = settings.new_gap - (now - day[-1]) / 1000 if day else 0
        return (Problem("telegram-pace-new"), float(math.ceil(gap))) if gap > 0 else None

    async def begins(self, peer: str, now: int) -> None:
        """A stranger is written to."""
        self.record.new = {p: at for p, at in self.record.new.items() if at > now - DAY_MS}
        self.record.new.setdefault(peer, now)
        await self._save()

    def sent(self, now: int) -> None:
        """A message went out."""
        self._sent.append(now)

    async def flooded(self, seconds: int, now: int, *, sending: bool) -> None:
        """Telegram asked to wait; ``sending``: before the next message goes out."""
        if sending:
            self.record.held_until = max(self.held_until, now + seconds * 1000)
        self.record.floods = [*self.record.floods, (now, seconds)][-_FLOODS:]
        await self._save()

    async def limited(self, now: int) -> None:
        """Telegram refused a message to a stranger."""
        self.record.limited_at = now
        await self._save()

    async def _save(self) -> None:
        if self._account:
            await self._ingest.set_state(_key(self._account), msgspec.json.encode(self.record))


def _left(at: int, now: int) -> float:
    return max(1.0, (at + DAY_MS - now) / 1000)


def _key(account: str) -> str:
    return f"telegram/{account}/safety"
