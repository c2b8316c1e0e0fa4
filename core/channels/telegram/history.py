"""What is missing of chats, in doubt, or older: a page at a time."""

import asyncio
import logging
from collections import Counter
from typing import Any, Final

import msgspec
from telethon import errors

from core.channels.telegram.comparing import Comparison
from core.channels.telegram.ids import external
from core.channels.telegram.kept_book import KeptBook
from core.channels.telegram.ledger import Work
from core.channels.telegram.pages import Page
from core.channels.telegram.problems import channel_error, is_lacking
from core.channels.telegram.scribe import Scribe
from core.channels.telegram.session import TelegramSettings
from core.channels.telegram.spans import TOP
from core.channels.telegram.words import ms

log = logging.getLogger(__name__)

FEW: Final = 3
"""So often a server may fail at a chat before it is left for the others."""


class Ahead(msgspec.Struct, frozen=True):
    """A page that was asked for without the lock, and the ids that live updates spoke of since:
    what it says of those may be older than what stands here."""

    work: Work
    page: asyncio.Task[Page]
    touched: set[str]


class Failures:
    """How often the server failed at a chat."""

    def __init__(self) -> None:
        self._failures: Counter[int] = Counter()

    def is_of(self, user: int, error: Exception) -> bool:
        """Whether the chat has to be left for the others: asked again, a server that fails mostly
        has the answer."""
        if isinstance(error, errors.ServerError | TimeoutError):
            self._failures[user] += 1
            return self._failures[user] >= FEW
        return is_lacking(error)

    def over(self, user: int) -> None:
        """The server has an answer."""
        self._failures.pop(user, None)


class History:
    """Asks for the next page while one is appended. ``lock`` is held while something is appended;
    a page is asked for outside it, so that live updates do not wait for the server."""

    def __init__(
        self,
        scribe: Scribe,
        settings: TelegramSettings,
        lock: asyncio.Lock,
        kept: KeptBook,
        comparison: Comparison,
        failures: Failures,
    ) -> None:
        self._scribe = scribe
        self._settings = settings
        self._lock = lock
        self._kept = kept
        self._comparison = comparison
        self._failures = failures
        self._ahead: Ahead | None = None
        self._edge = (0, 0, 0)
        """Where the last page ended: chat, id, time (ms)."""

    async def close(self) -> None:
        """Give up the page that is on its way."""
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            ahead.page.cancel()
            await asyncio.gather(ahead.page, return_exceptions=True)
            self._scribe.unwatch(ahead.touched)

    async def fetch(self, work: Work, peer: Any) -> None:
        """One page of ``work``, of the chat with ``peer``."""
        ahead = self._ahead if self._ahead and self._ahead.work == work else None
        if ahead is None:
            await self.close()
            ahead = self._begin(work, peer)
        self._ahead = None
        try:
            page = await self._settled(ahead)
            self._failures.over(work.user)
            async with self._lock:
                names = [external(work.user, one) for one in page.ids]
                if not ahead.touched.isdisjoint(names):
                    page = await self._part(work, peer)
                self._scribe.unwatch(ahead.touched)
                await self._take(work, peer, page)
        except Exception as error:
            if not self._failures.is_of(work.user, error):
                raise
            log.warning("no history of chat %s: %s", work.user, error)
            await self._kept.refused(work.user, channel_error(error).problem)
        finally:
            self._scribe.unwatch(ahead.touched)

    async def _settled(self, ahead: Ahead) -> Page:
        try:
            return await asyncio.shield(ahead.page)
        except asyncio.CancelledError:
            ahead.page.cancel()
            await asyncio.gather(ahead.page, return_exceptions=True)
            raise

    def _begin(self, work: Work, peer: Any) -> Ahead:
        touched = self._scribe.watch()
        page = asyncio.create_task(self._part(work, peer), name="telegram page")
        return Ahead(work, page, touched)

    async def _part(self, work: Work, peer: Any) -> Page:
        """The uppermost page of ``work``."""
        below = work.high + 1 if work.high < TOP else 0
        return await self._comparison.page(peer, self._settings.backfill_page, below=below)

    async def _take(self, work: Work, peer: Any, page: Page) -> None:
        """Append what a page of ``work`` says, and note how far we are."""
        user, now = work.user, self._scribe.now()
        ledger = self._kept.book.of(user)
        within = [one for one in page.messages if work.low <= one.id <= work.high]
        # Below the part, or the same page again: the server has no more of it to give.
        last = page.last or not within or min(page.ids) <= work.low or max(page.ids) > work.high
        made = ledger.took(work, page.ids, now, last=last, limit=self._settings.backfill_limit)
        if page.count and work.kind == "history":
            made = msgspec.structs.replace(made, count=page.count)
        following = made.work(user)
        if following and following.kind == work.kind and not self._settings.backfill_pause:
            self._ahead = self._begin(following, peer)
        events = await self._scribe.changes(within)
        if page.last or (page.ids and max(page.ids) <= work.high):
            floor = work.low if last else min(one.id for one in within)
            events += await self._comparison.gone(work, floor, page, now, self._edge)
        await self._scribe.append_page(events, {user: made})
        self._kept.book.put(user, made)
        self._kept.tell_at_times()
        if within:
            oldest = min(within, key=lambda one: int(one.id))
            self._edge = (user, oldest.id, ms(oldest.date))
