"""How the marked words of a bubble look: letters, grounds, links, what is covered."""

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush, QFont, QPainter, QTextCharFormat, QTextLayout

from core.domain.channels import Channel
from core.domain.links import found
from core.domain.marks import Mark
from core.domain.views import MessageRow
from desktop.shell.context import Shell
from desktop.ui.bubble import Bubble, Follow, utf16
from desktop.ui.bubble_text import MOST_SHOWN, line_boxes

_BAR: Final = 3.0
MOST_LINKS: Final = 5
"""So many links of a message stand in its menu."""


def marks_of(row: MessageRow) -> tuple[Mark, ...]:
    """Those that the messenger gave; where it gives none, the addresses in the text."""
    if row.marks or row.peer.channel is Channel.TELEGRAM or "://" not in row.text:
        return row.marks
    return found(row.text[:MOST_SHOWN])


def formats(shell: Shell, row: MessageRow) -> list[QTextLayout.FormatRange]:
    """The letters of the marks, in UTF-16 units."""
    made: list[QTextLayout.FormatRange] = []
    for mark in marks_of(row):
        look = _look(shell, mark)
        if look is not None and mark.end <= MOST_SHOWN:
            made.append(_range(row.text, mark, look))
    return made


def _range(text: str, mark: Mark, look: QTextCharFormat) -> QTextLayout.FormatRange:
    one = QTextLayout.FormatRange()
    one.start = utf16(text, mark.start)
    one.length = utf16(text, mark.end) - one.start
    one.format = look
    return one


def _look(shell: Shell, mark: Mark) -> QTextCharFormat | None:
    look = QTextCharFormat()
    match mark.style:
        case "bold":
            look.setFontWeight(QFont.Weight.DemiBold)
        case "italic":
            look.setFontItalic(True)
        case "underline":
            look.setFontUnderline(True)
        case "strike":
            look.setFontStrikeOut(True)
        case "code" | "pre":
            look.setFontFamilies(["monospace"])
            look.setFontFixedPitch(True)
        case "link":
            look.setForeground(QBrush(shell.theme.colour("accent_text")))
            look.setFontUnderline(True)
        case "mention":
            look.setForeground(QBrush(shell.theme.colour("accent_text")))
        case "quote":
            look.setForeground(QBrush(shell.theme.colour("text_2")))
        case _:
            return None
    return look


def place(made: Bubble) -> None:
    """Where the links stand, and what is covered, once the bubble is where it stays."""
    if made.text is None:
        return
    text = made.row.text
    for mark in marks_of(made.row):
        if mark.style == "link":
            link = Follow(mark.url, text[mark.start : mark.end])
            made.links += [(box, link) for box in _boxes(made, mark)]
        elif mark.style == "mention":
            link = Follow(_whom(mark, text), text[mark.start : mark.end])
            made.links += [(box, link) for box in _boxes(made, mark)]
        elif mark.style == "spoiler":
            made.hidden += _boxes(made, mark)


def links_of(row: MessageRow) -> list[Follow]:
    """Where the words of a message lead, each once, ``MOST_LINKS`` at most."""
    found: dict[str, Follow] = {}
    for mark in marks_of(row):
        words = row.text[mark.start : mark.end]
        if mark.style in ("link", "mention"):
            url = mark.url if mark.style == "link" else _whom(mark, row.text)
            found.setdefault(url, Follow(url, words))
    return [*found.values()][:MOST_LINKS]


def _whom(mark: Mark, text: str) -> str:
    """The address of who is mentioned."""
    if mark.url:
        return f"tg://user?id={mark.url}"
    return f"https://t.me/{text[mark.start : mark.end].removeprefix('@')}"


def _boxes(made: Bubble, mark: Mark, pad: float = 0.0) -> list[QRectF]:
    text = made.row.text
    return line_boxes(made, utf16(text, mark.start), utf16(text, mark.end), pad)


def ground(
    painter: QPainter, shell: Shell, made: Bubble, revealed: set[int]
) -> list[QTextLayout.FormatRange]:
    """What lies under the words; gives how covered words are drawn, in the colour of their
    cover."""
    theme, over = shell.theme, []
    out = made.row.direction == "out"
    for mark in made.row.marks:
        if mark.style in ("code", "pre"):
            for box in _boxes(made, mark, 2):
                painter.setBrush(theme.colour("quote_out" if out else "chip"))
                painter.drawRoundedRect(box, 3, 3)
        elif mark.style == "quote":
            boxes = _boxes(made, mark)
            if boxes:
                top, bottom = boxes[0].top(), boxes[-1].bottom()
                bar = QRectF(made.text_at.x() - 8, top, _BAR, bottom - top)
                painter.fillRect(bar, theme.colour("accent"))
        elif mark.style == "spoiler" and made.row.id not in revealed:
            for box in _boxes(made, mark, 1):
                painter.setBrush(theme.colour("text_3"))
                painter.drawRoundedRect(box, 3, 3)
            look = QTextCharFormat()
            look.setForeground(QBrush(theme.colour("text_3")))
            over.append(_range(made.row.text, mark, look))
    return over
