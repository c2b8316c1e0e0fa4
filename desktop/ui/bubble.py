"""The layout of one message: where its text, files, marks and words of trouble stand.

Pure geometry in logical pixels from the row's top left corner, kept per width by the delegate.
"""

from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

from core.domain.problems import Problem
from core.domain.views import AttachmentRow, MessageRow
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui import words

WIDEST: Final = 500.0
SIDE: Final = 20.0
PAD_X: Final = 12.0
PAD_Y: Final = 8.0
LINE: Final = 3.0
IMAGE: Final = (260.0, 168.0)
META_H: Final = 16.0
MOST_SHOWN: Final = 20_000
"""Characters of a message; messengers allow a fifth of that. One word of a million is two minutes
of layout."""
MOST_LINES: Final = 1_000


@dataclass
class Bubble:
    """Everything placed. ``files`` pairs a box with its attachment; ``offers`` are the lines that
    offer a model of speech."""

    row: MessageRow
    height: float = 0.0
    box: QRectF = field(default_factory=QRectF)
    divider: str = ""
    divider_box: QRectF = field(default_factory=QRectF)
    unread: QRectF | None = None
    reply: QRectF | None = None
    reply_lines: tuple[str, str] = ("", "")
    files: list[tuple[QRectF, AttachmentRow]] = field(default_factory=list)
    offers: list[QRectF] = field(default_factory=list)
    note: tuple[QRectF, str] | None = None
    text: QTextLayout | None = None
    text_at: QPointF = field(default_factory=QPointF)
    reactions: list[tuple[QRectF, str, int]] = field(default_factory=list)
    meta: QRectF = field(default_factory=QRectF)
    meta_text: str = ""
    trouble: tuple[QRectF, str] | None = None
    retry: QRectF | None = None
    discard: QRectF | None = None

    def part_at(self, at: QPointF) -> object:
        """What a click there means: an attachment, ``retry``, ``discard``, ``original``,
        ``models``; None."""
        if self.retry is not None and self.retry.contains(at):
            return "retry"
        if self.discard is not None and self.discard.contains(at):
            return "discard"
        if self.reply is not None and self.row.reply_to is not None and self.reply.contains(at):
            return "original"
        if any(box.contains(at) for box in self.offers):
            return "models"
        for box, item in self.files:
            if box.contains(at) and (item.path or item.pages):
                return item
        return None


