"""A text is given to Telegram for later, and what waits there is moved, taken back, cancelled."""

from types import SimpleNamespace
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from tests.desktop.ui.conftest import until


def shown(desk: SimpleNamespace, name: str) -> Any:
    found = [one for one in desk.window.findChildren(QWidget, name) if one.isVisible()]
    return found[-1] if found else None


def way(desk: SimpleNamespace, name: str) -> Any:
    dialog = shown(desk, "laterDialog")
    found = dialog.findChildren(QPushButton, name) if dialog is not None else []
    return next((one for one in found if one.isVisible()), None)


async def test_it_waits_at_telegram_and_can_be_taken_back(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(3)
    draft = window.conversation.composer.draft
    window.actions_["later"].trigger()
    assert shown(desk, "whenDialog") is None
    draft.setPlainText("Доброе утро")
    window.actions_["later"].trigger()
    dialog = shown(desk, "whenDialog")
    dialog.field.setText("01.12.2026 9:00")
    dialog.keep.click()
    await until(lambda: [one.text for one in desk.backend.later] == ["Доброе утро"])
    assert draft.toPlainText() == ""
    at = desk.backend.later[0].at
    menu = window.later.menu()
    menu.actions()[3].trigger()
    menu.close()
    await until(lambda: way(desk, "later-move"))
    way(desk, "later-move").click()
    again = shown(desk, "whenDialog")
    again.field.setText("02.12.2026 9:00")
    again.keep.click()
    await until(lambda: desk.backend.later[0].at == at + 24 * 3600_000)
    await until(lambda: way(desk, "later-draft"))
    way(desk, "later-draft").click()
    await until(lambda: draft.toPlainText() == "Доброе утро")
    await until(lambda: shown(desk, "laterDialog").text.isVisible())
    assert desk.backend.later == []
    shown(desk, "laterDialog").close()


async def test_whatsapp_says_that_it_cannot(desk: SimpleNamespace) -> None:
    await desk.window.open_thread(2)
    desk.window.conversation.composer.draft.setPlainText("Доброе утро")
    for command in ("later", "waiting"):
        desk.window.actions_[command].trigger()
        assert desk.window.toast.isVisible()
    assert (shown(desk, "whenDialog"), shown(desk, "laterDialog")) == (None, None)
