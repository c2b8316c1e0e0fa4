"""A label whose words break where they must: an address as long as a line pushes nothing aside."""

from collections import OrderedDict
from typing import Final

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy

_LEAST = 40


class WordsLabel(QLabel):
    """Plain text of any number of lines, as tall as its width asks for."""

    def __init__(self, look: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", look)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def hasHeightForWidth(self) -> bool:
        """Qt's hook."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Qt's hook."""
        around = self.contentsMargins()
        inside = max(1, width - around.left() - around.right())
        return self._lay_out(inside)[1] + around.top() + around.bottom()

    def sizeHint(self) -> QSize:
        """Qt's hook: on one line, if there is room."""
        wide = self.fontMetrics().horizontalAdvance(self.text()) + 2
        return QSize(max(_LEAST, wide), self.fontMetrics().lineSpacing())

    def minimumSizeHint(self) -> QSize:
        """Qt's hook: no word asks for more."""
        return QSize(_LEAST, self.fontMetrics().lineSpacing())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's hook."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        inside = self.contentsRect()
        self._lay_out(inside.width())[0].draw(painter, QPointF(inside.topLeft()))

    def _lay_out(self, width: int) -> tuple[QTextLayout, int]:
        return lay_out_words(self.text(), self.font(), width)


_laid: OrderedDict[tuple[object, ...], tuple[QTextLayout, int]] = OrderedDict()
_MOST: Final = 1000


def lay_out_words(text: str, font: QFont, width: int) -> tuple[QTextLayout, int]:
    """Plain text broken to ``width`` pixels, within words where it must be, and its height. Qt
    asks for the same over and over while it lays a panel out: the last ones are kept."""
    key = (text, width, font.family(), font.pixelSize(), font.weight())
    found = _laid.get(key)
    if found is None:
        found = _laid[key] = _lay_out(text, font, width)
        if len(_laid) > _MOST:
            _laid.popitem(last=False)
    return found


def _lay_out(text: str, font: QFont, width: int) -> tuple[QTextLayout, int]:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    layout.setTextOption(option)
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1, width))
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout, round(top + 0.5)
