"""The one way into the log: whatever the server shows, only what differs is appended."""

import contextlib
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec
from telethon import types, utils

from core.channels.telegram.converters import (
    Account,
    profile_of,
    shown,
    unreadable_event,
)
from core.channels.telegram.ids import chat_of, external, external_of, number_of, of_chat
from core.channels.telegram.ledger import Ledger
from core.channels.telegram.links import Links, page_event
from core.channels.telegram.people import People
from core.channels.telegram.reconcile import changes
from core.domain.channels import Peer
from core.domain.chats import ChatState, Folder, MuteDefaults
from core.domain.events import Event
from core.ports import ChatLedger, Ingest, KnownMessage

log = logging.getLogger(__name__)

_NAMED: Final = 5000
_DEEPEST: Final = 20_000


class Refs:
    """Which sends of ours became which messages, as far as this run saw it."""

    def __init__(self) -> None:
        self._expected: dict[int, tuple[str, int]] = {}
        self._refs: dict[str, str] = {}
        self._doubted: dict[int, tuple[int, bool]] = {}

    def doubt(self, random_id: int, asked: int, *, before: bool = False) -> None:
        """What was ``asked`` then (server's time, ms) may have become a message: the answer told
        nothing that can be read, or came to nobody ``before`` this run."""
        self._doubted.setdefault(random_id, (asked, before))

    def doubted(self, random_id: int) -> tuple[int, bool] | None:
        """When a send was asked for first that may stand there already, and whether that was
        before this run saw what became of which."""
        return self._doubted.get(random_id)

    def expect(self, random_id: int, client_ref: str, chat: int = 0) -> None:
        """A send goes out: what comes back under ``random_id`` is ``client_ref``."""
        self._expected[random_id] = client_ref, chat

    def came_back(self, random_id: int, message: int) -> None:
        """The server says which message a ``random_id`` became."""
        if random_id in self._expected:
            ref, chat = self._expected[random_id]
            self._refs[external(chat, message)] = ref

    def name(self, message: int, client_ref: str, chat: int = 0) -> None:
        """Message ``message`` is the send ``client_ref``; of a supergroup's the ``chat`` counts."""
        self._refs[external(chat, message)] = client_ref

    def ref_of(self, message: int, chat: int = 0) -> str | None:
        """The send that became ``message``."""
        return self._refs.get(external(chat, message))

    def id_of(self, client_ref: str) -> int | None:
        """The message that ``client_ref`` became."""
        found = (number_of(one) for one, ref in self._refs.items() if ref == client_ref)
        return next(found, None)


class Names:
    """What the server called those that its answers named: people, bots, groups, channels. As many
    as a page of forwarded messages may name."""

    def __init__(self) -> None:
        self._names: OrderedDict[int, str] = OrderedDict()

    def hear(self, named: Iterable[Any]) -> None:
        """Take in the users and chats of an answer."""
        for one in named:
            title = getattr(one, "title", None)
            if title is None and isinstance(one, types.User):
                profile = profile_of(one)
                title = f"@{profile.username}" if one.bot else profile.name or profile.username
            if isinstance(title, str) and title:
                self._names[utils.get_peer_id(_peer(one))] = title
        while len(self._names) > _NAMED:
            self._names.popitem(last=False)

    def __call__(self, peer: Any) -> str:
        """The name of a peer; '' where nobody told."""
        known = isinstance(peer, types.PeerUser | types.PeerChat | types.PeerChannel)
        return self._names.get(utils.get_peer_id(peer), "") if known else ""


def _peer(one: Any) -> Any:
    if isinstance(one, types.User | types.UserEmpty):
        return types.PeerUser(one.id)
    if isinstance(one, types.Channel | types.ChannelForbidden):
        return types.PeerChannel(one.id)
    return types.PeerChat(one.id)


def _counted(found: list[KnownMessage], peer: Peer) -> list[KnownMessage]:
    """Those of a thread that are of this chat: it may have gone on in a supergroup."""
    return [one for one in found if of_chat(one.external_id, int(peer.id))]


def _kept(made: Mapping[int, Ledger]) -> dict[str, ChatLedger]:
    kept = {}
    for user, one in made.items():
        gaps = tuple((external(user, a), external(user, z + 1)) for a, z in one.missing)
        kept[str(user)] = ChatLedger(msgspec.json.encode(one), gaps, one.problem)
    return kept


