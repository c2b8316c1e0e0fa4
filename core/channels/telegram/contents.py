"""Contents without a file as Telegram takes them: a place, a contact; what is answered. Pure."""

from typing import Any

from telethon import types

from core.channels.telegram.entities import entities_of
from core.channels.telegram.ids import number_of
from core.domain.events import SendRequested
from core.domain.problems import ChannelError, Problem
from core.domain.sends import Cards, Content, Place

_SHOWN = (types.MessageMediaGeo, types.MessageMediaVenue, types.MessageMediaContact)


def media_of(content: Content | None) -> Any | None:
    """A ``types.InputMedia…``; None where the content is sent otherwise. Raises ChannelError."""
    match content:
        case Place():
            point = types.InputGeoPoint(content.latitude, content.longitude)
            title = content.name or content.address
            if not title:
                return types.InputMediaGeoPoint(point)
            return types.InputMediaVenue(point, title, content.address, "", "", "")
        case Cards(cards=(card,)) if card.phones:
            first, _, last = card.name.partition(" ")
            return types.InputMediaContact(card.phones[0], first, last, vcard="")
        case Cards():
            raise ChannelError(Problem("telegram-one-contact"))
    return None


def shows(media: Any) -> bool:
    """Whether what stands in a chat is such a content."""
    return isinstance(media, _SHOWN)


def reply_of(request: SendRequested) -> Any:
    """What is answered, and which of its words are meant.

    https://core.telegram.org/constructor/inputReplyToMessage
    """
    quote, number = request.quote, number_of(request.reply_to or "")
    if quote is None:
        return types.InputReplyToMessage(number)
    return types.InputReplyToMessage(
        number, quote_text=quote.text, quote_offset=quote.at,
        quote_entities=entities_of(quote.text, quote.marks),
    )  # fmt: skip


def answered_of(request: SendRequested) -> Any:
    """The same as it stands in what was sent."""
    if not request.reply_to:
        return None
    made, quote = (
        types.MessageReplyHeader(reply_to_msg_id=number_of(request.reply_to)),
        request.quote,
    )
    if quote is not None:
        made.quote, made.quote_text, made.quote_offset = True, quote.text, quote.at
    return made
