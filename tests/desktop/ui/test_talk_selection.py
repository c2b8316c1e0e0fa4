"""Text is selected across messages by mouse and keyboard, and copied with who and when."""

import re
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.ui.bubble import characters, utf16
from desktop.ui.bubble_layout import place
from desktop.ui.bubble_text import index_at, line_boxes, next_word, word_around, x_of
from tests.desktop.sample_backend import HOUR, MINUTE, TG
from tests.desktop.ui.conftest import until

LEFT = Qt.MouseButton.LeftButton


def spot(window: SimpleNamespace, message: int, index: int) -> QPoint:
    """Where a character of a message stands on the viewport."""
    view = window.conversation.view
    at = window.messages.index(window.messages.row_of(message))
    made = view.itemDelegate().bubble(at)
    x, y = x_of(made, index)
    return view.visualRect(at).topLeft() + QPoint(round(x) + 1, round(y) + 6)


def drag(window: SimpleNamespace, start: QPoint, *ways: QPoint) -> None:
    port = window.conversation.view.viewport()
    QTest.mousePress(port, LEFT, pos=start)
    for to in ways:
        moved = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(to), port.mapToGlobal(QPointF(to)),
            Qt.MouseButton.NoButton, LEFT, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(port, moved)
    QTest.mouseRelease(port, LEFT, pos=ways[-1] if ways else start)


def copy(window: SimpleNamespace) -> str:
    QGuiApplication.clipboard().clear()
    QTest.keyClick(window.conversation.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    return QGuiApplication.clipboard().text()


async def opened(desk: SimpleNamespace) -> SimpleNamespace:
    await desk.window.open_thread(1)
    desk.window.conversation.view.setFocus()
    return desk.window


async def test_a_drag_takes_the_letters_of_one_message(desk: SimpleNamespace) -> None:
    window = await opened(desk)
    drag(window, spot(window, 20, 9), spot(window, 20, 15))
    assert copy(window) == "И дава"


async def test_a_drag_over_several_takes_each_with_who_and_when(desk: SimpleNamespace) -> None:
    window = await opened(desk)
    start, end = spot(window, 17, 9), spot(window, 20, 8)
    drag(window, start, end)
    text = copy(window)
    parts = text.split("\n\n")
    assert len(parts) == 4
    assert re.fullmatch(r"Вы, 23 нояб\. 2026, \d\d:\d\d:\nпересчитаю на 800.*", parts[0])
    assert parts[1].endswith("\nИзображение object.jpg")
    assert parts[2].endswith("\nГолосовое сообщение")
    assert parts[3].startswith("Ирина Ковалёва, 23 нояб. 2026,")
    assert parts[3].endswith("\nСпасибо!")
    drag(window, end, start)
    assert copy(window) == text, "the same from below"


async def test_double_click_takes_a_word_and_drags_words(desk: SimpleNamespace) -> None:
    window = await opened(desk)
    port = window.conversation.view.viewport()
    at = spot(window, 21, 9)
    QTest.mouseDClick(port, LEFT, pos=at)
    QTest.mouseRelease(port, LEFT, pos=at)
    assert copy(window) == "счёт"
    QTest.mousePress(port, LEFT, pos=at)
    QTest.mouseRelease(port, LEFT, pos=at)
    assert copy(window) == window.messages.rows[-1].text, "a third click: the whole"


async def test_shift_click_goes_on_and_a_click_lets_go(desk: SimpleNamespace) -> None:
    window = await opened(desk)
    port = window.conversation.view.viewport()
    QTest.mouseClick(port, LEFT, pos=spot(window, 21, 0))
    QTest.mouseClick(port, LEFT, Qt.KeyboardModifier.ShiftModifier, spot(window, 21, 7))
    assert copy(window) == "Сможете"
    QTest.mouseClick(port, LEFT, Qt.KeyboardModifier.ShiftModifier, spot(window, 21, 12))
    assert copy(window) == "Сможете счёт"
    QTest.mouseClick(port, LEFT, pos=spot(window, 20, 3))
    assert not window.conversation.view.selecting.selection


async def test_the_keyboard_selects_by_letters_words_and_messages(desk: SimpleNamespace) -> None:
    window = await opened(desk)
    view = window.conversation.view
    view.setCurrentIndex(window.messages.index(window.messages.row_of(21)))
    shift, ctrl = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Right, shift)
    assert copy(window) == "Смо"
    QTest.keyClick(view, Qt.Key.Key_Right, shift | ctrl)
    assert copy(window) == "Сможете"
    QTest.keyClick(view, Qt.Key.Key_Left, shift)
    assert copy(window) == "Сможет"
    QTest.keyClick(view, Qt.Key.Key_End, shift)
    assert copy(window) == window.messages.rows[-1].text
    QTest.keyClick(view, Qt.Key.Key_Escape)
    QTest.keyClick(view, Qt.Key.Key_Up, shift)
    assert copy(window) == window.messages.rows[-1].text
    QTest.keyClick(view, Qt.Key.Key_Up, shift)
    assert copy(window).count(":\n") == 2
    assert view.currentIndex().row() == window.messages.row_of(20)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert copy(window) == window.messages.rows[-2].text, "nothing selected: the message"
    QTest.keyClick(view, Qt.Key.Key_A, ctrl)
    assert copy(window) == window.messages.rows[-2].text
    QTest.keyClick(view, Qt.Key.Key_A, ctrl)
    assert copy(window).count(":\n") == len(window.messages.rows)


