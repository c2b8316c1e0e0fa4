"""The webhook's JSON, as little of it as is used; what is unknown is ignored.

Lists are taken item by item (``msgspec.Raw``), so that one strange message spoils no other.
Shapes: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference
"""

from collections.abc import Mapping
from typing import TypeVar

import msgspec

T = TypeVar("T")
D = TypeVar("D")
Raw = msgspec.Raw
# An id: digits may come without quotes.
Name = str | int | None
NOTHING = msgspec.Raw(b"null")


class _Record(msgspec.Struct, frozen=True, kw_only=True):
    """Unknown fields are ignored; every field may be missing."""


class Webhook(_Record, frozen=True, kw_only=True):
    """The body of one POST."""

    entry: Raw = NOTHING


class Entry(_Record, frozen=True, kw_only=True):
    """What happened in one business account."""

    changes: Raw = NOTHING


class Change(_Record, frozen=True, kw_only=True):
    """One change of one subscribed ``field``."""

    field: Raw = NOTHING
    value: Raw = NOTHING


class Value(_Record, frozen=True, kw_only=True):
    """What changed; the lists are decoded one by one, each by itself."""

    metadata: Raw = NOTHING
    contacts: Raw = NOTHING
    messages: Raw = NOTHING
    message_echoes: Raw = NOTHING
    statuses: Raw = NOTHING
    calls: Raw = NOTHING
    history: Raw = NOTHING
    errors: Raw = NOTHING


class Metadata(_Record, frozen=True, kw_only=True):
    """Which of our numbers."""

    phone_number_id: Name = None


class ProfileName(_Record, frozen=True, kw_only=True):
    """What the person calls themselves."""

    name: str | None = None
    username: str | None = None


class Contact(_Record, frozen=True, kw_only=True):
    """Who wrote. ``user_id`` is the business-scoped id (BSUID); ``wa_id`` may be missing."""

    wa_id: Name = None
    user_id: Name = None
    profile: Raw = NOTHING


class Problem(_Record, frozen=True, kw_only=True):
    """An error; decisions are made on ``code``."""

    code: int | str | None = None
    title: str | None = None
    message: str | None = None


class Context(_Record, frozen=True, kw_only=True):
    """What a message answers, or that it was forwarded."""

    id: Name = None
    forwarded: bool | None = None
    frequently_forwarded: bool | None = None


class AdReferral(_Record, frozen=True, kw_only=True):
    """The ad or post that was tapped before this message."""

    source_url: str | None = None
    source_type: str | None = None
    source_id: Name = None
    headline: str | None = None
    body: str | None = None
    media_type: str | None = None
    image_url: str | None = None
    video_url: str | None = None
    thumbnail_url: str | None = None
    ctwa_clid: str | None = None


class Message(_Record, frozen=True, kw_only=True, rename={"sender": "from"}):
    """The head of a message; the part named by ``type`` is decoded by its kind."""

    id: Name = None
    timestamp: str | int | float
    type: Raw = NOTHING
    sender: Name = None
    from_user_id: Name = None
    to: Name = None
    to_user_id: Name = None
    context: Raw = NOTHING
    referral: Raw = NOTHING


class Text(_Record, frozen=True, kw_only=True):
    """``text``, and the ``text`` of a template's quick reply (``button``)."""

    body: str


class Button(_Record, frozen=True, kw_only=True):
    """A tap on a template's quick reply."""

    text: str | None = None
    payload: str | None = None


class Media(_Record, frozen=True, kw_only=True):
    """A file, by its media id. ``sha256`` is base64 in webhooks."""

    id: Name = None
    mime_type: str | None = None
    sha256: str | None = None
    caption: str | None = None
    filename: str | None = None
    voice: bool | None = None
    file_size: int | None = None


class Location(_Record, frozen=True, kw_only=True):
    """A place."""

    latitude: float | str | None = None
    longitude: float | str | None = None
    name: str | None = None
    address: str | None = None


class CardName(_Record, frozen=True, kw_only=True):
    """The name on a card."""

    formatted_name: str | None = None
    first_name: str | None = None


class CardPhone(_Record, frozen=True, kw_only=True):
    """A phone on a card."""

    phone: str | None = None
    wa_id: str | None = None


