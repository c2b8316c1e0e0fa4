"""Paints a thread of the list: who, the last line, what they want, how long we have."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.domain.views import ThreadRow
from core.domain.window import window
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui import paint
from desktop.ui.words import SURE, intent_name, last_line, last_mark
from desktop.viewmodels.rows import ROW

HEIGHT = 82


class ThreadDelegate(QStyledItemDelegate):
    """Draws from the snapshot alone."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell = shell
        self.typing: set[int] = set()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """All rows are of one height."""
        return QSize(120, HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Qt's hook."""
        row: ThreadRow | None = index.data(ROW)
        if row is None:
            return
        rect = QRectF(option.rect)
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = rect.adjusted(6, 1, -6, -1)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._shell.theme.colour("selected" if chosen else "hover"))
            painter.drawRoundedRect(box, 10, 10)
        left, right = box.left() + 10, box.right() - 10
        paint.avatar(painter, self._shell, QRectF(left, box.top() + 10, 42, 42), row.id, row.name)
        left += 54
        self._title(painter, row, left, right, box.top() + 19)
        self._last(painter, row, left, right, box.top() + 40)
        self._tags(painter, row, left, right, box.top() + 63, chosen)
        painter.restore()

    def _title(
        self, painter: QPainter, row: ThreadRow, left: float, right: float, middle: float
    ) -> None:
        theme = self._shell.theme
        small = theme.font("small")
        when = formats.stamp(self._shell.i18n, row.last_at, self._shell.now())
        painter.setFont(small)
        painter.setPen(theme.colour("text_3"))
        width = QFontMetricsF(small).horizontalAdvance(when)
        painter.drawText(QRectF(right - width - 2, middle - 10, width + 2, 20), paint.RIGHT, when)
        right -= width + 10
        marks = [c for c in row.channels]
        font = theme.font("message", bold=True)
        room = right - left - 19 * len(marks)
        name = paint.elide(font, row.name, room)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        painter.drawText(QRectF(left, middle - 10, room + 1, 20), paint.LEFT, name)
        x = left + QFontMetricsF(font).horizontalAdvance(name) + 6
        for channel in marks:
            paint.channel_mark(painter, self._shell, channel, x, middle)
            x += 18

    def _last(
        self, painter: QPainter, row: ThreadRow, left: float, right: float, middle: float
    ) -> None:
        theme = self._shell.theme
        if row.unread:
            right -= paint.badge(painter, self._shell, QPointF(right, middle), row.unread) + 8
        elif row.waiting_since is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(QPointF(right - 5, middle), 4, 4)
            right -= 18
        font = theme.font("body")
        painter.setFont(font)
        if row.id in self.typing:
            painter.setPen(theme.colour("accent_text"))
            text = self._shell.tr("typing")
        else:
            painter.setPen(theme.colour("text_2"))
            mark = last_mark(row)
            if mark:
                box = QRectF(left, middle - 8, 16, 16)
                self._shell.icons.paint(painter, mark, "text_3", box)
                left += 20
            text = last_line(self._shell, row)
        painter.drawText(QRectF(left, middle - 10, right - left, 20), paint.LEFT,
                         paint.elide(font, text, right - left))  # fmt: skip

    def _tags(
        self,
        painter: QPainter,
        row: ThreadRow,
        left: float,
        right: float,
        middle: float,
        chosen: bool,
    ) -> None:
        theme = self._shell.theme
        font = theme.font("small")
        right = self._deadline(painter, row, right, middle)
        for i, intent in enumerate(row.intents[:2]):
            sure = intent.confidence >= SURE
            text = intent_name(self._shell, intent.tag) if sure else self._shell.tr("intent-unsure")
            wanted = paint.chip_width(font, text)
            width = min(wanted, right - left)
            if width < (wanted if i else min(wanted, 44)):
                return
            ground = theme.colour("raised" if chosen else "chip" if sure else "sunken")
            ink = theme.colour("chip_text" if sure else "text_2")
            paint.chip(painter, font, QRectF(left, middle - 10, width, 20), text, ground, ink)
            left += width + 5
            if not sure:
                return

    def _deadline(self, painter: QPainter, row: ThreadRow, right: float, middle: float) -> float:
        """The window's countdown when it is closing, else how long they wait; returns what is
        left of the line."""
        theme, now = self._shell.theme, self._shell.now()
        state = window(row.window_closes, now, exists=row.has_window)
        font = theme.font("small")
        if state.state == "closing" and state.closes_at is not None:
            text = formats.countdown(self._shell.i18n, state.closes_at - now)
            width = paint.chip_width(font, text) + 15
            box = QRectF(right - width, middle - 10, width, 20)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("warn_soft"))
            painter.drawRoundedRect(box, 6, 6)
            clock = QRectF(box.left() + 6, middle - 7, 14, 14)
            self._shell.icons.paint(painter, "clock", "warn", clock)
            painter.setFont(font)
            painter.setPen(theme.colour("warn"))
            painter.drawText(box.adjusted(22, 0, -6, 0), paint.LEFT, text)
            return right - width - 8
        if row.waiting_since is None:
            return right
        waits = formats.duration(self._shell.i18n, now - row.waiting_since)
        text = self._shell.tr("waits", time=waits)
        painter.setFont(font)
        painter.setPen(theme.colour("text_3"))
        width = QFontMetricsF(font).horizontalAdvance(text)
        painter.drawText(QRectF(right - width - 1, middle - 10, width + 1, 20), paint.RIGHT, text)
        return right - width - 10
