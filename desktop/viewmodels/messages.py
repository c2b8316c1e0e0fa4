"""The conversation: a stretch of the thread around what is read, newest page first.

A thread may hold any number of messages; what is laid out at once is bounded, so that a message
that arrives costs the same in a short thread and in a long one.
"""

import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import Qt, Signal

from core.domain.problems import Problem, ProblemError
from core.domain.views import MessageRow, Stand
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels.places import Place, place_in, places_of
from desktop.viewmodels.rows import ROW, Index, RowsModel
from desktop.viewmodels.talk_port import Talking

PAGE: Final = 60
MOST: Final = 240
"""More rows than these are let go at the far end."""
MOST_READ: Final = 20_000
"""More messages than these are not copied at once."""
DAY: Final = ROW + 10
"""The day that begins with this row (a date), or None."""
UNREAD: Final = ROW + 11
"""True on the first row that was unread when the thread was opened."""
JOINED: Final = ROW + 12
"""True where the row goes on what the one above began."""


Prepare = Callable[[Sequence[MessageRow], Sequence[Place]], Awaitable[None]]
"""Makes ready what rows and their places need to be shown, in small steps."""


class MessageListModel(RowsModel[MessageRow]):
    """Rows are MessageRow, oldest at the top. ``thread_id`` is the one shown, None for none;
    ``complete`` when the first message is loaded, ``newest`` when the last one is.

    ``changing`` comes before and ``settled`` after every change of the rows, ``opened`` after
    another thread stands. While ``following`` the reader is at the end: old rows may go.
    ``state_changed`` when ``loading`` or ``failed`` (why a thread could not be read) did."""

    opened = Signal()
    changing = Signal()
    settled = Signal()
    state_changed = Signal()

    def __init__(self, backend: Talking, tasks: Tasks) -> None:
        super().__init__()
        self._backend = backend
        self.tasks = self._tasks = tasks
        self._latest = Latest(tasks, self.refresh)
        self._fetching = False
        self._most = MOST
        self._places: list[Place] = []
        self.prepare: Prepare | None = None
        self.loading = False
        self.failed: Problem | None = None
        self.thread_id: int | None = None
        self.complete = False
        self.newest = True
        self.following = True
        self.unread_from: int | None = None

    def key(self, row: MessageRow) -> object:
        """Messages are known by their row id."""
        return row.id

    def text(self, row: MessageRow) -> str:
        """The text as it stands."""
        return row.text or row.note

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Adds what depends on the row above: DAY, UNREAD, JOINED."""
        if DAY <= role <= JOINED and 0 <= index.row() < len(self._rows):
            return self.place(index.row())[role - DAY]
        return super().data(index, role)

    def place(self, i: int) -> Place:
        """What row ``i`` shows because of those around it."""
        if i < len(self._places):
            return self._places[i]
        return place_in(self._rows, i, self.unread_from)

    def shown_at(self, i: int) -> int:
        """The row that shows row ``i``: another one where it is a picture of an album."""
        return i + self.place(i).lead

    def album(self, message: int) -> tuple[MessageRow, ...]:
        """The messages that are shown as one with a message; none where it stands alone."""
        i = self.row_of(message)
        return self.place(self.shown_at(i)).tiles if i >= 0 else ()

    def show(self, new: Sequence[MessageRow]) -> None:
        """Show ``new``; the marks that depend on neighbours are made anew."""
        self.changing.emit()
        self._places = []  # rows are asked for while they change: each is then looked up by itself
        super().show(new)
        self._places = self._places_of(self._rows)
        self.settled.emit()

    def _places_of(self, rows: Sequence[MessageRow]) -> list[Place]:
        return places_of(rows, self.unread_from)

    async def open(self, thread: int | None, unread: int = 0) -> None:
        """Show another thread; returns when its newest page stands. The divider goes above the
        ``unread``-th client message from the end."""
        self.thread_id, self.complete, self.unread_from = thread, False, None
        self.newest, self.following, self._most = True, True, MOST
        if thread is None:
            self.show([])
            self.opened.emit()
            return
        wanted = max(PAGE, min(unread + 20, MOST))
        rows = await self._first(thread, wanted)
        if rows is None or self.thread_id != thread:
            return
        self.complete = len(rows) < wanted
        theirs = [row.id for row in rows if row.direction == "in"]
        if unread and len(theirs) >= unread and len(rows) > unread:
            self.unread_from = theirs[-unread]
        await self._ready(rows)
        if self.thread_id != thread:
            return
        self.show([])
        self.show(rows)
        self.opened.emit()

    async def _first(self, thread: int, wanted: int) -> list[MessageRow] | None:
        """The newest page; None where it cannot be read, which is said in place of it."""
        self._say(loading=True, failed=None)
        try:
            rows = await self._backend.messages(thread, None, wanted)
        except ProblemError as error:
            if self.thread_id == thread:
                self.show([])
                self.opened.emit()
                self._say(loading=False, failed=error.problem)
            return None
        if self.thread_id == thread:
            self._say(loading=False, failed=None)
        return rows

    def _say(self, *, loading: bool, failed: Problem | None) -> None:
        self.loading, self.failed = loading, failed
        self.state_changed.emit()

    def open_again(self) -> None:
        """Try to read the thread once more."""
        if self.thread_id is not None:
            self._tasks.start(self.open(self.thread_id))

    def touch(self) -> None:
        """Something in the open thread changed."""
        if self.thread_id is not None:
            self._latest.ask()

    async def refresh(self) -> None:
        """Read what is loaded again, and at the end of the thread what is newer."""
        thread, loaded = self.thread_id, list(self._rows)
        if thread is None:
            return
        if self.newest or not loaded:
            end, wanted = None, max(PAGE, len(loaded) + PAGE // 2)
        else:
            end, wanted = _behind(loaded[-1].stand), len(loaded) + PAGE // 2
        rows = await self._backend.messages(thread, end, wanted)
        if self.thread_id != thread or loaded != self._rows:
            if self.thread_id == thread:
                self._latest.ask()  # a page came in between: its rows are to stay
            return
        if loaded and len(rows) == wanted:
            oldest = loaded[0].stand
            rows = [row for row in rows if row.stand >= oldest]
        if self.newest and self.following and len(rows) > self._most:
            self.complete, rows = False, rows[-self._most :]
        self.show(rows)

    def fetch_older(self) -> None:
        """As scrolling to the top does."""
        if not self.complete:
            self._fetch(older=True)

    def fetch_newer(self) -> None:
        """As scrolling down does where the end is not loaded."""
        if not self.newest:
            self._fetch(older=False)

    def to_newest(self) -> None:
        """Show the end of the thread again."""
        if self.thread_id is not None and not self.newest:
            self._tasks.start(self.open(self.thread_id))

    def _fetch(self, *, older: bool) -> None:
        if self.thread_id is None or self._fetching or not self._rows:
            return
        self._fetching = True
        if self._tasks.start(self._page(older=older)) is None:
            self._fetching = False

    async def _page(self, *, older: bool, limit: int = PAGE) -> None:
        try:
            thread = self.thread_id
            if thread is None or not self._rows:
                return  # another one was opened meanwhile, in which nothing is said
            edge = self._rows[0 if older else -1]
            if older:
                rows = await self._backend.messages(thread, edge.stand, limit)
            else:
                rows = await self._backend.messages_after(thread, edge.stand, limit)
            await self._ready([*rows, edge] if older else [edge, *rows])
            if self.thread_id != thread or not self._rows:
                return
            known = {row.id for row in self._rows}
            fresh = [row for row in rows if row.id not in known]
            if older:
                self.complete = len(rows) < limit
                wanted = fresh + self._rows
                self.newest = self.newest and len(wanted) <= self._most
                self.show(wanted[: self._most])
            else:
                self.newest = len(rows) < limit
                wanted = self._rows + fresh
                self.complete = self.complete and len(wanted) <= self._most
                self.show(wanted[-self._most :])
        finally:
            self._fetching = False

    async def reach(self, message: int, at: int | None = None) -> bool:
        """Load what surrounds ``message``, which was written ``at``; False when it is not in the
        thread. Without ``at`` every older message is loaded, however many there are."""
        thread = self.thread_id
        if self.row_of(message) >= 0:
            return True
        if thread is None or not self._rows:
            return False
        if at is None:
            self._most = sys.maxsize
            if not self.complete:
                await self._page(older=True, limit=1_000_000)
            return self.row_of(message) >= 0
        stand = await self._backend.stand(message)
        if stand is None:
            return False
        before = await self._backend.messages(thread, _behind(stand), PAGE)
        after = await self._backend.messages_after(thread, stand, PAGE)
        if self.thread_id != thread or not before or before[-1].id != message:
            return False
        await self._ready(before + after)
        if self.thread_id != thread:
            return False
        self.complete, self.newest = len(before) < PAGE, len(after) < PAGE
        self.show(before + after)
        return True

    async def between(self, first: Stand, last: Stand) -> list[MessageRow]:
        """The messages from ``first`` to ``last``, both included, loaded or not; at most
        MOST_READ of them."""
        thread = self.thread_id
        found: list[MessageRow] = []
        after = (*first[:2], first[2] - 1)
        while thread is not None and len(found) < MOST_READ:
            rows = await self._backend.messages_after(thread, after, PAGE * 4)
            found += [row for row in rows if row.stand <= last]
            if not rows or rows[-1].stand >= last:
                break
            after = rows[-1].stand
        return found

    async def _ready(self, rows: Sequence[MessageRow]) -> None:
        if self.prepare is not None:
            await self.prepare(rows, self._places_of(rows))


def _behind(stand: Stand) -> Stand:
    """Right behind a message: a page before this ends with it."""
    return (*stand[:2], stand[2] + 1)
