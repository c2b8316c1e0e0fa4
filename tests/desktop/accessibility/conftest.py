"""The window of the other tests, in both languages, with everything in it that can be opened."""

import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace

import pytest
import pytest_asyncio
from PySide6.QtWidgets import QWidget

from desktop.ui.main_window import MainWindow
from desktop.viewmodels.feed import Feed
from tests.desktop.sample_backend import NOW, SampleBackend
from tests.desktop.ui.conftest import (
    pytest_asyncio_loop_factories as pytest_asyncio_loop_factories,
)
from tests.desktop.ui.conftest import shell as shell


@pytest_asyncio.fixture(params=["ru", "en"])
async def desk(
    shell: SimpleNamespace, request: pytest.FixtureRequest
) -> AsyncIterator[SimpleNamespace]:
    """A window that has the keys, over the sample backend of one language."""
    shell.now, lang = NOW, request.param
    shell.shell.i18n.choose(lang)
    shell.lang, shell.feed = lang, Feed()
    shell.backend = SampleBackend(shell.feed, lang)
    shell.window = MainWindow(shell.backend, shell.feed, shell.shell)
    shell.window.show()
    shell.window.activateWindow()
    await shell.window.start()
    yield shell
    for dialog in shell.window.findChildren(QWidget):
        if dialog.isWindow() and dialog.isVisible():
            dialog.close()
    await shell.window.shut_down()
    shell.window.close()
    shell.window.deleteLater()
    shell.shell.theme.resize("normal")
    shell.shell.i18n.choose("ru")
    await asyncio.sleep(0.02)
