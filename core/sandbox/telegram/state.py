"""Where the server's state outlives the process: records by kind and key in one SQLite file."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

Record = TypeVar("Record", bound=msgspec.Struct)


class StateFile:
    """Collects changed records and writes them in one transaction at `flush`.

    Records are mutable and encoded at flush, so marking one twice costs one write. Without a
    path nothing is kept.
    """

    def __init__(self, path: Path | None) -> None:
        self._db: sqlite3.Connection | None = None
        self._dirty: dict[tuple[str, str], msgspec.Struct | bytes | None] = {}
        self._encoder = msgspec.msgpack.Encoder()
        self._held = 0
        if path is None:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        # A sandbox survives its own process being killed, not the machine losing power.
        self._db.execute("pragma journal_mode=wal")
        self._db.execute("pragma synchronous=off")
        self._db.execute(
            "create table if not exists records (kind text, key text, value blob,"
            " primary key (kind, key)) without rowid"
        )

    def put(self, kind: str, key: object, record: msgspec.Struct | bytes) -> None:
        """Mark a record to be written at the next flush."""
        if self._db is not None:
            self._dirty[kind, str(key)] = record

    def drop(self, kind: str, key: object) -> None:
        """Mark a record to be removed at the next flush."""
        if self._db is not None:
            self._dirty[kind, str(key)] = None

    def load(self, kind: str, record: type[Record]) -> Iterator[Record]:
        """All records of a kind, in no particular order."""
        for _, value in self.load_named(kind, record):
            yield value

    def load_named(self, kind: str, record: type[Record]) -> Iterator[tuple[str, Record]]:
        """All records of a kind with their keys, in no particular order."""
        decoder = msgspec.msgpack.Decoder(record)
        for key, value in self._rows(kind):
            yield key, decoder.decode(value)

    def load_bytes(self, kind: str) -> dict[str, bytes]:
        """All raw values of a kind, by key."""
        return dict(self._rows(kind))

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """What is flushed inside is written at the end, in one transaction."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
            self.flush()

    @property
    def held(self) -> bool:
        """Whether a transaction is being put together."""
        return self._held > 0

    def flush(self) -> None:
        """Write what was marked since the last flush, in one transaction."""
        if self._db is None or self._held or not self._dirty:
            return
        dirty, self._dirty = self._dirty, {}
        self._db.execute("begin")
        for (kind, key), record in dirty.items():
            if record is None:
                self._db.execute("delete from records where kind = ? and key = ?", (kind, key))
                continue
            value = record if isinstance(record, bytes) else self._encoder.encode(record)
            self._db.execute("replace into records values (?, ?, ?)", (kind, key, value))
        self._db.execute("commit")

    def close(self) -> None:
        """Flush and let go of the file."""
        self.flush()
        if self._db is not None:
            self._db.close()
            self._db = None

    def _rows(self, kind: str) -> list[tuple[str, bytes]]:
        if self._db is None:
            return []
        return self._db.execute("select key, value from records where kind = ?", (kind,)).fetchall()
