"""Files of webhooks in the embedded home: which are due, where those that were fetched lie."""

import asyncio
import errno
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from core.domain.problems import StoreError
from core.store.database import SqliteFile
from core.support.media import keep

T = TypeVar("T")

_LENT_MS: Final = 10 * 60_000
_GOOD_MS: Final = 7 * 86_400_000
"""Ids from webhooks are good for 7 days."""


class HubFiles:
    """The table ``media`` of ``file``, and the folder of what it names. ``now`` tells ms."""

    def __init__(self, file: SqliteFile, folder: Path, now: Callable[[], int]) -> None:
        self._file = file
        self._folder = folder
        self._now = now
        # a file is not taken away while another webhook's same file is being kept
        self._folder_lock = asyncio.Lock()

    async def due(self, limit: int) -> list[str]:
        """Ids of files to be fetched now; nobody else is given them for some minutes."""
        now = self._now()

        def lend(conn: sqlite3.Connection) -> list[str]:
            conn.execute(
                "UPDATE media SET next_at = NULL WHERE next_at IS NOT NULL AND at < ?",
                (now - _GOOD_MS,),
            )
            rows = conn.execute(
                "SELECT ref FROM media WHERE next_at <= ? ORDER BY next_at LIMIT ?", (now, limit)
            ).fetchall()
            refs = [row["ref"] for row in rows]
            conn.executemany(
                "UPDATE media SET next_at = ? WHERE ref = ?", [(now + _LENT_MS, r) for r in refs]
            )
            return refs

        return await self._write(lend)

    async def put(self, ref: str, data: bytes) -> None:
        """Keep a file. Raises OSError."""
        now = self._now()
        async with self._folder_lock:
            path, _ = await asyncio.to_thread(keep, self._folder, data, "")
            await self._write(
                lambda conn: conn.execute(
                    "INSERT INTO media (ref, at, next_at, path) VALUES (?, ?, NULL, ?)"
                    " ON CONFLICT (ref) DO UPDATE SET next_at = NULL, path = excluded.path",
                    (ref, now, path),
                )
            )

    async def put_off(self, ref: str, seconds: float | None) -> None:
        """Due again after ``seconds``; None: never."""
        at = None if seconds is None else self._now() + int(seconds * 1000)
        await self._write(
            lambda conn: conn.execute(
                "UPDATE media SET next_at = ? WHERE ref = ? AND path = ''", (at, ref)
            )
        )

    async def find(self, ref: str) -> Path | None:
        """Where a file that was kept lies."""
        row = await self._file.read(
            lambda conn: conn.execute(
                "SELECT path FROM media WHERE ref = ? AND path != ''", (ref,)
            ).fetchone()
        )
        return self._folder / row["path"] if row is not None else None

    async def waiting(self) -> tuple[int, float]:
        """How many are to be fetched, and the seconds that the oldest has waited."""
        row = await self._file.read(
            lambda conn: conn.execute(
                "SELECT count(*) AS files, min(at) AS at FROM media WHERE next_at IS NOT NULL"
            ).fetchone()
        )
        oldest = 0.0 if row["at"] is None else max(0.0, (self._now() - row["at"]) / 1000)
        return row["files"], oldest

    async def forget(self, before: int, limit: int) -> int:
        """Take away up to ``limit`` that are older; returns how many those were."""

        def forget(conn: sqlite3.Connection) -> tuple[int, list[str]]:
            old = conn.execute(
                "SELECT ref, path FROM media WHERE at < ? ORDER BY at LIMIT ?", (before, limit)
            ).fetchall()
            conn.executemany("DELETE FROM media WHERE ref = ?", [(row["ref"],) for row in old])
            return len(old), [
                path
                for path in {row["path"] for row in old if row["path"]}
                if not conn.execute("SELECT 1 FROM media WHERE path = ?", (path,)).fetchone()
            ]

        async with self._folder_lock:
            count, paths = await self._write(forget)
            for path in paths:
                await asyncio.to_thread((self._folder / path).unlink, missing_ok=True)
        return count

    async def _write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            return await self._file.write(work)
        except (StoreError, sqlite3.Error) as error:
            raise os_error(error) from error


def os_error(error: Exception) -> OSError:
    """What a home says when it cannot keep."""
    if isinstance(error, OSError):
        return error
    if isinstance(error, StoreError) and error.problem.code == "disk-full":
        return OSError(errno.ENOSPC, "the disk is full")
    return OSError(errno.EIO, type(error).__name__)
