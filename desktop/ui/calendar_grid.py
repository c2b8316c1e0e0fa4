"""A month: its days in weeks, those with messages marked; for the mouse and for the arrows."""

import calendar
from collections.abc import Collection
from datetime import date, timedelta
from typing import Final

from babel import Locale
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui import paint
from desktop.ui.accessible import Role, spoken_as

_CELL: Final = 40.0
_WEEKS: Final = 6
_STEPS: Final = {
    Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7,
}  # fmt: skip


class CalendarGrid(QWidget):
    """``chosen`` gives a day that was clicked or entered, ``turned`` the first day of another
    month. No day after ``today`` can be chosen."""

    chosen = Signal(object)
    turned = Signal(object)

    def __init__(self, shell: Shell, at: date, today: date) -> None:
        super().__init__()
        self.setObjectName("calendarGrid")
        self._shell, self._today = shell, today
        self.at = min(at, today)
        self._spoken: frozenset[date] = frozenset()
        self._first = Locale.parse(shell.i18n.lang).first_week_day
        spoken_as(self, Role.SpinBox)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self._say()

    @property
    def month(self) -> date:
        """The first day of the month that is shown."""
        return self.at.replace(day=1)

    def mark(self, days: Collection[date]) -> None:
        """The days of the month that have messages."""
        self._spoken = frozenset(days)
        self._say()
        self.update()

    def turn(self, by: int) -> None:
        """So many months on or back; the day stays as far as it can."""
        months = self.at.year * 12 + self.at.month - 1 + by
        year, month = divmod(months, 12)
        if not 1970 <= year <= self._today.year:
            return
        last = calendar.monthrange(year, month + 1)[1]
        self._move(date(year, month + 1, min(self.at.day, last)))

    def _move(self, day: date) -> None:
        day, before = min(day, self._today), self.month
        if day.year < 1970:
            return
        self.at = day
        self._say()
        self.update()
        if self.month != before:
            self._spoken = frozenset()
            self.turned.emit(self.month)

    def _say(self) -> None:
        said = formats.day(self._shell.i18n, self.at, self._today)
        key = "calendar-day-spoken" if self.at in self._spoken else "calendar-day"
        self.setAccessibleName(self._shell.tr(key, day=said))

    def _start(self) -> date:
        """The day in the first cell."""
        return self.month - timedelta(days=(self.month.weekday() - self._first) % 7)

    def _side(self) -> float:
        return float(self._shell.theme.px(_CELL))

    def _cell(self, i: int) -> QRectF:
        side, wide = self._side(), self.width() / 7
        return QRectF((i % 7) * wide, side * 0.7 + (i // 7) * side * 0.9, wide, side * 0.9)

    # Qt's hooks.

    def sizeHint(self) -> QSize:
        """Qt's hook."""
        side = self._side()
        return QSize(round(side * 7), round(side * (0.7 + 0.9 * _WEEKS)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's hook."""
        theme = self._shell.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        start, px = self._start(), theme.px
        names = Locale.parse(self._shell.i18n.lang).days["stand-alone"]["short"]
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("text_3"))
        for i in range(7):
            box = QRectF(self._cell(i))
            box.moveTop(0)
            name = names[(start + timedelta(days=i)).weekday()]
            painter.drawText(box, paint.CENTER, str(name))
        for i in range(7 * _WEEKS):
            day = start + timedelta(days=i)
            if day.month == self.at.month:
                self._day(painter, QRectF(self._cell(i)), day, px(15))
        painter.end()

    def _day(self, painter: QPainter, box: QRectF, day: date, radius: float) -> None:
        theme, here = self._shell.theme, day == self.at
        middle, spoken = box.center(), day in self._spoken
        if here:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(middle, radius, radius)
        elif day == self._today:
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(middle, radius, radius)
        ink = "on_accent" if here else "text" if spoken else "text_3"
        if day > self._today:
            ink = "border_strong"
        painter.setFont(theme.font("body", bold=spoken))
        painter.setPen(theme.colour(ink))
        painter.drawText(box, paint.CENTER, str(day.day))
        if spoken and not here:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(middle + QPointF(0, radius - 2), 1.8, 1.8)
        if here and self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(middle, radius + 2.5, radius + 2.5)

    def _day_at(self, at: QPointF) -> date | None:
        for i in range(7 * _WEEKS):
            day = self._start() + timedelta(days=i)
            if self._cell(i).contains(at) and day.month == self.at.month and day <= self._today:
                return day
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt's hook: a hand over what can be chosen."""
        hand = self._day_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt's hook."""
        day = self._day_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and day is not None:
            self._move(day)
            self.chosen.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's hook: arrows by days and weeks, Page Up and Page Down by months."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._move(self.at + timedelta(days=_STEPS[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.at)
        else:
            super().keyPressEvent(event)
