"""The webhook's JSON, as little of it as is used; what is unknown is ignored.

Lists are taken item by item (``msgspec.Raw``), so that one strange message spoils no other.
Shapes: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import TypeVar

import msgspec

T = TypeVar("T")
D = TypeVar("D")
R = TypeVar("R", bound=msgspec.Struct)
Raw = msgspec.Raw
# An id: digits may come without quotes.
Name = str | int | None
# What is shown: a number or a yes may come without quotes.
Word = str | int | float | bool | None
NOTHING = msgspec.Raw(b"null")
_WORD = re.compile(r"[^a-z0-9]+")


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Unknown fields are ignored; every field may be missing."""


class Webhook(Record, frozen=True, kw_only=True):
    """The body of one POST."""

    object: Raw = NOTHING
    entry: Raw = NOTHING


class Entry(Record, frozen=True, kw_only=True):
    """What happened in one business account; ``time`` is told of what has none of its own."""

    id: Name = None
    time: str | int | float | None = None
    changes: Raw = NOTHING


class Change(Record, frozen=True, kw_only=True):
    """One change of one subscribed ``field``."""

    field: Raw = NOTHING
    value: Raw = NOTHING


class Value(Record, frozen=True, kw_only=True):
    """What changed; the lists are decoded one by one, each by itself."""

    metadata: Raw = NOTHING
    contacts: Raw = NOTHING
    messages: Raw = NOTHING
    message_echoes: Raw = NOTHING
    statuses: Raw = NOTHING
    calls: Raw = NOTHING
    history: Raw = NOTHING
    state_sync: Raw = NOTHING
    user_preferences: Raw = NOTHING
    groups: Raw = NOTHING
    errors: Raw = NOTHING


class Metadata(Record, frozen=True, kw_only=True):
    """Which of our numbers."""

    phone_number_id: Name = None
    display_phone_number: Name = None


class ProfileName(Record, frozen=True, kw_only=True):
    """What the person calls themselves."""

    name: str | None = None
    username: str | None = None


class Contact(Record, frozen=True, kw_only=True):
    """Who wrote. ``user_id`` is the business-scoped id (BSUID), ``parent_user_id`` the one that
    linked portfolios share; ``wa_id`` may be missing."""

    wa_id: Name = None
    user_id: Name = None
    parent_user_id: Name = None
    profile: Raw = NOTHING


class Problem(Record, frozen=True, kw_only=True):
    """An error; decisions are made on ``code``."""

    code: int | str | float | None = None
    title: str | None = None
    message: str | None = None
    details: str | None = None
    error_data: Raw = NOTHING


class Details(Record, frozen=True, kw_only=True):
    """More of an error."""

    details: str | None = None


class Context(Record, frozen=True, kw_only=True):
    """What a message answers, or that it was forwarded."""

    id: Name = None
    forwarded: bool | None = None
    frequently_forwarded: bool | None = None
    referred_product: Raw = NOTHING


class Product(Record, frozen=True, kw_only=True):
    """An article of the catalogue, by our own number of it."""

    product_retailer_id: Name = None


class AdReferral(Record, frozen=True, kw_only=True):
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


class Message(Record, frozen=True, kw_only=True, rename={"sender": "from"}):
    """The head of a message; the part named by ``type`` is decoded by its kind."""

    id: Name = None
    timestamp: Raw = NOTHING
    type: Raw = NOTHING
    sender: Name = None
    from_user_id: Name = None
    from_parent_user_id: Name = None
    to: Name = None
    to_user_id: Name = None
    to_parent_user_id: Name = None
    group_id: Name = None
    context: Raw = NOTHING
    referral: Raw = NOTHING
    history_context: Raw = NOTHING


class Edit(Record, frozen=True, kw_only=True):
    """The new content of a message: an object like a message, its ``type`` and that part."""

    original_message_id: Name = None
    message: Raw = NOTHING


class Revoke(Record, frozen=True, kw_only=True):
    """A message deleted for everyone."""

    original_message_id: Name = None


class System(Record, frozen=True, kw_only=True):
    """WhatsApp's own notice about a person; the new number comes under either name."""

    type: str | None = None
    body: str | None = None
    wa_id: Name = None
    new_wa_id: Name = None
    user_id: Name = None
    parent_user_id: Name = None
    previous_user_id: Name = None
    previous_parent_user_id: Name = None


class Status(Record, frozen=True, kw_only=True):
    """The state of a message of ours, of a call of ours, or of a payment."""

    id: Name = None
    type: str | None = None
    status: str
    timestamp: Raw = NOTHING
    recipient_id: Name = None
    recipient_user_id: Name = None
    recipient_parent_user_id: Name = None
    recipient_participant_id: Name = None
    recipient_participant_user_id: Name = None
    biz_opaque_callback_data: str | None = None
    message: Raw = NOTHING
    errors: Raw = NOTHING
    pricing: Raw = NOTHING
    conversation: Raw = NOTHING
    payment: Raw = NOTHING


class Price(Record, frozen=True, kw_only=True):
    """What a message costs."""

    billable: bool | None = None
    category: str | None = None
    pricing_model: str | None = None
    type: str | None = None


class Origin(Record, frozen=True, kw_only=True):
    """What opened a conversation; also whose message it was (``recipient_id``)."""

    type: str | None = None
    recipient_id: Name = None


class Conversation(Record, frozen=True, kw_only=True):
    """The conversation that a message is billed under."""

    id: Name = None
    expiration_timestamp: str | int | float | None = None
    origin: Raw = NOTHING


class Amount(Record, frozen=True, kw_only=True):
    """Money in parts of a currency: ``value`` / ``offset``."""

    value: int | float | None = None
    offset: int | float | None = None


