"""WhatsApp's templates as the desk shows them: their parts, what has to be filled in and whether it
may go, and how the whole reads. Pure.

Lengths: https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

import msgspec

from core.domain.problems import Problem
from core.domain.sends import Values, texts
from desktop.viewmodels.map_links import read_place
from desktop.viewmodels.template_gaps import filled, gap_names, ordered

Part = Literal["header", "media", "body", "button"]
ButtonKind = Literal["quick_reply", "url", "phone", "copy_code", "call"]
Media = Literal["", "image", "video", "document", "location"]

BODY_MOST: Final = 1024
HEADER_MOST: Final = 60
URL_MOST: Final = 2000
CODE_MOST: Final = 20
BLANK: Final = "[…]"
"""A gap that is not filled yet; underscores would be a mark of WhatsApp's."""
_ENDINGS: Final = {"image": (".jpg", ".jpeg", ".png"), "video": (".mp4", ".3gp")}
_RUN: Final = re.compile(r"[\n\r\t\v\f\u2028\u2029]| {5,}")


class TemplateButton(msgspec.Struct, frozen=True, kw_only=True):
    """A button under the message. ``wants``: a value must be given, the end of ``url`` or the code
    to copy."""

    kind: ButtonKind
    text: str
    url: str = ""
    wants: bool = False


class TemplateRow(msgspec.Struct, frozen=True, kw_only=True):
    """A template in one language; ``body`` and ``header`` have ``{{1}}`` … or names as gaps.
    ``status``, ``quality`` and ``category`` are WhatsApp's words in capitals; ``problem`` says why
    it cannot be sent, None where it can."""

    name: str
    lang: str
    category: str
    body: str
    status: str = "APPROVED"
    quality: str = ""
    problem: Problem | None = None
    header: str = ""
    media: Media = ""
    footer: str = ""
    buttons: tuple[TemplateButton, ...] = ()

    @property
    def sendable(self) -> bool:
        """Whether it may be sent now."""
        return self.problem is None

    @property
    def params(self) -> int:
        """How many gaps its body has."""
        return len(ordered(self.body))


class Filling(NamedTuple):
    """What is filled in: ``file`` is the path of the header's file."""

    values: Values = Values()
    file: str = ""


class Slot(NamedTuple):
    """Something to fill in. ``gap`` is its number or name within the part, ``about`` which fact it
    is about ('' where the words do not say), ``button`` the place of the button it belongs to."""

    part: Part
    gap: str = ""
    about: str = ""
    button: int = 0


def slots(row: TemplateRow) -> list[Slot]:
    """Everything that has to be filled in, as the client reads it."""
    found: list[Slot] = []
    if row.media:
        found.append(Slot("media", row.media))
    for part, text in (("header", row.header), ("body", row.body)):
        names = gap_names(text)
        kind: Part = "header" if part == "header" else "body"
        found += [Slot(kind, g, n) for g, n in zip(ordered(text), names, strict=True)]
    found += [Slot("button", b.kind, "", i) for i, b in enumerate(row.buttons) if b.wants]
    return found


def prefilled(row: TemplateRow, known: Mapping[str, str]) -> list[str]:
    """A value for each place, '' where none is known."""
    return [tidy(known.get(slot.about, "")) if slot.about else "" for slot in slots(row)]


def tidy(value: str) -> str:
    """As WhatsApp takes it: no line breaks, no tabs, single spaces (132012)."""
    return " ".join(value.split())


def wrong(slot: Slot, value: str) -> str:
    """Why a value cannot go as it stands: ``empty``, ``lines``, ``spaces``, ``long``, ``place``,
    ``kind`` or ''."""
    if not value.strip():
        return "empty"
    if slot.part == "media":
        if slot.gap == "location":
            return "" if read_place(value) is not None else "place"
        fits = _ENDINGS.get(slot.gap)
        return "" if fits is None or value.lower().endswith(fits) else "kind"
    if slot.part == "button":
        if any(c.isspace() for c in value.strip()):
            return "spaces"
        most = CODE_MOST if slot.gap == "copy_code" else URL_MOST
        return "long" if len(value.strip()) > most else ""
    if _RUN.search(value):
        return "lines"
    most = HEADER_MOST if slot.part == "header" else BODY_MOST
    return "long" if len(tidy(value)) > most else ""


def too_long(row: TemplateRow, values: Values) -> tuple[Part, int, int] | None:
    """The part that is too long once it is filled, its length and what is allowed; None."""
    parts: tuple[tuple[Part, str, Sequence[str], int], ...] = (
        ("header", row.header, (values.header,), HEADER_MOST),
        ("body", row.body, [param.text for param in values.body], BODY_MOST),
    )
    for part, text, params, most in parts:
        length = len(filled(text, params, ""))
        if length > most:
            return part, length, most
    return None


def gathered(row: TemplateRow, typed: Sequence[str]) -> Filling:
    """What stands in the places, in the order of ``slots``, as it goes out."""
    pairs = list(zip(slots(row), typed, strict=True))
    by_button = {slot.button: value.strip() for slot, value in pairs if slot.part == "button"}
    media = next((value for slot, value in pairs if slot.part == "media"), "")
    at_place = row.media == "location"
    values = Values(
        body=texts(*(tidy(value) for slot, value in pairs if slot.part == "body")),
        header=next((tidy(value) for slot, value in pairs if slot.part == "header"), ""),
        place=read_place(media) if at_place else None,
        buttons=tuple(by_button.get(i, "") for i in range(len(row.buttons))) if by_button else (),
    )
    return Filling(values, "" if at_place else media)


class Shown(NamedTuple):
    """A message as the client sees it. ``media`` is the kind of the header's file and ``file`` its
    path ('' while none is chosen); ``buttons`` are kind and words."""

    body: str
    header: str = ""
    media: str = ""
    file: str = ""
    footer: str = ""
    buttons: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> str:
        """All of it, a part a line."""
        lines = [self.header, self.body, self.footer, *(f"[{text}]" for _, text in self.buttons)]
        return "\n".join(line for line in lines if line)


def shown(row: TemplateRow, filling: Filling, blank: str = BLANK) -> Shown:
    """How it reads."""
    values = filling.values
    return Shown(
        body=filled(row.body, [param.text for param in values.body], blank),
        header=filled(row.header, (values.header,), blank),
        media=row.media,
        file=filling.file,
        footer=row.footer,
        buttons=tuple((one.kind, one.text) for one in row.buttons),
    )
