"""Messages that stand: one's own is changed in place, any is deleted for both or passed on."""

from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from core.domain.abilities import EDIT_MS, may_delete, may_edit, may_forward
from core.domain.problems import Problem, ProblemError
from tests.desktop.sample_backend import MINUTE, TG, WA
from tests.desktop.ui.conftest import until


@pytest.fixture
async def talk(desk: SimpleNamespace) -> SimpleNamespace:
    """Thread 3, on Telegram, where we answered; the composer has the keys."""
    make = desk.backend._message
    desk.backend.kept[3] = [
        make(33, 4 * MINUTE, "Сколько?", thread=3, channel=TG),
        make(34, 3 * MINUTE, "Сто", thread=3, channel=TG, ours=True),
        make(35, 2 * MINUTE, "Двести", thread=3, channel=TG, ours=True),
    ]
    await desk.window.open_thread(3)
    await until(lambda: desk.window.messages.row_of(35) >= 0)
    desk.window.conversation.composer.draft.setFocus()
    return desk


def calls(desk: SimpleNamespace, name: str) -> list[Any]:
    return [call[1:] for call in desk.backend.calls if call[0] == name]


def shown(desk: SimpleNamespace, name: str) -> Any:
    found = [one for one in desk.window.findChildren(QWidget, name) if one.isVisible()]
    return found[-1] if found else None


async def test_arrow_up_changes_the_last_own_message(talk: SimpleNamespace) -> None:
    composer = talk.window.conversation.composer
    draft = composer.draft
    QTest.keyClick(draft, Qt.Key.Key_Up)
    assert draft.toPlainText() == "Двести"
    assert shown(talk, "replyStrip") is not None
    draft.setPlainText("Триста")
    QTest.keyClick(draft, Qt.Key.Key_Return)
    await until(lambda: calls(talk, "edit") == [(3, "35", "Триста")])
    assert (draft.toPlainText(), shown(talk, "replyStrip")) == ("", None)
    assert calls(talk, "send") == []


async def test_escape_leaves_it_as_it_was_and_the_draft_comes_back(talk: SimpleNamespace) -> None:
    window = talk.window
    composer, state = window.conversation.composer, window.desk.composer
    composer.draft.setPlainText("начал писать")
    window.actions_["edit"].trigger()
    composer.draft.setPlainText("передумал")
    assert state.draft(3) == "начал писать"
    QTest.keyClick(composer.draft, Qt.Key.Key_Escape)
    assert composer.draft.toPlainText() == "начал писать"
    window.actions_["edit"].trigger()
    await window.open_thread(1)
    await window.open_thread(3)
    assert composer.draft.toPlainText() == "начал писать"
    window.actions_["edit"].trigger()
    window.sending.answer(window.messages.rows[0])  # one answers instead
    assert composer.draft.toPlainText() == "начал писать"
    assert (state.editing, calls(talk, "edit")) == (None, [])


async def test_what_is_refused_is_written_again(talk: SimpleNamespace) -> None:
    composer = talk.window.conversation.composer

    async def refuse(*_: object) -> None:
        raise ProblemError(Problem("telegram-edit-late"))

    talk.backend.edit = refuse
    QTest.keyClick(composer.draft, Qt.Key.Key_Up)
    composer.draft.setPlainText("Триста")
    QTest.keyClick(composer.draft, Qt.Key.Key_Return)
    await until(lambda: composer.draft.toPlainText() == "Триста")
    assert "48" in talk.window.toast.text.text()


async def test_a_selection_is_deleted_for_both_after_a_question(talk: SimpleNamespace) -> None:
    window = talk.window
    view = window.conversation.view
    view.setFocus()
    view.setCurrentIndex(window.messages.index(window.messages.row_of(34)))
    for _ in range(2):
        QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    shown(talk, "deleteDialog").close()
    assert calls(talk, "delete") == []
    QTest.keyClick(view, Qt.Key.Key_Delete)
    dialog = shown(talk, "deleteDialog")
    assert "2" in dialog.heading.text()
    dialog.submit.click()
    await until(lambda: calls(talk, "delete") == [(3, ("34", "35"))])
    await until(lambda: window.messages.row_of(34) < 0)


async def test_an_edit_of_which_nothing_is_left_asks_to_delete(talk: SimpleNamespace) -> None:
    composer = talk.window.conversation.composer
    QTest.keyClick(composer.draft, Qt.Key.Key_Up)
    composer.draft.clear()
    composer.send_button.click()
    assert shown(talk, "deleteDialog") is not None
    shown(talk, "deleteDialog").close()


async def test_it_is_passed_on_to_the_thread_that_is_picked(talk: SimpleNamespace) -> None:
    window = talk.window
    row = window.messages.rows[window.messages.row_of(35)]
    window.conversation.view.actions_.forward.emit(row, False)
    palette = window.changing.palette
    assert palette.isVisible()
    palette.line.setText("Олег")
    await until(lambda: [r.id for r in palette._model.rows] == ["2"])
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    await until(lambda: calls(talk, "forward") == [(2, (35,), False)])
    await until(lambda: window.toast.isVisible())


async def test_whatsapp_says_that_what_was_sent_stays(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(2)
    view = window.conversation.view
    view.setFocus()
    window.actions_["delete"].trigger()
    assert shown(desk, "deleteDialog") is None
    assert window.toast.isVisible()
    window.actions_["edit"].trigger()
    assert window.desk.composer.editing is None


def test_what_may_be_done_with_a_message(desk: SimpleNamespace) -> None:
    make, now = desk.backend._message, desk.backend.now
    ours, theirs = make(1, 0, "Сто", ours=True), make(2, 0, "?")
    old = make(3, EDIT_MS, "Сто", ours=True)
    meta = make(4, 0, "Сто", ours=True, channel=WA)
    assert [may_edit(row, now) for row in (ours, theirs, old, meta)] == [True, False, False, False]
    assert [may_delete(row) for row in (ours, theirs, meta)] == [True, True, False]
    assert all(may_forward(row) for row in (ours, theirs, meta))


async def test_what_it_said_before_can_be_read(talk: SimpleNamespace) -> None:
    window = talk.window
    await talk.backend.edit(3, window.desk.composer.peer.peer, "35", "Триста")
    await until(lambda: window.messages.rows[window.messages.row_of(35)].edited_at)
    menu = window.conversation.view.menu_for(window.messages.rows[window.messages.row_of(35)])
    next(a for a in menu.actions() if a.text() == "Что было раньше…").trigger()
    await until(lambda: shown(talk, "versionsDialog") is not None)
    said = [part.text() for part in shown(talk, "versionsDialog").findChildren(QLabel)]
    assert said.index("Триста") < said.index("Было так")
    shown(talk, "versionsDialog").close()
    menu.close()
