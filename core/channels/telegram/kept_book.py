"""What is known of every chat: kept, and told as how the account stands against the server."""

import time
from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from core.channels.telegram.ledger import Book, Ledger, Sweep, from_ranges
from core.channels.telegram.scribe import Scribe
from core.domain.problems import Problem
from core.domain.standing import Standing

TOLD_EVERY: Final = 1.0
"""Seconds between two words about how far we are."""


class KeptBook:
    """The book of ledgers, durable. ``on_standing`` hears that the standing is another one."""

    def __init__(self, scribe: Scribe, on_standing: Callable[[], None]) -> None:
        self._scribe = scribe
        self._on_standing = on_standing
        self.book = Book({}, Sweep())
        self.dialogs = 0
        """How many chats the account has, as the last whole list of them said."""
        self._told = Standing()
        self._told_at = 0.0

    async def load(self) -> None:
        """Read what an earlier run knew, and what it left to do. What was refused is tried
        again."""
        sweep, kept = await self._scribe.get("sweep"), await self._scribe.ledgers()
        if sweep is None and (ranges := await self._scribe.get("ranges")):
            self.book = from_ranges(ranges)
            return
        read = msgspec.json.Decoder(Ledger).decode
        self.book = Book(
            {int(user): msgspec.structs.replace(read(one), problem="") for user, one in kept},
            msgspec.json.decode(sweep, type=Sweep) if sweep else Sweep(),
        )

    @property
    def standing(self) -> Standing:
        """How the account stands against the server."""
        return self.book.standing(self.dialogs)

    def equal(self, now: int) -> None:
        """The server's position is ours (``now``: ms): what is not in doubt is equal."""
        standing = self.standing
        if standing.comparing == 0:
            self.book.equal_at = now
            if not standing.equal_at:
                self.tell()

    def tell(self) -> None:
        """Say that the standing is another one."""
        standing = msgspec.structs.replace(self.standing, equal_at=self.book.equal_at > 0)
        self._told_at = time.monotonic()
        if standing != self._told:
            self._told = standing
            self._on_standing()

    def tell_at_times(self) -> None:
        """The same, not more often than somebody can read it."""
        if time.monotonic() - self._told_at > TOLD_EVERY:
            self.tell()

    async def put(self, made: Mapping[int, Ledger]) -> None:
        """Keep ledgers; those that did not change are left alone."""
        changed = {user: one for user, one in made.items() if one != self.book.chats.get(user)}
        for user, one in changed.items():
            self.book.put(user, one)
        if changed:
            await self._scribe.keep_ledgers(changed)
            self.tell_at_times()

    async def refused(self, user: int, problem: Problem) -> None:
        """Leave a chat alone, and say why."""
        ledger = msgspec.structs.replace(self.book.of(user), problem=problem.encode())
        await self.put({user: ledger})

    async def keep_sweep(self) -> None:
        """How far the look through all chats is."""
        await self._scribe.put("sweep", msgspec.json.encode(self.book.sweep))
