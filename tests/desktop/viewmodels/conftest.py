"""View models need an application for their timers, and a loop that lets Qt breathe."""

import asyncio
import os
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from desktop.shell.loop import Loop


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Every asynchronous test here runs on Qt's loop."""
    return {"qt": lambda: Loop(QApplication.instance() or QApplication([]))}
