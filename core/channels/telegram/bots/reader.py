"""What a bot's updates say of the accounts that connected it, written down for each account."""

import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from typing import Any, Final

import msgspec
from telethon import errors, functions, types

from core.channels.telegram.bots.links import Link, link_of
from core.channels.telegram.bots.shelf import Shelf
from core.channels.telegram.converters import Account, delete_event, profile_of
from core.channels.telegram.ids import chat_of
from core.channels.telegram.media import attachments_of, ref_of
from core.channels.telegram.people import People
from core.channels.telegram.scribe import Scribe
from core.domain.events import Event, ReactionSet
from core.ports import Ingest

log = logging.getLogger(__name__)


class Going(msgspec.Struct, frozen=True):
    """A send on its way: in whose chat, with whom, its words and its reference."""

    account: int
    user: int
    text: str
    ref: str


class BotReader:
    """Reads updates for the bot ``me``. ``own`` says of a user whether that account is signed in
    here: what is told of it is left to its own session, and ``leave`` hears so. Its callers hold
    the lock of ``BotSync``."""

    def __init__(
        self,
        me: Any,
        ingest: Ingest,
        ask: Callable[[Any], Awaitable[Any]],
        own: Callable[[str], bool],
        leave: Callable[[str], Awaitable[None]],
        on_change: Callable[[], None],
    ) -> None:
        self.bot, self.links = int(me.id), dict[str, Link]()
        self._me, self._ingest, self._ask = me, ingest, ask
        self._own, self._left_alone, self._on_change = own, leave, on_change
        self._scribes: dict[int, Scribe] = {}
        self._shelves: dict[int, Shelf] = {}
        self._going: list[Going] = []

    async def load(self) -> None:
        """Read what an earlier run kept."""
        links = await self.get("links")
        kept = msgspec.json.decode(links, type=list[Link]) if links else []
        self.links = {one.id: one for one in kept}
        for one in kept:
            await self.scribe(one.user)

    async def save(self) -> None:
        """Keep who was met."""
        for scribe in self._scribes.values():
            await scribe.people.save()

    async def get(self, name: str) -> bytes | None:
        """State of this bot kept under ``name``."""
        return await self._ingest.get_state(f"{self._prefix}/{name}")

    async def put(self, name: str, value: bytes) -> None:
        """Keep state of this bot."""
        await self._ingest.set_state(f"{self._prefix}/{name}", value)

    @property
    def _prefix(self) -> str:
        return f"telegram-bot/{self.bot}"

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

    @contextlib.contextmanager
    def expecting(self, going: Going) -> Iterator[None]:
        """A send goes out: it may be told of before it is answered, and no answer's id is told."""
        self._going.append(going)
        try:
            yield
        finally:
            if going in self._going:
                self._going.remove(going)

    def complete(self, updates: Iterable[Any]) -> bool:
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

    async def meet(self, users: Sequence[Any], updates: Sequence[Any]) -> None:
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
        await self.put("links", msgspec.json.encode([*self.links.values()]))
        self._on_change()

    async def apply(self, updates: Iterable[Any], only: str = "") -> None:
        """Append what the updates say, in their order; of account ``only`` where one is named."""
        for update in updates:
            link = await self._link_of(update)
            if link is None or (only and str(link.user) != only):
                continue
            if not only and self._own(str(link.user)):
                await self._left_alone(str(link.user))
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
            await self.write(scribe, [update.message])

    async def write(self, scribe: Scribe, messages: Sequence[Any]) -> None:
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


_ABOUT_CHATS: Final = (
    types.UpdateBotNewBusinessMessage,
    types.UpdateBotEditBusinessMessage,
    types.UpdateBotDeleteBusinessMessage,
)


def _unsaid(event: Event, silent: set[str]) -> bool:
    """A bot's copy of a message says nothing of reactions: those that stand are not taken away."""
    body = event.body
    return isinstance(body, ReactionSet) and not body.emoji and body.target in silent
