"""Views of the list: those that are always there and those that the operator saved."""

import uuid
from collections.abc import Callable, Mapping
from typing import Final

import msgspec
from msgspec import structs
from PySide6.QtCore import QObject, Signal

from core.domain.thread_filter import ThreadFilter
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels.backend import Backend
from desktop.viewmodels.pace import Paced
from desktop.viewmodels.rows import RowsModel

SETTING: Final = "desk.views"
MOST: Final = 1000
"""Counts say no more than that there are as many."""
COUNTED: Final = 100
"""Of what the operator or an account puts together so many are counted: it may hold all threads,
and each is looked at."""
LONGEST_NAME: Final = 40
FOLDER: Final = "folder:"
"""What ids of views begin with that are folders of an account."""
_GAP_MS: Final = 600


class View(msgspec.Struct, frozen=True, kw_only=True):
    """``name`` is the operator's, '' of one that is always there: its name is a translation.
    ``count`` calls, ``held`` is how many lie there. ``emoji`` and ``account`` are a folder's."""

    id: str
    filter: ThreadFilter
    name: str = ""
    count: int = 0
    held: int = 0
    emoji: str = ""
    account: str = ""

    @property
    def built_in(self) -> bool:
        """Whether it is none that the operator saved: always there, or an account's folder."""
        return not self.name or self.folder

    @property
    def most(self) -> int:
        """How far it is counted."""
        return MOST if self.built_in and not self.folder else COUNTED

    @property
    def folder(self) -> bool:
        """Whether it is a folder of an account."""
        return self.id.startswith(FOLDER)


CLOSING: Final = "closing"
"""The view of clients who wait while their WhatsApp windows are about to close, whoever's."""
ARCHIVE: Final = "archive"
CLOSING_HOURS: Final = "desk.closing_hours"


def closing(hours: int) -> View:
    """Those that close within so many hours, the next one first."""
    wanted = ThreadFilter(waiting=True, closing=True, within=hours, order="urgent")
    return View(id=CLOSING, filter=wanted)


BUILT_IN: Final = (
    closing(4),
    View(id="due", filter=ThreadFilter(due=True)),
    View(id="snoozed", filter=ThreadFilter(state="snoozed")),
    View(id="done", filter=ThreadFilter(state="done")),
    View(id=ARCHIVE, filter=ThreadFilter(state="archived")),
)
"""What is archived is out of every other list, as on the phone: whoever archives wants it gone. But
no client who waits is forgotten there: the archive's row calls with how many do, and they stand
first in it."""


class _Kept(msgspec.Struct, omit_defaults=True):
    id: str
    name: str
    filter: ThreadFilter


