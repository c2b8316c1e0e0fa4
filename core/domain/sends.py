"""What a send may hold besides text and a file. Who sends it checks it against the messenger.

``SendRequested.text`` is always what the thread shows (`shown`); these are what goes out.
"""

from typing import Literal

import msgspec

from core.domain.marks import Mark

ParamKind = Literal["text", "currency", "date_time"]


class _Content(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="is"):
    """One kind of content; the tag is kept in the log."""


class _Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A piece of a content."""


class Reaction(_Content, frozen=True, kw_only=True, tag="reaction"):
    """Our reaction on ``target`` (external id) is to be ``emoji``; '' takes it back."""

    target: str
    emoji: str = ""


class Edit(_Content, frozen=True, kw_only=True, tag="edit"):
    """The words of a message of ours are to be these. ``target`` is its external id, or its
    client_ref while it has none: then it goes out so. ``file``: another file (in the media folder)
    is to stand there, as ``file_name`` of ``mime``."""

    target: str
    text: str
    marks: tuple[Mark, ...] = ()
    file: str = ""
    file_name: str = ""
    mime: str = ""


class Delete(_Content, frozen=True, kw_only=True, tag="delete"):
    """Message ``target`` (external id) is to be gone for both sides."""

    target: str


class Vote(_Content, frozen=True, kw_only=True, tag="vote"):
    """Our vote in poll ``target`` (external id) is to be for these options, by the messenger's
    names; none takes it back."""

    target: str
    options: tuple[bytes, ...] = ()


class Pin(_Content, frozen=True, kw_only=True, tag="pin"):
    """Message ``target`` (external id) is to be at the top of the chat, or no longer; ``both``: for
    both sides of a private chat."""

    target: str
    pinned: bool
    both: bool = False


class Forward(_Content, frozen=True, kw_only=True, tag="forward"):
    """Message ``target`` (external id) of the chat with ``source`` (peer id of the same account)
    is passed on, with ``more`` that are of one album with it; ``named``: with whose it was."""

    source: str
    target: str
    named: bool = True
    more: tuple[str, ...] = ()


class QuickReply(_Content, frozen=True, kw_only=True, tag="quick_reply"):
    """``messages`` (ids) of a quick reply that the messenger keeps, by its id there."""

    shortcut: int
    messages: tuple[int, ...]


Gesture = Reaction | Edit | Delete | Vote | Pin
"""What is no message: it is wanted of one that stands, and may be said twice."""


class Quote(_Part, frozen=True, kw_only=True):
    """The words of an answered message that are meant; they begin ``at`` UTF-16 units from its
    beginning."""

    text: str
    at: int = 0
    marks: tuple[Mark, ...] = ()


class Place(_Content, frozen=True, kw_only=True, tag="location"):
    """A point on the map, in degrees."""

    latitude: float
    longitude: float
    name: str = ""
    address: str = ""


class Card(_Part, frozen=True, kw_only=True):
    """A person of an address book; ``phones`` in E.164 with the plus."""

    name: str
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    company: str = ""
    title: str = ""


class Cards(_Content, frozen=True, kw_only=True, tag="contacts"):
    """One contact or several."""

    cards: tuple[Card, ...]


class Button(_Part, frozen=True, kw_only=True):
    """What the client may press; ``id`` comes back with the answer ('': the title does)."""

    title: str
    id: str = ""


class Buttons(_Content, frozen=True, kw_only=True, tag="buttons"):
    """A question with answers to press. A file of the send stands above it instead of
    ``header``."""

    body: str
    buttons: tuple[Button, ...]
    header: str = ""
    footer: str = ""


class Row(_Part, frozen=True, kw_only=True):
    """One line of a list to choose from."""

    title: str
    description: str = ""
    id: str = ""


class Section(_Part, frozen=True, kw_only=True):
    """Rows under a heading; with a single section it needs no title."""

    rows: tuple[Row, ...]
    title: str = ""


class Menu(_Content, frozen=True, kw_only=True, tag="list"):
    """A question with a list to choose one row from; ``button`` opens it."""

    body: str
    button: str
    sections: tuple[Section, ...]
    header: str = ""
    footer: str = ""


class Link(_Content, frozen=True, kw_only=True, tag="link"):
    """Text with a button that opens ``url``. A file of the send stands above it instead of
    ``header``."""

    body: str
    button: str
    url: str
    header: str = ""
    footer: str = ""


class Param(_Part, frozen=True, kw_only=True):
    """What stands in a gap of a template. ``text`` is what the client reads; money has its
    ``code`` (ISO 4217) and ``amount_1000`` (thousandths) besides."""

    text: str
    kind: ParamKind = "text"
    code: str = ""
    amount_1000: int = 0


class Values(_Content, frozen=True, kw_only=True, tag="template"):
    """What fills a template. ``body``: a parameter a gap, in the order of ``Template.gaps``.
    ``header``: the gap of a text header; ``place``: of a location header; a media header is the
    file (or ``media``) of the send. ``buttons``: a value a button, in the template's order, ''
    where it needs none: end of an address, payload of an answer, code to copy."""

    body: tuple[Param, ...] = ()
    header: str = ""
    place: Place | None = None
    buttons: tuple[str, ...] = ()


Content = (
    Reaction | Edit | Delete | Vote | Pin | Forward | QuickReply | Place | Cards | Buttons | Menu
    | Link | Values
)  # fmt: skip


def texts(*params: str) -> tuple[Param, ...]:
    """Plain texts as parameters."""
    return tuple(Param(text=param) for param in params)


def shown(content: Content) -> str:
    """The content as lines of text, for the thread; '' for what is no message or whose text is
    the template's."""
    match content:
        case Place():
            lines = [content.name, content.address, f"{content.latitude}, {content.longitude}"]
        case Cards():
            lines = [
                ", ".join(filter(None, (card.name, card.company, *card.phones, *card.emails)))
                for card in content.cards
            ]
        case Buttons():
            buttons = " ".join(f"[{button.title}]" for button in content.buttons)
            lines = [content.header, content.body, content.footer, buttons]
        case Menu():
            lines = [content.header, content.body, content.footer, f"[{content.button}]"]
            for section in content.sections:
                lines.append(section.title)
                for row in section.rows:
                    lines.append("• " + " — ".join(filter(None, (row.title, row.description))))
        case Link():
            button = f"[{content.button}] {content.url}"
            lines = [content.header, content.body, content.footer, button]
        case Reaction() | Edit() | Delete() | Vote() | Pin() | Forward() | QuickReply() | Values():
            lines = []
    return "\n".join(line for line in lines if line)
