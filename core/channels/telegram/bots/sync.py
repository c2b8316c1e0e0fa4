"""Keeps the log equal to what a bot is told of the accounts that it is connected to.

As for an account: one lock, and the position is kept after the events are durable. A bot cannot
read histories, so what the difference cannot tell any more is lost to it: how much that is, and
when, is told (``lost``).
"""

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from telethon import errors, functions, types

from core.channels.telegram.bots.box import place, qts_of, untold
from core.channels.telegram.bots.links import Link, link_of
from core.channels.telegram.bots.shelf import Shelf
from core.channels.telegram.box import Cursor
from core.channels.telegram.converters import Account, delete_event, profile_of
from core.channels.telegram.ids import chat_of
from core.channels.telegram.line import LineClient, call
from core.channels.telegram.media import attachments_of, ref_of
from core.channels.telegram.people import People
from core.channels.telegram.scribe import Scribe
from core.channels.telegram.session import TelegramSettings
from core.domain.events import Event, ReactionSet
from core.ports import Ingest

log = logging.getLogger(__name__)

LOST_MS: Final = 24 * 3600 * 1000
"""So long it is told that changes were lost."""
SURE_AFTER: Final = 60.0
"""Seconds after which an account's own session that is at work has what its bot was told, too."""


MOST_SKIPPED: Final = 20
"""As many changes that cannot be read are passed over one by one."""


class Lost(msgspec.Struct, frozen=True):
    """``count`` changes could not be told any more, found ``at`` (ms)."""

    count: int
    at: int


class Going(msgspec.Struct, frozen=True):
    """A send on its way: in whose chat, with whom, its words and its reference."""

    account: int
    user: int
    text: str
    ref: str


