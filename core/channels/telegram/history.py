"""What is missing of chats, in doubt, or older: a page at a time."""

import asyncio
import logging
from collections import Counter, deque
from typing import Any, Final

import msgspec
from telethon import errors

from core.channels.telegram.comparing import Comparison
from core.channels.telegram.ids import external
from core.channels.telegram.kept_book import KeptBook
from core.channels.telegram.ledger import Ledger, Work
from core.channels.telegram.pages import Page
from core.channels.telegram.problems import channel_error, is_lacking
from core.channels.telegram.scribe import Scribe
from core.channels.telegram.session import TelegramSettings
from core.channels.telegram.spans import TOP
from core.channels.telegram.words import ms

log = logging.getLogger(__name__)

AHEAD: Final = 2
"""So many pages are asked for before their turn: the server works while we do."""
FEW: Final = 3
"""So often a server may fail at a chat before it is left for the others."""


class Ahead(msgspec.Struct):
    """A page that was asked for without the lock, and the ids that live updates spoke of since:
    what it says of those may be older than what stands here. ``made``: the chat's ledger once it
    is taken in. ``outdated``: more happened since than was told."""

    work: Work
    page: asyncio.Task[Page]
    touched: set[str]
    made: Ledger | None = None
    outdated: bool = False


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
    """Asks for the next pages while one is appended. ``lock`` is held while something is appended;
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
        self._ahead: deque[Ahead] = deque()
        """In their order; the first may be the one that is appended now."""
        self._edges: dict[int, tuple[int, int]] = {}
        """Where the last page of each chat ended: id, time (ms)."""

    async def close(self) -> None:
        """Give up the pages that are on their way."""
        ahead, self._ahead = self._ahead, deque()
        for one in ahead:
            one.page.cancel()
            self._scribe.unwatch(one.touched)
        await asyncio.gather(*(one.page for one in ahead), return_exceptions=True)

    def outdate(self) -> None:
        """More happened than is told, message by message: what was asked for before this is asked
        for again when its turn comes."""
        for one in self._ahead:
            one.outdated = True

    async def fetch(self, work: Work, peer: Any) -> None:
        """One page of ``work``, of the chat with ``peer``."""
        if not self._ahead or self._ahead[0].work != work:
            await self.close()
            self._begin(work, peer)
        ahead = self._ahead[0]
        try:
            page = await asyncio.shield(ahead.page)
            self._failures.over(work.user)
            async with self._lock:
                if _is_old(ahead, page):
                    page = await self._part(work, peer)
                self._scribe.unwatch(ahead.touched)
                await self._take(work, page)
            self._ahead.remove(ahead)
            self._extend()
        except Exception as error:
            await self.close()
            if not self._failures.is_of(work.user, error):
                raise
            log.warning("no history of chat %s: %s", work.user, error)
            await self._kept.refused(work.user, channel_error(error).problem)
        except asyncio.CancelledError:
            await self.close()
            raise

    def _begin(self, work: Work, peer: Any) -> None:
        touched = self._scribe.watch()
        page = asyncio.create_task(self._part(work, peer), name="telegram page")
        self._ahead.append(Ahead(work, page, touched))
        page.add_done_callback(lambda _: self._extend())

    def _extend(self) -> None:
        """Ask for what comes after the last page that was asked for, once that is here."""
        last = self._ahead[-1] if self._ahead else None
        if self._settings.backfill_pause or len(self._ahead) > AHEAD:
            return
        if last is None or not last.page.done() or last.page.cancelled() or last.page.exception():
            return
        soon = {one.work.user: one.made for one in self._ahead if one.made is not None}
        if last.made is None:
            ledger = soon.get(last.work.user) or self._kept.book.of(last.work.user)
            soon[last.work.user] = last.made = self._took(ledger, last.work, last.page.result())
        following = self._kept.book.next(soon)
        if following is not None and following.kind == last.work.kind:
            peer = self._scribe.people.input_peer(following.user)
            if peer is not None and self._scribe.people.is_client(following.user):
                self._begin(following, peer)

    async def _part(self, work: Work, peer: Any) -> Page:
        """The uppermost page of ``work``."""
        below = work.high + 1 if work.high < TOP else 0
        return await self._comparison.page(peer, self._settings.backfill_page, below=below)

    def _took(self, ledger: Ledger, work: Work, page: Page) -> Ledger:
        """What is known of a chat once a page of ``work`` is taken in."""
        limit, last = self._settings.backfill_limit, _is_last(work, page)
        made = ledger.took(work, page.ids, self._scribe.now(), last=last, limit=limit)
        if page.count and work.kind == "history":
            made = msgspec.structs.replace(made, count=page.count)
        return made

    async def _take(self, work: Work, page: Page) -> None:
        """Append what a page of ``work`` says, and note how far we are."""
        user, now = work.user, self._scribe.now()
        within = [one for one in page.messages if work.low <= one.id <= work.high]
        made = self._took(self._kept.book.of(user), work, page)
        events = await self._scribe.changes(within)
        if page.last or (page.ids and max(page.ids) <= work.high):
            floor = work.low if _is_last(work, page) else min(one.id for one in within)
            edge = (user, *self._edges.get(user, (0, 0)))
            events += await self._comparison.gone(work, floor, page, now, edge)
        await self._scribe.append_page(events, {user: made})
        self._kept.book.put(user, made)
        self._kept.tell_at_times()
        if within:
            oldest = min(within, key=lambda one: int(one.id))
            self._edges[user] = (oldest.id, ms(oldest.date))


def _is_old(ahead: Ahead, page: Page) -> bool:
    """Whether what a page says may be older than what stands here; of the newest page also what is
    not on it: it may have come since."""
    names = [external(ahead.work.user, one) for one in page.ids]
    newer = ahead.work.high == TOP and bool(ahead.touched)
    return ahead.outdated or newer or not ahead.touched.isdisjoint(names)


def _is_last(work: Work, page: Page) -> bool:
    """Whether there is no more of ``work``: the page is below it, or the same again."""
    ids = page.ids
    within = any(work.low <= one.id <= work.high for one in page.messages)
    return page.last or not within or min(ids) <= work.low or max(ids) > work.high
