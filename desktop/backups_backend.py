"""Backups of the application that runs: implements ``viewmodels.backups_port.Saving``."""

import asyncio
import contextlib
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from desktop.backup import DATABASE, Unpacked, back_up, fresh_folder, unpack
from desktop.viewmodels.backups_port import Holding, Told

if TYPE_CHECKING:
    from desktop.application import Application

T = TypeVar("T")
_EVERY: Final = 0.1
"""Seconds between two tellings of how far it is."""


class _StoppedError(Exception):
    """Asked to end."""


async def _apart(work: Callable[[Told], T], told: Told) -> T:
    """Run ``work`` on a thread of its own; cancelled, it is ended first."""
    stop, loop, last = threading.Event(), asyncio.get_running_loop(), 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        if stop.is_set():
            raise _StoppedError
        if time.monotonic() - last > _EVERY or done == total:
            last = time.monotonic()
            loop.call_soon_threadsafe(told, done, total)

    doing = asyncio.create_task(asyncio.to_thread(work, tell))
    try:
        return await asyncio.shield(doing)
    except asyncio.CancelledError:
        stop.set()
        await asyncio.gather(doing, return_exceptions=True)
        raise


def _holding(database: Path) -> Holding:
    """What a log holds; nothing is said of one that is not ours to count."""
    conn = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
    try:
        threads = conn.execute("SELECT count(*) FROM threads WHERE merged_into IS NULL").fetchone()
        messages = conn.execute("SELECT count(*), max(at) FROM messages").fetchone()
        return Holding(int(threads[0]), int(messages[0]), int(messages[1] or 0))
    except sqlite3.Error:  # of a version that has other tables
        return Holding()
    finally:
        conn.close()


class BackupsBackend:
    """One application's."""

    def __init__(self, application: "Application") -> None:
        self._app = application
        self._profile = application.profile
        self._opened: Unpacked | None = None

    async def save(self, out: Path, password: str, told: Told) -> None:
        """Everything in one file."""
        folder, secrets = self._profile.folder, self._profile.secrets
        await _apart(lambda tell: back_up(folder, secrets, out, password, tell), told)

    async def open(self, file: Path, password: str, told: Told) -> tuple[Holding, Holding]:
        """Beside what is here."""
        folder = self._profile.folder
        opened = await _apart(lambda tell: unpack(file, folder, password, tell), told)
        self._opened = opened
        kept = await asyncio.to_thread(_holding, opened.folder / DATABASE)
        return kept, await asyncio.to_thread(_holding, self._profile.database)

    async def forget(self) -> None:
        """Nothing of it stays."""
        self._opened = None
        fresh = fresh_folder(self._profile.folder)
        with contextlib.suppress(OSError):
            await asyncio.to_thread(shutil.rmtree, fresh, True)

    async def put_back(self) -> None:
        """Who opened the window finds it there when it is closed."""
        self._app.replacement, self._opened = self._opened, None
