"""The thin bar over a conversation that shows what is pinned in it; a click goes there."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from desktop.shell.context import Shell
from desktop.ui import paint
from desktop.ui.selection import content
from desktop.ui.words import isolated, person
from desktop.viewmodels.pinned import PinnedModel

_TALL: Final = 34.0


class PinnedBar(QAbstractButton):
    """``asked`` gives the pinned message to go to; the next click goes to the one before."""

    asked = Signal(object)

    def __init__(self, shell: Shell, model: PinnedModel) -> None:
        super().__init__()
        self.setObjectName("pinnedBar")
        self._shell, self._model = shell, model
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._go)
        model.changed.connect(self.refresh)
        shell.i18n.changed.connect(self.refresh)
        shell.theme.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """What is pinned, or how it is said, is another."""
        self.setVisible(self._model.current is not None)
        said = self._shell.tr("pinned-bar", text=self._text())
        self.setAccessibleName(said)
        self.setToolTip(self._text())
        self.setFixedHeight(round(self._shell.theme.px(_TALL)))
        self.update()

    def _text(self) -> str:
        row = self._model.current
        if row is None:
            return ""
        text = " ".join((row.text or content(self._shell, row)).split())
        who = isolated(person(row.author))
        return self._shell.tr("last-of", who=who, text=text) if who else text

    def _head(self) -> str:
        count = len(self._model.rows)
        if count < 2:
            return self._shell.tr("pinned-message")
        return self._shell.tr("pinned-messages", n=count - self._model.at, count=count)

    def _go(self) -> None:
        row = self._model.current
        if row is not None:
            self.asked.emit(row)
            self._model.step()

    def sizeHint(self) -> QSize:
        """Qt's hook."""
        return QSize(200, round(self._shell.theme.px(_TALL)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's hook: the pin, what it is, and its words as far as they go."""
        theme, px = self._shell.theme, self._shell.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        painter.fillRect(box, theme.colour("sunken" if self.underMouse() else "window"))
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -2))
        side = px(16)
        icon = QRectF(20, box.center().y() - side / 2, side, side)
        self._shell.icons.paint(painter, "pin", "accent_text", icon)
        head = theme.font("small", bold=True)
        said = self._head()
        left: float = 20 + px(24)
        wide = QFontMetricsF(head).horizontalAdvance(said)
        painter.setFont(head)
        painter.setPen(theme.colour("accent_text"))
        painter.drawText(QRectF(left, 0, wide + 2, box.height()), paint.LEFT, said)
        left += wide + px(10)
        font = theme.font("small")
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        room = QRectF(left, 0, box.width() - left - 16, box.height())
        painter.drawText(room, paint.LEFT, paint.elide(font, self._text(), room.width()))
        painter.end()
