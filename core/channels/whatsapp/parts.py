"""The parts of a message that its ``type`` names; what is in a list is decoded item by item.

Shapes: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/messages
"""

from core.channels.whatsapp.records import NOTHING, Name, Raw, Record, Word


class Text(Record, frozen=True, kw_only=True):
    """``text``."""

    body: str


class Button(Record, frozen=True, kw_only=True):
    """A tap on a template's quick reply."""

    text: Word = None
    payload: Word = None


class Media(Record, frozen=True, kw_only=True):
    """A file, by its media id. ``sha256`` is base64 in webhooks. ``status`` is told by the
    on-premise client where the file could not be fetched there."""

    id: Name = None
    mime_type: str | None = None
    sha256: str | None = None
    caption: str | None = None
    filename: str | None = None
    voice: bool | None = None
    view_once: bool | None = None
    file_size: int | None = None


class Location(Record, frozen=True, kw_only=True):
    """A place; ``live`` in any of its dresses is one that moves."""

    latitude: Word = None
    longitude: Word = None
    name: Word = None
    address: Word = None
    url: Word = None
    live: bool | None = None
    is_live: bool | None = None
    live_period: Word = None


class CardName(Record, frozen=True, kw_only=True):
    """The name on a card."""

    formatted_name: Word = None
    first_name: Word = None
    middle_name: Word = None
    last_name: Word = None


class CardPhone(Record, frozen=True, kw_only=True):
    """A phone on a card."""

    phone: Word = None
    wa_id: Word = None


class CardEmail(Record, frozen=True, kw_only=True):
    """An address on a card."""

    email: Word = None


class CardUrl(Record, frozen=True, kw_only=True):
    """A site on a card."""

    url: Word = None


class CardPlace(Record, frozen=True, kw_only=True):
    """A postal address on a card."""

    street: Word = None
    city: Word = None
    state: Word = None
    zip: Word = None
    country: Word = None


class CardOrg(Record, frozen=True, kw_only=True):
    """Where the person works."""

    company: Word = None
    department: Word = None
    title: Word = None


class Card(Record, frozen=True, kw_only=True):
    """A contact card that was sent; ``vcard`` is the card as RFC 6350 writes it."""

    name: Raw = NOTHING
    org: Raw = NOTHING
    phones: Raw = NOTHING
    emails: Raw = NOTHING
    urls: Raw = NOTHING
    addresses: Raw = NOTHING
    vcard: Raw = NOTHING


class OrderItem(Record, frozen=True, kw_only=True):
    """A line of a basket."""

    product_retailer_id: Word = None
    name: Word = None
    quantity: Word = None
    item_price: Word = None
    currency: Word = None


class Order(Record, frozen=True, kw_only=True):
    """A basket of the catalogue."""

    text: Word = None
    product_items: Raw = NOTHING


class Choice(Record, frozen=True, kw_only=True):
    """A button or a row of a list that was chosen."""

    id: Word = None
    title: Word = None
    description: Word = None


class FlowReply(Record, frozen=True, kw_only=True):
    """A filled form; ``response_json`` is JSON in a string, or the object itself."""

    name: Word = None
    body: Word = None
    response_json: Raw = NOTHING


class CallPermission(Record, frozen=True, kw_only=True):
    """Whether we may call."""

    response: str | None = None


class Interactive(Record, frozen=True, kw_only=True):
    """An answer to an interactive message, or such a message of ours (echoed)."""

    type: Word = None
    button_reply: Raw = NOTHING
    list_reply: Raw = NOTHING
    nfm_reply: Raw = NOTHING
    call_permission_reply: Raw = NOTHING
    header: Raw = NOTHING
    body: Raw = NOTHING
    footer: Raw = NOTHING
    action: Raw = NOTHING
    product: Raw = NOTHING


class Said(Record, frozen=True, kw_only=True):
    """The text of a header, a body or a footer, or beside an unknown kind, in any of its names."""

    text: Word = None
    title: Word = None
    body: Word = None


class Action(Record, frozen=True, kw_only=True):
    """What can be tapped in an interactive message."""

    button: Word = None
    name: Word = None
    buttons: Raw = NOTHING
    sections: Raw = NOTHING
    parameters: Raw = NOTHING
    product_retailer_id: Word = None


class ActionButton(Record, frozen=True, kw_only=True):
    """A reply button."""

    reply: Raw = NOTHING
    title: Word = None
    text: Word = None


class Section(Record, frozen=True, kw_only=True):
    """A part of a list: its rows, or its products."""

    title: Word = None
    rows: Raw = NOTHING
    product_items: Raw = NOTHING


class Parameters(Record, frozen=True, kw_only=True):
    """Of an action: a link, or a form."""

    display_text: Word = None
    flow_cta: Word = None
    url: Word = None


class Template(Record, frozen=True, kw_only=True):
    """A template of ours that was sent elsewhere."""

    name: Word = None
    components: Raw = NOTHING


class Component(Record, frozen=True, kw_only=True):
    """A part of a template, filled or written out."""

    text: Word = None
    parameters: Raw = NOTHING


class Parameter(Record, frozen=True, kw_only=True):
    """What fills a gap of a template."""

    text: Word = None


class Poll(Record, frozen=True, kw_only=True):
    """A question with answers to choose from, or what was chosen."""

    name: Word = None
    question: Word = None
    options: Raw = NOTHING
    selected_options: Raw = NOTHING
    votes: Raw = NOTHING


class PollOption(Record, frozen=True, kw_only=True):
    """One answer of a poll."""

    name: Word = None
    option_name: Word = None
    title: Word = None
    text: Word = None


class Happening(Record, frozen=True, kw_only=True):
    """An event with its time and place."""

    name: Word = None
    title: Word = None
    description: Word = None
    start_time: Word = None
    end_time: Word = None
    location: Raw = NOTHING
    url: Word = None
    link: Word = None


class Unsupported(Record, frozen=True, kw_only=True):
    """What it was that the API does not pass on."""

    type: str | None = None


class Reaction(Record, frozen=True, kw_only=True):
    """Without an emoji the reaction is taken back."""

    message_id: Name = None
    emoji: str | None = None
