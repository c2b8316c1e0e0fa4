"""Sends: text, files and replies, each shown once however often it is tried.

Telegram refuses a second message with the same ``random_id`` (RANDOM_ID_DUPLICATE,
https://core.telegram.org/method/messages.sendMessage), so it is made from the reference of the
send; a refused one is looked up in the chat.
"""

import hashlib
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any, Final, Protocol

from msgspec import structs
from telethon import errors, functions, types, utils

from core.channels.telegram import gestures
from core.channels.telegram.box import inner
from core.channels.telegram.contents import answered_of, media_of, reply_of, shows
from core.channels.telegram.converters import CLOCK_SLACK
from core.channels.telegram.entities import User, entities_of
from core.channels.telegram.ids import (
    chat_in,
    chat_of,
    external,
    external_of,
    number_of,
    of_chat,
)
from core.channels.telegram.line import LineClient, call
from core.channels.telegram.outgoing_media import OutgoingMedia, is_stale
from core.channels.telegram.pages import history_request, messages_request
from core.channels.telegram.scribe import Refs
from core.channels.telegram.session import TelegramSettings
from core.channels.telegram.words import ms
from core.channels.uploads import Uploads
from core.domain.events import SendRequested, SentFile
from core.domain.problems import ChannelError, Problem
from core.domain.rooms import GENERAL
from core.domain.sends import (
    Cards,
    Delete,
    Edit,
    Forward,
    Pin,
    Place,
    QuickReply,
    Reaction,
    Vote,
)
from core.ports import Sent

TEXT_LIMIT: Final = 4096
CAPTION_LIMIT: Final = 1024
LOOK_BACK: Final = 100
UPLOADS: Final = 3
"""So often the files of one send go up at once, where the server knows them no more."""
_NEW: Final = (types.UpdateNewMessage, types.UpdateNewChannelMessage)


def random_id_of(client_ref: str) -> int:
    """The signed 64-bit id that Telegram tells sends apart by; never 0."""
    digest = hashlib.sha256(client_ref.encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True) or 1


class Book(Protocol):
    """What a send is written to."""

    @property
    def refs(self) -> Refs:
        """Which sends became which messages."""

    async def input_peer(self, user: int, refused: Any = None) -> Any | None:
        """How to name a user; another way where the server ``refused`` that one."""

    async def sent(self, message: Any, client_ref: str | None) -> None:
        """A send was answered with this message."""

    async def stands(self, message: Any) -> bool:
        """Whether a message is in the log."""

    async def take_found(self, answer: Any) -> int:
        """Messages that were asked for stand so now."""


