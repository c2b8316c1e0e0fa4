"""What the scripts that draw one part of the window share: a window over a sample, its pictures."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

from desktop.shell.context import Shell
from desktop.ui.gallery import settle
from desktop.ui.main_window import MainWindow
from desktop.viewmodels.feed import Feed
from tests.desktop.sample_backend import NOW, SampleBackend

LOOKS = ("ru-light", "ru-dark", "en-light", "en-dark")


class Drawing:
    """A window in one language and theme, shown and not started."""

    def __init__(self, app: QApplication, out: Path, look: str) -> None:
        self._app, self._out, self._look = app, out, look
        self.lang, theme = look.split("-")
        self.feed = Feed()
        self.backend = SampleBackend(self.feed, self.lang)
        self.shell = Shell(app, self.lang, theme, now=lambda: NOW)
        self.window = MainWindow(self.backend, self.feed, self.shell)
        self.window.show()

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        await settle(self._app)

    async def picture(self, name: str, widget: QWidget | None = None) -> None:
        """Of the window, or of what lies over it."""
        await self.settle()
        path = self._out / f"{self._look}-{name}.png"
        (widget or self.window).grab().save(str(path))

    async def close(self) -> None:
        """End the window."""
        await self.window.shut_down()
        self.window.close()
        self.window.deleteLater()
        await self.settle()


def run(draw: Callable[[Drawing], Awaitable[None]], folder: str) -> None:
    """``[FOLDER] [LANG-THEME …]`` of the command line: draw each look into the folder."""
    asyncio.run(_run(draw, Path(sys.argv[1] if len(sys.argv) > 1 else folder), sys.argv[2:]))


async def _run(
    draw: Callable[[Drawing], Awaitable[None]], out: Path, looks: list[str]
) -> None:  # fmt: skip
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    out.mkdir(parents=True, exist_ok=True)
    for look in looks or LOOKS:
        on = Drawing(app, out, look)
        try:
            await draw(on)
        finally:
            await on.close()
