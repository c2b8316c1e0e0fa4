"""A filter that more threads fit than are known by their ids: the newest first, without sorting."""

import sqlite3

import pytest

from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.search.query import parse
from core.store.read import search_scope
from core.store.read.search import search
from core.store.store import Store
from tests.core.search.test_finding import NOW, store

__all__ = ["store"]


async def test_they_are_the_same_in_the_same_order(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = 12
    for n in range(count):
        peer = Peer(Channel.TELEGRAM, "1", str(500 + n))
        body = ev.MessageReceived(direction="in", text="Добрый день")
        at = NOW + (n * 7 % count) * 60_000
        await store.append([ev.Event(external_id=f"m{n}", at=at, peer=peer, body=body)])
    await store.write(lambda conn: conn.execute("UPDATE threads SET worth = 400000 + id"))

    def found(conn: sqlite3.Connection) -> tuple[list[int], int, str]:
        asked: list[str] = []
        conn.set_trace_callback(asked.append)
        hits = search(conn, parse("budget>300k"), now=NOW)
        conn.set_trace_callback(None)
        (listed,) = (sql for sql in asked if "ORDER BY t.last_at" in sql)
        plan = " ".join(row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {listed}"))
        return [hit.thread for hit in hits.clients], hits.counts["client"], plan

    few = await store.read(found)
    monkeypatch.setattr(search_scope, "MANY", 3)
    many = await store.read(found)
    assert few[:2] == many[:2]
    assert many[1] == count
    assert "threads_recent" in many[2]
    assert "TEMP B-TREE" not in many[2]
