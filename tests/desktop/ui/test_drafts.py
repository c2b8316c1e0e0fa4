"""What was begun to be written stays, in its thread, until it is sent."""

from types import SimpleNamespace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.desktop.ui.conftest import until


async def test_a_draft_is_kept_and_comes_back(desk: SimpleNamespace) -> None:
    window, backend = desk.window, desk.backend
    await window.open_thread(1)
    draft = window.conversation.composer.draft
    draft.setPlainText("сейчас посч")
    draft.setPlainText("сейчас посчитаю")
    await until(lambda: backend.begun == {1: "сейчас посчитаю"})
    await window.open_thread(2)
    assert draft.toPlainText() == ""
    await window.open_thread(1)
    assert draft.toPlainText() == "сейчас посчитаю"


async def test_what_was_sent_is_forgotten_at_once(desk: SimpleNamespace) -> None:
    window, backend = desk.window, desk.backend
    await window.open_thread(1)
    draft = window.conversation.composer.draft
    draft.setPlainText("готово")
    await until(lambda: backend.begun == {1: "готово"})
    QTest.keyClick(draft, Qt.Key.Key_Return)
    await until(lambda: not backend.begun, seconds=0.5)


async def test_what_was_not_kept_yet_is_kept_at_the_end(desk: SimpleNamespace) -> None:
    window, backend = desk.window, desk.backend
    await window.open_thread(1)
    window.conversation.composer.draft.setPlainText("на бегу")
    await window.desk.drafts.close()
    assert backend.begun == {1: "на бегу"}
