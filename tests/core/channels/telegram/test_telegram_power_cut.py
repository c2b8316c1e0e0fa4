"""The power goes at any moment: what the disk has then is some beginning of what was written, and
in each of them no position and no ledger says more than the log holds.

Frames of a write-ahead log count up to the first that is not whole, and only up to the end of a
transaction: https://www.sqlite.org/fileformat2.html#walformat. A transaction that waits for the
disk has all those before it written down too, whether they waited or not.
"""

import asyncio
import re
import shutil
import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from core.channels.telegram.box import Cursor
from core.channels.telegram.ledger import Ledger
from core.channels.telegram.spans import inside
from core.store.store import Store
from tests.core.channels.telegram.conftest import Stage

HEADER, FRAME = 32, 24
OLD, LIVE = 30, 10
TORN = 7


def _ends(wal: bytes) -> list[int]:
    """Where transactions end in it; before them, where it is cut within a frame."""
    (size,) = struct.unpack(">I", wal[8:12])
    step, found = FRAME + size, [HEADER]
    for at in range(HEADER, len(wal) - step + 1, step):
        (pages,) = struct.unpack(">I", wal[at + 4 : at + 8])
        found += [at + step // 2] * (at // step % TORN == 0) + [at + step] * (pages > 0)
    return found


class Written:
    """What the writer did: each transaction with how it waited for the disk."""

    def __init__(self) -> None:
        self.done: list[tuple[str, list[str]]] = []
        self._mode, self._now = "FULL", list[str]()

    def hear(self, said: str) -> None:
        """A statement of the writer's connection."""
        if found := re.match(r"PRAGMA synchronous=(\w+)", said):
            self._mode = found[1]
        elif said == "COMMIT":
            self.done.append((self._mode, self._now))
        if said.startswith("BEGIN"):
            self._now = []
        self._now.append(said)


async def _played(stage: Stage, folder: Path) -> tuple[Written, list[tuple[int, int]]]:
    """A history is fetched while live messages come; what the disk may have is in ``folder``.
    Returns what was written, and (position, id) of the live messages."""
    for n in range(OLD):
        stage.write(f"раньше {n}", at=1_700_000_000 + n, push=False)
    store = Store(folder / "log.db")
    await store.open()
    await store.close()
    shutil.copy(folder / "log.db", folder / "before.db")
    store, written, live = Store(folder / "log.db"), Written(), list[tuple[int, int]]()
    stage.log = store  # type: ignore[assignment]
    await store.open()
    await store.write(partial(_listened, hear=written.hear))
    try:
        await stage.signed_in(first_page=5, backfill_page=5, backfill_pause=0.02)
        for n in range(LIVE):
            named = stage.write(f"сейчас {n}", push=n % 4 != 3)
            live.append((stage.server._world.post.box(stage.me).pts, named))
            await asyncio.sleep(0.03)
        async with asyncio.timeout(30):
            while await _more(stage, store):  # noqa: ASYNC110 - the file is looked at
                await asyncio.sleep(0.02)
        shutil.copy(folder / "log.db-wal", folder / "written.wal")
    finally:
        for channel in stage.channels:
            await channel.close()
        await store.close()
    return written, live


def _listened(conn: sqlite3.Connection, hear: Callable[[str], None]) -> None:
    """All that is written from now on stays in the write-ahead log."""
    conn.execute("PRAGMA wal_autocheckpoint=0")
    conn.set_trace_callback(hear)


def _messages(conn: sqlite3.Connection) -> int:
    return int(conn.execute("SELECT count(*) FROM messages").fetchone()[0])


async def _more(stage: Stage, store: Store) -> bool:
    """Whether something is still to come."""
    if await store.read(_messages) < OLD + LIVE:
        return True
    kept = dict(await store.ledgers("telegram", str(stage.me)))
    ledger = msgspec.json.decode(kept[str(stage.irina)], type=Ledger)
    return ledger.work(stage.irina) is not None


async def test_no_position_says_more_than_the_log_holds(stage: Stage, tmp_path: Path) -> None:
    written, live = await _played(stage, tmp_path)
    for mode, statements in written.done:
        positions = [s for s in statements if s.startswith("INSERT OR REPLACE INTO state")]
        assert mode == "FULL" or not positions
        # what does not wait is a page of history, and nothing else
        assert mode == "FULL" or any("INTO chat_ledgers" in said for said in statements)
    assert {mode for mode, _ in written.done} == {"FULL", "NORMAL"}
    wal = (tmp_path / "written.wal").read_bytes()
    old = [one.id for one in stage.server.history(stage.me, stage.irina)[:OLD]]
    seen = set[tuple[int, int]]()
    for end in _ends(wal):
        (tmp_path / "cut.db-shm").unlink(missing_ok=True)
        shutil.copy(tmp_path / "before.db", tmp_path / "cut.db")
        (tmp_path / "cut.db-wal").write_bytes(wal[:end])
        with closing(sqlite3.connect(tmp_path / "cut.db")) as conn:
            seen.add(_holds_together(stage, conn, old, live))
    assert max(seen) == (OLD + LIVE, live[-1][0])
    assert len({messages for messages, _ in seen}) > OLD // 5


def _holds_together(
    stage: Stage, conn: sqlite3.Connection, old: list[int], live: list[tuple[int, int]]
) -> tuple[int, int]:
    said = "SELECT external_id FROM log WHERE kind = 'message'"
    here = {int(row[0]) for row in conn.execute(said)}
    assert _messages(conn) == len(here), "what is shown is what the log holds"
    cursor = _state(conn, f"telegram/{stage.me}/cursor", Cursor)
    pts = cursor.pts if cursor is not None else 0
    assert [one for at, one in live if at <= pts and one not in here] == []
    row = conn.execute("SELECT body FROM chat_ledgers").fetchone()
    ledger = msgspec.json.decode(row[0], type=Ledger) if row else Ledger()
    assert [one for one in old if inside(ledger.known, one) and one not in here] == []
    return len(here), pts


def _state(conn: sqlite3.Connection, key: str, kind: type[Any]) -> Any:
    row = conn.execute("SELECT value FROM state WHERE key = ?", (key,)).fetchone()
    return msgspec.json.decode(row[0], type=kind) if row else None
