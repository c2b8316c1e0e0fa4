"""What is pinned in the open thread, and which of it is shown."""

from PySide6.QtCore import QObject, Signal

from core.domain.views import MessageRow
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels.talk_port import Talking


class PinnedModel(QObject):
    """``rows`` are the pinned messages, the newest first; ``changed`` when they, or which is
    shown, did."""

    changed = Signal()

    def __init__(self, backend: Talking, tasks: Tasks) -> None:
        super().__init__()
        self._backend = backend
        self._latest = Latest(tasks, self._read)
        self.thread_id: int | None = None
        self.rows: list[MessageRow] = []
        self.at = 0

    @property
    def current(self) -> MessageRow | None:
        """The one that is shown."""
        return self.rows[self.at] if self.at < len(self.rows) else None

    def look(self, thread: int | None) -> None:
        """The open thread is this one, or changed."""
        if thread != self.thread_id:
            self.thread_id, self.at = thread, 0
            self._show([])
        if thread is not None:
            self._latest.ask()

    def step(self) -> None:
        """The next one is shown, which is older; after the oldest the newest."""
        if self.rows:
            self.at = (self.at + 1) % len(self.rows)
            self.changed.emit()

    async def _read(self) -> None:
        thread = self.thread_id
        if thread is None:
            return
        rows = await self._backend.pinned(thread)
        if thread == self.thread_id:
            self._show(rows)

    def _show(self, rows: list[MessageRow]) -> None:
        if rows != self.rows:
            self.rows, self.at = rows, 0
            self.changed.emit()
