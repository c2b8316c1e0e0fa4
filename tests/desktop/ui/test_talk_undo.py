"""What was sent can be taken back while it waits; its words stand in the draft again."""

from types import SimpleNamespace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from core.domain.problems import Problem
from tests.desktop.ui.conftest import until

KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


async def sent(desk: SimpleNamespace, text: str, thread: int = 1) -> SimpleNamespace:
    window = desk.window
    desk.backend.hold_ms = 5000
    await window.open_thread(thread)
    window.activateWindow()
    await until(window.isActiveWindow)
    window.conversation.composer.draft.setPlainText(text)
    window.conversation.composer.draft.setFocus()
    QTest.keyClick(window.conversation.composer.draft, Qt.Key.Key_Return)
    await until(lambda: window.messages.rows[-1].text == text)
    return window


def line(window: SimpleNamespace) -> tuple[object, QPoint]:
    """The layout of the newest message and where its link stands."""
    view = window.conversation.view
    index = window.messages.index(window.messages.rowCount() - 1)
    made = view.itemDelegate().bubble(index)
    corner = view.visualRect(index).topLeft()
    return made, corner + made.undo[1].center().toPoint() if made.undo else corner


async def test_the_line_under_it_takes_it_back(desk: SimpleNamespace) -> None:
    window = await sent(desk, "Поторопился")
    _made, at = line(window)
    QTest.mouseClick(window.conversation.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    await until(lambda: window.messages.rows[-1].text != "Поторопился")
    draft = window.conversation.composer.draft
    assert draft.toPlainText() == "Поторопился"
    assert draft.hasFocus()
    assert [c[0] for c in desk.backend.calls if c[0] in ("send", "take_back")] == [
        "send", "take_back",
    ]  # fmt: skip


async def test_the_key_takes_the_last_one_back_from_the_field(desk: SimpleNamespace) -> None:
    window = await sent(desk, "Первое")
    await sent(desk, "Второе")
    draft = window.conversation.composer.draft
    draft.setPlainText("и ещё")
    draft.setFocus()
    QTest.keyClick(draft, Qt.Key.Key_Z, KEYS)
    await until(lambda: draft.toPlainText() == "Второе\nи ещё")
    await until(lambda: window.messages.rows[-1].text == "Первое")
    draft.clear()
    QTest.keyClick(draft, Qt.Key(ord("Я")), KEYS)
    await until(lambda: draft.toPlainText() == "Первое")
    QTest.keyClick(draft, Qt.Key.Key_Z, KEYS)
    await until(window.toast.isVisible)
    assert window.toast.text.text() == "Вернуть нечего: всё уже отправлено."


async def test_the_answer_comes_back_as_an_answer(desk: SimpleNamespace) -> None:
    desk.backend.hold_ms = 5000
    window = desk.window
    await window.open_thread(1)
    row = window.messages.rows[-1]
    window.desk.composer.answer(row)
    window.conversation.composer.draft.setPlainText("Да")
    QTest.keyClick(window.conversation.composer.draft, Qt.Key.Key_Return)
    await until(lambda: window.messages.rows[-1].text == "Да")
    assert window.desk.composer.reply is None
    kept = desk.backend.kept[1]
    kept[-1] = type(kept[-1])(**{**_fields(kept[-1]), "reply_to": row.id})
    desk.backend.touch(1)
    await until(lambda: window.messages.rows[-1].reply_to == row.id)
    window.talk.undo_send()
    await until(lambda: window.desk.composer.reply is not None)
    assert window.desk.composer.reply.id == row.id


def _fields(row: object) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__struct_fields__}  # type: ignore[attr-defined]


async def test_what_has_gone_out_says_so_and_gives_nothing_back(desk: SimpleNamespace) -> None:
    window = await sent(desk, "Ушло")
    desk.backend.fail = Problem("send-went-out")
    window.talk.undo_send()
    await until(window.toast.isVisible)
    assert "уже ушло" in window.toast.text.text()
    assert window.conversation.composer.draft.toPlainText() == ""
    assert window.messages.rows[-1].text == "Ушло"


async def test_the_line_counts_down_and_then_has_no_way_back(desk: SimpleNamespace) -> None:
    window = await sent(desk, "Жду")
    made, _at = line(window)
    assert window.conversation.view._countdown._timer.isActive()
    height = made.height
    desk.now += 6000
    await until(lambda: not window.conversation.view._countdown._timer.isActive())
    made, _at = line(window)
    assert made.height == height, "nothing jumps"
    window.talk.undo_send()
    assert ("take_back", window.messages.rows[-1].client_ref) not in desk.backend.calls


async def test_at_once_means_no_line(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    window.conversation.composer.draft.setPlainText("Сразу")
    QTest.keyClick(window.conversation.composer.draft, Qt.Key.Key_Return)
    await until(lambda: window.messages.rows[-1].text == "Сразу")
    made, _at = line(window)
    assert made.undo is None
