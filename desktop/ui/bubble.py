"""One message as it is placed: where its text, files, marks and words of trouble stand.

Pure geometry in logical pixels from the row's top left corner, kept per width by the delegate.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QTextLayout

from core.domain.events import Delivery
from core.domain.keys import Key
from core.domain.problems import Problem
from core.domain.views import AttachmentRow, MessageRow
from desktop.ui.album_tiles import Tile, tile_at
from desktop.ui.bubble_choices import Choices, Press
from desktop.ui.message_heads import Head

if TYPE_CHECKING:
    from desktop.ui.bubble_frames import Album, PageBox


class Play(NamedTuple):
    """A click that plays a voice message, or pauses it."""

    item: AttachmentRow


class Seek(NamedTuple):
    """A click that goes to a place of a voice message: a share of its length."""

    item: AttachmentRow
    share: float


class Faster(NamedTuple):
    """A click on the speed."""

    item: AttachmentRow


class Open(NamedTuple):
    """A click that opens a page; ``url`` is http or https."""

    url: str


class Follow(NamedTuple):
    """A click on a link in the words; ``words`` are those it stands under."""

    url: str
    words: str


class Day(NamedTuple):
    """A click on a day between messages; ``at`` is a moment of it (ms)."""

    at: int


class Second(NamedTuple):
    """A click on the time of a line of what was heard, in milliseconds."""

    item: AttachmentRow
    ms: int


SOUNDS: Final = ("voice", "audio")


class VoiceParts(NamedTuple):
    """Where the parts of a voice message stand in its box."""

    button: QRectF
    wave: QRectF
    time: QRectF
    speed: QRectF


@dataclass
class Bubble:
    """Everything placed. ``files`` pairs a box with its attachment; ``voices`` has the parts of
    those that are sounds; ``marks`` are the times beside what was heard, with the character each
    line begins at; ``offers`` are the lines that offer a model of speech; ``undo`` the words of a
    send that waits and its way back; ``links`` stand in the words, ``hidden`` is what is covered
    until it is clicked; ``gap`` says that messages above may be missing, ``fetch`` is
    the way to try again; ``heads`` are the lines over the words, ``page``
    is the one behind a link, ``album`` what the message has of the rows around it. ``tiles`` are
    the pictures of an album, ``status`` is what became of it; ``face`` is where the writer's stands
    in a group, ``reply_author`` whose words are answered there. ``choices`` is a poll, ``keys`` are
    the buttons of a bot."""

    row: MessageRow
    height: float = 0.0
    box: QRectF = field(default_factory=QRectF)
    divider: str = ""
    divider_box: QRectF = field(default_factory=QRectF)
    gap: tuple[QRectF, str] | None = None
    fetch: QRectF | None = None
    unread: QRectF | None = None
    reply: QRectF | None = None
    reply_lines: tuple[str, str] = ("", "")
    reply_author: str = ""
    face: QRectF | None = None
    tiles: list[Tile] = field(default_factory=list)
    status: Delivery | None = None
    files: list[tuple[QRectF, AttachmentRow]] = field(default_factory=list)
    voices: dict[int, VoiceParts] = field(default_factory=dict)
    offers: list[QRectF] = field(default_factory=list)
    heads: list[tuple[QRectF, Head]] = field(default_factory=list)
    note: tuple[QRectF, str] | None = None
    text: QTextLayout | None = None
    text_at: QPointF = field(default_factory=QPointF)
    text_wide: float = 0.0
    marks: list[tuple[QRectF, AttachmentRow, int]] = field(default_factory=list)
    reactions: list[tuple[QRectF, str, int]] = field(default_factory=list)
    links: list[tuple[QRectF, Follow]] = field(default_factory=list)
    hidden: list[QRectF] = field(default_factory=list)
    meta: QRectF = field(default_factory=QRectF)
    meta_text: str = ""
    trouble: tuple[QRectF, str] | None = None
    retry: QRectF | None = None
    discard: QRectF | None = None
    undo: tuple[QRectF, QRectF] | None = None
    page: "PageBox | None" = None
    album: "Album | None" = None
    choices: Choices | None = None
    keys: list[tuple[QRectF, Key]] = field(default_factory=list)

    def part_at(self, at: QPointF) -> object:
        """What a click there means: an attachment, a tile, a part of a voice message, ``retry``,
        ``discard``, ``undo``, ``fetch``, ``original``, ``models``; None."""
        for box, name in ((self.retry, "retry"), (self.discard, "discard"),
                          (self.undo[1] if self.undo else None, "undo"),
                          (self.fetch, "fetch")):  # fmt: skip
            if box is not None and box.contains(at):
                return name
        if self.divider and self.divider_box.contains(at):
            return Day(self.row.at)
        if self.reply is not None and self.row.reply_to is not None and self.reply.contains(at):
            return "original"
        if self.page is not None and self.page.box.contains(at):
            return Open(self.page.page.url)
        if self.choices is not None:
            chosen = self.choices.part_at(at.x(), at.y())
            if chosen is not None:
                return chosen
        for box, key in self.keys:
            if box.contains(at):
                return Press(key)
        if any(box.contains(at) for box in self.offers):
            return "models"
        if any(box.contains(at) for box in self.hidden):
            return "reveal"
        for box, link in self.links:
            if box.contains(at):
                return link
        for box, item, ms in self.marks:
            if box.contains(at) and item.path:
                return Second(item, ms)
        if (tile := tile_at(self.tiles, at)) is not None:
            return tile if tile.item.path or tile.item.pages else None
        for box, item in self.files:
            parts = self.voices.get(item.index)
            if parts is not None and item.path and box.contains(at):
                return _voice_part(parts, item, at)
            if parts is None and box.contains(at) and (item.path or item.pages):
                return item
        return None

    @property
    def text_box(self) -> QRectF:
        """Where the text stands."""
        if self.text is None:
            return QRectF()
        return QRectF(self.text_at, QSizeF(self.text_wide, self.text.boundingRect().height()))


def _voice_part(parts: VoiceParts, item: AttachmentRow, at: QPointF) -> object:
    if parts.speed.contains(at):
        return Faster(item)
    if parts.wave.left() <= at.x() <= parts.wave.right():
        return Seek(item, (at.x() - parts.wave.left()) / max(1.0, parts.wave.width()))
    return Play(item)


def utf16(text: str, index: int) -> int:
    """Qt counts UTF-16 units where Python counts characters."""
    return len(text[:index].encode("utf-16-le", "surrogatepass")) // 2


def characters(text: str, units: int) -> int:
    """Python counts characters where Qt counts UTF-16 units."""
    start = text.encode("utf-16-le", "surrogatepass")[: 2 * units]
    return len(start.decode("utf-16-le", "ignore"))


def offers_models(item: AttachmentRow) -> bool:
    """Whether a model would make a voice message readable."""
    problem = Problem.decode(item.problem) if item.kind == "voice" else None
    return problem is not None and problem.code == "speech-no-model"


def picture(item: AttachmentRow) -> bool:
    """Whether a file is drawn as a picture; one with a problem is a file with a name."""
    return item.kind in ("image", "sticker") and bool(item.path) and not item.problem


def is_pdf(item: AttachmentRow) -> bool:
    """Whether its pages can be shown."""
    return bool(item.path) and (
        item.mime == "application/pdf" or item.name.lower().endswith(".pdf")
    )
