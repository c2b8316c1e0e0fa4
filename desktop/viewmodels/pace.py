"""Work that is asked for often is done at once, then no more often than it is worth."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QObject, QTimer


class Paced(QObject):
    """``ask`` runs ``work`` now, or as soon as ``gap_ms`` have passed since it ran last. The timer
    runs only while something waits."""

    def __init__(self, work: Callable[[], object], gap_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self._work, self._gap = work, gap_ms
        self._last = -1e9
        self._stopped = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._run)

    def ask(self) -> None:
        """Soon."""
        if self._timer.isActive() or self._stopped:
            return
        left = self._gap - (monotonic() - self._last) * 1000
        if left > 0:
            self._timer.start(int(left) + 1)
        else:
            self._run()

    def stop(self) -> None:
        """Nothing more, ever."""
        self._stopped = True
        self._timer.stop()

    def _run(self) -> None:
        self._last = monotonic()
        self._work()
