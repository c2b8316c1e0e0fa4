"""The list of threads: a stretch of it is loaded, in the backend's order, and follows changes."""

from collections.abc import Callable, Iterable
from typing import Final

from msgspec import structs
from PySide6.QtCore import QModelIndex, Signal

from core.domain.thread_filter import ThreadFilter
from core.domain.views import ThreadRow
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels.lists_port import Listing
from desktop.viewmodels.pace import Paced
from desktop.viewmodels.rows import Index, RowsModel

PAGE: Final = 100
MOST: Final = 4 * PAGE
"""So many rows are loaded at once, whatever is scrolled: what lies far behind is dropped."""
GAP_MS: Final = 170


class ThreadListModel(RowsModel[ThreadRow]):
    """Rows are ThreadRow under ROW; the first of them has place ``first`` in the whole list.
    ``loaded`` follows every time the list stands anew, ``about_to_show`` comes before."""

    loaded = Signal()
    about_to_show = Signal()

    def __init__(self, backend: Listing, tasks: Tasks) -> None:
        super().__init__()
        self._backend = backend
        self._latest = Latest(tasks, self.refresh)
        self._paced = Paced(self._latest.ask, GAP_MS, self)
        self._size = PAGE
        self._most: int | None = MOST
        self._complete = False
        self._stands = (0, 0)
        self.speak: Callable[[ThreadRow], str] = lambda row: f"{row.name}, {row.last_text}"
        self.wanted = ThreadFilter()
        self.first = 0
        self.ready = False

    @property
    def queue(self) -> str | None:
        """The queue that is shown, None for all."""
        return self.wanted.queue

    @property
    def search(self) -> str:
        """What is looked for."""
        return self.wanted.search

    def key(self, row: ThreadRow) -> object:
        """Threads are known by their id."""
        return row.id

    def text(self, row: ThreadRow) -> str:
        """The row in words."""
        return self.speak(row)

    def row(self, thread: int) -> ThreadRow | None:
        """The loaded snapshot of a thread."""
        i = self.row_of(thread)
        return self._rows[i] if i >= 0 else None

    def show_list(self, wanted: ThreadFilter) -> None:
        """Show another list, from its beginning."""
        self.wanted = wanted
        self.first, self._size, self._complete = 0, PAGE, False
        self._latest.ask()

    def filter(self, queue: str | None, search: str) -> None:
        """Show a queue (None: all, newest first) or a search in it, and nothing else asked for."""
        order = "newest" if queue is None else "urgent"
        queues = () if queue is None else (queue,)
        self.show_list(structs.replace(ThreadFilter(queues=queues, search=search), order=order))

    def touch(self, threads: Iterable[int]) -> None:
        """Those threads changed: their places may be other ones."""
        self._paced.ask()

    def stop(self) -> None:
        """The window is going."""
        self._paced.stop()

    def reload(self) -> None:
        """Read what is loaded again."""
        self._latest.ask()

    def canFetchMore(self, parent: Index) -> bool:
        """Whether the backend may have more."""
        return not parent.isValid() and self.ready and not self._complete

    def fetchMore(self, parent: Index) -> None:
        """Qt asks on scrolling; the rows come when they come."""
        if self.canFetchMore(parent) and self._stands == (self.first, self._size):
            self._size = len(self._rows) + PAGE
            if self._most is not None and self._size > self._most:
                self.first += self._size - self._most
                self._size = self._most
            self._latest.ask()

    def look(self, top: int, bottom: int) -> None:
        """The rows at the edges of the screen: near the end of what is loaded more is fetched,
        near its first row what lies before that; near the beginning of the list a long tail is
        let go with the next change."""
        if bottom > len(self._rows) - PAGE // 4:
            self.fetch_next()
        elif self.first and top < PAGE // 4 and self._stands == (self.first, self._size):
            self.first = max(0, self.first - PAGE)
            self._latest.ask()
        elif not self.first and top < PAGE // 2 and self._most is not None:
            if self._size > 2 * PAGE:
                self._complete = False
            self._size = min(self._size, 2 * PAGE)

    def to_top(self) -> None:
        """The beginning of the list."""
        if self.first:
            self.first, self._size = 0, PAGE
            self._latest.ask()

    async def load_all(self) -> None:
        """Load every thread there is (for who reads the model as a whole)."""
        self._most, self.first = None, 0
        while not self._complete:
            self._size = max(PAGE, len(self._rows)) * 4
            await self.refresh()

    async def load_many(self, most: int) -> None:
        """Load so many at once, for what is done to all of them."""
        if not self._complete and self._size < most:
            self.first, self._size = 0, most
            await self.refresh()

    async def refresh(self) -> None:
        """Read the loaded stretch again."""
        asked = self.wanted, self.first, self._size
        rows = await self._backend.listed(self.wanted, self._size, self.first)
        if asked != (self.wanted, self.first, self._size):
            if asked[0] == self.wanted:
                self._latest.ask()
            return
        if not rows and self.first:  # the list has become shorter than where we were
            self.first = max(0, self.first - PAGE)
            self._latest.ask()
            return
        self._complete = len(rows) < self._size
        self.ready = True
        self.about_to_show.emit()
        self._stands = self.first, self._size
        self.show(rows)
        self.loaded.emit()

    @property
    def at_top(self) -> bool:
        """Whether the first row on screen is the first of the whole list."""
        return self._stands[0] == 0

    def all_loaded(self) -> bool:
        """Whether nothing more follows."""
        return self._complete

    def fetch_next(self) -> None:
        """As scrolling to the end does."""
        self.fetchMore(QModelIndex())
