"""The list of threads: paged, in the backend's order, refreshed without losing its place."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QModelIndex, Signal

from core.domain.views import ThreadRow
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels.backend import Reading
from desktop.viewmodels.rows import Index, RowsModel

PAGE: Final = 100


class ThreadListModel(RowsModel[ThreadRow]):
    """Rows are ThreadRow under ROW. ``loaded`` follows every time the list stands anew."""

    loaded = Signal()

    def __init__(self, backend: Reading, tasks: Tasks) -> None:
        super().__init__()
        self._backend = backend
        self._latest = Latest(tasks, self.refresh)
        self._wanted = PAGE
        self._complete = False
        self._touched: set[int] | None = set()
        self.queue: str | None = None
        self.search = ""
        self.ready = False

    def key(self, row: ThreadRow) -> object:
        """Threads are known by their id."""
        return row.id

    def text(self, row: ThreadRow) -> str:
        """Name and last line."""
        return f"{row.name}, {row.last_text}"

    def row(self, thread: int) -> ThreadRow | None:
        """The loaded snapshot of a thread."""
        i = self.row_of(thread)
        return self._rows[i] if i >= 0 else None

    def filter(self, queue: str | None, search: str) -> None:
        """Show another queue (None: all) or another search."""
        self.queue, self.search = queue, search
        self._wanted, self._complete, self._touched = PAGE, False, None
        self._latest.ask()

    def touch(self, threads: Iterable[int]) -> None:
        """Those threads changed."""
        if self._touched is not None:
            self._touched.update(threads)
        self._latest.ask()

    def reload(self) -> None:
        """Read everything that is loaded again."""
        self._touched = None
        self._latest.ask()

    def canFetchMore(self, parent: Index) -> bool:
        """Whether the backend may have more."""
        return not parent.isValid() and self.ready and not self._complete

    def fetchMore(self, parent: Index) -> None:
        """Qt asks on scrolling; the rows come when they come."""
        if self.canFetchMore(parent) and self._wanted <= len(self._rows):
            self._wanted = len(self._rows) + PAGE
            self.reload()

    async def load_all(self) -> None:
        """Load every thread there is (for who reads the model as a whole)."""
        while not self._complete:
            self._wanted = max(PAGE, len(self._rows)) * 4
            self._touched = None
            await self.refresh()

    async def refresh(self) -> None:
        """Read again. A long list reads its first page and the touched rows; the order further
        down is made right when more is fetched."""
        touched, self._touched = self._touched, set()
        queue, search = self.queue, self.search
        if touched is None or len(self._rows) <= 3 * PAGE:
            rows = await self._backend.threads(queue, search, self._wanted, 0)
            complete = len(rows) < self._wanted
        else:
            rows = await self._partial(queue, search, touched)
            complete = self._complete
        if (queue, search) != (self.queue, self.search):
            return
        self._complete = complete
        if not complete:
            self._wanted = max(self._wanted, len(rows))
        self.ready = True
        self.show(rows)
        self.loaded.emit()

    async def _partial(self, queue: str | None, search: str, touched: set[int]) -> list[ThreadRow]:
        first = await self._backend.threads(queue, search, PAGE, 0)
        seen = {row.id for row in first}
        rest = [row for row in self._rows if row.id not in seen]
        fresh: dict[int, ThreadRow] = {}
        deep = touched - seen
        if not deep:
            return first + rest
        for thread in deep:
            row = await self._backend.thread(thread)
            if row is not None and queue in (None, row.queue):
                fresh[thread] = row
        kept = [fresh.get(row.id, row) for row in rest if row.id not in deep or row.id in fresh]
        return first + kept

    def all_loaded(self) -> bool:
        """Whether there is nothing more to fetch."""
        return self._complete

    def fetch_next(self) -> None:
        """As scrolling to the end does."""
        self.fetchMore(QModelIndex())
