"""A group of Telegram is left out and taken again from its row's menu."""

from types import SimpleNamespace

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from tests.desktop import sample_groups as sample
from tests.desktop.sample_backend import NOW
from tests.desktop.ui.conftest import until
from tests.desktop.ui.test_albums import opened
from tests.desktop.ui.test_thread_list import choose, menu

LEAVE, TAKE = "Не брать сообщения этой группы", "Снова брать сообщения этой группы"


def _opened(desk: SimpleNamespace) -> QMenu:
    window = desk.window
    window.triage.row_menu(window.pane.mapToGlobal(QPoint(40, 200)))
    return menu(desk, "rowMenu")


def _offers(opened: QMenu, text: str) -> bool:
    return any(one.isVisible() and one.text() == text for one in opened.actions())


async def test_a_group_is_left_out_and_taken_again(desk: SimpleNamespace) -> None:
    window, chats = desk.window, desk.backend.chats
    chats.out[1] = False
    await window.open_thread(1)
    opened = _opened(desk)
    await until(lambda: _offers(opened, LEAVE))
    choose(opened, LEAVE)
    await until(lambda: chats.out[1])
    await until(lambda: "больше не берутся" in window.toast.text.text())
    window.toast.action.click()
    await until(lambda: not chats.out[1])
    chats.out[1] = True
    again = _opened(desk)
    await until(lambda: _offers(again, TAKE))
    choose(again, TAKE)
    await until(lambda: not chats.out[1])


async def test_the_header_says_that_nothing_of_it_is_taken(desk: SimpleNamespace) -> None:
    window, chats = desk.window, desk.backend.chats
    await opened(desk, sample.group("ru", NOW, [""] * 10)[2])
    chats.out[sample.THREAD] = False
    reach = window.conversation.header.reach
    await window.desk.shelving.leave_out(sample.THREAD, True)
    await until(lambda: reach.accessibleName().endswith("Группа · сообщения не берутся"))
    window.toast.action.click()
    await until(lambda: "участников" in reach.accessibleName())


async def test_a_person_cannot_be_left_out(desk: SimpleNamespace) -> None:
    asked: list[int] = []
    real = desk.backend.chats.left_out

    async def left_out(thread: int) -> bool | None:
        asked.append(thread)
        answer: bool | None = await real(thread)
        return answer

    desk.backend.chats.left_out = left_out
    await desk.window.open_thread(1)
    opened = _opened(desk)
    await until(lambda: asked == [1])
    assert not _offers(opened, LEAVE)
    opened.close()
