"""Telegram Business in the window: the week, automatic messages, quick replies, nothing at all."""

from types import SimpleNamespace
from typing import Any

from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget

from core.domain.business import Business, Greeting, Hours, ShortcutMessage
from core.domain.business_hours import DAY
from core.domain.marks import Mark
from core.domain.problems import Problem, ProblemError
from desktop.ui.business_more import IntroEditor, PlaceEditor
from desktop.ui.business_words import draft
from tests.desktop.sample_business import filled
from tests.desktop.ui.conftest import until

ACCOUNT = "1001"


async def opened(desk: SimpleNamespace, stands: Business | None = None) -> Any:
    desk.backend.business.kept[ACCOUNT] = filled("ru") if stands is None else stands
    desk.window.first.business()
    dialog: Any = desk.window.findChild(QWidget, "businessDialog")
    await until(lambda: dialog.model.stands == desk.backend.business.kept[ACCOUNT])
    return dialog


def said(dialog: QWidget) -> str:
    return "\n".join(one.text() for one in dialog.findChildren(QLabel) if one.isVisible())


def at(dialog: QWidget) -> str:
    """What has the keys."""
    focused = dialog.focusWidget()
    return focused.objectName() if focused is not None else ""


def kept(desk: SimpleNamespace) -> Business:
    found: Business = desk.backend.business.kept[ACCOUNT]
    return found


async def test_all_of_it_is_shown(desk: SimpleNamespace) -> None:
    dialog = await opened(desk)
    await until(lambda: "Пн–Пт" in said(dialog))
    shown = said(dialog)
    for words in (
        "Сейчас открыто, до 18:00", "9:00–18:00", "10:00–15:00", "выходной",
        "Europe/Moscow, UTC+3", "молчал 7 дней", "Уходит вне часов работы.",
        "кто уже писал, новые чаты, ещё 2 выбранных человека", "/реквизиты",
        "Тверь, Советская, 1", "21 переход",
    ):  # fmt: skip
        assert words in shown, words
    dialog.close()


async def test_without_it_one_is_told_what_it_is(desk: SimpleNamespace) -> None:
    dialog = await opened(desk, Business())
    await until(lambda: "Telegram Premium" in said(dialog))
    assert not dialog.findChildren(QPushButton, "hoursEdit")
    dialog.close()


async def test_the_week_is_changed(desk: SimpleNamespace) -> None:
    dialog = await opened(desk)
    await until(lambda: dialog.findChild(QPushButton, "hoursEdit"))
    await until(lambda: at(dialog) == "hoursEdit")
    dialog.findChild(QPushButton, "hoursEdit").click()
    editor = dialog.findChild(QWidget, "hoursEditor")
    editor.days[0].setText("девять")
    editor.keep.click()
    assert "9:00–13:00" in editor.problem.text()
    editor.days[0].setText("9-13, 14-18")
    editor.copy.click()
    editor.days[5].setText("22:00–2:00")
    editor.zone.setText("Asia/Nowhere")
    editor.keep.click()
    assert editor.problem.text() == "Выберите часовой пояс из списка."
    editor.zone.setText("Asia/Yekaterinburg")
    editor.keep.click()
    office = [(d * DAY + a, d * DAY + b) for d in range(5) for a, b in ((540, 780), (840, 1080))]
    wanted = Hours(
        zone="Asia/Yekaterinburg", open=(*office, (5 * DAY + 1320, 6 * DAY + 120))
    )  # fmt: skip
    await until(lambda: kept(desk).hours == wanted)
    await until(lambda: "22:00–2:00" in said(dialog))
    await until(lambda: at(dialog) == "hoursEdit")
    editor = dialog.edit_hours()
    editor.remove.click()
    assert kept(desk).hours is not None
    editor.remove.click()
    await until(lambda: kept(desk).hours is None)
    dialog.close()


