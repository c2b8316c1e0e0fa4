"""What the Telegram tests share: a log in memory, a server on loopback, an account to sign in."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from msgspec.structs import replace

from core.channels.telegram import TelegramChannel, TelegramSettings
from core.domain.around import Around, Page
from core.domain.changes import Change
from core.domain.channels import Channel, Peer
from core.domain.chats import SETTLED, ChatState, Folder, MuteDefaults
from core.domain.events import (
    CallEnded,
    ChatSet,
    ContentChanged,
    Event,
    FoldersSet,
    IdentityChanged,
    MessageDeleted,
    MessageEdited,
    MessagePinned,
    MessageReceived,
    MutesSet,
    ReactionSet,
    ReadUpTo,
)
from core.domain.keys import Keys
from core.ports import Appended, ChatLedger, KnownMessage
from core.sandbox.telegram import TelegramServer

OPERATOR_PHONE = "+79990001122"
CLIENT_PHONE = "+79161112233"
PASSWORD = "не скажу"


@dataclass
class Row:
    """A message as a projection would hold it."""

    peer: Peer
    text: str
    at: int
    direction: str
    edited_at: int | None = None
    deleted: bool = False
    reactions: dict[str, str] = field(default_factory=dict)
    note: str = ""
    pinned: bool = False
    page: Page | None = None
    keys: Keys | None = None


def _number(external_id: str) -> int:
    return int(external_id.partition(":")[0].rpartition("/")[2])


class MemoryLog:
    """An Ingest in memory: the keys of the log, and the smallest projection that can answer."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.rows: dict[str, Row] = {}
        self.keys: set[tuple[str, str, str, str]] = set()
        self.states: dict[str, bytes] = {}
        self.kept: dict[tuple[str, str], ChatLedger] = {}
        self.set: dict[str, ChatState] = {}
        self.folders: tuple[Folder, ...] = ()
        self.mutes = MuteDefaults()
        self.refused = 0
        self.moved: dict[Peer, Peer] = {}

    async def append(self, events: Sequence[Event]) -> Appended:
        await asyncio.sleep(0)
        new = []
        for event in events:
            key = (event.channel, event.account, event.external_id, event.kind)
            if key in self.keys:
                self.refused += 1
                continue
            self.keys.add(key)
            self.events.append(event)
            self._project(event)
            new.append(len(self.events))
        return Appended(tuple(new), Change(frozenset(), frozenset(), len(self.events)))

    def _project(self, event: Event) -> None:
        body, peer = event.body, event.peer
        assert peer is not None
        if isinstance(body, IdentityChanged):
            new = Peer(peer.channel, peer.account, body.new_id)
            self.moved[new] = peer
            for row in self.rows.values():  # what came under it before this was known
                row.peer = peer if row.peer == new else row.peer
        peer = self.moved.get(peer, peer)
        if isinstance(body, MessageReceived):
            around = body.around or Around()
            self.rows[event.external_id] = Row(
                peer, body.text, event.at, body.direction, note=body.note, page=around.page,
                keys=around.keys,
            )  # fmt: skip
        elif isinstance(body, ChatSet):
            told = {name: getattr(body.state, name) for name in body.state.__struct_fields__}
            told = {name: value for name, value in told.items() if value is not None}
            self.set[peer.id] = replace(self.set.get(peer.id, SETTLED), **told)
        elif isinstance(body, FoldersSet):
            self.folders = body.folders
        elif isinstance(body, MutesSet):
            self.mutes = body.defaults
        elif isinstance(body, ContentChanged):
            row = self.rows[body.target]
            row.text, row.note, row.page = body.text, body.note, body.page
            row.keys = body.keys
        elif isinstance(body, MessagePinned):
            self.rows[body.target].pinned = body.pinned
        elif isinstance(body, CallEnded):
            note = "call" if body.outcome == "answered" else f"call_{body.outcome}"
            self.rows[body.target].note = note
            self.rows[body.target].text = str(body.seconds or "")
        elif isinstance(body, MessageEdited):
            row = self.rows[body.target]
            if row.edited_at is None or body.edited_at > row.edited_at:
                row.text, row.edited_at = body.text, body.edited_at
        elif isinstance(body, MessageDeleted):
            self.rows[body.target].deleted = True
        elif isinstance(body, ReactionSet):
            self.rows[body.target].reactions.pop(body.actor, None)
            if body.emoji:
                self.rows[body.target].reactions[body.actor] = body.emoji

    async def known(
        self, peer_channel: str, account: str, ids: Sequence[str]
    ) -> dict[str, KnownMessage]:
        await asyncio.sleep(0)
        return {one: self._known(one) for one in ids if one in self.rows}

    async def recent(self, peer: Peer, limit: int) -> list[KnownMessage]:
        await asyncio.sleep(0)
        peer = self.moved.get(peer, peer)
        ids = [one for one in self.rows if self.rows[one].peer == peer]
        ids.sort(key=lambda one: self.rows[one].at)  # of one time: as they came
        return [self._known(one) for one in reversed(ids[-limit:])]

    async def stretch(self, peer: Peer, since: int, until: int | None) -> list[KnownMessage]:
        await asyncio.sleep(0)
        return [
            self._known(one)
            for one, row in self.rows.items()
            if row.peer == self.moved.get(peer, peer) and since <= row.at <= (until or 1 << 62)
        ]

    async def chats(
        self, channel: str, account: str, peers: Sequence[str] | None
    ) -> dict[str, ChatState]:
        await asyncio.sleep(0)
        wanted = self.set if peers is None else peers
        return {one: self.set[one] for one in wanted if one in self.set}

    async def account_chats(
        self, channel: str, account: str
    ) -> tuple[tuple[Folder, ...], MuteDefaults]:
        return self.folders, self.mutes

    async def ledgers(self, channel: str, account: str) -> list[tuple[str, bytes]]:
        return [(peer, one.body) for (_, peer), one in self.kept.items()]

    async def keep_ledgers(
        self, channel: str, account: str, kept: Mapping[str, ChatLedger]
    ) -> None:
        await asyncio.sleep(0)
        self.kept |= {(account, peer): one for peer, one in kept.items()}

    async def append_page(
        self, events: Sequence[Event], channel: str, account: str, kept: Mapping[str, ChatLedger]
    ) -> None:
        await self.append(events)
        await self.keep_ledgers(channel, account, kept)

    def _known(self, external_id: str) -> KnownMessage:
        row = self.rows[external_id]
        return KnownMessage(
            external_id,
            row.peer,
            row.text,
            row.at,
            row.edited_at,
            row.deleted,
            row.direction,
            tuple(row.reactions.items()),
            row.note,
            row.pinned,
            row.page,
            row.keys,
        )

    async def get_state(self, key: str) -> bytes | None:
        return self.states.get(key)

    async def set_state(self, key: str, value: bytes) -> None:
        await asyncio.sleep(0)
        self.states[key] = value

    def thread(self, peer_id: int) -> list[tuple[int, str, str, dict[str, str]]]:
        """(id, direction, text, reactions) of what stands in the chat, oldest first."""
        return [
            (_number(one), row.direction, row.text, row.reactions)
            for one, row in sorted(self.rows.items(), key=lambda item: _number(item[0]))
            if row.peer.id == str(peer_id) and not row.deleted
        ]

    def bodies(self, kind: type) -> list[Any]:
        return [event.body for event in self.events if isinstance(event.body, kind)]

    def reads(self) -> set[tuple[str, str]]:
        return {(one.reader, one.up_to) for one in self.bodies(ReadUpTo)}


