"""The button that leads down to the newest message, with the count of what waits there."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget

from desktop.shell.context import Shell
from desktop.ui import paint
from desktop.ui.parts import caption

_ABOVE = 8


class DownButton(QToolButton):
    """Floats over the messages; hidden while the newest one is in view."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell, self._count = shell, 0
        self.setObjectName("scrollDown")
        self.setProperty("look", "down")
        self.setFixedSize(38, 38 + _ABOVE)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide()
        shell.i18n.changed.connect(self._name)
        self._name()

    def show_count(self, count: int) -> None:
        """How many unread messages wait below."""
        if count != self._count:
            self._count = count
            self._name()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's hook."""
        theme = self._shell.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.underMouse() or self.hasFocus()
        painter.setPen(theme.colour("accent" if self.hasFocus() else "border_strong"))
        painter.setBrush(theme.colour("hover" if lit else "raised"))
        round_box = self.rect().toRectF().adjusted(1.5, _ABOVE + 1.5, -1.5, -1.5)
        painter.drawEllipse(round_box)
        icon = round_box.adjusted(8, 8, -8, -8)
        self._shell.icons.paint(painter, "arrow-down", "text_2", icon)
        if self._count:
            half = paint.badge_width(self._shell, self._count) / 2
            paint.badge(painter, self._shell, QPointF(self.width() / 2 + half, 10), self._count)
        painter.end()

    def _name(self) -> None:
        key = "to-unread" if self._count else "to-newest"
        caption(self, self._shell.tr(key, n=self._count))
