"""A history from a file, in the window and with the real application behind it."""

from types import SimpleNamespace

from PySide6.QtWidgets import QWidget

from tests.desktop.ui.conftest import until


async def test_chats_are_picked_and_taken(desk: SimpleNamespace) -> None:
    desk.window.first.history()
    dialog = desk.window.findChild(QWidget, "historyDialog")
    assert not dialog.take.isEnabled()
    dialog.look("/somewhere/broken")
    await until(dialog.problem.isVisible)
    dialog.look("/somewhere/ChatExport")
    await until(lambda: len(dialog.rows) == 2)
    assert not dialog.problem.isVisible()
    dialog.rows[1].phone.setText("+7 916 111-22-33")
    dialog.take.click()
    await until(lambda: "500 из 1261" in dialog.said.text().replace("\xa0", ""))
    assert not dialog.take.isEnabled()
    history = desk.backend.history
    assert [(one.at, one.client) for one in history.wanted] == [(0, "user77"), (1, "Ирина")]
    assert history.wanted[1].phone == "+7 916 111-22-33"
    history.go.set()
    await until(lambda: dialog.model.stage == "done")
    assert "31" in dialog.said.text()
    dialog.close()


async def test_escape_ends_what_runs_then_closes(desk: SimpleNamespace) -> None:
    desk.window.first.history()
    dialog = desk.window.findChild(QWidget, "historyDialog")
    dialog.look("/somewhere/ChatExport")
    await until(lambda: len(dialog.rows) == 2)
    dialog.rows[1].box.setChecked(False)
    dialog.take.click()
    await until(lambda: dialog.model.stage == "taking")
    dialog.reject()
    await until(lambda: dialog.model.stage == "ready")
    assert dialog.isVisible()
    dialog.reject()
    assert not dialog.isVisible()
