"""One update of Telegram's to the events it means. https://core.telegram.org/type/Update"""

import logging
from collections.abc import Awaitable, Callable, Container, Iterable, Sequence
from typing import Any, Final

from telethon import errors, functions, types

from core.channels.telegram import business_book
from core.channels.telegram.business_book import BusinessBook
from core.channels.telegram.converters import (
    delete_event,
    pin_event,
    reactions_of,
    read_event,
)
from core.channels.telegram.drafts import CloudDrafts
from core.channels.telegram.ids import channel_id, chat_of, external, external_of, is_super
from core.channels.telegram.pages import messages_request
from core.channels.telegram.problems import is_signed_out
from core.channels.telegram.reconcile import reaction_changes
from core.channels.telegram.scribe import Scribe
from core.channels.telegram.standing import Standings
from core.channels.telegram.voices import Transcripts
from core.channels.telegram.words import ms
from core.domain.channels import Actor, Peer
from core.domain.events import Event

log = logging.getLogger(__name__)

Ask = Callable[[Any], Awaitable[Any]]

_MESSAGES = (
    types.UpdateNewMessage,
    types.UpdateEditMessage,
    types.UpdateNewChannelMessage,
    types.UpdateEditChannelMessage,
)
SOON: Final = 60_000
"""Milliseconds that a clock here may be behind."""
_GONE = 10_000
"""So many deleted messages are known by name."""
_TYPING = (types.UpdateUserTyping, types.UpdateChatUserTyping, types.UpdateChannelUserTyping)


