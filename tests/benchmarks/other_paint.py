"""Another application of Python and Qt, from its own entry point to its first painted window.

``python other_paint.py MODULE ARG...``, with the interpreter that has MODULE and PyQt6: its
``main`` is called with the arguments, as its command does.
"""

import importlib
import os
import sys
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path.insert(0, os.path.dirname(__file__))


def main(module: str, arguments: list[str]) -> None:
    """Does not return."""
    from paint_watch import watch  # type: ignore[import-not-found]
    from PyQt6 import QtCore, QtGui, QtWidgets  # type: ignore[import-not-found]

    class Qt:
        pass

    qt: Any = Qt()
    qt.QtCore, qt.QtGui, qt.QtWidgets = QtCore, QtGui, QtWidgets
    kept: list[object] = []

    def is_main(widget: Any) -> bool:
        return isinstance(widget, QtWidgets.QWidget) and isinstance(
            widget.window(), QtWidgets.QMainWindow
        )

    run = QtWidgets.QApplication.exec

    def watched(*_: object) -> int:
        kept.append(watch(qt, QtWidgets.QApplication.instance(), is_main))
        return int(run())

    QtWidgets.QApplication.exec = watched
    sys.argv = [module, *arguments]
    importlib.import_module(module).main()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
