"""Keeps the log equal to the server: live updates, differences, pages of history.

One lock holds everything that reads the server and appends: an answer and what was pushed after
it are appended in that order, so nothing stale overwrites something new. The position is kept
after the events are durable, and asking again from an old position appends nothing twice.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from telethon import errors, functions, types

from core.channels.telegram.box import Cursor, take
from core.channels.telegram.converters import (
    Account,
    chat_of,
    delete_event,
    reactions_of,
    read_event,
    shown,
    unreadable_event,
)
from core.channels.telegram.line import LineClient, call
from core.channels.telegram.people import People
from core.channels.telegram.ranges import Ranges
from core.channels.telegram.reconcile import changes, reaction_changes, vanished
from core.channels.telegram.session import TelegramSettings
from core.domain.channels import Peer
from core.domain.events import Event
from core.ports import Ingest

log = logging.getLogger(__name__)

DIALOG_PAGE = 100
ASK_AT_ONCE = 100
"""Ids in one ``messages.getMessages``."""


def now_ms() -> int:
    """The time here, milliseconds."""
    return int(time.time() * 1000)


class Sync:
    """The log's side of one signed-in account."""

    def __init__(
        self,
        client: LineClient,
        settings: TelegramSettings,
        account: Account,
        people: People,
        ingest: Ingest,
        on_typing: Callable[[Peer], None] | None = None,
    ) -> None:
        self.account = account
        self.people = people
        self._client = client
        self._settings = settings
        self._ingest = ingest
        self._on_typing = on_typing
        self._lock = asyncio.Lock()
        self._cursor: Cursor | None = None
        self._ranges = Ranges()
        self._tick = 0
        self._expected: dict[int, str] = {}
        self._refs: dict[int, str] = {}
        self._key = f"telegram/{account.id}"

    # -- what the channel calls ---------------------------------------------------------------

    async def load(self) -> None:
        """Read what an earlier run kept."""
        await self.people.load()
        cursor = await self._ingest.get_state(f"{self._key}/cursor")
        ranges = await self._ingest.get_state(f"{self._key}/ranges")
        self._cursor = msgspec.json.decode(cursor, type=Cursor) if cursor else None
        if ranges:
            self._ranges = msgspec.json.decode(ranges, type=Ranges)

    async def catch_up(self) -> None:
        """After a start or a cut: everything that the server says changed meanwhile."""
        async with self._lock:
            if self._cursor is None:
                # The position first: what changes while the chats are read comes after it.
                await self._move(Cursor.of(await self._ask(functions.updates.GetStateRequest())))
            else:
                await self._difference()

    async def look_again(self) -> None:
        """After ``catch_up``: the newest page of every chat the first time, later a second look
        at the active ones (reactions have no position; a server may not tell everything)."""
        if self._ranges.listed:
            await self._active_chats()
        else:
            await self._all_chats()

    async def take_updates(self, container: Any) -> None:
        """Append what a raw container of updates says."""
        if self._cursor is None:
            return
        async with self._lock:
            if isinstance(container, types.UpdateShortSentMessage):
                # The answer to a send of ours; ``send`` has its text.
                await self._move(take(self._cursor, container).cursor)
                return
            taken = take(self._cursor, container)
            for update in taken.updates:
                if isinstance(update, types.UpdateMessageID):
                    ref = self._expected.get(update.random_id)
                    if ref is not None:
                        self.name(update.id, ref)
            events = self.people.meet(taken.users, self._now())
            if taken.gap or not self._all_known(taken.updates):
                await self._append(events)
                await self._difference()
                await self._apply([one for one in taken.updates if not getattr(one, "pts", 0)])
                return
            await self._append(events)
            await self._apply(taken.updates)
            await self._move(taken.cursor)

    async def compare(self) -> None:
        """The heartbeat: ask for the server's position; ask for the difference if it is not ours.
        Raises TimeoutError when nobody answers."""
        state = await call(
            self._client,
            functions.updates.GetStateRequest(),
            msgspec.structs.replace(
                self._settings, request_timeout=self._settings.heartbeat_timeout
            ),
        )
        if self._cursor is not None and state.pts != self._cursor.pts:
            async with self._lock:
                if state.pts != self._cursor.pts:
                    await self._difference()

    def expect(self, random_id: int, client_ref: str) -> None:
        """A send goes out: what comes back under ``random_id`` is ``client_ref``."""
        self._expected[random_id] = client_ref

    def name(self, message: int, client_ref: str) -> None:
        """Message ``message`` is the send ``client_ref``."""
        self._refs[message] = client_ref

    def ref_of(self, message: int) -> str | None:
        """The send that became ``message``, if it was made in this run."""
        return self._refs.get(message)

    def id_of(self, client_ref: str) -> int | None:
        """The message that ``client_ref`` became, if this run saw it."""
        return next((one for one, ref in self._refs.items() if ref == client_ref), None)

    async def sent(self, message: Any, client_ref: str) -> None:
        """A send was answered with this message; the update may have come first."""
        self.name(message.id, client_ref)
        async with self._lock:
            await self._append(await self._changes([message]))

    async def read_by_us(self, peer: Peer, up_to: int) -> None:
        """The server took our read mark; it does not tell the session that made it."""
        async with self._lock:
            await self._append([read_event(peer, "us", up_to, self._now())])

    async def backfill(self) -> bool:
        """Fetch one page of older history; False when there is none left to fetch."""
        part = self._ranges.next()
        if part is None:
            return False
        peer = self.people.input_peer(part.user)
        if peer is None:
            self._ranges.advance(part, [], None)
            return True
        async with self._lock:
            size = self._settings.backfill_page
            messages = await self._history(peer, size, below=part.upper)
            wanted = [one for one in messages if one.id > part.lower]
            await self._append(await self._changes(wanted))
            ids = [one.id for one in messages]
            self._ranges.advance(
                part, ids if len(ids) >= size else [], self._settings.backfill_limit
            )
            await self._keep_ranges()
        return True

    # -- live ---------------------------------------------------------------------------------

    def _all_known(self, updates: Iterable[Any]) -> bool:
        users: list[int | None] = []
        for update in updates:
            if isinstance(update, types.UpdateShortMessage):
                users.append(update.user_id)
            elif isinstance(update, types.UpdateNewMessage | types.UpdateEditMessage):
                users.append(chat_of(update.message.peer_id))
        return all(
            user is None or user == self.account.id or self.people.knows(user) for user in users
        )

    async def _apply(self, updates: Iterable[Any]) -> None:
        """Append updates in order; runs of messages go in one write."""
        for update in updates:
            await self._append(await self._events_of(update))

    async def _events_of(self, update: Any) -> list[Event]:
        if isinstance(update, types.UpdateNewMessage | types.UpdateEditMessage):
            return await self._changes([update.message])
        if isinstance(update, types.UpdateShortMessage):
            return await self._changes([_long(update)])
        if isinstance(update, types.UpdateDeleteMessages):
            return await self._deleted(update.messages)
        if isinstance(update, types.UpdateReadHistoryInbox | types.UpdateReadHistoryOutbox):
            user = chat_of(update.peer)
            if user is None or not self.people.is_client(user):
                return []
            ours = isinstance(update, types.UpdateReadHistoryInbox)
            peer = self.account.peer(user)
            return [read_event(peer, "us" if ours else "client", update.max_id, self._now())]
        if isinstance(update, types.UpdateMessageReactions):
            return await self._reacted(update)
        if isinstance(update, types.UpdateUserTyping):
            if self._on_typing and self.people.is_client(update.user_id):
                self._on_typing(self.account.peer(update.user_id))
            return []
        if isinstance(update, types.UpdateUserName | types.UpdateUserPhone | types.UpdateUser):
            return await self._profile(update.user_id)
        return []

    async def _deleted(self, ids: Sequence[int]) -> list[Event]:
        known = await self._known(ids)
        return [
            delete_event(one.peer, one.external_id, self._now())
            for one in known.values()
            if not one.deleted
        ]

    async def _reacted(self, update: Any) -> list[Event]:
        user = chat_of(update.peer)
        if user is None or not self.people.is_client(user):
            return []
        known = (await self._known([update.msg_id])).get(str(update.msg_id))
        if known is None:
            answer = await self._ask(
                functions.messages.GetMessagesRequest([types.InputMessageID(update.msg_id)])
            )
            return await self._changes(answer.messages)
        wanted = reactions_of(update.reactions, self.account.id)
        return reaction_changes(known.peer, known.external_id, wanted, known.reactions, self._now())

    async def _profile(self, user: int) -> list[Event]:
        peer = self.people.input_peer(user)
        if peer is None:
            return []
        request = functions.users.GetUsersRequest([types.InputUser(user, peer.access_hash)])
        return self.people.meet(await self._ask(request), self._now())

    # -- difference ---------------------------------------------------------------------------

    async def _difference(self) -> None:
        """Everything since our position, appended, until the server says that we are equal.

        https://core.telegram.org/method/updates.getDifference
        """
        assert self._cursor is not None
        while True:
            at = self._cursor
            try:
                answer = await self._ask(
                    functions.updates.GetDifferenceRequest(
                        pts=at.pts, date=_moment(at.date), qts=at.qts
                    )
                )
            except (
                errors.PersistentTimestampInvalidError,
                errors.PersistentTimestampEmptyError,
                errors.PersistentTimestampOutdatedError,
            ):
                log.warning("the server does not know position %s: reading all chats", at)
                await self._start_over()
                return
            if isinstance(answer, types.updates.DifferenceEmpty):
                await self._move(
                    msgspec.structs.replace(at, date=int(answer.date.timestamp()), seq=answer.seq)
                )
                return
            if isinstance(answer, types.updates.DifferenceTooLong):
                await self._start_over()
                return
            await self._append(self.people.meet(answer.users, self._now()))
            await self._append(await self._changes(answer.new_messages))
            await self._apply(answer.other_updates)
            if isinstance(answer, types.updates.DifferenceSlice):
                await self._move(Cursor.of(answer.intermediate_state))
                continue
            await self._move(Cursor.of(answer.state))
            return

    async def _start_over(self) -> None:
        """The difference is too long to be told: read the newest page of every chat."""
        state = await self._ask(functions.updates.GetStateRequest())
        for dialog in await self._dialogs(everything=True):
            await self._newest_page(dialog)
        await self._move(Cursor.of(state))

    # -- chats --------------------------------------------------------------------------------

    async def _all_chats(self) -> None:
        """Nothing stands here yet: every chat's last message, so that the list fills, then the
        newest page of each. Taken up again where it was broken off."""
        async with self._lock:
            dialogs = await self._dialogs(everything=True, tops=True)
        for dialog in dialogs:
            if chat_of(dialog.peer) not in self._ranges.chats:
                async with self._lock:
                    await self._newest_page(dialog)
        self._ranges.listed = True
        await self._keep_ranges()

    async def _active_chats(self) -> None:
        """The newest messages of the most recently active chats, compared with what stands
        here."""
        async with self._lock:
            dialogs = await self._dialogs(everything=False)
        for dialog in dialogs[: self._settings.recheck_chats]:
            async with self._lock:
                await self._newest_page(dialog)

    async def _dialogs(self, *, everything: bool, tops: bool = False) -> list[Any]:
        """Private chats with clients, the most recently active first. ``tops`` appends the last
        message of each."""
        found: list[Any] = []
        offset_id, offset_date, offset_peer = 0, None, types.InputPeerEmpty()
        while True:
            limit = DIALOG_PAGE if everything else max(self._settings.recheck_chats * 2, 20)
            answer = await self._ask(
                functions.messages.GetDialogsRequest(
                    offset_date=offset_date,
                    offset_id=offset_id,
                    offset_peer=offset_peer,
                    limit=limit,
                    hash=0,
                )
            )
            if isinstance(answer, types.messages.DialogsNotModified):
                return found
            await self._append(self.people.meet(answer.users, self._now()))
            if tops:
                await self._append(await self._changes(answer.messages))
            found += [
                one
                for one in answer.dialogs
                if isinstance(one, types.Dialog)
                and (user := chat_of(one.peer)) is not None
                and self.people.is_client(user)
            ]
            whole = isinstance(answer, types.messages.Dialogs) or len(answer.dialogs) < limit
            if whole or not everything or not answer.messages:
                break
            last = min(answer.messages, key=lambda one: (one.date, one.id))
            if last.id == offset_id:
                break
            offset_id, offset_date = last.id, last.date
            offset_peer = _input_of(last.peer_id, answer, self.people) or offset_peer
        await self.people.save()
        return found

    async def _newest_page(self, dialog: Any) -> None:
        """Make the newest messages of a chat, and who read what, equal to the server's."""
        user = chat_of(dialog.peer)
        assert user is not None
        peer = self.account.peer(user)
        seen_before = user in self._ranges.chats
        size = self._settings.recheck_messages if seen_before else self._settings.first_page
        stored = await self._ingest.recent(peer, size)
        messages = await self._history(self.people.input_peer(user), size)
        ids = [one.id for one in messages]
        complete = len(ids) < size
        events = await self._changes(messages)
        events += vanished(stored, ids, complete=complete, now=self._now())
        if dialog.read_inbox_max_id:
            events.append(read_event(peer, "us", dialog.read_inbox_max_id, self._now()))
        if dialog.read_outbox_max_id:
            events.append(read_event(peer, "client", dialog.read_outbox_max_id, self._now()))
        await self._append(events)
        newest = max(
            (int(one.external_id) for one in stored if one.external_id.isdecimal()), default=None
        )
        self._ranges.page_fetched(user, ids, newest, complete=complete)
        await self._keep_ranges()

    async def _history(self, peer: Any, limit: int, below: int = 0) -> list[Any]:
        """A page of a chat, newest first: at most ``limit`` messages with ids under ``below``."""
        answer = await self._ask(
            functions.messages.GetHistoryRequest(
                peer=peer,
                offset_id=below,
                offset_date=None,
                add_offset=0,
                limit=limit,
                max_id=0,
                min_id=0,
                hash=0,
            )
        )
        if isinstance(answer, types.messages.MessagesNotModified):
            return []
        await self._append(self.people.meet(answer.users, self._now()))
        return [one for one in answer.messages if not isinstance(one, types.MessageEmpty)]

    # -- the one way in -----------------------------------------------------------------------

    async def _changes(self, messages: Iterable[Any]) -> list[Event]:
        """Events that make the log equal to these messages, oldest first."""
        ours = [
            (user, one)
            for one in messages
            if shown(one)
            and (user := chat_of(one.peer_id)) is not None
            and self.people.is_client(user)
        ]
        ours.sort(key=lambda pair: int(pair[1].id))
        known = await self._known([one.id for _, one in ours])
        now = self._now()
        events: list[Event] = []
        for user, one in ours:
            stands = known.get(str(one.id))
            profile = self.people.profile(user)
            try:
                events += changes(self.account, one, stands, profile, now, self._refs.get(one.id))
            except Exception:
                # One message that this version cannot read must not hold up all others.
                log.exception("message %s could not be read", one.id)
                events.append(unreadable_event(self.account.peer(user), one, now))
        return events

    async def _known(self, ids: Sequence[int]) -> dict[str, Any]:
        if not ids:
            return {}
        return await self._ingest.known("telegram", str(self.account.id), [str(i) for i in ids])

    async def _append(self, events: Sequence[Event]) -> None:
        if events:
            await self._ingest.append(events)

    async def _move(self, cursor: Cursor) -> None:
        if cursor != self._cursor:
            await self._ingest.set_state(f"{self._key}/cursor", msgspec.json.encode(cursor))
            self._cursor = cursor
        await self.people.save()

    async def _keep_ranges(self) -> None:
        await self._ingest.set_state(f"{self._key}/ranges", msgspec.json.encode(self._ranges))

    async def _ask(self, request: Any) -> Any:
        return await call(self._client, request, self._settings)

    def _now(self) -> int:
        """The time here, never the same twice: it makes keys of undated events unique."""
        self._tick = max(self._tick + 1, now_ms())
        return self._tick


def _moment(seconds: int) -> Any:
    return datetime.fromtimestamp(seconds, UTC)


def _long(update: Any) -> Any:
    """A short message update as the message that it abbreviates."""
    message = types.Message(
        id=update.id,
        peer_id=types.PeerUser(update.user_id),
        date=update.date,
        message=update.message,
        out=update.out,
        reply_to=update.reply_to,
        entities=update.entities,
        fwd_from=update.fwd_from,
    )
    return message


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
