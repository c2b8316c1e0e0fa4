"""Chats and messages by number. A chat is known as dialogs have it: a person by the user id, a
basic group by its id below 0, a supergroup by its id below -10^12
(https://core.telegram.org/api/bots/ids).

Messages of people and basic groups are numbered within the account, those of a supergroup within
it (https://core.telegram.org/api/updates): such a one is named with its chat. Pure.
"""

from typing import Any, Final

from telethon import types, utils

from core.domain.places import named, place_of

_CHANNELS: Final = -1_000_000_000_000


def is_super(chat: int) -> bool:
    """Whether the chat is a supergroup (or a channel): it has numbers and updates of its own."""
    return chat < _CHANNELS


def channel_id(channel: int) -> int:
    """The chat that Telegram's ``channel_id`` means."""
    return _CHANNELS - channel


def bare(chat: int) -> int:
    """Telegram's id of a group."""
    return _CHANNELS - chat if is_super(chat) else -chat


def chat_of(peer: Any) -> int | None:
    """The chat that a Peer or InputPeer names; None for what is none."""
    if type(peer) is types.PeerUser:
        return int(peer.user_id)  # mostly, and several times a message
    if isinstance(peer, types.PeerUser | types.PeerChat | types.PeerChannel):
        return int(utils.get_peer_id(peer))
    if isinstance(peer, types.InputPeerUser | types.InputPeerChat | types.InputPeerChannel):
        return int(utils.get_peer_id(peer))
    return None


def is_service(message: Any) -> bool:
    """Whether it is a line of the messenger's own. Telethon's messages are of an abstract class,
    which takes ``isinstance`` a microsecond."""
    return type(message) is types.MessageService


def external(chat: int, message: int) -> str:
    """What a message is called in the log."""
    return named(str(chat) if is_super(chat) else "", message)


def external_of(message: Any) -> str:
    """What a message of the server is called in the log."""
    return external(chat_of(message.peer_id) or 0, message.id)


def number_of(external_id: str) -> int:
    """The number of a message; below 0 where its name tells none."""
    place = place_of(external_id)
    return place[1] if place is not None else -1


def chat_in(external_id: str, otherwise: int) -> int:
    """The chat whose number a message has: a thread may go on in a supergroup."""
    place = place_of(external_id)
    return int(place[0]) if place is not None and place[0] else otherwise


def of_chat(external_id: str, chat: int) -> bool:
    """Whether a message of a thread is counted in ``chat``; what tells no number may be."""
    place = place_of(external_id)
    return place is None or place[0] == (str(chat) if is_super(chat) else "")
