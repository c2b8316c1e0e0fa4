"""What a desk did, as it tells the other desks of its team: events, packed. Pure."""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from core.domain.channels import Channel
from core.domain.events import Event, MessageReceived, ReactionSet, ReadUpTo, TeamMarked

FOREIGN: Final = "desk:"
"""In front of the external id of what another desk read, so that nobody tells it on."""


class _Packed(msgspec.Struct, frozen=True, omit_defaults=True):
    events: tuple[msgspec.Raw, ...]


def pack(events: Iterable[Event]) -> bytes:
    """As it is shared."""
    return msgspec.json.encode(_Packed(tuple(msgspec.Raw(msgspec.json.encode(e)) for e in events)))


def unpack(body: bytes, account: str, desk: str) -> list[Event]:
    """What ``desk`` did on this WhatsApp account: messages and reactions of ours, what was read,
    and what was put on a thread. Anything else, and what a newer version shares, is left out."""
    try:
        raws: Sequence[msgspec.Raw] = msgspec.json.decode(body, type=_Packed).events
    except (msgspec.DecodeError, UnicodeError):
        return []
    found = []
    for raw in raws:
        try:
            event = msgspec.json.decode(raw, type=Event)
        except (msgspec.DecodeError, UnicodeError):
            continue
        if (event.channel, event.account) == (Channel.WHATSAPP, account) and event.external_id:
            match event.body:
                case MessageReceived(direction="out") as said:
                    by = msgspec.structs.replace(said, author=desk)
                    found.append(msgspec.structs.replace(event, body=by))
                case ReactionSet(actor="us"):
                    found.append(event)
                case ReadUpTo(reader="us"):
                    name = FOREIGN + event.external_id.removeprefix(FOREIGN)
                    found.append(msgspec.structs.replace(event, external_id=name))
                case TeamMarked() as mark:
                    name = FOREIGN + event.external_id.removeprefix(FOREIGN)
                    told = msgspec.structs.replace(mark, desk=desk)
                    found.append(msgspec.structs.replace(event, external_id=name, body=told))
    return found