async def test_automatic_messages_are_changed(desk: SimpleNamespace) -> None:
    dialog = await opened(desk, structs.replace(filled("ru"), hours=None, greeting=None))
    editor = dialog.edit_automatic("greeting")
    assert editor.reply.currentText() == "/hello"
    editor.days.setCurrentIndex(1)
    editor.keep.click()
    await until(lambda: kept(desk).greeting == Greeting(shortcut=3, days=14))
    editor = dialog.edit_automatic("away")
    editor.keep.click()  # outside of hours that are none
    assert "часы работы" in editor.problem.text()
    editor.schedule.setCurrentIndex(2)
    editor.since.setText("01.12.2026 10:00")
    editor.until.setText("01.12.2026 09:00")
    editor.keep.click()
    assert "позже" in editor.problem.text()
    editor.until.setText("08.12.2026 09:00")
    editor.kinds["contacts"].setChecked(True)
    editor.keep.click()
    await until(lambda: getattr(kept(desk).away, "schedule", "") == "custom")
    away = kept(desk).away
    assert away is not None
    assert away.until - away.since == (7 * 24 - 1) * 3600_000
    assert away.recipients.contacts
    assert away.recipients.users == ("7", "8")
    editor = dialog.edit_automatic("away")
    name = desk.backend.rows[2].name
    editor.people.search.setText(name[:4])
    await until(lambda: editor.findChild(QPushButton, "person-add-2"))
    QTest.keyClick(editor.people.search, Qt.Key.Key_Return)
    await until(lambda: editor.findChild(QPushButton, "person-remove-2"))
    assert name in editor.findChild(QPushButton, "person-remove-2").text()
    editor.findChild(QPushButton, "person-remove-7").click()
    editor.keep.click()
    await until(lambda: getattr(kept(desk).away, "recipients", away.recipients) != away.recipients)
    assert kept(desk).away.recipients.users == ("8", "2")
    editor = dialog.edit_automatic("away")
    editor.remove.click()
    editor.remove.click()
    await until(lambda: kept(desk).away is None)
    dialog.close()


async def test_the_address_the_words_of_an_empty_chat_and_links_are_changed(
    desk: SimpleNamespace,
) -> None:
    dialog = await opened(desk)
    editor = dialog.edit(PlaceEditor)
    editor.address.setText("  ")
    assert not editor.keep.isEnabled()
    editor.address.setText("Тверь,  Советская, 1")
    editor.keep.click()
    await until(lambda: kept(desk).address == "Тверь, Советская, 1")
    await until(lambda: "Тверь, Советская, 1" in said(dialog))
    editor = dialog.edit(IntroEditor)
    editor.remove.click()
    editor.remove.click()
    await until(lambda: not kept(desk).intro_title and not kept(desk).intro_text)
    before = kept(desk).links
    editor = dialog.edit_link()
    editor.title.setText("с выставки")
    editor.words.setPlainText("**Добрый** день")
    editor.keep.click()
    await until(lambda: len(kept(desk).links) == len(before) + 1)
    made = kept(desk).links[-1]
    assert (made.title, made.text, len(made.marks)) == ("с выставки", "Добрый день", 1)
    editor = dialog.edit_link(made)
    assert editor.words.toPlainText() == "**Добрый** день"
    editor.remove.click()
    editor.remove.click()
    await until(lambda: kept(desk).links == before)
    dialog.close()


async def test_quick_replies_are_managed(desk: SimpleNamespace) -> None:
    dialog = await opened(desk)
    editor = dialog.edit_reply()
    assert not editor.keep.isEnabled()
    editor.name.setText("/срок поставки")
    editor.words.setPlainText("**Пять** дней")
    editor.keep.click()
    await until(lambda: kept(desk).shortcuts[-1].name == "срок_поставки")
    words = kept(desk).shortcuts[-1].words
    assert words is not None
    assert (words.text, len(words.marks)) == ("Пять дней", 1)
    editor = dialog.edit_reply(kept(desk).shortcuts[0])
    assert editor.words.toPlainText().startswith("**Цена**")
    editor.words.setPlainText("По запросу")
    editor.name.setText("прайс")
    editor.keep.click()
    await until(lambda: kept(desk).shortcuts[0].name == "прайс")
    assert kept(desk).shortcuts[0].messages[0].text == "По запросу"
    editor = dialog.edit_reply(kept(desk).shortcuts[1])  # a file and a text
    assert not editor.words.isVisible()
    editor.close()
    await until(lambda: dialog.findChild(QToolButton, "replyDown-1"))
    dialog.findChild(QToolButton, "replyDown-1").click()
    await until(lambda: [one.id for one in kept(desk).shortcuts[:2]] == [2, 1])
    await until(lambda: dialog.findChild(QToolButton, "replyDelete-1").isEnabled())
    dialog.findChild(QToolButton, "replyDelete-1").click()
    dialog.findChild(QPushButton, "replySure-1").click()
    await until(lambda: all(one.id != 1 for one in kept(desk).shortcuts))
    dialog.close()


