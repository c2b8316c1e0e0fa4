"""Places, contacts and questions as they are entered: read, counted, checked. Pure."""

import re
from collections.abc import Sequence
from typing import Final

from core.channels.whatsapp.contents import (
    BODY_LIMIT,
    BUTTON_LIMIT,
    DESCRIPTION_LIMIT,
    LIST_BODY_LIMIT,
    ROW_LIMIT,
    ROWS,
    content_part,
)
from core.domain.problems import ChannelError, Problem
from core.domain.sends import Button, Buttons, Card, Cards, Content, Menu, Place, Row, Section
from desktop.viewmodels.templates import Shown

_FIELD: Final = re.compile(r"^(?:item\d+\.)?(\w+)(?:;[^:]*)?:(.*)$", re.MULTILINE)

__all__ = [
    "BODY_LIMIT", "BUTTON_LIMIT", "DESCRIPTION_LIMIT", "LIST_BODY_LIMIT", "ROWS",
    "ROW_LIMIT", "card", "phone", "problem", "question", "shown", "vcard",
]  # fmt: skip


def phone(text: str, region: str = "RU") -> str:
    """A phone in E.164, '' where it is none."""
    import phonenumbers  # loaded by desktop.parts; the first paint does without

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def vcard(text: str) -> Card | None:
    """The first person of a pasted vCard, None where it is none."""
    if "BEGIN:VCARD" not in text.upper():
        return None
    lines = text.replace("\r\n", "\n").replace("\n ", "")
    found: dict[str, list[str]] = {}
    for name, value in _FIELD.findall(lines.partition("END:VCARD")[0]):
        plain = value.strip().replace("\\,", ",").replace("\\;", ";")
        found.setdefault(name.upper(), []).append(plain)
    name = next(iter(found.get("FN", ())), "")
    if not name and "N" in found:
        last, _, first = found["N"][0].partition(";")
        name = f"{first.partition(';')[0]} {last}".strip()
    phones = [tel.removeprefix("tel:") for tel in found.get("TEL", ())]
    company = next(iter(found.get("ORG", ())), "").partition(";")[0]
    if not name and not phones:
        return None
    return Card(name=name, phones=tuple(phones), company=company)


def card(name: str, number: str, company: str = "") -> Cards:
    """One contact; a number that is none is given as it is typed."""
    return Cards(cards=(
        Card(name=name.strip(), phones=((phone(number) or number.strip()),),
             company=company.strip()),
    ))  # fmt: skip


def question(
    body: str, titles: Sequence[str], opens: str = "", described: Sequence[str] = ()
) -> Buttons | Menu:
    """Answers to press; with ``opens``, which names the button, a list to choose from. What is
    empty is left out."""
    said = [title.strip() for title in titles]
    if not opens:
        buttons = tuple(Button(title=title) for title in said if title)
        return Buttons(body=body.strip(), buttons=buttons)
    notes = [*(text.strip() for text in described), *[""] * len(said)]
    rows = tuple(
        Row(title=title, description=note)
        for title, note in zip(said, notes, strict=False) if title
    )  # fmt: skip
    return Menu(body=body.strip(), button=opens.strip(), sections=(Section(rows=rows),))


def problem(content: Content) -> Problem | None:
    """Why WhatsApp would not take it."""
    try:
        content_part(content)
    except ChannelError as error:
        return error.problem
    return None


def shown(content: Place | Cards | Buttons | Menu) -> Shown:
    """How the client sees it."""
    match content:
        case Place():
            said = "\n".join(filter(None, (f"*{content.name}*" if content.name else "",
                                           content.address)))  # fmt: skip
            return Shown(said or f"{content.latitude}, {content.longitude}", media="location")
        case Cards():
            one = content.cards[0]
            said = "\n".join(filter(None, (one.company, *one.phones)))
            return Shown(said, media="contact", file=one.name)
        case Buttons():
            buttons = tuple(("quick_reply", button.title) for button in content.buttons)
            return Shown(content.body or "…", header=content.header, footer=content.footer,
                         buttons=buttons)  # fmt: skip
        case Menu():
            return Shown(content.body or "…", header=content.header, footer=content.footer,
                         buttons=(("menu", content.button or "…"),))  # fmt: skip
