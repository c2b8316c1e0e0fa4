"""Archive, mutes, marks and the folders of Telegram accounts, as the operator works with them."""

from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from core.domain.chats import FOREVER
from core.domain.problems import Problem
from desktop.ui import paint
from desktop.ui.list_words import spoken, waiting
from desktop.ui.parts import Empty
from desktop.ui.rail import Rail
from desktop.viewmodels.rows import ROW
from desktop.viewmodels.views import COUNTED, FOLDER
from tests.desktop.sample_backend import HOUR, NOW
from tests.desktop.ui.conftest import until
from tests.desktop.ui.test_thread_list import choose, ids, mark, menu, press


def shown(rail: Rail, name: str) -> list[tuple[str, int, int]]:
    """A list of the rail: (name or id, what calls, what lies there)."""
    model = getattr(rail, name).model()
    rows = [model.index(i).data(ROW) for i in range(model.rowCount())]
    return [(row.name or row.id, row.count, row.held) for row in rows]


async def test_archived_is_out_of_the_list_and_calls_from_the_archive(
    desk: SimpleNamespace,
) -> None:
    window = desk.window
    await window.open_thread(2)
    before = ids(desk)
    press(desk, "archive")
    await until(lambda: 2 not in ids(desk))
    await until(lambda: window.desk.current.id == before[before.index(2) + 1])
    assert ("archive", (2,), True) in desk.backend.calls
    await until(lambda: ("archive", 1, 1) in shown(window.rail, "views"))
    window.desk.browse.go_view("archive")
    await until(lambda: ids(desk) == [2])
    # its client waits, and that is what the row says there
    assert "ждёт" in spoken(desk.shell, desk.backend.rows[2], NOW)
    window.toast.action.click()
    await until(lambda: ids(desk) == [])
    assert window.pane.findChild(type(window.pane), "noThreads") is None
    window.desk.browse.go(None)
    await until(lambda: ids(desk) == before)


async def known(desk: SimpleNamespace, thread: int) -> None:
    """The account of the folders knows the client, whose thread is open."""
    mark(desk.backend, thread, accounts=("1",))
    await until(lambda: desk.window.threads.row(thread).accounts == ("1",))
    await desk.window.open_thread(thread)


async def test_what_telegram_refuses_is_said(desk: SimpleNamespace) -> None:
    window = desk.window
    desk.backend.chats.refuses = Problem("telegram-folder-empty")
    desk.backend.chats.add("Работа", 1)
    await known(desk, 1)
    await until(lambda: shown(window.rail, "folders") == [("Работа", 1, 0)])
    press(desk, "folder")
    opened = menu(desk, "folderMenu")
    await until(lambda: opened.actions()[0].isChecked())
    choose(opened, "Работа")
    await until(lambda: any(call[:2] == ("put", (1,)) for call in desk.backend.calls))
    await until(lambda: "не может быть пустой" in window.toast.text.text())


