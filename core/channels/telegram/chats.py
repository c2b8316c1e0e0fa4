"""Reading chats page by page: the newest of each, a second look, and what lies below."""

import asyncio
from typing import Any, Final

import msgspec
from telethon import functions, types
from telethon.utils import get_peer_id

from core.channels.telegram.converters import chat_of, read_event
from core.channels.telegram.people import People
from core.channels.telegram.ranges import Ranges
from core.channels.telegram.reconcile import vanished
from core.channels.telegram.scribe import Scribe
from core.channels.telegram.session import TelegramSettings
from core.channels.telegram.updates import Ask
from core.domain.events import Event

DIALOG_PAGE: Final = 100


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

    async def load(self) -> None:
        """Read what an earlier run left to do."""
        kept = await self._scribe.get("ranges")
        if kept:
            self._ranges = msgspec.json.decode(kept, type=Ranges)

    async def look(self) -> None:
        """The newest page of every chat the first time; later of the active ones: reactions have
        no position in the sequence, and a server may not tell everything."""
        first = not self._ranges.listed
        async with self._lock:
            # Every chat's last message first, so that the list fills at once.
            dialogs = await self._dialogs(everything=first, tops=first)
        if not first:
            dialogs = dialogs[: self._settings.recheck_chats]
        for dialog in dialogs:
            # Taken up again where it was broken off.
            if not first or chat_of(dialog.peer) not in self._ranges.chats:
                async with self._lock:
                    await self._newest_page(dialog)
        if first:
            self._ranges.listed = True
            await self._keep()

    async def look_at_all(self) -> None:
        """The newest page of every chat; the caller holds the lock."""
        for dialog in await self._dialogs(everything=True):
            await self._newest_page(dialog)

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
            size = self._settings.backfill_page
            messages = await self._page(peer, size, below=part.upper)
            await self._scribe.write([one for one in messages if one.id > part.lower])
            ids = [one.id for one in messages] if len(messages) >= size else []
            self._ranges.advance(part, ids, self._settings.backfill_limit)
            await self._keep()
        return True

    async def _dialogs(self, *, everything: bool, tops: bool = False) -> list[Any]:
        """Private chats with clients, the most recently active first. ``tops`` appends the last
        message of each."""
        found: list[Any] = []
        limit = DIALOG_PAGE if everything else max(self._settings.recheck_chats * 2, 20)
        offset_id, offset_date, offset_peer = 0, None, types.InputPeerEmpty()
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
            await self._scribe.meet(answer.users)
            if tops:
                await self._scribe.write(answer.messages)
            found += [
                one
                for one in answer.dialogs
                if isinstance(one, types.Dialog)
                and (user := chat_of(one.peer)) is not None
                and self._scribe.people.is_client(user)
            ]
            whole = isinstance(answer, types.messages.Dialogs) or len(answer.dialogs) < limit
            if whole or not everything or not answer.messages:
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
        messages = await self._page(self._scribe.people.input_peer(user), size)
        ids = [one.id for one in messages]
        complete = len(ids) < size
        now = self._scribe.now()
        events: list[Event] = await self._scribe.changes(messages)
        events += vanished(stored, ids, complete=complete, now=now)
        if dialog.read_inbox_max_id:
            events.append(read_event(peer, "us", dialog.read_inbox_max_id, now))
        if dialog.read_outbox_max_id:
            events.append(read_event(peer, "client", dialog.read_outbox_max_id, now))
        await self._scribe.append(events)
        here = [int(one.external_id) for one in stored if one.external_id.isdecimal()]
        self._ranges.page_fetched(user, ids, max(here, default=None), complete=complete)
        await self._keep()

    async def _page(self, peer: Any, limit: int, below: int = 0) -> list[Any]:
        """Messages of a chat, newest first: at most ``limit`` with ids under ``below``."""
        answer = await self._ask(history_request(peer, limit, below))
        await self._scribe.meet(answer.users)
        return [one for one in answer.messages if not isinstance(one, types.MessageEmpty)]

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
