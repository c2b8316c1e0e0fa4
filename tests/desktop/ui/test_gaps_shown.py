"""Messages that may be missing: the mark in the thread, the line of the health page."""

from types import SimpleNamespace

import pytest
from msgspec import structs
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from core.domain.standing import Standing
from desktop.ui.standing_words import standing_words
from tests.desktop.sample_backend import NOW
from tests.desktop.ui.conftest import until


async def test_a_gap_is_shown_and_fetched_when_asked(desk: SimpleNamespace) -> None:
    window, backend = desk.window, desk.backend
    rows = backend.kept[1]
    backend.kept[1] = [*rows[:-1], structs.replace(rows[-1], gap="failed")]
    await window.open_thread(1)
    view, model = window.conversation.view, window.messages
    index = model.index(len(model.rows) - 1)
    view.scrollTo(index)
    made = view._delegate.bubble(index)
    assert made.fetch is not None
    assert model.data(index, Qt.ItemDataRole.AccessibleTextRole).startswith(
        window.shell.tr("gap-failed")
    )
    at = view.visualRect(index).topLeft() + made.fetch.center().toPoint()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at))
    await until(lambda: ("fetch_missing", rows[-1].peer) in backend.calls)


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (Standing(), ""),
        (Standing(comparing=3), "Сверяются 3 чата…"),
        (Standing(comparing=3, equal_at=NOW), "Сверяются 3 чата…"),
        (Standing(equal_at=NOW), "Все чаты как в Telegram: 11:15."),
        (Standing(have=41200, of=100_000), "История: 41 200 из примерно 100 000."),
    ],
)
async def test_how_an_account_stands(
    shell: SimpleNamespace, standing: Standing, words: str
) -> None:
    assert standing_words(shell.shell, standing).replace("\N{NO-BREAK SPACE}", " ") == words
