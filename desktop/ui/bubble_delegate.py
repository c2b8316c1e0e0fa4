"""Paints messages and says what was clicked; layouts are kept while nothing they show changed."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QPainterPath,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from core.domain.problems import Problem
from core.domain.views import AttachmentRow, MessageRow
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui import bubble, paint, words
from desktop.ui.bubble import Bubble
from desktop.ui.thumbnails import Thumbnails
from desktop.viewmodels.messages import MessageListModel, Place

Index = QModelIndex | QPersistentModelIndex
_KEPT: Final = 8000
_AT_ONCE: Final = 6
_REACTIONS: Final = {
    "👍": "thumb-up", "👎": "thumb-down", "❤": "heart", "❤️": "heart", "🔥": "fire",
    "🙂": "smile", "😊": "smile",
}  # fmt: skip
_TICKS: Final = {
    "queued": "clock", "sending": "clock", "sent": "check", "delivered": "check2",
    "read": "check2", "failed": "warning",
}  # fmt: skip


@dataclass(frozen=True)
class Spot:
    """Characters [start, end) of a message that are lit."""

    message: int
    start: int
    end: int


@dataclass(frozen=True)
class _Kept:
    """A layout, and what it was made for."""

    bubble: Bubble
    place: Place
    width: int
    today: date


class BubbleDelegate(QStyledItemDelegate):
    """``spot`` is what is lit."""

    def __init__(self, shell: Shell, thumbnails: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell = shell
        self._thumbnails = thumbnails
        self._kept: dict[int, _Kept] = {}
        self._today = date.min
        self.width = 400
        self.spot: Spot | None = None

    def forget(self) -> None:
        """Fonts or words changed: lay everything out anew."""
        self._kept.clear()

    def look_at_date(self) -> None:
        """Another day has another word above it; to be called before a layout."""
        self._today = formats.local(self._shell.now()).date()

    def bubble(self, index: Index) -> Bubble:
        """The layout of a row at the present width."""
        model = index.model()
        assert isinstance(model, MessageListModel)
        row, place = model.rows[index.row()], model.place(index.row())
        return self._found(row, place) or self._lay_out(row, place)

    def _found(self, row: MessageRow, place: Place) -> Bubble | None:
        kept = self._kept.get(row.id)
        if (
            kept is not None
            and (kept.bubble.row is row or kept.bubble.row == row)
            and kept.place == place
            and kept.width == self.width
            and (place.day is None or kept.today == self._today)
        ):
            return kept.bubble
        return None

    async def prepare(self, rows: Sequence[MessageRow], places: Sequence[Place]) -> None:
        """Lay out rows that come, a few at a time: the window answers in between."""
        self.look_at_date()
        for i, (row, place) in enumerate(zip(rows, places, strict=True)):
            if self._found(row, place) is None:
                self._lay_out(row, place)
                if i % _AT_ONCE == 0:
                    await asyncio.sleep(0)

    def _lay_out(self, row: MessageRow, place: Place) -> Bubble:
        shell = self._shell
        if len(self._kept) > _KEPT:
            self._kept.clear()
        divider = formats.day(shell.i18n, place.day, self._today) if place.day else ""
        made = bubble.place(
            shell, row, self.width, divider=divider, unread=place.unread, joined=place.joined
        )
        self._kept[row.id] = _Kept(made, place, self.width, self._today)
        return made

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Qt's hook."""
        return QSize(10, round(self.bubble(index).height + 0.5))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt's hook."""
        made = self.bubble(index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(QPointF(option.rect.topLeft()))
        self._dividers(painter, made)
        self._ground(painter, made)
        radius = self._shell.theme.tokens.radius["bubble"]
        paint.focus_ring(painter, self._shell, option, made.box, radius)
        self._reply(painter, made)
        for box, item in made.files:
            self._file(painter, made.row, box, item)
        self._note(painter, made)
        self._text(painter, made)
        self._reactions(painter, made)
        self._meta(painter, made)
        self._trouble(painter, made)
        painter.restore()

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Qt's hook: what did not fit into the line of a file."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        at = (event.pos() - option.rect.topLeft()).toPointF()
        for box, item in self.bubble(index).files:
            if box.contains(at):
                problem = Problem.decode(item.problem)
                lines = [words.file_name(item), self._shell.problem(problem) if problem else ""]
                QToolTip.showText(event.globalPos(), "\n".join(filter(None, lines)), view)
                return True
        QToolTip.hideText()
        return True

    def _dividers(self, painter: QPainter, made: Bubble) -> None:
        theme = self._shell.theme
        font = theme.font("small")
        painter.setFont(font)
        if made.divider:
            painter.setPen(theme.colour("text_3"))
            painter.drawText(made.divider_box, paint.CENTER, made.divider)
            gap = QFontMetricsF(font).horizontalAdvance(made.divider) / 2 + 14
            middle, y = made.divider_box.center().x(), made.divider_box.center().y()
            painter.setPen(QPen(theme.colour("border"), 1))
            painter.drawLine(QPointF(bubble.SIDE, y), QPointF(middle - gap, y))
            painter.drawLine(QPointF(middle + gap, y), QPointF(self.width - bubble.SIDE, y))
        if made.unread is not None:
            text = self._shell.tr("unread-divider")
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_soft"))
            painter.drawRect(made.unread)
            painter.setPen(theme.colour("accent_text"))
            painter.drawText(made.unread, paint.CENTER, text)

    def _ground(self, painter: QPainter, made: Bubble) -> None:
        theme = self._shell.theme
        side = "out" if made.row.direction == "out" else "in"
        painter.setPen(QPen(theme.colour(f"bubble_{side}_edge"), 1))
        painter.setBrush(theme.colour(f"bubble_{side}"))
        radius = theme.tokens.radius["bubble"]
        painter.drawRoundedRect(made.box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def _reply(self, painter: QPainter, made: Bubble) -> None:
        if made.reply is None:
            return
        theme, box = self._shell.theme, made.reply
        side = "out" if made.row.direction == "out" else "in"
        path = QPainterPath()
        path.addRoundedRect(box, 6, 6)
        painter.fillPath(path, theme.colour(f"quote_{side}"))
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), theme.colour("accent"))
        painter.restore()
        inner = box.adjusted(12, 4, -8, -4)
        half = inner.height() / 2
        head = theme.font("small", bold=True)
        painter.setFont(head)
        painter.setPen(theme.colour("accent_text"))
        painter.drawText(QRectF(inner.left(), inner.top(), inner.width(), half), paint.LEFT,
                         made.reply_lines[0])  # fmt: skip
        font = theme.font("small")
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        line = paint.elide(font, made.reply_lines[1], inner.width())
        painter.drawText(QRectF(inner.left(), inner.top() + half, inner.width(), half),
                         paint.LEFT, line)  # fmt: skip

    def _file(self, painter: QPainter, row: MessageRow, box: QRectF, item: AttachmentRow) -> None:
        if bubble.picture(item):
            self._image(painter, box, item)
        elif item.kind in ("voice", "audio"):
            self._voice(painter, row, box, item)
        else:
            self._document(painter, row, box, item)

    def _image(self, painter: QPainter, box: QRectF, item: AttachmentRow) -> None:
        path = QPainterPath()
        path.addRoundedRect(box, 8, 8)
        picture = self._thumbnails.get(item.path)
        painter.fillPath(path, self._shell.theme.colour("sunken"))
        if picture is None:
            middle = QRectF(box.center().x() - 14, box.center().y() - 14, 28, 28)
            self._shell.icons.paint(painter, "image", "text_3", middle)
            return
        painter.save()
        painter.setClipPath(path)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = picture.deviceIndependentSize()
        scale = max(box.width() / size.width(), box.height() / size.height())
        wide, tall = box.width() / scale, box.height() / scale
        ratio = picture.devicePixelRatio()
        source = QRectF((size.width() - wide) / 2 * ratio, (size.height() - tall) / 2 * ratio,
                        wide * ratio, tall * ratio)  # fmt: skip
        painter.drawPixmap(box, picture, source)
        painter.restore()

    def _tile(self, painter: QPainter, row: MessageRow, box: QRectF, icon: str) -> None:
        theme = self._shell.theme
        tile = QRectF(box.left(), box.top() + 1, 42, 42)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("quote_out" if row.direction == "out" else "accent_soft"))
        if icon == "play":
            painter.drawEllipse(tile)
        else:
            painter.drawRoundedRect(tile, 9, 9)
        self._shell.icons.paint(painter, icon, "accent_text", tile.adjusted(10, 10, -10, -10))

    def _document(
        self, painter: QPainter, row: MessageRow, box: QRectF, item: AttachmentRow
    ) -> None:
        theme = self._shell.theme
        self._tile(painter, row, box, words.note_icon(item.kind))
        left = box.left() + 52
        room = box.right() - left
        font = theme.font("body", bold=True)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        name = words.file_name(item) or words.note_text(self._shell, item.kind)
        elided = QFontMetricsF(font).elidedText(name, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(QRectF(left, box.top() + 3, room, 19), paint.LEFT, elided)
        small = theme.font("small")
        line, ink = words.attachment_line(self._shell, item), "bubble_meta"
        problem = Problem.decode(item.problem)
        if problem is not None:
            line, ink = self._shell.problem(problem), "danger"
        elif not item.path:
            line = " · ".join(p for p in (line, self._shell.tr("file-loading")) if p)
        painter.setFont(small)
        painter.setPen(theme.colour(ink))
        painter.drawText(QRectF(left, box.top() + 22, room, 18), paint.LEFT,
                         paint.elide(small, line, room))  # fmt: skip

    def _voice(self, painter: QPainter, row: MessageRow, box: QRectF, item: AttachmentRow) -> None:
        theme = self._shell.theme
        problem = Problem.decode(item.problem)
        if problem is not None:
            small = theme.font("small")
            painter.setFont(small)
            ink = "accent_text" if bubble.offers_models(item) else "bubble_meta"
            painter.setPen(theme.colour(ink))
            said = paint.elide(small, self._shell.problem(problem), box.width())
            painter.drawText(bubble.offer_line(box), paint.LEFT, said)
        self._tile(painter, row, box, "play")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent_text"))
        left, seed = box.left() + 54, row.id * 2654435761 + 97
        count = int((box.right() - left - 44) // 5)
        for i in range(count):
            seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
            tall = 4 + (seed >> 12) % 15
            painter.drawRoundedRect(
                QRectF(left + i * 5, box.top() + 22 - tall / 2, 3, tall), 1.5, 1.5
            )
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("bubble_meta"))
        painter.drawText(QRectF(box.right() - 42, box.top(), 42, 44), paint.RIGHT,
                         formats.seconds(item.seconds))  # fmt: skip

    def _note(self, painter: QPainter, made: Bubble) -> None:
        if made.note is None:
            return
        box, text = made.note
        theme = self._shell.theme
        icon = QRectF(box.left(), box.top() + 2, 18, 18)
        self._shell.icons.paint(painter, words.note_icon(made.row.note), "text_2", icon)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text_2"))
        painter.drawText(box.adjusted(26, 0, 0, 0), paint.LEFT, text)

    def _text(self, painter: QPainter, made: Bubble) -> None:
        if made.text is None:
            return
        theme = self._shell.theme
        spot = self.spot
        if spot is not None and spot.message == made.row.id and spot.end > spot.start:
            start = bubble.utf16(made.row.text, spot.start)
            end = bubble.utf16(made.row.text, spot.end)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("spot"))
            for box in lit_boxes(made, start, end):
                painter.drawRoundedRect(box, 4, 4)
        painter.setPen(theme.colour("text"))
        lit: list[QTextLayout.FormatRange] = []
        if spot is not None and spot.message == made.row.id:
            lit = _lit_format(made, spot, theme.colour("spot_text"))
        painter.save()
        painter.setClipRect(made.box)  # marks may be piled up on a letter without end
        made.text.draw(painter, made.text_at, lit)
        painter.restore()

    def _reactions(self, painter: QPainter, made: Bubble) -> None:
        theme = self._shell.theme
        for box, emoji, count in made.reactions:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("quote_out" if made.row.direction == "out" else "chip"))
            painter.drawRoundedRect(box, 12, 12)
            icon = _REACTIONS.get(emoji)
            left = QRectF(box.left() + 9, box.top() + 4, 16, 16)
            if icon:
                self._shell.icons.paint(painter, icon, "accent_text", left)
            else:
                painter.setPen(theme.colour("text"))
                painter.setFont(theme.font("body"))
                painter.drawText(left.adjusted(-4, 0, 4, 0), paint.CENTER, emoji)
            if count > 1:
                painter.setPen(theme.colour("accent_text"))
                painter.setFont(theme.font("small"))
                painter.drawText(box.adjusted(0, 0, -8, 0), paint.RIGHT, str(count))

    def _meta(self, painter: QPainter, made: Bubble) -> None:
        theme, box = self._shell.theme, made.meta
        middle = box.center().y()
        x = box.left()
        paint.channel_mark(painter, self._shell, made.row.peer.channel, x, middle, 13)
        x += 17
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("bubble_meta"))
        painter.drawText(QRectF(x, box.top(), box.right() - x, box.height()), paint.LEFT,
                         made.meta_text)  # fmt: skip
        tick = _TICKS.get(made.row.status or "")
        if made.row.direction == "out" and tick:
            ink = {"read": "accent_text", "failed": "danger"}.get(
                made.row.status or "", "bubble_meta"
            )
            where = QRectF(box.right() - 17, middle - 8, 16, 16)
            self._shell.icons.paint(painter, tick, ink, where)

    def _trouble(self, painter: QPainter, made: Bubble) -> None:
        if made.trouble is None:
            return
        theme = self._shell.theme
        box, text = made.trouble
        icon = QRectF(box.left(), box.top() + 1, 15, 15)
        self._shell.icons.paint(painter, "warning", "danger", icon)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("danger"))
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
        painter.drawText(box.adjusted(20, 0, 2, 4), flags, text)
        bold = QFont(theme.font("small"))
        bold.setUnderline(True)
        painter.setFont(bold)
        for link, key in ((made.retry, "retry"), (made.discard, "discard")):
            if link is not None:
                painter.setPen(theme.colour("accent_text"))
                painter.drawText(link, paint.CENTER, self._shell.tr(key))


