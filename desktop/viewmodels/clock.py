"""Counts service windows down: ticks only while one is about to close and someone looks."""

from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from core.domain.window import CLOSING_MS

_LONGEST_MS: Final = 12 * 3600 * 1000


class WindowClock(QObject):
    """``tick`` each second while a watched window closes within two hours and the desk is
    visible, and once when one enters those two hours. Otherwise no timer fires."""

    tick = Signal()

    def __init__(self, now: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._closes: tuple[int, ...] = ()
        self._visible = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._fire)

    @property
    def running(self) -> bool:
        """Whether each second is counted now."""
        return self._visible and self._closing()

    def watch(self, closes: Iterable[int | None]) -> None:
        """The windows that are on screen, by when they close (ms)."""
        now = self._now()
        self._closes = tuple(sorted(at for at in closes if at is not None and at > now))
        self._arm()

    def set_visible(self, visible: bool) -> None:
        """Whether the desk is on screen."""
        if visible != self._visible:
            self._visible = visible
            self._arm()
            if visible:
                self.tick.emit()

    def _closing(self) -> bool:
        return bool(self._closes) and self._closes[0] - self._now() < CLOSING_MS

    def _arm(self) -> None:
        self._timer.stop()
        if not self._visible or not self._closes:
            return
        now = self._now()
        if self._closing():
            self._timer.start(1000 - now % 1000)
        else:
            self._timer.start(min(self._closes[0] - now - CLOSING_MS + 50, _LONGEST_MS))

    def _fire(self) -> None:
        now = self._now()
        # A window that has just closed gets its last tick, then is no longer watched.
        self._closes = tuple(at for at in self._closes if at > now)
        self.tick.emit()
        self._arm()
