"""Reading chats page by page: the newest of each, a second look, and what lies below."""

import asyncio
import logging
from typing import Any, Final

import msgspec
from telethon import functions, types
from telethon.utils import get_peer_id

from core.channels.telegram.converters import chat_of, read_event
from core.channels.telegram.people import People
from core.channels.telegram.problems import is_of_one_chat
from core.channels.telegram.ranges import Ranges
from core.channels.telegram.reconcile import vanished
from core.channels.telegram.scribe import Scribe
from core.channels.telegram.session import TelegramSettings
from core.channels.telegram.updates import Ask
from core.domain.channels import Peer
from core.domain.events import Event
from core.ports import KnownMessage

log = logging.getLogger(__name__)

DIALOG_PAGE: Final = 100
LOOK_BACK: Final = 5000


class Page(msgspec.Struct, frozen=True):
    """A page of a chat: its messages, the ids it speaks of, and whether it reaches the chat's
    start. A page may be shorter than what was asked for without being the last."""

    messages: list[Any]
    ids: list[int]
    last: bool

    @staticmethod
    def of(answer: Any, below: int) -> "Page":
        """From ``messages.Messages``, which is all there is, or a slice."""
        if isinstance(answer, types.messages.Messages):
            whole = True
        elif below:
            whole = not answer.messages
        else:
            whole = not answer.inexact and len(answer.messages) >= answer.count
        found = [one for one in answer.messages if not isinstance(one, types.MessageEmpty)]
        return Page(found, [one.id for one in answer.messages], whole)


