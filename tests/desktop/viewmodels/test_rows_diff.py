"""A new list over an old one: Qt is told what is different, and the selection lives on."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtTest import QAbstractItemModelTester

from desktop.viewmodels.rows import KEY, ROW, RowsModel

Pair = tuple[int, str]


class Pairs(RowsModel[Pair]):
    """Rows are (key, text)."""

    def key(self, row: Pair) -> object:
        return row[0]

    def text(self, row: Pair) -> str:
        return row[1]


_LISTS = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from("abc")), max_size=40, unique_by=lambda p: p[0]
)


@settings(deadline=None, max_examples=120)
@given(_LISTS, _LISTS)
def test_any_list_becomes_any_other(old: list[Pair], new: list[Pair]) -> None:
    model = Pairs()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(old)
    held = {row[0]: QPersistentModelIndex(model.index(i)) for i, row in enumerate(old)}
    model.show(new)
    assert list(model.rows) == new
    kept = {row[0] for row in new}
    for key, index in held.items():
        assert index.isValid() == (key in kept)
        if index.isValid():
            assert index.data(KEY) == key
    del tester


def test_a_thread_that_moves_is_one_move_and_no_reset() -> None:
    model = Pairs()
    model.show([(i, "a") for i in range(1000)])
    told: list[str] = []
    model.rowsMoved.connect(lambda: told.append("moved"))
    model.rowsInserted.connect(lambda: told.append("inserted"))
    model.modelReset.connect(lambda: told.append("reset"))
    model.dataChanged.connect(lambda: told.append("changed"))
    rows = list(model.rows)
    rows.insert(0, (rows.pop(700)[0], "b"))
    model.show(rows)
    assert told == ["moved", "changed"]
    assert model.index(0).data(ROW) == (700, "b")
    told.clear()
    rows.append(rows.pop(0))
    model.show(rows)
    assert told == ["moved"]


def test_the_same_list_tells_nothing() -> None:
    model = Pairs()
    model.show([(1, "a"), (2, "b")])
    told: list[object] = []
    model.dataChanged.connect(lambda *_: told.append(1))
    model.rowsInserted.connect(lambda *_: told.append(1))
    model.show([(1, "a"), (2, "b")])
    assert told == []
