"""Where little is found here the messengers' servers are offered, and asked only then."""

from types import SimpleNamespace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.domain.problems import Problem, ProblemError
from tests.desktop.ui.conftest import until


def asked(desk: SimpleNamespace) -> list[str]:
    return [call[1] for call in desk.backend.calls if call[0] == "find_at_messengers"]


async def test_the_last_line_asks_telegram(desk: SimpleNamespace) -> None:
    search = desk.window.searching
    search.focus()
    search.panel.put("гудит")
    await until(lambda: [r.kind for r in search.model.rows][-1:] == ["server"])
    assert search.model.rows[-1].name == "Искать в Telegram"
    QTest.keyClick(search.panel.line, Qt.Key.Key_Up)
    QTest.keyClick(search.panel.line, Qt.Key.Key_Return)
    await until(lambda: asked(desk) == ["гудит"])
    await until(lambda: search.model.rows[-1].name == "В Telegram больше ничего нет")
    desk.window.grab()


async def test_where_nothing_is_found_the_button_asks(desk: SimpleNamespace) -> None:
    search = desk.window.searching
    search.focus()
    search.panel.put("дирижабль")
    await until(lambda: search.model.nothing)
    button = search.panel.nothing.button
    await until(lambda: button.isVisible() and button.text() == "Искать в Telegram")

    async def offline(words: str) -> int:
        raise ProblemError(Problem("find-nowhere"))

    desk.backend.find_at_messengers = offline
    button.click()
    await until(lambda: desk.window.toast.isVisible())
    assert search.model.asked == ""


async def test_without_telegram_nothing_is_offered(desk: SimpleNamespace) -> None:
    search = desk.window.searching
    search.model.servers = False
    search.focus()
    search.panel.put("гудит")
    await until(lambda: search.model.fresh)
    assert "server" not in [r.kind for r in search.model.rows]
