"""The text of a bubble: its layout, and which character stands where."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QTextLayout, QTextLine, QTextOption

from core.domain.views import AttachmentRow, MessageRow
from desktop.shell.context import Shell
from desktop.ui.bubble import Bubble, characters, utf16

LINE: Final = 3.0
MOST_SHOWN: Final = 20_000
"""Characters of a message; messengers allow a fifth of that. One word of a million is two minutes
of layout."""
MOST_LINES: Final = 1_000


def shape(
    text: str, font: QFont, width: float, looks: Sequence[QTextLayout.FormatRange] = ()
) -> tuple[QTextLayout, float, float, float]:
    """Lay plain text out; gives the layout, its width, height and the width of the last line."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    layout.setTextOption(option)
    if looks:
        layout.setFormats(list(looks))
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


def heard(row: MessageRow) -> list[tuple[int, AttachmentRow, int]]:
    """Where in a message's text each part of what was heard begins: the character, the file, the
    millisecond. None where the text is not (any more) what was heard."""
    if not row.attachments:
        return []
    voices = [item for item in row.attachments if item.parts]
    said = "\n".join(" ".join(words for _, words in item.parts) for item in voices)
    if not said or not row.text.endswith(said):
        return []
    at, found = len(row.text) - len(said), []
    for item in voices:
        for ms, words in item.parts:
            found.append((at, item, ms))
            at += len(words) + 1
    return found


def in_lines(text: str, starts: list[tuple[int, AttachmentRow, int]]) -> str:
    """Each part of what was heard on a line of its own; as long as before."""
    if not starts:
        return text
    letters = list(text)
    for at, _item, _ms in starts:
        if 0 < at < len(letters) and letters[at - 1] == " ":
            letters[at - 1] = "\n"
    return "".join(letters)


def line_boxes(made: Bubble, start: int, end: int, pad: float = 0.0) -> list[QRectF]:
    """The boxes of characters [start, end) (UTF-16), a line each and ``pad`` wider on both sides,
    in the row's coordinates."""
    boxes: list[QRectF] = []
    if made.text is None:
        return boxes
    for i in range(made.text.lineCount()):
        line = made.text.lineAt(i)
        first, last = line.textStart(), line.textStart() + line.textLength()
        if end <= first or start >= last:
            continue
        x, to = _x(line, max(start, first)), _x(line, min(end, last))
        x, to = min(x, to), max(x, to)
        top = made.text_at.y() + line.y() - 1
        boxes.append(QRectF(made.text_at.x() + x - pad, top, to - x + 2 * pad, line.height() + 2))
    return boxes


def index_at(made: Bubble, at: QPointF) -> int:
    """The character of the message nearest to a point of its row: 0 above its text, its length
    below it."""
    layout, length = made.text, len(made.row.text)
    if layout is None or not layout.lineCount():
        return length if at.y() > made.box.center().y() else 0
    y, x = at.y() - made.text_at.y(), at.x() - made.text_at.x()
    if y < 0:
        return 0
    for i in range(layout.lineCount()):
        line = layout.lineAt(i)
        if y < line.y() + line.height() + LINE:
            place = line.xToCursor(x)
            # behind the last letter of a broken line is before its break, not on the next line
            ends = line.textStart() + line.textLength()
            if place >= ends and i + 1 < layout.lineCount() and line.textLength():
                place = ends - 1
            return min(length, characters(made.row.text, place))
    return length


def word_around(text: str, index: int) -> tuple[int, int]:
    """The word that a character is in; a single character where that is none."""
    if not text:
        return 0, 0
    index = min(index, len(text) - 1)
    if not _in_word(text[index]):
        if index and _in_word(text[index - 1]):
            index -= 1
        else:
            return index, index + 1
    start, end = index, index + 1
    while start > 0 and _in_word(text[start - 1]):
        start -= 1
    while end < len(text) and _in_word(text[end]):
        end += 1
    return start, end


def next_word(text: str, index: int, step: int) -> int:
    """Where the cursor goes by a word: behind the next one, or to the beginning of the last."""
    if step > 0:
        while index < len(text) and not _in_word(text[index]):
            index += 1
        while index < len(text) and _in_word(text[index]):
            index += 1
        return index
    while index > 0 and not _in_word(text[index - 1]):
        index -= 1
    while index > 0 and _in_word(text[index - 1]):
        index -= 1
    return index


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter in "_-'’́"


def x_of(made: Bubble, index: int) -> tuple[float, float]:
    """Where a character stands: its x, and the top of its line, in the row's coordinates."""
    assert made.text is not None
    place = utf16(made.row.text, index)
    line = made.text.lineForTextPosition(place)
    return made.text_at.x() + _x(line, place), made.text_at.y() + line.y()


def _x(line: QTextLine, position: int) -> float:
    """PySide gives (x, position) where C++ gives x."""
    found: object = line.cursorToX(position)
    if isinstance(found, tuple):
        found = found[0]
    assert isinstance(found, int | float)
    return float(found)
