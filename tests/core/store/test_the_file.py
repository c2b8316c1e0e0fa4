"""The file itself: a step that was cut off, a later version, a full disk, somebody else's lock."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlite_utils import Database

from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.domain.problems import Problem, ProblemError
from core.store import database
from core.store.migrations import migrations
from core.store.projection import index
from core.store.store import Store

ROOT = Path(__file__).parents[3]
TG = Peer(Channel.TELEGRAM, "1", "77")
NOW = 1_790_000_000_000

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits")


def said(number: int, text: str = "а") -> ev.Event:
    body = ev.MessageReceived(direction="in", text=text)
    return ev.Event(external_id=str(number), at=NOW, peer=TG, body=body)


async def length(store: Store) -> int:
    return await store.read(lambda c: int(c.execute("SELECT count(*) FROM log").fetchone()[0]))


def run(code: str, path: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", code, str(path)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=60,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


_CUT = """
import os, signal, sqlite3, sys
from core.store import migrations, steps
whole = migrations.%s
def half(db):
    whole(db)
    os.kill(os.getpid(), signal.SIGKILL)
half.__name__ = whole.__name__
migrations.migrations._steps[migrations.migrations.names.index(whole.__name__)] = half
steps.migrate(sqlite3.connect(sys.argv[1]), migrations.migrations)
"""


@pytest.mark.parametrize("step", ["m001_log", "m002_projection", "m003_address"])
async def test_a_step_that_was_cut_off_is_taken_anew(tmp_path: Path, step: str) -> None:
    path = tmp_path / "log.db"
    done = run(_CUT % step, path)
    assert done.returncode == -signal.SIGKILL, done.stderr
    store = Store(path)
    await store.open()
    await store.append([said(1)])
    assert await length(store) == 1
    await store.close()


async def test_a_store_of_a_later_version_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    store = Store(path)
    await store.open()
    await store.close()
    conn = sqlite3.connect(path)
    conn.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('threadline', 'm999_tomorrow', '2030')"
    )
    conn.commit()
    conn.close()
    before = path.read_bytes()
    later = Store(path)
    with pytest.raises(ProblemError) as caught:
        await later.open()
    await later.close()
    assert caught.value.problem.code == "store-newer"
    assert "m999_tomorrow" in caught.value.problem.params["detail"]
    assert path.read_bytes() == before


async def test_a_store_of_the_version_before_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    conn = sqlite3.connect(path)
    migrations.to_take().apply(Database(conn), stop_before="m003_address")
    conn.execute(
        "INSERT INTO identities (channel, account, peer, thread, home) VALUES"
        " ('whatsapp', '5', 'old', 1, 1)"
    )
    conn.execute(
        "INSERT INTO identities (channel, account, peer, thread, home, alias_of) VALUES"
        " ('whatsapp', '5', 'new', 1, 1, 1)"
    )
    conn.commit()
    conn.close()
    store = Store(path)
    await store.open()
    found = await store.read(lambda c: c.execute("SELECT address FROM identities").fetchall())
    assert [row[0] for row in found] == ["new", ""]
    await store.close()


async def test_somebody_elses_lock_is_waited_for_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_BUSY_MS", 50)
    path = tmp_path / "log.db"
    store = Store(path)
    await store.open()
    heard: list[frozenset[str]] = []
    store.listen(lambda change: heard.append(change.kinds))
    other = sqlite3.connect(path)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(ProblemError) as caught:
        await store.append([said(1)])
    assert caught.value.problem.code == "store-busy"
    assert (store.problem, heard) == (caught.value.problem, [frozenset({"store"})])
    other.rollback()
    other.close()
    await store.append([said(1)])
    assert store.problem is None
    assert heard[1:] == [frozenset({"store"}), frozenset({"message"})]
    assert await length(store) == 1
    await store.close()


_FULL = """
import asyncio, resource, signal, sys
from pathlib import Path
from core.domain.problems import ProblemError
from core.store.store import Store
from tests.core.store.test_the_file import said, length

async def main():
    store = Store(Path(sys.argv[1]))
    await store.open()
    await store.append([said(0)])
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    room = 300_000 + max(f.stat().st_size for f in Path(sys.argv[1]).parent.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    kept, codes = 1, set()
    for number in range(1, 60):
        try:
            await store.append([said(number, "x" * 20_000)])
            kept += 1
        except ProblemError as error:
            codes.add(error.problem.code)
    assert await length(store) == kept, "what was acknowledged is there, and nothing else"
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    for number in range(1, 60):
        await store.append([said(number, "x" * 20_000)])
    assert await length(store) == 60, "with room again everything goes on"
    await store.close()
    print(kept, *codes)

asyncio.run(main())
"""


def test_a_full_disk_is_told_and_with_room_again_everything_goes_on(tmp_path: Path) -> None:
    done = run(_FULL, tmp_path / "log.db")
    assert done.returncode == 0, done.stderr
    kept, *codes = done.stdout.split()
    assert 1 < int(kept) < 60
    assert set(codes) <= {"disk-full", "profile-unwritable"}
    assert codes


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = Store(tmp_path / "file" / "log.db")
    with pytest.raises(ProblemError) as caught:
        await store.open()
    await store.close()
    assert isinstance(caught.value.problem, Problem)
    assert caught.value.problem.code == "profile-unwritable"


async def test_the_old_index_is_kept_where_something_was_written_before(tmp_path: Path) -> None:
    fresh = Store(tmp_path / "fresh.db")
    await fresh.open()
    assert not await fresh.read(index.has_old)
    await fresh.close()
    conn = sqlite3.connect(tmp_path / "log.db")
    migrations.to_take().apply(Database(conn), stop_before="m021_no_old_index")
    conn.execute(
        "INSERT INTO messages (thread, identity, channel, account, direction, at, seq, text)"
        " VALUES (1, 1, 'telegram', '1', 'in', 1, 1, 'насос')"
    )
    conn.commit()
    conn.close()
    store = Store(tmp_path / "log.db")
    await store.open()
    assert await store.read(index.has_old)
    await store.close()
