"""Windows are tested on the loop they run on: Qt's own, through qasync."""

import asyncio
import gc
import os
from collections.abc import AsyncIterator, Callable
from types import SimpleNamespace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
import pytest_asyncio
import pytestqt.plugin
from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from desktop.shell.context import Shell
from desktop.shell.loop import Loop
from desktop.ui.main_window import MainWindow
from desktop.viewmodels.feed import Feed
from tests.desktop.sample_backend import NOW, SampleBackend

# It lets Qt's events run between the phases of a test, when no loop does: what the window began
# would go on without one.
pytestqt.plugin._process_events = lambda: None


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Every asynchronous test here runs on Qt's loop."""
    return {"qt": lambda: Loop(QApplication.instance() or QApplication([]))}


async def until(true: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait until something shows; fails when it does not in time."""
    deadline = asyncio.get_running_loop().time() + seconds
    while not true():
        assert asyncio.get_running_loop().time() < deadline, "it did not show in time"
        await asyncio.sleep(0.005)


@pytest.fixture
def until_shown() -> Callable[..., object]:
    """``await until_shown(condition)``."""
    return until


@pytest.fixture(scope="session")
def shell() -> SimpleNamespace:
    """One theme and language for all windows, with a clock that can be set."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setQuitOnLastWindowClosed(False)
    made = SimpleNamespace(now=NOW)
    made.shell = Shell(app, "ru", "light", now=lambda: made.now)
    return made


@pytest_asyncio.fixture()
async def desk(shell: SimpleNamespace) -> AsyncIterator[SimpleNamespace]:
    """A window over the sample backend, started and shown: ``window``, ``backend``, ``feed``,
    ``shell``, ``now`` (settable)."""
    said: list[str] = []

    def note(kind: QtMsgType, _context: object, text: str) -> None:
        # What the offscreen platform and QTest say of themselves.
        harmless = any(part in text for part in ("plugin does not support", "keyToAscii"))
        if kind != QtMsgType.QtDebugMsg and not harmless:
            said.append(text)

    before = qInstallMessageHandler(note)
    made = shell
    made.now = NOW
    if made.shell.i18n.lang != "ru":
        made.shell.i18n.choose("ru")
    made.shell.qt_words.follow()  # a test may have had a shell of its own
    made.feed = Feed()
    made.backend = SampleBackend(made.feed, "ru")
    made.window = MainWindow(made.backend, made.feed, made.shell)
    made.window.show()
    await made.window.start()
    yield made
    await made.window.shut_down()
    made.window.close()
    made.window.deleteLater()
    await asyncio.sleep(0.01)
    made.window = None
    gc.collect()  # here, not in a thread that reads a file for the next window
    qInstallMessageHandler(before)
    assert said == [], "Qt complained"
