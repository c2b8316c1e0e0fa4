"""Writing to somebody first: whom a line finds, and the thread that stands then."""

from types import SimpleNamespace

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.domain.marks import Mark
from core.domain.persons import LinkPlace, Person, Somebody
from core.domain.problems import Problem
from desktop.ui.bubble import Follow
from desktop.ui.link_dialog import LinkDialog
from desktop.viewmodels import new_talk
from tests.desktop.ui.conftest import until

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(new_talk, "SETTLED", 0.0)


def titles(desk: SimpleNamespace) -> list[str]:
    return [row.title for row in desk.window.people.model.rows]


async def test_a_contact_is_found_and_their_thread_is_begun(desk: SimpleNamespace) -> None:
    window = desk.window
    QTest.keyClick(window, Qt.Key.Key_N, CONTROL)
    palette = window.people.palette
    assert palette.isVisible()
    palette.line.setText("ole")
    await until(lambda: "Олеся Журавлёва" in titles(desk))
    palette.line.setText("Дуб")
    await until(lambda: titles(desk) == ["Олег Дубов"])
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    await until(lambda: window.desk.current is not None)
    assert desk.backend.people.opened == [("42", "9001")]
    assert window.desk.current.begun
    talk = window.conversation
    await until(lambda: talk.body.currentWidget() is talk.begun)
    assert talk.composer.draft.hasFocus()


async def test_a_number_that_nobody_is_found_by(desk: SimpleNamespace) -> None:
    window, people = desk.window, desk.backend.people
    window.people.new_talk()
    window.people.palette.line.setText("Пётр 8 916 555-00-09")
    await until(lambda: len(titles(desk)) == 2)
    kinds = [row.kind for row in window.people.model.rows]
    assert kinds == ["add", "whatsapp"]
    assert window.people.palette.state.text()
    people.problem = Problem("new-talk-offline")
    window.people.palette.line.setText("@nobody")
    await until(lambda: window.people.model.problem is not None)
    said = desk.shell.problem(people.problem)
    assert window.people.palette.state.text() == said


async def test_a_link_to_telegram_leads_here(desk: SimpleNamespace) -> None:
    window, people = desk.window, desk.backend.people
    await window.open_thread(1)
    row = window.messages.rows[0]
    actions = window.conversation.view.actions_
    people.place = LinkPlace(thread=1, message=row.id, at=row.at)
    actions.do(row, Follow("t.me/c/1/2", "t.me/c/1/2"))
    lights = window.conversation.view._delegate.lights
    await until(lambda: lights.spot is not None and lights.spot.message == row.id)
    people.place = LinkPlace(somebody=Somebody("42", Person(id="9001")))
    actions.do(row, Follow("tg://user?id=9001", "Олег"))
    await until(lambda: people.opened == [("42", "9001")])
    people.place = LinkPlace(somebody=Somebody("42", Person(id="5", name="Бот", kind="bot")))
    actions.do(row, Follow("https://t.me/pump_bot", "бот"))
    await until(lambda: window.findChild(LinkDialog) is not None)
    window.findChild(LinkDialog).close()


async def test_the_links_of_a_message_stand_in_its_menu(desk: SimpleNamespace) -> None:
    window, people = desk.window, desk.backend.people
    await window.open_thread(1)
    text = "Пишите @dubov_oleg"
    marks = (Mark("mention", 7, 18),)
    row = structs.replace(window.messages.rows[0], text=text, marks=marks)
    menu = window.conversation.view.actions_.menu_for(row)
    (action,) = [one for one in menu.actions() if "dubov" in one.text()]
    people.place = LinkPlace(somebody=Somebody("42", Person(id="9001")))
    action.trigger()
    menu.close()
    await until(lambda: people.opened == [("42", "9001")])
