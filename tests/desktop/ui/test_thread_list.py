"""The list of threads as one works in it: orders, filters, views, many at once, what comes back."""

from types import SimpleNamespace
from typing import Any

import msgspec
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QPushButton, QToolButton

from core.domain.thread_filter import ThreadFilter
from core.domain.views import ThreadRow
from desktop.ui.list_words import standing
from desktop.ui.thread_delegate import row_height
from desktop.viewmodels.queues import ALL
from desktop.viewmodels.rows import ROW
from tests.desktop.sample_backend import DAY, HOUR, MINUTE, NOW, TG, SampleBackend
from tests.desktop.ui.conftest import until

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def ids(desk: SimpleNamespace) -> list[int]:
    """The threads as they stand."""
    return [row.id for row in desk.window.threads.rows]


def mark(backend: SampleBackend, thread: int, **marks: object) -> None:
    backend.rows[thread] = msgspec.structs.replace(backend.rows[thread], **marks)
    backend.touch(thread)


def press(desk: SimpleNamespace, command: str) -> None:
    desk.window.actions_[command].trigger()


def menu(desk: SimpleNamespace, name: str) -> QMenu:
    """The open menu of that name."""
    found = [m for m in desk.window.findChildren(QMenu, name) if m.isVisible()]
    assert found, f"no {name}"
    return found[-1]


def choose(opened: QMenu, text: str) -> None:
    """Take the entry that begins so."""
    action: QAction = next(a for a in opened.actions() if a.text().startswith(text))
    opened.close()
    action.trigger()


def click(desk: SimpleNamespace, row: int, keys: Qt.KeyboardModifier = CTRL) -> None:
    view = desk.window.pane.list
    place = view.visualRect(desk.window.threads.index(row)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, keys, place)