class CardEmail(_Record, frozen=True, kw_only=True):
    """An address on a card."""

    email: str | None = None


class Card(_Record, frozen=True, kw_only=True):
    """A contact card that was sent."""

    name: CardName | None = None
    phones: list[CardPhone] | None = None
    emails: list[CardEmail] | None = None


class OrderItem(_Record, frozen=True, kw_only=True):
    """A line of a basket."""

    product_retailer_id: str | int | None = None
    quantity: int | float | str | None = None
    item_price: int | float | str | None = None
    currency: str | None = None


class Order(_Record, frozen=True, kw_only=True):
    """A basket of the catalogue."""

    text: str | None = None
    product_items: list[OrderItem] | None = None


class Choice(_Record, frozen=True, kw_only=True):
    """A button or a row of a list that was chosen."""

    title: str | None = None
    description: str | None = None


class FlowReply(_Record, frozen=True, kw_only=True):
    """A filled form; ``response_json`` is JSON in a string."""

    body: str | None = None
    response_json: str | None = None


class Interactive(_Record, frozen=True, kw_only=True):
    """An answer to an interactive message of ours."""

    button_reply: Choice | None = None
    list_reply: Choice | None = None
    nfm_reply: FlowReply | None = None


class Reaction(_Record, frozen=True, kw_only=True):
    """Without an emoji the reaction is taken back."""

    message_id: Name = None
    emoji: str | None = None


class Edit(_Record, frozen=True, kw_only=True):
    """The new content of a message: an object like a message, its ``type`` and that part."""

    original_message_id: Name = None
    message: Raw = NOTHING


class Revoke(_Record, frozen=True, kw_only=True):
    """A message deleted for everyone."""

    original_message_id: Name = None


class System(_Record, frozen=True, kw_only=True):
    """WhatsApp's own notice about a person; the new number comes under either name."""

    type: str | None = None
    body: str | None = None
    wa_id: Name = None
    new_wa_id: Name = None
    user_id: Name = None


class Unsupported(_Record, frozen=True, kw_only=True):
    """What it was that the API does not pass on."""

    type: str | None = None


class Status(_Record, frozen=True, kw_only=True):
    """The state of a message of ours."""

    id: Name = None
    status: str
    timestamp: str | int | float
    recipient_id: Name = None
    recipient_user_id: Name = None
    biz_opaque_callback_data: str | None = None
    errors: Raw = NOTHING


class Call(_Record, frozen=True, kw_only=True, rename={"sender": "from"}):
    """A voice call, by its wacid; ``connect`` and ``terminate`` come under one id."""

    id: Name = None
    timestamp: str | int | float
    sender: Name = None
    from_user_id: Name = None
    to: Name = None
    to_user_id: Name = None
    direction: str | None = None


class HistoryChunk(_Record, frozen=True, kw_only=True):
    """A chunk of the past of a number that was on the phone before (Coexistence)."""

    threads: Raw = NOTHING


class HistoryThread(_Record, frozen=True, kw_only=True):
    """One chat of the past; ``id`` is the client's number."""

    id: Name = None
    messages: Raw = NOTHING


def read(raw: Raw | bytes, kind: type[T]) -> T:
    """Decode one record. Raises msgspec.DecodeError (ValidationError included)."""
    return msgspec.json.decode(raw, type=kind)


def items(raw: Raw) -> list[Raw]:
    """The members of a list that may be missing or null; a lone object counts as a list of one."""
    text = bytes(raw).strip()
    if text in (b"null", b""):
        return []
    if text.startswith(b"["):
        return msgspec.json.decode(text, type=list[Raw])
    return [Raw(text)]


_KINDS = frozenset(
    {
        "text", "image", "video", "document", "sticker", "audio", "location", "contacts", "order",
        "interactive", "button", "reaction", "edit", "revoke", "system", "unsupported",
    }
)  # fmt: skip


def kind(told: Raw, parts: Mapping[str, Raw]) -> str:
    """What kind a message object is: as it says, else by the part it has; '' where it has none."""
    return lenient(told, str, "") or next((key for key in parts if key in _KINDS), "")


def lenient(raw: Raw, kind: type[T], default: D) -> T | D:
    """The record, or ``default`` where it is missing or broken: for what a message can lack."""
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return default