class MemorySecrets:
    """Secrets in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        return self.kept.get(key)

    def set(self, key: str, value: str) -> None:
        self.kept[key] = value

    def delete(self, key: str) -> None:
        self.kept.pop(key, None)


async def until(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait until the condition holds; fails after ``seconds``."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to that"
        await asyncio.sleep(0.02)


class Stage:
    """A server, the operator's account on it, one client, and the channel under test."""

    def __init__(self, server: TelegramServer) -> None:
        self.server = server
        self.log = MemoryLog()
        self.secrets = MemorySecrets()
        self.me = server.add_user(phone=OPERATOR_PHONE, first_name="Анна")
        self.irina = server.add_user(
            phone=CLIENT_PHONE, first_name="Ирина", last_name="Ковалёва", username="irina_k"
        )
        server.add_contact(self.me, self.irina)
        self.typed: list[Peer] = []
        self.states: list[str] = []
        self.channels: list[TelegramChannel] = []

    def settings(self, **changed: Any) -> TelegramSettings:
        values: dict[str, Any] = {
            "api_id": 1,
            "api_hash": "a" * 32,
            "host": self.server.host,
            "port": self.server.port,
            "dc_id": self.server.dc_id,
            "public_key": self.server.public_key_pem,
            "retry_delay": 0.2,
            "backfill_pause": 0.01,
            "heartbeat": 0.5,
            "heartbeat_timeout": 2.0,
            "connect_wait": 5.0,
        }
        return TelegramSettings(**(values | changed))

    def channel(self, **changed: Any) -> TelegramChannel:
        made = TelegramChannel(
            self.settings(**changed),
            self.secrets,
            self.log,
            on_state=lambda: self.states.append(made.state),
            on_typing=self.typed.append,
        )
        self.channels.append(made)
        return made

    async def signed_in(self, **changed: Any) -> TelegramChannel:
        """A channel that is online as the operator."""
        channel = self.channel(**changed)
        await channel.start()
        if channel.state == "signed_out":
            await channel.sign_in.request_code(OPERATOR_PHONE)
            code = self.server.login_code(OPERATOR_PHONE)
            assert code is not None
            await channel.sign_in.submit_code(code)
        await until(lambda: channel.state == "online")
        return channel

    def peer(self, user: int | None = None) -> Peer:
        return Peer(Channel.TELEGRAM, str(self.me), str(user or self.irina))

    def write(self, text: str, **more: Any) -> int:
        """Irina writes; the id in our box."""
        return self.server.send(self.irina, self.me, text, **more).ids[self.me]

    def differ(self, kind: type, answer: Callable[[Any, Callable[[], Any]], Any]) -> None:
        """Have the server answer a request otherwise, as another server might: ``answer`` gets
        the request and what would be said."""
        handlers = self.server._router._handlers
        usual = handlers[kind]
        handlers[kind] = lambda call, request: answer(request, lambda: usual(call, request))

    def theirs(self, user: int | None = None) -> list[tuple[int, str, str, dict[str, str]]]:
        """The server's chat in the form of ``MemoryLog.thread``."""
        return [
            (
                one.id,
                "out" if one.sender == self.me else "in",
                one.text,
                {"us" if who == self.me else "client": e for who, e in one.reactions.items()},
            )
            for one in self.server.history(self.me, user or self.irina)
        ]

    def same(self, user: int | None = None) -> bool:
        return self.log.thread(user or self.irina) == self.theirs(user)

    async def settled(self, channel: TelegramChannel) -> None:
        """Wait until all that a start asks for is here: nothing is appended by itself any more."""
        sync = channel._connection.sync
        assert sync is not None
        book = sync.chats.kept
        await until(lambda: book.book.sweep.listed and book.book.next() is None)

    async def agree(self, seconds: float = 30.0) -> None:
        """Wait until our chat is the server's."""
        end = time.monotonic() + seconds
        while not self.same():
            if time.monotonic() > end:
                assert self.log.thread(self.irina) == self.theirs()
            await asyncio.sleep(0.02)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    server = TelegramServer()
    await server.start()
    made = Stage(server)
    before = asyncio.all_tasks()
    try:
        yield made
    finally:
        for channel in made.channels:
            await channel.close()
        await server.stop()
        server.close()
        await asyncio.sleep(0)
        leaked = asyncio.all_tasks() - before - {asyncio.current_task()}
        assert not leaked, leaked


@pytest.fixture
def wait() -> Callable[..., Awaitable[None]]:
    return until


@pytest.fixture
def memory_log() -> MemoryLog:
    return MemoryLog()
