"""A connection for searching alone: what is asked anew ends what is still looked for."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
_BUSY_MS = 2000
_CACHE_KB = 16_384


class OvertakenError(Exception):
    """Something else is looked for by now."""


class Searcher:
    """``await run(work)``: one at a time, the newest. Opened with the first one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread: ThreadPoolExecutor | None = None
        self._conn: sqlite3.Connection | None = None
        self._newest = 0

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run ``work`` on a read-only snapshot. Raises OvertakenError when a later call came."""
        self._newest += 1
        mine = self._newest
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="store-search")
        elif self._conn is not None:
            self._conn.interrupt()
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._thread, self._run, mine, work
            )
        except asyncio.CancelledError:
            if self._newest == mine and self._conn is not None:
                self._conn.interrupt()
            raise

    def _run(self, mine: int, work: Callable[[sqlite3.Connection], T]) -> T:
        if mine != self._newest:
            raise OvertakenError
        conn = self._opened()
        # between two statements there is nothing to interrupt: the next one ends itself
        conn.set_progress_handler(lambda: mine != self._newest, 2000)
        conn.execute("BEGIN")
        try:
            return work(conn)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                raise OvertakenError from error
            raise
        finally:
            conn.set_progress_handler(None, 0)
            conn.rollback()

    def _opened(self) -> sqlite3.Connection:
        if self._conn is None:
            uri = f"{self._path.resolve().as_uri()}?mode=ro"
            conn = sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None)
            conn.row_factory = sqlite3.Row
            conn.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
            conn.execute(f"PRAGMA cache_size=-{_CACHE_KB}")
            conn.execute("PRAGMA temp_store=MEMORY")
            self._conn = conn
        return self._conn

    async def close(self) -> None:
        """End what is looked for, and the thread."""
        self._newest += 1
        if self._thread is not None:
            if self._conn is not None:
                self._conn.interrupt()
            await asyncio.to_thread(self._thread.shutdown)
            self._thread = None
        if self._conn is not None:
            self._conn.close()
            self._conn = None
