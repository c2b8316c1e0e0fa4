"""A backup saved and put back from the window: its password, how far it is, ending it."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.domain.problems import Problem
from desktop.ui.backup_dialog import BackupDialog, RestoreDialog
from desktop.viewmodels.backups import LEAST, strength
from tests.desktop.ui.conftest import until

GOOD = "correct horse battery"


def backup(desk: SimpleNamespace) -> BackupDialog:
    desk.window.actions_["backup"].trigger()
    found = desk.window.findChild(BackupDialog)
    assert isinstance(found, BackupDialog)
    return found


def restore(desk: SimpleNamespace) -> RestoreDialog:
    desk.window.actions_["restore"].trigger()
    found = desk.window.findChild(RestoreDialog)
    assert isinstance(found, RestoreDialog)
    return found


@pytest.mark.parametrize(
    ("password", "how"),
    [
        ("", "none"), ("1234567", "short"), ("12345678", "plain"), ("aaaaaaaaaaaa", "plain"),
        ("Password1!", "plain"), ("пароль2026", "plain"), ("xkqmvzpw", "plain"),
        ("кошка7стол", "fair"), ("correct horse battery", "strong"), ("Кошка-7-стол!", "strong"),
    ],
)  # fmt: skip
def test_a_password_is_judged_plainly(password: str, how: str) -> None:
    assert strength(password) == how


@given(st.text(max_size=40))
def test_only_what_is_too_short_is_refused(password: str) -> None:
    assert (strength(password) in ("none", "short")) == (len(password) < LEAST)


async def test_the_password_is_asked_twice(desk: SimpleNamespace) -> None:
    dialog = backup(desk)
    assert not dialog.go.isEnabled()
    dialog.first.setFocus()
    QTest.keyClicks(dialog.first, GOOD)
    assert dialog.strength.text() == desk.shell.tr("backup-strength-strong")
    assert not dialog.go.isEnabled()
    QTest.keyClick(dialog.first, Qt.Key.Key_Return)
    assert dialog.focusWidget() is dialog.second
    dialog.second.setText("another")
    assert dialog.said.text() == desk.shell.tr("backup-differ")
    dialog.second.setText(GOOD)
    assert dialog.go.isEnabled()
    dialog.close()
    await until(lambda: desk.backend.backups.forgotten)


async def test_it_is_saved_with_progress(desk: SimpleNamespace, tmp_path: Path) -> None:
    backups = desk.backend.backups
    backups.gate.clear()
    dialog = backup(desk)
    dialog.first.setText(GOOD)
    dialog.second.setText(GOOD)
    dialog.save_to(str(tmp_path / "copy"))
    await until(dialog.bar.isVisible)
    await until(lambda: dialog.bar.value() == 250)
    assert "12" in dialog.said.text()
    backups.gate.set()
    await until(lambda: backups.saved)
    assert backups.saved == [(tmp_path / "copy.threadline", GOOD)]
    await until(lambda: "copy.threadline" in dialog.said.text())
    dialog.close()


async def test_it_is_ended_half_way(desk: SimpleNamespace, tmp_path: Path) -> None:
    backups = desk.backend.backups
    backups.gate.clear()
    dialog = backup(desk)
    dialog.first.setText(GOOD)
    dialog.second.setText(GOOD)
    dialog.save_to(str(tmp_path / "copy"))
    await until(dialog.bar.isVisible)
    dialog.out.click()
    await until(lambda: not dialog.bar.isVisible())
    assert backups.saved == []
    assert dialog.isVisible(), "one may try again"
    dialog.close()


async def test_a_backup_says_what_it_replaces_and_then_does(
    desk: SimpleNamespace, tmp_path: Path
) -> None:
    backups = desk.backend.backups
    dialog = restore(desk)
    dialog.file.setText(str(tmp_path / "copy.threadline"))
    dialog.password.setText("wrong")
    dialog.go.click()
    await until(dialog.problem.isVisible)
    assert dialog.problem.text() == desk.shell.problem(Problem("backup-password"))
    dialog.password.setText(backups.right)
    dialog.go.click()
    await until(lambda: dialog.go.text() == desk.shell.tr("restore-replace"))
    assert "321 клиент" in dialog.said.text()
    assert "2 клиента" in dialog.said.text()
    assert backups.put == 0
    dialog.go.click()
    await until(lambda: not desk.window.isVisible())
    assert (backups.put, backups.forgotten) == (1, 0)


async def test_an_opened_backup_that_is_not_wanted_goes_away(
    desk: SimpleNamespace, tmp_path: Path
) -> None:
    dialog = restore(desk)
    dialog.file.setText(str(tmp_path / "copy.threadline"))
    dialog.password.setText(desk.backend.backups.right)
    dialog.go.click()
    await until(lambda: dialog.model.stage == "ready")
    dialog.out.click()
    await until(lambda: desk.backend.backups.forgotten)
    assert desk.window.findChild(RestoreDialog) is None