async def test_it_stands_while_messages_come_and_pages_go(desk: SimpleNamespace) -> None:
    window = desk.window
    desk.backend.kept[1] = [
        desk.backend._message(5000 + i, 90 * HOUR - i * MINUTE, f"сообщение {i}", channel=TG)
        for i in range(900)
    ]
    window = await opened(desk)
    view = window.conversation.view
    drag(window, spot(window, 5898, 0), spot(window, 5899, 9))
    before = copy(window)
    assert before.endswith("\nсообщение")
    desk.backend.receive(1, "Новое")
    await until(lambda: window.messages.rows[-1].text == "Новое")
    assert copy(window) == before
    early = desk.backend.kept[1][100]
    assert await window.messages.reach(early.id, early.at)
    assert window.messages.row_of(5899) < 0, "let go"
    QGuiApplication.clipboard().clear()
    assert view.selecting.copy()
    await until(lambda: QGuiApplication.clipboard().text() == before)


async def test_the_selection_is_painted_in_the_colours_of_the_theme(desk: SimpleNamespace) -> None:
    window = await opened(desk)
    view = window.conversation.view
    drag(window, spot(window, 21, 0), spot(window, 21, 30))
    image = view.viewport().grab().toImage()
    at = spot(window, 21, 8)
    ratio = image.devicePixelRatio()
    seen = {
        image.pixelColor(round((at.x() + dx) * ratio), round((at.y() - 4) * ratio)).name()
        for dx in range(-20, 20)
    }
    assert desk.shell.theme.colour("accent").name() in seen


async def test_a_link_is_clicked_and_words_are_not_lost_to_it(desk: SimpleNamespace) -> None:
    window = await opened(desk)
    view = window.conversation.view
    index = window.messages.index(window.messages.row_of(15))
    view.scrollTo(index)
    quote = view.itemDelegate().bubble(index).reply.center().toPoint()
    at = view.visualRect(index).topLeft() + quote
    drag(window, at, spot(window, 15, 10))
    assert view.spot is None, "a drag that begins on a link selects"
    assert copy(window) == "Посмотрели"
    QTest.mouseClick(view.viewport(), LEFT, pos=at)
    await until(lambda: view.spot is not None)


async def test_what_a_message_says_to_a_screen_reader(desk: SimpleNamespace) -> None:
    window = await opened(desk)
    role = Qt.ItemDataRole.AccessibleTextRole

    def said(message: int) -> str:
        return str(window.messages.index(window.messages.row_of(message)).data(role))

    assert said(21).startswith("Ирина Ковалёва. ")
    assert "Telegram" in said(21)
    assert "Сможете счёт выставить" in said(21)
    assert said(17).startswith("Вы. ")
    assert "WhatsApp" in said(17)
    assert said(17).endswith("доставлено")
    assert "Ответ на сообщение" in said(15)
    assert "Голосовое сообщение" in said(19)
    await window.open_thread(2)
    assert "не отправлено" in said(55)


