"""Groups from within, in the window: who is there, whom an ``@`` means, where it goes."""

from types import SimpleNamespace
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.domain.around import Around
from core.domain.rooms import Missing, Rights, Room
from desktop.ui.members_dialog import MembersDialog
from desktop.ui.people_dialog import PeopleDialog
from tests.desktop import sample_groups as sample
from tests.desktop.sample_rooms import TOPICS
from tests.desktop.ui.conftest import until

SECONDS = 15.0
RULES = Rights(add=True, remove=True, rename=True, rules=True)


async def opened(desk: SimpleNamespace, room: Room) -> None:
    row, peer, rows = sample.group("ru", desk.now, [""] * 10)
    desk.backend.rooms.room_of = room
    desk.backend.rows[sample.THREAD] = row
    desk.backend.groups[sample.THREAD] = replace(peer, room=room)
    about = Around(topic=7)
    desk.backend.kept[sample.THREAD] = [
        replace(one, around=about, topic=room.topic_of(7)) if one.text and not one.service else one
        for one in rows
    ]
    await desk.window.open_thread(sample.THREAD)


def dialog(desk: SimpleNamespace, kind: type) -> Any:
    return desk.window.findChild(kind)


async def test_who_is_there_and_the_way_to_them(desk: SimpleNamespace) -> None:
    await opened(desk, Room(title="Объект", members=6, rights=RULES))
    rooms = desk.backend.rooms
    desk.window.conversation.header.reach.asked.emit()
    await until(lambda: dialog(desk, MembersDialog) is not None, SECONDS)
    shown = dialog(desk, MembersDialog)
    await until(lambda: shown.model.rowCount() == 6, SECONDS)
    assert shown.text.text() == "6 участников"
    shown.search.setText("олег")
    await until(lambda: ("members", "олег", 0) in rooms.asked, SECONDS)
    await until(lambda: shown.model.rowCount() == 1, SECONDS)
    shown.list.setCurrentIndex(shown.model.index(0))
    shown.out.click()
    assert rooms.asked[-1][0] == "members", "it asks first"
    shown.out.click()
    await until(lambda: ("remove", "6002") in rooms.asked, SECONDS)
    shown.add.click()
    people = dialog(desk, PeopleDialog)
    await until(lambda: people.model.rowCount() == 3, SECONDS)
    people.list.clicked.emit(people.model.index(1))
    rooms.missing = (Missing(id="6001", name="Ирина Ковалёва"),)
    people.go.click()
    await until(lambda: "Ирина Ковалёва" in people.problem.text(), SECONDS)
    assert ("add", ["6001"]) in rooms.asked
    people.close()
    shown.search.setText("")
    await until(lambda: shown.model.rowCount() == 6, SECONDS)
    shown.list.setCurrentIndex(shown.model.index(3))
    QTest.keyClick(shown.search, Qt.Key.Key_Return)
    await until(lambda: desk.window.desk.composer.thread_id == 2, SECONDS)
    assert ("begin", "6002") in rooms.asked


async def test_an_at_names_somebody_and_a_topic_is_chosen(desk: SimpleNamespace) -> None:
    room = Room(title="Объект", rights=Rights(), forum=True, topics=TOPICS)
    await opened(desk, room)
    window, rooms = desk.window, desk.backend.rooms
    line, draft = window.rooming.line, window.conversation.composer.draft
    await until(lambda: line.topic.text() == "Тема: Общая", SECONDS)
    menu = line.menu()
    assert [one.text() for one in menu.actions()] == [
        "Общая", "Насосы", "Доставка и монтаж (закрыта)",
    ]  # fmt: skip
    assert [one.isEnabled() for one in menu.actions()] == [True, True, False]
    menu.actions()[1].trigger()
    menu.deleteLater()
    assert (line.topic.text(), rooms.chosen[sample.GROUP]) == ("Тема: Насосы", 7)
    window.activateWindow()
    draft.setFocus()
    await until(draft.hasFocus, SECONDS)
    QTest.keyClicks(draft, "@jk")
    names = window.rooming.mentions
    await until(lambda: names.isVisible() and names.model.rowCount() == 1, SECONDS)
    QTest.keyClick(draft, Qt.Key.Key_Return)
    assert draft.toPlainText() == "[Олег](tg://user?id=6002) "
    await until(lambda: ("meet", "6002") in rooms.asked, SECONDS)
    QTest.keyClick(draft, Qt.Key.Key_Backspace)
    QTest.keyClick(draft, Qt.Key.Key_Backspace)
    assert draft.toPlainText() == ""
    peer = replace(desk.backend.groups[sample.THREAD], room=replace(room, rights=Rights(
        silent="restricted", until=desk.now + 3_600_000
    )))  # fmt: skip
    window.desk.composer.update([peer])
    assert not window.conversation.composer.box.isVisible()
    assert line.isHidden()
    desk.now += 3_600_001
    window.desk.composer.tick()
    assert window.conversation.composer.box.isVisible()