class BotSync:
    """The log's side of one bot, the user ``me``. ``own`` says of a user whether that account is
    signed in here: its chats come by its own session then, and the bot's word is not needed."""

    chats = None
    business = None

    def __init__(
        self,
        client: LineClient,
        settings: TelegramSettings,
        me: Any,
        ingest: Ingest,
        own: Callable[[str], bool],
        on_change: Callable[[], None],
        now: Callable[[], int],
    ) -> None:
        self.bot, self.links, self.lost = int(me.id), dict[str, Link](), Lost(0, 0)
        self._me = me
        self._client, self._ingest, self._own, self._on_change = client, ingest, own, on_change
        self._at_once = msgspec.structs.replace(settings, flood_sleep=0)
        self._settings, self._now = settings, now
        self._lock = asyncio.Lock()
        self._cursor: Cursor | None = None
        self._scribes: dict[int, Scribe] = {}
        self._shelves: dict[int, Shelf] = {}
        self._left: dict[str, int] = {}
        self._going: list[Going] = []
        self._marks: deque[tuple[float, int]] = deque()

    async def load(self) -> None:
        """Read what an earlier run kept."""
        cursor, links = await self._get("cursor"), await self._get("links")
        lost, left = await self._get("lost"), await self._get("left")
        self._cursor = msgspec.json.decode(cursor, type=Cursor) if cursor else None
        kept = msgspec.json.decode(links, type=list[Link]) if links else []
        self.links = {one.id: one for one in kept}
        self.lost = msgspec.json.decode(lost, type=Lost) if lost else self.lost
        self._left = msgspec.json.decode(left, type=dict[str, int]) if left else {}
        for one in kept:
            await self.scribe(one.user)

    def link(self, user: int) -> Link | None:
        """How an account is connected now: a connection that stands goes before one that was."""
        found = [one for one in self.links.values() if one.user == user]
        return max(found, key=lambda one: (not one.disabled, one.since), default=None)

    async def scribe(self, user: int) -> Scribe:
        """Who writes down what is told of an account."""
        if user not in self._scribes:
            account = Account(user)
            book = People(account, self._ingest, f"{self._prefix}/{user}/people")
            await book.load()
            self._scribes[user] = made = Scribe(account, book, self._ingest)
            made.names.hear([self._me])
            self._shelves[user] = shelf = Shelf(self._ingest, f"{self._prefix}/{user}/files")
            await shelf.load()
        return self._scribes[user]

    def shelf(self, user: int) -> Shelf | None:
        """The files that an account's messages announced."""
        return self._shelves.get(user)

    async def catch_up(self) -> None:
        """After a start or a cut: everything that changed meanwhile, as far as it is told."""
        async with self._lock:
            if self._cursor is None:
                await self._move(Cursor.of(await self._ask(functions.updates.GetStateRequest())))
            else:
                await self._difference()
            await self._take_over()

    async def take_updates(self, container: Any) -> None:
        """Append what a raw container of updates says."""
        async with self._lock:
            if self._cursor is None:
                return
            taken = place(self._cursor, container)
            await self._meet(taken.users, [*taken.updates, *taken.beyond])
            if taken.gap or not self._complete(taken.updates):
                await self._difference()
                return
            await self._apply(taken.updates)
            await self._move(taken.cursor)

    async def compare(self) -> None:
        """The heartbeat: ask where the server stands, and for the difference where it is ahead."""
        patience = self._settings.heartbeat_timeout
        if self._client.transfers:
            patience = max(patience, self._settings.request_timeout)
        quick = msgspec.structs.replace(self._settings, request_timeout=patience)
        state = await call(self._client, functions.updates.GetStateRequest(), quick)
        async with self._lock:
            at = self._cursor
            if at is None:
                return
            if state.pts > at.pts or state.qts > at.qts:
                await self._difference()
            elif state.qts < at.qts:  # it lost its last changes, and counts them anew
                await self._move(Cursor.of(state))
            await self._take_over()

    @contextlib.contextmanager
    def expecting(self, going: Going) -> Iterator[None]:
        """A send goes out: it may be told of before it is answered, and no answer's id is told."""
        self._going.append(going)
        try:
            yield
        finally:
            if going in self._going:
                self._going.remove(going)

    async def sent(self, user: int, message: Any, client_ref: str | None) -> None:
        """A send was answered with this message; the update may have come first."""
        scribe = await self.scribe(user)
        if client_ref is not None:
            scribe.refs.name(message.id, client_ref)
        async with self._lock:
            if not await scribe.known([message.id]):
                await self._write(scribe, [message])

    async def _difference(self) -> None:
        """Everything since our position that the server can tell.

        https://core.telegram.org/method/updates.getDifference
        """
        skipped, limit = 0, None
        while True:
            at = self._cursor
            assert at is not None
            request = functions.updates.GetDifferenceRequest(
                pts=at.pts, date=datetime.fromtimestamp(at.date, UTC), qts=at.qts, qts_limit=limit
            )
            try:
                answer = await self._ask(request)
            except errors.TypeNotFoundError:
                # Of what this version cannot read no more is left out than that.
                if limit is not None:
                    skipped += 1
                    await self._miss(1)
                    await self._move(msgspec.structs.replace(at, qts=at.qts + 1))
                limit = 1
                if skipped > MOST_SKIPPED:
                    await self._jump(at)
                    return
                continue
            except (
                errors.PersistentTimestampInvalidError,
                errors.PersistentTimestampEmptyError,
                errors.PersistentTimestampOutdatedError,
            ):
                await self._jump(at)
                return
            if isinstance(answer, types.updates.DifferenceEmpty):
                moved = msgspec.structs.replace(
                    at, date=int(answer.date.timestamp()), seq=answer.seq
                )
                await self._move(moved)
                return
            if isinstance(answer, types.updates.DifferenceTooLong):
                # It is too long in what the bot is written itself; the other sequence goes on.
                if answer.pts == at.pts:
                    await self._jump(at)
                    return
                await self._move(msgspec.structs.replace(at, pts=answer.pts))
                continue
            whole = isinstance(answer, types.updates.Difference)
            after = Cursor.of(answer.state if whole else answer.intermediate_state)
            updates = sorted(answer.other_updates, key=qts_of)
            await self._meet([*answer.users, *answer.chats], updates)
            await self._apply(one for one in updates if not 0 < qts_of(one) <= at.qts)
            await self._miss(untold(updates, at.qts, after.qts))
            await self._move(after)
            if whole:
                return

    async def _jump(self, at: Cursor) -> None:
        """The server cannot tell what came after our position: from where it is now on."""
        state = Cursor.of(await self._ask(functions.updates.GetStateRequest()))
        log.warning("a bot's changes from %s to %s cannot be told", at.qts, state.qts)
        await self._miss(max(0, state.qts - at.qts))
        await self._move(state)

    async def _miss(self, count: int) -> None:
        """So many changes were not told, or could not be read; what is told adds up for a day."""
        if count:
            before = self.lost.count if self._now() - self.lost.at < LOST_MS else 0
            self.lost = Lost(before + count, self._now())
            await self._put("lost", msgspec.json.encode(self.lost))
            self._on_change()

    # -- what an update says ------------------------------------------------------------------

    def _complete(self, updates: Iterable[Any]) -> bool:
        """Whether everyone named by the messages is known: an answer may name nobody."""
        for update in updates:
            link = self.links.get(getattr(update, "connection_id", ""))
            message = getattr(update, "message", None)
            if link is None or message is None or link.user not in self._scribes:
                continue
            if self._own(str(link.user)):
                continue
            user = chat_of(message.peer_id)
            if user is not None and not self._scribes[link.user].people.knows(user):
                return False
        return True

    async def _meet(self, users: Sequence[Any], updates: Sequence[Any]) -> None:
        """Take in who is named, in the book of each account whose chats are told of."""
        for update in updates:
            if isinstance(update, types.UpdateBotBusinessConnect):
                await self._connected(update.connection, users)
        named: dict[int, set[int | None]] = {}
        for update in updates:
            link = await self._link_of(update, users)
            if link is not None and not self._own(str(link.user)):
                peer = getattr(update, "peer", None) or update.message.peer_id
                named.setdefault(link.user, set()).add(chat_of(peer))
        for user, peers in named.items():
            await (await self.scribe(user)).meet(users, peers)

    async def _link_of(self, update: Any, users: Sequence[Any] = ()) -> Link | None:
        """The connection that a message came by; one that is not known is asked for, as it may
        have been made before the bot signed in here."""
        if not isinstance(update, _ABOUT_CHATS):
            return None
        if update.connection_id not in self.links:
            asked = functions.account.GetBotBusinessConnectionRequest(update.connection_id)
            try:
                answer = await self._ask(asked)
            except errors.BadRequestError:
                log.warning("a message by a connection that Telegram does not know")
                return None
            for one in answer.updates:
                if isinstance(one, types.UpdateBotBusinessConnect):
                    await self._connected(one.connection, [*users, *answer.users])
        return self.links.get(update.connection_id)

    async def _connected(self, connection: Any, users: Sequence[Any]) -> None:
        """A connection was made, changed or ended."""
        link = link_of(connection, self.links.get(connection.connection_id))
        told = next((u for u in users if isinstance(u, types.User) and u.id == link.user), None)
        if told is not None:
            profile = profile_of(told)
            called = profile.name or profile.username or ""
            link = msgspec.structs.replace(link, name=called, phone=profile.phone or "")
        if self.links.get(link.id) == link:
            return
        self.links[link.id] = link
        await self.scribe(link.user)
        await self._put("links", msgspec.json.encode([*self.links.values()]))
        self._on_change()

    async def _apply(self, updates: Iterable[Any], only: str = "") -> None:
        for update in updates:
            link = await self._link_of(update)
            if link is None or (only and str(link.user) != only):
                continue
            if not only and self._own(str(link.user)):
                await self._leave(str(link.user))
                continue  # it comes by the account's own session
            scribe = await self.scribe(link.user)
            if isinstance(update, types.UpdateBotDeleteBusinessMessage):
                known = await scribe.known(update.messages)
                await scribe.append(
                    [
                        delete_event(one.peer, one.external_id, scribe.now())
                        for one in known.values()
                        if not one.deleted
                    ]
                )
                continue
            user = chat_of(update.message.peer_id)
            if user is not None:
                scribe.people.suppose(user)
            await self._write(scribe, [update.message])

    async def _write(self, scribe: Scribe, messages: Sequence[Any]) -> None:
        """Make the log equal to these messages; what their files are fetched by comes first."""
        shelf = self._shelves[scribe.account.id]
        self._name(scribe, messages)
        for one in messages:
            user, media = chat_of(one.peer_id), getattr(one, "media", None)
            try:
                if user is not None and attachments_of(media, "-"):
                    shelf.put(ref_of(user, one.id), media)
            except Exception:
                # One file that this version cannot read must not hold up all messages.
                log.exception("the file of message %s could not be read", one.id)
        await shelf.save()
        events = await scribe.changes(messages)
        silent = {str(one.id) for one in messages if getattr(one, "reactions", None) is None}
        await scribe.append([one for one in events if not _unsaid(one, silent)])

    def _name(self, scribe: Scribe, messages: Sequence[Any]) -> None:
        """A message by this bot that reads as one on its way is that one."""
        for one in messages:
            if getattr(one, "via_business_bot_id", None) != self.bot or not one.out:
                continue
            if scribe.refs.ref_of(one.id) is not None:
                continue
            told = (scribe.account.id, chat_of(one.peer_id), (one.message or "").strip())
            for going in self._going:
                if (going.account, going.user, going.text.strip()) == told:
                    scribe.refs.name(one.id, going.ref)
                    self._going.remove(going)
                    break

    # -- accounts that are signed in here themselves ----------------------------------------------

    async def _leave(self, user: str) -> None:
        """From here on what is told of an account is left to its own session."""
        if user not in self._left and self._cursor is not None:
            left = self._left | {user: self._cursor.qts}
            await self._put("left", msgspec.json.encode(left))
            self._left = left

    async def _take_over(self) -> None:
        """An account's own session has what the bot was told up to a minute ago; where the session
        is gone, what came since is told by the bot once more."""
        assert self._cursor is not None
        now, at = time.monotonic(), self._cursor.qts
        self._marks.append((now, at))
        while len(self._marks) > 1 and self._marks[1][0] <= now - SURE_AFTER:
            self._marks.popleft()
        sure = self._marks[0][1] if self._marks[0][0] <= now - SURE_AFTER else None
        left = dict(self._left)
        for link in self.links.values():
            user = str(link.user)
            if self._own(user):
                left[user] = sure if sure is not None else left.get(user, at)
            elif user in left:
                await self._tell_again(left.pop(user), user)
        if left != self._left:
            await self._put("left", msgspec.json.encode(left))
            self._left = left

    async def _tell_again(self, qts: int, user: str) -> None:
        """What an account's chats were from an earlier position on; what stands is as it was."""
        at = self._cursor
        assert at is not None
        while qts < at.qts:
            request = functions.updates.GetDifferenceRequest(
                pts=at.pts, date=datetime.fromtimestamp(at.date, UTC), qts=qts
            )
            answer = await self._ask(request)
            if not isinstance(answer, types.updates.Difference | types.updates.DifferenceSlice):
                return
            updates = sorted(answer.other_updates, key=qts_of)
            await self._meet([*answer.users, *answer.chats], updates)
            await self._apply(updates, only=user)
            if isinstance(answer, types.updates.Difference):
                return
            qts = max(qts + 1, answer.intermediate_state.qts)

    # -- state ----------------------------------------------------------------------------------

    @property
    def _prefix(self) -> str:
        return f"telegram-bot/{self.bot}"

    async def _move(self, cursor: Cursor) -> None:
        for scribe in self._scribes.values():
            await scribe.people.save()
        if cursor != self._cursor:
            await self._put("cursor", msgspec.json.encode(cursor))
            self._cursor = cursor

    async def _get(self, name: str) -> bytes | None:
        return await self._ingest.get_state(f"{self._prefix}/{name}")

    async def _put(self, name: str, value: bytes) -> None:
        await self._ingest.set_state(f"{self._prefix}/{name}", value)

    async def _ask(self, request: Any) -> Any:
        return await call(self._client, request, self._at_once)


_ABOUT_CHATS: Final = (
    types.UpdateBotNewBusinessMessage,
    types.UpdateBotEditBusinessMessage,
    types.UpdateBotDeleteBusinessMessage,
)


def _unsaid(event: Event, silent: set[str]) -> bool:
    """A bot's copy of a message says nothing of reactions: those that stand are not taken away."""
    body = event.body
    return isinstance(body, ReactionSet) and not body.emoji and body.target in silent
