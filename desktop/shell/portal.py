"""Notices through the desktop portal of Linux, which names them by strings of ours, so that one
replaces another and can be taken back
(https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Notification.html).

The older ``org.freedesktop.Notifications.Notify`` wants an unsigned number, which PySide cannot
put into a message; Qt itself speaks to that server for the tray icon.
"""

import logging
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusPendingCallWatcher,
)

from desktop.shell.notify import Notifier

log = logging.getLogger(__name__)

PORTAL: Final = "org.freedesktop.portal.Desktop"
PATH: Final = "/org/freedesktop/portal/desktop"
INTERFACE: Final = "org.freedesktop.portal.Notification"
SERVER: Final = "org.freedesktop.Notifications"
OPEN: Final = "open"


class PortalNotifier(Notifier):
    """Texts are plain there. Once the portal has refused one, ``spare`` shows all."""

    def __init__(self, bus: QDBusConnection, spare: Notifier) -> None:
        super().__init__()
        self._calls, self._spare = Calls(bus), spare
        self._refused = False
        self._shown: set[str] = set()
        spare.opened.connect(self.opened)
        # a slot is text to PySide, whatever its stubs say
        bus.connect(  # type: ignore[call-overload]
            PORTAL, PATH, INTERFACE, "ActionInvoked", self, SLOT("invoked(QDBusMessage)")
        )

    def show_notice(self, key: str, title: str, text: str, *, urgent: bool = False) -> None:
        """In the place of the one with the same key."""
        if self._refused:
            self._spare.show_notice(key, title, text, urgent=urgent)
            return
        self._shown.add(key)
        said = {
            "title": title, "body": text, "priority": "high" if urgent else "normal",
            "default-action": OPEN,
        }  # fmt: skip

        def answered(reply: list[object] | None) -> None:
            if reply is None:
                self._refuse()
                self._spare.show_notice(key, title, text, urgent=urgent)

        self._call("AddNotification", [key, said], answered)

    def withdraw(self, key: str) -> None:
        """Gone from the screen and from the list of the system."""
        if self._refused:
            self._spare.withdraw(key)
        elif key in self._shown:
            self._shown.discard(key)
            self._call("RemoveNotification", [key])

    def close(self) -> None:
        """Take back what stands; answers do not count any more."""
        self._calls.forget()
        for key in tuple(self._shown):
            self.withdraw(key)
        self._calls.forget()

    @Slot(QDBusMessage)
    def invoked(self, message: QDBusMessage) -> None:
        """A notice was clicked, ours or another application's."""
        key, action, *_ = [*message.arguments(), "", ""]
        if key in self._shown and action == OPEN:
            self._shown.discard(key)
            self.opened.emit(key)

    def _call(
        self, method: str, arguments: list[object],
        answered: Callable[[list[object] | None], None] = lambda _reply: None,
    ) -> None:  # fmt: skip
        message = QDBusMessage.createMethodCall(PORTAL, PATH, INTERFACE, method)
        message.setArguments(arguments)
        self._calls.start(message, answered)

    def _refuse(self) -> None:
        if not self._refused:
            log.info("the desktop portal shows no notices")
        self._refused = True
        self._shown.clear()


class Calls(QObject):
    """Calls on a bus that are under way; nothing waits for them."""

    def __init__(self, bus: QDBusConnection) -> None:
        super().__init__()
        self._bus = bus
        self._under_way: set[QDBusPendingCallWatcher] = set()

    def start(self, message: QDBusMessage, answered: Callable[[list[object] | None], None]) -> None:
        """Send; ``answered`` gets what came back, None where it failed."""
        watcher = QDBusPendingCallWatcher(self._bus.asyncCall(message))
        self._under_way.add(watcher)

        def finished(_watcher: QDBusPendingCallWatcher) -> None:
            if watcher in self._under_way:
                self._under_way.discard(watcher)
                answered(None if watcher.isError() else list(watcher.reply().arguments()))

        watcher.finished.connect(finished)

    def forget(self) -> None:
        """Nobody hears the answers any more."""
        self._under_way.clear()


def ask_for_markup(calls: Calls, answer: Callable[[bool], None]) -> None:
    """Ask the system's notification server whether it takes text for markup."""
    message = QDBusMessage.createMethodCall(
        SERVER, "/org/freedesktop/Notifications", SERVER, "GetCapabilities"
    )

    def answered(reply: list[object] | None) -> None:
        said = reply[0] if reply else ()
        answer(isinstance(said, list) and "body-markup" in said)

    calls.start(message, answered)
