"""Watches the window's thread list: when did a row show a message, when its tags."""

import time
from bisect import bisect_left

from PySide6.QtCore import QModelIndex, QObject

from core.domain.views import ThreadRow
from desktop.viewmodels.rows import ROW
from desktop.viewmodels.threads import ThreadListModel


class _Marks:
    """Growing log positions with the moment each was first seen."""

    def __init__(self) -> None:
        self._positions: list[int] = []
        self._times: list[float] = []

    def see(self, position: int, now: float) -> None:
        if not self._positions or position > self._positions[-1]:
            self._positions.append(position)
            self._times.append(now)

    def reached(self, position: int) -> float | None:
        at = bisect_left(self._positions, position)
        return self._times[at] if at < len(self._times) else None


class ListObserver(QObject):
    """Times are epoch seconds. A row shows position ``p`` of its thread once its ``seq`` is at
    least ``p``, and is tagged for it once its ``understood`` is."""

    def __init__(self, model: ThreadListModel) -> None:
        super().__init__()
        self._model = model
        self._shown: dict[int, _Marks] = {}
        self._tagged: dict[int, _Marks] = {}
        model.rowsInserted.connect(self._inserted)
        model.dataChanged.connect(self._data_changed)
        model.modelReset.connect(self._everything)
        self._everything()

    def shown_at(self, thread: int, position: int) -> float | None:
        """When the thread's row first stood for that position; None: never."""
        marks = self._shown.get(thread)
        return marks.reached(position) if marks else None

    def tagged_at(self, thread: int, position: int) -> float | None:
        """When its tags first did."""
        marks = self._tagged.get(thread)
        return marks.reached(position) if marks else None

    def _inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._see(first, last)

    def _data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self._see(first.row(), last.row())

    def _everything(self) -> None:
        self._see(0, self._model.rowCount() - 1)

    def _see(self, first: int, last: int) -> None:
        now = time.time()
        for number in range(first, last + 1):
            row = self._model.index(number, 0).data(ROW)
            if isinstance(row, ThreadRow):
                self._shown.setdefault(row.id, _Marks()).see(row.seq, now)
                self._tagged.setdefault(row.id, _Marks()).see(row.understood, now)
