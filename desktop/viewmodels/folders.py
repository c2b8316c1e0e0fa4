"""The folders of Telegram accounts as views of the rail, with who waits for us in each.

A folder is a view like a saved one, but its rule is the account's: what it holds follows the phone.
It counts who waits, not what is unread: in a folder as in a queue that is what calls.
"""

from collections.abc import Callable
from typing import Final

from msgspec import structs
from PySide6.QtCore import Signal

from core.domain.changes import Change
from core.domain.chats import FolderRow
from core.domain.thread_filter import ThreadFilter
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels.backend import Backend
from desktop.viewmodels.pace import Paced
from desktop.viewmodels.rows import RowsModel
from desktop.viewmodels.views import FOLDER, View

_GAP_MS: Final = 900
_KINDS: Final = frozenset({"folders", "chat_wish", "chat_settled", "mutes"})


class FolderListModel(RowsModel[View]):
    """Rows are View. ``changed`` when there are other folders, or they are called otherwise."""

    changed = Signal()

    def __init__(self, backend: Backend, tasks: Tasks) -> None:
        super().__init__()
        self._backend = backend
        self.found: list[FolderRow] = []
        self.speak: Callable[[View], str] = lambda row: row.name
        self._latest = Latest(tasks, self.refresh)
        self._paced = Paced(Latest(tasks, self.count).ask, _GAP_MS, self)

    def key(self, row: View) -> object:
        """Views are known by their id."""
        return row.id

    def text(self, row: View) -> str:
        """The row in words."""
        return self.speak(row)

    def view(self, id_: str) -> View | None:
        """The folder whose view has that id."""
        return next((row for row in self._rows if row.id == id_), None)

    def take(self, change: Change) -> None:
        """Something was written."""
        if change.kinds & _KINDS:
            self._latest.ask()
        elif self._rows:
            self._paced.ask()

    def touch(self) -> None:
        """An account came or went."""
        self._latest.ask()

    def stop(self) -> None:
        """The window is going."""
        self._paced.stop()

    async def refresh(self) -> None:
        """Ask which folders there are, then count."""
        self.found = await self._backend.chats.folders()
        counts = {row.id: row.count for row in self._rows}
        made = [_view(row) for row in self.found]
        before = [structs.replace(row, count=0) for row in self._rows]
        self.show([structs.replace(row, count=counts.get(row.id, 0)) for row in made])
        if before != made:
            self.changed.emit()
        await self.count()

    async def count(self) -> None:
        """Count again who waits."""
        counts = {
            row.id: await self._backend.lists.count(
                structs.replace(row.filter, waiting=True), row.most
            )
            for row in list(self._rows)
        }
        self.show([structs.replace(r, count=counts.get(r.id, r.count)) for r in self._rows])


def _view(row: FolderRow) -> View:
    wanted = ThreadFilter(folder=row.key, order="urgent")
    return View(
        id=f"{FOLDER}{row.key}", filter=wanted, name=row.folder.title or "—",
        emoji=row.folder.emoji, account=row.account,
    )  # fmt: skip
