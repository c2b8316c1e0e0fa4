"""The queues of the rail: all threads first, then each queue with its counts."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal

from core.domain.thread_filter import SPAM
from core.domain.views import QueueRow
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels.lists_port import Listing
from desktop.viewmodels.pace import Paced
from desktop.viewmodels.rows import RowsModel

ALL = ""
_GAP_MS: Final = 250


class QueueListModel(RowsModel[QueueRow]):
    """Rows are QueueRow; the first has id ``ALL`` and the sums. Spam waits for nobody.
    ``counted`` follows every time they were read."""

    counted = Signal()

    def __init__(self, backend: Listing, tasks: Tasks) -> None:
        super().__init__()
        self._backend = backend
        self.speak: Callable[[QueueRow], str] = lambda row: row.id or "all"
        self._latest = Latest(tasks, self.refresh)
        self._paced = Paced(self._latest.ask, _GAP_MS, self)

    def key(self, row: QueueRow) -> object:
        """Queues are known by their id."""
        return row.id

    def text(self, row: QueueRow) -> str:
        """The row in words."""
        return self.speak(row)

    def touch(self) -> None:
        """Counts may be other ones."""
        self._paced.ask()

    def stop(self) -> None:
        """The window is going."""
        self._paced.stop()

    async def refresh(self) -> None:
        """Read the counts."""
        rows = [
            QueueRow(id=row.id, threads=row.threads, waiting=0, unread=0) if row.id == SPAM else row
            for row in await self._backend.queues()
        ]
        total = QueueRow(
            id=ALL,
            threads=sum(row.threads for row in rows),
            waiting=sum(row.waiting for row in rows),
            unread=sum(row.unread for row in rows),
        )
        self.show([total, *rows])
        self.counted.emit()
