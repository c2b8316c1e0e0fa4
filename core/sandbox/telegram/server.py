"""The Telegram server: real MTProto on loopback, driven by a scenario.

What it knows outlives `stop()`, and with a state file the process: port, keys, boxes, files.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
import weakref
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from telethon.tl import types as tl

from core.sandbox.telegram.automatic import answers
from core.sandbox.telegram.centres import Address
from core.sandbox.telegram.connected import RIGHTS
from core.sandbox.telegram.connection import ClientConnection
from core.sandbox.telegram.drafts import DraftRecord
from core.sandbox.telegram.envelope import MessageIds
from core.sandbox.telegram.groups import Groups
from core.sandbox.telegram.hub import Hub
from core.sandbox.telegram.people import digits
from core.sandbox.telegram.persons import Persons
from core.sandbox.telegram.records import Effect, Extra, Letter, SandboxFile, Sent, StoredMessage
from core.sandbox.telegram.rpc.auth import scan_token
from core.sandbox.telegram.rpc.choosing import tell_vote
from core.sandbox.telegram.rpc.drafts import tell_draft
from core.sandbox.telegram.rpc.router import Router
from core.sandbox.telegram.rpc.sending import typing_update
from core.sandbox.telegram.state import StateFile
from core.sandbox.telegram.world import World

STOP_SECONDS = 5


class TelegramServer:
    """Telegram with its accounts, in one data centre or in several. The verbs work while it is
    stopped, too.

    A client reaches it with `session.set_dc(dc_id, host, port)` and `public_key_pem`.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        dc_id: int = 2,
        state: Path | None = None,
        more: Sequence[int] = (),
    ) -> None:
        """`more` are the ids of further data centres, at ports of their own."""
        self.host = host
        self.dc_id = dc_id
        self._world = World(state)
        self._world.first = dc_id
        self._more = dict.fromkeys(more, 0)
        self._listeners: list[asyncio.Server] = []
        self.port = port or self._world.port
        self._hub = Hub(self._world, dc_id)
        self.groups = Groups(self._world, self._hub)
        self._router = Router(self._world, self._hub)
        self._ids = MessageIds()
        self._listener: asyncio.Server | None = None
        self._serving: dict[asyncio.Task[None], ClientConnection] = {}
        self._reserved: socket.socket | None = None

    @property
    def public_key_pem(self) -> str:
        """The server's public key, PKCS#1 PEM, for `telethon.crypto.rsa.add_key`."""
        return self._world.key.public_pem

    @property
    def state(self) -> StateFile:
        """Where the server keeps its records; whoever drives it may keep theirs beside them."""
        return self._world.state

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """What is done inside is kept in one transaction, and told after it."""
        try:
            with self._world.state.together():
                yield
        finally:
            self._hub.settle()

    async def start(self) -> None:
        """Listen; after the first time always on the same port."""
        if self._listener is not None:
            return
        sock = _bound(self.host, self.port)
        self._release()
        self.port = sock.getsockname()[1]
        self._world.keep_port(self.port)
        self._router.address = Address(self.host, self.port, self.dc_id)
        centres = self._world.centres
        centres[self.dc_id] = self._router.address
        for dc, port in self._more.items():
            there = _bound(self.host, port)
            self._more[dc] = there.getsockname()[1]
            centres[dc] = Address(self.host, self._more[dc], dc)
            accept = partial(self._accept, dc=dc)
            self._listeners.append(await asyncio.start_server(accept, sock=there))
        self._listener = await asyncio.start_server(self._accept, sock=sock)

    async def stop(self) -> None:
        """Drop every connection and refuse new ones; the state stays."""
        if self._listener is None:
            return
        listener, self._listener = self._listener, None
        listeners, self._listeners = [listener, *self._listeners], []
        for one in listeners:
            one.close()
        serving = dict(self._serving)
        for connection in serving.values():
            connection.drop()
        if serving:
            _, late = await asyncio.wait(serving, timeout=STOP_SECONDS)
            for task in late:
                task.cancel()
        for one in listeners:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(one.wait_closed(), STOP_SECONDS)
        self._hub.clear()
        # Held so that no client's outgoing port becomes ours meanwhile; `finalize` closes it
        # with the server if it is never started again.
        self._reserved = _bound(self.host, self.port)
        weakref.finalize(self, self._reserved.close)
        self._world.state.flush()

    def close(self) -> None:
        """Let go of the state file and the reserved port; the server is done."""
        self._release()
        self._world.state.close()

    def add_user(
        self,
        *,
        phone: str,
        first_name: str,
        last_name: str = "",
        username: str | None = None,
        password: str | None = None,
        premium: bool = False,
        dc: int = 0,
    ) -> int:
        """A new account, in the data centre `dc` (0: the first); returns its user id. Raises
        ValueError for a taken phone or username."""
        user = self._world.people.add(
            phone=phone,
            first_name=first_name,
            last_name=last_name,
            username=username,
            password=password,
            premium=premium,
        )
        self._world.people.settle(user, dc)
        self._world.state.flush()
        return user.id

    def add_bot(self, name: str, username: str, *, business: bool = True) -> tuple[int, str]:
        """A new bot; returns its user id and token. Raises ValueError for a taken username."""
        bot = self._world.people.add_bot(name, username, business=business)
        self._world.state.flush()
        return bot.id, bot.token

    def revoke_token(self, bot: int) -> str:
        """Another token for a bot: whoever signed in with the one before is out. Returns it."""
        token = self._world.people.new_token(self._world.people.need(bot))
        for auth in self._world.auths.of(bot):
            sessions = self._hub.on_key(auth)
            auth.user = None
            self._world.auths.save(auth)
            for session in sessions:
                if session.line is not None:
                    session.line.drop()
        self._world.state.flush()
        return token

    def connect_bot(
        self, user: int, bot: int, rights: Sequence[str] = RIGHTS, *, dc_id: int = 0,
        only: Sequence[int] = (), never: Sequence[int] = (), push: bool = True,
    ) -> str:  # fmt: skip
        """Connect a bot to an account, or change its rights; returns the connection. ``only``: the
        chats that it is given, all where there are none."""
        link = self._world.connected.connect(
            user, bot, dc_id or self.dc_id, rights, everybody=not only, only=only, never=never
        )
        self._hub.tell_bots(push=push)
        self._hub.settle()
        return link.id

    def disconnect_bot(self, user: int) -> None:
        """Take an account's bot away."""
        for link in self._world.connected.of_user(user):
            self._world.connected.disconnect(link)
        self._hub.tell_bots()
        self._hub.settle()

    def lose_business(self, bot: int) -> None:
        """What a bot was told so far is not told again."""
        self._world.connected.lose(bot)

    def move(self, user: int, dc: int) -> None:
        """An account lives in another data centre from now on."""
        self._world.people.settle(self._world.people.need(user), dc)
        self._hub.settle()

    def send_strangers(self, dc: int) -> None:
        """Numbers that are no account's are to ask in this data centre; 0: in any."""
        self._world.nearest = dc

    def add_contact(self, owner: int, other: int) -> None:
        """Make `other`'s phone visible to `owner`. Raises KeyError for an unknown user."""
        self._world.people.add_contact(owner, other)
        self._world.state.flush()

    @property
    def persons(self) -> Persons:
        """What people say of themselves and of one another."""
        return self._world.persons

    def login_code(self, phone: str) -> str | None:
        """The last unused code "sent to the phone"."""
        sent = self._world.codes.current(digits(phone))
        return sent[1] if sent is not None else None

    def scan_qr(self, token: bytes, user: int) -> bool:
        """Scan a shown QR token (the bytes in tg://login?token=) with `user`'s phone."""
        scanned = scan_token(self._world, self._hub, token, user) is not None
        self._hub.settle()
        return scanned

    def send(
        self,
        sender: int,
        receiver: int,
        text: str,
        *,
        at: float | None = None,
        file: SandboxFile | None = None,
        reply_to: int | None = None,
        push: bool = True,
        extra: Extra | None = None,
    ) -> Sent:
        """Send a letter as `sender`; `at` in epoch seconds, `reply_to` an id in that box.

        Without `push` nobody is told: it is history that getDifference still brings.
        """
        self._world.people.need(sender), self._world.people.need(receiver)
        stored = self._world.files.add(file).id if file is not None else None
        letter, effects = self._world.post.send(
            sender, receiver, text, at=at, file=stored, reply_to=reply_to, extra=extra
        )
        if at is None and push:
            effects += answers(self._world, letter)
        self._done(effects, push=push)
        return Sent(dict(letter.ids))

    def edit(self, author: int, message_id: int, text: str) -> None:
        """Change a letter's text; the id is the author's. Raises KeyError, PermissionError."""
        letter = self._letter(author, message_id)
        if letter.sender != author:
            raise PermissionError("only the author edits a message")
        self._done(self._world.post.edit(letter, text))

    def pin(self, user: int, message_id: int, *, pinned: bool = True) -> None:
        """Keep a message at the top of the chat; the id is the user's. Raises KeyError."""
        self._done(self._world.post.pin(self._letter(user, message_id), pinned=pinned))

    def change(self, author: int, message_id: int, media: Any) -> None:
        """What a message shows is now this TL media; the id is the author's. Raises KeyError."""
        self._done(self._world.post.change(self._letter(author, message_id), bytes(media)))

    def look_up(self, author: int, message_id: int, page: Any) -> None:
        """The link of a message leads to this TL WebPage, as was found out later; the id is the
        author's. Raises KeyError."""
        media = bytes(tl.MessageMediaWebPage(page))
        self._done(self._world.post.look_up(self._letter(author, message_id), media))

    def vote(self, user: int, message_id: int, options: Sequence[bytes]) -> None:
        """Answer a poll; the id is the user's. Raises KeyError."""
        letter = self._letter(user, message_id)
        self._world.post.vote(letter, user, options)
        tell_vote(self._world, self._hub, letter)
        self._hub.settle()

    def delete(self, author: int, message_ids: Sequence[int]) -> None:
        """Delete letters for both sides; the ids are the author's, unknown ones are ignored."""
        self._done(self._world.post.delete(author, message_ids, revoke=True))

    def react(self, user: int, message_id: int, emoji: str | None) -> None:
        """Set or take away (None) a reaction; the id is the user's. Raises KeyError."""
        self._done(self._world.post.react(self._letter(user, message_id), user, emoji))

    def read(self, user: int, peer: int, max_id: int) -> None:
        """Mark what `peer` wrote as read up to `max_id`, an id in the user's box."""
        self._done(self._world.post.read(user, peer, max_id))

    def typing(self, user: int, peer: int) -> None:
        """Show `peer` that `user` is typing."""
        self._hub.push(peer, lambda _: typing_update(user))
        self._hub.settle()

    def begin(
        self, user: int, peer: int, text: str, *, at: float | None = None,
        entities: Sequence[Any] = (), push: bool = True,
    ) -> None:  # fmt: skip
        """What the user has begun to write in a chat, by some device, is this; '' ends it."""
        made = [bytes(one) for one in entities]
        record = DraftRecord(user, peer, time.time() if at is None else at, text, made)
        if self._world.drafts.put(record) and push:
            tell_draft(self._hub, user, peer)
        self._hub.settle()

    def begun(self, user: int, peer: int) -> Any:
        """The user's draft in a chat, a TL draftMessage; None where there is none."""
        record = self._world.drafts.get(user, peer)
        return record.shown() if record is not None and not record.empty else None

    def history(self, user: int, peer: int) -> list[StoredMessage]:
        """What stands in the user's box with a peer, oldest id first."""
        box = self._world.post.box(user)
        return [self._stored(user, box.letters[i]) for i in box.thread(peer)]

    def peers(self, user: int) -> list[int]:
        """Whom the user has letters with, the newest first."""
        return self._world.post.box(user).peers()

    def flood_wait(self, method: str, seconds: int, times: int = 1) -> None:
        """Refuse the next calls of a method ("messages.sendMessage") with FLOOD_WAIT_x."""
        self._router.flood(method, seconds, times)

    def protect(self, user: int) -> None:
        """Chats with the user let nothing be forwarded or deleted."""
        self._world.protected.add(user)

    def give_trials(self, weekly: int) -> None:
        """How many voice messages an account without Premium has transcribed in a week."""
        self._world.weekly_trials = weekly

    def expire_files(self) -> None:
        """References to files that were given so far have run out."""
        self._world.files.expire()

    def lose_pushes(self, seconds: float) -> None:
        """Push nothing for that long, so that only getDifference tells."""
        self._hub.silence(seconds)

    async def _accept(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, dc: int = 0
    ) -> None:
        task = asyncio.current_task()
        if task is None or self._listener is None:
            writer.close()
            return
        connection = ClientConnection(
            reader,
            writer,
            world=self._world,
            hub=self._hub,
            router=self._router,
            ids=self._ids,
            dc=dc,
        )
        self._serving[task] = connection
        try:
            await connection.serve()
        finally:
            del self._serving[task]

    def _done(self, effects: list[Effect], *, push: bool = True) -> None:
        if push:
            self._hub.tell(effects)
        self._hub.tell_bots(push=push)
        self._hub.settle()

    def _letter(self, user: int, message_id: int) -> Letter:
        return self._world.post.box(user).letters[message_id]

    def _stored(self, user: int, letter: Letter) -> StoredMessage:
        record = self._world.files.get(letter.file) if letter.file is not None else None
        return StoredMessage(
            id=letter.ids[user],
            sender=letter.sender,
            text=letter.text,
            at=letter.at,
            edited_at=letter.edited_at,
            reactions=dict(letter.reactions),
            file_name=record.name if record is not None else None,
            file_size=record.size if record is not None else None,
        )

    def _release(self) -> None:
        if self._reserved is not None:
            self._reserved.close()
            self._reserved = None


def _bound(host: str, port: int) -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except OSError:
        sock.close()
        raise
    sock.setblocking(False)
    return sock
