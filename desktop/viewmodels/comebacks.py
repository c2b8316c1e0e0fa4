"""Brings threads back by themselves: one timer, set to the next snooze, follow-up or window that
is about to close."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from core.domain.changes import Change
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels.lists_port import Listing

_KINDS: Final = frozenset({"snoozed", "follow_up", "done", "window_closed"})
_SLACK_MS: Final = 10 * 60 * 1000
"""A message moves its window away; that another one is the next to close is seen by then."""
_LONGEST_MS: Final = 5 * 60 * 1000
"""The clock is looked at again after that: timers do not count while the machine sleeps."""


class Comebacks(QObject):
    """``came`` when a thread has come back. Nothing ticks in between."""

    came = Signal()

    def __init__(self, backend: Listing, tasks: Tasks, now: Callable[[], int]) -> None:
        super().__init__()
        self._backend, self._now = backend, now
        self._latest = Latest(tasks, self.refresh)
        self._due: int | None = None
        self._stopped = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._fire)

    @property
    def due(self) -> int | None:
        """When the next one comes back, ms since the epoch."""
        return self._due

    def changed(self, change: Change) -> None:
        """Something was written: the next one may be another."""
        late = self._due is None or self._due > self._now() + _SLACK_MS
        if change.kinds & _KINDS or ("message" in change.kinds and late):
            self._latest.ask()

    async def refresh(self) -> None:
        """Ask when, and wait for it."""
        self._due = await self._backend.next_due()
        self._arm()

    def look(self) -> None:
        """The operator is back: perhaps it was due while the machine slept."""
        if self._due is not None and self._due <= self._now():
            self._fire()

    def stop(self) -> None:
        """The window is going."""
        self._stopped = True
        self._timer.stop()

    def _arm(self) -> None:
        self._timer.stop()
        if self._due is not None and not self._stopped:
            self._timer.start(max(0, min(self._due - self._now() + 20, _LONGEST_MS)))

    def _fire(self) -> None:
        if self._due is not None and self._due > self._now():
            self._arm()
            return
        self._due = None
        self.came.emit()
        self._latest.ask()
