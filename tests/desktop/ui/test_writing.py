"""Writing: nothing that was typed is lost, whatever happens meanwhile."""

from pathlib import Path
from types import SimpleNamespace

from msgspec import structs
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from core.domain.problems import Problem
from tests.desktop.sample_backend import MINUTE, TG
from tests.desktop.ui.conftest import until


async def test_a_text_that_was_refused_is_in_the_draft_again(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(10)
    draft = window.conversation.composer.draft
    draft.setPlainText("важный ответ")
    desk.backend.fail = Problem("whatsapp-window-closed")
    QTest.keyClick(draft, Qt.Key.Key_Return)
    assert draft.toPlainText() == ""
    await until(lambda: draft.toPlainText() == "важный ответ")
    await until(window.toast.isVisible)


async def test_a_refusal_puts_nothing_over_what_is_written_meanwhile(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(10)
    draft = window.conversation.composer.draft
    draft.setPlainText("первое")
    desk.backend.fail = Problem("whatsapp-window-closed")
    QTest.keyClick(draft, Qt.Key.Key_Return)
    draft.setPlainText("второе")
    await until(lambda: window.toast.isVisible())
    assert draft.toPlainText() == "второе"


async def test_a_refused_text_of_another_thread_waits_there(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(2)
    window.conversation.composer.give_back(1, "ответ")
    assert window.conversation.composer.draft.toPlainText() == ""
    await window.open_thread(1)
    assert window.conversation.composer.draft.toPlainText() == "ответ"


async def test_values_of_a_template_stay_while_news_come(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(7)
    templates = window.conversation.composer.templates
    await until(lambda: templates.model.rowCount() > 1)
    shipped = next(row for row in templates.model.rows if row.name == "order_shipped")
    templates.pick(shipped)
    templates.form.fields[0].line.setText("Дамир")
    row = desk.backend.rows[7]
    desk.backend.rows[7] = structs.replace(row, last_at=row.last_at + MINUTE)
    desk.backend.touch(7)
    await until(lambda: window.desk.current.last_at == row.last_at + MINUTE)
    window.desk.composer.changed.emit()
    assert templates.current.name == "order_shipped"
    assert templates.form.fields[0].line.text() == "Дамир"


async def test_a_refused_template_keeps_its_values_and_a_sent_one_does_not(
    desk: SimpleNamespace,
) -> None:
    window = desk.window
    await window.open_thread(7)
    templates = window.conversation.composer.templates
    await until(lambda: templates.model.rowCount() > 1)
    templates.pick(next(row for row in templates.model.rows if row.name == "order_shipped"))
    for field in templates.form.fields:
        field.line.setText("да")
    desk.backend.fail = Problem("whatsapp-template")
    templates.submit.click()
    await until(lambda: window.toast.isVisible())
    assert [field.line.text() for field in templates.form.fields][-1] == "да"
    templates.submit.click()
    await until(lambda: [call for call in desk.backend.calls if call[0] == "send_template"])
    await until(lambda: all(field.line.text() != "да" for field in templates.form.fields))


async def test_the_focus_stays_on_a_messenger_or_a_tag_while_news_come(
    desk: SimpleNamespace,
) -> None:
    window = desk.window
    await window.open_thread(1)
    for name in ("channel-whatsapp", "intent-order"):
        button = window.findChild(QPushButton, name)
        button.setFocus()
        desk.backend.receive(1, f"ещё {name}")
        await until(lambda name=name: window.messages.rows[-1].text == f"ещё {name}")
        assert window.focusWidget() is window.findChild(QPushButton, name)


async def test_a_thread_that_is_merged_while_open_goes_on_in_the_other(
    desk: SimpleNamespace,
) -> None:
    window = desk.window
    await window.open_thread(10)
    window.conversation.composer.draft.setPlainText("начал")
    desk.backend.merge(10, 1)
    await until(lambda: window.desk.current.id == 1)
    assert window.messages.thread_id == 1
    assert window.conversation.composer.draft.toPlainText() == "начал"
    await until(lambda: window.pane.list.currentIndex().data(Qt.ItemDataRole.UserRole + 2) == 1)


async def test_escape_takes_the_answered_message_away(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    window.desk.composer.answer(window.messages.rows[-1])
    QTest.keyClick(window.conversation.composer.draft, Qt.Key.Key_Escape)
    assert window.desk.composer.reply is None


async def test_the_search_is_used_without_a_mouse(desk: SimpleNamespace) -> None:
    window = desk.window
    window.focus_search()
    QTest.keyClicks(window.pane.search, "Sergey")
    window.pane.search.setText("Сергей")
    QTest.keyClick(window.pane.search, Qt.Key.Key_Return)
    await until(lambda: window.desk.current is not None and window.desk.current.id == 3)
    window.focus_search()
    QTest.keyClick(window.pane.search, Qt.Key.Key_Escape)
    assert window.pane.search.text() == ""
    await until(lambda: len(window.threads.rows) == 11)
    QTest.keyClick(window.pane.search, Qt.Key.Key_Down)
    assert window.focusWidget() is window.pane.list


async def test_qt_speaks_the_language_of_the_window(desk: SimpleNamespace) -> None:
    app = desk.shell.app
    assert app.translate("QWidgetTextControl", "&Copy") == "&Копировать"
    desk.shell.i18n.choose("en")
    assert app.translate("QWidgetTextControl", "&Copy") == "&Copy"


async def test_a_file_goes_with_the_next_message(desk: SimpleNamespace, tmp_path: Path) -> None:
    window, composer = desk.window, desk.window.conversation.composer
    await window.open_thread(10)
    file = tmp_path / "Счёт.pdf"
    file.write_bytes(b"%PDF-1.4" + b" " * 3000)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    composer.draft.insertFromMimeData(mime)
    assert composer.draft.toPlainText() == ""
    assert composer.file.name.text() == "Счёт.pdf"
    assert composer.file.size_.text() == "3 КБ"
    assert composer.send_button.isEnabled()
    QTest.keyClick(composer.draft, Qt.Key.Key_Escape)
    assert not composer.file.isVisible()
    composer.take_file(file)
    composer.draft.setPlainText("д" * 1025)
    assert not composer.send_button.isEnabled()
    assert "1025" in composer.foot.hint.text().replace("\u00a0", "")
    composer.draft.setPlainText("Счёт во вложении")
    QTest.keyClick(composer.draft, Qt.Key.Key_Return)
    call = ("send_file", 10, TG, file, "Счёт во вложении")
    await until(lambda: call in desk.backend.calls)
    assert not composer.file.isVisible()
    assert composer.draft.toPlainText() == ""


async def test_a_file_does_not_follow_into_another_thread(
    desk: SimpleNamespace, tmp_path: Path
) -> None:
    window, composer = desk.window, desk.window.conversation.composer
    (tmp_path / "a.pdf").write_bytes(b"a")
    await window.open_thread(10)
    composer.take_file(tmp_path / "a.pdf")
    await window.open_thread(3)
    assert composer.file.path is None


async def test_after_a_click_on_a_thread_one_writes(desk: SimpleNamespace) -> None:
    window = desk.window
    rect = window.pane.list.visualRect(window.threads.index(2))
    QTest.mouseClick(window.pane.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    await until(lambda: window.desk.current is not None)
    draft = window.conversation.composer.draft
    await until(lambda: window.focusWidget() is draft)


async def test_letters_over_lists_open_no_thread_and_reach_the_draft(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(10)
    window.pane.list.setFocus()
    QTest.keyClicks(window.pane.list, "IO")
    assert window.desk.current.id == 10
    window.conversation.view.setFocus()
    QTest.keyClicks(window.conversation.view, "ok")
    assert window.conversation.composer.draft.toPlainText() == "IOok"


async def test_a_value_that_is_none_says_how_it_is_written(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    card = next(c for c in window.sidebar.facts.cards if c.row.fact.kind == "deadline")
    card.correct.click()
    card.editor.setText("скоро")
    QTest.keyClick(card.editor, Qt.Key.Key_Return)
    assert card.bad.isVisible()
    assert "05.12.2026" in card.bad.text()
    card.editor.setText("10 декабря")
    QTest.keyClick(card.editor, Qt.Key.Key_Return)
    await until(lambda: ("review_fact", "f4", "corrected", "2026-12-10", "") in desk.backend.calls)
    assert not card.bad.isVisible()