class UpdateReader:
    """Reads updates in the light of what stands in the log."""

    def __init__(
        self,
        scribe: Scribe,
        ask: Ask,
        on_typing: Callable[[Peer], None] | None,
        transcripts: Transcripts,
        business: BusinessBook,
        drafts: CloudDrafts,
        standings: Standings,
    ) -> None:
        self._scribe = scribe
        self._transcripts = transcripts
        self._business = business
        self._drafts = drafts
        self._standings = standings
        self._ask = ask
        self._on_typing = on_typing
        self._gone: dict[str, None] = {}

    def complete(self, updates: Iterable[Any]) -> bool:
        """Whether everyone named by the messages is known; a short update names nobody, and then
        the difference has to be asked for (https://core.telegram.org/api/updates)."""
        for update in updates:
            user, writer = None, None
            if isinstance(update, types.UpdateShortMessage):
                user = update.user_id
            elif isinstance(update, types.UpdateShortChatMessage):
                user, writer = -update.chat_id, types.PeerUser(update.from_id)
            elif isinstance(update, _MESSAGES):
                user = chat_of(update.message.peer_id)
                writer = getattr(update.message, "from_id", None)
            if user not in (None, self._scribe.account.id) and not self._scribe.people.knows(user):
                return False
            if user is not None and user < 0 and not self._named(writer):
                return False
        return True

    def _named(self, writer: Any) -> bool:
        """Whether we know how who writes in a group is called."""
        ours = chat_of(writer) in (None, self._scribe.account.id)
        return ours or bool(self._scribe.names(writer))

    async def apply(self, updates: Iterable[Any]) -> None:
        """Append what the updates say, in their order. One that this version cannot make sense of
        must not hold up the others, and would come again with every difference."""
        for update in updates:
            try:
                events = await self._events(update)
            except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError,
                    ValueError):  # fmt: skip
                log.exception("update %s could not be read", type(update).__name__)
                continue
            await self._scribe.append(events)

    async def late(self, updates: Iterable[Any]) -> None:
        """Of what had been counted when it came: messages that are not here and were not deleted
        meanwhile, as they stand now, and deletions, which are final. What else it says may have
        changed since."""
        for update in updates:
            message = getattr(update, "message", None)
            if isinstance(update, types.UpdateShortMessage | types.UpdateShortChatMessage):
                message = _long(update, self._scribe.account.id)
            if message is not None:
                gone = external_of(message) in self._gone
                if gone or await self._scribe.standing([message]):
                    continue
                chat = chat_of(message.peer_id)
                if chat is not None and self._scribe.people.is_client(chat):
                    stands = await self._anew(chat, message.id)
                    if stands is not None:
                        await self._scribe.append(stands)
                        continue
            await self.apply([update])

    async def _events(self, update: Any) -> list[Event]:
        people, account, now = self._scribe.people, self._scribe.account, self._scribe.now()
        if isinstance(update, _MESSAGES):
            return [] if _waits(update, now) else await self._scribe.changes([update.message])
        if isinstance(update, types.UpdateShortMessage | types.UpdateShortChatMessage):
            return await self._scribe.changes([_long(update, account.id)])
        if isinstance(update, types.UpdateMessageID):
            self._scribe.refs.came_back(update.random_id, update.id)
            return []
        if isinstance(update, types.UpdateDeleteMessages):
            return await self._deleted(update.messages)
        if isinstance(update, types.UpdateDeleteChannelMessages):
            return await self._deleted(update.messages, channel_id(update.channel_id))
        if isinstance(update, types.UpdateReadChannelInbox | types.UpdateReadChannelOutbox):
            chat = channel_id(update.channel_id)
            if not people.is_client(chat):
                return []
            side: Actor = "us" if isinstance(update, types.UpdateReadChannelInbox) else "client"
            return [read_event(account.peer(chat), side, update.max_id, now)]
        if isinstance(update, types.UpdateReadHistoryInbox | types.UpdateReadHistoryOutbox):
            user = chat_of(update.peer)
            if user is None or not people.is_client(user):
                return []
            ours = isinstance(update, types.UpdateReadHistoryInbox)
            return [read_event(account.peer(user), "us" if ours else "client", update.max_id, now)]
        if isinstance(update, types.UpdateMessageReactions):
            return await self._reacted(update)
        if isinstance(update, _TYPING):
            typing = not isinstance(update.action, types.SendMessageCancelAction)
            chat = _typed_in(update)
            if self._on_typing and typing and people.is_client(chat):
                self._on_typing(account.peer(chat))
            return []
        if isinstance(update, types.UpdatePinnedMessages):
            return await self._pinned(update, chat_of(update.peer))
        if isinstance(update, types.UpdatePinnedChannelMessages):
            return await self._pinned(update, channel_id(update.channel_id))
        if isinstance(update, types.UpdateMessagePoll):
            return await self._polled(update)
        if isinstance(update, types.UpdateWebPage | types.UpdateChannelWebPage):
            await self._scribe.looked_up(update.webpage)
            return []
        if isinstance(update, types.UpdateTranscribedAudio):
            self._transcripts.take(update)
            return []
        if isinstance(update, types.UpdateDraftMessage):
            await self._drafts.take(update)
            return []
        if isinstance(update, business_book.UPDATES):
            await self._business.take(update)
            return []
        if getattr(update, "user_id", None) == account.id and isinstance(update, types.UpdateUser):
            self._business.wanted.set()
        if isinstance(update, types.UpdateUserName | types.UpdateUserPhone | types.UpdateUser):
            return await self._profile(update.user_id)
        return await self._standings.of_update(update)

    async def _deleted(self, ids: Sequence[int], chat: int = 0) -> list[Event]:
        known = await self._scribe.known(ids, chat)
        # they may have been told of before they are: see `late`
        self._gone |= dict.fromkeys(external(chat, one) for one in ids)
        while len(self._gone) > _GONE:
            self._gone.pop(next(iter(self._gone)))
        return [
            delete_event(one.peer, one.external_id, self._scribe.now())
            for one in known.values()
            if not one.deleted
        ]

    async def _pinned(self, update: Any, chat: int | None) -> list[Event]:
        """Of messages that stand here; the others say so themselves when they come."""
        if chat is None:
            return []
        known = await self._scribe.known(update.messages, chat)
        pinned = bool(update.pinned)
        return [
            pin_event(one.peer, one.external_id, self._scribe.now(), pinned=pinned)
            for one in known.values()
            if one.pinned != pinned
        ]

    async def _polled(self, update: Any) -> list[Event]:
        """The results are told without the poll, and in part: the message is asked for."""
        user = chat_of(update.peer)
        if user is None or not self._scribe.people.is_client(user) or not update.msg_id:
            return []
        return await self._anew(user, update.msg_id) or []

    async def _anew(self, chat: int, message: int) -> list[Event] | None:
        """A message as it stands at the server, which may have it no more; None where it has no
        answer."""
        peer = self._scribe.people.input_peer(chat)
        if peer is None and is_super(chat):
            return None  # its numbers are its own
        answer = await self._asked(messages_request(peer, [message]))
        if answer is None:
            return None
        await self._scribe.meet([*answer.users, *answer.chats], [chat])
        return await self._scribe.changes(answer.messages)

    async def _reacted(self, update: Any) -> list[Event]:
        user = chat_of(update.peer)
        if user is None or not self._scribe.people.is_client(user):
            return []
        found = await self._scribe.known([update.msg_id], user)
        known = found.get(external(user, update.msg_id))
        if known is None:
            return await self._anew(user, update.msg_id) or []
        wanted = reactions_of(update.reactions, self._scribe.account, user)
        return reaction_changes(
            known.peer, known.external_id, wanted, known.reactions, self._scribe.now()
        )

    async def _profile(self, user: int) -> list[Event]:
        peer = self._scribe.people.input_peer(user)
        if not isinstance(peer, types.InputPeerUser):
            return []
        request = functions.users.GetUsersRequest([types.InputUser(user, peer.access_hash)])
        found = await self._asked(request) or ()
        met = self._scribe.people.meet(found, self._scribe.now())
        return [*met, *await self._standings.of_users(found)]

    async def _asked(self, request: Any) -> Any | None:
        """The answer to a question that an update raises; None where the server has none. What
        it would have told comes with the next look at the chat: it must not hold up the rest."""
        try:
            return await self._ask(request)
        except (errors.RPCError, errors.TypeNotFoundError, TimeoutError) as error:
            if is_signed_out(error):
                raise
            log.info("telegram: %s %s", type(error).__name__, error)
            return None