async def test_a_muted_thread_is_in_its_queue_and_says_so(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    press(desk, "mute")
    opened = menu(desk, "muteMenu")
    texts = [action.text() for action in opened.actions()]
    assert texts == ["На час", "На 8 часов", "На 2 дня", "Навсегда"]
    choose(opened, "На 8")
    await until(lambda: ("mute", (1,), NOW + 8 * HOUR) in desk.backend.calls)
    await until(lambda: window.threads.row(1).muted(NOW))
    assert 1 in ids(desk)
    assert "без звука" in spoken(desk.shell, window.threads.row(1), NOW)
    assert not window.threads.row(1).muted(NOW + 8 * HOUR), "it ends by itself"
    press(desk, "mute")
    choose(menu(desk, "muteMenu"), "Включить звук")
    await until(lambda: ("mute", (1,), 0) in desk.backend.calls)
    press(desk, "mute")
    choose(menu(desk, "muteMenu"), "Навсегда")
    await until(lambda: ("mute", (1,), FOREVER) in desk.backend.calls)
    await until(lambda: "Теперь без звука" in window.toast.text.text())


async def test_a_mark_stays_until_the_thread_is_opened_again(desk: SimpleNamespace) -> None:
    window = desk.window
    window.activateWindow()
    await until(window.isActiveWindow)
    await window.open_thread(4)
    await until(lambda: not desk.backend.rows[4].unread)
    press(desk, "mark_unread")
    await until(lambda: desk.backend.rows[4].marked)
    desk.backend.touch(4)
    await until(lambda: window.desk.current.marked)
    assert desk.backend.rows[4].marked, "the open one stays marked"
    await window.open_thread(2)
    await window.open_thread(4)
    await until(lambda: not desk.backend.rows[4].marked)


async def test_read_takes_the_mark_away_and_it_counts_as_unread(desk: SimpleNamespace) -> None:
    window = desk.window
    mark(desk.backend, 3, unread=0, marked=True)
    window.desk.browse.narrow(unread=True)
    await until(lambda: 3 in ids(desk))
    await window.open_thread(2)
    mark(desk.backend, 2, unread=0, marked=True)
    await until(lambda: window.threads.row(2) and window.threads.row(2).marked)
    press(desk, "mark_read")
    await until(lambda: ("mark", (2,), False) in desk.backend.calls)


async def test_folders_stand_in_the_rail_in_their_order(desk: SimpleNamespace) -> None:
    window = desk.window
    assert not window.rail.folders.isVisible()
    work = desk.backend.chats.add("Работа", 1, 3, emoji="💼")
    desk.backend.chats.add("Все клиенты", contacts=True, no_archived=True, emoji="🐱")
    desk.backend.chats.add("Пусто")
    await until(lambda: [name for name, *_ in shown(window.rail, "folders")] == [
        "Работа", "Все клиенты", "Пусто"])  # fmt: skip
    assert window.rail.folders.isVisible()
    await until(lambda: shown(window.rail, "folders")[0][1] > 0)
    window.rail.folders.setCurrentIndex(window.desk.folders.index(0))
    await until(lambda: sorted(ids(desk)) == [1, 3])
    assert window.desk.browse.view == f"{FOLDER}{work}"
    mark(desk.backend, 3, archived=True)
    await until(lambda: ids(desk)[-1] == 3)
    assert sorted(ids(desk)) == [1, 3], "a folder holds what is archived, behind"
    window.desk.browse.sort("name")
    await until(lambda: window.desk.browse.wanted.order == "name")
    assert not window.desk.browse.narrowed
    window.desk.browse.go_view(f"{FOLDER}{desk.backend.chats.made[2].key}")
    await until(lambda: ids(desk) == [])
    # the folder goes: what is shown then is all
    del desk.backend.chats.made[2]
    desk.backend.chats._push("folders", ())
    await until(lambda: window.desk.browse.view == "")
    await until(lambda: len(ids(desk)) > 5)


async def test_a_thread_is_put_into_folders_from_its_menu(desk: SimpleNamespace) -> None:
    window = desk.window
    work = desk.backend.chats.add("Работа", 2)
    other = desk.backend.chats.add("Рядом & дома", 1)
    await until(lambda: len(window.desk.folders.found) == 2)
    await known(desk, 1)
    window.triage.row_menu(window.pane.mapToGlobal(QPoint(40, 200)))
    opened = menu(desk, "rowMenu")
    texts = [action.text() for action in opened.actions()]
    assert {"В архив", "Без звука", "Папки Telegram", "Отметить непрочитанным"} <= set(texts)
    part: Any = next(a for a in opened.actions() if a.text() == "Папки Telegram").menu()
    await until(lambda: [a.isChecked() for a in part.actions()] == [False, True])
    opened.close()
    part.actions()[0].trigger()
    await until(lambda: ("put", (1,), (work, True)) in desk.backend.calls)
    press(desk, "folder")
    opened = menu(desk, "folderMenu")
    await until(lambda: [a.isChecked() for a in opened.actions()] == [True, True])
    choose(opened, "Рядом && дома")
    await until(lambda: ("put", (1,), (other, False)) in desk.backend.calls)
    assert "Рядом & дома" in window.toast.text.text()


async def test_keys_walk_from_the_queues_through_the_folders_to_the_views(
    desk: SimpleNamespace,
) -> None:
    window, rail = desk.window, desk.window.rail
    desk.backend.chats.add("Работа", 1)
    await until(lambda: rail.folders.isVisible())
    window.activateWindow()
    rail.list.setFocus()
    rail.list.setCurrentIndex(rail.list.model().index(rail.list.model().rowCount() - 1, 0))
    QTest.keyClick(rail.list, Qt.Key.Key_Down)
    await until(rail.folders.hasFocus)
    QTest.keyClick(rail.folders, Qt.Key.Key_Down)
    QTest.keyClick(rail.folders, Qt.Key.Key_Down)
    await until(rail.views.hasFocus)


async def test_a_folder_is_gone_to_from_the_palette(desk: SimpleNamespace) -> None:
    window = desk.window
    key = desk.backend.chats.add("Работа", 1)
    await until(lambda: window.desk.folders.rowCount() == 1)
    (entry,) = [e for e in window.going._places() if e.title == "Папка: Работа"]
    window.going._go(entry)
    await until(lambda: window.desk.browse.view == f"{FOLDER}{key}")
    await until(lambda: ids(desk) == [1])


async def test_nothing_is_offered_where_there_are_no_folders(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    press(desk, "folder")
    await until(lambda: "нет папок" in window.toast.text.text())


async def test_what_is_taken_back_is_what_was_done(desk: SimpleNamespace) -> None:
    window = desk.window
    mark(desk.backend, 2, archived=True)
    mark(desk.backend, 1, marked=True)
    await until(lambda: 2 not in ids(desk) and window.threads.row(1).marked)
    key = desk.backend.chats.add("Работа", 3)
    shelving = window.desk.shelving
    await shelving.archive([2, 3], True)
    press(desk, "take_back")
    await until(lambda: not desk.backend.rows[3].archived)
    assert desk.backend.rows[2].archived
    await shelving.mark([1, 3], True)
    press(desk, "take_back")
    await until(lambda: not desk.backend.rows[3].marked)
    assert desk.backend.rows[1].marked
    await shelving.put([1, 3], key, True, "Работа")
    press(desk, "take_back")
    await until(lambda: [c[1] for c in desk.backend.calls if c[0] == "put"] == [(1, 3), (1,)])


async def test_where_there_is_no_room_no_row_of_the_rail_is_cut(desk: SimpleNamespace) -> None:
    rail = desk.window.rail
    for i in range(6):
        desk.backend.chats.add(f"Папка {i}", i)
    await desk.window.desk.folders.refresh()
    for tall in (640, 655, 671):
        desk.window.resize(1000, tall)
        for view in (rail.list, rail.folders, rail.views):
            row = view.visualRect(view.model().index(0)).height()
            await until(lambda view=view, row=row: view.viewport().height() % row == 0)
    desk.window.resize(1360, 1300)
    await until(lambda: rail.list.viewportMargins().bottom() == 0)


async def test_an_empty_list_does_not_say_that_nobody_ever_wrote(desk: SimpleNamespace) -> None:
    for thread in list(desk.backend.rows):
        mark(desk.backend, thread, archived=True)
    await until(lambda: ids(desk) == [])
    nothing = desk.window.pane.findChild(Empty, "noThreads")
    await until(lambda: "Всё разобрано" in [one.text() for one in nothing.findChildren(QLabel)])


def test_of_a_large_folder_is_said_that_there_are_more(shell: SimpleNamespace) -> None:
    widths = [paint.badge_width(shell.shell, n, COUNTED) for n in (COUNTED - 1, COUNTED, 5000)]
    assert widths[0] < widths[1] == widths[2]
    said = [waiting(shell.shell, n, COUNTED) for n in (1, COUNTED - 1, COUNTED, 5000)]
    assert said == ["1 ждёт нас", "99 ждут нас", *["больше 99 ждут нас"] * 2]
