"""Places, people, reactions, buttons and lists as Graph wants them, held to Meta's limits. Pure.

Sources (developers.facebook.com/documentation/business-messaging/whatsapp/messages/):
location-messages, contacts-messages, reaction-messages, interactive-reply-buttons-messages,
interactive-list-messages, interactive-cta-url-messages.
"""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from core.channels.whatsapp.templates import check_place
from core.domain.problems import ChannelError, Problem
from core.domain.sends import (
    Buttons,
    Card,
    Cards,
    Content,
    Delete,
    Edit,
    Forward,
    Link,
    Menu,
    Pin,
    Place,
    QuickReply,
    Reaction,
    Values,
    Vote,
)

HEADER_LIMIT: Final = 60
FOOTER_LIMIT: Final = 60
BODY_LIMIT: Final = 1024
LIST_BODY_LIMIT: Final = 4096
BUTTON_LIMIT: Final = 20
BUTTONS: Final = 3
BUTTON_ID_LIMIT: Final = 256
ROWS: Final = 10
SECTIONS: Final = 10
ROW_LIMIT: Final = 24
DESCRIPTION_LIMIT: Final = 72
SECTION_LIMIT: Final = 24
ROW_ID_LIMIT: Final = 200
CARDS: Final = 257
URL_LIMIT: Final = 2000
_EMOJI_LIMIT: Final = 16
"""Code points of the longest emoji (families, flags of regions) and some."""

Part = dict[str, Any]


def content_part(content: Content, file: tuple[str, Part] | None = None) -> Part:
    """The message that holds ``content``; ``file`` is (kind, media object) to stand above it.
    Raises ChannelError with what is to be changed where Meta would refuse it."""
    match content:
        case Reaction():
            return _reaction(content)
        case Place():
            return _place(content)
        case Cards():
            return _cards(content)
        case Buttons():
            return _buttons(content, file)
        case Menu():
            return _menu(content)
        case Link():
            return _link(content, file)
        case Values():
            raise ChannelError(Problem("whatsapp-template", {"number": "", "text": "name"}))
        case Edit() | Delete() | Vote() | Pin() | Forward() | QuickReply():
            raise ChannelError(Problem("edit-not-here"))


def _bad(code: str, part: str, **params: str) -> ChannelError:
    return ChannelError(Problem(code, {"part": part, **params}))


def _held(part: str, text: str, limit: int, *, needed: bool = True) -> str:
    text = text.strip()
    if needed and not text:
        raise _bad("whatsapp-part-missing", part)
    if len(text) > limit:
        raise _bad("whatsapp-part-long", part, limit=str(limit))
    return text


def _counted(part: str, things: Sequence[object], limit: int) -> None:
    if not things:
        raise _bad("whatsapp-part-missing", part)
    if len(things) > limit:
        raise _bad("whatsapp-part-many", part, limit=str(limit))


def _single(part: str, texts: Sequence[str]) -> None:
    for n, text in enumerate(texts):
        if text in texts[:n]:
            raise _bad("whatsapp-part-twice", part, name=text)


def _reaction(reaction: Reaction) -> Part:
    emoji = reaction.emoji.strip()
    if len(emoji) > _EMOJI_LIMIT or any(char.isalpha() or char.isspace() for char in emoji):
        raise ChannelError(Problem("whatsapp-emoji"))
    return {
        "type": "reaction",
        "reaction": {"message_id": reaction.target, "emoji": emoji},
    }


def _place(place: Place) -> Part:
    check_place(place.latitude, place.longitude)
    point: Part = {"latitude": place.latitude, "longitude": place.longitude}
    if name := place.name.strip() or place.address.strip():
        point["name"] = name  # an address is shown with a name only
    if address := place.address.strip():
        point["address"] = address
    return {"type": "location", "location": point}


def _cards(cards: Cards) -> Part:
    _counted("card", cards.cards, CARDS)
    return {"type": "contacts", "contacts": [_card(card) for card in cards.cards]}