def untold(updates: Iterable[Any], told: Container[str]) -> list[Any]:
    """What remains of updates after the difference that they made necessary: those without a
    position, but no reactions to messages that the difference has ``told`` of (their names). Those
    have no position either, and it knows of what happened after them."""
    return [
        one
        for one in updates
        if not getattr(one, "pts", 0)
        and not (
            isinstance(one, types.UpdateMessageReactions)
            and external(chat_of(one.peer) or 0, one.msg_id) in told
        )
    ]


def _waits(update: Any, now: int) -> bool:
    """Whether it is the edit of a message whose time has not come (some servers tell it so, and
    not as ``updateNewScheduledMessage``): it stands in no chat."""
    edited = isinstance(update, types.UpdateEditMessage | types.UpdateEditChannelMessage)
    if not edited or not getattr(update.message, "from_scheduled", None):
        return False
    return (ms(update.message.date) or 0) > now + SOON


def _typed_in(update: Any) -> int:
    """The chat that somebody types in."""
    if isinstance(update, types.UpdateUserTyping):
        return int(update.user_id)
    if isinstance(update, types.UpdateChatUserTyping):
        return -int(update.chat_id)
    return channel_id(update.channel_id)


def _long(update: Any, own: int) -> Any:
    """A short message update as the message that it abbreviates."""
    group = isinstance(update, types.UpdateShortChatMessage)
    writer = own if update.out else getattr(update, "from_id", 0)
    return types.Message(
        id=update.id,
        peer_id=types.PeerChat(update.chat_id) if group else types.PeerUser(update.user_id),
        from_id=types.PeerUser(writer) if group else None,
        date=update.date,
        message=update.message,
        out=update.out,
        reply_to=update.reply_to,
        entities=update.entities,
        fwd_from=update.fwd_from,
    )
