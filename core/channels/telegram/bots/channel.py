"""A connected bot as the rest of the program sees it, and each account that it answers for."""

import time
from collections.abc import Callable, Sequence

from telethon import functions, types

from core.channels.telegram.bots.connection import BotConnection
from core.channels.telegram.bots.links import READ, Link, allowed
from core.channels.telegram.bots.sending import AccountBook, LinkSender, invoke, refuse_late
from core.channels.telegram.bots.sync import LOST_MS, BotSync
from core.channels.telegram.files import download
from core.channels.telegram.line import LineClient
from core.channels.telegram.problems import OFFLINE, OFFLINE_RETRY, channel_error, is_signed_out
from core.channels.telegram.session import TelegramSettings
from core.channels.uploads import Uploads
from core.domain.channels import Peer
from core.domain.events import SendRequested
from core.domain.problems import ChannelError, Problem
from core.ports import ChannelState, Hears, Ingest, Progress, Secrets, Sent


class BotChannel:
    """One bot. ``own`` says of a user id whether that account is signed in here beside it;
    ``on_state`` is called when ``state``, ``problem`` or ``links`` changed."""

    def __init__(
        self,
        settings: TelegramSettings,
        secrets: Secrets,
        ingest: Ingest,
        *,
        slot: str,
        own: Callable[[str], bool],
        on_state: Callable[[], None],
        now: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        """``slot`` names its token and session among the secrets, ``now`` is the time (ms)."""
        self.settings = settings
        self.ingest = ingest
        self.uploads = Uploads("telegram-upload-stopped")
        self._own, self.now = own, now
        self._accounts: dict[int, LinkedAccount] = {}
        self._connection = BotConnection(settings, secrets, ingest, on_state, slot, own, now)

    @property
    def bot(self) -> str:
        """Its user id; '' until it was signed in."""
        return self._connection.keeper.account

    @property
    def name(self) -> str:
        """What it is called: its username, or its name."""
        me = self._connection.me
        if me is None:
            return ""
        return f"@{me.username}" if me.username else me.first_name or ""

    @property
    def state(self) -> ChannelState:
        """For the status line; ``signed_out`` asks for another token."""
        return self._connection.state

    @property
    def problem(self) -> Problem | None:
        """Why it is not online, or what else the operator should know."""
        sync, me = self._connection.bot_sync, self._connection.me
        if self._connection.problem is not None or self.state != "online" or sync is None:
            return self._connection.problem
        if not me.bot_business and not self.links:
            return Problem("telegram-bot-no-business", {"name": self.name})
        lost = sync.lost
        if lost.count and self.now() - lost.at < LOST_MS:
            return Problem("telegram-bot-lost", {"count": str(lost.count)})
        standing = [one for one in self.links if not one.disabled]
        if not self.links:
            return Problem("telegram-bot-unconnected", {"name": self.name})
        if not standing:
            return Problem("telegram-bot-disconnected")
        here = [one.name or str(one.user) for one in standing if self._own(str(one.user))]
        if here:
            return Problem("telegram-bot-beside", {"name": ", ".join(here)})
        return None

    @property
    def links(self) -> list[Link]:
        """Its connections, one an account, the newest of each."""
        sync = self._connection.bot_sync
        if sync is None:
            return []
        users = dict.fromkeys(one.user for one in sync.reader.links.values())
        return [link for user in users if (link := sync.reader.link(user)) is not None]

    @property
    def accounts(self) -> "Sequence[LinkedAccount]":
        """A channel for each account that connected it."""
        for link in self.links:
            self._accounts.setdefault(link.user, LinkedAccount(self, link.user))
        return list(self._accounts.values())

    async def start(self) -> None:
        """Connect in the background; returns when the state is known, or after a while."""
        await self._connection.start()

    async def close(self) -> None:
        """End everything that was started."""
        await self._connection.close()

    def renew(self) -> None:
        """There is another token among the secrets."""
        self._connection.renew()

    def forget(self) -> None:
        """Let go of the session here. To be called closed."""
        self._connection.keeper.forget()

    async def sign_out(self) -> None:
        """End the session at Telegram; the token stays good. Raises ChannelError."""
        client, _ = self.line()
        try:
            await client(functions.auth.LogOutRequest())
        except Exception as error:
            raise self.failed(error) from error

    def line(self) -> tuple[LineClient, BotSync]:
        """What to talk through now. Raises ChannelError."""
        client, sync = self._connection.client, self._connection.bot_sync
        if self.state == "signed_out":
            raise ChannelError(Problem("telegram-bot-token"))
        if client is None or sync is None or not client.alive:
            raise ChannelError(OFFLINE, retry_in=OFFLINE_RETRY)
        return client, sync

    def failed(self, error: Exception) -> ChannelError:
        """What a failed request means."""
        if is_signed_out(error):
            self._connection.nudge()
            return ChannelError(OFFLINE, retry_in=OFFLINE_RETRY)
        return channel_error(error)


class LinkedAccount:
    """One account through its bot: the port of the account's chats while it is not signed in here
    itself. It has what a bot can do: no history, no search, no reactions, nothing for later."""

    hears: Hears = "nothing"

    def __init__(self, bot: BotChannel, user: int) -> None:
        self._bot, self._user = bot, user

    @property
    def channel(self) -> str:
        """``telegram``."""
        return "telegram"

    @property
    def account(self) -> str:
        """The account's user id."""
        return str(self._user)

    @property
    def state(self) -> ChannelState:
        """The bot's."""
        return self._bot.state

    @property
    def problem(self) -> Problem | None:
        """The bot's."""
        return self._bot.problem

    @property
    def link(self) -> Link | None:
        """How the account is connected."""
        return next((one for one in self._bot.links if one.user == self._user), None)

    @property
    def on_upload(self) -> Progress | None:
        """Hears how far the files of sends are."""
        return self._bot.uploads.on_progress

    @on_upload.setter
    def on_upload(self, hears: Progress | None) -> None:
        self._bot.uploads.on_progress = hears

    def stop_upload(self, client_ref: str) -> bool:
        """Stop the file of a send on its way; the send fails. False: it is not on its way."""
        return self._bot.uploads.stop(client_ref)

    async def admit(self, peer: Peer, *, first: bool) -> None:
        """Raises ChannelError where a bot may not write: the connection ended, or the client's
        last message is older than a day. ``first`` changes nothing."""
        if self._bot.state == "online":
            allowed(self.link, "reply")
        await refuse_late(self._bot.ingest, peer, self._bot.now())

    async def send(self, peer: Peer, request: SendRequested) -> Sent:
        """Hand a send to Telegram, in the account's name. Raises ChannelError."""
        client, sync = self._bot.line()
        try:
            book = AccountBook(sync, await sync.reader.scribe(self._user))
            sender = LinkSender(
                client, self._bot.settings, book, self._bot.uploads, sync.reader.link(self._user)
            )
            return await sender.send(int(peer.id), request)
        except Exception as error:
            raise self._bot.failed(error) from error

    async def fetch(self, ref: str) -> bytes:
        """The bytes of an attachment, by what its message said. Raises ChannelError."""
        client, sync = self._bot.line()
        await sync.reader.scribe(self._user)
        shelf = sync.reader.shelf(self._user)
        media = shelf.get(ref) if shelf is not None else None
        if shelf is None or media is None:
            raise ChannelError(Problem("telegram-bot-file-gone"))
        try:
            data = await download(client, self._bot.settings, media)
        except Exception as error:
            failed = self._bot.failed(error)
            if failed.retry_in is None:
                shelf.drop(ref)
                await shelf.save()
                raise ChannelError(Problem("telegram-bot-file-gone")) from error
            raise failed from error
        shelf.drop(ref)
        await shelf.save()
        return data

    async def transcribe(self, peer: Peer, message: str) -> str:
        """A bot is not told what is said. Raises ChannelError."""
        raise ChannelError(Problem("telegram-bot-cannot"))

    async def typing(self, peer: Peer, answering: str) -> None:
        """Show that an answer is written. Raises ChannelError."""
        action = types.SendMessageTypingAction()
        await self._do(peer, lambda target: functions.messages.SetTypingRequest(target, action))

    async def mark_read(self, peer: Peer, up_to: str) -> None:
        """Tell the client that everything up to ``up_to`` was read, where the account lets the bot
        do that. Raises ChannelError."""
        link = self.link
        number = up_to.partition(":")[0]
        if link is None or not link.may(READ) or not number.isdecimal():
            return
        await self._do(
            peer, lambda target: functions.messages.ReadHistoryRequest(target, int(number))
        )

    async def _do(self, peer: Peer, request: Callable[[object], object]) -> None:
        client, sync = self._bot.line()
        try:
            book = AccountBook(sync, await sync.reader.scribe(self._user))
            target = await book.input_peer(int(peer.id))
            if target is not None:
                link = allowed(sync.reader.link(self._user))
                await invoke(client, self._bot.settings, link, request(target))
        except Exception as error:
            raise self._bot.failed(error) from error
