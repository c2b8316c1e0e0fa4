"""Keeps the log equal to the server: live updates, and the difference after a gap.

One lock holds everything that reads the server and appends: an answer and what was pushed after
it are appended in that order, so nothing stale overwrites something new. The position is kept
after the events are durable, and asking again from an old position appends nothing twice.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from telethon import errors, functions, types

from core.channels.telegram import contact_book
from core.channels.telegram.box import Cursor, inner, of_channel, take
from core.channels.telegram.business_book import BusinessBook
from core.channels.telegram.chats import Chats
from core.channels.telegram.converters import (
    CLOCK_SLACK,
    Account,
    delete_event,
    peer_of,
    read_event,
)
from core.channels.telegram.drafts import CloudDrafts
from core.channels.telegram.groups import Groups
from core.channels.telegram.ids import chat_of
from core.channels.telegram.line import LineClient, call
from core.channels.telegram.people import People
from core.channels.telegram.problems import is_lacking, is_signed_out
from core.channels.telegram.scribe import Scribe
from core.channels.telegram.session import TelegramSettings
from core.channels.telegram.standing import Standings
from core.channels.telegram.supergroups import Supergroups
from core.channels.telegram.updates import UpdateReader, untold
from core.channels.telegram.voices import Transcripts
from core.domain.channels import Peer
from core.domain.chats import ChatState
from core.ports import DraftBook, Ingest

log = logging.getLogger(__name__)

FEW: Final = 3
"""So often the server may fail to tell a difference, one after another, before the chats are read
without it."""


class Sync:
    """The log's side of one signed-in account."""

    def __init__(
        self,
        client: LineClient,
        settings: TelegramSettings,
        account: Account,
        ingest: Ingest,
        on_typing: Callable[[Peer], None] | None = None,
        transcripts: Transcripts | None = None,
        on_standing: Callable[[], None] = lambda: None,
        drafts: DraftBook | None = None,
        now: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self.people = People(account, ingest, bots=settings.bots)
        self.people.groups = Groups(str(account.id), ingest, settings.groups, settings.small_group)
        self._client = client
        self._settings = settings
        # A flood wait is not slept where the lock is held: live updates would wait, too.
        self._at_once = msgspec.structs.replace(settings, flood_sleep=0)
        self._quiet_until = 0.0
        self._untold = 0
        self._lock = asyncio.Lock()
        self._cursor: Cursor | None = None
        self._scribe = Scribe(account, self.people, ingest)
        self._scribe.clock = now
        self.business = BusinessBook(self._scribe, self._ask, on_standing)
        self.drafts = CloudDrafts(self._scribe, self._ask, drafts)
        self.standings = Standings(self._scribe, self._ask, self._lock, settings.backfill_pause)
        self._reader = UpdateReader(
            self._scribe, self._ask, on_typing, transcripts or Transcripts(), self.business,
            self.drafts, self.standings,
        )  # fmt: skip
        self.refs = self._scribe.refs
        self.chats = Chats(
            self._scribe,
            self._ask,
            settings,
            self._lock,
            on_standing,
            self.drafts,
            standings=self.standings,
        )
        self.supergroups = Supergroups(
            self._scribe, self._reader, self.chats, self._ask, settings.recheck_groups
        )
        self.chats.on_dialogs = self.supergroups.seen

    async def load(self) -> None:
        """Read what an earlier run kept."""
        await self.people.load()
        await self.chats.load()
        await self.supergroups.load()
        await self.business.load()
        cursor = await self._scribe.get("cursor")
        self._cursor = msgspec.json.decode(cursor, type=Cursor) if cursor else None

    async def catch_up(self) -> None:
        """After a start or a cut: everything that the server says changed meanwhile."""
        self.drafts.known = False
        async with self._lock:
            first = self._cursor is None
            if first:
                # The position first: what changes while the chats are read comes after it.
                await self._move(await self._state())
            else:
                await self._difference()
                await self.supergroups.catch_up()
        taken = await self._scribe.get("groups_taken")
        choice = self._settings.groups.encode() + (b"+bots" if self._settings.bots else b"")
        if taken != choice:
            if not first:
                await self.chats.meet_everyone()  # others are taken now
            if taken is not None and taken.startswith(b"none") and not choice.startswith(b"none"):
                async with self._lock:
                    await self.chats.retake()
            await self._scribe.put("groups_taken", choice)
        await self.drafts.fetch_all()

    async def take_updates(self, container: Any) -> None:
        """Append what a raw container of updates says."""
        async with self._lock:
            if self._cursor is None:
                return
            await self._take(self._cursor, container)
            met = getattr(container, "users", ())
            await self._scribe.append(await self.standings.of_users(met))
            await self.supergroups.take(inner(container))

    async def _take(self, cursor: Cursor, container: Any) -> None:
        """What a container says of people and basic groups, and of the account."""
        taken = take(cursor, container)
        if isinstance(container, types.UpdateShortSentMessage):
            # The answer to a send of ours, without its text: the sender appends it.
            if taken.gap:
                await self._difference()
            else:
                await self._move(taken.cursor)
            return
        told = (*taken.updates, *taken.beyond)
        await self._meet(taken.users, [peer_of(one) for one in (*told, *taken.late)])
        if taken.gap or not self._reader.complete(taken.updates):
            try:
                with self._scribe.watching() as spoken_of:
                    whole = await self._difference()
            except (errors.RPCError, OSError, TimeoutError):
                # What came is shown all the same; the difference will say it once more.
                await self._reader.apply(told)
                raise
            if whole:
                told = tuple(untold(taken.updates, spoken_of))
            await self._reader.apply(told)
        else:
            await self._reader.apply(taken.updates)
            await self._move(taken.cursor)
        await self._reader.late(taken.late)

    async def compare(self) -> None:
        """The heartbeat: ask for the server's position; ask for the difference if it is not ours.
        Raises TimeoutError when nobody answers."""
        patience = self._settings.heartbeat_timeout
        if self._client.transfers:
            patience = max(patience, self._settings.request_timeout)
        quick = msgspec.structs.replace(self._settings, request_timeout=patience)
        try:
            state = await call(self._client, functions.updates.GetStateRequest(), quick)
        except (errors.RPCError, errors.TypeNotFoundError) as error:
            if is_signed_out(error) or isinstance(error, errors.FloodError) or self._untold:
                raise
            async with self._lock:
                if self._cursor is not None and self._cursor.pts >= 0:
                    await self._difference()
            return
        async with self._lock:
            if self._cursor is None:
                return
            if state.pts > self._cursor.pts:
                await self._difference()
            elif state.pts < self._cursor.pts:
                await self._if_behind(self._cursor)
            else:
                self.chats.equal(self._scribe.now())
            await self.supergroups.compare()

    async def _meet(self, named: Iterable[Any], chats: Sequence[int | None]) -> None:
        """Take in who an answer names, and the groups that are new among the ``chats``."""
        await self._scribe.meet(named, chats)
        await self.chats.begin(one for one in chats if one is not None)

    async def _if_behind(self, cursor: Cursor) -> None:
        """A server that lost its last changes counts them anew, and what it tells until it has
        reached our position would seem known. Asked once more: we may have moved meanwhile."""
        state = await self._ask(functions.updates.GetStateRequest())
        if state.pts < cursor.pts:
            log.warning("the server is at %s, before %s: reading all chats", state.pts, cursor)
            await self._start_over()

    async def meet(self, named: Iterable[Any], chats: Sequence[int | None] = ()) -> None:
        """Take in whom an answer named; ``chats`` are those that it is about."""
        async with self._lock:
            await self._scribe.meet(named, chats)
            await self.people.save()

    async def take_found(self, answer: Any) -> int:
        """Append what a search at the server gave, as the history that it is; how much of it was
        not here."""
        async with self._lock:
            listed = [chat_of(one.peer_id) for one in answer.messages]
            before = await self._scribe.standing(answer.messages)
            await self._scribe.meet([*answer.users, *answer.chats], listed)
            await self._scribe.write(answer.messages)
            return len(await self._scribe.standing(answer.messages)) - len(before)

    async def input_peer(self, user: int, refused: Any = None) -> Any | None:
        """How to name a user, or a group (what it went on as), in a request; asks for all chats
        anew where that is not known, or where the server ``refused`` the name that we have."""
        groups = self.people.groups
        named = groups.input_peer if user < 0 and groups is not None else self.people.input_peer
        peer = named(user)
        if peer is None and await self._from_contacts(user):
            peer = named(user)
        if peer is None or peer == refused:
            await self.chats.meet_everyone()
            peer = named(user)
        return None if peer == refused else peer

    async def _from_contacts(self, user: int) -> bool:
        """Whether the account's contacts know how to name a user."""
        kept = contact_book.read(await self._scribe.get(contact_book.NAME)).get(str(user))
        if kept is not None:
            await self.introduce([contact_book.user_of(kept)])
        return kept is not None

    async def emptied(self, peer: Peer, request: Any) -> None:
        """Have the server delete all messages of a chat (in several steps, where there are many),
        and take the same out here: that is in the log before the position moves past it."""
        async with self._lock:
            while (await self._ask(request)).offset > 0:
                pass
            self.chats.history.outdate()
            gone = [one for one in await self._scribe.stretch(peer, 0, None) if not one.deleted]
            now = self._scribe.now
            await self._scribe.append([delete_event(o.peer, o.external_id, now()) for o in gone])

    async def introduce(self, users: Sequence[Any]) -> None:
        """Have these named in requests, as whom we write to."""
        async with self._lock:
            await self._scribe.meet(users, [one.id for one in users])
            await self.people.save()

    async def leave_out(self, chat: int, *, out: bool) -> None:
        """The operator wants no messages of a group, or wants them again."""
        groups = self.people.groups
        if groups is None:
            return
        async with self._lock:
            groups.leave_out(chat, out=out)
            await groups.save()
            if not out:
                await self.chats.retake([chat])
                await self.supergroups.catch_up()

    async def stands(self, message: Any) -> bool:
        """Whether a message is in the log."""
        return bool(await self._scribe.standing([message]))

    async def sent(self, message: Any, client_ref: str | None) -> None:
        """A send was answered with this message; the update may have come first. None: it is
        another one of the same album."""
        if client_ref is not None:
            self.refs.name(message.id, client_ref, chat_of(message.peer_id) or 0)
        async with self._lock:
            # What came of it meanwhile (a reaction, an edit) is newer than the answer.
            if not await self._scribe.known([message.id], chat_of(message.peer_id) or 0):
                await self._scribe.write([message])

    def named(self, peer: Any) -> str:
        """How the server called somebody; '' where it did not."""
        return self._scribe.names(peer)

    async def read_by_us(self, peer: Peer, up_to: int) -> None:
        """The server took our read mark; it does not tell the session that made it."""
        async with self._lock:
            await self._scribe.append([read_event(peer, "us", up_to, self._scribe.now())])

    async def look_at(self, request: Any) -> None:
        """Ask for dialogs and append what is set for them."""
        async with self._lock:
            answer = await self._ask(request)
            await self._scribe.append(await self.standings.of_dialogs(answer))

    async def took(self, peer: Peer, state: ChatState) -> None:
        """The server took this for a chat."""
        async with self._lock:
            await self._scribe.append(await self.standings.of_chat(int(peer.id), state))

    async def took_folders(self, filters: list[Any]) -> None:
        """The server has these folders now."""
        async with self._lock:
            await self._scribe.append(await self.standings.take_folders(filters))

    async def _state(self) -> Cursor:
        """The server's position; that of no update yet where it does not say."""
        try:
            return Cursor.of(await self._ask(functions.updates.GetStateRequest()))
        except (errors.RPCError, errors.TypeNotFoundError) as error:
            if not is_lacking(error):
                raise
            log.warning("the server does not say where it is (%s)", error)
            return Cursor(-1, 0, int(time.time()), 0)

    async def _difference(self) -> bool:
        """Everything since our position, appended, until the server says that we are equal; False
        where it cannot be told, and the chats are to be read instead. Raises FloodWaitError,
        without asking, while an earlier one lasts.

        https://core.telegram.org/method/updates.getDifference
        """
        left = self._quiet_until - time.monotonic()
        if left > 0:
            raise errors.FloodWaitError(None, capture=int(left) + 1)
        while True:
            at = self._cursor
            assert at is not None
            if at.pts < 0:
                await self._start_over()
                return False
            request = functions.updates.GetDifferenceRequest(
                pts=at.pts,
                date=datetime.fromtimestamp(at.date, UTC),
                qts=at.qts,
                pts_total_limit=self._settings.difference_limit,
            )
            try:
                answer = await self._ask(request)
            except errors.FloodWaitError as error:
                self._quiet_until = time.monotonic() + error.seconds
                raise
            except (errors.RPCError, errors.TypeNotFoundError, TimeoutError) as error:
                self._untold += 1
                outdated = isinstance(error, errors.PersistentTimestampOutdatedError)
                told_later = not is_lacking(error) and not outdated
                if is_signed_out(error) or (told_later and self._untold < FEW):
                    raise
                log.warning("no difference from %s (%s): reading all chats", at, error)
                await self._start_over()
                return False
            self._untold = 0
            if isinstance(answer, types.updates.DifferenceEmpty):
                seconds = int(answer.date.timestamp())
                await self._move(msgspec.structs.replace(at, date=seconds, seq=answer.seq))
                self.chats.equal(self._scribe.now())
                return True
            if isinstance(answer, types.updates.DifferenceTooLong):
                await self._start_over()
                return False
            peers = [chat_of(one.peer_id) for one in answer.new_messages]
            peers += map(peer_of, answer.other_updates)
            await self._meet([*answer.users, *answer.chats], peers)
            await self._scribe.write(answer.new_messages)
            others = [one for one in answer.other_updates if not of_channel(one)]
            await self._reader.apply(others)
            await self.supergroups.take(one for one in answer.other_updates if of_channel(one))
            if isinstance(answer, types.updates.Difference):
                await self._move(Cursor.of(answer.state))
                self.chats.equal(self._scribe.now())
                return True
            await self._move(Cursor.of(answer.intermediate_state))

    async def _start_over(self) -> None:
        """The difference cannot be told: the newest page of every chat is read, chat by chat, so
        that live updates go on. The position is asked for first; what changes meanwhile is told
        after it."""
        state = await self._state()
        assert self._cursor is not None
        await self.chats.look_at_all((self._cursor.date - CLOCK_SLACK) * 1000)
        await self._move(state)

    async def _move(self, cursor: Cursor) -> None:
        await self.people.save()
        if cursor != self._cursor:
            await self._scribe.put("cursor", msgspec.json.encode(cursor))
            self._cursor = cursor

    async def _ask(self, request: Any) -> Any:
        return await call(self._client, request, self._at_once)
