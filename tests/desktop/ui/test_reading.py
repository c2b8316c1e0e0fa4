"""Reading: the place that is kept, what counts as read, the way down and to the sources."""

import asyncio
import time
from types import SimpleNamespace

import pytest
from msgspec import structs
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop.ui.bubble_layout import place
from desktop.viewmodels.messages import MOST
from desktop.viewmodels.rows import KEY
from tests.desktop.sample_backend import HOUR, MINUTE, TG, SampleBackend
from tests.desktop.ui.conftest import until


def long_talk(backend: SampleBackend, count: int, thread: int = 1) -> None:
    text = "Добрый день, нужны панели на склад в Твери к пятому декабря"
    backend.kept[thread] = [
        backend._message(5000 + i, 90 * HOUR - i * MINUTE, text[: 12 + i % 40],
                         thread=thread, channel=TG, ours=i % 3 == 0)
        for i in range(count)
    ]  # fmt: skip


def top(window: SimpleNamespace) -> tuple[object, int]:
    view = window.conversation.view
    index = view.indexAt(QPoint(view.viewport().width() // 2, 2))
    return index.data(KEY), view.visualRect(index).top()


async def test_the_place_is_kept_while_messages_come_and_pages_load(desk: SimpleNamespace) -> None:
    window = desk.window
    long_talk(desk.backend, 600)
    await window.open_thread(1)
    bar = window.conversation.view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    before = top(window)
    desk.backend.receive(1, "Новое сообщение")
    await until(lambda: window.messages.rows[-1].text == "Новое сообщение")
    assert top(window) == before
    while len(window.messages.rows) < MOST:
        loaded = len(window.messages.rows)
        bar.setValue(0)
        before = top(window)
        await until(lambda loaded=loaded: len(window.messages.rows) > loaded)
        assert top(window) == before


async def test_only_what_is_before_the_eyes_is_read(desk: SimpleNamespace) -> None:
    window, view = desk.window, desk.window.conversation.view
    long_talk(desk.backend, 200, thread=9)
    window.activateWindow()
    await until(window.isActiveWindow)
    await window.open_thread(9)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    desk.backend.receive(9, "раз")
    desk.backend.receive(9, "два")
    await until(lambda: window.desk.current.unread == 2)
    assert ("mark_read", 9) not in desk.backend.calls
    down = view._down
    assert down.isVisible()
    assert down.toolTip() == "2 новых сообщения ниже"
    QTest.mouseClick(down, Qt.MouseButton.LeftButton)
    await until(lambda: ("mark_read", 9) in desk.backend.calls)
    await until(lambda: window.desk.current.unread == 0)
    assert not down.isVisible()
    assert desk.backend.calls.count(("mark_read", 9)) == 1, "told once"


async def test_the_way_down_from_far_up_leads_to_the_newest(desk: SimpleNamespace) -> None:
    window, view = desk.window, desk.window.conversation.view
    long_talk(desk.backend, 1000)
    await window.open_thread(1)
    early = desk.backend.kept[1][30]
    assert await window.messages.reach(early.id, early.at)
    assert view.light(early.id, 0, 0)
    assert view._down.isVisible()
    view.to_end()
    await until(lambda: window.messages.rows[-1].id == 5999)
    assert view.at_end


async def test_an_answer_leads_to_what_it_answers(desk: SimpleNamespace) -> None:
    window, view = desk.window, desk.window.conversation.view
    await window.open_thread(1)
    index = window.messages.index(window.messages.row_of(15))
    view.scrollTo(index)
    quote = view.itemDelegate().bubble(index).reply.center().toPoint()
    at = view.visualRect(index).topLeft() + quote
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    await until(lambda: view.spot is not None and view.spot.message == 14)


async def test_messages_are_read_and_answered_from_the_keyboard(desk: SimpleNamespace) -> None:
    window, view = desk.window, desk.window.conversation.view
    await window.open_thread(7)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.currentIndex().isValid()
    await window.open_thread(1)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    view.setCurrentIndex(window.messages.index(window.messages.row_of(20)))
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.currentIndex().data(KEY) == 19
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert window.desk.composer.reply.id == 20


async def test_the_longest_word_pushes_nothing_out_of_the_side_panel(desk: SimpleNamespace) -> None:
    window = desk.window
    row = desk.backend.fact("f9", "email", "к" * 90 + "@example.com", 21, "счёт")
    desk.backend.found[1].append(row)
    await window.open_thread(1)
    body = window.sidebar.findChild(QWidget, "sidebarBody")
    await until(lambda: len(window.sidebar.facts.cards) == 9)
    assert body.width() <= body.parentWidget().width()
    card = next(c for c in window.sidebar.facts.cards if c.row.fact.id == "f9")
    value = card.value
    await until(lambda: 20 < value.heightForWidth(value.width()) <= value.height())
    right = card.reject.mapTo(body, card.reject.rect().topRight()).x()
    assert right < body.parentWidget().width()


@pytest.mark.parametrize("text", ["а" * 5_000_000, "\n" * 300_000, "цена? " * 900_000])
async def test_a_message_without_end_is_shown_in_part_and_copied_whole(
    desk: SimpleNamespace, text: str
) -> None:
    window = desk.window
    await window.open_thread(1)
    row = structs.replace(window.messages.rows[-1], text=text)
    started = time.process_time()
    made = place(desk.shell, row, 600, divider="", unread=False, joined=False)
    assert time.process_time() - started < 5
    assert made.height < 40_000
    assert made.text.text().endswith("Скопируйте текст, чтобы прочесть всё.")
    menu = window.conversation.view.actions_.menu_for(row)
    next(a for a in menu.actions() if a.text() == "Копировать текст").trigger()
    assert QGuiApplication.clipboard().text() == text
    menu.close()


async def test_the_focus_alone_opens_no_thread(desk: SimpleNamespace) -> None:
    window = desk.window
    window.focus_search()
    QTest.keyClick(window, Qt.Key.Key_Tab)
    window.pane.list.setFocus(Qt.FocusReason.TabFocusReason)
    await asyncio.sleep(0.05)
    assert window.desk.current is None
    QTest.keyClick(window.pane.list, Qt.Key.Key_Return)
    await until(lambda: window.desk.current is not None and window.desk.current.id == 1)


async def test_the_next_unread_is_found_from_the_open_thread_and_around(
    desk: SimpleNamespace,
) -> None:
    window = desk.window
    opened: list[int] = []
    window.activateWindow()
    await until(window.isActiveWindow)

    async def go_on() -> None:
        before = opened[-1] if opened else None
        window.actions_["next_unread"].trigger()
        await until(lambda: window.desk.current and window.desk.current.id != before)
        await until(lambda: window.desk.current.id == window.pane._wanted)
        await until(lambda: not window.threads.row(window.desk.current.id).unread)
        opened.append(window.desk.current.id)

    for _ in range(4):
        await go_on()
    desk.backend.receive(2, "ещё")
    await until(lambda: window.threads.row(2).unread)
    await go_on()
    assert opened == [1, 2, 3, 5, 2]


async def test_cards_serve_one_thread_after_the_other(desk: SimpleNamespace) -> None:
    window = desk.window
    window.activateWindow()
    await until(window.isActiveWindow)
    await window.open_thread(1)
    first = window.sidebar.facts.cards
    assert window.isActiveWindow()
    first[0].correct.click()
    await window.open_thread(3)
    assert window.sidebar.facts.cards == []
    assert not any(card.isVisible() for card in first)
    await window.open_thread(1)
    again = window.sidebar.facts.cards
    assert {id(card) for card in again} == {id(card) for card in first}
    assert again[0].kind.text() == "Бюджет"
    assert not any(card.editor.isVisible() for card in again)
    assert all(card.property("lit") != "true" for card in again)


async def test_the_end_stays_in_view_while_the_window_changes_its_size(
    desk: SimpleNamespace,
) -> None:
    window, view = desk.window, desk.window.conversation.view
    long_talk(desk.backend, 200)
    await window.open_thread(1)
    for width in (1000, 1500, 1180, 2000):
        window.resize(width, 700)
        await asyncio.sleep(0.02)
        bar = view.verticalScrollBar()
        assert view.at_end
        assert bar.value() == bar.maximum()
