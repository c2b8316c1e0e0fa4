"""What the system has around the window: a tray, a way to show notices. Nothing where the window
is built unseen."""

import sys

from PySide6.QtWidgets import QApplication

from desktop.shell.context import Shell
from desktop.shell.notify import Notifier, TrayNotifier
from desktop.shell.tray import Tray

_UNSEEN = ("offscreen", "minimal")


def unseen() -> bool:
    """Whether the window is on no screen: there is nothing around it."""
    return QApplication.platformName() in _UNSEEN


def find_tray(shell: Shell) -> Tray | None:
    """An icon in the tray, if there is one; it is not shown yet."""
    return None if unseen() or not Tray.there() else Tray(shell)


def badge(app: QApplication, count: int) -> None:
    """The count on the application's icon in a dock or a task bar that has such."""
    if not unseen():
        app.setBadgeNumber(count)


def find_notifier(tray: Tray | None) -> Notifier:
    """The best there is for notices."""
    if unseen():
        return Notifier()
    spare = TrayNotifier(tray.icon) if tray is not None else Notifier()
    if sys.platform != "linux":
        return spare
    try:
        from PySide6.QtDBus import QDBusConnection

        from desktop.shell.portal import Calls, PortalNotifier, ask_for_markup
    except ImportError:  # a Qt without D-Bus
        return spare
    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return spare
    if isinstance(spare, TrayNotifier):
        calls, told = Calls(bus), spare
        calls.setParent(spare)

        def answered(markup: bool) -> None:
            told.markup = markup

        ask_for_markup(calls, answered)
    return PortalNotifier(bus, spare)
