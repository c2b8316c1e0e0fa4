"""The icon in the system's tray: how many clients wait for us, and what one does from there."""

from typing import Final

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFont, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from desktop.shell.context import Shell
from desktop.shell.icons import app_icon

SIZES: Final = (16, 22, 24, 32, 44, 48, 64)
MOST: Final = 99
_WAITS: Final = QColor("#C8271D")
_QUIET: Final = QColor("#5C6270")
_INK: Final = QColor("#FFFFFF")
_MENU: Final = ("open", "hour", "tomorrow", "aloud", "settings", "quit")


def tray_icon(count: int, *, quiet: bool) -> QIcon:
    """The application's icon with the count on it: white figures on red (grey while the operator
    is not to be disturbed) with a white edge, so they are read on light and dark panels alike."""
    icon, plain = QIcon(), app_icon()
    for size in SIZES:
        icon.addPixmap(painted(plain, size, count, quiet=quiet))
    return icon


def painted(plain: QIcon, size: int, count: int, *, quiet: bool) -> QPixmap:
    """One size of it, in pixels."""
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    plain.paint(painter, pixmap.rect())
    if count or quiet:
        text = str(min(count, MOST)) if count else ""
        high = size * (0.64 if text else 0.5)
        wide = high if len(text) < 2 else size * 0.94
        box = QRectF(size - wide, size - high, wide, high).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(_INK, max(1.0, size / 22)))
        painter.setBrush(_QUIET if quiet else _WAITS)
        painter.drawRoundedRect(box, high / 2.6, high / 2.6)
        painter.setPen(_INK)
        if text:
            font = QFont(painter.font())
            font.setBold(True)
            font.setPixelSize(max(8, round(high * (0.78 if len(text) < 2 else 0.74))))
            painter.setFont(font)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        else:
            bar = QRectF(box.left() + box.width() * 0.26, box.center().y() - size / 24,
                         box.width() * 0.48, size / 12)  # fmt: skip
            painter.fillRect(bar, _INK)
    painter.end()
    return pixmap


class Tray(QObject):
    """``asked`` gives what was chosen: ``open``, ``hour`` and ``tomorrow`` (not to be disturbed
    so long), ``aloud`` (to be disturbed again), ``settings``, ``quit``."""

    asked = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._count, self._quiet = 0, False
        self.icon = QSystemTrayIcon()
        self.menu = QMenu()
        self.menu.setObjectName("trayMenu")
        self.actions: dict[str, QAction] = {}
        for name in _MENU:
            if name in ("hour", "settings"):
                self.menu.addSeparator()
            action = self.menu.addAction("")
            action.setObjectName(f"tray-{name}")
            action.triggered.connect(lambda _on=False, what=name: self.asked.emit(what))
            self.actions[name] = action
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        shell.i18n.changed.connect(self._retranslate)
        self._draw()
        self._retranslate()

    @staticmethod
    def there() -> bool:
        """Whether the system has a tray."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def show_icon(self, shown: bool) -> None:
        """Stand in the tray, or not."""
        self.icon.setVisible(shown)

    def say(self, count: int, *, quiet: bool) -> None:
        """How many clients wait, and whether the operator is not to be disturbed."""
        if (count, quiet) != (self._count, self._quiet):
            self._count, self._quiet = count, quiet
            self._draw()
            self._retranslate()

    def close(self) -> None:
        """Leave the tray."""
        self._shell.i18n.changed.disconnect(self._retranslate)
        self.icon.hide()
        self.menu.deleteLater()

    def _draw(self) -> None:
        self.icon.setIcon(tray_icon(self._count, quiet=self._quiet))

    def _retranslate(self) -> None:
        tr = self._shell.tr
        for name, action in self.actions.items():
            action.setText(tr(f"tray-{name}"))
        for name in ("hour", "tomorrow"):
            self.actions[name].setVisible(not self._quiet)
        self.actions["aloud"].setVisible(self._quiet)
        lines = ["Threadline", tr("tray-waiting", count=self._count)]
        self.icon.setToolTip("\n".join([*lines, tr("dnd-on")] if self._quiet else lines))

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        reasons = QSystemTrayIcon.ActivationReason
        if reason in (reasons.Trigger, reasons.DoubleClick):
            self.asked.emit("open")
