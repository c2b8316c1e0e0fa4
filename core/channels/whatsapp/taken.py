"""What Graph answers to a send that it took. Pure.

Shape: https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages
"""

import msgspec

from core.channels.whatsapp import records
from core.channels.whatsapp.gathering import is_bsuid, name, names
from core.channels.whatsapp.records import NOTHING, Name, Raw, Record
from core.domain.channels import Peer
from core.domain.events import Event, IdentityChanged
from core.domain.problems import ChannelError, Problem


class _Taken(Record, frozen=True, kw_only=True):
    messages: Raw = NOTHING
    contacts: Raw = NOTHING


class _Id(Record, frozen=True, kw_only=True):
    id: Name = None


def wamid(answer: bytes) -> str:
    """What Graph calls the message. Raises ChannelError, uncertain: it was taken (2xx), but nobody
    knows under which name; the statuses will tell."""
    try:
        taken = records.read(answer, _Taken)
        found = name(records.read(records.items(taken.messages)[0], _Id).id)
    except (msgspec.DecodeError, UnicodeError, IndexError):
        found = ""
    if not found:
        raise ChannelError(Problem("whatsapp-unsure", {"why": "answer"}), uncertain=True)
    return found


def known_as(answer: bytes, peer: Peer, at: int) -> list[Event]:
    """What else the person is called whom it was sent to: a number is not always the WhatsApp id
    that answers, nor does a BSUID tell it. They go on being written to as before."""
    if not (peer.id.isdigit() or is_bsuid(peer.id)):
        return []  # a group
    try:
        people = records.items(records.read(answer, _Taken).contacts)
        (contact,) = (records.soft(each, records.Contact) for each in people)
    except (msgspec.DecodeError, UnicodeError, ValueError):
        return []
    told = names(contact.wa_id, contact.user_id, contact.parent_user_id)
    return [
        Event(
            external_id=f"person:{ident}:{peer.id}",
            at=at,
            body=IdentityChanged(new_id=peer.id),
            peer=Peer(peer.channel, peer.account, ident),
        )
        for ident in told
        if ident != peer.id and (ident.isdigit() or is_bsuid(ident))
    ]
