"""What notices and the health page ask: implements ``viewmodels.notices_port.Noticing``."""

import asyncio
import os
import shutil
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Final

from core.domain.problems import ProblemError, unwritable
from core.domain.reminders import Arrived, Reminders
from core.domain.views import NoticeRow
from core.store.read import account
from core.store.read import reminders as read
from desktop.logs import export
from desktop.viewmodels.notices_port import Vitals

if TYPE_CHECKING:
    from desktop.application import Application

_TOLD: Final = "desk.told"
_MONTH_MS: Final = 30 * 24 * 3600 * 1000
_DATABASE: Final = ("", "-wal", "-shm")


class NoticesBackend:
    """Short queries, and a look at the disk on a thread of its own."""

    def __init__(self, application: "Application") -> None:
        self._app = application
        self._store = application.store

    async def reminders(self, ahead: int, since: int) -> Reminders:
        """What is due."""
        now = self._app.now()
        return await self._store.read(
            lambda conn: read.reminders(conn, now=now, ahead=ahead, since=since)
        )

    async def newest_message(self) -> int:
        """The last one that is no news."""
        return await self._store.read(read.newest)

    async def arrived(self, threads: Collection[int], after: int, since: int) -> list[Arrived]:
        """What clients wrote."""
        now = self._app.now()
        return await self._store.read(lambda conn: read.arrived(conn, threads, after, since, now))

    async def told(self) -> str:
        """Kept beside the log: a rebuild does not remind of everything again."""
        return (await self._store.get_state(_TOLD) or b"").decode()

    async def keep_told(self, text: str) -> None:
        """Keep it."""
        await self._store.set_state(_TOLD, text.encode())

    async def vitals(self) -> Vitals:
        """How everything is."""
        app = self._app
        model, pool = app.model.current, app.recognizer_pid
        free, database, media, models = await asyncio.to_thread(
            _disk, app.profile.database, app.profile.media, app.profile.models
        )
        info = model.info() if model is not None else None
        return Vitals(
            model=info.name if info is not None else "",
            model_ms=model.usual_ms if model is not None else None,
            model_memory=memory(model.pid) if model is not None else None,
            recognizers=pool is not None,
            recognizers_memory=memory(pool),
            free=free, database=database, media=media, models=models,
            behind_ms=app.behind_ms,
            notices=tuple(await self.account_notices(app.now() - _MONTH_MS)),
        )  # fmt: skip

    async def account_notices(self, since: int) -> list[NoticeRow]:
        """What Meta says."""
        return await self._store.read(lambda conn: account.notices(conn, since=since, limit=30))

    async def retry_service(self, service: str) -> None:
        """What is down is started again, and what hangs on it."""
        await self._app.reconnect()

    async def save_logs(self, out: Path) -> None:
        """The files, as they are on the disk."""
        try:
            await asyncio.to_thread(export, self._app.profile.folder, out)
        except OSError as error:
            raise ProblemError(unwritable(error, out)) from error


def memory(pid: int | None) -> int | None:
    """Bytes that a process of ours holds now; None where the system does not say."""
    if pid is None:
        return None
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError, AttributeError):
        return None


def _disk(database: Path, media: Path, models: Path) -> tuple[int | None, int, int, int]:
    try:
        free = shutil.disk_usage(database.parent).free
    except OSError:
        free = None
    files = [database.with_name(database.name + end) for end in _DATABASE]
    return free, sum(_size(file) for file in files), _held(media), _held(models)


def _held(folder: Path) -> int:
    """Bytes of all files in a folder; what goes away meanwhile does not count."""
    total = 0
    for where, _folders, names in os.walk(folder):
        total += sum(_size(Path(where) / name) for name in names)
    return total


def _size(file: Path) -> int:
    try:
        return file.lstat().st_size
    except OSError:
        return 0
