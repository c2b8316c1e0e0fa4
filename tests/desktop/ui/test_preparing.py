"""A log that takes long to open: the operator is told what goes on."""

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from sqlite_utils import Database

from core.store.migrations import migrations
from core.store.steps import Steps, migrate
from desktop import bootstrap
from desktop.profile import Profile
from desktop.secrets import FileSecrets
from desktop.ui.preparing import Preparing
from tests.desktop.ui.conftest import until


def seen() -> list[Preparing]:
    tops = QApplication.topLevelWidgets()
    return [w for w in tops if isinstance(w, Preparing) and w.isVisible()]


async def test_it_is_said_while_it_lasts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "_OPEN_S", 0.0)
    conn = sqlite3.connect(tmp_path / "threadline.db")
    migrations.to_take().apply(Database(conn), stop_before="m010_lists")
    conn.close()
    goes_on = threading.Event()
    place = migrations.names.index("m010_lists")
    step = migrations._steps[place]

    def m010_lists(db: Database) -> None:
        assert goes_on.wait(30)
        step(db)

    held = [*migrations._steps[:place], m010_lists, *migrations._steps[place + 1 :]]
    monkeypatch.setattr(migrations, "_steps", held)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    profile = Profile(tmp_path, FileSecrets(tmp_path))
    profile.save({"model.path": "none", "language": "en", "desk.guide": "done"})
    opening = asyncio.ensure_future(bootstrap.open_desktop(profile, app))
    try:
        await until(lambda: bool(seen()))
        (said,) = seen()
        await until(lambda: said.bar.maximum() == len(migrations.names) - place)
        assert said.bar.value() == 0
    finally:
        goes_on.set()
    desk = await opening
    assert not seen()
    assert desk.window.isVisible()
    await desk.close()


def test_steps_tell_how_far_they_are() -> None:
    steps, told = Steps("mine"), []

    for name in ("one", "two", "three"):

        def step(db: Database, name: str = name) -> None:
            db.execute(f"CREATE TABLE {name} (id)")

        step.__name__ = name
        steps()(step)
    conn = sqlite3.connect(":memory:")
    steps.to_take().apply(Database(conn), stop_before="two")
    migrate(conn, steps, lambda at, of: told.append((at, of)))
    assert told == [(0, 2), (1, 2)]
    migrate(conn, steps, lambda at, of: told.append((at, of)))
    assert len(told) == 2
    assert steps.taken(conn) == {"one", "two", "three"}
    conn.close()