class Scribe:
    """Compares with the log and writes to it. Its callers hold the lock of ``Sync``."""

    def __init__(self, account: Account, people: People, ingest: Ingest) -> None:
        self.account = account
        self.people = people
        self.refs = Refs()
        self.names = Names()
        self.links = Links(self.get, self.put)
        self._ingest = ingest
        self.clock: Callable[[], int] = lambda: time.time_ns() // 1_000_000
        self._tick = 0
        self._watching: list[set[str]] = []

    def watch(self) -> set[str]:
        """A set that takes in the names of all messages asked for (``known``) from now on."""
        made: set[str] = set()
        self._watching.append(made)
        return made

    def unwatch(self, watched: set[str]) -> None:
        """The set takes in no more."""
        self._watching = [one for one in self._watching if one is not watched]

    @contextlib.contextmanager
    def watching(self) -> Iterator[set[str]]:
        """``watch``, for as long as the context lasts."""
        made = self.watch()
        try:
            yield made
        finally:
            self.unwatch(made)

    async def append(self, events: Sequence[Event]) -> None:
        """Write events; returns when they are durable."""
        if events:
            await self._ingest.append(events)

    async def meet(self, users: Iterable[Any], peers: Iterable[int | None]) -> None:
        """Take in the users of an answer that our chats are with, and log whose profile changed.
        ``peers`` are those that it names; groups would bring in everybody who speaks there."""
        users = list(users)
        self.names.hear(users)
        named = set(peers)
        ours = [one for one in users if one.id in named or self.people.has(one.id)]
        now = self.now()
        events = self.people.meet(ours, now)
        if self.people.groups is not None:
            events += self.people.groups.meet(users, now)
        await self.append(events)

    async def write(self, messages: Iterable[Any]) -> None:
        """Make the log equal to these messages, oldest first."""
        await self.append(await self.changes(messages))

    async def changes(self, messages: Iterable[Any]) -> list[Event]:
        """Events that make the log equal to these messages, oldest first."""
        ours = [
            (user, one)
            for one in messages
            if shown(one)
            and (user := chat_of(one.peer_id)) is not None
            and self.people.is_client(user)
        ]
        ours.sort(key=lambda pair: int(pair[1].id))
        await self.links.hear(one for _, one in ours)
        self._lines(ours)
        names = [external(user, one.id) for user, one in ours]
        known = await self._known(names)
        now = self.now()
        events: list[Event] = []
        for (user, one), name in zip(ours, names, strict=True):
            stands = known.get(name)
            profile, ref = self.people.profile(user), self.refs.ref_of(one.id, user)
            try:
                events += changes(self.account, one, stands, profile, now, ref, self.names)
            except Exception:
                # One message that this version cannot read must not hold up all others.
                log.exception("message %s could not be read", one.id)
                events.append(unreadable_event(self.account.peer(user), one, now))
        return events

    def _lines(self, ours: Iterable[tuple[int, Any]]) -> None:
        """What the lines of groups say of their topics."""
        for chat, one in ours:
            if self.people.groups is not None and isinstance(one, types.MessageService):
                self.people.groups.line(chat, one)

    async def looked_up(self, page: Any) -> None:
        """A link has its page: the messages that wait for it show it."""
        if isinstance(page, types.WebPagePending):
            return
        events = []
        for chat, number in await self.links.places(page):
            stands = (await self.known([number], chat)).get(external(chat, number))
            made = page_event(stands, page, self.now()) if stands is not None else None
            events += [made] if made is not None else []
        await self.append(events)
        await self.links.done(page)

    async def known(self, ids: Sequence[int], chat: int = 0) -> dict[str, KnownMessage]:
        """What stands here under these numbers (of a supergroup: those of ``chat``), by name.
        Whoever has something to say of a message asks."""
        return await self._known([external(chat, one) for one in ids])

    async def standing(self, messages: Iterable[Any]) -> dict[str, KnownMessage]:
        """What stands here of these messages of whatever chats, by name."""
        return await self._known([external_of(one) for one in messages])

    async def _known(self, names: Sequence[str]) -> dict[str, KnownMessage]:
        for watching in self._watching:
            watching |= set(names)
        if not names:
            return {}
        return await self._ingest.known("telegram", str(self.account.id), names)

    async def recent(self, peer: Peer, limit: int) -> list[KnownMessage]:
        """The newest messages of a chat that stand here. Of a group that went on as a supergroup
        they lie under all of that one's."""
        asked = limit
        while True:
            found = await self._ingest.recent(peer, asked)
            own = _counted(found, peer)
            if len(own) >= limit or len(found) < asked or asked >= _DEEPEST:
                return own[:limit]
            asked = min(asked * 4, _DEEPEST)

    async def stretch(self, peer: Peer, since: int, until: int | None) -> list[KnownMessage]:
        """The messages of a chat dated so (ms) that stand here."""
        return _counted(await self._ingest.stretch(peer, since, until), peer)

    async def chats(self, chats: Sequence[str] | None) -> dict[str, ChatState]:
        """What is known to be set for chats; None: of all that anything is set for."""
        return await self._ingest.chats("telegram", str(self.account.id), chats)

    async def account_chats(self) -> tuple[tuple[Folder, ...], MuteDefaults]:
        """The folders that are known, and what the account mutes unasked."""
        return await self._ingest.account_chats("telegram", str(self.account.id))

    async def ledgers(self) -> list[tuple[str, bytes]]:
        """What is known of each chat: (user, ledger)."""
        return await self._ingest.ledgers("telegram", str(self.account.id))

    async def keep_ledgers(self, made: Mapping[int, Ledger]) -> None:
        """Keep what is known of chats; their gaps are shown in the threads."""
        await self._ingest.keep_ledgers("telegram", str(self.account.id), _kept(made))

    async def append_page(self, events: Sequence[Event], made: Mapping[int, Ledger]) -> None:
        """Write what a page of history says, and what is known of its chat by it."""
        account = str(self.account.id)
        await self._ingest.append_page(events, "telegram", account, _kept(made))

    async def get(self, name: str) -> bytes | None:
        """State of this account kept under ``name``."""
        return await self._ingest.get_state(f"telegram/{self.account.id}/{name}")

    async def put(self, name: str, value: bytes) -> None:
        """Keep state of this account."""
        await self._ingest.set_state(f"telegram/{self.account.id}/{name}", value)

    def now(self) -> int:
        """The time (ms), never the same twice: it makes keys of undated events unique."""
        self._tick = max(self._tick + 1, self.clock())
        return self._tick