class Sender:
    """Hands the operator's messages to Telegram."""

    def __init__(
        self, client: LineClient, settings: TelegramSettings, sync: Book, uploads: Uploads, *,
        clears: bool = False, user: User = lambda _id: None,
    ) -> None:  # fmt: skip
        """``clears``: what goes out takes the chat's draft in the cloud along. ``user`` says how to
        name somebody who is mentioned."""
        self._user = user
        self._clears = clears or None
        self._client = client
        self._settings = settings
        self._sync = sync
        self._media = OutgoingMedia(client, settings, uploads)

    async def send(self, user: int, request: SendRequested) -> Sent:
        """Send to ``user``. Raises ChannelError, and Telethon's errors."""
        limit = CAPTION_LIMIT if request.file else TEXT_LIMIT
        if _length(request.text) > limit:
            raise ChannelError(Problem("telegram-message-too-long", {"limit": str(limit)}))
        target = getattr(request.content, "target", "")
        if not isinstance(request.content, Forward):
            user = chat_in(target, user)
        peer = await self._sync.input_peer(user)
        if peer is None:
            raise ChannelError(Problem("telegram-peer-gone"))
        try:
            return await self._send(user, peer, request)
        except errors.PeerIdInvalidError:
            # The name of a user may change (a server that was set up anew, another sign-in).
            peer = await self._sync.input_peer(user, refused=peer)
            if peer is None:
                raise
            return await self._send(user, peer, request)

    async def _ask(self, request: Any) -> Any:
        return await call(self._client, request, self._settings)

    async def _send(self, user: int, peer: Any, request: SendRequested) -> Sent:
        match request.content:
            case Reaction():
                return await gestures.react(self._ask, peer, request.content)
            case Edit():
                media = await self._other_file(peer, request, request.content)
                return await gestures.edit(
                    self._ask, peer, request.content, self._named, self._user, media
                )
            case Delete():
                return await gestures.delete(self._ask, peer, request.content)
            case Vote():
                return await gestures.vote(self._ask, peer, request.content, self._sync.take_found)
            case Pin():
                return await gestures.pin(self._ask, peer, request.content)
        random_id = random_id_of(request.client_ref)
        self._sync.refs.expect(random_id, request.client_ref, chat_of(peer) or 0)
        stands = await self._arrived(peer, request, random_id)
        if stands is not None:
            return stands
        asked = round(time.time() * 1000) + self._client.behind_ms
        try:
            answer = await self._asked(peer, request, random_id)
        except errors.RandomIdDuplicateError:
            return await self._sent_before(peer, request)
        except errors.TypeNotFoundError as error:
            # It may be out: the answer to it is what could not be read.
            self._sync.refs.doubt(random_id, asked)
            raise ChannelError(
                Problem("telegram-server", {"text": "strange answer"}), uncertain=True
            ) from error
        try:
            return await self._taken(user, request, random_id, answer)
        except ChannelError:
            self._sync.refs.doubt(random_id, asked)
            raise

    async def _asked(self, peer: Any, request: SendRequested, random_id: int) -> Any:
        """The words that are quoted may have been changed since: then the whole is answered. What
        was uploaded may be known no more: then it goes up again."""
        left = UPLOADS
        while True:
            try:
                return await self._ask(await self._request(peer, request, random_id))
            except errors.BadRequestError as error:
                if request.quote is not None and error.message == "QUOTE_TEXT_INVALID":
                    request = structs.replace(request, quote=None)
                    continue
                left -= 1
                if not left or not request.file or not is_stale(error):
                    raise

    async def _arrived(self, peer: Any, request: SendRequested, random_id: int) -> Sent | None:
        """A send of which no readable word came back may stand there already. Telegram itself would
        refuse it a second time, other servers may not: it is looked for in what was written since.
        """
        doubted = self._sync.refs.doubted(random_id)
        if doubted is None:
            return None
        since, before = doubted
        with suppress(errors.RPCError, errors.TypeNotFoundError):
            async for message in self._newest(peer):
                if (ms(message.date) or 0) < since - CLOCK_SLACK * 1000:
                    break
                ours = isinstance(message, types.Message) and message.out
                if not ours or not self._matches(message, request):
                    continue
                if before and await self._sync.stands(message):
                    continue  # another one with the same words: this one would have its name
                await self._sync.sent(message, request.client_ref)
                return Sent(external_of(message), ms(message.date))
        return None

    async def _request(self, peer: Any, request: SendRequested, random_id: int) -> Any:
        # A message of the group that a supergroup was before cannot be answered there.
        answers = request.reply_to or ""
        told = number_of(answers) > 0 and of_chat(answers, chat_of(peer) or 0)
        reply = reply_of(request) if told else _in_topic(request)
        if isinstance(request.content, Forward):
            return await self._forward(peer, request, random_id)
        if isinstance(request.content, QuickReply):
            return _quick_reply(peer, request.client_ref, request.content)
        if request.more:
            return await self._album(peer, request, reply)
        made = media_of(request.content)
        if made is not None:
            return functions.messages.SendMediaRequest(
                peer=peer, media=made, message="", random_id=random_id, reply_to=reply,
                silent=request.silent or None,
            )  # fmt: skip
        if not request.file:
            return functions.messages.SendMessageRequest(
                peer=peer, message=request.text, random_id=random_id, reply_to=reply,
                entities=self._marks(request), clear_draft=self._clears,
                silent=request.silent or None,
            )  # fmt: skip
        return functions.messages.SendMediaRequest(
            peer=peer,
            media=await self._uploaded(peer, request),
            message=request.text,
            random_id=random_id,
            reply_to=reply,
            entities=self._marks(request),
            clear_draft=self._clears,
            silent=request.silent or None,
        )

    def _marks(self, request: SendRequested) -> list[Any] | None:
        return entities_of(request.text, request.marks, self._user)

    async def _forward(self, peer: Any, request: SendRequested, random_id: int) -> Any:
        wanted, ref = request.content, request.client_ref
        assert isinstance(wanted, Forward)
        source = await self._sync.input_peer(chat_in(wanted.target, int(wanted.source)))
        if source is None:
            raise ChannelError(Problem("telegram-peer-gone"))
        return functions.messages.ForwardMessagesRequest(
            from_peer=source,
            id=[number_of(wanted.target), *map(number_of, wanted.more)],
            to_peer=peer,
            random_id=[
                random_id,
                *(random_id_of(f"{ref}#{i + 1}") for i in range(len(wanted.more))),
            ],
            drop_author=not wanted.named,
            top_msg_id=request.topic if request.topic > GENERAL else None,
        )

    async def _album(self, peer: Any, request: SendRequested, reply: Any) -> Any:
        """Each file is taken by the server first (https://core.telegram.org/api/files): then all
        of them go out at once. The first has the caption and the send's own ``random_id``."""
        first = SentFile(file=request.file, name=request.file_name, mime=request.mime)
        singles = []
        for i, one in enumerate((first, *request.more)):
            media = await self._media.upload(request.client_ref, one, (i, 1 + len(request.more)))
            singles.append(
                types.InputSingleMedia(
                    media=await self._held(peer, media),
                    message="" if i else request.text,
                    entities=None if i else self._marks(request),
                    random_id=random_id_of(request.client_ref + (f"#{i}" if i else "")),
                )
            )
        return functions.messages.SendMultiMediaRequest(
            peer=peer, multi_media=singles, reply_to=reply, clear_draft=self._clears,
            silent=request.silent or None,
        )  # fmt: skip

    async def _held(self, peer: Any, media: Any) -> Any:
        """What was uploaded, as the server names it from now on."""
        request = functions.messages.UploadMediaRequest(peer, media)
        return utils.get_input_media(await self._ask(request))

    async def _uploaded(self, _peer: Any, request: SendRequested) -> Any:
        one = SentFile(file=request.file, name=request.file_name, mime=request.mime)
        return await self._media.upload(request.client_ref, one, wave=request.wave)

    async def _other_file(self, peer: Any, request: SendRequested, wanted: Edit) -> Any:
        if not wanted.file:
            return None
        name, mime = wanted.file_name, wanted.mime
        one = structs.replace(request, file=wanted.file, file_name=name, mime=mime)
        return await self._uploaded(peer, one)

    async def _taken(self, user: int, request: SendRequested, random_id: int, answer: Any) -> Sent:
        if isinstance(answer, types.UpdateShortSentMessage):
            message = types.Message(
                id=answer.id,
                peer_id=types.PeerUser(user),
                date=answer.date,
                message=request.text,
                out=True,
                media=answer.media,
                entities=answer.entities,
                reply_to=answered_of(request),
            )
            await self._sync.sent(message, request.client_ref)
            return Sent(str(answer.id), ms(answer.date))
        updates = inner(answer)
        ids = [
            one.id
            for one in updates
            if isinstance(one, types.UpdateMessageID) and one.random_id == random_id
        ]
        for update in updates:
            if isinstance(update, _NEW) and (not ids or update.message.id == ids[0]):
                await self._sync.sent(update.message, request.client_ref)
                await self._others(updates, update.message.id)
                return Sent(external_of(update.message), ms(update.message.date))
        if ids:
            return Sent(external(user, ids[0]), ms(answer.date))
        # Taken, but not told under which name: asked once more, it is refused as sent before and
        # looked up.
        raise ChannelError(Problem("telegram-server", {"text": "no message id"}), uncertain=True)

    async def _others(self, updates: list[Any], first: int) -> None:
        """The rest of an album: messages of their own."""
        for update in updates:
            if isinstance(update, _NEW) and update.message.id != first:
                await self._sync.sent(update.message, None)

    async def _sent_before(self, peer: Any, request: SendRequested) -> Sent:
        """Telegram has it already: find what it is called."""
        found = self._sync.refs.id_of(request.client_ref)
        taken = None
        async for message in self._named(peer, found) if found else self._newest(peer):
            if not isinstance(message, types.Message) or not message.out:
                continue
            if message.id == found or self._matches(message, request):
                taken = taken or message
                if message.id == found or not await self._sync.stands(message):
                    taken = message
                    break
        if taken is not None:
            await self._sync.sent(taken, request.client_ref)
            return Sent(external_of(taken), ms(taken.date))
        # It was taken once and does not stand there now: trying again would not bring it.
        raise ChannelError(Problem("telegram-sent-unseen"))

    async def _named(self, peer: Any, message: int) -> AsyncIterator[Any]:
        for one in (await self._ask(messages_request(peer, [message]))).messages:
            yield one

    async def _newest(self, peer: Any) -> AsyncIterator[Any]:
        """The newest messages of a chat, from however short pages."""
        below = seen = 0
        while seen < LOOK_BACK:
            look = history_request(peer, LOOK_BACK - seen, below)
            page = (await self._ask(look)).messages
            if not page:
                return
            for one in page:
                yield one
            seen, below = seen + len(page), min(one.id for one in page)

    def _matches(self, message: Any, request: SendRequested) -> bool:
        chat = chat_of(message.peer_id) or 0
        if self._sync.refs.ref_of(message.id, chat) not in (None, request.client_ref):
            return False
        if isinstance(request.content, Place | Cards):
            return shows(message.media)
        has_file = isinstance(message.media, types.MessageMediaDocument | types.MessageMediaPhoto)
        same_text = (message.message or "").strip() == request.text.strip()
        return same_text and (
            has_file == bool(request.file) or isinstance(request.content, Forward | QuickReply)
        )


def _in_topic(request: SendRequested) -> Any:
    """What answers nothing goes to a topic of a forum as an answer to that; of the general one
    nothing is said. https://core.telegram.org/api/forum"""
    topic = request.topic
    return types.InputReplyToMessage(topic) if topic > GENERAL else None


def _quick_reply(peer: Any, client_ref: str, wanted: QuickReply) -> Any:
    """Each of its messages has a name of its own, the first that of the send.

    https://core.telegram.org/method/messages.sendQuickReplyMessages
    """
    names = [client_ref + (f"#{i}" if i else "") for i in range(len(wanted.messages))]
    return functions.messages.SendQuickReplyMessagesRequest(
        peer=peer, shortcut_id=wanted.shortcut, id=list(wanted.messages),
        random_id=[random_id_of(name) for name in names],
    )  # fmt: skip


def _length(text: str) -> int:
    # Telegram counts UTF-16 code units.
    return len(text.encode("utf-16-le")) // 2
