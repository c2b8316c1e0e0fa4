"""Finding within the open thread: every place that says what is looked for, and where one is."""

from bisect import bisect_right
from typing import Final

from PySide6.QtCore import QObject, Signal

from core.domain.views import FoundRow, Stand
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels.talk_port import Talking

MOST: Final = 5_000
"""As many places as are looked for."""


class FindModel(QObject):
    """``changed`` when what was found, or where one is, did. ``searching`` until it stands."""

    changed = Signal()
    moved = Signal(object)

    def __init__(self, backend: Talking, tasks: Tasks) -> None:
        super().__init__()
        self._backend = backend
        self._latest = Latest(tasks, self._read)
        self._near: Stand | None = None
        self._go = False
        self.thread_id: int | None = None
        self.words = ""
        self.rows: list[FoundRow] = []
        self.at = -1
        self.searching = False

    @property
    def current(self) -> FoundRow | None:
        """The place one is at."""
        return self.rows[self.at] if 0 <= self.at < len(self.rows) else None

    def look(self, thread: int | None, words: str, near: Stand | None) -> None:
        """Look for other words; the first place is the last one at or above ``near``."""
        self.thread_id, self.words, self._near, self._go = thread, words, near, True
        if not words.strip() or thread is None:
            self.rows, self.at, self.searching = [], -1, False
            self.changed.emit()
            return
        self.searching = True
        self.changed.emit()
        self._latest.ask()

    def touch(self) -> None:
        """The thread changed: what is found may be more, or less; one stays where one is."""
        if self.words.strip() and self.thread_id is not None:
            self._latest.ask()

    def step(self, by: int) -> None:
        """To the next place (1) or the one before (-1), around."""
        if self.rows:
            self.at = (self.at + by) % len(self.rows)
            self.changed.emit()
            self.moved.emit(self.rows[self.at])

    async def _read(self) -> None:
        thread, words = self.thread_id, self.words
        if thread is None or not words.strip():
            return
        rows = await self._backend.find(thread, words)
        if (thread, words) != (self.thread_id, self.words):
            return
        before, go = self.current, self._go
        self._go, self.searching, self.rows = False, False, rows
        if go:
            keys = [row.stand for row in rows]
            place = bisect_right(keys, self._near) if self._near is not None else len(rows)
            self.at = max(place - 1, 0) if rows else -1
        elif before in rows:
            self.at = rows.index(before)
        else:
            self.at = min(self.at, len(rows) - 1)
        self.changed.emit()
        if go and self.current is not None:
            self.moved.emit(self.current)
