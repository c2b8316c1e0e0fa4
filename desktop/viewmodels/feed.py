"""The one bridge from core to the window: change notices, coalesced, on the GUI thread."""

from collections.abc import Iterable
from time import monotonic
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from core.domain.changes import Change

SHORTEST_MS: Final = 16
APART_MS: Final = 33


class Feed(QObject):
    """``push`` takes a notice; ``changed`` gives what gathered, at most 30 times a second. The
    timer runs only while something waits. All calls are on the GUI thread."""

    changed = Signal(object)
    health_changed = Signal()
    typing = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: Change | None = None
        self._last = 0.0
        self._stopped = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._flush)

    def push(self, change: Change) -> None:
        """Something was written."""
        self._waiting = change if self._waiting is None else self._waiting | change
        if not self._timer.isActive() and not self._stopped:
            since = (monotonic() - self._last) * 1000
            self._timer.start(SHORTEST_MS if since >= APART_MS else APART_MS)

    def push_health(self) -> None:
        """A service is in another state."""
        self.health_changed.emit()

    def push_typing(self, threads: Iterable[int]) -> None:
        """A client is writing."""
        for thread in threads:
            self.typing.emit(thread)

    def stop(self) -> None:
        """Tell nothing more: the window is going."""
        self._stopped = True
        self._timer.stop()

    def _flush(self) -> None:
        change, self._waiting = self._waiting, None
        self._last = monotonic()
        if change is not None:
            self.changed.emit(change)
