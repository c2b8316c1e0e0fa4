"""A page of the list by every order and filter, and what a message costs, by how many threads
there are."""

import asyncio
import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import structs

from core.domain.channels import Channel
from core.domain.chats import FOREVER, Folder, key_of
from core.domain.thread_filter import ORDERS, Order, ThreadFilter
from core.store.read import lists, threads
from core.store.store import Store
from desktop.viewmodels.views import BUILT_IN, COUNTED, MOST
from tests.benchmarks.big_store import build
from tests.benchmarks.reading import load

THREADS = (1_000, 10_000, 100_000)
PROMISED_MS = 15.0
DEEP = "two thirds down"
"""A page there takes at most twice what the first one takes."""
NARROWED: dict[str, dict[str, Any]] = {
    "": {}, "waiting": {"waiting": True}, "unread": {"unread": True},
    "closing": {"closing": True}, "draft": {"draft": True}, "mine": {"owners": ("anna",)},
    "nobody's": {"owners": ("",)}, "WhatsApp": {"channels": (Channel.WHATSAPP,)},
    "order": {"intents": ("order",)}, "due": {"due": True},
}  # fmt: skip


FOLDERS: dict[str, Folder] = {
    "a hundred named": Folder(
        id=2, title="", included=tuple(str(10_000 + n * 9) for n in range(100))
    ),
    "contacts": Folder(id=3, title="", contacts=True),
    "everybody unread": Folder(
        id=4, title="", contacts=True, non_contacts=True, no_muted=True, no_read=True
    ),
    "groups, of which there are none": Folder(id=5, title="", groups=True),
}


def shelve(conn: sqlite3.Connection) -> None:
    """Every third client is a contact, every twentieth archived, every tenth muted; folders."""
    conn.execute("UPDATE identities SET chat_kind = 'contact' WHERE id % 3 = 0")
    conn.execute("UPDATE threads SET listed = 0, archived = 1 WHERE listed = 1 AND id % 20 = 0")
    conn.execute("UPDATE threads SET muted_until = ? WHERE id % 10 = 1", (FOREVER,))
    conn.executemany(
        "INSERT OR REPLACE INTO folders VALUES ('telegram', '1', ?, ?, ?)",
        [(one.id, one.id, msgspec.json.encode(one)) for one in FOLDERS.values()],
    )


def best(work: Callable[[], object]) -> float:
    """The CPU time of the fastest of five, in ms."""
    took = []
    for _ in range(5):
        began = time.thread_time()
        work()
        took.append((time.thread_time() - began) * 1000)
    return min(took)


def deep(conn: sqlite3.Connection, order: Order, now: int, found: dict[str, float]) -> None:
    """A page from the list's beginning, from two thirds down as one scrolls, and as one jumps."""
    wanted = ThreadFilter(order=order)
    found[f"outline: {order}"] = best(lambda: threads.outline(conn, wanted, now=now))
    outline = threads.outline(conn, wanted, now=now)
    place = outline.total * 2 // 3
    near, at = outline.near(place)
    (spot,) = threads.stretch(conn, wanted, now=now, limit=1, at=at, skip=place - near).spots
    for name, spot_, skip in (("row 0", None, 0), (DEEP, spot, 0), ("jump", at, place - near)):
        found[f"{name}: {order}"] = best(
            lambda s=spot_, n=skip: threads.stretch(  # type: ignore[misc]
                conn, wanted, now=now, limit=100, at=s, skip=n
            )
        )


def pages(conn: sqlite3.Connection) -> dict[str, float]:
    """Every page that one can ask for, by the worst of its queue and of all threads."""
    now, found = int(time.time() * 1000), {}
    for order in ORDERS:
        for name, more in NARROWED.items():
            found[f"{order} {name}".strip()] = max(
                best(lambda w=wanted: threads.listed(conn, w, now=now))  # type: ignore[misc]
                for wanted in (
                    ThreadFilter(order=order, **more),
                    ThreadFilter(order=order, queues=("sales",), **more),
                )
            )
    for state in ("snoozed", "done", "archived"):
        wanted = ThreadFilter(state=state)
        found[state] = best(lambda w=wanted: threads.listed(conn, w, now=now))  # type: ignore[misc]
    for name, folder in FOLDERS.items():
        wanted = ThreadFilter(folder=key_of("1", folder.id), order="urgent")
        found[f"folder: {name}"] = best(lambda w=wanted: threads.listed(conn, w, now=now))  # type: ignore[misc]
        waits = structs.replace(wanted, waiting=True)
        found[f"who waits: {name}"] = best(
            lambda w=waits: lists.count(conn, w, now=now, most=COUNTED)  # type: ignore[misc]
        )
    for order in ORDERS:
        deep(conn, order, now, found)
    found["counts of queues"] = best(lambda: threads.queues(conn, now))
    for name, more in {**NARROWED, "archived": {"state": "archived"}}.items():
        saved = ThreadFilter(**{**more, "waiting": True})
        found[f"count: {name or 'saved view'}"] = best(
            lambda w=saved: lists.count(conn, w, now=now, most=COUNTED)  # type: ignore[misc]
        )
    for view in BUILT_IN:
        found[f"count: the view {view.id}"] = best(
            lambda w=view.filter: lists.count(conn, w, now=now, most=MOST)  # type: ignore[misc]
        )
    return found


@pytest.mark.timeout(600)
def test_pages_of_the_list(
    benchmark: Callable[..., Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found: dict[int, dict[str, float]] = {}

    async def measure() -> None:
        for count in THREADS:
            folder = tmp_path / str(count)
            store = Store(await build(folder, count * 10))
            await store.open()
            await store.write(shelve)
            found[count] = await store.read(pages)
            await store.close()
            shutil.rmtree(folder)

    benchmark.pedantic(lambda: asyncio.run(measure()), rounds=1, iterations=1)  # type: ignore[attr-defined]
    last = found[THREADS[-1]]
    with capsys.disabled():
        print(f"\nms of CPU for a page of 100 threads, by threads; {load()}")
        print(f"{'':44}" + "".join(f"{count:>10,}" for count in THREADS))
        for name in sorted(last, key=lambda n: -last[n]):
            print(f"{name:44}" + "".join(f"{found[count][name]:>10.2f}" for count in THREADS))
    missed = {n: ms for n, ms in last.items() if ms > PROMISED_MS and "outline" not in n}
    missed |= {
        name: last[name]
        for order in ORDERS
        for name in (f"{DEEP}: {order}", f"jump: {order}")
        if last[name] > 2 * last[f"row 0: {order}"]
    }
    if missed:
        pytest.xfail(f"over what is promised: {missed}")
