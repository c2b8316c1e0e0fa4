"""Notices a window's first paint and its answer to a key, the same way whatever the binding is.

Imported by interpreters that know nothing of ours: nothing but Python's own is imported here.
"""

import os
import sys
import time
from collections.abc import Callable
from typing import Any


def watch(qt: Any, app: Any, wanted: Callable[[Any], bool]) -> object:
    """Watch the running application, whose binding's modules ``qt`` has (QtCore, QtGui,
    QtWidgets): says three figures and ends the process. ``wanted`` tells the widget whose paint
    counts. Returns what is to be kept meanwhile."""
    kind = qt.QtCore.QEvent.Type

    class Watch(qt.QtCore.QObject):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.painted = 0.0
            self.window: Any = None

        def eventFilter(self, watched: Any, event: Any) -> bool:
            if not self.window and event.type() == kind.Paint and wanted(watched):
                self.window = watched.window()
                qt.QtCore.QTimer.singleShot(0, self.press)
            elif self.painted and event.type() == kind.KeyRelease:
                qt.QtCore.QTimer.singleShot(0, self.done)
            return False

        def press(self) -> None:
            """The paint is through: press a key that no application does anything bad on."""
            self.painted = time.time()
            to = app.focusWidget() or self.window
            for event in (kind.KeyPress, kind.KeyRelease):
                key = qt.QtCore.Qt.Key.Key_Down
                none = qt.QtCore.Qt.KeyboardModifier.NoModifier
                app.postEvent(to, qt.QtGui.QKeyEvent(event, key, none))

        def done(self) -> None:
            """Say so and end without any clean-up, which is not measured."""
            sys.stdout.write(f"{self.painted} {time.time()} {time.process_time()}\n")
            sys.stdout.flush()
            os._exit(0)

    made = Watch()
    app.installEventFilter(made)
    return made
