"""Paints the page behind a link: a bar, whose it is, its title, what it says."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from desktop.shell.context import Shell
from desktop.ui import paint
from desktop.ui.bubble import Bubble


def paint_page(painter: QPainter, shell: Shell, made: Bubble) -> None:
    """The page of a message, where it has one."""
    if made.page is None:
        return
    theme, px, box = shell.theme, shell.theme.px, made.page.box
    painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), theme.colour("accent"))
    top = box.top()
    for i, (text, bold) in enumerate(made.page.lines):
        font = theme.font("small", bold=bold)
        painter.setFont(font)
        painter.setPen(theme.colour("text" if bold else "accent_text" if not i else "text_2"))
        room = QRectF(box.left() + 11, top, box.width() - 11, px(18))
        painter.drawText(room, paint.LEFT, paint.elide(font, text, room.width()))
        top += px(18)
