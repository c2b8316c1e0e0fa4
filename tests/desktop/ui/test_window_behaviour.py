"""What the operator does in the window, and what they then see."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from core.domain.problems import Problem
from desktop.shell.commands import COMMANDS
from desktop.ui.rail import queue_name
from desktop.viewmodels.backend import HealthRow
from desktop.viewmodels.queues import ALL
from tests.desktop.sample_backend import DAY, MINUTE, TG, WA
from tests.desktop.ui.conftest import until


async def test_picking_a_thread_shows_its_messages_and_facts(desk: SimpleNamespace) -> None:
    window = desk.window
    window.pane.list.setCurrentIndex(window.threads.index(0))
    await until(lambda: window.desk.current is not None)
    assert [row.id for row in window.messages.rows] == list(range(11, 22))
    assert window.facts.rows[0].fact.value == "450000 RUB"
    assert window.conversation.header.name.text() == "Ирина Ковалёва"
    assert window.sidebar.isVisible()


async def test_nothing_is_shown_before_a_thread_is_picked(desk: SimpleNamespace) -> None:
    conversation = desk.window.conversation
    assert conversation.currentWidget() is conversation.empty
    assert not desk.window.sidebar.isVisible()


async def test_a_new_message_appears_and_the_view_stays_at_the_end(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    window.conversation.view.to_end()
    desk.backend.receive(1, "И ещё вопрос по доставке")
    await until(lambda: window.messages.rows[-1].text == "И ещё вопрос по доставке")
    bar = window.conversation.view.verticalScrollBar()
    await until(lambda: bar.value() == bar.maximum())


async def test_a_message_elsewhere_moves_its_thread_up_and_keeps_the_open_one(
    desk: SimpleNamespace,
) -> None:
    window = desk.window
    await window.open_thread(2)
    desk.backend.receive(9, "Ещё раз спасибо")
    await until(lambda: window.threads.rows[0].id == 9)
    assert window.pane.list.currentIndex().data(Qt.ItemDataRole.UserRole + 2) == 2
    assert window.desk.current.id == 2


async def test_enter_sends_and_ctrl_enter_breaks_the_line(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    draft = window.conversation.composer.draft
    QTest.keyClicks(draft, "one")
    QTest.keyClick(draft, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(draft, "two")
    QTest.keyClick(draft, Qt.Key.Key_Return)
    await until(lambda: window.messages.rows[-1].text == "one\ntwo")
    assert ("send", 1, TG, "one\ntwo", None) in desk.backend.calls
    assert draft.toPlainText() == ""


async def test_a_text_too_long_for_the_messenger_stays_in_the_draft(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    composer = window.conversation.composer
    composer.draft.setPlainText("д" * 4097)
    QTest.keyClick(composer.draft, Qt.Key.Key_Return)
    assert len(composer.draft.toPlainText()) == 4097
    assert not composer.send_button.isEnabled()
    assert "4097" in composer.foot.hint.text()
    composer.draft.setPlainText("д" * 4096)
    assert composer.send_button.isEnabled()
    assert composer.foot.hint.property("look") == "hint"  # the length is counted, nothing is wrong


async def test_a_draft_waits_in_its_thread(desk: SimpleNamespace) -> None:
    window = desk.window
    draft = window.conversation.composer.draft
    await window.open_thread(1)
    draft.setPlainText("начал писать")
    await window.open_thread(2)
    assert draft.toPlainText() == ""
    await window.open_thread(1)
    assert draft.toPlainText() == "начал писать"


async def test_a_closed_window_takes_only_templates(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(7)
    composer = window.conversation.composer
    await until(lambda: composer.templates.current is not None)
    assert not composer.box.isVisible()
    assert composer.templates.isVisible()
    composer.templates.submit.click()  # nothing goes before every value is there
    for i, value in enumerate(("Дамир", "дилерские условия"), start=1):
        gap = composer.templates.findChild(QLineEdit, f"templateParam{i}")
        gap.setText(value)
    said = composer.templates.form.preview.accessibleName()
    assert "Дамир! Вы спрашивали про дилерские условия" in said
    composer.templates.submit.click()
    call = ("send_template", 7, "continue_talk", ["Дамир", "дилерские условия"])
    await until(lambda: call in desk.backend.calls)


async def test_a_window_that_closes_while_open_puts_free_text_away(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(4)
    composer = window.conversation.composer
    assert composer.box.isVisible()
    assert "9:41" in composer.left.text()
    desk.now += 10 * MINUTE
    window.desk.clock.tick.emit()
    assert not composer.box.isVisible()
    assert composer.templates.isVisible()


async def test_a_closed_window_offers_the_other_messenger(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(6)
    desk.now += DAY
    window.desk.clock.tick.emit()
    composer = window.conversation.composer
    other = composer.findChild(QPushButton, "writeElsewhere")
    assert other.isVisible()
    other.click()
    assert window.desk.composer.peer.peer.channel == TG
    assert composer.box.isVisible()


async def test_the_answer_goes_to_the_messenger_that_is_picked(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    window.conversation.composer.findChild(QPushButton, "channel-whatsapp").click()
    QTest.keyClicks(window.conversation.composer.draft, "hi")
    window.conversation.composer.send_button.click()
    await until(lambda: ("send", 1, WA, "hi", None) in desk.backend.calls)


async def test_a_fact_lights_the_words_it_was_read_from(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    card = next(c for c in window.sidebar.facts.cards if c.row.fact.kind == "budget")
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    await until(lambda: window.conversation.view.spot is not None)
    spot = window.conversation.view.spot
    row = next(r for r in window.messages.rows if r.id == spot.message)
    assert row.text[spot.start : spot.end] == "до 450 тысяч"
    assert card.property("lit") == "true"


async def test_a_fact_of_a_document_opens_its_page(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    row = next(r for r in window.facts.rows if r.fact.kind == "inn")
    await window.show_source(row)
    page = window.findChild(QPlainTextEdit, "pageText")
    selections = page.extraSelections()
    assert selections[0].cursor.selectedText() == "7707083893"
    page.window().close()


@pytest.mark.parametrize(
    ("key", "call"),
    [
        (Qt.Key.Key_Y, ("review_fact", "f2", "confirmed", "", "")),
        (Qt.Key(ord("Н")), ("review_fact", "f2", "confirmed", "", "")),
        (Qt.Key.Key_N, ("review_fact", "f2", "rejected", "", "")),
    ],
)
async def test_a_fact_is_reviewed_by_keys_in_any_layout(
    desk: SimpleNamespace, key: Qt.Key, call: tuple[object, ...]
) -> None:
    window = desk.window
    await window.open_thread(1)
    card = next(c for c in window.sidebar.facts.cards if c.row.fact.id == "f2")
    QTest.keyClick(card, key)
    await until(lambda: call in desk.backend.calls)


async def test_a_rejected_fact_leaves(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    card = next(c for c in window.sidebar.facts.cards if c.row.fact.id == "f4")
    card.reject.click()
    await until(lambda: all(c.row.fact.id != "f4" for c in window.sidebar.facts.cards))


async def test_a_fact_is_corrected_in_words_and_kept_canonical(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    card = next(c for c in window.sidebar.facts.cards if c.row.fact.id == "f1")
    card.correct.click()
    assert card.editor.text() == "450 000 ₽"
    card.editor.setText("500 тыс руб")
    QTest.keyClick(card.editor, Qt.Key.Key_Return)
    await until(lambda: card.value.text() == "500\u00a0000\u00a0₽")
    assert ("review_fact", "f1", "corrected", "500000 RUB", "") in desk.backend.calls


async def test_history_shows_what_stood_before(desk: SimpleNamespace) -> None:
    await desk.window.open_thread(1)
    card = next(c for c in desk.window.sidebar.facts.cards if c.row.fact.id == "f2")
    assert card.history.text().startswith("500 → 800\u00a0шт · ")


async def test_tags_are_corrected_from_their_menu(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    menu = window.sidebar.wants.intent_menu()
    next(a for a in menu.actions() if a.text() == "Встреча").trigger()
    await until(lambda: ("correct_intents", 1, ["order", "payment", "meeting"]) in
                desk.backend.calls)  # fmt: skip
    menu.close()


async def test_an_unsure_tag_says_so(desk: SimpleNamespace) -> None:
    await desk.window.open_thread(8)
    chip = desk.window.sidebar.findChild(QPushButton, "intent-smalltalk")
    assert "не уверены" in chip.text()


async def test_a_thread_moves_to_another_queue_and_a_merge_is_undone(
    desk: SimpleNamespace,
) -> None:
    window = desk.window
    await window.open_thread(1)
    header = window.conversation.header
    assert header.merged.isVisible()
    menu = header.queue_menu()
    wanted = queue_name(desk.shell, "delivery")
    next(a for a in menu.actions() if a.text() == wanted).trigger()
    await until(lambda: header.queue.text() == wanted)
    header.undo_merge.emit(31)
    await until(lambda: not header.merged.isVisible())
    assert ("undo_merge", 1, 31) in desk.backend.calls
    menu.close()


async def test_a_failed_message_can_be_sent_again(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(2)
    menu = window.conversation.view.menu_for(window.messages.rows[-1])
    next(a for a in menu.actions() if a.text() == desk.shell.tr("retry")).trigger()
    await until(lambda: ("retry_send", "ref-55") in desk.backend.calls)
    menu.close()


async def test_copy_takes_the_text_of_a_message(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(7)
    menu = window.conversation.view.menu_for(window.messages.rows[0])
    next(a for a in menu.actions() if a.text() == desk.shell.tr("copy-text")).trigger()
    assert QApplication.clipboard().text() == window.messages.rows[0].text
    menu.close()


async def test_what_is_refused_is_said_in_a_sentence(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    desk.backend.fail = Problem("crm-login", {"login": "anna"})
    window.sidebar.export_button.click()
    await until(lambda: window.toast.isVisible())
    assert "anna" in window.toast.text.text()


async def test_a_service_that_is_down_is_told_with_what_to_do(desk: SimpleNamespace) -> None:
    window = desk.window
    assert not window.banner.isVisible()
    desk.backend.states[0] = HealthRow(
        id="telegram", state="signed_out", problem=Problem("telegram-signed-out")
    )
    desk.feed.push_health()
    await until(lambda: window.banner.isVisible())
    assert window.banner.button.text() == "Войти в Telegram"
    window.banner.button.click()
    assert window.findChild(QWidget, "signIn").isVisible()


async def test_signing_in_step_by_step(desk: SimpleNamespace) -> None:
    window = desk.window
    dialog = window.windows.sign_in()
    await until(lambda: not window.sign_in.busy)
    for wrong, right, after in (
        ("8 916", "+7 916 111-22-33", "code"),
        ("22222", "11111", "password"),
        ("nope", "secret", "done"),
    ):
        dialog.field.setText(wrong)
        dialog.next.click()
        await until(lambda: window.sign_in.problem is not None)
        assert dialog.problem.isVisible()
        dialog.field.setText(right)
        dialog.next.click()
        await until(lambda after=after: window.sign_in.step == after)
    await until(lambda: not dialog.isVisible())


async def test_signing_in_by_scanning(desk: SimpleNamespace) -> None:
    window = desk.window
    dialog = window.windows.sign_in()
    await until(lambda: window.sign_in.link.startswith("tg://login?token="))
    assert dialog.form.code.isVisible()
    dialog.field.setText("+7 916 111-22-33")
    dialog.next.click()
    await until(lambda: window.sign_in.step == "code")
    assert not dialog.form.code.isVisible()
    assert dialog.form.resend.text() == "Отправить по SMS"
    dialog.form.back.click()
    await until(lambda: bool(window.sign_in.link))
    desk.backend.scanned.set()
    await until(lambda: not dialog.isVisible())
    assert window.sign_in.step == "done"


async def test_a_code_to_scan_says_that_telegram_is_set_up(desk: SimpleNamespace) -> None:
    """The window asks before the accounts are open."""
    window = desk.window
    window.sign_in.problem = Problem("telegram-not-set-up")
    dialog = window.windows.sign_in()
    await until(lambda: bool(window.sign_in.link))
    assert not dialog.problem.isVisible()


async def test_the_language_changes_at_once(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    desk.shell.i18n.choose("en")
    assert window.sidebar.export_button.text() == "Send to CRM"
    assert window.conversation.header.merged.toolTip().startswith("Two contacts")
    card = next(c for c in window.sidebar.facts.cards if c.row.fact.id == "f1")
    assert card.value.text() == "₽450,000"
    assert card.kind.text() == "Budget"


async def test_the_settings_are_shown_changed_and_saved(desk: SimpleNamespace) -> None:
    window = desk.window
    dialog = await window.windows.load_settings("crm")
    folder = dialog.findChild(QLineEdit, "setting-crm.url")
    folder.setText("http://127.0.0.1:9000/")
    folder.textEdited.emit(folder.text())
    dialog.findChild(QPushButton, "settingsSave").click()
    call = ("save_settings", {"crm.url": "http://127.0.0.1:9000/"})
    await until(lambda: call in desk.backend.calls)


async def test_a_queue_shows_its_threads_alone(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    row = window.queues.row_of("support")
    window.rail.list.setCurrentIndex(window.queues.index(row))
    await until(lambda: {r.queue for r in window.threads.rows} == {"support"})
    assert window.desk.current.id == 1, "filtering the list does not close the thread"
    window.rail.list.setCurrentIndex(window.queues.index(window.queues.row_of(ALL)))
    await until(lambda: len(window.threads.rows) == 11)


async def test_search_stands_in_place_of_the_list_and_says_when_nothing_is_found(
    desk: SimpleNamespace,
) -> None:
    window = desk.window
    window.pane.search.setText("Ирина")
    await until(lambda: window.searching.model.fresh)
    assert window.pane.findChild(QWidget, "searchResults").isVisible()
    assert len(window.threads.rows) == 11, "the list behind it is as it was"
    window.pane.search.setText("ъъщщ ъъщщ")
    await until(lambda: window.searching.model.nothing)
    assert window.pane.findChild(QWidget, "searchNothing").isVisible()


async def test_commands_answer_to_their_place_in_the_russian_layout(
    desk: SimpleNamespace,
) -> None:
    window = desk.window
    await window.open_thread(1)
    assert window.sidebar.isVisible()
    QTest.keyClick(window, Qt.Key(ord("И")), Qt.KeyboardModifier.ControlModifier)  # Ctrl+B
    assert not window.sidebar.isVisible()


async def test_every_command_has_its_handler_and_its_words(desk: SimpleNamespace) -> None:
    for command in COMMANDS:
        assert desk.window.actions_[command.id].text()
    keys = [command.shortcut for command in COMMANDS if command.shortcut]
    assert len(keys) == len(set(keys))


async def test_controls_have_names_for_screen_readers(desk: SimpleNamespace) -> None:
    await desk.window.open_thread(1)
    for button in desk.window.findChildren(QToolButton):
        if button.objectName() and button.isVisible():
            assert button.accessibleName(), button.objectName()


async def test_a_hidden_window_counts_nothing(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(4)
    assert window.desk.clock.running
    window.hide()
    assert not window.desk.clock.running
    window.show()
    assert window.desk.clock.running


async def test_what_a_client_writes_is_never_markup(desk: SimpleNamespace) -> None:
    window = desk.window
    desk.backend.receive(7, "<b>дешево</b> <img src=x>")
    await window.open_thread(7)
    await until(lambda: "<b>" in window.messages.rows[-1].text)
    index = window.messages.index(len(window.messages.rows) - 1)
    made = window.conversation.view.itemDelegate().bubble(index)
    assert made.text.text() == "<b>дешево</b> <img src=x>"
    assert window.conversation.header.name.textFormat() == Qt.TextFormat.PlainText