def shape(text: str, font: QFont, width: float) -> tuple[QTextLayout, float, float, float]:
    """Lay plain text out; gives the layout, its width, height and the width of the last line."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    layout.setTextOption(option)
    layout.beginLayout()
    top, widest, last = 0.0, 0.0, 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height() + LINE
        last = line.naturalTextWidth()
        widest = max(widest, last)
    layout.endLayout()
    return layout, widest, max(0.0, top - LINE), last


def shown(shell: Shell, text: str) -> str:
    """The text as far as it is shown, and how much of it is not."""
    kept = "\n".join(text[:MOST_SHOWN].split("\n")[:MOST_LINES])
    left = len(text) - len(kept)
    return f"{kept}…\n\n{shell.tr('message-goes-on', n=left)}" if left else text


def utf16(text: str, index: int) -> int:
    """Qt counts UTF-16 units where Python counts characters."""
    return len(text[:index].encode("utf-16-le")) // 2


def place(
    shell: Shell, row: MessageRow, width: float, *, divider: str, unread: bool, joined: bool
) -> Bubble:
    """Lay a message out in a row ``width`` wide."""
    made = Bubble(row)
    theme = shell.theme
    y = 3.0 if joined else 10.0
    if divider:
        made.divider, made.divider_box = divider, QRectF(0, y + 6, width, 24)
        y += 38
    if unread:
        made.unread = QRectF(0, y + 2, width, 24)
        y += 34
    most = min(WIDEST, width - 2 * SIDE - 48)
    inner = most - 2 * PAD_X
    top, content, x = y + PAD_Y, 0.0, PAD_X
    small = QFontMetricsF(theme.font("small"))
    if row.reply_to is not None or row.reply_text:
        who = shell.tr("reply-label")
        made.reply_lines = (who, words.reply_quote(shell, row))
        wide = max(small.horizontalAdvance(line) for line in made.reply_lines) + 24
        content = max(content, min(inner, wide))
        made.reply = QRectF(x, top, 0, 40)
        top += 47
    for item in row.attachments:
        wide, tall = _file_size(shell, item, inner)
        made.files.append((QRectF(x, top, wide, tall), item))
        content = max(content, wide)
        top += tall + 7
    if row.note:
        note = words.note_text(shell, row.note)
        made.note = (QRectF(x, top, inner, 22), note)
        content = max(
            content, min(inner, 26 + QFontMetricsF(theme.font("body")).horizontalAdvance(note))
        )
        top += 26
    made.meta_text = formats.clock(row.at)
    if row.edited_at:
        made.meta_text = f"{shell.tr('edited')}  {made.meta_text}"
    meta = QFontMetricsF(theme.font("caption")).horizontalAdvance(made.meta_text) + 19
    meta += 19 if row.direction == "out" else 0
    last = 0.0
    if row.text:
        made.text, wide, tall, last = shape(shown(shell, row.text), theme.font("message"), inner)
        made.text_at = QPointF(x, top)
        content = max(content, wide)
        top += tall
    if row.reactions:
        top += 6 if row.text else 0
        left = x
        for emoji, count in _counted(row):
            chip = QRectF(left, top, 34 if count == 1 else 46, 24)
            made.reactions.append((chip, emoji, count))
            left = chip.right() + 5
        content = max(content, left - x)
        top += 24
        last = left - x
    if last and last + 10 + meta <= inner:
        content = max(content, last + 10 + meta)
        meta_top = top - META_H + (1 if not row.reactions else -2)
    else:
        meta_top = top + (1 if last else -3)
        top = meta_top + META_H
        content = max(content, meta)
    box_width = content + 2 * PAD_X
    left = width - SIDE - box_width if row.direction == "out" else SIDE
    made.offers = [offer_line(box) for box, item in made.files if offers_models(item)]
    made.box = QRectF(left, y, box_width, top + PAD_Y - y - 1)
    made.meta = QRectF(left + box_width - PAD_X - meta + 2, meta_top, meta, META_H)
    _shift(made, left)
    if made.reply is not None:
        made.reply.setWidth(content)
    y = made.box.bottom()
    if row.status == "failed":
        y = _trouble(shell, made, y, width)
    made.height = y + 2
    return made


def _shift(made: Bubble, left: float) -> None:
    made.text_at += QPointF(left, 0)
    if made.reply is not None:
        made.reply.translate(left, 0)
    if made.note is not None:
        made.note[0].translate(left, 0)
    for box, _item in made.files:
        box.translate(left, 0)
    for box in made.offers:
        box.translate(left, 0)
    for chip, _emoji, _count in made.reactions:
        chip.translate(left, 0)


def _why(shell: Shell, item: AttachmentRow) -> str:
    problem = Problem.decode(item.problem)
    return shell.problem(problem) if problem else ""


def offers_models(item: AttachmentRow) -> bool:
    """Whether a model would make a voice message readable."""
    problem = Problem.decode(item.problem) if item.kind == "voice" else None
    return problem is not None and problem.code == "speech-no-model"


def offer_line(box: QRectF) -> QRectF:
    """Where the words under a voice message stand."""
    return QRectF(box.left(), box.top() + 44, box.width(), 18)


def picture(item: AttachmentRow) -> bool:
    """Whether a file is drawn as a picture; one with a problem is a file with a name."""
    return item.kind in ("image", "sticker") and bool(item.path) and not item.problem


def _file_size(shell: Shell, item: AttachmentRow, inner: float) -> tuple[float, float]:
    if picture(item):
        return min(inner, IMAGE[0]), IMAGE[1]
    if item.kind in ("voice", "audio"):
        said = _why(shell, item)
        wide = QFontMetricsF(shell.theme.font("small")).horizontalAdvance(said) + 4
        return min(inner, max(230.0, wide)), 62.0 if said else 42.0
    name = QFontMetricsF(shell.theme.font("body", bold=True)).horizontalAdvance(
        words.file_name(item)
    )
    line = words.attachment_line(shell, item)
    line = _why(shell, item) or line
    below = QFontMetricsF(shell.theme.font("small")).horizontalAdvance(line)
    return min(inner, max(200.0, 52 + max(name, below) + 8)), 44.0


def _counted(row: MessageRow) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for _actor, emoji in row.reactions:
        counts[emoji] = counts.get(emoji, 0) + 1
    return list(counts.items())


def _trouble(shell: Shell, made: Bubble, y: float, width: float) -> float:
    """The line under a message that was not sent, with its two ways on."""
    small = QFontMetricsF(shell.theme.font("small"))
    problem = Problem.decode(made.row.problem)
    text = shell.problem(problem) if problem else shell.tr("not-sent")
    again, away = shell.tr("retry"), shell.tr("discard")
    links = small.horizontalAdvance(again) + small.horizontalAdvance(away) + 34
    room = min(WIDEST, width - 2 * SIDE)
    right = width - SIDE
    flat = small.horizontalAdvance(text) + 24
    wanted = min(room, flat)
    tall = small.boundingRect(QRectF(0, 0, wanted - 22, 200), 0x1000, text).height()
    made.trouble = (QRectF(right - wanted, y + 5, wanted, tall + 2), text)
    y += tall + 9
    wide = small.horizontalAdvance(again) + 12
    made.retry = QRectF(right - links, y, wide, 20)
    made.discard = QRectF(made.retry.right() + 10, y, small.horizontalAdvance(away) + 12, 20)
    return y + 24
