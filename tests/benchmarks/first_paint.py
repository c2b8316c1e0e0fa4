"""Starts a window, says when it was first painted, and ends at once.

``python first_paint.py bare`` is Qt alone: a window with a word in it. ``python first_paint.py
PROFILE`` is the application, timed until its thread list, with what is in it, was painted.
"""

import os
import sys
import time
from pathlib import Path
from typing import Any


def done() -> None:
    """Say so and end without any clean-up, which is not measured."""
    sys.stdout.write(f"{time.time()}\n")
    sys.stdout.flush()
    os._exit(0)


def bare() -> None:
    """The least that PySide6 needs to show something."""
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication, QLabel

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.UpdateRequest:
                from PySide6.QtCore import QTimer

                QTimer.singleShot(0, done)
            return False

    app = QApplication(sys.argv[:1])
    label = QLabel("hello")
    watch = Watch()
    label.installEventFilter(watch)
    label.show()
    app.exec()


def application(folder: Path) -> None:
    """As the command does it."""
    from desktop.bootstrap import open_desktop, run_on_qt
    from desktop.profile import Profile
    from desktop.secrets import FileSecrets

    async def main(app: Any) -> int:
        import asyncio

        from PySide6.QtCore import QEvent, QObject, QTimer
        from PySide6.QtWidgets import QApplication, QWidget

        from desktop.ui.thread_pane import ThreadPane

        class Watch(QObject):
            def eventFilter(self, watched: QObject, event: QEvent) -> bool:
                if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
                    for pane in QApplication.allWidgets():
                        if isinstance(pane, ThreadPane) and pane.isAncestorOf(watched):
                            QTimer.singleShot(0, done)
                return False

        app.watch = Watch()
        app.installEventFilter(app.watch)
        await open_desktop(Profile(folder, FileSecrets(folder)), app)
        await asyncio.sleep(30)
        return 1

    sys.exit(run_on_qt(main, headless=True))


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    bare() if sys.argv[1] == "bare" else application(Path(sys.argv[1]))