def lit_boxes(made: Bubble, start: int, end: int) -> list[QRectF]:
    """The boxes of characters [start, end) (UTF-16), a line each, in the row's coordinates."""
    boxes: list[QRectF] = []
    if made.text is None:
        return boxes
    for i in range(made.text.lineCount()):
        line = made.text.lineAt(i)
        first, last = line.textStart(), line.textStart() + line.textLength()
        if end <= first or start >= last:
            continue
        x, to = _x(line, max(start, first)), _x(line, min(end, last))
        top = made.text_at.y() + line.y() - 1
        boxes.append(QRectF(made.text_at.x() + x - 2, top, to - x + 4, line.height() + 2))
    return boxes


def _lit_format(made: Bubble, spot: Spot, ink: QColor) -> list[QTextLayout.FormatRange]:
    lit = QTextLayout.FormatRange()
    lit.start = bubble.utf16(made.row.text, spot.start)
    lit.length = bubble.utf16(made.row.text, spot.end) - lit.start
    look = QTextCharFormat()
    look.setForeground(QBrush(ink))
    lit.format = look
    return [lit]


def _x(line: QTextLine, position: int) -> float:
    """PySide gives (x, position) where C++ gives x."""
    found: object = line.cursorToX(position)
    if isinstance(found, tuple):
        found = found[0]
    assert isinstance(found, int | float)
    return float(found)
