"""A poll is voted in, a bot's button pressed, words answered, a message pinned and asked about."""

from types import SimpleNamespace
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from core.domain.answers import Pressed, ReadBy
from core.domain.around import Around
from core.domain.channels import Channel
from core.domain.keys import Key, Keys
from core.domain.polls import Option, Poll, line
from core.domain.problems import Problem
from core.domain.sends import Quote
from core.domain.views import MessageRow
from desktop.ui.selection import End
from tests.desktop.sample_backend import NOW
from tests.desktop.ui.conftest import until

TELEGRAM = 3
KEYS = Keys(
    rows=((Key(title="Принять", does="callback", data=b"yes"), Key(title="Да", does="text")),)
)


def poll(*days: str, several: bool = False) -> tuple[str, Around]:
    made = Poll(options=tuple(Option(key=day.encode(), text=day) for day in days), several=several)
    return "\n".join(["Когда?", *map(line, made.options)]), Around(poll=made)


async def opened(desk: SimpleNamespace, *told: tuple[str, Around | None]) -> list[MessageRow]:
    rows = []
    for i, (text, around) in enumerate(told):
        row = desk.backend._message(9000 + i, 0, text, thread=TELEGRAM, channel=Channel.TELEGRAM)
        ours = text == "Отправили"
        rows.append(
            replace(
                row, at=NOW - 60_000 + i, external_id=str(9000 + i), text=text, around=around,
                note="poll" if around is not None and around.poll is not None else "",
                direction="out" if ours else "in", status="read" if ours else None,
            )
        )  # fmt: skip
    desk.backend.kept[TELEGRAM] = rows
    await desk.window.open_thread(TELEGRAM)
    return rows


def click(desk: SimpleNamespace, row: MessageRow, at: Any) -> None:
    view = desk.window.conversation.view
    index = view.model().index(desk.window.messages.row_of(row.id))
    view.scrollTo(index)
    place = view.visualRect(index).topLeft() + at(view._delegate.bubble(index)).center().toPoint()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def called(desk: SimpleNamespace, name: str) -> list[tuple[object, ...]]:
    return [call for call in desk.backend.calls if call[0] == name]


async def test_one_votes_with_the_mouse_and_with_keys(desk: SimpleNamespace) -> None:
    one, two = await opened(desk, poll("Пн", "Вт"), poll("Ср", "Чт", several=True))
    click(desk, one, lambda made: made.choices.options[1][0])
    await until(lambda: called(desk, "vote") == [("vote", TELEGRAM, "9000", ("Вт".encode(),))])
    view = desk.window.conversation.view
    await until(lambda: not view.actions_.more.chooses(desk.window.messages.rows[0]))
    for wanted in ("Ср", "Чт"):  # several are ticked, then handed in
        desk.window.actions_["choose"].trigger()
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        next(one for one in menu.actions() if one.text().endswith(wanted)).trigger()
        menu.close()
    assert len(called(desk, "vote")) == 1
    click(desk, two, lambda made: made.choices.foot)
    chosen = ("Ср".encode(), "Чт".encode())
    await until(lambda: called(desk, "vote")[1:] == [("vote", TELEGRAM, "9001", chosen)])


async def test_a_bot_answers_its_buttons(desk: SimpleNamespace) -> None:
    (order,) = await opened(desk, ("Заказ 5", Around(keys=KEYS)))
    desk.backend.asking.answers[b"yes"] = Pressed("Принято <b>", alert=True)
    click(desk, order, lambda made: made.keys[0][0])
    await until(lambda: desk.window.findChildren(QWidget, "askDialog"))
    (dialog,) = desk.window.findChildren(QWidget, "askDialog")
    assert (dialog.text.text(), dialog.text.textFormat()) == (
        "Принято <b>",
        Qt.TextFormat.PlainText,
    )
    dialog.close()
    click(desk, order, lambda made: made.keys[1][0])
    await until(lambda: called(desk, "send"))
    assert called(desk, "send")[0][3:] == ("Да", None)


async def test_words_are_answered_and_a_message_asked_about(desk: SimpleNamespace) -> None:
    window = desk.window
    asked, ours = await opened(desk, ("Есть 40 мм? И 🔥 цена?", None), ("Отправили", None))
    view = window.conversation.view
    selection = view.selecting.selection
    selection.anchor, selection.head = (End(*asked.stand, 16), End(*asked.stand, 20))
    view.actions_.answer.emit(asked)
    window.conversation.composer.draft.setPlainText("Сто")
    window.actions_["silent"].trigger()
    await until(lambda: called(desk, "send"))
    quote = Quote(text="цена", at=17)
    assert called(desk, "send") == [
        ("send", TELEGRAM, Channel.TELEGRAM, "Сто", "9000", quote, "silent")
    ]
    menu = view.menu_for(ours)
    menu.popup(QPoint(10, 10))
    await until(lambda: menu.actions()[0].text().startswith("Прочитано"))
    menu.close()
    desk.backend.asking.readers = [ReadBy(NOW, "Олег"), ReadBy(NOW, "Анна")]
    menu = view.menu_for(ours)
    menu.popup(QPoint(10, 10))
    await until(lambda: "Анна" in menu.actions()[2].text())
    menu.close()
    desk.backend.asking.fail = Problem("telegram-read-theirs")
    menu = view.menu_for(ours)
    menu.popup(QPoint(10, 10))
    await until(lambda: menu.actions()[0].text() == "Клиент скрыл, когда он читает сообщения.")
    menu.close()
    view.setFocus()
    view.setCurrentIndex(window.messages.index(window.messages.row_of(ours.id)))
    window.actions_["pin_message"].trigger()
    await until(lambda: called(desk, "pin_message"))
    assert called(desk, "pin_message") == [("pin_message", TELEGRAM, "9001", True, False)]


async def test_a_day_is_gone_to(desk: SimpleNamespace) -> None:
    day = 86_400_000
    rows = await opened(desk, ("Начало", None), ("Потом", None), ("Сегодня", None))
    desk.backend.kept[TELEGRAM] = [
        replace(row, at=NOW - (40 - 20 * i) * day) for i, row in enumerate(rows)
    ]
    await desk.window.open_thread(1)
    await desk.window.open_thread(TELEGRAM)
    view = desk.window.conversation.view

    async def go(*keys: Qt.Key) -> None:
        desk.window.actions_["date"].trigger()
        grid = desk.window.findChild(QWidget, "dateDialog").grid
        for key in keys:
            QTest.keyClick(grid, key)
        QTest.keyClick(grid, Qt.Key.Key_Return)
        await until(lambda: desk.window.findChild(QWidget, "dateDialog") is None)

    await go(*[Qt.Key.Key_Up] * 3)  # nothing was written that day: to what came next
    await until(lambda: view.spot is not None and view.spot.message == rows[1].id)
    assert desk.window.toast.isVisible()
    await go(Qt.Key.Key_PageUp, Qt.Key.Key_PageUp)
    await until(lambda: view.spot is not None and view.spot.message == rows[0].id)
    click(desk, rows[0], lambda made: made.divider_box)
    dialog = desk.window.findChild(QWidget, "dateDialog")
    await until(lambda: dialog.grid.accessibleName().endswith("есть сообщения"))
    dialog.close()