@given(st.text(max_size=40), st.integers(0, 40))
def test_qt_and_python_count_the_same_places(text: str, index: int) -> None:
    index = min(index, len(text))
    assert characters(text, utf16(text, index)) == index


@given(st.text("аб1 .-", max_size=30), st.integers(0, 30))
def test_words_have_ends(text: str, index: int) -> None:
    index = min(index, len(text))
    start, end = word_around(text, index)
    assert 0 <= start <= end <= len(text)
    assert text == "" or end > start
    assert index <= next_word(text, index, 1) <= len(text)
    assert 0 <= next_word(text, index, -1) <= index


@pytest.mark.parametrize("text", ["Привет 👍🏽 мир", "a\nb\n\nc", "слово " * 60, "שלום עולם", ""])
async def test_every_character_is_found_where_it_stands(desk: SimpleNamespace, text: str) -> None:

    window = await opened(desk)
    row = structs.replace(window.messages.rows[-1], text=text)
    made = place(desk.shell, row, 420, divider="", unread=False, joined=False)
    if not text:
        assert index_at(made, QPointF(10, 10)) == 0
        return
    for index in range(len(text)):
        for box in line_boxes(made, utf16(text, index), utf16(text, index + 1)):
            if box.width() > 1:
                left = index_at(made, QPointF(box.left() + 0.2, box.center().y()))
                right = index_at(made, QPointF(box.right() - 0.2, box.center().y()))
                assert index in (left, right)


@pytest.mark.parametrize("size", ["small", "normal", "large", "huge"])
@pytest.mark.parametrize("width", [340, 520, 900])
async def test_every_part_stands_inside_its_bubble_at_any_size(
    desk: SimpleNamespace, size: str, width: int
) -> None:
    theme = desk.shell.theme
    theme.resize(size)
    try:
        desk.backend.voice = "/v.ogg"
        rows = [*desk.backend._deal(), *desk.backend._oleg()]
        rows.append(structs.replace(rows[-1], status="queued", goes_at=desk.now + 5000))
        for row in rows:
            made = place(desk.shell, row, width, divider="Сегодня", unread=True, joined=False)
            inside = [box for box, _item in made.files] + [box for box, _e, _n in made.reactions]
            inside += [box for voice in made.voices.values() for box in voice] + [made.meta]
            inside += [box for box, _item, _ms in made.marks]
            inside += [made.text_box] if made.text else []
            inside += [made.reply] if made.reply else []
            for box in inside:
                assert made.box.adjusted(0, 0, 1, 1).contains(box), (row.id, box, made.box)
            under = [box for box in (made.retry, made.discard) if box is not None]
            under += [made.trouble[0]] if made.trouble else []
            under += list(made.undo) if made.undo else []
            assert all(box.left() >= 0 and box.right() <= width for box in under)
            assert all(box.bottom() <= made.height for box in [made.box, *under])
            fits = theme.font("message").pixelSize()
            assert made.text is None or made.text.lineAt(0).height() >= fits
    finally:
        theme.resize("normal")


async def test_a_drag_beyond_the_edge_brings_more_messages(desk: SimpleNamespace) -> None:
    desk.backend.kept[1] = [
        desk.backend._message(5000 + i, 90 * HOUR - i * MINUTE, f"сообщение {i}", channel=TG)
        for i in range(300)
    ]
    window = await opened(desk)
    view = window.conversation.view
    bar, port = view.verticalScrollBar(), view.viewport()
    bar.setValue(bar.maximum() // 2)
    before, at = bar.value(), QPoint(120, 100)
    QTest.mousePress(port, LEFT, pos=at)
    beyond = QPointF(120, -50)
    moved = QMouseEvent(
        QEvent.Type.MouseMove, beyond, port.mapToGlobal(beyond),
        Qt.MouseButton.NoButton, LEFT, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(port, moved)
    await until(lambda: bar.value() < before - 300)
    QTest.mouseRelease(port, LEFT, pos=QPoint(120, 0))
    still = bar.value()
    assert copy(window).count(":\n") > 5
    assert bar.value() == still
