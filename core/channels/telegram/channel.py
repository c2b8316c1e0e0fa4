"""The Telegram account as the rest of the program sees it: a state, sends, files, read marks."""

import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from telethon import errors, functions

from core.channels.telegram.asked import address, press, read_by
from core.channels.telegram.asking import search, typing
from core.channels.telegram.business_verbs import BusinessVerbs
from core.channels.telegram.connection import Connection
from core.channels.telegram.converters import profile_of
from core.channels.telegram.devices import Device, devices, end_device
from core.channels.telegram.directory import Directory
from core.channels.telegram.drafts import save_request
from core.channels.telegram.files import fetch
from core.channels.telegram.gestures import number_in
from core.channels.telegram.group_verbs import GroupVerbs
from core.channels.telegram.groups import Group
from core.channels.telegram.ids import chat_in, chat_of, number_of
from core.channels.telegram.later import Waiting
from core.channels.telegram.line import call
from core.channels.telegram.pages import read_request
from core.channels.telegram.problems import OFFLINE, OFFLINE_RETRY
from core.channels.telegram.profiles import Profiles
from core.channels.telegram.reactions import allowed
from core.channels.telegram.safety import Safety
from core.channels.telegram.sending import Sender, random_id_of
from core.channels.telegram.session import SESSION_KEY, TelegramSettings
from core.channels.telegram.setting import set_chat
from core.channels.telegram.signin import SignIn
from core.channels.telegram.sync import Sync
from core.channels.telegram.talking import Talking
from core.channels.telegram.updates import Ask
from core.channels.telegram.voices import transcribe
from core.channels.uploads import Uploads
from core.domain.answers import Pressed, ReadBy
from core.domain.channels import Peer, Profile, is_group
from core.domain.chats import Wish
from core.domain.drafts import Content
from core.domain.events import SendRequested
from core.domain.later import Later
from core.domain.marks import Mark
from core.domain.problems import ChannelError, Problem
from core.domain.rooms import Room
from core.domain.standing import Standing
from core.ports import ChannelState, DraftBook, Hears, Ingest, Progress, Secrets, Sent

T = TypeVar("T")


