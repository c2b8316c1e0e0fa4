"""The one place that wires the window to the application, on one qasync loop."""

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import Callable, Coroutine
from typing import Any, Final

from PySide6.QtCore import (
    QEvent,
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QMessageBox

from core.domain.problems import Problem
from desktop.application import Application
from desktop.backend import CoreBackend
from desktop.lock import lock_profile
from desktop.profile import Profile
from desktop.shell.context import Shell
from desktop.shell.i18n import I18n
from desktop.shell.loop import Loop
from desktop.ui.main_window import MainWindow
from desktop.ui.panes import fit
from desktop.viewmodels.feed import Feed

log = logging.getLogger(__name__)


_PAINT_S: Final = 1.0
"""A window that is not painted by then is not seen: nothing waits for it any longer."""


_OPEN_S: Final = 0.5
"""A log that is not open by then is being brought up to date."""


_TURN_S: Final = 0.001
"""So long the window waits at most for a thread that reads rows or makes an index; Python's own
5 ms make a frame late."""


class _WindowWatch(QObject):
    """Hears when the window is painted, and when it is closed for good: it may also go on in the
    tray."""

    def __init__(
        self, window: MainWindow, painted: Callable[[], None], closed: Callable[[], None]
    ) -> None:
        super().__init__()
        self._window, self._painted, self._closed = window, painted, closed

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lets everything through."""
        kind = event.type()
        if kind == QEvent.Type.Paint:
            self._painted()
        elif kind == QEvent.Type.Close and not self._window.around.stays:
            self._closed()
        return False


class Desktop:
    """A window and the application behind it; both end together."""

    def __init__(self, application: Application, window: MainWindow, feed: Feed) -> None:
        self.application = application
        self.window = window
        self.feed = feed
        self._closed, self._shown = asyncio.Event(), asyncio.Event()
        self._watch = _WindowWatch(window, self._shown.set, self._closed.set)
        window.installEventFilter(self._watch)

    async def shown(self) -> None:
        """Returns when the window was painted for the first time, or is not going to be."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._shown.wait(), _PAINT_S)

    async def closed(self) -> None:
        """Returns when the operator has closed the window."""
        await self._closed.wait()

    async def painted(self) -> None:
        """Returns after the window had the time to paint what its models show."""
        for _ in range(3):
            await asyncio.sleep(0.05)

    async def close(self) -> None:
        """End the window's work, then the application's."""
        await self.window.shut_down()
        await self.application.close()
        self.window.deleteLater()


async def _open_log(application: Application, shell: Shell) -> None:
    """Where it takes long, as once after an update, say so meanwhile."""
    opening = asyncio.ensure_future(application.open())
    try:
        await asyncio.wait({opening}, timeout=_OPEN_S)
        if not opening.done():
            from desktop.ui.preparing import Preparing

            said = Preparing(shell)
            said.show()
            try:
                while not opening.done():
                    said.tell(*application.store.progress)
                    await asyncio.wait({opening}, timeout=0.1)
            finally:
                said.hide()
                said.deleteLater()
        await opening
    finally:
        opening.cancel()


async def open_desktop(
    profile: Profile, app: QApplication, *, holds_sends: bool = False
) -> Desktop:
    """Open the log, show the window, then connect. ``holds_sends``: what is sent can be taken
    back for a while. Raises ProblemError when the profile is open elsewhere or cannot be read."""
    lock = lock_profile(profile.folder)
    feed = Feed()
    application = Application(
        profile, on_change=feed.push, on_health=feed.push_health, on_typing=feed.push_typing
    )
    application.holds_sends = holds_sends
    application.hold(lock)
    window: MainWindow | None = None
    try:
        shell = Shell(
            app, profile.get("language"), profile.get("theme"), application.now,
            keys=profile.get("desk.keys"), size=profile.get("desk.text_size"),
        )  # fmt: skip
        await _open_log(application, shell)
        window = MainWindow(CoreBackend(application), feed, shell)
        if app.platformName() != "offscreen":  # whose screen nobody looks at
            fit(window, window.screen().availableSize())
        await window.start()
        desktop = Desktop(application, window, feed)  # it may be closed while it connects
        window.show()
        await desktop.shown()  # what loads now takes turns with the window
        await application.connect()
        if app.platformName() != "offscreen":
            window.desk.tasks.start(window.recording.look())
    except BaseException:
        # it cannot be opened, or was asked to stop before it was open
        if window is not None:
            await window.shut_down()
            window.deleteLater()
        await application.close()
        raise
    return desktop


async def say_why(problem: Problem, *, on_screen: bool) -> None:
    """Tell the operator why there is no window; returns when they have read it."""
    text = I18n().problem(problem)
    print(text, file=sys.stderr)
    if on_screen:
        read = asyncio.Event()
        box = QMessageBox(QMessageBox.Icon.Warning, "Threadline", text)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.finished.connect(lambda _button: read.set())
        box.open()
        await read.wait()
        box.deleteLater()


_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.DEBUG,
    QtMsgType.QtWarningMsg: logging.INFO,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def _log_qt(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Qt's own words go to the log; its warnings tell a developer something, an operator not."""
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.INFO), "%s", text)


def run_on_qt(main: Callable[[QApplication], Coroutine[Any, Any, int]], *, headless: bool) -> int:
    """Run ``main`` on a fresh QApplication and its loop; returns its exit code."""
    if headless:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    qInstallMessageHandler(_log_qt)
    sys.setswitchinterval(_TURN_S)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Threadline")
    app.setQuitOnLastWindowClosed(False)
    loop = Loop(app)
    asyncio.set_event_loop(loop)
    with loop:
        return int(loop.run_until_complete(main(app)))
