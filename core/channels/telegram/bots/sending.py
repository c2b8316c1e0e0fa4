"""What a bot does in an account's name: each request goes by the connection, to its data centre.

https://core.telegram.org/method/invokeWithBusinessConnection. Files are uploaded as the bot's own
and named to Telegram for the connection (``messages.uploadMedia``) before they are sent.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager
from typing import Any, Final

from telethon import functions, types, utils

from core.channels.telegram.bots.links import DELETE_ALL, DELETE_SENT, REPLY, Link, allowed
from core.channels.telegram.bots.reader import Going
from core.channels.telegram.bots.sync import BotSync
from core.channels.telegram.box import inner
from core.channels.telegram.line import LineClient, call
from core.channels.telegram.scribe import Refs, Scribe
from core.channels.telegram.sending import Sender
from core.channels.telegram.session import TelegramSettings
from core.channels.telegram.words import ms
from core.channels.uploads import Uploads
from core.domain.channels import Peer
from core.domain.events import SendRequested
from core.domain.problems import ChannelError, Problem
from core.domain.sends import Delete, Forward, Pin, QuickReply, Reaction, Vote
from core.domain.window import SERVICE_WINDOW_MS
from core.ports import Ingest, KnownMessage, Sent

LOOK_BACK: Final = 100


async def invoke(client: LineClient, settings: TelegramSettings, link: Link, request: Any) -> Any:
    """A request in the account's name. Raises RPCError, ConnectionError, TimeoutError."""
    asked = functions.InvokeWithBusinessConnectionRequest(link.id, request)
    asked.SUBCLASS_OF_ID = request.SUBCLASS_OF_ID  # it is answered as what it holds
    await request.resolve(client, utils)
    if link.dc in (0, client.session.dc_id):
        return await call(client, asked, settings)
    if not client.alive:
        raise ConnectionError("the line is cut")
    async with asyncio.timeout(settings.request_timeout * 2):
        sender = await client._borrow_exported_sender(link.dc)
        try:
            return await sender.send(asked)
        except OSError:
            # Telethon would keep a sender that gave up: the next request gets a new one.
            client._borrowed_senders.pop(link.dc, None)
            await sender.disconnect()
            raise
        finally:
            if link.dc in client._borrowed_senders:
                await client._return_exported_sender(sender)


async def refuse_late(ingest: Ingest, peer: Peer, now: int) -> None:
    """Raises ChannelError where the client wrote nothing in the last 24 hours: Telegram lets a bot
    answer for so long (https://core.telegram.org/bots/api#businessbotrights, ``can_reply``).
    Where nothing of the client's is known here Telegram has the word."""
    written = [one for one in await ingest.recent(peer, LOOK_BACK) if one.direction == "in"]
    if written and max(one.at for one in written) + SERVICE_WINDOW_MS <= now:
        raise ChannelError(Problem("telegram-bot-day-over"))


class AccountBook:
    """One account's part of what a bot is told, as ``Sender`` writes to it."""

    def __init__(self, sync: BotSync, scribe: Scribe) -> None:
        self._sync, self._scribe = sync, scribe

    @property
    def refs(self) -> Refs:
        """Which sends became which messages."""
        return self._scribe.refs

    async def input_peer(self, user: int, refused: Any = None) -> Any | None:
        """How the bot names a client; nobody can be asked for another name. A bot may name users
        that it met without their hash (https://core.telegram.org/api/peers)."""
        peer = self._scribe.people.input_peer(user) or types.InputPeerUser(user, 0)
        return None if peer == refused else peer

    async def stands(self, message: Any) -> bool:
        """Whether a message is in the log."""
        return bool(await self._scribe.standing([message]))

    async def sent(self, message: Any, client_ref: str | None) -> None:
        """A send was answered with this message."""
        await self._sync.sent(self._scribe.account.id, message, client_ref)

    async def take_found(self, answer: Any) -> int:
        """A bot votes in nothing."""
        return 0

    def expecting(self, user: int, request: SendRequested) -> AbstractContextManager[None]:
        """A send to a client goes out."""
        account = self._scribe.account.id
        return self._sync.reader.expecting(Going(account, user, request.text, request.client_ref))

    async def out(self, user: int) -> list[KnownMessage]:
        """The newest messages of ours in a chat, once all that the server tells is here."""
        await self._sync.catch_up()
        peer = self._scribe.account.peer(user)
        newest = await self._scribe.recent(peer, LOOK_BACK)
        return [one for one in newest if one.direction == "out" and not one.deleted]


class LinkSender(Sender):
    """Sends in the name of the account of ``link``."""

    def __init__(
        self,
        client: LineClient,
        settings: TelegramSettings,
        book: AccountBook,
        uploads: Uploads,
        link: Link | None,
    ) -> None:
        super().__init__(client, settings, book, uploads)
        self._book = book
        self._link = link

    async def _send(self, user: int, peer: Any, request: SendRequested) -> Sent:
        if isinstance(request.content, Reaction | Vote | Pin | Forward | QuickReply):
            raise ChannelError(Problem("telegram-bot-cannot"))
        if isinstance(request.content, Delete):
            allowed(self._link, DELETE_ALL, DELETE_SENT)
        else:
            allowed(self._link, REPLY)
        with self._book.expecting(user, request):
            return await super()._send(user, peer, request)

    async def _ask(self, request: Any) -> Any:
        if isinstance(request, functions.messages.UploadMediaRequest):
            return await call(self._client, request, self._settings)
        return await invoke(self._client, self._settings, allowed(self._link), request)

    async def _held(self, peer: Any, media: Any) -> Any:
        request = functions.messages.UploadMediaRequest(
            peer, media, business_connection_id=allowed(self._link).id
        )
        return utils.get_input_media(await self._ask(request))

    async def _uploaded(self, peer: Any, request: SendRequested) -> Any:
        return await self._held(peer, await super()._uploaded(peer, request))

    async def _taken(self, user: int, request: SendRequested, random_id: int, answer: Any) -> Sent:
        made = sorted(
            (
                one.message
                for one in inner(answer)
                if isinstance(one, types.UpdateBotNewBusinessMessage)
            ),
            key=lambda message: int(message.id),
        )
        if not made:
            return await super()._taken(user, request, random_id, answer)
        for i, message in enumerate(made):
            await self._book.sent(message, None if i else request.client_ref)
        return Sent(str(made[0].id), ms(made[0].date))

    async def _named(self, peer: Any, message: int) -> AsyncIterator[Any]:
        """A bot cannot ask for a message: nothing is found."""
        nothing: tuple[Any, ...] = ()
        for one in nothing:
            yield one

    async def _sent_before(self, peer: Any, request: SendRequested) -> Sent:
        """Telegram has it already: it is told like everything that the account sends."""
        user = int(peer.user_id)
        refs = self._book.refs
        found = refs.id_of(request.client_ref)
        for one in await self._book.out(user):
            if not one.external_id.isdecimal():
                continue
            named = refs.ref_of(int(one.external_id))
            same = one.text.strip() == request.text.strip() and named is None
            if int(one.external_id) == found or same:
                refs.name(int(one.external_id), request.client_ref)
                return Sent(one.external_id, one.at)
        raise ChannelError(Problem("telegram-sent-unseen"))
