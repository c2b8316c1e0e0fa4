"""Paints a thread of the list: who, the last line, what they want, how long we have."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.domain.views import ThreadRow
from core.domain.window import window
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui import paint
from desktop.ui.words import SURE, intent_name, last_line, last_mark
from desktop.viewmodels.rows import ROW

HEIGHT = 82


_KEPT: Final = 96
_LOOKS: Final = (
    QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver
    | QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_KeyboardFocusChange
)  # fmt: skip


@dataclass(frozen=True)
class _Words:
    """What of a row depends on the time: its stamp, and what is left or how long they wait."""

    when: str
    left: str
    closing: bool
    typing: bool


@dataclass(frozen=True)
class _Kept:
    """A row as it was painted, and what it was painted for."""

    row: ThreadRow
    looks: tuple[object, ...]
    picture: QPixmap


class ThreadDelegate(QStyledItemDelegate):
    """Draws from the snapshot alone. A row that looks as before is a picture that is copied: a
    message moves the whole list, and words are slow to draw."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell = shell
        self._kept: OrderedDict[int, _Kept] = OrderedDict()
        self.typing: set[int] = set()
        shell.theme.changed.connect(self._kept.clear)
        shell.i18n.changed.connect(self._kept.clear)

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
        words = self._words(row)
        ratio = painter.device().devicePixelRatioF()
        size = option.rect.size()
        looks = (size.width(), ratio, (option.state & _LOOKS).value, words)
        kept = self._kept.get(row.id)
        if kept is None or kept.row is not row or kept.looks != looks:
            picture = QPixmap(size * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(self._shell.theme.colour("window"))
            inner = QPainter(picture)
            self._paint(inner, option, QRectF(0, 0, size.width(), size.height()), row, words)
            inner.end()
            kept = self._kept[row.id] = _Kept(row, looks, picture)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(row.id)
        painter.drawPixmap(option.rect.topLeft(), kept.picture)

    def _words(self, row: ThreadRow) -> _Words:
        i18n, now = self._shell.i18n, self._shell.now()
        when = formats.stamp(i18n, row.last_at, now)
        typing = row.id in self.typing
        state = window(row.window_closes, now, exists=row.has_window)
        if state.state == "closing" and state.closes_at is not None:
            left = formats.countdown(i18n, state.closes_at - now)
            return _Words(when, left, closing=True, typing=typing)
        left = ""
        if row.waiting_since is not None:
            left = self._shell.tr("waits", time=formats.duration(i18n, now - row.waiting_since))
        return _Words(when, left, closing=False, typing=typing)

    def _paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        rect: QRectF,
        row: ThreadRow,
        words: _Words,
    ) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = rect.adjusted(6, 1, -6, -1)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._shell.theme.colour("selected" if chosen else "hover"))
            painter.drawRoundedRect(box, 10, 10)
        paint.focus_ring(painter, self._shell, option, box, 10)
        left, right = box.left() + 10, box.right() - 10
        paint.avatar(painter, self._shell, QRectF(left, box.top() + 10, 42, 42), row.id, row.name)
        left += 54
        self._title(painter, row, words, left, right, box.top() + 19)
        self._last(painter, row, words, left, right, box.top() + 40)
        right = self._deadline(painter, words, right, box.top() + 63)
        self._tags(painter, row, left, right, box.top() + 63, chosen)

    def _title(
        self, painter: QPainter, row: ThreadRow, words: _Words, left: float, right: float,
        middle: float,
    ) -> None:  # fmt: skip
        theme = self._shell.theme
        small, when = theme.font("small"), words.when
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
        self, painter: QPainter, row: ThreadRow, words: _Words, left: float, right: float,
        middle: float,
    ) -> None:  # fmt: skip
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
        if words.typing:
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

    def _deadline(self, painter: QPainter, words: _Words, right: float, middle: float) -> float:
        """The window's countdown when it is closing, else how long they wait; returns where the
        room before it ends."""
        if not words.left:
            return right
        theme = self._shell.theme
        font = theme.font("small")
        painter.setFont(font)
        if words.closing:
            width = paint.chip_width(font, words.left) + 15
            box = QRectF(right - width, middle - 10, width, 20)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("warn_soft"))
            painter.drawRoundedRect(box, 6, 6)
            clock = QRectF(box.left() + 6, middle - 7, 14, 14)
            self._shell.icons.paint(painter, "clock", "warn", clock)
            painter.setPen(theme.colour("warn"))
            painter.drawText(box.adjusted(22, 0, -6, 0), paint.LEFT, words.left)
            return right - width - 8
        painter.setPen(theme.colour("text_3"))
        width = QFontMetricsF(font).horizontalAdvance(words.left)
        box = QRectF(right - width - 1, middle - 10, width + 1, 20)
        painter.drawText(box, paint.RIGHT, words.left)
        return right - width - 10
