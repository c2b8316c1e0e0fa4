"""One update of Telegram's to the events it means. https://core.telegram.org/type/Update"""

import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

from telethon import errors, functions, types

from core.channels.telegram import business_book
from core.channels.telegram.business_book import BusinessBook
from core.channels.telegram.converters import (
    chat_of,
    delete_event,
    pin_event,
    reactions_of,
    read_event,
)
from core.channels.telegram.drafts import CloudDrafts
from core.channels.telegram.problems import is_signed_out
from core.channels.telegram.reconcile import reaction_changes
from core.channels.telegram.scribe import Scribe
from core.channels.telegram.standing import Standings
from core.channels.telegram.voices import Transcripts
from core.domain.channels import Peer
from core.domain.events import Event

log = logging.getLogger(__name__)

Ask = Callable[[Any], Awaitable[Any]]


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

    def complete(self, updates: Iterable[Any]) -> bool:
        """Whether everyone named by the messages is known; a short update names nobody, and then
        the difference has to be asked for (https://core.telegram.org/api/updates)."""
        for update in updates:
            user = None
            if isinstance(update, types.UpdateShortMessage):
                user = update.user_id
            elif isinstance(update, types.UpdateNewMessage | types.UpdateEditMessage):
                user = chat_of(update.message.peer_id)
            if user not in (None, self._scribe.account.id) and not self._scribe.people.knows(user):
                return False
        return True

    async def apply(self, updates: Iterable[Any]) -> None:
        """Append what the updates say, in their order."""
        for update in updates:
            await self._scribe.append(await self._events(update))

    async def _events(self, update: Any) -> list[Event]:
        people, account, now = self._scribe.people, self._scribe.account, self._scribe.now()
        if isinstance(update, types.UpdateNewMessage | types.UpdateEditMessage):
            return await self._scribe.changes([update.message])
        if isinstance(update, types.UpdateShortMessage):
            return await self._scribe.changes([_long(update)])
        if isinstance(update, types.UpdateMessageID):
            self._scribe.refs.came_back(update.random_id, update.id)
            return []
        if isinstance(update, types.UpdateDeleteMessages):
            return await self._deleted(update.messages)
        if isinstance(update, types.UpdateReadHistoryInbox | types.UpdateReadHistoryOutbox):
            user = chat_of(update.peer)
            if user is None or not people.is_client(user):
                return []
            ours = isinstance(update, types.UpdateReadHistoryInbox)
            return [read_event(account.peer(user), "us" if ours else "client", update.max_id, now)]
        if isinstance(update, types.UpdateMessageReactions):
            return await self._reacted(update)
        if isinstance(update, types.UpdateUserTyping):
            typing = not isinstance(update.action, types.SendMessageCancelAction)
            if self._on_typing and typing and people.is_client(update.user_id):
                self._on_typing(account.peer(update.user_id))
            return []
        if isinstance(update, types.UpdatePinnedMessages):
            return await self._pinned(update)
        if isinstance(update, types.UpdateMessagePoll):
            return await self._polled(update)
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

    async def _deleted(self, ids: Sequence[int]) -> list[Event]:
        known = await self._scribe.known(ids)
        return [
            delete_event(one.peer, one.external_id, self._scribe.now())
            for one in known.values()
            if not one.deleted
        ]

    async def _pinned(self, update: Any) -> list[Event]:
        """Of messages that stand here; the others say so themselves when they come."""
        if chat_of(update.peer) is None:
            return []
        known = await self._scribe.known(update.messages)
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
        request = functions.messages.GetMessagesRequest([types.InputMessageID(update.msg_id)])
        answer = await self._asked(request)
        return await self._scribe.changes(answer.messages if answer else ())

    async def _reacted(self, update: Any) -> list[Event]:
        user = chat_of(update.peer)
        if user is None or not self._scribe.people.is_client(user):
            return []
        known = (await self._scribe.known([update.msg_id])).get(str(update.msg_id))
        if known is None:
            request = functions.messages.GetMessagesRequest([types.InputMessageID(update.msg_id)])
            answer = await self._asked(request)
            return await self._scribe.changes(answer.messages if answer else ())
        wanted = reactions_of(update.reactions, self._scribe.account.id)
        return reaction_changes(
            known.peer, known.external_id, wanted, known.reactions, self._scribe.now()
        )

    async def _profile(self, user: int) -> list[Event]:
        peer = self._scribe.people.input_peer(user)
        if peer is None:
            return []
        request = functions.users.GetUsersRequest([types.InputUser(user, peer.access_hash)])
        return self._scribe.people.meet(await self._asked(request) or (), self._scribe.now())

    async def _asked(self, request: Any) -> Any | None:
        """The answer to a question that an update raises; None where the server refuses it. What
        it would have told comes with the next look at the chat: it must not hold up the rest."""
        try:
            return await self._ask(request)
        except errors.RPCError as error:
            if is_signed_out(error):
                raise
            log.info("telegram: %s %s", type(error).__name__, error)
            return None


def _long(update: Any) -> Any:
    """A short message update as the message that it abbreviates."""
    return types.Message(
        id=update.id,
        peer_id=types.PeerUser(update.user_id),
        date=update.date,
        message=update.message,
        out=update.out,
        reply_to=update.reply_to,
        entities=update.entities,
        fwd_from=update.fwd_from,
    )
