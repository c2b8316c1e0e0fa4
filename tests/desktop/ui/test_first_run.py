"""The first steps: from the settings to signing in."""

from types import SimpleNamespace

import pytest
import shiboken6
from PySide6.QtWidgets import QLineEdit, QPushButton

from core.domain.problems import Problem, ProblemError
from desktop.viewmodels.backend import HealthRow
from tests.desktop.ui.conftest import until


async def test_signing_in_opens_from_the_settings_with_what_was_entered(
    desk: SimpleNamespace,
) -> None:
    windows = desk.window.windows
    settings = await windows.load_settings("telegram")
    settings.findChild(QLineEdit, "setting-telegram.api_id").setText("4242")
    settings.findChild(QPushButton, "telegram-sign-in-action").click()
    await until(lambda: windows._sign_in is not None and windows._sign_in.isVisible())
    assert desk.backend.saved["telegram.api_id"] == "4242"
    assert not shiboken6.isValid(settings) or not settings.isVisible()
    windows._sign_in.reject()


async def test_a_number_that_is_none_is_said_and_not_saved(desk: SimpleNamespace) -> None:
    settings = await desk.window.windows.load_settings("telegram")
    field = settings.findChild(QLineEdit, "setting-telegram.api_id")
    field.setText("abc")
    settings.findChild(QPushButton, "settingsSave").click()
    assert settings.isVisible()
    assert field.property("bad") == "true"
    assert desk.backend.saved["telegram.api_id"] == "2040"
    field.setText("4243")
    settings.findChild(QPushButton, "settingsSave").click()
    await until(lambda: desk.backend.saved.get("telegram.api_id") == "4243")


async def test_signing_in_without_keys_says_what_is_missing(
    desk: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing() -> str:
        raise ProblemError(Problem("telegram-not-set-up"))

    monkeypatch.setattr(desk.backend, "telegram_state", nothing)
    dialog = desk.window.windows.sign_in()
    await until(lambda: dialog.problem.isVisible())
    assert "API" in dialog.problem.text()
    assert dialog.isVisible()
    dialog.reject()


async def test_without_a_messenger_the_empty_list_leads_to_signing_in(
    desk: SimpleNamespace,
) -> None:
    window = desk.window
    desk.backend.rows.clear()
    desk.backend.states[0] = HealthRow(id="telegram", state="signed_out")
    desk.backend.states[1] = HealthRow(id="whatsapp", state="off")
    desk.feed.push_health()
    window.threads.reload()
    way = window.pane.findChild(QPushButton, "noThreadsAction")
    await until(way.isVisible)
    assert window.conversation.empty.title.text() == desk.shell.tr("no-thread-yet")
    assert "Войдите" in window.banner.text.text()
    way.click()
    dialog = window.windows._sign_in
    assert dialog is not None
    assert dialog.isVisible()
    dialog.reject()


async def test_a_wrong_answer_is_typed_over(desk: SimpleNamespace) -> None:
    dialog = desk.window.windows.sign_in()
    await until(lambda: not desk.window.sign_in.busy)
    dialog.field.setText("8 916")
    dialog.next.click()
    await until(lambda: dialog.problem.isVisible())
    assert dialog.field.selectedText() == "8 916"
    dialog.reject()
