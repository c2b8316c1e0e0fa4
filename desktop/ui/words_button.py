"""Words that can be clicked and that break where they must, unlike those of a push button."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QTextLayout
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.shell.context import Shell
from desktop.ui.words_label import lay_out_words

_LEAST = 40


class WordsButton(QAbstractButton):
    """``ink`` is the colour, ``size`` the type of its words; ``icon`` stands before them. A lit
    one is that whose source is shown."""

    def __init__(
        self, shell: Shell, ink: str = "text_2", size: str = "small", icon: str = "",
        *, bold: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._shell, self._ink, self._size, self._bold = shell, ink, size, bold
        self._mark, self._lit = icon, False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def say(self, text: str, spoken: str = "", *, icon: str | None = None) -> None:
        """The words; ``spoken`` is the tooltip, and what a screen reader says instead."""
        self._mark = self._mark if icon is None else icon
        self.setText(text)
        self.setToolTip(spoken)
        self.setAccessibleName(spoken or text)
        self.updateGeometry()
        self.update()

    def light(self, lit: bool) -> None:
        """Its source is shown."""
        self._lit = lit
        self.update()

    # Qt's hooks.

    def hasHeightForWidth(self) -> bool:
        """As tall as its width asks for."""
        return True

    def heightForWidth(self, width: int) -> int:
        """With room above and below."""
        return self._lay(width)[1] + 2 * self._pad()

    def sizeHint(self) -> QSize:
        """On one line, if there is room."""
        metrics = self._metrics()
        wide = metrics.horizontalAdvance(self.text()) + self._left() + self._pad() + 4
        return QSize(max(_LEAST, wide), metrics.lineSpacing() + 2 * self._pad())

    def minimumSizeHint(self) -> QSize:
        """No word asks for more."""
        return QSize(_LEAST, self._metrics().lineSpacing() + 2 * self._pad())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words, their icon, and a ring where the keys are."""
        theme, over = self._shell.theme, self.underMouse() or self.hasFocus()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._lit or self.hasFocus():
            edge = theme.colour("accent") if self.hasFocus() else Qt.GlobalColor.transparent
            painter.setPen(QPen(edge, 1))
            painter.setBrush(theme.colour("accent_soft") if self._lit else Qt.BrushStyle.NoBrush)
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(box, 4, 4)
        ink = "accent_text" if over and self.isEnabled() else self._ink
        if self._mark:
            side, line = theme.px(16), self._metrics().lineSpacing()
            top = self._pad() + (line - side) / 2
            self._shell.icons.paint(painter, self._mark, ink, QRectF(0, top, side, side))
        painter.setPen(theme.colour(ink))
        self._lay(self.width())[0].draw(painter, QPointF(self._left(), self._pad()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def _font(self) -> QFont:
        return self._shell.theme.font(self._size, bold=self._bold)

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self._font())

    def _pad(self) -> int:
        return self._shell.theme.px(3)

    def _left(self) -> int:
        return self._shell.theme.px(16) + 2 * self._pad() if self._mark else 2

    def _lay(self, width: int) -> tuple[QTextLayout, int]:
        return lay_out_words(self.text(), self._font(), width - self._left() - self._pad())