class Chats:
    """The chats of the account. ``lock`` is held from the question to the append, a chat at a
    time, so that live updates wait for one page at most."""

    def __init__(
        self, scribe: Scribe, ask: Ask, settings: TelegramSettings, lock: asyncio.Lock
    ) -> None:
        self._scribe = scribe
        self._ask = ask
        self._settings = settings
        self._lock = lock
        self._ranges = Ranges()
        self._again = 0
        self.wanted = asyncio.Event()
        """Set when ``look`` has something to do."""

    async def load(self) -> None:
        """Read what an earlier run left to do."""
        kept = await self._scribe.get("ranges")
        if kept:
            self._ranges = msgspec.json.decode(kept, type=Ranges)

    async def look(self) -> None:
        """The newest page of every chat the first time and after ``look_at_all``; otherwise of
        the active ones: reactions have no position in the sequence, and a server may not tell
        everything."""
        everything, again = not self._ranges.listed, self._again
        async with self._lock:
            # Every chat's last message first, so that the list fills at once.
            dialogs = await self._dialogs(everything=everything, tops=everything)
        if not everything:
            dialogs = dialogs[: self._settings.recheck_chats]
        for dialog in dialogs:
            # Taken up again where it was broken off.
            if not everything or chat_of(dialog.peer) not in self._ranges.looked:
                async with self._lock:
                    await self._newest_page(dialog)
        if everything and again == self._again:
            self._ranges.all_looked()
            await self._keep()

    async def look_at_all(self, since: int) -> None:
        """More happened ``since`` (ms) than the server tells: the next ``look`` goes through all
        chats. This is kept before the position moves."""
        self._again += 1
        self._ranges.look_again(since)
        await self._keep()
        self.wanted.set()

    async def meet_everyone(self) -> None:
        """Ask who all our chats are with, for how to name them now."""
        async with self._lock:
            await self._dialogs(everything=True)

    async def backfill(self) -> bool:
        """Fetch one page of older history; False when there is none left to fetch."""
        part = self._ranges.next()
        if part is None:
            return False
        peer = self._scribe.people.input_peer(part.user)
        if peer is None:
            self._ranges.advance(part, [], None)
            return True
        async with self._lock:
            try:
                page = await self._page(peer, self._settings.backfill_page, below=part.upper)
            except Exception as error:
                if not is_of_one_chat(error):
                    raise
                log.warning("no history of chat %s: %s", part.user, error)
                page = Page([], [], last=True)
            await self._scribe.write([one for one in page.messages if one.id > part.lower])
            ids = [] if page.last else page.ids
            self._ranges.advance(part, ids, self._settings.backfill_limit)
            await self._keep()
        return True

    async def _dialogs(self, *, everything: bool, tops: bool = False) -> list[Any]:
        """Private chats with clients, the most recently active first. ``tops`` appends the last
        message of each."""
        found: list[Any] = []
        limit = DIALOG_PAGE if everything else max(self._settings.recheck_chats * 2, 20)
        offset_id, offset_date, offset_peer = 0, None, types.InputPeerEmpty()
        seen: set[Any] = set()
        while True:
            answer = await self._ask(
                functions.messages.GetDialogsRequest(
                    offset_date=offset_date,
                    offset_id=offset_id,
                    offset_peer=offset_peer,
                    limit=limit,
                    hash=0,
                )
            )
            named = [*answer.users, *answer.chats]
            await self._scribe.meet(named, (chat_of(one.peer) for one in answer.dialogs))
            if tops:
                await self._scribe.write(answer.messages)
            new = [one for one in answer.dialogs if _key(one.peer) not in seen]
            seen |= {_key(one.peer) for one in new}
            found += [
                one
                for one in new
                if isinstance(one, types.Dialog)
                and (user := chat_of(one.peer)) is not None
                and self._scribe.people.is_client(user)
            ]
            # A slice may be shorter than what was asked for.
            whole = isinstance(answer, types.messages.Dialogs) or len(seen) >= answer.count
            if whole or not everything or not new:
                break
            last = _last(answer)
            if last is None or last.id == offset_id:
                break
            offset_id, offset_date = last.id, last.date
            offset_peer = _input_of(last.peer_id, answer, self._scribe.people) or offset_peer
        await self._scribe.people.save()
        return found

    async def _newest_page(self, dialog: Any) -> None:
        """Make the newest messages of a chat, and who read what, equal to the server's."""
        user = chat_of(dialog.peer)
        assert user is not None
        peer = self._scribe.account.peer(user)
        seen_before = user in self._ranges.chats
        size = self._settings.recheck_messages if seen_before else self._settings.first_page
        # Before the page is asked for: what is sent meanwhile is not missing from it.
        stored = await self._scribe.recent(peer, size)
        target = self._scribe.people.input_peer(user)
        if target is None:
            # A "min" user cannot be asked for; the next message of theirs names them in full.
            return
        try:
            page = await self._page(target, size)
        except Exception as error:
            if not is_of_one_chat(error):
                raise
            log.warning("no history of chat %s: %s", user, error)
            return
        now = self._scribe.now()
        events: list[Event] = await self._scribe.changes(page.messages)
        events += vanished(stored, [one.id for one in page.messages], complete=page.last, now=now)
        if dialog.read_inbox_max_id:
            events.append(read_event(peer, "us", dialog.read_inbox_max_id, now))
        if dialog.read_outbox_max_id:
            events.append(read_event(peer, "client", dialog.read_outbox_max_id, now))
        await self._scribe.append(events)
        here = await self._newest_here(peer, stored)
        self._ranges.page_fetched(user, page.ids, here, complete=page.last)
        await self._keep()

    async def _newest_here(self, peer: Peer, stored: list[KnownMessage]) -> int | None:
        """The id of the newest message below which nothing is missing. What came live after
        something was lost does not count."""
        gap = self._ranges.gap
        if gap and all(one.at >= gap for one in stored):
            stored = await self._scribe.recent(peer, LOOK_BACK)
        return max(
            (
                int(one.external_id)
                for one in stored
                if one.external_id.isdecimal() and (not gap or one.at < gap)
            ),
            default=None,
        )

    async def _page(self, peer: Any, limit: int, below: int = 0) -> "Page":
        """Messages of a chat, newest first: ``limit`` with ids under ``below``, or what there is.
        Asks again where the server gives fewer at once."""
        page = Page([], [], last=False)
        while not page.last and len(page.ids) < limit:
            answer = await self._ask(history_request(peer, limit - len(page.ids), below))
            await self._scribe.meet([*answer.users, *answer.chats], [peer.user_id])
            more = Page.of(answer, below)
            page = Page(page.messages + more.messages, page.ids + more.ids, more.last)
            if not more.ids or (below and min(more.ids) >= below):
                break
            below = min(more.ids)
        return page

    async def _keep(self) -> None:
        await self._scribe.put("ranges", msgspec.json.encode(self._ranges))


def history_request(peer: Any, limit: int, below: int = 0) -> Any:
    """``messages.getHistory``: ``limit`` messages under id ``below`` (0: from the newest)."""
    return functions.messages.GetHistoryRequest(
        peer=peer,
        offset_id=below,
        offset_date=None,
        add_offset=0,
        limit=limit,
        max_id=0,
        min_id=0,
        hash=0,
    )


def _last(answer: Any) -> Any | None:
    """The top message of the last dialog of a page: where the next page begins. Pinned dialogs
    stand first whatever their date."""
    tops = {(_key(one.peer_id), one.id): one for one in answer.messages if one.date}
    for dialog in reversed(answer.dialogs):
        top = tops.get((_key(dialog.peer), dialog.top_message))
        if top is not None and not dialog.pinned:
            return top
    return None


def _key(peer: Any) -> tuple[str, int]:
    """A peer of any kind as something to compare."""
    return type(peer).__name__, get_peer_id(peer)


def _input_of(peer: Any, answer: Any, people: People) -> Any | None:
    """How to name the peer of a dialog as an offset."""
    user = chat_of(peer)
    if user is not None:
        return people.input_peer(user)
    if isinstance(peer, types.PeerChat):
        return types.InputPeerChat(peer.chat_id)
    for chat in answer.chats:
        if isinstance(peer, types.PeerChannel) and chat.id == peer.channel_id:
            return types.InputPeerChannel(chat.id, getattr(chat, "access_hash", 0) or 0)
    return None
