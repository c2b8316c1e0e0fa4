"""A page of a chat against what stands here: what the server has no more is gone."""

import logging
from typing import Any, Final

from telethon import errors, types

from core.channels.telegram.converters import CLOCK_SLACK
from core.channels.telegram.ids import chat_of, is_super
from core.channels.telegram.ids import number_of as number_of_name
from core.channels.telegram.ledger import Work
from core.channels.telegram.pages import Page, history_request, messages_request, number_of
from core.channels.telegram.problems import is_lacking
from core.channels.telegram.reconcile import vanished
from core.channels.telegram.scribe import Scribe
from core.channels.telegram.spans import TOP
from core.channels.telegram.updates import Ask
from core.channels.telegram.words import ms
from core.domain.channels import Peer
from core.domain.events import Event
from core.ports import KnownMessage

log = logging.getLogger(__name__)

ASKED_AT_ONCE: Final = 100


class Comparison:
    """Asks for pages, and says what is missing from them. Appends nothing."""

    def __init__(self, scribe: Scribe, ask: Ask) -> None:
        self._scribe = scribe
        self._ask = ask

    async def page(self, peer: Any, limit: int, below: int = 0) -> Page:
        """Messages of a chat, newest first: ``limit`` with ids under ``below``, or what there is.
        Asks again where the server gives fewer at once."""
        page = Page([], [], last=False)
        while not page.last and len(page.ids) < limit:
            answer = await self._ask(history_request(peer, limit - len(page.ids), below))
            await self._scribe.meet([*answer.users, *answer.chats], [chat_of(peer)])
            more = Page.of(answer, below)
            page = Page(
                page.messages + more.messages, page.ids + more.ids, more.last,
                more.count or page.count,
            )  # fmt: skip
            if not more.ids or (below and min(more.ids) >= below):
                break
            below = min(more.ids)
        return page

    async def gone_of_newest(
        self, chat: int, stored: list[KnownMessage], page: Page, now: int
    ) -> list[Event]:
        """Deletions among the newest messages of a chat: of ``stored`` those over the page, and
        what stands here beside it."""
        ids = [one.id for one in page.messages]
        newest = max(ids, default=0)
        over = [one for one in stored if number_of(one) > newest]
        peer = self._scribe.account.peer(chat)
        under = await self._stored(peer, 0 if page.last else min(ids, default=0), page, newest)
        gone = vanished([*over, *under], ids, complete=page.last, now=now)
        numbers = [number_of_name(one.external_id) for one in gone]
        return [] if await self._stand(chat, numbers, page) else gone

    async def gone(
        self, work: Work, floor: int, page: Page, now: int, edge: tuple[int, int, int]
    ) -> list[Event]:
        """Deletions among what stands here from id ``floor`` to the end of ``work``; there may be
        something in a gap, too: what came live, or was reacted to. ``edge``: where the page before
        ended, chat, id and time (ms)."""
        peer = self._scribe.account.peer(work.user)
        if edge[:2] == (work.user, work.high + 1):
            over = [edge[2]]
        else:
            bounds = await self._scribe.known([work.high, work.high + 1], work.user)
            own = is_super(work.user)
            over = [one.at for one in bounds.values() if own or one.peer == peer]
        until = max(over) + CLOCK_SLACK * 1000 if over and work.high < TOP else None
        stored = await self._stored(peer, floor, page, work.high, until, whole=floor <= work.low)
        gone = vanished(stored, page.ids, complete=True, now=now)
        numbers = [number_of_name(one.external_id) for one in gone]
        return [] if await self._stand(work.user, numbers, page) else gone

    async def _stored(
        self,
        peer: Peer,
        low: int,
        page: Page,
        high: int,
        until: int | None = None,
        *,
        whole: bool = False,
    ) -> list[KnownMessage]:
        """What stands here from id ``low`` to ``high``, found by the time of what ``page`` holds;
        ``whole``: however old it is."""
        since = 0
        if not whole and not page.last and page.messages:
            since = min(ms(one.date) for one in page.messages) - CLOCK_SLACK * 1000
        found = await self._scribe.stretch(peer, since, until)
        return [one for one in found if low <= number_of(one) <= high]

    async def _stand(self, chat: int, ids: list[int], page: Page) -> bool:
        """Whether the server has any of these messages after all: a page was not what it seemed.
        The newest are asked for, as many as it answers at once. Where it has no answer to that, a
        page with nothing on it takes nothing away."""
        if not ids:
            return False
        peer = self._scribe.people.input_peer(chat)
        try:
            answer = await self._ask(messages_request(peer, sorted(ids)[-ASKED_AT_ONCE:]))
        except (errors.RPCError, errors.TypeNotFoundError) as error:
            if not is_lacking(error):
                raise
            return not page.ids
        found = [one.id for one in answer.messages if not isinstance(one, types.MessageEmpty)]
        if found:
            log.warning("a page left out messages that stand: %s", found)
        return bool(found)
