"""The conversation: newest page first, older ones fetched on scrolling up."""

from datetime import date
from functools import lru_cache
from typing import Any, Final

from PySide6.QtCore import Qt, Signal

from core.domain.views import MessageRow
from desktop.shell.formats import local
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels.backend import Cursor, Reading
from desktop.viewmodels.rows import ROW, Index, RowsModel

PAGE: Final = 60
DAY: Final = ROW + 10
"""The day that begins with this row (a date), or None."""
UNREAD: Final = ROW + 11
"""True on the first row that was unread when the thread was opened."""
JOINED: Final = ROW + 12
"""True where the row goes on what the one above began."""
PLACE: Final = ROW + 13
"""(DAY, UNREAD, JOINED) in one, for the delegate that asks for them often."""
_TOGETHER_MS: Final = 5 * 60_000


class MessageListModel(RowsModel[MessageRow]):
    """Rows are MessageRow, oldest at the top. ``thread_id`` is the one shown, None for none."""

    opened = Signal()
    newer = Signal()
    failed = Signal()

    def __init__(self, backend: Reading, tasks: Tasks) -> None:
        super().__init__()
        self._backend = backend
        self._tasks = tasks
        self._latest = Latest(tasks, self.refresh)
        self._fetching = False
        self.thread_id: int | None = None
        self.complete = False
        self.unread_from: int | None = None

    def key(self, row: MessageRow) -> object:
        """Messages are known by their row id."""
        return row.id

    def text(self, row: MessageRow) -> str:
        """The text as it stands."""
        return row.text or row.note

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Adds what depends on the row above: DAY, UNREAD, JOINED, PLACE."""
        i = index.row()
        if not DAY <= role <= PLACE or not 0 <= i < len(self._rows):
            return super().data(index, role)
        if role == PLACE:
            return tuple(self.data(index, part) for part in (DAY, UNREAD, JOINED))
        row = self._rows[i]
        if role == UNREAD:
            return self.unread_from == row.id
        above = self._rows[i - 1] if i else None
        if role == DAY:
            return _day(row) if above is None or _day(above) != _day(row) else None
        return (
            above is not None
            and above.direction == row.direction
            and above.peer.channel == row.peer.channel
            and row.at - above.at < _TOGETHER_MS
            and _day(above) == _day(row)
            and self.unread_from != row.id
        )

    async def open(self, thread: int | None, unread: int = 0) -> None:
        """Show another thread; returns when its newest page stands. The divider goes above the
        ``unread``-th client message from the end."""
        self.thread_id, self.complete, self.unread_from = thread, False, None
        if thread is None:
            self.show([])
            self.opened.emit()
            return
        rows = await self._backend.messages(thread, None, max(PAGE, min(unread + 20, 500)))
        if self.thread_id != thread:
            return
        self.complete = len(rows) < PAGE
        theirs = [row.id for row in rows if row.direction == "in"]
        if unread and len(theirs) >= unread and len(rows) > unread:
            self.unread_from = theirs[-unread]
        self.show([])
        self.show(rows)
        self.opened.emit()

    def touch(self) -> None:
        """Something in the open thread changed."""
        if self.thread_id is not None:
            self._latest.ask()

    async def refresh(self) -> None:
        """Read what is loaded again, and what is newer."""
        thread, loaded = self.thread_id, len(self._rows)
        if thread is None:
            return
        wanted = max(PAGE, loaded + PAGE // 2)
        rows = await self._backend.messages(thread, None, wanted)
        if self.thread_id != thread:
            return
        if self._rows and len(rows) == wanted:
            oldest = _place(self._rows[0])
            rows = [row for row in rows if _place(row) >= oldest]
        last = self._rows[-1].id if self._rows else None
        self.show(rows)
        self._neighbours()
        if rows and rows[-1].id != last:
            self.newer.emit()

    def fetch_older(self) -> None:
        """As scrolling to the top does."""
        if self.thread_id is None or self.complete or self._fetching or not self._rows:
            return
        self._fetching = True
        if self._tasks.start(self._older()) is None:
            self._fetching = False

    async def _older(self) -> None:
        try:
            thread, first = self.thread_id, self._rows[0]
            assert thread is not None
            rows = await self._backend.messages(thread, _place(first), PAGE)
            if self.thread_id != thread:
                return
            self.complete = len(rows) < PAGE
            known = {row.id for row in self._rows}
            self.show([row for row in rows if row.id not in known] + self._rows)
            self._neighbours()
        finally:
            self._fetching = False

    async def reach(self, message: int) -> bool:
        """Load older pages until ``message`` stands; False when it is not in the thread."""
        while self.row_of(message) < 0:
            if self.complete or self.thread_id is None or not self._rows:
                return False
            before = len(self._rows)
            await self._older()
            if len(self._rows) == before:
                return False
        return True

    def _neighbours(self) -> None:
        """What a row shows depends on the one above it, so a new neighbour redraws."""
        if self._rows:
            last = self.index(len(self._rows) - 1)
            self.dataChanged.emit(self.index(0), last, [DAY, JOINED])


def _place(row: MessageRow) -> Cursor:
    return (row.at, row.id)


def _day(row: MessageRow) -> date:
    return _date(row.at // 60_000)


@lru_cache(maxsize=8192)
def _date(minute: int) -> date:
    return local(minute * 60_000).date()
