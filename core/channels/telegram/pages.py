"""Pages of chats and of the list of chats, as the server gives them. Pure."""

from collections.abc import Iterable
from typing import Any

import msgspec
from telethon import functions, types
from telethon.utils import get_peer_id

from core.channels.telegram import ids
from core.channels.telegram.page_reader import HistoryRequest
from core.channels.telegram.people import People
from core.ports import KnownMessage


class Page(msgspec.Struct, frozen=True):
    """A page of a chat: its messages, the ids it speaks of, whether it reaches the chat's start,
    and how many messages the chat has (0: the server did not say). A page may be shorter than
    what was asked for without being the last."""

    messages: list[Any]
    ids: list[int]
    last: bool
    count: int = 0

    @staticmethod
    def of(answer: Any, below: int) -> "Page":
        """From ``messages.Messages``, which is all there is, or a slice."""
        if isinstance(answer, types.messages.Messages):
            whole = True
        elif below:
            whole = not answer.messages
        else:
            whole = not answer.inexact and len(answer.messages) >= answer.count
        found = [one for one in answer.messages if not isinstance(one, types.MessageEmpty)]
        ids = [one.id for one in answer.messages]
        return Page(found, ids, whole, getattr(answer, "count", 0) or (0 if below else len(ids)))


def number_of(message: KnownMessage) -> int:
    """The id of a message that stands here; below 0 where the server gave it none."""
    return ids.number_of(message.external_id)


def messages_request(peer: Any, numbers: Iterable[int]) -> Any:
    """Messages by their numbers: a supergroup's are asked for with it."""
    asked = [types.InputMessageID(one) for one in numbers]
    if isinstance(peer, types.InputPeerChannel):
        channel = types.InputChannel(peer.channel_id, peer.access_hash)
        return functions.channels.GetMessagesRequest(channel, asked)
    return functions.messages.GetMessagesRequest(asked)


def read_request(peer: Any, up_to: int) -> Any:
    """Everything of a chat up to that number was read by us."""
    if isinstance(peer, types.InputPeerChannel):
        channel = types.InputChannel(peer.channel_id, peer.access_hash)
        return functions.channels.ReadHistoryRequest(channel, max_id=up_to)
    return functions.messages.ReadHistoryRequest(peer=peer, max_id=up_to)


class DeleteThere(functions.channels.DeleteMessagesRequest):  # type: ignore[misc]
    """Deletes in a supergroup. Telethon takes the position in the answer, by its constructor, for
    one of the account's own sequence (``MTProtoSender._store_own_updates``)."""

    @staticmethod
    def read_result(reader: Any) -> Any:
        """The answer, by no constructor."""
        answer = reader.tgread_object()
        if isinstance(answer, types.messages.AffectedMessages):
            return _There(answer.pts, answer.pts_count)
        return answer


class _There(types.messages.AffectedMessages):  # type: ignore[misc]
    CONSTRUCTOR_ID = 0


def history_request(peer: Any, limit: int, below: int = 0) -> Any:
    """``messages.getHistory``: ``limit`` messages under id ``below`` (0: from the newest)."""
    return HistoryRequest(
        peer=peer,
        offset_id=below,
        offset_date=None,
        add_offset=0,
        limit=limit,
        max_id=0,
        min_id=0,
        hash=0,
    )


def last_of(answer: Any) -> Any | None:
    """The top message of the last dialog of a page: where the next page begins. Pinned dialogs
    stand first whatever their date."""
    tops = {(key_of(one.peer_id), one.id): one for one in answer.messages if one.date}
    for dialog in reversed(answer.dialogs):
        top = tops.get((key_of(dialog.peer), dialog.top_message))
        if top is not None and not dialog.pinned:
            return top
    return None


def key_of(peer: Any) -> tuple[str, int]:
    """A peer of any kind as something to compare."""
    return type(peer).__name__, get_peer_id(peer)


def input_of(peer: Any, answer: Any, people: People) -> Any | None:
    """How to name the peer of a dialog as an offset."""
    if isinstance(peer, types.PeerUser):
        return people.input_peer(peer.user_id)
    if isinstance(peer, types.PeerChat):
        return types.InputPeerChat(peer.chat_id)
    for chat in answer.chats:
        if isinstance(peer, types.PeerChannel) and chat.id == peer.channel_id:
            return types.InputPeerChannel(chat.id, getattr(chat, "access_hash", 0) or 0)
    return None