class Payment(Record, frozen=True, kw_only=True):
    """A payment for an order of ours."""

    reference_id: Word = None
    amount: Raw = NOTHING
    total_amount: Raw = NOTHING
    currency: Word = None


class Call(Record, frozen=True, kw_only=True, rename={"sender": "from"}):
    """A voice call, by its wacid; ``connect`` and ``terminate`` come under one id. ``duration``
    (seconds) is told only of what was picked up."""

    id: Name = None
    timestamp: Raw = NOTHING
    sender: Name = None
    from_user_id: Name = None
    from_parent_user_id: Name = None
    to: Name = None
    to_user_id: Name = None
    to_parent_user_id: Name = None
    wacid: Name = None
    start_time: Raw = NOTHING
    direction: str | None = None
    event: str | None = None
    status: Word = None
    duration: Word = None


class HistoryChunk(Record, frozen=True, kw_only=True):
    """A chunk of the past of a number that was on the phone before (Coexistence); with ``errors``
    where the business declined to share it (2593109)."""

    metadata: Raw = NOTHING
    threads: Raw = NOTHING
    errors: Raw = NOTHING


class HistoryPlace(Record, frozen=True, kw_only=True):
    """How far the past has come: the phase (0-2), the chunk and a percentage."""

    phase: Word = None
    chunk_order: Word = None
    progress: Word = None


class HistoryThread(Record, frozen=True, kw_only=True):
    """One chat of the past; ``id`` is the client's number."""

    id: Name = None
    user_id: Name = None
    context: Raw = NOTHING
    messages: Raw = NOTHING


class HistoryContext(Record, frozen=True, kw_only=True):
    """What had become of a message of the past; ``from_me`` is told by some partners."""

    status: str | None = None
    from_me: bool | None = None


class StateSync(Record, frozen=True, kw_only=True):
    """A contact of the phone's address book that was added, edited or removed."""

    type: str | None = None
    action: str | None = None
    contact: Raw = NOTHING
    metadata: Raw = NOTHING


class BookContact(Record, frozen=True, kw_only=True):
    """A contact of the phone's address book."""

    full_name: str | None = None
    first_name: str | None = None
    phone_number: Name = None
    user_id: Name = None
    parent_user_id: Name = None
    username: str | None = None


class Time(Record, frozen=True, kw_only=True):
    """When it was."""

    timestamp: str | int | float | None = None


class Preference(Record, frozen=True, kw_only=True):
    """Whether a person takes marketing messages: ``value`` is stop, resume or signup."""

    wa_id: Name = None
    user_id: Name = None
    parent_user_id: Name = None
    category: str | None = None
    value: str | None = None
    timestamp: str | int | float | None = None


class Group(Record, frozen=True, kw_only=True):
    """What happened to a group of ours."""

    group_id: Name = None
    timestamp: str | int | float | None = None
    type: str | None = None
    subject: str | None = None
    group_subject: Raw = NOTHING
    added_participants: Raw = NOTHING
    removed_participants: Raw = NOTHING
    failed_participants: Raw = NOTHING
    request_id: Name = None


class GroupSubject(Record, frozen=True, kw_only=True):
    """A group's new name."""

    text: str | None = None


class Participant(Record, frozen=True, kw_only=True):
    """Who joined or left."""

    wa_id: Name = None
    user_id: Name = None
    input: Name = None


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
        "text", "image", "video", "document", "sticker", "audio", "voice", "location", "contacts",
        "order", "interactive", "button", "reaction", "edit", "revoke", "system", "template",
        "poll", "unsupported",
    }
)  # fmt: skip


def kind(told: Raw, parts: Mapping[str, Raw]) -> str:
    """What kind a message object is: as it says, else by the part it has; '' where it has none."""
    return lenient(told, str, "") or next((key for key in parts if key in _KINDS), "")


def lenient(raw: Raw, kind: type[T], default: D) -> T | D:
    """The value, or ``default`` where it is missing or broken: for what a message can lack."""
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return default


def soft(raw: Raw, kind: type[R]) -> R:
    """The record with those of its members that are what they should be; none where it is none.
    Raises TypeError where a member is missing that has to be there."""
    if raw == NOTHING:
        return kind()
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        members = lenient(raw, dict[str, Raw], {})
    kept: dict[str, object] = {}
    for field in _fields(kind):
        if field.encode_name in members:
            try:
                kept[field.name] = msgspec.json.decode(members[field.encode_name], type=field.type)
            except (msgspec.DecodeError, UnicodeDecodeError):
                continue
    return kind(**kept)


@cache
def _fields(kind: type[msgspec.Struct]) -> tuple[msgspec.structs.FieldInfo, ...]:
    return msgspec.structs.fields(kind)


def stamp(raw: Raw) -> str | int | float | None:
    """A time as it is told; None where it is none at all."""
    text = lenient(raw, str, None)
    return text if text is not None else lenient(raw, int, None) or lenient(raw, float, None)


def part(raw: Raw, kind: type[R]) -> R:
    """As ``soft``, of what has to be an object with what it cannot do without. Raises
    msgspec.DecodeError, ValueError."""
    msgspec.json.decode(raw, type=dict[str, Raw])
    try:
        return soft(raw, kind)
    except TypeError as error:
        raise ValueError("incomplete") from error


def noted(kind: str) -> str:
    """A kind as a note: a short word of small letters."""
    return _WORD.sub("_", kind.lower()).strip("_")[:40]


def said(word: Word) -> str:
    """A value as one reads it: a whole number without its point, '' for none."""
    if word is None or isinstance(word, bool):
        return "" if word is None else ("✓" if word else "✗")
    if isinstance(word, float) and word.is_integer() and abs(word) < 1e15:
        word = int(word)
    return str(word).strip()
