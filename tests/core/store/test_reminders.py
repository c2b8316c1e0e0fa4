"""What calls the operator back is found in the store, from an index."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.pipeline.actions import Actions
from core.pipeline.triage import Triage
from core.store.read import reminders as read
from core.store.store import Store

NOW = 1_790_000_000_000
MINUTE, HOUR = 60_000, 3_600_000
DAY = 24 * HOUR


class Clock:
    now = NOW


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    Clock.now = NOW
    store = Store(tmp_path / "log.db", clock=lambda: Clock.now / 1000)
    await store.open()
    yield store
    await store.close()


def wrote(number: int, at: int, text: str = "добрый день", *, history: bool = False,
          channel: Channel = Channel.WHATSAPP) -> ev.Event:  # fmt: skip
    peer = Peer(channel, "555", f"7916{number}")
    profile = ev.Profile(name=f"Клиент {number}")
    body = ev.MessageReceived(direction="in", text=text, history=history, profile=profile)
    return ev.Event(external_id=f"{number}-{at}-{text}", at=at, peer=peer, body=body)


async def due(store: Store, now: int, *, ahead: int = HOUR, since: int = 0) -> Any:
    return await store.read(lambda c: read.reminders(c, now=now, ahead=ahead, since=since))


async def test_a_window_that_closes_while_the_client_waits(store: Store) -> None:
    await store.append([wrote(1, NOW), wrote(2, NOW + 30 * MINUTE)])
    before = await due(store, NOW + 22 * HOUR)
    assert (before.due, before.next_at) == ((), NOW + 23 * HOUR)
    found = await due(store, NOW + 23 * HOUR)
    assert [(r.kind, r.thread, r.at) for r in found.due] == [("closing", 1, NOW + DAY)]
    assert found.due[0].name == "Клиент 1"
    assert found.next_at == NOW + 23 * HOUR + 30 * MINUTE
    both = await due(store, NOW + DAY)
    assert [(r.kind, r.thread) for r in both.due] == [("closed", 1), ("closing", 2)]
    later = await due(store, NOW + DAY, since=NOW + DAY)
    assert [(r.kind, r.thread) for r in later.due] == [("closing", 2)]
    assert (await due(store, NOW + 23 * HOUR, ahead=0)).due == ()


async def test_an_answered_client_is_not_waited_for(store: Store, tmp_path: Path) -> None:
    await store.append([wrote(1, NOW)])
    Clock.now = NOW + HOUR
    actions = Actions(store, tmp_path, dict, lambda: NOW + HOUR)
    await actions.send(Peer(Channel.WHATSAPP, "555", "79161"), "отправили", None)
    assert (await due(store, NOW + 23 * HOUR)).due == ()


async def test_follow_ups_and_snoozes_that_are_due(store: Store) -> None:
    await store.append([wrote(1, NOW, channel=Channel.TELEGRAM)])
    await store.append([wrote(2, NOW, channel=Channel.TELEGRAM)])
    triage = Triage(store, lambda: NOW)
    await triage.follow_up([1], NOW + HOUR, "прислать КП")
    await triage.snooze([2], NOW + 2 * HOUR)
    assert (await due(store, NOW)).next_at == NOW + HOUR
    found = await due(store, NOW + HOUR)
    assert [(r.kind, r.thread, r.note) for r in found.due] == [("follow_up", 1, "прислать КП")]
    assert found.next_at == NOW + 2 * HOUR
    assert {r.kind for r in (await due(store, NOW + 2 * HOUR)).due} == {"follow_up", "snooze"}
    assert (await due(store, NOW + 9 * DAY)).due == (), "the list shows what is that old"
    await triage.done([1, 2], done=True)
    assert (await due(store, NOW + 2 * HOUR)).due == ()


async def test_what_arrived_is_told_once_and_history_never(store: Store) -> None:
    await store.append([wrote(1, NOW, "первое")])
    after = await store.read(read.newest)
    await store.append([wrote(1, NOW + 1, "второе"), wrote(2, NOW + 2, "третье")])
    await store.append([wrote(3, NOW + 3, "из истории", history=True)])
    found = await store.read(lambda c: read.arrived(c, {1, 2, 3}, after, NOW + HOUR))
    assert [(a.thread, a.text) for a in found] == [(1, "второе"), (2, "третье")]
    slept = await store.read(lambda c: read.arrived(c, {1, 2, 3}, after, NOW + 3))
    assert [a.thread for a in slept] == [1, 2, 3], "it was written while nobody was there"
    await Actions(store, Path(), dict).mark_read(1)
    found = await store.read(lambda c: read.arrived(c, {1, 2, 3}, after, NOW + HOUR))
    assert [a.thread for a in found] == [2]


async def test_nothing_is_read_row_by_row(store: Store) -> None:
    seen: list[str] = []

    def plans(conn: sqlite3.Connection) -> list[str]:
        conn.set_trace_callback(seen.append)
        read.reminders(conn, now=NOW, ahead=HOUR, since=0)
        read.arrived(conn, {1}, 0, 0)
        conn.set_trace_callback(None)
        asked = [sql for sql in seen if sql.startswith("SELECT")]
        return [
            str(row["detail"]) for sql in asked
            for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}")
        ]  # fmt: skip

    steps = await store.read(plans)
    assert len(steps) >= 8
    assert [step for step in steps if step.startswith("SCAN") and "INDEX" not in step] == [
        s for s in steps if s == "SCAN CONSTANT ROW"
    ]
