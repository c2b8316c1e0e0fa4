"""A backup put back while the window is open: it closes, and opens on what was in the backup."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

import desktop.running as running
from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.domain.problems import Problem, ProblemError
from core.store.store import Store
from desktop.backup import back_up, fresh_folder
from desktop.profile import Profile
from desktop.secrets import FileSecrets
from desktop.shell.i18n import I18n
from desktop.ui.main_window import MainWindow
from tests.desktop.ui.conftest import until

TG = Peer(Channel.TELEGRAM, "1", "77")
WORD = "верный пароль"


class NoLogs:
    """Of the test's own process nothing is logged to files."""

    crashed = None

    def start(self) -> None: ...

    def close(self) -> None: ...


async def made(folder: Path, text: str, theme: str) -> Profile:
    profile = Profile(folder, FileSecrets(folder))
    profile.save({"theme": theme, "model.path": "none", "language": "ru", "desk.guide": "done"})
    profile.save({"telegram.api_hash": "0123abcd"})
    store = Store(folder / "threadline.db")
    await store.open()
    body = ev.MessageReceived(direction="in", text=text)
    await store.append([ev.Event(external_id="1", at=1_790_000_000_000, peer=TG, body=body)])
    await store.close()
    return profile


async def window() -> MainWindow:
    """The one that is open, once it lists its threads."""

    def found() -> list[MainWindow]:
        tops = QApplication.topLevelWidgets()
        return [w for w in tops if isinstance(w, MainWindow) and w.isVisible()]

    await until(lambda: found() and found()[0].threads.rowCount(), 20)
    return found()[0]


def run(folder: Path) -> "asyncio.Task[int]":
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setQuitOnLastWindowClosed(False)
    logs: Any = NoLogs()
    return asyncio.ensure_future(
        running.run_window(folder, lambda: FileSecrets(folder), app, logs, on_screen=False)
    )


@pytest.fixture
async def backup(tmp_path: Path) -> Path:
    old = await made(tmp_path / "old", "это было в копии", "dark")
    back_up(old.folder, old.secrets, tmp_path / "old.threadline", WORD)
    await made(tmp_path / "anna", "это здесь сейчас", "light")
    return tmp_path / "old.threadline"


async def test_the_window_comes_again_on_the_backup(backup: Path, tmp_path: Path) -> None:
    folder = tmp_path / "anna"
    done = run(folder)
    first = await window()
    assert first.threads.rows[0].last_text == "это здесь сейчас"
    told: list[int] = []
    backups = first.backend.backups
    holding, here = await backups.open(backup, WORD, lambda part, _all: told.append(part))
    assert (holding.threads, holding.messages, here.messages) == (1, 1, 1)
    assert fresh_folder(folder).is_dir()
    await backups.put_back()
    first.quit()
    await until(lambda: not first.isVisible())
    second = await window()
    assert second is not first
    assert second.threads.rows[0].last_text == "это было в копии"
    assert second.shell.theme.scheme == "dark"
    await until(lambda: "before-" in second.toast.text.text(), 20)
    assert not fresh_folder(folder).exists()
    aside = [one for one in tmp_path.iterdir() if one.name.startswith("anna.before-")]
    assert len(aside) == 1
    second.shell.theme.choose("light")
    second.quit()
    assert await done == 0


async def test_what_fails_leaves_all_as_it_was(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object) -> None:
        raise ProblemError(Problem("keyring-closed"))

    folder = tmp_path / "anna"
    done = run(folder)
    first = await window()
    backups = first.backend.backups
    with pytest.raises(ProblemError) as caught:
        await backups.open(backup, "не тот", lambda *_: None)
    assert caught.value.problem.code == "backup-password"
    assert not fresh_folder(folder).exists()
    await backups.open(backup, WORD, lambda *_: None)
    await backups.put_back()
    monkeypatch.setattr(FileSecrets, "set", closed)
    first.quit()
    await until(lambda: not first.isVisible())
    second = await window()
    assert second.threads.rows[0].last_text == "это здесь сейчас"
    why = I18n("ru").problem(Problem("keyring-closed"))
    await until(lambda: why in second.toast.text.text(), 20)
    assert not [one for one in tmp_path.iterdir() if ".before-" in one.name]
    second.quit()
    assert await done == 0
