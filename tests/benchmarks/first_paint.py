"""Starts a window, says when it was first painted and when a key was answered, and ends at once.

``python first_paint.py bare`` is Qt alone: a window with a word in it. ``python first_paint.py
PROFILE`` is the application as its command starts it, timed until its thread list, with what is in
it, was painted; where nothing was ever set up, the first steps.
"""

import os
import sys
from pathlib import Path
from typing import Any

from tests.benchmarks.paint_watch import watch


def bare() -> None:
    """The least that PySide6 needs to show something."""
    import PySide6.QtCore
    import PySide6.QtGui
    import PySide6.QtWidgets
    from PySide6.QtWidgets import QApplication, QLabel

    app = QApplication(sys.argv[:1])
    label = QLabel("hello")
    kept = watch(PySide6, app, lambda widget: widget is label)
    label.show()
    app.exec()
    del kept


def application(folder: Path) -> None:
    """As the command does it."""
    import desktop.bootstrap as boot
    from desktop.cli import cli

    opened = boot.run_on_qt

    def watched(main: Any, *, headless: bool) -> int:
        async def watching(app: Any) -> int:
            import PySide6

            def is_list(widget: Any) -> bool:
                return type(widget).__name__ in ("ThreadPane", "FirstRun")

            app.kept = watch(PySide6, app, is_list)
            return int(await main(app))

        return opened(watching, headless=headless)

    boot.run_on_qt = watched
    cli(["--profile", str(folder), "--headless"])


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    bare() if sys.argv[1] == "bare" else application(Path(sys.argv[1]))
