"""The devices of an account in the window."""

from types import SimpleNamespace

from PySide6.QtWidgets import QWidget

from core.domain.problems import Problem, ProblemError
from tests.desktop.ui.conftest import until


async def opened(desk: SimpleNamespace) -> QWidget:
    desk.window.first.devices()
    dialog = desk.window.findChild(QWidget, "devicesDialog")
    await until(lambda: dialog.model.rows)
    return dialog


async def test_a_device_is_ended_after_a_second_word(desk: SimpleNamespace) -> None:
    dialog = await opened(desk)
    dialog.ends["2"].click()
    again = dialog.ends["2"]
    assert again.text() == "Точно завершить?"
    assert ("end_device", "2") not in desk.backend.calls
    again.click()
    await until(lambda: len(dialog.model.rows) == 2)
    assert ("end_device", "2") in desk.backend.calls
    dialog.close()


async def test_all_others_and_here(desk: SimpleNamespace) -> None:
    dialog = await opened(desk)
    for _ in range(2):
        dialog.others.click()
    await until(lambda: len(dialog.model.rows) == 1)
    assert not dialog.others.isEnabled()
    for _ in range(2):
        dialog.out.click()
    await until(lambda: ("sign_out",) in desk.backend.calls)
    await until(lambda: desk.window.findChild(QWidget, "devicesDialog") is None)


async def test_what_telegram_refuses_is_said(desk: SimpleNamespace) -> None:
    dialog = await opened(desk)

    async def refuse(ident: str) -> None:
        raise ProblemError(Problem("telegram-session-fresh"))

    desk.backend.end_device = refuse
    for _ in range(2):
        dialog.ends["1"].click()
    await until(dialog.problem.isVisible)
    assert "сутки" in dialog.problem.text()
    assert len(dialog.model.rows) == 3
    dialog.close()
