"""Notices of the operating system, by whatever the machine has for them.

On Linux the desktop portal (``portal``), else the tray icon, through which Qt speaks to the
system's own server; so it does on Windows and macOS. Where there is neither, nothing is shown.
"""

import html
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSystemTrayIcon

_STAYS_MS: Final = 8000


class Notifier(QObject):
    """Shows notices by keys of ours; this one shows none. Texts are plain. ``opened`` gives the
    key of the notice that was clicked."""

    opened = Signal(str)

    def show_notice(self, key: str, title: str, text: str, *, urgent: bool = False) -> None:
        """Show it, in the place of the one before with the same key."""

    def withdraw(self, key: str) -> None:
        """Take it back; one that is not shown is let be."""

    def close(self) -> None:
        """Take back what is shown: nobody would answer a click."""


class TrayNotifier(Notifier):
    """Through the tray icon: one notice at a time, replaced by the system. ``markup``: the server
    takes the text for markup, so it is escaped."""

    def __init__(self, tray: QSystemTrayIcon, *, markup: bool = False) -> None:
        super().__init__()
        self._tray, self._key = tray, ""
        self.markup = markup
        tray.messageClicked.connect(self._clicked)

    def show_notice(self, key: str, title: str, text: str, *, urgent: bool = False) -> None:
        """A later one takes the place of any before."""
        self._key = key
        shown = html.escape(text, quote=False) if self.markup else text
        self._tray.showMessage(title, shown, self._tray.icon(), _STAYS_MS)

    def _clicked(self) -> None:
        if self._key:
            self.opened.emit(self._key)
