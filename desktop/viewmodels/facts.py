"""What a thread established, in groups: who, what, how much, when, where it stands."""

from typing import Any, Final, Literal

from PySide6.QtCore import Qt, Signal

from core.domain.problems import ProblemError
from core.domain.views import FactRow
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels.deal_port import Knowing
from desktop.viewmodels.rows import ROW, Index, RowsModel

GROUP: Final = ROW + 10
GROUPS: Final = {
    "who": ("person", "role", "company", "inn", "phone", "email", "city"),
    "what": ("product", "quantity", "competitor"),
    "money": ("budget",),
    "when": ("deadline", "meeting_at"),
    "state": ("decision", "document"),
}
_PLACE: Final = {
    kind: (group, i) for group, kinds in GROUPS.items() for i, kind in enumerate(kinds)
}
# Read first what the deal turns on; who they are comes last.
_ORDER: Final = ("money", "what", "when", "state", "who")
_PRIORITY: Final = {name: i for i, name in enumerate(_ORDER)}


def group_of(kind: str) -> str:
    """The group a kind of fact is shown in."""
    return _PLACE.get(kind, ("state", 0))[0]


class FactListModel(RowsModel[FactRow]):
    """Rows are FactRow, group by group; ``GROUP`` is the group's id. ``state`` says whether they
    are those of ``thread_id``, ``stated`` tells that it is another one. A read that fails leaves
    the rows that stood."""

    stated = Signal()

    def __init__(self, backend: Knowing, tasks: Tasks) -> None:
        super().__init__()
        self._backend = backend
        self._latest = Latest(tasks, self.refresh)
        self.thread_id: int | None = None
        self.state: Literal["loading", "ready", "failed"] = "ready"

    def key(self, row: FactRow) -> object:
        """Facts are known by their id."""
        return row.fact.id

    def text(self, row: FactRow) -> str:
        """Kind and value."""
        return f"{row.fact.kind}: {row.fact.value}"

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Adds GROUP."""
        if role == GROUP and 0 <= index.row() < len(self._rows):
            return group_of(self._rows[index.row()].fact.kind)
        return super().data(index, role)

    async def open(self, thread: int | None) -> None:
        """Show the facts of another thread; returns when they stand."""
        if thread != self.thread_id:
            self.thread_id = thread
            self._say("loading" if thread is not None else "ready")
        await self.refresh()

    def touch(self) -> None:
        """Something in the open thread changed."""
        if self.thread_id is not None:
            self._latest.ask()

    async def refresh(self) -> None:
        """Read the facts of the thread."""
        thread = self.thread_id
        try:
            rows = await self._backend.facts(thread) if thread is not None else []
        except ProblemError:
            if thread == self.thread_id:
                if self.state == "loading":
                    self.show([])  # what stands there is of another thread
                self._say("failed")
            return
        if thread != self.thread_id:
            return
        standing = [row for row in rows if row.fact.status == "standing"]
        self.show(sorted(standing, key=_rank))
        self._say("ready")

    def _say(self, state: Literal["loading", "ready", "failed"]) -> None:
        if state != self.state:
            self.state = state
            self.stated.emit()


def _rank(row: FactRow) -> tuple[int, int, int, str]:
    group, i = _PLACE.get(row.fact.kind, ("state", 0))
    return (_PRIORITY[group], i, row.message_at, row.fact.id)
