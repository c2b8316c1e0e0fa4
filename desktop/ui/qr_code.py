"""A link as a QR code to be scanned with a phone."""

import segno
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.shell.context import Shell
from desktop.ui.accessible import Role, spoken_as

_QUIET = 3
"""Modules of white around the code; scanners want some."""


class QrCode(QWidget):
    """Dark on white in every theme, or scanners do not see it; words while ``link`` is ''."""

    def __init__(self, shell: Shell, side: int = 168) -> None:
        super().__init__()
        self.setObjectName("qrCode")
        self._shell, self._side = shell, side
        self._link = self._words = ""
        self._rows: tuple[bytes, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        spoken_as(self, Role.Graphic)

    def show_link(self, link: str, words: str) -> None:
        """Another link; '' for none yet, which ``words`` say."""
        if words != self._words:
            self._words = words
            self.update()
        if link != self._link:
            self._link = link
            self._rows = (
                tuple(bytes(row) for row in segno.make_qr(link, error="m").matrix) if link else ()
            )
            self.update()

    def sizeHint(self) -> QSize:
        """Qt's hook."""
        side = self._shell.theme.px(self._side)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's hook."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if not self._rows:
            self._paint_words(painter)
            return
        painter.setBrush(QColor("#ffffff"))
        painter.drawRoundedRect(QRectF(self.rect()), 10, 10)
        # whole device pixels, or hairlines of white stand between the modules
        ratio = self.devicePixelRatioF()
        count = len(self._rows) + 2 * _QUIET
        module = max(int(self.width() * ratio / count), 1) / ratio
        edge = round((self.width() - module * len(self._rows)) / 2 * ratio) / ratio
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setBrush(QColor("#16181d"))
        for y, row in enumerate(self._rows):
            for x, dark in enumerate(row):
                if dark:
                    at = QRectF(edge + x * module, edge + y * module, module, module)
                    painter.drawRect(at)

    def _paint_words(self, painter: QPainter) -> None:
        painter.setBrush(self._shell.theme.colour("sunken"))
        painter.drawRoundedRect(QRectF(self.rect()), 10, 10)
        painter.setPen(self._shell.theme.colour("text_2"))
        room = QRectF(self.rect()).adjusted(16, 16, -16, -16)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room, flags, self._words)