def _card(card: Card) -> Part:
    name = " ".join(card.name.split())
    if not name:
        raise _bad("whatsapp-part-missing", "name")
    first, _, last = name.partition(" ")
    called = {"formatted_name": name, "first_name": first}
    if last:
        called["last_name"] = last
    part: Part = {"name": called}
    if card.phones:
        part["phones"] = [_phone(phone) for phone in card.phones]
    if card.emails:
        part["emails"] = [{"email": email, "type": "WORK"} for email in card.emails]
    if card.company or card.title:
        org = {"company": card.company, "title": card.title}
        part["org"] = {key: value for key, value in org.items() if value}
    return part


def _phone(phone: str) -> dict[str, str]:
    digits = "".join(char for char in phone if char.isdigit())
    if not digits:
        raise _bad("whatsapp-part-missing", "phone")
    part = {"phone": phone, "type": "CELL"}
    if phone.startswith("+"):
        part["wa_id"] = digits  # with it the client gets “Message”, else “Invite to WhatsApp”
    return part


def _interactive(
    kind: str, content: Buttons | Menu | Link, action: Part,
    file: tuple[str, Part] | None = None, *, limit: int = BODY_LIMIT,
) -> Part:  # fmt: skip
    inside: Part = {"type": kind, "body": {"text": _held("body", content.body, limit)}}
    header = _held("header", content.header, HEADER_LIMIT, needed=False)
    if file is not None:
        what, media = file
        if what not in ("image", "video", "document"):
            raise ChannelError(Problem("whatsapp-header-file"))
        inside["header"] = {"type": what, what: media}
    elif header:
        inside["header"] = {"type": "text", "text": header}
    if footer := _held("footer", content.footer, FOOTER_LIMIT, needed=False):
        inside["footer"] = {"text": footer}
    inside["action"] = action
    return {"type": "interactive", "interactive": inside}


def _buttons(content: Buttons, file: tuple[str, Part] | None) -> Part:
    _counted("button", content.buttons, BUTTONS)
    titles = [_held("button", button.title, BUTTON_LIMIT) for button in content.buttons]
    _single("button", titles)
    ids = [
        _held("id", button.id or title, BUTTON_ID_LIMIT)
        for button, title in zip(content.buttons, titles, strict=True)
    ]
    _single("id", ids)
    replies = [
        {"type": "reply", "reply": {"id": ident, "title": title}}
        for ident, title in zip(ids, titles, strict=True)
    ]
    return _interactive("button", content, {"buttons": replies}, file)


def _menu(content: Menu) -> Part:
    _counted("section", content.sections, SECTIONS)
    rows = [row for section in content.sections for row in section.rows]
    _counted("row", rows, ROWS)
    # titles may be the same in two sections: where no id is given the place tells them apart
    ids = [_held("id", row.id or f"{n}:{row.title}", ROW_ID_LIMIT) for n, row in enumerate(rows)]
    _single("id", ids)
    named = iter(ids)
    sections: list[Part] = []
    for section in content.sections:
        if not section.rows:
            raise _bad("whatsapp-part-missing", "row")
        lines: list[Part] = []
        for row in section.rows:
            line = {"id": next(named), "title": _held("row", row.title, ROW_LIMIT)}
            if said := _held("description", row.description, DESCRIPTION_LIMIT, needed=False):
                line["description"] = said
            lines.append(line)
        part: Part = {"rows": lines}
        needed = len(content.sections) > 1
        if title := _held("section", section.title, SECTION_LIMIT, needed=needed):
            part["title"] = title
        sections.append(part)
    button = _held("button", content.button, BUTTON_LIMIT)
    action = {"button": button, "sections": sections}
    return _interactive("list", content, action, limit=LIST_BODY_LIMIT)


def _link(content: Link, file: tuple[str, Part] | None) -> Part:
    url = _held("url", content.url, URL_LIMIT)
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in url
    except ValueError:
        good = False
    if not good:
        raise ChannelError(Problem("whatsapp-url"))
    button = _held("button", content.button, BUTTON_LIMIT)
    action = {"name": "cta_url", "parameters": {"display_text": button, "url": url}}
    return _interactive("cta_url", content, action, file)
