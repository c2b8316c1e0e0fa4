"""A backup of the application that runs is told as it goes, and ended half way leaves nothing."""

import asyncio
import os
from collections.abc import AsyncIterator, Coroutine
from pathlib import Path
from typing import Any

import pytest_asyncio

from desktop.application import Application
from desktop.backup import fresh_folder
from desktop.backups_backend import BackupsBackend
from desktop.profile import Profile
from desktop.secrets import FileSecrets

WORD = "верный пароль"
MB = 1 << 20


@pytest_asyncio.fixture
async def backups(tmp_path: Path) -> AsyncIterator[BackupsBackend]:
    folder = tmp_path / "anna"
    made = Application(
        Profile(folder, FileSecrets(folder)),
        on_change=lambda _c: None, on_health=lambda: None, on_typing=lambda _t: None,
    )  # fmt: skip
    await made.open()
    (folder / "media").mkdir()
    for number in range(24):
        (folder / "media" / f"{number}.bin").write_bytes(os.urandom(MB))
    yield BackupsBackend(made)
    await made.close()


async def ended_when_told(work: Coroutine[Any, Any, object], told: list[int]) -> None:
    """Let it begin, then end it."""
    task = asyncio.ensure_future(work)
    while not told and not task.done():  # noqa: ASYNC110 - a thread tells
        await asyncio.sleep(0.001)
    task.cancel()
    (outcome,) = await asyncio.gather(task, return_exceptions=True)
    assert isinstance(outcome, asyncio.CancelledError)


async def test_it_is_told_as_it_goes(backups: BackupsBackend, tmp_path: Path) -> None:
    parts: list[tuple[int, int]] = []
    out = tmp_path / "copy.threadline"
    await backups.save(out, WORD, lambda done, total: parts.append((done, total)))
    assert parts == sorted(parts)
    assert parts[-1][0] == parts[-1][1] >= 24 * MB
    holding, here = await backups.open(out, WORD, lambda *_: None)
    assert holding == here
    await backups.forget()
    assert not fresh_folder(tmp_path / "anna").exists()


async def test_ended_half_way_nothing_is_left(backups: BackupsBackend, tmp_path: Path) -> None:
    told: list[int] = []
    out = tmp_path / "copy.threadline"
    await ended_when_told(backups.save(out, WORD, lambda done, _all: told.append(done)), told)
    assert [one.name for one in tmp_path.iterdir()] == ["anna"]
    await backups.save(out, WORD, lambda *_: None)
    told.clear()
    await ended_when_told(backups.open(out, WORD, lambda done, _all: told.append(done)), told)
    assert not fresh_folder(tmp_path / "anna").exists()
