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
from typing import Final, NamedTuple

from core.hub.files import HubFiles, os_error
from core.hub.home import Backlog
from core.hub.tables import migrations
from core.ports import Update
from core.store.database import SqliteFile
from core.team.wire import Page

log = logging.getLogger(__name__)

PAGE_BYTES: Final = 2 * 2**20
_BATCH_ROWS: Final = 500
_BATCH_BYTES: Final = 8 * 2**20
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
        self._kept_ms = days * 86_400_000
        self._spare = spare
        self._now = now
        self._file = SqliteFile(folder / "hub.db", steps=migrations)
        self._files = HubFiles(self._file, folder / "media", now)
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
                    told = os_error(error)
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
        """Ids of files to be fetched now, the newest last."""
        return await self._files.due(limit)

    async def put_media(self, ref: str, data: bytes) -> None:
        """Keep a file that was fetched. Raises OSError."""
        self._check_room()
        await self._files.put(ref, data)

    async def put_off(self, ref: str, seconds: float | None) -> None:
        """Due again after ``seconds``; None: never."""
        await self._files.put_off(ref, seconds)

    async def file(self, ref: str) -> Path | None:
        """Where a file that was kept lies."""
        return await self._files.find(ref)

    async def media(self, ref: str) -> bytes | None:
        """A file that was kept."""
        path = await self._files.find(ref)
        try:
            return await asyncio.to_thread(path.read_bytes) if path is not None else None
        except FileNotFoundError:
            return None

    # looking after

    async def backlog(self) -> Backlog:
        """How much there is, and is to do."""
        count, oldest = await self._files.waiting()
        return Backlog(self._last, count, oldest)

    async def sweep(self) -> bool:
        """Forget some of what is too old; whether there may be more of it."""
        before = self._now() - self._kept_ms

        def forget(conn: sqlite3.Connection) -> tuple[int, int]:
            gone = count = 0
            for row in conn.execute("SELECT seq, at FROM updates ORDER BY seq LIMIT ?", (_SWEPT,)):
                if row["at"] >= before:
                    break
                gone, count = row["seq"], count + 1
            if gone:
                conn.execute("DELETE FROM updates WHERE seq <= ?", (gone,))
                conn.execute("UPDATE state SET value = ? WHERE key = 'gone'", (str(gone),))
            return gone, count

        gone, count = await self._file.write(forget)
        self._gone = max(self._gone, gone)
        files = await self._files.forget(before, _SWEPT)
        return max(count, files) == _SWEPT


def _last(conn: sqlite3.Connection) -> int:
    """The number of the newest update, kept or too old by now. SQLite's own sequence also counts
    what was known already."""
    row = conn.execute(
        "SELECT coalesce((SELECT max(seq) FROM updates),"
        " (SELECT CAST(value AS INTEGER) FROM state WHERE key = 'gone')) AS seq"
    ).fetchone()
    return int(row["seq"])
