"""One writer thread and a few read-only connections over one SQLite file."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

from core.domain.problems import Problem, StoreError, unwritable
from core.store.migrations import migrations
from core.store.steps import NewerError, Steps, migrate

T = TypeVar("T")

_BUSY_MS = 5000


def alike(text: str) -> str:
    """Text for comparing names: SQLite folds the case of ASCII only, and е is written for ё."""
    return text.casefold().replace("ё", "е")


_CODES = {
    sqlite3.SQLITE_FULL: "disk-full",
    sqlite3.SQLITE_BUSY: "store-busy",
    sqlite3.SQLITE_LOCKED: "store-busy",
    sqlite3.SQLITE_READONLY: "profile-unwritable",
    sqlite3.SQLITE_CANTOPEN: "profile-unwritable",
    sqlite3.SQLITE_PERM: "profile-unwritable",
    sqlite3.SQLITE_IOERR: "profile-unwritable",
}


def told(error: sqlite3.Error, path: Path) -> Problem | None:
    """What the operator can do about it; None where it is a fault of ours."""
    code = _CODES.get((getattr(error, "sqlite_errorcode", None) or 0) & 0xFF)
    return Problem(code, {"path": str(path), "detail": str(error)}) if code else None


@contextmanager
def looking(path: Path) -> Iterator[sqlite3.Connection]:
    """A file that may be open elsewhere, read as it stands now and left as it is.

    Raises StoreError: ``store-unreadable``, ``store-busy``, ``profile-unwritable``.
    """
    conn: sqlite3.Connection | None = None
    try:
        uri = f"{path.resolve().as_uri()}?mode=ro"
        conn = sqlite3.connect(uri, uri=True, isolation_level=None)
        conn.row_factory = sqlite3.Row
        conn.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
        conn.execute("BEGIN")
        yield conn
    except sqlite3.Error as error:
        detail = {"path": str(path), "detail": str(error)}
        raise StoreError(told(error, path) or Problem("store-unreadable", detail)) from error
    finally:
        if conn is not None:
            conn.close()


class SqliteFile:
    """Access to one database file from asyncio: nothing here blocks the loop.

    Raises StoreError: ``store-unreadable`` when the file is not a database of ours,
    ``store-newer`` when a later version wrote it, ``disk-full``, ``store-busy``,
    ``profile-unwritable``. ``steps`` make the schema.
    """

    def __init__(self, path: Path, readers: int = 2, steps: Steps = migrations) -> None:
        self._path = path
        self._steps = steps
        self.progress: tuple[int, int] = (0, 0)
        """While it opens: steps of the schema that were taken, of how many."""
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="store-write")
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="store-read")
        self._conn: sqlite3.Connection | None = None
        self._lasting = True

    async def open(self) -> None:
        """Open the file, set WAL, bring the schema up to date."""
        await asyncio.get_running_loop().run_in_executor(self._writer, self._connect)

    def _connect(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(unwritable(error, self._path)) from error
        conn = None
        try:
            conn = sqlite3.connect(self._path, check_same_thread=False)
            conn.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
            conn.execute("PRAGMA journal_mode=WAL")
            # FULL: what was acknowledged to Meta or Telegram survives a power cut, not only a kill
            conn.execute("PRAGMA synchronous=FULL")
            conn.execute("PRAGMA temp_store=MEMORY")
            migrate(conn, self._steps, self._took)
        except (sqlite3.Error, NewerError) as error:
            if conn is not None:
                conn.close()
            path = {"path": str(self._path), "detail": str(error)}
            problem = (
                Problem("store-newer", path)
                if isinstance(error, NewerError)
                else told(error, self._path) or Problem("store-unreadable", path)
            )
            raise StoreError(problem) from error
        conn.row_factory = sqlite3.Row
        self._conn = conn

    def _took(self, done: int, of: int) -> None:
        self.progress = (done, of)

    async def write(self, work: Callable[[sqlite3.Connection], T], *, lasting: bool = True) -> T:
        """Run ``work`` in one transaction on the writer thread; it commits before this returns.
        What is not ``lasting`` survives any end of the process, and costs no wait for the disk:
        after a power cut it may be gone as a whole, where nothing was written since."""
        return await asyncio.get_running_loop().run_in_executor(
            self._writer, partial(self._write, work, lasting=lasting)
        )

    def _write(self, work: Callable[[sqlite3.Connection], T], *, lasting: bool) -> T:
        assert self._conn is not None
        if lasting != self._lasting:
            # https://www.sqlite.org/pragma.html#pragma_synchronous
            self._conn.execute(f"PRAGMA synchronous={'FULL' if lasting else 'NORMAL'}")
            self._lasting = lasting
        try:
            self._conn.execute("BEGIN IMMEDIATE")
            try:
                result = work(self._conn)
                self._conn.commit()
            except BaseException:
                self._conn.rollback()
                raise
        except sqlite3.Error as error:
            problem = told(error, self._path)
            if problem is None:
                raise
            raise StoreError(problem) from error
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
        if self._conn is not None:
            self._conn.close()
            self._conn = None