async def test_what_telegram_refuses_is_said_where_it_is_mended(desk: SimpleNamespace) -> None:
    dialog = await opened(desk)

    async def refuse(account: str, name: str, text: str) -> None:
        raise ProblemError(Problem("business-shortcut-taken"))

    desk.backend.business.add_reply = refuse
    editor = dialog.edit_reply()
    editor.name.setText("цена")
    editor.words.setPlainText("Сто")
    editor.keep.click()
    await until(lambda: editor.problem.isVisible())
    assert "уже есть" in editor.problem.text()
    assert editor.words.toPlainText() == "Сто"
    editor.close()
    dialog.close()


async def test_they_are_picked_like_ones_own(desk: SimpleNamespace) -> None:
    desk.backend.business.kept[ACCOUNT] = filled("ru")
    await desk.window.open_thread(1)
    window, write = desk.window, desk.window.write
    draft = window.conversation.composer.draft
    draft.setFocus()
    draft.setPlainText("")
    write.quick_replies()
    await until(lambda: any(row.kind == "kept" for row in write.offers.rows))
    write.list.line.setText("/цена")
    priced = next(row for row in write.offers.rows if row.kind == "kept")
    write.list.taken.emit(priced)
    assert draft.toPlainText().startswith("**Цена**: 890 ₽")  # to be changed, nothing is sent
    assert desk.backend.business.sent == []
    draft.setPlainText("")
    write.quick_replies()
    write.list.line.setText("реквизиты")
    whole = next(row for row in write.offers.rows if row.kind == "kept")
    assert "Уйдёт сразу, как есть: 2 сообщения" in whole.text
    assert "[Документ] Реквизиты.pdf" in whole.text
    write.list.list.setCurrentIndex(write.offers.index(write.offers.rows.index(whole)))
    assert write.list.keys.text() == "Enter — отправить, Esc — закрыть"
    write.list.taken.emit(whole)
    await until(lambda: desk.backend.business.sent)
    peer, reply = desk.backend.business.sent[0]
    assert (peer, reply.name) == (window.desk.composer.peer.peer, "реквизиты")
    assert draft.toPlainText() == ""


def test_where_a_link_leads_is_not_lost_in_the_draft() -> None:
    text = "Наш каталог и сайт ok.ru"
    words = ShortcutMessage(
        id=1, text=text,
        marks=(
            Mark("bold", 0, 11), Mark("link", 4, 11, "https://a.ru/k"),
            Mark("link", 19, 24, "ok.ru"), Mark("italic", 14, 18),
        ),
    )  # fmt: skip
    assert draft(words) == "**Наш каталог** (https://a.ru/k) и __сайт__ ok.ru"
    assert draft(ShortcutMessage(id=1, text="просто")) == "просто"


async def test_one_of_ours_is_put_into_telegram(desk: SimpleNamespace) -> None:
    desk.backend.business.kept[ACCOUNT] = Business(premium=True)
    await desk.window.open_thread(1)
    desk.window.write.manage_replies()
    manager: Any = desk.window.findChild(QWidget, "repliesManager")
    manager.list.setCurrentRow(0)
    manager.name.setText("Сроки")
    manager.word.setText("сроки")
    manager.words.setPlainText("{имя}, отгрузим за пять дней")
    manager.telegram.click()
    editor = manager.findChild(QWidget, "replyEditor")
    assert "Пропуски" in said(editor)
    editor.words.setPlainText("Отгрузим за пять дней")
    editor.keep.click()
    await until(lambda: [one.name for one in kept(desk).shortcuts] != [])
    assert kept(desk).shortcuts[0].words is not None
    manager.close()
