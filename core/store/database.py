"""One writer thread and a few read-only connections over one SQLite file."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database

from core.domain.problems import Problem, ProblemError
from core.store.migrations import migrations

T = TypeVar("T")

_BUSY_MS = 5000


def alike(text: str) -> str:
    """Text for comparing names: SQLite folds the case of ASCII only, and е is written for ё."""
    return text.casefold().replace("ё", "е")


class SqliteFile:
    """Access to one database file from asyncio: nothing here blocks the loop.

    Raises ProblemError(``store-unreadable``) when the file is not a database of ours.
    """

    def __init__(self, path: Path, readers: int = 2) -> None:
        self._path = path
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="store-write")
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="store-read")
        self._db: Database | None = None

    async def open(self) -> None:
        """Open the file, set WAL, bring the schema up to date."""
        await asyncio.get_running_loop().run_in_executor(self._writer, self._connect)

    def _connect(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        conn = sqlite3.connect(self._path, check_same_thread=False)
        try:
            conn.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
            conn.execute("PRAGMA journal_mode=WAL")
            # FULL: what was acknowledged to Meta or Telegram survives a power cut, not only a kill
            conn.execute("PRAGMA synchronous=FULL")
            conn.execute("PRAGMA temp_store=MEMORY")
            db = Database(conn)
            migrations.apply(db)
        except sqlite3.DatabaseError as error:
            conn.close()
            raise ProblemError(
                Problem("store-unreadable", {"path": str(self._path), "detail": str(error)})
            ) from error
        conn.row_factory = sqlite3.Row
        self._db = db

    async def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run ``work`` in one transaction on the writer thread; it commits before this returns."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, self._write, work)

    def _write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        assert self._db is not None
        self._db.conn.execute("BEGIN IMMEDIATE")
        try:
            result = work(self._db.conn)
        except BaseException:
            self._db.conn.rollback()
            raise
        self._db.conn.commit()
        return result

    async def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run ``work`` on a read-only connection: one consistent snapshot."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, work)

    def _read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        conn: sqlite3.Connection | None = getattr(self._local, "conn", None)
        if conn is None:
            uri = f"{self._path.resolve().as_uri()}?mode=ro"
            conn = sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None)
            conn.row_factory = sqlite3.Row
            conn.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
            conn.create_function("alike", 1, alike, deterministic=True)
            self._local.conn = conn
            self._open.append(conn)
        conn.execute("BEGIN")
        try:
            return work(conn)
        finally:
            conn.rollback()

    async def close(self) -> None:
        """Finish what was begun and close every connection."""
        await asyncio.to_thread(self._shutdown)

    def _shutdown(self) -> None:
        self._readers.shutdown(wait=True)
        self._writer.shutdown(wait=True)
        for conn in self._open:
            conn.close()
        if self._db is not None:
            self._db.conn.close()
            self._db = None
