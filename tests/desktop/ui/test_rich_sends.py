"""Places, contacts, questions, reactions; and that one is writing is told only while one does."""

from types import SimpleNamespace
from typing import Any

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget

from core.domain.changes import Change
from core.domain.sends import Buttons, Cards, Menu, Place
from core.domain.views import AttachmentRow
from tests.desktop.sample_backend import TG, WA
from tests.desktop.ui.conftest import until


def dialog(desk: SimpleNamespace, name: str) -> Any:
    return next(one for one in desk.window.findChildren(QWidget, name) if one.isVisible())


def sent(desk: SimpleNamespace) -> list[Any]:
    return [call[3] for call in desk.backend.calls if call[0] == "send_content"]


async def test_a_pasted_link_of_a_map_goes_as_a_place(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(2)
    composer = window.conversation.composer
    composer.draft.setPlainText("привет, 55.7558")
    assert not composer.foot.place.isVisible()
    composer.draft.setPlainText("https://yandex.ru/maps/?pt=37.6173,55.7558&z=15")
    assert composer.foot.place.isVisible()
    composer.foot.place.click()
    made = dialog(desk, "placeDialog")
    made.name.setText("Склад")
    assert "Склад" in made.preview.accessibleName()
    made.submit.click()
    place = Place(latitude=55.7558, longitude=37.6173, name="Склад")
    await until(lambda: sent(desk) == [place])
    assert composer.draft.toPlainText() == ""


async def test_what_is_no_place_says_how_to_name_one(desk: SimpleNamespace) -> None:
    await desk.window.open_thread(2)
    QGuiApplication.clipboard().setText("не место")
    desk.window.actions_["place"].trigger()
    made = dialog(desk, "placeDialog")
    assert made.where.text() == ""
    made.where.setText("за углом")
    made.submit.click()
    assert made.said.text() == "Вставьте координаты или ссылку с карты."
    assert sent(desk) == []
    made.close()


async def test_a_contact_is_a_name_and_a_phone_that_is_one(desk: SimpleNamespace) -> None:
    await desk.window.open_thread(2)
    desk.window.actions_["contact"].trigger()
    made = dialog(desk, "cardDialog")
    made.submit.click()
    assert made.said.text() == "Введите имя."
    made.name.setText("Анна")
    made.phone.setText("12")
    made.submit.click()
    assert made.said.text().startswith("Это не номер")
    vcard = "BEGIN:VCARD\u2028VERSION:3.0\u2028FN:Пётр Ким\u2028TEL;TYPE=CELL:8 916 111-22-33\u2028"
    made.name.setText(f"{vcard}ORG:Свет;Отдел\u2028END:VCARD")
    assert (made.name.text(), made.company.text()) == ("Пётр Ким", "Свет")
    QTest.keyClick(made.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: sent(desk))
    (cards,) = sent(desk)
    assert isinstance(cards, Cards)
    assert cards.cards[0].phones == ("+79161112233",)


async def test_a_question_has_buttons_or_a_list_within_the_limits(desk: SimpleNamespace) -> None:
    await desk.window.open_thread(2)
    desk.window.actions_["question"].trigger()
    made = dialog(desk, "questionDialog")
    made.question.setPlainText("Когда?")
    made.submit.click()
    assert not made.said.isHidden()  # there is nothing to answer with
    made.titles[0].setText("а" * 21)
    assert made.titles[0].property("bad") == "true"
    made.titles[0].setText("Завтра")
    assert "[Завтра]" in made.preview.accessibleName()
    made.submit.click()
    await until(lambda: len(sent(desk)) == 1)
    assert isinstance(sent(desk)[0], Buttons)
    desk.window.actions_["question"].trigger()
    made = dialog(desk, "questionDialog")
    made.question.setPlainText("Куда?")
    made.as_list.click()
    made.rows[0][0].setText("Самовывоз")
    made.rows[0][1].setText("со склада")
    assert "Самовывоз — со склада" in made.under.text()
    made.submit.click()
    await until(lambda: len(sent(desk)) == 2)
    menu = sent(desk)[1]
    assert isinstance(menu, Menu)
    assert (menu.button, menu.sections[0].rows[0].title) == ("Выбрать", "Самовывоз")


@pytest.mark.parametrize("thread", [3, 7])
async def test_nothing_of_it_opens_where_it_cannot_go(desk: SimpleNamespace, thread: int) -> None:
    await desk.window.open_thread(thread)
    for command in ("question",) if thread == 3 else ("place", "contact", "question"):
        desk.window.actions_[command].trigger()
    names = ("placeDialog", "cardDialog", "questionDialog")
    assert not [w for n in names for w in desk.window.findChildren(QWidget, n)]
    said = "не пишет" if thread == 3 else "закрыто"
    assert said in desk.window.toast.text.text()


async def test_a_reaction_is_set_and_taken_back_from_the_menu(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(2)

    def press(number: int) -> None:
        window.actions_["react"].trigger()
        menu = [m for m in window.conversation.view.findChildren(QMenu) if m.isVisible()][-1]
        menu.actions()[number - 1].trigger()
        menu.close()

    press(1)
    await until(lambda: ("react", 2, "54", "👍") in desk.backend.calls)
    await until(lambda: any(("us", "👍") in r.reactions for r in window.messages.rows))
    press(1)
    await until(lambda: ("react", 2, "54", "") in desk.backend.calls)


async def test_on_telegram_only_what_its_server_takes_is_offered(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    view = window.conversation.view
    await until(lambda: bool(any(view.actions_.taken.values())))
    rows = window.messages.rows
    ours = next(r for r in rows if r.peer.channel is TG)
    menu = view.menu_for(structs.replace(ours, direction="out"))
    react = next(a for a in menu.actions() if a.text() == "Реакция").menu()
    assert [a.text().split()[1] for a in react.actions()] == ["👍", "❤", "🔥", "🙏", "👎"]
    react.actions()[1].trigger()
    await until(lambda: ("react", 1, ours.external_id, "❤") in desk.backend.calls)
    menu.close()


async def test_that_one_writes_is_told_only_while_one_does(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(2)
    draft = window.conversation.composer.draft

    def told() -> list[Any]:
        return [call for call in desk.backend.calls if call[0] == "typing"]

    draft.setPlainText("вставлено")
    assert told() == []
    QTest.keyClicks(draft, "abc")
    await until(told)
    assert told() == [("typing", 2, WA)]
    desk.now += 21_000
    QTest.keyClicks(draft, "d")
    await until(lambda: len(told()) == 2)
    QTest.keyClick(draft, Qt.Key.Key_Left)
    assert len(told()) == 2
    assert ("typing", 2, TG) not in told()


def _is_still(desk: SimpleNamespace) -> bool:
    """Nothing is being read, and nothing waits to be."""
    timers = (desk.feed._timer, desk.window.threads._paced._timer)
    return not desk.window.desk.tasks._running and not any(t.isActive() for t in timers)


async def test_a_file_on_its_way_says_how_far_it_is_and_can_be_stopped(
    desk: SimpleNamespace,
) -> None:
    window = desk.window
    item = AttachmentRow(index=0, kind="document", name="Смета.pdf", size=9_000_000)
    row = desk.backend._message(
        90, 0, "", thread=2, channel=WA, ours=True, status="sending", client_ref="ref-90",
        attachments=(item,), uploaded=0.4,
    )  # fmt: skip
    desk.backend.kept[2].append(row)
    await window.open_thread(2)
    view = window.conversation.view
    made = view.itemDelegate().bubble(window.messages.index(window.messages.row_of(90)))
    assert made.undo is not None
    assert made.part_at(made.undo[1].center()) == "undo"
    assert "40 %" in window.messages.describe(row)
    view.grab()
    await until(lambda: _is_still(desk))  # the list goes by what the opening read
    reads: list[object] = []
    window.threads.loaded.connect(lambda: reads.append(1))
    desk.backend.kept[2][-1] = structs.replace(row, uploaded=0.8)
    desk.feed.push(Change(frozenset({"upload"}), frozenset({2}), 0))
    await until(lambda: window.messages.rows[-1].uploaded == 0.8)
    assert reads == []  # nothing but the messages is read again for that
    view.actions_.do(window.messages.rows[-1], "undo")
    await until(lambda: ("stop_upload", "ref-90") in desk.backend.calls)


async def test_a_place_that_is_taken_back_is_no_draft(desk: SimpleNamespace) -> None:
    window = desk.window
    row = desk.backend._message(
        91, 0, "Склад\n55.7558, 37.6173", thread=2, channel=WA, ours=True, status="queued",
        client_ref="ref-91", note="location", goes_at=desk.now + 5000,
    )  # fmt: skip
    desk.backend.kept[2].append(row)
    await window.open_thread(2)
    await window.talk.take_back(row)
    assert ("take_back", "ref-91") in desk.backend.calls
    assert window.conversation.composer.draft.toPlainText() == ""