class TelegramChannel:
    """One account. ``on_state`` is called when ``state`` or ``problem`` changed, ``on_typing``
    when a client types (that is not logged). Nothing is sent, read or typed unasked."""

    def __init__(
        self,
        settings: TelegramSettings,
        secrets: Secrets,
        ingest: Ingest,
        *,
        on_state: Callable[[], None],
        on_typing: Callable[[Peer], None] | None = None,
        key: str = SESSION_KEY,
        taken: Callable[[str], bool] = lambda _account: False,
        drafts: DraftBook | None = None,
        now: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        """``key`` is where its session lies among the secrets; ``taken`` says of an account
        whether it is signed in beside this one: it is refused, and in a group what it writes is
        ours. Where there are no
        ``drafts`` those of the cloud are left alone. ``now`` is the time (ms)."""
        self._drafts, self._now = drafts, now
        self._settings = settings
        self._reactions: tuple[str, ...] = ()
        self._uploads = Uploads("telegram-upload-stopped")
        self._connection = Connection(
            settings, secrets, ingest, on_state, on_typing, key, taken, drafts, now
        )
        self._talking = Talking(self._connection, now)
        self.directory = Directory(
            self._talking, settings, ingest, self._connection.safety, lambda: self.account, now
        )
        self.profiles = Profiles(self._talking, settings, ingest, now, self.directory.stale)
        self.groups = GroupVerbs(self._talking, settings, now)

    @property
    def channel(self) -> str:
        """``telegram``."""
        return "telegram"

    @property
    def account(self) -> str:
        """Our user id; '' until an account was signed in."""
        return self._connection.keeper.account

    @property
    def state(self) -> ChannelState:
        """For the status line; ``signed_out`` asks for ``sign_in``."""
        return self._connection.state

    @property
    def problem(self) -> Problem | None:
        """Why the state is not online, or what else the operator should know."""
        return self._connection.problem

    @property
    def signed_in(self) -> bool:
        """Whether a session is kept; it may be of no use any more."""
        return self._connection.keeper.signed_in

    @property
    def me(self) -> Profile | None:
        """What Telegram says of the account, while it is connected."""
        client = self._connection.client
        user = client.me if client is not None else None
        return profile_of(user) if user is not None else None

    @property
    def safety(self) -> Safety:
        """What Telegram said against the account, and our pace."""
        return self._connection.safety

    @property
    def behind_ms(self) -> int | None:
        """How far this machine's clock is behind the server's (below 0: ahead of it); None while
        that is not known."""
        client = self._connection.client
        return client.behind_ms if client is not None and client.alive else None

    @property
    def sign_in(self) -> SignIn:
        """The steps of signing in; to be walked while ``state`` is ``signed_out``."""
        return self._connection.sign_in

    async def start(self) -> None:
        """Connect in the background; returns when the state is known, or after
        ``settings.connect_wait`` seconds without an answer."""
        await self._connection.start()

    async def close(self) -> None:
        """End everything that was started."""
        await self._connection.close()

    async def devices(self) -> list[Device]:
        """Where the account is signed in, this device first. Raises ChannelError."""
        with self._talking.talk() as (client, _):
            return await devices(client, self._settings)

    async def end_device(self, ident: str) -> None:
        """Sign another device out ('': all others). Raises ChannelError; Telegram refuses it for
        the first day of a session (FRESH_RESET_AUTHORISATION_FORBIDDEN)."""
        with self._talking.talk() as (client, _):
            await end_device(client, self._settings, ident)

    @property
    def business(self) -> BusinessVerbs:
        """Opening hours, automatic messages and quick replies of the account, to be changed."""
        return BusinessVerbs(self._talking, self._settings)

    async def sign_out(self) -> None:
        """Sign out here: the session is gone at Telegram too. Raises ChannelError."""
        with self._talking.talk() as (client, _):
            await call(client, functions.auth.LogOutRequest(), self._settings)
        self._connection.leave()

    async def admit(self, peer: Peer, *, first: bool) -> None:
        """Keeps the pace: raises ChannelError where a message has to wait. ``first``: nothing was
        ever written in the chat."""
        now = self._now()
        held = self.safety.wait(peer.id, now, first=first and not is_group(peer))
        if held is not None:
            raise ChannelError(held[0], retry_in=held[1])
        if first and not is_group(peer):
            await self.safety.begins(peer.id, now)

    def forget(self) -> None:
        """Let go of the session here, whatever becomes of it at Telegram. To be called closed."""
        self._connection.keeper.forget()

    async def send(self, peer: Peer, request: SendRequested) -> Sent:
        """Hand a send to Telegram. Raises ChannelError."""
        client, sync = self._talking.line()
        try:
            # a gesture, or what is passed on, takes nothing along
            typed = request.content is None
            clears = typed and self._drafts is not None and await self._drafts.clears(peer)
            user = self.groups.user(sync)
            sender = Sender(client, self._settings, sync, self._uploads, clears=clears, user=user)
            sent = await sender.send(int(peer.id), request)
        except Exception as error:
            await self._noted(error)
            self.groups.refused(peer, error)
            raise self._talking.failed(error) from error
        self.safety.sent(self._now())
        if typed:
            self.groups.wrote(peer)
        if clears and self._drafts is not None:
            sync.drafts.saved(int(peer.id))
            await self._drafts.cleared(peer)
        return sent

    def doubt(self, client_ref: str, since: int) -> None:
        """A send was handed over before: it is looked for in what was written ``since`` (ms, by
        whichever of the two clocks is behind)."""
        client, sync = self._talking.line()
        asked = since + min(0, client.behind_ms)
        sync.refs.doubt(random_id_of(client_ref), asked, before=True)

    async def save_draft(self, peer: Peer, content: Content) -> None:
        """Put what is begun in a chat into the cloud; nothing empties it. Raises ChannelError:
        not before it is known what the cloud holds."""
        with self._talking.talk() as (client, sync):
            if not sync.drafts.known:
                raise ChannelError(OFFLINE, retry_in=OFFLINE_RETRY)
            target = await sync.input_peer(int(peer.id))
            if target is None:
                raise ChannelError(Problem("telegram-peer-gone"))
            sync.drafts.saved(int(peer.id))
            asked = save_request(target, content, self.groups.user(sync))
            await call(client, asked, self._settings)
            sync.drafts.saved(int(peer.id))

    async def _noted(self, error: Exception) -> None:
        """What Telegram refuses a message for counts for the next ones."""
        now = self._now()
        if isinstance(error, errors.FloodWaitError):
            await self.safety.flooded(error.seconds, now, sending=True)
        elif isinstance(error, errors.PeerFloodError):
            await self.safety.limited(now)

    async def find(self, words: str) -> int:
        """Look for words in all chats and groups at Telegram: what it finds is taken into the log.
        How much of it was not here. Raises ChannelError."""
        with self._talking.talk() as (client, sync):
            found = await sync.take_found(await search(client, self._settings, words))
            if self._settings.groups != "none":
                there = await search(client, self._settings, words, groups=True)
                found += await sync.take_found(there)
            return found

    async def typing(self, peer: Peer, answering: str) -> None:
        """Show that an answer is written. To be called only while somebody writes. Raises
        ChannelError."""
        with self._talking.talk() as (client, sync):
            target = await sync.input_peer(int(peer.id))
            if target is not None:
                await typing(client, self._settings, target)

    def members(self, peer: Peer) -> int:
        """How many are in a group, as the server told last; 0 where that is not known."""
        group = self._group(peer)
        return group.members if group is not None and group.there else 0

    async def postpone(
        self, peer: Peer, text: str, marks: tuple[Mark, ...], at: int, client_ref: str,
        topic: int = 0,
    ) -> None:  # fmt: skip
        """Have Telegram send a text ``at`` (ms). Raises ChannelError."""
        known = random_id_of(client_ref)
        await self._later(peer, lambda w: w.add(text, marks, at, known, topic))

    async def waiting(self, peer: Peer) -> list[Later]:
        """What waits at Telegram in a chat. Raises ChannelError."""
        return await self._later(peer, lambda w: w.listed())

    async def move(self, peer: Peer, waiting: str, at: int) -> None:
        """Another time for one that waits. Raises ChannelError."""
        await self._later(peer, lambda w: w.move(waiting, at))

    async def cancel(self, peer: Peer, waiting: str) -> None:
        """One that waits is not to be sent. Raises ChannelError."""
        await self._later(peer, lambda w: w.cancel(waiting))

    async def _later(self, peer: Peer, work: Callable[[Waiting], Awaitable[T]]) -> T:
        with self._talking.talk() as (client, sync):
            target = await sync.input_peer(int(peer.id))
            if target is None:
                raise ChannelError(Problem("telegram-peer-gone"))
            return await work(Waiting(client, self._settings, target, self.groups.user(sync)))

    async def read_by(self, peer: Peer, message: str) -> list[ReadBy]:
        """When the client read a message of ours; of a group, who of it did. Raises
        ChannelError."""
        return await self._about(
            peer, message, lambda ask, to, sync: read_by(ask, to, message, sync.named)
        )

    async def press(self, peer: Peer, message: str, data: bytes) -> Pressed:
        """Hand the data of a bot's button to the bot. Raises ChannelError."""
        return await self._about(peer, message, lambda ask, to, _: press(ask, to, message, data))

    async def address(self, peer: Peer, message: str) -> str:
        """Where a message of a supergroup is found by who is in it. Raises ChannelError."""
        return await self._about(peer, message, lambda ask, to, _: address(ask, to, message))

    async def _about(
        self, peer: Peer, message: str, work: Callable[[Ask, Any, Sync], Awaitable[T]]
    ) -> T:
        with self._talking.talk() as (client, sync):
            target = await sync.input_peer(chat_in(message, int(peer.id)))
            if target is None:
                raise ChannelError(Problem("telegram-peer-gone"))
            return await work(lambda asked: call(client, asked, self._settings), target, sync)

    async def reactions(self) -> tuple[str, ...]:
        """What one may react with here. Raises ChannelError."""
        with self._talking.talk() as (client, _):
            self._reactions = self._reactions or await allowed(client, self._settings)
        return self._reactions

    async def fetch(self, ref: str) -> bytes:
        """The bytes of an attachment. Raises ChannelError."""
        with self._talking.talk() as (client, sync):
            return await fetch(client, self._settings, ref, sync.people.input_peer)

    @property
    def hears(self) -> Hears:
        """Which voice messages Telegram may be asked to transcribe: with Premium all of them;
        without it there is a trial for a few a week, which is kept for what comes live."""
        client = self._connection.client
        if self.state != "online" or client is None or client.me is None:
            return "nothing"
        if self._connection.transcripts.refused:
            return "nothing"
        return "all" if client.me.premium else "new"

    async def transcribe(self, peer: Peer, message: str) -> str:
        """What Telegram hears in a voice message. Raises ChannelError."""
        with self._talking.talk() as (client, sync):
            target = await sync.input_peer(chat_in(message, int(peer.id)))
            if target is None or number_of(message) < 0:
                raise ChannelError(Problem("telegram-peer-gone"))
            heard = self._connection.transcripts
            number = number_in(target, message)
            return await transcribe(client, self._settings, heard, target, number)

    @property
    def on_upload(self) -> Progress | None:
        """Hears how far the files of sends are."""
        return self._uploads.on_progress

    @on_upload.setter
    def on_upload(self, hears: Progress | None) -> None:
        self._uploads.on_progress = hears

    def stop_upload(self, client_ref: str) -> bool:
        """Stop the file of a send on its way; the send fails. False: it is not on its way."""
        return self._uploads.stop(client_ref)

    async def mark_read(self, peer: Peer, up_to: str) -> None:
        """Tell the client that everything up to ``up_to`` was read. Raises ChannelError."""
        with self._talking.talk() as (client, sync):
            told = up_to.partition(":")[0]  # an answer in a poll is known by the poll
            target = await sync.input_peer(chat_in(told, int(peer.id)))
            if target is None or number_of(told) < 0:
                raise ChannelError(Problem("telegram-peer-gone"))
            upper = number_in(target, told)
            await call(client, read_request(target, upper), self._settings)
            there = Peer(peer.channel, peer.account, str(chat_of(target)))
            await sync.read_by_us(there, upper)

    async def set_chat(self, peer: Peer, wish: Wish) -> None:
        """Archived, muted, marked or in a folder, as it is wanted. Raises ChannelError."""
        with self._talking.talk() as (client, sync):
            await set_chat(client, self._settings, sync, peer, wish)

    @property
    def standing(self) -> Standing | None:
        """How our chats stand against the server's; None while there is no account."""
        sync = self._connection.sync
        return sync.chats.standing if sync is not None else None

    def left_out(self, peer: Peer) -> bool:
        """Whether the operator wants no messages of this group."""
        group = self._group(peer)
        return group is not None and group.out

    def room(self, peer: Peer) -> Room | None:
        """A group as it is known here; None for what is none."""
        return self.groups.known(peer)

    def _group(self, peer: Peer) -> Group | None:
        sync = self._connection.sync
        groups = sync.people.groups if sync is not None else None
        return groups.get(int(peer.id)) if groups is not None else None

    async def leave_out(self, peer: Peer, *, out: bool) -> None:
        """Take no messages of a group any more, or take them again, with what came meanwhile. At
        Telegram nothing changes. Raises ChannelError."""
        with self._talking.talk() as (_, sync):
            await sync.leave_out(int(peer.id), out=out)

    async def fetch_missing(self, peer: Peer) -> None:
        """Try again what could not be fetched of a chat. Raises ChannelError."""
        _, sync = self._talking.line()
        await sync.chats.again(int(peer.id))
