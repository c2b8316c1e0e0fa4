"""The list of threads: a stretch of it is loaded, in the backend's order, and follows changes."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from msgspec import structs
from PySide6.QtCore import QModelIndex, Signal

from core.domain.stretch import Outline, Spot, Stretch
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
STALE_S: Final = 15.0
"""An outline that is older is drawn anew for who scrolls."""


@dataclass(frozen=True)
class _Asked:
    """``size`` rows behind ``skip`` from a spot on (None: the list's beginning), and ``before``
    that stand in front of it. ``first`` is the place of the first of them, as far as it is known:
    a spot stays where it is while others come and go above it."""

    wanted: ThreadFilter
    at: Spot | None = None
    first: int = 0
    skip: int = 0
    before: int = 0
    size: int = PAGE


class ThreadListModel(RowsModel[ThreadRow]):
    """Rows are ThreadRow under ROW; the first of them has about the place ``first`` in the whole
    list. ``loaded`` follows every time the list stands anew, ``about_to_show`` comes before;
    ``outlined`` when it is known how long the list is."""

    loaded = Signal()
    about_to_show = Signal()
    outlined = Signal()

    def __init__(self, backend: Listing, tasks: Tasks) -> None:
        super().__init__()
        self._backend = backend
        self._latest = Latest(tasks, self.refresh)
        self._paced = Paced(self._latest.ask, GAP_MS, self)
        self._outlining = Latest(tasks, self._draw)
        self._outline: tuple[ThreadFilter | None, float, Outline] = (None, 0.0, Outline())
        self._most: int | None = MOST
        self._complete = False
        self._to_end = False
        self._asked = self._stands = _Asked(ThreadFilter())
        self._spots: list[Spot] = []
        self._changes, self._changed = 0, dict[int, int]()
        """How many changes were told of, and the last one of each thread that is not read yet."""
        self.speak: Callable[[ThreadRow], str] = lambda row: f"{row.name}, {row.last_text}"
        self.ready = False

    @property
    def wanted(self) -> ThreadFilter:
        """What is to be shown."""
        return self._asked.wanted

    @wanted.setter
    def wanted(self, wanted: ThreadFilter) -> None:
        self._asked = _Asked(wanted)

    @property
    def first(self) -> int:
        """The place of the first row in the whole list."""
        return self._stands.first

    @property
    def counted(self) -> bool:
        """Whether it is known how long the whole list is."""
        return self._complete or self._outline[0] == self.wanted

    @property
    def total(self) -> int:
        """How many rows the whole list has, as far as it is known."""
        known = self.first + len(self._rows)
        wanted, _, outline = self._outline
        if self._complete:
            return known
        return max(known + 1, outline.total if wanted == self.wanted else 0)

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

    def fresh(self, thread: int) -> ThreadRow | None:
        """The same; None where it changed after it was loaded."""
        return None if thread in self._changed else self.row(thread)

    def show_list(self, wanted: ThreadFilter) -> None:
        """Show another list, from its beginning."""
        self._complete = self._to_end = False
        self._ask(_Asked(wanted))

    def filter(self, queue: str | None, search: str) -> None:
        """Show a queue (None: all, newest first) or a search in it, and nothing else asked for."""
        order = "newest" if queue is None else "urgent"
        queues = () if queue is None else (queue,)
        self.show_list(structs.replace(ThreadFilter(queues=queues, search=search), order=order))

    def touch(self, threads: Iterable[int]) -> None:
        """Those threads changed: their places may be other ones."""
        self._changes += 1
        self._changed.update(dict.fromkeys(threads, self._changes))
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
        if not self.canFetchMore(parent) or self._asked is not self._stands:
            return
        stands, size = self._stands, len(self._rows) + PAGE
        over = size - self._most if self._most is not None else 0
        if over > 0:
            at, first = self._spots[over], stands.first + over
            self._ask(replace(stands, at=at, first=first, size=size - over))
        else:
            self._ask(replace(stands, size=size))

    def look(self, top: int, bottom: int) -> None:
        """The rows at the edges of the screen: near the end of what is loaded more is fetched,
        near its first row what lies before that; near the beginning of the list a long tail is
        let go with the next change."""
        stands = self._stands
        if bottom > len(self._rows) - PAGE // 4:
            self.fetch_next()
        elif self._asked is not stands:
            return
        elif not self.at_top and top < PAGE // 4:
            self._ask(replace(stands, before=PAGE))
        elif self.at_top and top < PAGE // 2 and self._most is not None and stands.size > 2 * PAGE:
            self._complete = False
            self._asked = self._stands = replace(stands, size=2 * PAGE)

    def to_top(self) -> None:
        """The beginning of the list."""
        if not self.at_top or self._asked.at is not None:
            self._ask(_Asked(self.wanted))

    def to_end(self) -> None:
        """The end of the list, once it is known where that is."""
        self._to_end = not self._complete
        if self._to_end:
            self._outlining.ask()

    def outline(self) -> None:
        """Somebody may scroll: how long the whole list is is looked up, where it is not known."""
        wanted, drawn, _ = self._outline
        stale = wanted != self.wanted or time.monotonic() - drawn > STALE_S
        if self.ready and not self._complete and stale:
            self._outlining.ask()

    def jump(self, place: int) -> None:
        """The rows around a place of the whole list."""
        self.outline()
        wanted, _, outline = self._outline
        if wanted == self.wanted:
            start = max(0, min(place, outline.total) - PAGE)
            near, at = outline.near(start)
            self._ask(_Asked(wanted, at, start, skip=start - near, size=3 * PAGE))

    async def load_all(self) -> None:
        """Load every thread there is (for who reads the model as a whole)."""
        self._most = None
        self._asked = _Asked(self.wanted)
        while not self._complete or not self.at_top:
            self._asked = replace(self._asked, size=max(PAGE, len(self._rows)) * 4)
            await self.refresh()

    async def load_many(self, most: int) -> None:
        """Load so many at once, for what is done to all of them."""
        if not (self._complete and self.at_top) and self._asked.size < most:
            self._asked = _Asked(self.wanted, size=most)
            await self.refresh()

    async def refresh(self) -> None:
        """Read the loaded stretch again."""
        asked, changes = self._asked, self._changes
        found = await self._backend.stretch(
            asked.wanted, asked.size, asked.at, asked.skip, asked.before
        )
        if asked is not self._asked:
            if asked.wanted == self.wanted:
                self._latest.ask()
            return
        if len(found.rows) == found.before and asked.at is not None:
            # the list has become shorter than where we were
            if not asked.before:
                self._ask(replace(asked, skip=0, before=PAGE))
                return
            if not found.rows:
                self._ask(_Asked(asked.wanted))
                return
        self._show(asked, found)
        self._changed = {one: n for one, n in self._changed.items() if n > changes}

    def _show(self, asked: _Asked, found: Stretch) -> None:
        held = len(found.rows) - found.before < asked.size
        self._complete = held and len(found.rows) <= asked.size
        rows, self._spots = found.rows[: asked.size], found.spots[: asked.size]
        at, first = asked.at, asked.first
        if asked.before:
            at, first = self._spots[0], max(1, first - found.before)
            if found.before < asked.before:
                at, first = None, 0
        elif asked.skip:
            at = self._spots[0]
        self.ready = True
        self.about_to_show.emit()
        self._asked = self._stands = replace(asked, at=at, first=first, skip=0, before=0)
        self.show(rows)
        self.loaded.emit()

    async def _draw(self) -> None:
        wanted = self.wanted
        outline = await self._backend.outline(wanted)
        if wanted != self.wanted:
            return
        self._outline = wanted, time.monotonic(), outline
        if self._to_end:
            self._to_end = False
            self.jump(outline.total)
        self.outlined.emit()

    def _ask(self, asked: _Asked) -> None:
        self._asked = asked
        self._latest.ask()

    @property
    def at_top(self) -> bool:
        """Whether the first row on screen is the first of the whole list."""
        return self._stands.at is None

    def all_loaded(self) -> bool:
        """Whether nothing more follows."""
        return self._complete

    def fetch_next(self) -> None:
        """As scrolling to the end does."""
        self.fetchMore(QModelIndex())
