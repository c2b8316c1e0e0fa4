"""Templates by keys: offered, found, filled in, refused with a sentence, sent, told about."""

from pathlib import Path
from types import SimpleNamespace

from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QPushButton

from core.domain.changes import Change
from core.domain.problems import Problem
from desktop.viewmodels.template_order import Wanted
from tests.desktop.ui.conftest import until

CONTROL = Qt.KeyboardModifier.ControlModifier


async def opened(desk: SimpleNamespace, thread: int = 7) -> SimpleNamespace:
    """The panel of a thread, its templates read."""
    window = desk.window
    window.activateWindow()
    await window.open_thread(thread)
    panel = window.conversation.composer.templates
    await until(lambda: window.desk.templates.state in ("ready", "failed") or thread != 7)
    return panel


def row(desk: SimpleNamespace, name: str) -> object:
    return next(r for r in desk.window.desk.templates.every if r.name == name)


async def test_a_closed_window_offers_the_best_one_at_once(desk: SimpleNamespace) -> None:
    panel = await opened(desk)
    assert panel.current.name == "continue_talk"
    assert panel.rows.best == panel.current
    assert "Сервисный" in panel.charged.text()
    assert "бесплат" not in panel.charged.text()
    assert panel.submit.text() == "Заполнить"


async def test_a_template_is_found_filled_in_and_sent_by_keys(desk: SimpleNamespace) -> None:
    panel = await opened(desk)
    panel.search.setFocus()
    QTest.keyClicks(panel.search, "track")
    assert [r.name for r in panel.model.rows] == ["delivery_track"]
    QTest.keyClick(panel.search, Qt.Key.Key_Return)
    first = panel.form.fields[0].line
    assert first.hasFocus()
    QTest.keyClicks(first, "1148")
    assert "Заказ 1148" in panel.preview.accessibleName()
    QTest.keyClick(first, Qt.Key.Key_Return, CONTROL)  # three are missing still
    assert not [c for c in desk.backend.calls if c[0] == "send_template"]
    said = [f.said.text() for f in panel.form.fields if not f.said.isHidden()]
    assert said == ["Заполните это поле."] * 3
    for field, value in zip(panel.form.fields[1:], ("Дамир", "завтра", "a1"), strict=True):
        assert field.line.hasFocus()
        field.line.insert(value)
        QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert panel.submit.hasFocus()
    QTest.keyClick(panel.submit, Qt.Key.Key_Return)
    call = ("send_template", 7, "delivery_track", ["Дамир", "завтра"])
    await until(lambda: call in desk.backend.calls)
    values = desk.backend.filled.values
    assert (values.header, values.buttons) == ("1148", ("a1", "", ""))
    await until(lambda: panel.model.recent == ["delivery_track ru"])
    await until(lambda: "delivery_track ru" in desk.backend.saved.get("desk.templates", ""))


async def test_the_keys_come_to_the_templates_when_they_are_read(desk: SimpleNamespace) -> None:
    window = desk.window
    palette, composer = window.going.palette, window.conversation.composer
    await window.open_thread(1)
    palette.open()
    palette.line.setText("Дамир")
    await until(lambda: any("Дамир" in row.title for row in palette._model.rows))
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    panel = composer.templates
    await until(lambda: panel.isVisible() and panel.current is not None)
    await until(lambda: panel.isAncestorOf(window.focusWidget()))
    assert window.focusWidget() in (panel.submit, panel.search)


async def test_escape_goes_back_a_step_at_a_time(desk: SimpleNamespace) -> None:
    panel = await opened(desk, 2)
    composer = desk.window.conversation.composer
    desk.window.actions_["templates"].trigger()
    await until(lambda: panel.current is not None)
    assert panel.search.hasFocus()
    panel.pick(row(desk, "delivery_track"))
    QTest.keyClick(panel.form.fields[0].line, Qt.Key.Key_Escape)
    assert panel.search.hasFocus()
    QTest.keyClick(panel.search, Qt.Key.Key_Escape)
    assert composer.box.isVisible()
    assert composer.draft.hasFocus()


async def test_arrows_of_the_search_go_through_the_list(desk: SimpleNamespace) -> None:
    panel = await opened(desk)
    panel.search.setFocus()
    panel.search.setText("e")
    first = panel.current
    QTest.keyClick(panel.search, Qt.Key.Key_Down)
    assert panel.current == panel.model.rows[1] != first
    QTest.keyClick(panel.search, Qt.Key.Key_Up)
    assert panel.current == first


async def test_one_that_cannot_be_sent_says_why(desk: SimpleNamespace) -> None:
    panel = await opened(desk)
    panel.pick(row(desk, "autumn_sale"))
    assert not panel.submit.isEnabled()
    assert "Meta приостановила" in panel.findChild(QLabel, "templateWhyNot").text()
    assert panel.form.fields == []
    QTest.keyClick(panel.search, Qt.Key.Key_Return, CONTROL)
    assert not [c for c in desk.backend.calls if c[0] == "send_template"]


async def test_what_goes_above_the_text_is_a_file_of_its_kind(
    desk: SimpleNamespace, tmp_path: Path
) -> None:
    panel = await opened(desk)
    panel.pick(row(desk, "new_catalogue"))
    media = panel.form.fields[0]
    media.take(f"{tmp_path}/offer.gif")
    assert "JPEG" in media.said.text()
    media.take(f"{tmp_path}/offer.png")
    assert media.said.isHidden()
    assert panel.form.filling.file.endswith("offer.png")


