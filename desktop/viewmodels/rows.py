"""An item model over snapshots: takes a new list and tells Qt only what is different."""

from collections.abc import Callable, Sequence
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
ROW: Final = int(Qt.ItemDataRole.UserRole) + 1
KEY: Final = int(Qt.ItemDataRole.UserRole) + 2
_MOST_MOVES: Final = 24


class RowsModel(QAbstractListModel, Generic[Row]):
    """Rows with a key each. ``show`` never resets: selection and scroll position live on."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []
        self.describe: Callable[[Row], str] | None = None
        """The words of a row for screen readers, where its text is not all of them."""

    # What a subclass says of its rows.

    def key(self, row: Row) -> object:
        """What makes a row the same row."""
        raise NotImplementedError

    def text(self, row: Row) -> str:
        """For screen readers and type-ahead."""
        raise NotImplementedError

    # Qt's side. data() is a look-up.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many rows are loaded."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """The row under ROW, its key under KEY, its text for display and accessibility."""
        if not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role == KEY:
            return self.key(row)
        if role == Qt.ItemDataRole.AccessibleTextRole and self.describe is not None:
            return self.describe(row)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.text(row)
        return None

    # Our side.

    @property
    def rows(self) -> Sequence[Row]:
        """The snapshots that are shown."""
        return self._rows

    def row_of(self, key: object) -> int:
        """Position of the row with ``key``, -1 where there is none."""
        for i, row in enumerate(self._rows):
            if self.key(row) == key:
                return i
        return -1

    def show(self, new: Sequence[Row]) -> None:
        """Show ``new`` in its order: removes, moves, inserts and changes what differs. The rows
        at the end that are the very same objects are not looked at twice."""
        tail = _same_tail(self._rows, new)
        end, stop = len(self._rows) - tail, len(new) - tail
        if not end and not stop:
            return
        head = new[:stop]
        wanted = {self.key(row): i for i, row in enumerate(head)}
        end = self._remove_missing(wanted, end)
        self._reorder(wanted, end)
        self._fill(head, end)

    def _remove_missing(self, wanted: dict[object, int], end: int) -> int:
        """Drop rows before ``end`` that are not wanted; returns where ``end`` is then."""
        left = end
        while end > 0:
            if self.key(self._rows[end - 1]) in wanted:
                end -= 1
                continue
            start = end - 1
            while start > 0 and self.key(self._rows[start - 1]) not in wanted:
                start -= 1
            self.beginRemoveRows(QModelIndex(), start, end - 1)
            del self._rows[start:end]
            self.endRemoveRows()
            left -= end - start
            end = start
        return left

    def _reorder(self, wanted: dict[object, int], end: int) -> None:
        """Bring the rows that stay into the new order, by single moves while they are few."""
        moves = 0
        ranks = [wanted[self.key(row)] for row in self._rows[:end]]
        target = sorted(ranks)
        for i in range(len(target)):
            while ranks[i] != target[i]:
                if moves == _MOST_MOVES:
                    self._relayout(wanted, end)
                    return
                moves += 1
                here, there = target.index(ranks[i]), ranks.index(target[i])
                source, goal = (i, here) if here > there else (there, i)
                after = goal + 1 if goal > source else goal
                self.beginMoveRows(QModelIndex(), source, source, QModelIndex(), after)
                self._rows.insert(goal, self._rows.pop(source))
                ranks.insert(goal, ranks.pop(source))
                self.endMoveRows()

    def _relayout(self, wanted: dict[object, int], end: int) -> None:
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        keys = [self.key(self._rows[index.row()]) for index in old]
        self._rows[:end] = sorted(self._rows[:end], key=lambda row: wanted[self.key(row)])
        place = {self.key(row): i for i, row in enumerate(self._rows)}
        self.changePersistentIndexList(old, [self.index(place[key]) for key in keys])
        self.layoutChanged.emit()

    def _fill(self, new: Sequence[Row], stay: int) -> None:
        """Insert what is new before the ``stay``-th row from the start, and change what differs."""
        i = 0
        while i < len(new):
            if i < stay and self.key(self._rows[i]) == self.key(new[i]):
                if self._rows[i] is not new[i] and self._rows[i] != new[i]:
                    self._rows[i] = new[i]
                    self.dataChanged.emit(self.index(i), self.index(i))
                i += 1
                continue
            end = i + 1
            next_key = self.key(self._rows[i]) if i < stay else None
            while end < len(new) and (i >= stay or self.key(new[end]) != next_key):
                end += 1
            self.beginInsertRows(QModelIndex(), i, end - 1)
            self._rows[i:i] = new[i:end]
            self.endInsertRows()
            stay += end - i
            i = end


def _same_tail(old: Sequence[object], new: Sequence[object]) -> int:
    """How many rows at the end of both are the same objects."""
    most = min(len(old), len(new))
    for i in range(1, most + 1):
        if old[-i] is not new[-i]:
            return i - 1
    return most