async def test_done_leaves_the_list_opens_the_next_and_is_taken_back(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(2)
    before = ids(desk)
    press(desk, "done")
    await until(lambda: 2 not in ids(desk))
    await until(lambda: window.desk.current.id == before[before.index(2) + 1])
    assert desk.backend.rows[2].done_at is not None
    assert window.toast.isVisible()
    window.toast.action.click()
    await until(lambda: ids(desk) == before)
    await until(lambda: window.desk.current.id == 2)
    assert window.pane.list.currentIndex().data(ROW).id == window.desk.current.id


async def test_the_last_one_of_a_queue_leaves_an_empty_list_with_a_next_step(
    desk: SimpleNamespace,
) -> None:
    window = desk.window
    window.rail.pick("support")
    await until(lambda: ids(desk) == [3])
    await window.open_thread(3)
    press(desk, "done")
    await until(lambda: ids(desk) == [])
    await until(lambda: window.desk.current is None)
    button = window.pane.findChild(QPushButton, "noThreadsAction")
    assert button.isVisible()
    button.click()
    await until(lambda: len(ids(desk)) == 10)


async def test_many_are_chosen_by_keys_and_mouse_and_done_in_one_append(
    desk: SimpleNamespace,
) -> None:
    window = desk.window
    await window.open_thread(1)
    click(desk, 1)
    click(desk, 2)
    assert window.desk.selection.ids == (1, 2, 3)
    assert window.desk.current.id == 1, "choosing more opens nothing"
    assert window.pane.bulk.isVisible()
    QTest.keyClick(window.pane.list, Qt.Key.Key_Down, SHIFT)
    assert len(window.desk.selection.ids) >= 2
    assert window.desk.current.id == 1
    click(desk, 0, Qt.KeyboardModifier.NoModifier)
    click(desk, 2, SHIFT)
    assert window.desk.selection.ids == (1, 2, 3)
    window.pane.bulk.button("done").click()
    await until(lambda: ("done", (1, 2, 3), True) in desk.backend.calls)
    await until(lambda: ids(desk)[0] == 4)
    assert not window.desk.selection.many
    assert not window.pane.bulk.isVisible()
    window.toast.action.click()
    await until(lambda: ("done", (1, 2, 3), False) in desk.backend.calls)


async def test_escape_chooses_none_and_all_are_chosen_by_a_key(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    press(desk, "select")
    await until(lambda: len(window.desk.selection.ids) == 11)
    QTest.keyClick(window.pane.list, Qt.Key.Key_Escape)
    assert not window.desk.selection.many
    assert window.pane.list.currentIndex().data(ROW).id == 1


async def test_all_means_all_and_not_only_what_is_loaded(desk: SimpleNamespace) -> None:
    for i in range(300):
        desk.backend.rows[1000 + i] = ThreadRow(
            id=1000 + i, name=f"Клиент {i}", channels=(TG,), last_at=NOW - DAY - i, queue="sales"
        )
    desk.window.threads.reload()
    await until(lambda: len(ids(desk)) == 100)
    press(desk, "select")
    await until(lambda: len(desk.window.desk.selection.ids) == 311)
    press(desk, "pin")
    await until(lambda: any(c[0] == "pin" and len(c[1]) == 311 for c in desk.backend.calls))


async def test_every_action_reaches_all_chosen_in_one_call(desk: SimpleNamespace) -> None:
    window = desk.window
    click(desk, 0)
    click(desk, 1)

    async def again() -> None:
        await until(lambda: not window.desk.selection.many or window.desk.selection.ids == (1, 2))
        window.pane.leave_many()
        await until(lambda: {1, 2} <= set(ids(desk)))
        for thread in (1, 2):
            click(desk, ids(desk).index(thread))
        await until(lambda: set(window.desk.selection.ids) == {1, 2})

    press(desk, "mark_read")
    await until(lambda: ("mark_all_read", (1, 2), 0) in desk.backend.calls)
    await again()
    press(desk, "move")
    choose(menu(desk, "moveMenu"), "Поддержка")
    await until(lambda: ("move_all", (1, 2), "support") in desk.backend.calls)
    await again()
    press(desk, "assign")
    choose(menu(desk, "assignMenu"), "Другое имя")
    field = window.findChild(QLineEdit, "nameField")
    field.setText("  Анна   Ким ")
    window.findChild(QPushButton, "nameKeep").click()
    await until(lambda: ("assign", (1, 2), "Анна Ким") in desk.backend.calls)
    await until(lambda: window.desk.names.others == ["Анна Ким"])
    await again()
    press(desk, "follow_up")
    window.findChild(QLineEdit, "whenField").setText("завтра 14:00")
    window.findChild(QPushButton, "whenKeep").click()
    await until(lambda: any(c[0] == "follow_up" and len(c[1]) == 2 for c in desk.backend.calls))
    await until(lambda: not window.desk.selection.many)
    await again()
    press(desk, "snooze")
    choose(menu(desk, "snoozeMenu"), "До вечера")
    await until(lambda: any(c[0] == "snooze" and set(c[1]) == {1, 2} for c in desk.backend.calls))
    await until(lambda: not {1, 2} & set(ids(desk)))


async def test_a_snooze_comes_back_by_itself_and_at_the_top(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(9)
    press(desk, "snooze")
    choose(menu(desk, "snoozeMenu"), "На час")
    await until(lambda: 9 not in ids(desk))
    until_ = desk.backend.rows[9].snoozed_until
    await until(lambda: window.desk.comebacks.due == until_)
    snoozed = window.desk.views.row_of("snoozed")
    window.rail.views.setCurrentIndex(window.desk.views.index(snoozed))
    await until(lambda: ids(desk) == [9])
    window.rail.pick(ALL)
    await until(lambda: len(ids(desk)) == 10)
    desk.now = desk.backend.now = until_ + MINUTE
    window.desk.comebacks._fire()  # the one timer: it does not ask before
    await until(lambda: ids(desk)[0] == 9)
    assert standing(desk.shell, window.threads.rows[0], desk.now)[0] == "back"


async def test_a_follow_up_is_set_in_words_shown_and_due(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(9)
    press(desk, "follow_up")
    field, note = (window.findChild(QLineEdit, name) for name in ("whenField", "whenNote"))
    keep = window.findChild(QPushButton, "whenKeep")
    assert not keep.isEnabled()
    field.setText("насосы")
    assert not keep.isEnabled()
    window.findChild(QPushButton, "when-day-26").click()
    assert field.text() == "26.11.2026 09:00"
    assert "чт" in window.findChild(QLabel, "whenSaid").text()
    field.setText("завтра 14:00")
    note.setText("спросить про склад")
    assert keep.isEnabled()
    QTest.keyClick(note, Qt.Key.Key_Return)
    await until(lambda: desk.backend.rows[9].follow_up_note == "спросить про склад")
    due = desk.backend.rows[9].follow_up_at
    desk.now = desk.backend.now = due
    window.desk.comebacks._fire()
    await until(lambda: ids(desk)[0] == 9)
    press(desk, "follow_up")
    await until(lambda: window.findChild(QPushButton, "whenRemove") is not None)
    window.findChild(QPushButton, "whenRemove").click()
    await until(lambda: desk.backend.rows[9].follow_up_at is None)


async def test_pinned_stand_first_and_the_same_key_lets_them_go(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(10)
    press(desk, "pin")
    await until(lambda: ids(desk)[0] == 10)
    press(desk, "pin")
    await until(lambda: ids(desk)[0] != 10)


async def test_an_order_is_chosen_and_kept_for_its_place(desk: SimpleNamespace) -> None:
    window = desk.window
    window.pane.head.open_sort()
    choose(menu(desk, "sortMenu"), "Кто дольше ждёт")
    await until(lambda: ids(desk)[0] == 8)
    window.rail.pick("sales")
    await until(lambda: ids(desk)[0] == 2)
    window.rail.pick(ALL)
    await until(lambda: ids(desk)[0] == 8)
    saved: dict[str, Any] = desk.backend.saved
    assert "waiting" in saved["desk.orders"]


async def test_filters_are_ticked_shown_as_chips_and_taken_away(desk: SimpleNamespace) -> None:
    window = desk.window
    window.pane.head.open_filter()
    opened = menu(desk, "filterMenu")
    ticks = {a.objectName(): a for a in opened.actions()}
    ticks["filter-waiting"].trigger()
    ticks["filter-closing"].trigger()
    await until(lambda: set(ids(desk)) == {2, 4})
    opened.close()
    chip = window.pane.chips.findChild(QPushButton, "chip-closing")
    assert chip.isVisible()
    chip.click()
    await until(lambda: len(ids(desk)) == 7)
    window.desk.browse.widen()
    await until(lambda: len(ids(desk)) == 11)
    assert not window.pane.chips.isVisible()


async def test_a_view_is_saved_reached_by_its_number_renamed_and_removed(
    desk: SimpleNamespace,
) -> None:
    window = desk.window
    window.desk.browse.narrow(waiting=True, closing=True)
    press(desk, "save_view")
    window.findChild(QLineEdit, "nameField").setText("Горит")
    window.findChild(QPushButton, "nameKeep").click()
    await until(lambda: [v.name for v in window.desk.views.saved] == ["Горит"])
    assert window.pane.head.title.text() == "Горит"
    await until(lambda: "desk.views" in desk.backend.saved)
    window.rail.pick(ALL)
    await until(lambda: len(ids(desk)) == 11)
    press(desk, "view_1")
    await until(lambda: set(ids(desk)) == {2, 4})
    assert window.rail.views.currentIndex().data(ROW).name == "Горит"
    assert not window.rail.list.currentIndex().isValid()
    kept = desk.backend.saved["desk.views"]
    await until(lambda: window.desk.views.saved[0].count == 2)
    window.listing.view_menu(window.desk.views.saved[0], QPoint(0, 0))
    choose(menu(desk, "viewMenu"), "Удалить")
    await until(lambda: len(ids(desk)) == 11)
    assert window.desk.views.saved == []
    window.toast.action.click()
    await until(lambda: [v.name for v in window.desk.views.saved] == ["Горит"])
    window.desk.views.load({"desk.views": kept})
    assert window.desk.views.saved[0].filter == ThreadFilter(waiting=True, closing=True)
    press(desk, "view_9")
    assert "9" in window.toast.text.text()


async def test_what_was_kept_badly_counts_as_nothing(desk: SimpleNamespace) -> None:
    desk.window.desk.views.load({"desk.views": '[{"id": 1}]'})
    desk.window.desk.browse.load("{nonsense")
    assert desk.window.desk.views.saved == []


async def test_the_rail_counts_who_waits_and_not_what_is_unread(desk: SimpleNamespace) -> None:
    rows = {row.id: row for row in desk.window.queues.rows}
    assert rows["sales"].waiting == 4
    looks = desk.window.rail.list.delegate._looks
    assert looks.counts(rows["sales"]) == (4, 6)
    mark(desk.backend, 11, waiting_since=NOW)
    await until(lambda: True)
    await desk.window.queues.refresh()
    assert desk.window.queues.rows[-1].waiting == 0, "spam waits for nobody"
    assert desk.window.pane.head.count.text() == "7 ждут нас"


async def test_the_next_that_waits_is_found_beyond_what_is_loaded(desk: SimpleNamespace) -> None:
    backend, window = desk.backend, desk.window
    for thread in list(backend.rows):
        mark(backend, thread, waiting_since=None, unread=0)
    for i in range(400):
        backend.rows[1000 + i] = ThreadRow(
            id=1000 + i, name=f"Клиент {i}", channels=(TG,), last_at=NOW - DAY - i, queue="sales",
            unread=int(i == 390), waiting_since=NOW if i == 395 else None,
        )  # fmt: skip
    window.threads.reload()
    await until(lambda: len(ids(desk)) == 100)
    press(desk, "next_unread")
    await until(lambda: window.desk.current is not None and window.desk.current.id == 1390)
    press(desk, "next_waiting")
    await until(lambda: window.desk.current.id == 1395)
    press(desk, "next_waiting")
    await until(lambda: "никто не ждёт" in window.toast.text.text())


async def test_a_draft_is_the_last_line_and_a_filter_finds_it(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(2)
    window.conversation.composer.draft.setPlainText("сейчас посчитаю")
    await window.open_thread(1)
    await until(lambda: desk.backend.rows[2].draft == "сейчас посчитаю")
    await until(lambda: window.threads.row(2).draft == "сейчас посчитаю")
    spoken = window.threads.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Черновик: сейчас посчитаю" in spoken
    window.desk.browse.narrow(draft=True)
    await until(lambda: ids(desk) == [2])


async def test_the_screen_stays_where_one_reads_while_others_write(desk: SimpleNamespace) -> None:
    backend, window = desk.backend, desk.window
    for i in range(60):
        backend.rows[1000 + i] = ThreadRow(
            id=1000 + i, name=f"Клиент {i}", channels=(TG,), last_at=NOW - DAY - i, queue="sales"
        )
    window.threads.reload()
    await until(lambda: len(ids(desk)) == 71)
    view = window.pane.list
    bar = view.verticalScrollBar()
    wanted = 30 * row_height(desk.shell.theme) + 7
    await until(lambda: bar.maximum() > wanted)  # the rows are there before they are laid out
    bar.setValue(wanted)
    top = window.threads.rows[view.top_row()].id
    for thread in (1059, 1058, 1057):
        backend.receive(thread, "новое")
    await until(lambda: ids(desk)[0] == 1057)
    await until(lambda: window.threads.rows[view.top_row()].id == top)
    assert bar.value() % row_height(desk.shell.theme) == 7


async def test_however_far_one_scrolls_a_stretch_is_loaded(desk: SimpleNamespace) -> None:
    backend, window = desk.backend, desk.window
    for i in range(2000):
        backend.rows[1000 + i] = ThreadRow(
            id=1000 + i, name=f"Клиент {i}", channels=(TG,), last_at=NOW - DAY - i, queue="sales"
        )
    window.threads.reload()
    await until(lambda: len(ids(desk)) == 100)
    bar = window.pane.list.verticalScrollBar()
    for _ in range(12):
        before = (window.threads.first, len(ids(desk)))
        bar.setValue(bar.maximum())
        await until(lambda b=before: (window.threads.first, len(ids(desk))) != b)
        await until(lambda: bar.value() < bar.maximum())
    assert len(ids(desk)) == 400
    assert window.threads.first == 900
    for _ in range(30):
        bar.setValue(0)
        await until(lambda: not window.threads._latest._running)
    assert window.threads.first == 0
    assert ids(desk)[0] == 1
    assert len(ids(desk)) <= 400

    view, tall = window.pane.list, row_height(desk.shell.theme)
    whole = view.whole
    await until(whole.isVisible)
    assert whole.maximum() == len(backend.rows) * tall - view.viewport().height()
    right = (await backend.listed(window.threads.wanted, 9999))[1500].id
    whole.setValue(1500 * tall + 7)  # as dragging the bar does
    await until(lambda: right in ids(desk))
    assert window.threads.rows[view.top_row()].id == right
    assert (whole.value(), bar.value() % tall) == (1500 * tall + 7, 7)
    backend.receive(2999, "новое")
    await until(lambda: not window.threads._paced._timer.isActive())
    await until(lambda: not window.threads._latest._running)
    assert window.threads.rows[view.top_row()].id == right
    view.setFocus()
    rows = [row.id for row in await backend.listed(window.threads.wanted, 9999)]
    for key, at in ((Qt.Key.Key_End, rows[-1]), (Qt.Key.Key_Home, rows[0])):
        QTest.keyClick(view, key)
        await until(lambda a=at: getattr(view.currentIndex().data(ROW), "id", 0) == a)


async def test_commands_of_the_list_work_from_the_draft_too(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    draft = window.conversation.composer.draft
    draft.setFocus()
    window.activateWindow()
    await until(lambda: draft.hasFocus())
    for key, call in ((Qt.Key.Key_P, "pin"), (Qt.Key.Key_D, "done")):
        QTest.keyClick(draft, key, CTRL)
        await until(lambda c=call: any(done[0] == c for done in desk.backend.calls))
    await window.open_thread(1)
    QTest.keyClick(draft, Qt.Key.Key_H, CTRL)
    await until(lambda: bool(window.findChildren(QMenu, "snoozeMenu")))
    menu(desk, "snoozeMenu").close()
    QTest.keyClick(draft, Qt.Key(ord("Г")), CTRL)  # Ctrl+U in the Russian layout
    await until(lambda: window.findChild(QLineEdit, "whenField") is not None)
    window.findChild(QPushButton, "dialogClose").click()


async def test_the_menu_of_a_row_is_for_that_row_and_opens_nothing(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    view = window.pane.list
    place = view.visualRect(window.threads.index(3)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.RightButton, pos=place)
    window.triage.row_menu(view.mapToGlobal(place))
    assert window.desk.current.id == 1
    assert view.chosen() == [4]
    choose(menu(desk, "rowMenu"), "Закрепить")
    await until(lambda: ("pin", (4,), True) in desk.backend.calls)
    assert view.chosen() == [1], "what is done by keys is done to the thread that is open"


async def test_controls_of_the_list_have_names(desk: SimpleNamespace) -> None:
    window = desk.window
    click(desk, 0)
    click(desk, 1)
    for button in window.pane.findChildren(QToolButton):
        if button.isVisible() and button.objectName():
            assert button.accessibleName(), button.objectName()
    assert window.rail.views.accessibleName() == "Виды"


async def test_the_budget_is_seen_where_it_decides(desk: SimpleNamespace) -> None:
    window = desk.window
    window.desk.browse.sort("money")
    await until(lambda: ids(desk)[0] == 1)
    delegate = window.pane.list.itemDelegate()
    assert delegate._words(window.threads.rows[0]).left == "450\u00a0000\u00a0₽"
    window.desk.browse.sort("newest")
    assert delegate._words(window.threads.rows[0]).kind == "waiting"
    window.desk.browse.go_view("snoozed")
    assert not window.pane.head.sort.isEnabled()


async def test_a_message_brings_back_what_was_done(desk: SimpleNamespace) -> None:
    mark(desk.backend, 6, done_at=NOW - HOUR)
    await until(lambda: 6 not in ids(desk))
    mark(desk.backend, 6, done_at=None, last_at=NOW, last_text="вопрос")
    await until(lambda: ids(desk)[0] == 6)