class ViewListModel(RowsModel[View]):
    """Rows are View, the saved ones behind the built-in ones. A saved view counts who waits for
    us in it. ``changed`` when one was saved, renamed or removed."""

    changed = Signal()

    def __init__(self, backend: Backend, tasks: Tasks) -> None:
        super().__init__()
        self._backend, self._tasks = backend, tasks
        self.speak: Callable[[View], str] = lambda row: row.name or row.id
        self.more: Callable[[str], View | None] = lambda _id: None
        """Views that stand elsewhere, by their ids."""
        self._latest = Latest(tasks, self.refresh)
        self._paced = Paced(self._latest.ask, _GAP_MS, self)
        self.show(list(BUILT_IN))

    def key(self, row: View) -> object:
        """Views are known by their id."""
        return row.id

    def text(self, row: View) -> str:
        """The row in words."""
        return self.speak(row)

    def view(self, id_: str) -> View | None:
        """The view with that id, or the folder."""
        found = next((row for row in self._rows if row.id == id_), None)
        return found or self.more(id_)

    @property
    def saved(self) -> list[View]:
        """Those of the operator, in their order."""
        return [row for row in self._rows if not row.built_in]

    def load(self, settings: Mapping[str, str]) -> None:
        """Take what was kept; what cannot be read counts as nothing."""
        try:
            kept = msgspec.json.decode(settings.get(SETTING) or "[]", type=list[_Kept])
        except msgspec.DecodeError:
            kept = []
        saved = [View(id=v.id, name=v.name, filter=v.filter) for v in kept if v.name and v.id]
        self.show([*BUILT_IN, *saved])
        self.configure(settings)
        self.changed.emit()

    def configure(self, settings: Mapping[str, str]) -> None:
        """Take over from when on a window is about to close, where it is among what changed."""
        hours = settings.get(CLOSING_HOURS, "")
        if not hours.isdecimal() or not int(hours):
            return
        view = closing(int(hours))
        if any(row.id == CLOSING and row.filter != view.filter for row in self._rows):
            self.show([view if row.id == CLOSING else row for row in self._rows])
            self.changed.emit()
            self.touch()

    def save(self, name: str, wanted: ThreadFilter) -> View:
        """Keep a list under a name; one that is there already gets this filter."""
        name = " ".join(name.split())[:LONGEST_NAME]
        known = next((row for row in self.saved if row.name.casefold() == name.casefold()), None)
        view = View(id=known.id if known else uuid.uuid4().hex[:12], name=name, filter=wanted)
        rows = [view if row.id == view.id else row for row in self._rows]
        self._keep(rows if known else [*rows, view])
        return view

    def change(self, id_: str, wanted: ThreadFilter) -> None:
        """A saved view shows something else from now on."""
        self._keep([_with(row, wanted) if row.id == id_ else row for row in self._rows])

    def rename(self, id_: str, name: str) -> None:
        """Call a saved view by another name."""
        name = " ".join(name.split())[:LONGEST_NAME]
        if name:
            rows = [structs.replace(r, name=name) if r.id == id_ else r for r in self._rows]
            self._keep(rows)

    def remove(self, id_: str) -> None:
        """Forget a saved view."""
        self._keep([row for row in self._rows if row.id != id_ or row.built_in])

    def move(self, id_: str, by: int) -> None:
        """A saved view goes up or down among the saved ones."""
        saved = self.saved
        i = next((n for n, row in enumerate(saved) if row.id == id_), None)
        if i is not None and 0 <= i + by < len(saved):
            saved.insert(i + by, saved.pop(i))
            self._keep([*(row for row in self._rows if row.built_in), *saved])

    def touch(self) -> None:
        """Counts may be other ones."""
        self._paced.ask()

    def stop(self) -> None:
        """The window is going."""
        self._paced.stop()

    async def refresh(self) -> None:
        """Count again."""
        counts, held = {}, 0
        for row in list(self._rows):
            if row.id != "done":
                whole = row.built_in and row.id != ARCHIVE
                waits = row.filter if whole else structs.replace(row.filter, waiting=True)
                counts[row.id] = await self._backend.lists.count(waits, row.most)
            if row.id == ARCHIVE:
                held = await self._backend.lists.count(row.filter, MOST)
        self.show(
            [
                structs.replace(
                    row, count=counts.get(row.id, row.count), held=held if row.id == ARCHIVE else 0
                )
                for row in self._rows
            ]
        )

    def _keep(self, rows: list[View]) -> None:
        self.show(rows)
        kept = [_Kept(id=row.id, name=row.name, filter=row.filter) for row in self.saved]
        text = msgspec.json.encode(kept).decode() if kept else ""
        self._tasks.start(self._backend.save_settings({SETTING: text}))
        self.changed.emit()
        self.touch()


def _with(row: View, wanted: ThreadFilter) -> View:
    return row if row.built_in else structs.replace(row, filter=wanted)


class Names(QObject):
    """Who works here: ``me`` from the settings, ``others`` from the threads."""

    changed = Signal()

    def __init__(self, backend: Backend) -> None:
        super().__init__()
        self._backend = backend
        self.me = ""
        self.others: list[str] = []

    def configure(self, settings: Mapping[str, str]) -> None:
        """Take over the operator's name, where it is among what changed."""
        if "desk.me" in settings:
            self.me = " ".join(settings["desk.me"].split())
            self.others = [name for name in self.others if name != self.me]
            self.changed.emit()

    async def refresh(self) -> None:
        """Ask again."""
        settings = await self._backend.settings()
        names = await self._backend.lists.owners()
        self.me = " ".join(settings.get("desk.me", "").split())
        self.others = [name for name in names if name != self.me]
        self.changed.emit()
