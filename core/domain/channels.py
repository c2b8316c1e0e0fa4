"""Where a message came through, and who stands at the other end."""

import re
from enum import StrEnum
from typing import Final, Literal

import msgspec

Direction = Literal["in", "out"]
Actor = Literal["client", "us"]
Reacting = Literal["client", "us", "colleague"]
"""Whose a reaction is. A colleague's, another account of ours in a group, answers nothing."""
_PERSON: Final = re.compile(r"\+?[0-9]+(#|$)|[A-Z]{2}\.|@")
"""How WhatsApp calls a person: a number, a business-scoped id, or a username."""


class Channel(StrEnum):
    """A messenger, or one of the two sources of events that are not messengers."""

    TELEGRAM = "telegram"
    WHATSAPP = "whatsapp"
    DESK = "desk"
    CORE = "core"


class Peer(msgspec.Struct, frozen=True, order=True):
    """One person as one account of one channel knows them: the identity of a client.

    ``account`` is our side (Telegram user id, WhatsApp phone number id), ``id`` is theirs
    (Telegram user id, WhatsApp BSUID or, where there is none, wa_id). Phone and username are
    aliases, not identities.
    """

    channel: Channel
    account: str
    id: str


def is_group(peer: Peer) -> bool:
    """Whether several people write there. Telegram's groups have negative ids, as dialogs have
    them (https://core.telegram.org/api/bots/ids); WhatsApp's are called by no person's name."""
    if peer.channel is Channel.TELEGRAM:
        return peer.id.startswith("-")
    return peer.channel is Channel.WHATSAPP and bool(peer.id) and not _PERSON.match(peer.id)


class Profile(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a channel tells of a person. ``phone`` is E.164 with the plus, or None."""

    name: str = ""
    phone: str | None = None
    username: str | None = None
