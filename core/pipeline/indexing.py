"""The stage that takes into the search what was written: what is new at once, then what was there
before the index, the newest first."""

import asyncio
import sqlite3
import time
from collections.abc import Sequence
from typing import Final, NamedTuple

from core.store.projection import index
from core.store.store import Store
from core.support.worker import Worker

BATCH: Final = 200
_REST: Final = 1.5
"""Times what a batch of the walk took: the window's own work goes first."""
UNITS: Final[tuple[index.Unit, ...]] = ("thread", "message")


class _Batch(NamedTuple):
    unit: index.Unit
    owners: Sequence[int]
    noted: Sequence[tuple[int, int]]
    docs: Sequence[index.Doc]
    lemmas: Sequence[tuple[str, str]]
    walked_to: int | None


class IndexingStage:
    """What is to do stands in the store: ``search_queue`` for what changed, a cursor for the walk.
    Both are moved in the transaction that writes the index, so a crash repeats and never skips."""

    def __init__(self, store: Store, *, batch: int = BATCH, rest: float = _REST) -> None:
        self._store, self._batch, self._rest = store, batch, rest
        self.worker = Worker("indexing", self.step)

    async def step(self) -> float | None:
        """Index one batch: what changed before what was there."""
        began = time.monotonic()
        batch = await self._store.read(self._changed) or await self._store.read(self._walked)
        if batch is None:
            if await self._store.read(index.has_old):
                await self._store.write(index.drop_old)
            return None
        await self._store.write(lambda conn: _write(conn, batch))
        if batch.walked_to is not None and self._rest:
            await asyncio.sleep((time.monotonic() - began) * self._rest)
        return 0

    def _changed(self, conn: sqlite3.Connection) -> _Batch | None:
        for unit in UNITS:
            rows = conn.execute(
                "SELECT owner, rev FROM search_queue WHERE source = ? ORDER BY owner DESC LIMIT ?",
                (unit, self._batch),
            ).fetchall()
            if rows:
                noted = [(row[0], row[1]) for row in rows]
                return _read(conn, unit, [owner for owner, _ in noted], noted, None)
        return None

    def _walked(self, conn: sqlite3.Connection) -> _Batch | None:
        cursor = index.cursor(conn)
        for unit in UNITS:
            if not cursor[unit]:
                continue
            rows = conn.execute(
                f"SELECT id FROM {unit}s WHERE id <= ? ORDER BY id DESC LIMIT ?",
                (cursor[unit], self._batch),
            ).fetchall()
            owners = [row[0] for row in rows]
            to = owners[-1] - 1 if len(owners) == self._batch else 0
            return _read(conn, unit, owners, (), to)
        return None


def _read(
    conn: sqlite3.Connection,
    unit: index.Unit,
    owners: Sequence[int],
    noted: Sequence[tuple[int, int]],
    walked_to: int | None,
) -> _Batch:
    read = index.message_docs if unit == "message" else index.thread_docs
    docs = read(conn, owners)
    return _Batch(unit, owners, noted, docs, index.new_lemmas(conn, docs), walked_to)


def _write(conn: sqlite3.Connection, batch: _Batch) -> None:
    if batch.walked_to is None:
        index.done(conn, batch.unit, batch.noted)
    else:
        index.set_cursor(conn, batch.unit, batch.walked_to)
    index.put(conn, batch.unit, batch.owners, batch.docs, batch.lemmas)
