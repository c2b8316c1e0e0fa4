"""While one writes a question that the client has answered, a quiet line says the answer."""

from types import SimpleNamespace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.desktop.ui.conftest import until


async def _asking(desk: SimpleNamespace, text: str) -> SimpleNamespace:
    window = desk.window
    await window.open_thread(1)
    window.conversation.composer.draft.setPlainText(text)
    return SimpleNamespace(
        window=window, draft=window.conversation.composer.draft, line=window.answering.line
    )


async def test_the_answer_appears_with_when_and_where(desk: SimpleNamespace) -> None:
    on = await _asking(desk, "Ирина, на какой бюджет рассчитываете?")
    await until(on.line.strip.isVisible)
    assert on.line.words.text() == "Клиент уже ответил: бюджет 450\u00a0000\u00a0₽"
    assert "WhatsApp" in on.line.where.text()
    assert "Клиент уже ответил" in on.line.strip.accessibleName()


async def test_a_number_that_was_corrected_is_the_newest_with_a_note(desk: SimpleNamespace) -> None:
    on = await _asking(desk, "Сколько панелей вам нужно?")
    await until(on.line.strip.isVisible)
    assert "800" in on.line.words.text()
    assert "раньше 500" in on.line.where.text()


async def test_a_confirmation_and_a_statement_are_left_alone(desk: SimpleNamespace) -> None:
    on = await _asking(desk, "Бюджет 450 тысяч, верно?")
    await until(lambda: desk.window.desk.guard._index is not None)
    for text in ("Бюджет 450 тысяч, верно?", "Бюджет понятен, спасибо", "Какая гарантия?"):
        on.draft.setPlainText(text)
        desk.window.desk.guard.look()
        assert desk.window.desk.guard.answer is None, text


async def test_escape_hides_it_for_this_draft_alone(desk: SimpleNamespace) -> None:
    on = await _asking(desk, "Какой у вас бюджет?")
    await until(on.line.strip.isVisible)
    on.draft.setFocus()
    QTest.keyClick(on.draft, Qt.Key.Key_Escape)
    assert not on.line.strip.isVisible()
    on.draft.setPlainText("Какой у вас бюджет, подскажите?")
    desk.window.desk.guard.look()
    assert not on.line.strip.isVisible()
    on.draft.clear()
    on.draft.setPlainText("Какой у вас бюджет?")
    await until(on.line.strip.isVisible)


async def test_the_source_is_shown_by_enter_by_click_and_by_key(desk: SimpleNamespace) -> None:
    on = await _asking(desk, "Какой у вас бюджет?")
    await until(on.line.strip.isVisible)
    shown: list[int | None] = []
    on.line.jumped.connect(lambda row: shown.append(row.message))
    QTest.keyClick(on.line.strip, Qt.Key.Key_Return)
    QTest.mouseClick(on.line.strip, Qt.MouseButton.LeftButton)
    on.window.actions_["answer_source"].trigger()
    assert shown == [15, 15, 15]


async def test_the_value_is_put_into_the_draft(desk: SimpleNamespace) -> None:
    on = await _asking(desk, "Какой у вас бюджет?")
    await until(on.line.strip.isVisible)
    on.draft.moveCursor(on.draft.textCursor().MoveOperation.End)
    on.line.insert.click()
    assert on.draft.toPlainText().replace("\u00a0", " ") == "Какой у вас бюджет? 450 000 ₽"


async def test_its_place_stays_until_the_draft_is_empty(desk: SimpleNamespace) -> None:
    on = await _asking(desk, "Какой у вас бюджет?")
    await until(on.line.strip.isVisible)
    await until(lambda: on.line.maximumHeight() >= 40)
    on.draft.setPlainText("Какой у вас бюджет на монтаж потолка?")
    await until(lambda: not on.line.strip.isVisible())
    assert on.line.maximumHeight() >= 40
    on.draft.clear()
    await until(lambda: on.line.maximumHeight() == 0)


async def test_a_page_answers_too(desk: SimpleNamespace) -> None:
    on = await _asking(desk, "Подскажите ваш ИНН?")
    await until(on.line.strip.isVisible)
    assert "7707083893" in on.line.words.text()
    on.line.show_source()
    await until(lambda: on.window.findChild(object, "pageViewer") is not None)


async def test_another_thread_answers_nothing_of_this_one(desk: SimpleNamespace) -> None:
    on = await _asking(desk, "Какой у вас бюджет?")
    await until(on.line.strip.isVisible)
    await on.window.open_thread(10)
    assert not on.line.strip.isVisible()
    on.draft.setPlainText("Какой у вас бюджет?")
    await until(lambda: desk.window.desk.guard._of == 10)
    assert desk.window.desk.guard.answer is None
    assert not on.line.strip.isVisible()


async def test_it_can_be_switched_off(desk: SimpleNamespace) -> None:
    on = await _asking(desk, "Какой у вас бюджет?")
    await until(on.line.strip.isVisible)
    desk.window.desk.guard.configure({"desk.guard": "off"})
    assert not on.line.strip.isVisible()
    desk.window.desk.guard.configure({"desk.guard": "on"})
    await until(on.line.strip.isVisible)


async def test_it_is_reached_from_the_draft_with_the_keyboard_alone(desk: SimpleNamespace) -> None:
    on = await _asking(desk, "Какой у вас бюджет?")
    await until(on.line.strip.isVisible)
    on.window.activateWindow()
    on.draft.setFocus()
    QTest.keyClick(on.draft, Qt.Key.Key_Backtab)
    seen = []
    for _ in range(6):
        seen.append(on.window.focusWidget().objectName())
        QTest.keyClick(on.window.focusWidget(), Qt.Key.Key_Backtab)
    assert "guardLine" in seen
    on.line.strip.setFocus()
    QTest.keyClick(on.line.strip, Qt.Key.Key_Escape)
    assert not on.line.strip.isVisible()
    assert on.window.focusWidget() is on.draft
