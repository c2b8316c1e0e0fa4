"""Help with writing in the window: nothing of it sends, nothing of it is made up."""

import json
import time
from pathlib import Path
from types import SimpleNamespace

from msgspec import structs
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QImage, QTextCursor
from PySide6.QtTest import QTest

from core.domain.business import Shortcut
from desktop.viewmodels.offers import Offer, OfferModel
from desktop.viewmodels.quick_replies import QuickReply
from desktop.viewmodels.settings import DEFAULTS
from desktop.viewmodels.spelling import words
from tests.desktop.ui.conftest import until


def draft_of(desk: SimpleNamespace):
    return desk.window.conversation.composer.draft


def sent(desk: SimpleNamespace) -> list[tuple[object, ...]]:
    return [call for call in desk.backend.calls if str(call[0]).startswith("send")]


async def test_a_slash_opens_the_list_and_enter_puts_the_reply_in(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    draft, replies = draft_of(desk), window.write.list
    draft.setFocus()
    draft.insertPlainText("/колво")
    assert replies.isVisible()
    assert replies.preview.text().startswith(desk.backend.rows[1].name)
    QTest.keyClick(draft, Qt.Key.Key_Return)
    assert not replies.isVisible()
    assert draft.toPlainText().startswith(desk.backend.rows[1].name)
    assert "/" not in draft.toPlainText()
    assert sent(desk) == []
    draft.undo()
    assert draft.toPlainText() == "/колво"


async def test_the_other_layout_finds_it_too_and_escape_leaves_the_slash(
    desk: SimpleNamespace,
) -> None:
    window = desk.window
    await window.open_thread(1)
    draft, replies = draft_of(desk), window.write.list
    draft.setFocus()
    draft.insertPlainText("строка\n/wtyf")
    assert replies.isVisible()
    assert window.write.offers.rows[0].word == "цена"
    QTest.keyClick(draft, Qt.Key.Key_Down)
    QTest.keyClick(draft, Qt.Key.Key_Escape)
    assert not replies.isVisible()
    draft.insertPlainText("x")
    assert not replies.isVisible()
    assert draft.toPlainText() == "строка\n/wtyfx"


async def test_a_slash_within_a_line_is_a_slash(desk: SimpleNamespace) -> None:
    await desk.window.open_thread(1)
    draft_of(desk).setFocus()
    draft_of(desk).insertPlainText("и/или")
    assert not desk.window.write.list.isVisible()


async def test_a_reply_with_gaps_is_walked_by_tab_and_not_sent(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(10)  # nothing is known of this client
    draft = draft_of(desk)
    window.desk.replies.keep([QuickReply(name="Два", word="два", text="😀 {quantity} в {city}!")])
    draft.setFocus()
    draft.insertPlainText("/два")
    QTest.keyClick(draft, Qt.Key.Key_Return)
    assert draft.toPlainText() == "😀 [количество] в [город]!"
    assert draft.textCursor().selectedText() == "[количество]"
    QTest.keyClick(draft, Qt.Key.Key_Return)
    assert sent(desk) == []
    assert "количество, город" in window.conversation.composer.foot.hint.text()
    draft.insertPlainText("500")
    QTest.keyClick(draft, Qt.Key.Key_Tab)
    assert draft.textCursor().selectedText() == "[город]"
    draft.insertPlainText("Тверь")
    QTest.keyClick(draft, Qt.Key.Key_Return)
    await until(lambda: sent(desk))
    assert sent(desk)[0][-2] == "😀 500 в Тверь!"


async def test_the_list_by_key_inserts_at_the_cursor(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    draft = draft_of(desk)
    draft.setPlainText("До  после")
    cursor = draft.textCursor()
    cursor.setPosition(3)
    draft.setTextCursor(cursor)
    window.desk.replies.keep([QuickReply(name="Итог", text="{product}, {quantity}")])
    window.actions_["quick_replies"].trigger()
    assert window.write.list.line.hasFocus()
    window.write.list.line.setText("ИТО")
    QTest.keyClick(window.write.list.line, Qt.Key.Key_Return)
    assert draft.toPlainText().startswith("До светодиодные панели")
    assert "800 шт" in draft.toPlainText()
    assert draft.toPlainText().endswith(" после")
    assert sent(desk) == []


async def test_a_reply_stands_apart_from_what_is_written(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    draft = draft_of(desk)
    window.desk.replies.keep([QuickReply(name="Срок", word="срок", text="Срок — 5 дней.")])
    draft.setFocus()
    draft.insertPlainText("Готово.До связи")
    cursor = draft.textCursor()
    cursor.setPosition(len("Готово."))
    draft.setTextCursor(cursor)
    window.write.quick_replies()
    QTest.keyClick(window.write.list.line, Qt.Key.Key_Return)
    assert draft.toPlainText() == "Готово. Срок — 5 дней. До связи"
    assert draft.textCursor().position() == len("Готово. Срок — 5 дней.")
    draft.undo()
    assert draft.toPlainText() == "Готово.До связи"


def test_what_begins_so_is_offered_first() -> None:
    model = OfferModel(lambda row: Offer("reply", row.name, row.name, ""))
    own = [QuickReply(name="Счёт отправлен", text="x"), QuickReply(name="Два", word="пр", text="x")]
    kept = [Shortcut(id=1, name="прайс")]
    for typed in ("пра", "ghf"):
        model.type(typed, own, [], kept)
        assert [row.name for row in model.rows] == ["прайс", "Счёт отправлен"]
    model.type("пр", own, [], kept)
    assert [row.name for row in model.rows] == ["Два", "прайс", "Счёт отправлен"]


async def test_a_template_is_filled_in_while_the_window_is_open(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(2)
    composer = window.conversation.composer
    window.actions_["quick_replies"].trigger()
    await until(lambda: any(o.kind == "template" for o in window.write.offers.rows))
    window.write.list.line.setText("order shipped")
    QTest.keyClick(window.write.list.line, Qt.Key.Key_Return)
    assert composer.templates.isVisible()
    assert not composer.box.isVisible()
    form = composer.templates.form
    assert form.typed[0] == desk.backend.rows[2].name
    assert form.typed[1] == ""  # the number of an order is no fact
    assert "[…]" in form.preview.accessibleName()
    for field in form.fields[1:]:
        field.line.setText("5  декабря")
    shown = form.preview.accessibleName()
    composer.templates.submit.click()
    await until(lambda: sent(desk))
    assert composer.box.isVisible()
    assert "5 декабря" in shown
    assert "5  декабря" not in shown


async def test_escape_leaves_a_template_and_another_client_gets_none_of_its_values(
    desk: SimpleNamespace,
) -> None:
    window = desk.window
    await window.open_thread(2)
    composer = window.conversation.composer
    window.actions_["quick_replies"].trigger()
    await until(lambda: any(o.kind == "template" for o in window.write.offers.rows))
    offer = next(o for o in window.write.offers.rows if o.template and o.template.params == 3)
    window.write.list.hide()
    window.write.put_in(offer)
    composer.templates.form.fields[1].line.setText("чужое")
    QTest.keyClick(composer.templates, Qt.Key.Key_Escape)
    assert composer.box.isVisible()
    window.write.put_in(offer)
    await window.open_thread(7)
    await until(lambda: composer.templates.current is not None)
    composer.templates.pick(offer.template)
    assert "чужое" not in composer.templates.form.typed
    assert composer.templates.form.typed[0] == desk.backend.rows[7].name


async def test_ctrl_g_takes_a_suggestion_and_the_next_one(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    proposals = window.desk.proposals
    await until(lambda: proposals.rows)
    assert proposals.rows[0].text == "Да, подтверждаем: вт, 24 ноября, 15:00. До связи!"
    assert proposals.rows[1].text == "В какой город доставить?"
    first, second = (row.text for row in proposals.rows)
    draft = draft_of(desk)
    assert window.write.bar.isVisible()
    window.actions_["suggestion"].trigger()
    assert draft.toPlainText() == first
    window.actions_["suggestion"].trigger()
    assert draft.toPlainText() == second
    draft.moveCursor(QTextCursor.MoveOperation.End)
    draft.insertPlainText(" и ещё")
    assert not window.write.bar.isVisible()  # it is one's own text now
    assert sent(desk) == []


async def test_suggestions_can_be_switched_off(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    await until(lambda: window.desk.proposals.rows)
    window.desk.configure({"desk.suggest": "off"})
    assert window.desk.proposals.rows == ()
    assert not window.write.bar.isVisible()
    window.actions_["suggestion"].trigger()
    assert draft_of(desk).toPlainText() == ""
    assert window.toast.isVisible()
    window.desk.configure({"desk.suggest": "on"})
    assert window.desk.proposals.rows


async def test_a_model_writes_when_it_is_asked_and_nothing_is_sent(desk: SimpleNamespace) -> None:
    window = desk.window
    desk.backend.written[7] = "Разберёмся и напишем."
    desk.backend.rows[7] = structs.replace(desk.backend.rows[7], has_window=False)
    await window.open_thread(7)
    window.desk.composer.choose_next()
    state = window.desk.composer
    state.update([structs.replace(p, has_window=False) for p in state.peers])
    window.actions_["suggestion"].trigger()
    await until(lambda: [r.by for r in window.desk.proposals.rows][:1] == ["model"])
    assert draft_of(desk).toPlainText() == ""
    window.actions_["suggestion"].trigger()
    assert draft_of(desk).toPlainText() == "Разберёмся и напишем."
    assert sent(desk) == []


async def test_an_answer_that_comes_late_is_not_shown_to_another_client(
    desk: SimpleNamespace,
) -> None:
    window = desk.window
    desk.backend.written[7] = "Только для седьмого."
    await window.open_thread(7)
    assert window.desk.proposals.ask()
    await window.open_thread(10)
    assert not window.desk.proposals.asking
    await until(lambda: 7 in window.desk.proposals._written)
    assert all(row.by == "rules" for row in window.desk.proposals.rows)
    asked = len(desk.backend.calls)
    await window.open_thread(7)  # what was written for it is there again, unasked
    assert window.desk.proposals.rows[0].text == "Только для седьмого."
    assert len([c for c in desk.backend.calls[asked:] if c[0] == "suggest"]) == 0


async def test_a_russian_layout_opens_the_list(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    QTest.keyClick(window, Qt.Key(ord("Ж")), Qt.KeyboardModifier.ControlModifier)
    assert window.write.list.isVisible()
    QTest.keyClick(window.write.list.line, Qt.Key.Key_Escape)
    assert not window.write.list.isVisible()
    assert draft_of(desk).hasFocus()


async def test_a_misspelt_word_is_marked_and_mended(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    draft, menu = draft_of(desk), window.write.menu
    draft.setPlainText("Превет, we recieve панели")
    await until(lambda: window.desk.spelling.wrong("Превет"))

    def lit() -> list[str]:
        text, block = draft.toPlainText(), draft.document().firstBlock()
        return [text[f.start : f.start + f.length] for f in block.layout().formats()]

    await until(lambda: lit() == ["Превет", "recieve"])
    window.actions_["spell"].trigger()
    await until(lambda: menu.menu is not None)
    menu.menu.actions()[0].trigger()
    menu.menu.close()
    assert draft.toPlainText() == "привет, we recieve панели"
    await until(lambda: lit() == ["recieve"])
    draft.moveCursor(QTextCursor.MoveOperation.Start)
    window.actions_["spell"].trigger()
    await until(lambda: menu.menu is not None and "receive" in menu.menu.actions()[0].text())
    next(a for a in menu.menu.actions() if "recieve" in a.text()).trigger()
    menu.menu.close()
    await until(lambda: desk.backend.saved.get("desk.spell_words") == "recieve")
    await until(lambda: lit() == [])


async def test_a_word_is_left_alone_while_it_is_written_and_names_are_right(
    desk: SimpleNamespace,
) -> None:
    window = desk.window
    await window.open_thread(1)
    model, draft = window.desk.spelling, draft_of(desk)
    draft.setFocus()
    draft.insertPlainText("превет")
    await until(lambda: model.wrong("превет"))
    assert not draft.document().firstBlock().layout().formats()
    draft.insertPlainText(" ")
    await until(lambda: draft.document().firstBlock().layout().formats())
    model.accept(["Превет Николаевич"])
    assert not model.wrong("превет")
    assert not model.wrong("Превета")


async def test_spelling_takes_no_time_of_a_keystroke(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    draft = draft_of(desk)
    draft.setFocus()
    draft.setPlainText("слово другое третье " * 60)
    draft.moveCursor(QTextCursor.MoveOperation.End)
    spent = []
    for letter in "пишем дальше":
        began = time.perf_counter()
        draft.insertPlainText(letter)
        spent.append(time.perf_counter() - began)
    # most of it is Qt's own laying out of a line of 1,200 letters
    assert sorted(spent)[len(spent) // 2] < 0.05
    marks = window.write.marks
    began = time.perf_counter()
    for _ in range(20):
        list(words(draft.toPlainText()))
        marks.rehighlight()
    assert (time.perf_counter() - began) / 20 < 0.02


async def test_a_pasted_picture_goes_out_as_a_file(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    composer = window.conversation.composer
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    mime = QMimeData()
    mime.setImageData(image)
    assert composer.draft.canInsertFromMimeData(mime)
    composer.draft.insertFromMimeData(mime)
    await until(lambda: composer.file.path is not None)
    path = composer.file.path
    assert path.suffix == ".png"
    assert QImage(str(path)).size() == image.size()
    window.write.close()
    assert not path.exists()


async def test_up_in_an_empty_draft_changes_nothing(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    draft = draft_of(desk)
    draft.setFocus()
    before = len(desk.backend.calls)
    QTest.keyClick(draft, Qt.Key.Key_Up)
    assert draft.toPlainText() == ""
    assert draft.hasFocus()
    assert window.desk.composer.reply is None
    assert len(desk.backend.calls) == before


async def test_a_long_text_is_counted(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    composer = window.conversation.composer
    composer.draft.setPlainText("я" * 3000)
    calm = composer.foot.hint.text()
    composer.draft.setPlainText("я" * 3500)
    assert "3500" in composer.foot.hint.text() != calm
    composer.draft.setPlainText("я" * 4100)
    assert composer.foot.hint.property("look") == "danger"


async def test_replies_are_managed_kept_and_carried(desk: SimpleNamespace, tmp_path: Path) -> None:
    window = desk.window
    await window.open_thread(1)
    window.actions_["manage_replies"].trigger()
    manager = window.write._manager
    count = len(manager.rows)
    assert count >= 12
    manager.add()
    manager.name.setText("Скидка")
    manager.name.textEdited.emit("Скидка")
    manager.words.setPlainText("{имя}, по скидке вернусь.")
    assert desk.backend.rows[1].name in manager.preview.text()
    manager.move_by(-1)
    assert manager.rows[-2].name == "Скидка"
    manager.list.setCurrentRow(0)
    manager.delete()
    manager.close()
    await until(lambda: desk.backend.saved.get("desk.replies"))
    assert len(json.loads(desk.backend.saved["desk.replies"])) == count
    file = tmp_path / "replies.json"
    await window.desk.replies.export(file)
    window.desk.replies.keep([])
    assert await window.desk.replies.import_(file) == count
    assert len(window.desk.replies.replies) == count
    file.write_text("не список")
    window.desk.tasks.start(window.desk.replies.import_(file))
    await until(window.toast.isVisible)
    assert len(window.desk.replies.replies) == count


def test_the_settings_are_declared() -> None:
    assert DEFAULTS["desk.suggest"] == DEFAULTS["desk.spell"] == "on"
    assert DEFAULTS["desk.replies"] == DEFAULTS["desk.spell_words"] == ""


async def test_a_closed_window_offers_templates_alone(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(7)
    window.actions_["quick_replies"].trigger()
    await until(lambda: window.write.offers.rows)
    assert {offer.kind for offer in window.write.offers.rows} == {"template"}
    assert window.write.offers.rows[0].template.params == 2


async def test_the_list_closes_with_its_thread(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    window.actions_["quick_replies"].trigger()
    await window.open_thread(10)
    assert not window.write.list.isVisible()


async def test_two_replies_of_one_name_are_both_there(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    window.desk.replies.keep([QuickReply(name="А", text="1"), QuickReply(name="А", text="2")])
    window.actions_["quick_replies"].trigger()
    assert [offer.text for offer in window.write.offers.rows] == ["1", "2"]


async def test_a_suggestion_is_taken_by_enter_on_it(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    await until(lambda: window.write.bar.lines)
    line = window.write.bar.lines[1]
    text = line.proposal.text
    assert text in line.accessibleName()
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert draft_of(desk).toPlainText() == text
    assert sent(desk) == []


async def test_all_that_is_found_is_in_sight(desk: SimpleNamespace) -> None:
    await desk.window.open_thread(3)
    desk.window.write.quick_replies()
    found = desk.window.write.list
    for typed in ("с", "сп", "спас", "с", "спас"):
        found.line.setText(typed)
        view, bar = found.list, found.list.verticalScrollBar()
        few = view.model().rowCount() <= 6
        await until(lambda few=few, bar=bar: not (few and bar.maximum()))
        assert view.viewport().rect().contains(view.visualRect(view.currentIndex())), typed
