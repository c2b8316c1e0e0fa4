"""The home on this machine: SQLite for updates, a folder for files.

Updates that are put while another transaction is being synced share the next one, so that a busy
hub pays one sync for many.
"""

import asyncio
import errno
import logging
import shutil
import sqlite3
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from core.domain.problems import StoreError
from core.hub.home import Backlog
from core.hub.tables import migrations
from core.ports import Update
from core.store.database import SqliteFile
from core.support.media import keep
from core.team.wire import Page

log = logging.getLogger(__name__)
T = TypeVar("T")

PAGE_BYTES: Final = 2 * 2**20
_BATCH_ROWS: Final = 500
_BATCH_BYTES: Final = 8 * 2**20
_LENT_MS: Final = 10 * 60_000
_MEDIA_MS: Final = 7 * 86_400_000
"""Ids from webhooks are good for 7 days."""
_SWEPT: Final = 200
_DISK_LOOK: Final = 1.0


class _Put(NamedTuple):
    key: str
    body: bytes
    desk: str
    media: tuple[str, ...]
    done: asyncio.Future[None]


class _Place(NamedTuple):
    """Behind which update, and when that came (ms)."""

    seq: int
    at: int
    lost: bool


def _now() -> int:
    return time.time_ns() // 1_000_000


class EmbeddedHome:
    """A ReadHome in ``folder``. ``days``: how long things are kept. With fewer than ``spare`` bytes
    free on the disk nothing is taken, so that SQLite always has room to end what it began."""

    def __init__(
        self, folder: Path, days: int = 30, spare: int = 0, now: Callable[[], int] = _now
    ) -> None:
        self._folder = folder
        self._files = folder / "media"
        self._kept_ms = days * 86_400_000
        self._spare = spare
        self._now = now
        self._file = SqliteFile(folder / "hub.db", steps=migrations)
        self._waiting: list[_Put] = []
        self._writing: asyncio.Task[None] | None = None
        self._grew = asyncio.Event()
        self._last = 0
        self._gone = 0
        self._looked = 0.0
        self._room = True
        self.identity = ""

    async def open(self) -> None:
        """Make or open it. Raises ProblemError."""
        await self._file.open()
        rows = await self._file.read(
            lambda conn: conn.execute("SELECT key, value FROM state").fetchall()
        )
        state = {row["key"]: row["value"] for row in rows}
        self.identity, self._gone = state["identity"], int(state["gone"])
        self._last = await self._file.read(_last)

    async def close(self) -> None:
        """Write what was put, and close the file."""
        while self._writing is not None:
            await asyncio.wait({self._writing})
        await self._file.close()

    # taking in

    async def put(
        self, key: str, body: bytes, *, desk: str = "", media: Sequence[str] = ()
    ) -> None:
        """Durable when it returns; a known ``key`` changes nothing. Raises OSError."""
        self._check_room()
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Put(key, body, desk, tuple(media), done))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write(), name="hub home")
        await done

    def _check_room(self) -> None:
        now = time.monotonic()
        if now - self._looked > _DISK_LOOK:
            self._looked = now
            self._room = shutil.disk_usage(self._folder).free >= self._spare
        if not self._room:
            raise OSError(errno.ENOSPC, "less is free than is to be left alone", str(self._folder))

    async def _write(self) -> None:
        try:
            while batch := self._next():
                try:
                    last = await self._file.write(partial(self._insert, batch))
                except Exception as error:
                    told = _os_error(error)
                    for put in batch:
                        if not put.done.done():
                            put.done.set_exception(told)
                    continue
                if last > self._last:
                    self._last = last
                    self._grew.set()
                    self._grew = asyncio.Event()
                for put in batch:
                    if not put.done.done():
                        put.done.set_result(None)
        finally:
            self._writing = None

    def _next(self) -> list[_Put]:
        size = count = 0
        for put in self._waiting[:_BATCH_ROWS]:
            if count and size + len(put.body) > _BATCH_BYTES:
                break
            size += len(put.body)
            count += 1
        batch, self._waiting = self._waiting[:count], self._waiting[count:]
        return batch

    def _insert(self, batch: Sequence[_Put], conn: sqlite3.Connection) -> int:
        now = self._now()
        for put in batch:
            new = conn.execute(
                "INSERT INTO updates (key, at, desk, body) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (key) DO NOTHING",
                (put.key, now, put.desk, put.body),
            ).rowcount
            if new and put.media:
                conn.executemany(
                    "INSERT INTO media (ref, at, next_at, path) VALUES (?, ?, ?, '')"
                    " ON CONFLICT (ref) DO NOTHING",
                    [(ref, now, now) for ref in put.media],
                )
        return _last(conn)

    # reading on

    def _place(self, position: str) -> _Place:
        """Where ``position`` is; the oldest end where it is lost."""
        if not position:
            return _Place(self._gone, 0, False)
        identity, *numbers = position.split("-")
        known = identity == self.identity and len(numbers) == 2
        if known and all(each.isdecimal() and len(each) < 19 for each in numbers):
            seq, at = map(int, numbers)
            if self._gone <= seq <= self._last:
                return _Place(seq, at, False)
        return _Place(self._gone, 0, True)

    async def after(self, position: str, limit: int) -> Page:
        """What stands behind ``position``, oldest first."""
        place, gone = self._place(position), self._gone

        def read(conn: sqlite3.Connection) -> tuple[list[Update], _Place, int]:
            seq, at, lost = place
            if seq > gone:
                # a home that was put back from a backup gives its numbers out again
                there = conn.execute("SELECT at FROM updates WHERE seq = ?", (seq,)).fetchone()
                if there is None or there["at"] != at:
                    seq, at, lost = gone, 0, True
            found: list[Update] = []
            size = 0
            rows = conn.execute(
                "SELECT seq, at, desk, body FROM updates WHERE seq > ? ORDER BY seq LIMIT ?",
                (seq, limit),
            )
            for row in rows:
                size += len(row["body"])
                if found and size > PAGE_BYTES:
                    break
                found.append(Update(row["body"], row["desk"]))
                seq, at = row["seq"], row["at"]
            return found, _Place(seq, at, lost), _last(conn)

        found, (seq, at, lost), last = await self._file.read(read)
        return Page(tuple(found), f"{self.identity}-{seq}-{at}", more=seq < last, lost=lost)

    async def grown(self, position: str, seconds: float) -> None:
        """Returns when something stands behind ``position``, or after ``seconds``."""
        grew = self._grew
        place = self._place(position)
        if place.lost or place.seq < self._last:
            return
        try:
            async with asyncio.timeout(seconds):
                await grew.wait()
        except TimeoutError:
            pass

    def wake(self) -> None:
        """Let everybody who waits go."""
        self._grew.set()

    def behind(self, position: str) -> int:
        """How many updates stand behind ``position``."""
        return self._last - self._place(position).seq

    # files

    async def due(self, limit: int) -> list[str]:
        """Ids of files to be fetched now, the newest webhooks' first to come."""
        now = self._now()

        def lend(conn: sqlite3.Connection) -> list[str]:
            conn.execute(
                "UPDATE media SET next_at = NULL WHERE next_at IS NOT NULL AND at < ?",
                (now - _MEDIA_MS,),
            )
            rows = conn.execute(
                "SELECT ref FROM media WHERE next_at <= ? ORDER BY next_at LIMIT ?", (now, limit)
            ).fetchall()
            refs = [row["ref"] for row in rows]
            conn.executemany(
                "UPDATE media SET next_at = ? WHERE ref = ?", [(now + _LENT_MS, r) for r in refs]
            )
            return refs

        return await self._writing_to(lend)

    async def put_media(self, ref: str, data: bytes) -> None:
        """Keep a file that was fetched. Raises OSError."""
        self._check_room()
        path, _ = await asyncio.to_thread(keep, self._files, data, "")
        now = self._now()
        await self._writing_to(
            lambda conn: conn.execute(
                "INSERT INTO media (ref, at, next_at, path) VALUES (?, ?, NULL, ?)"
                " ON CONFLICT (ref) DO UPDATE SET next_at = NULL, path = excluded.path",
                (ref, now, path),
            )
        )

    async def put_off(self, ref: str, seconds: float | None) -> None:
        """Due again after ``seconds``; None: never."""
        at = None if seconds is None else self._now() + int(seconds * 1000)
        await self._writing_to(
            lambda conn: conn.execute(
                "UPDATE media SET next_at = ? WHERE ref = ? AND path = ''", (at, ref)
            )
        )

    async def file(self, ref: str) -> Path | None:
        """Where a file that was kept lies."""
        row = await self._file.read(
            lambda conn: conn.execute(
                "SELECT path FROM media WHERE ref = ? AND path != ''", (ref,)
            ).fetchone()
        )
        return self._files / row["path"] if row is not None else None

    async def media(self, ref: str) -> bytes | None:
        """A file that was kept."""
        path = await self.file(ref)
        try:
            return await asyncio.to_thread(path.read_bytes) if path is not None else None
        except FileNotFoundError:
            return None

    # looking after

    async def backlog(self) -> Backlog:
        """How much there is, and is to do."""
        row = await self._file.read(
            lambda conn: conn.execute(
                "SELECT count(*) AS files, min(at) AS at FROM media WHERE next_at IS NOT NULL"
            ).fetchone()
        )
        oldest = 0.0 if row["at"] is None else max(0.0, (self._now() - row["at"]) / 1000)
        return Backlog(self._last, row["files"], oldest)

    async def sweep(self) -> bool:
        """Forget some of what is too old; whether there is more of it."""
        before = self._now() - self._kept_ms

        def forget(conn: sqlite3.Connection) -> tuple[int, int, list[str]]:
            gone = count = 0
            for row in conn.execute("SELECT seq, at FROM updates ORDER BY seq LIMIT ?", (_SWEPT,)):
                if row["at"] >= before:
                    break
                gone, count = row["seq"], count + 1
            if gone:
                conn.execute("DELETE FROM updates WHERE seq <= ?", (gone,))
                conn.execute("UPDATE state SET value = ? WHERE key = 'gone'", (str(gone),))
            old = conn.execute(
                "SELECT ref, path FROM media WHERE at < ? ORDER BY at LIMIT ?", (before, _SWEPT)
            ).fetchall()
            conn.executemany("DELETE FROM media WHERE ref = ?", [(row["ref"],) for row in old])
            paths = [
                path
                for path in {row["path"] for row in old if row["path"]}
                if not conn.execute("SELECT 1 FROM media WHERE path = ?", (path,)).fetchone()
            ]
            return gone, max(count, len(old)), paths

        gone, count, paths = await self._writing_to(forget)
        self._gone = max(self._gone, gone)
        for path in paths:
            await asyncio.to_thread((self._files / path).unlink, missing_ok=True)
        return count == _SWEPT

    async def _writing_to(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            return await self._file.write(work)
        except (StoreError, sqlite3.Error) as error:
            raise _os_error(error) from error


def _last(conn: sqlite3.Connection) -> int:
    """The number of the newest update, kept or too old by now. SQLite's own sequence also counts
    what was known already."""
    row = conn.execute(
        "SELECT coalesce((SELECT max(seq) FROM updates),"
        " (SELECT CAST(value AS INTEGER) FROM state WHERE key = 'gone')) AS seq"
    ).fetchone()
    return int(row["seq"])


def _os_error(error: Exception) -> OSError:
    """What a home says when it cannot keep."""
    if isinstance(error, OSError):
        return error
    if isinstance(error, StoreError) and error.problem.code == "disk-full":
        return OSError(errno.ENOSPC, "the disk is full")
    return OSError(errno.EIO, type(error).__name__)
