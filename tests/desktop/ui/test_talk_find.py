"""Words are found in the whole open thread, loaded or not, and lit one after the other."""

from types import SimpleNamespace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.ui.selection import Spot
from tests.desktop.sample_backend import HOUR, MINUTE, TG
from tests.desktop.ui.conftest import until

SHIFT = Qt.KeyboardModifier.ShiftModifier


async def looked_for(desk: SimpleNamespace, words: str, thread: int = 1) -> SimpleNamespace:
    window = desk.window
    await window.open_thread(thread)
    window.talk.find()
    bar = window.conversation.find_bar
    bar.line.setText(words)
    QTest.keyClick(bar.line, Qt.Key.Key_Return)
    await until(lambda: window.conversation.found.words == words)
    await until(lambda: not window.conversation.found.searching)
    return bar


async def test_every_place_is_counted_lit_and_gone_to_in_turn(desk: SimpleNamespace) -> None:
    bar = await looked_for(desk, "ПАНЕЛИ")
    view = desk.window.conversation.view
    await until(lambda: view.spot is not None)
    assert bar.count.text() == "2 из 2"
    first = desk.window.messages.rows[0].text.index("панели")
    second = desk.window.messages.rows[1].text.index("Панели")
    assert view.spot == Spot(12, second, second + 6), "begins at the newest above the lower edge"
    QTest.keyClick(bar.line, Qt.Key.Key_Return, SHIFT)
    await until(lambda: view.spot == Spot(11, first, first + 6))
    assert bar.count.text() == "1 из 2"
    QTest.keyClick(bar.line, Qt.Key.Key_Return, SHIFT)
    await until(lambda: view.spot.message == 12)
    QTest.keyClick(bar.line, Qt.Key.Key_Down)
    await until(lambda: view.spot.message == 11)
    assert set(view.itemDelegate().lights.hits) == {11, 12}
    assert bar.line.hasFocus()


async def test_f3_goes_on_from_wherever_one_is(desk: SimpleNamespace) -> None:
    await looked_for(desk, "панели")
    view = desk.window.conversation.view
    await until(lambda: view.spot is not None and view.spot.message == 12)
    desk.window.activateWindow()
    await until(desk.window.isActiveWindow)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_F3)
    await until(lambda: view.spot.message == 11)
    QTest.keyClick(view, Qt.Key.Key_F3, SHIFT)
    await until(lambda: view.spot.message == 12)


async def test_what_is_not_loaded_is_found_too(desk: SimpleNamespace) -> None:
    desk.backend.kept[1] = [
        desk.backend._message(
            5000 + i, 90 * HOUR - i * MINUTE, "Где ЁЛКА?" if i in (3, 700) else "да", channel=TG
        )
        for i in range(900)
    ]
    bar = await looked_for(desk, "елка")
    window = desk.window
    await until(lambda: window.conversation.view.spot == Spot(5700, 4, 8))
    bar.step(-1)
    await until(lambda: window.conversation.view.spot == Spot(5003, 4, 8))
    assert window.messages.row_of(5003) >= 0
    assert not window.messages.newest


async def test_nothing_is_said_and_escape_puts_it_all_away(desk: SimpleNamespace) -> None:
    bar = await looked_for(desk, "панели")
    view = desk.window.conversation.view
    await until(lambda: view.spot is not None)
    bar.line.setText("нет такого слова")
    await until(lambda: bar.count.text() == "Ничего не нашлось")
    assert view.spot is None
    assert not bar.next.isEnabled()
    QTest.keyClick(bar.line, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert view.itemDelegate().lights.hits == {}


async def test_new_messages_are_found_while_one_stays_where_one_is(desk: SimpleNamespace) -> None:
    bar = await looked_for(desk, "панели")
    await until(lambda: bar.count.text() == "2 из 2")
    desk.backend.receive(1, "И ещё панели")
    await until(lambda: bar.count.text() == "2 из 3")
    await desk.window.open_thread(2)
    assert not bar.isVisible()


async def test_what_is_selected_is_looked_for(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    view = window.conversation.view
    view.setFocus()
    view.setCurrentIndex(window.messages.index(window.messages.row_of(21)))
    for _ in range(7):
        QTest.keyClick(view, Qt.Key.Key_Right, SHIFT)
    window.activateWindow()
    await until(window.isActiveWindow)
    QTest.keyClick(view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: window.conversation.find_bar.count.text() == "1 из 1")
    assert window.conversation.find_bar.line.text() == "Сможете"
    QTest.keyClick(view, Qt.Key(ord("А")), Qt.KeyboardModifier.ControlModifier)
    assert window.conversation.find_bar.line.hasFocus(), "in the Russian layout too"