async def test_the_list_narrows_by_language_and_category_and_says_when_nothing_fits(
    desk: SimpleNamespace,
) -> None:
    panel = await opened(desk)
    panel.model.narrow(Wanted(lang="en_US"))
    assert [r.lang for r in panel.model.rows] == ["en_US"]
    assert panel.filters.lang.text() == "en-US"
    panel.search.setText("щщщ")
    assert panel.model.rowCount() == 0
    assert panel.unfit.isVisible()
    assert not panel.submit.isEnabled()
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert panel.search.text() == ""


async def test_templates_that_cannot_be_read_say_so_and_are_tried_again(
    desk: SimpleNamespace,
) -> None:
    desk.backend.templates_fail = Problem("whatsapp-unreachable")
    panel = await opened(desk)
    again = panel.findChild(QPushButton, "noTemplatesAction")
    assert again.isVisible()
    assert "Нет связи" in panel._nothing.text.text()
    desk.backend.templates_fail = None
    again.click()
    await until(lambda: panel.current is not None)
    assert not again.isVisible()


async def test_an_account_without_templates_says_the_next_step(desk: SimpleNamespace) -> None:
    desk.backend.with_templates = False
    panel = await opened(desk)
    assert panel._nothing.isVisible()
    assert "WhatsApp Manager" in panel._nothing.text.text()
    desk.backend.with_templates = True
    desk.feed.push(Change(frozenset({"template"}), frozenset(), 1))
    await until(lambda: panel.current is not None)


async def test_a_template_that_was_paused_meanwhile_is_shown_so_and_keeps_what_is_typed(
    desk: SimpleNamespace,
) -> None:
    panel = await opened(desk)
    panel.pick(row(desk, "order_shipped"))
    panel.form.fields[1].line.setText("1148")
    desk.feed.push(Change(frozenset({"template"}), frozenset(), 1))
    await until(lambda: panel.model.state == "ready")
    assert panel.form.typed[1] == "1148"
    every = [
        structs.replace(r, status="PAUSED", problem=Problem("whatsapp-template-paused"))
        if r.name == "order_shipped" else r
        for r in panel.model.every
    ]  # fmt: skip
    panel.model.every = every
    panel.model.narrow(panel.model.wanted)
    assert not panel.submit.isEnabled()


async def test_in_a_small_window_with_huge_text_rows_are_seen_and_words_are_whole(
    desk: SimpleNamespace,
) -> None:
    panel = await opened(desk)
    desk.shell.theme.resize("huge")
    try:
        for part in (panel.filters.lang, panel.filters.kind):
            await until(lambda part=part: part.width() >= part.sizeHint().width())
        desk.window.resize(1000, 640)
        await until(lambda: panel.filters.isHidden())
        panel._narrow(lang="ru")
        assert not panel.filters.isHidden(), "what narrows the list is to be seen"
    finally:
        desk.shell.theme.resize("normal")


async def test_the_buttons_of_a_template_in_an_open_window_are_whole(desk: SimpleNamespace) -> None:
    window = desk.window
    window.resize(1360, 860)
    await window.open_thread(2)
    panel = window.conversation.composer.templates
    window.actions_["quick_replies"].trigger()
    await until(lambda: panel.model.every)
    window.write.list.hide()
    row = next(row for row in panel.model.every if row.params == 3)
    window.conversation.composer.open_template(row)
    for one in (panel.leave, panel.submit):
        await until(lambda one=one: one.isVisible() and one.width() >= one.sizeHint().width())


async def test_telegram_has_no_templates(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(3)
    window.actions_["templates"].trigger()
    assert window.conversation.composer.box.isVisible()


async def test_a_document_of_the_thread_may_stand_above_the_text(desk: SimpleNamespace) -> None:
    panel = await opened(desk, 1)
    names = [name for name, _path in panel.form.files("document")]
    assert "КП-1148 Панели 600×600.pdf" in names
    assert panel.form.files("video") == []


async def test_the_picture_above_the_text_is_seen_before_it_goes(
    desk: SimpleNamespace, tmp_path: Path
) -> None:
    panel = await opened(desk)
    image = QImage(640, 400, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    assert image.save(str(tmp_path / "panels.png"))
    panel.pick(row(desk, "new_catalogue"))
    panel.form.fields[0].take(str(tmp_path / "panels.png"))
    preview = panel.preview

    def red() -> bool:
        return preview.grab().toImage().pixelColor(preview.width() // 3, 40) == Qt.GlobalColor.red

    assert not red()
    await until(red)


async def test_a_filter_is_picked_from_its_menu(desk: SimpleNamespace) -> None:
    panel = await opened(desk)
    panel.filters.kind.click()
    menu = panel.filters.kind.findChild(QMenu)
    assert [action.text() for action in menu.actions()] == ["Все", "Маркетинг", "Сервисный"]
    menu.actions()[1].trigger()
    menu.close()
    assert {r.category for r in panel.model.rows} == {"MARKETING"}
    assert panel.filters.kind.text() == "Маркетинг"
