"""How sure a fact is, as a quiet mark: up to three dots, and the words for it."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap

from core.domain.reading import Fact
from desktop.shell.context import Shell
from desktop.ui.words import SURE

QUITE = 0.75
"""From here on a reading is right nearly always."""


def level(fact: Fact) -> int:
    """3: sure, 2: rather sure, 1: not sure."""
    if fact.review or fact.confidence >= QUITE:
        return 3
    return 2 if fact.confidence >= SURE else 1


def sureness(shell: Shell, fact: Fact) -> str:
    """In words: the operator's own where there is one."""
    return shell.tr(f"fact-{fact.review}" if fact.review else f"sure-{level(fact)}")


def mark(shell: Shell, fact: Fact) -> QPixmap:
    """A tick where the operator said it, else dots; of a guess the one dot warns."""
    if fact.review:
        return shell.icons.pixmap("check", "ok", shell.theme.px(15))
    filled, px = level(fact), shell.theme.px
    pixmap = QPixmap(px(17) * 2, px(15) * 2)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = shell.theme.colour("warn" if filled == 1 else "text_3")
    for i in range(3):
        painter.setPen(ink)
        painter.setBrush(ink if i < filled else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(px(3) + i * px(5.5), px(7.5)), px(1.5), px(1.5))
    painter.end()
    return pixmap
