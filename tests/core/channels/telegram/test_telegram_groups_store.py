"""Telegram's groups over the real store: their threads, over an upgrade and over a rebuild."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from core.domain.channels import Channel, Peer, Profile
from core.domain.events import Event, MessageReceived, SendRequested
from core.domain.views import MessageRow, ThreadRow
from core.store.read import messages as read_messages
from core.store.read import threads as read_threads
from core.store.store import Store

FAST: dict[str, Any] = {"recheck_groups": 0.3, "heartbeat": 0.3}


@pytest.fixture
async def store(stage: Any, tmp_path: Path) -> AsyncIterator[Store]:
    made = Store(tmp_path / "log.sqlite")
    await made.open()
    stage.log = made
    yield made
    for channel in stage.channels:
        await channel.close()
    await made.close()


async def _list(store: Store) -> list[ThreadRow]:
    return await store.read(lambda conn: read_threads.threads(conn, now=time.time_ns() // 10**6))


async def _lines(store: Store, name: str) -> list[MessageRow]:
    """What stands in the thread with that name; nothing while there is none."""
    found = [row.id for row in await _list(store) if row.name == name]
    if not found:
        return []
    return await store.read(
        lambda conn: read_messages.messages(conn, found[0], media=Path(), limit=500)
    )


async def _until(store: Store, name: str, holds: Callable[[list[MessageRow]], bool]) -> None:
    for _ in range(500):
        if holds(await _lines(store, name)):
            return
        await asyncio.sleep(0.02)
    assert holds(await _lines(store, name))


def _said(rows: list[MessageRow]) -> list[tuple[str, str]]:
    return [(row.author, row.text) for row in rows if row.text and not row.service]


@pytest.mark.parametrize("supergroup", [False, True])
async def test_a_group_is_a_thread(stage: Any, store: Store, supergroup: bool) -> None:
    server, members = stage.server, [stage.irina, stage.me]
    group = server.groups.create("Закупки", members, supergroup=supergroup)
    server.groups.send(stage.irina, group, "Мой телефон +7 916 111-22-33", at=1_700_000_000)
    channel = await stage.signed_in(**FAST)
    stage.write("и лично")
    server.groups.send(stage.me, group, "Записала", at=time.time() - 2)
    last = server.groups.send(stage.irina, group, "Жду счёт")
    await _until(store, "Закупки", lambda rows: len(_said(rows)) == 3)
    rows = await _lines(store, "Закупки")
    assert _said(rows) == [
        ("Ирина Ковалёва", "Мой телефон +7 916 111-22-33"),
        ("", "Записала"),
        ("Ирина Ковалёва", "Жду счёт"),
    ]
    # The same person elsewhere, known by the number: a group is nobody's.
    wamid = Peer(Channel.WHATSAPP, "1", "79161112233")
    profile = Profile(name="Ирина", phone="+79161112233")
    body = MessageReceived(direction="in", text="и тут", profile=profile)
    await store.append([Event(external_id="w", at=1_700_000_000_000, peer=wamid, body=body)])
    for _ in range(500):
        if len(await _list(store)) == 2:
            break
        await asyncio.sleep(0.02)
    assert len(await _list(store)) == 2
    (row,) = [one for one in await _list(store) if one.name == "Закупки"]
    assert row.unread > 0
    box = server._world.post.box(group if supergroup else stage.me)
    there = last if supergroup else box.thread(group)[-1]
    peer = Peer(Channel.TELEGRAM, str(stage.me), str(group))
    (asked,) = [row.external_id for row in rows if row.text == "Жду счёт"]
    await channel.mark_read(peer, asked)
    assert asked == (f"{group}/{there}" if supergroup else str(there))
    (row,) = [one for one in await _list(store) if one.name == "Закупки"]
    assert row.unread == 0
    server.read(stage.irina, group, 0)
    await _until(
        store, "Закупки", lambda rows: [r.status for r in rows if r.text == "Записала"] == ["read"]
    )
    before = await _list(store), rows
    await store.rebuild()
    assert (await _list(store))[0].unread == before[0][0].unread
    assert _said(await _lines(store, "Закупки")) == _said(rows)


async def test_an_upgraded_group_stays_one_thread(stage: Any, store: Store) -> None:
    server = stage.server
    group = server.groups.create("Проект", [stage.irina, stage.me])
    server.groups.send(stage.irina, group, "до")
    channel = await stage.signed_in(**FAST)
    await _until(store, "Проект", lambda rows: _said(rows)[-1:] == [("Ирина Ковалёва", "до")])
    there = server.groups.upgrade(group, stage.irina)
    number = server.groups.send(stage.irina, there, "после")
    await _until(store, "Проект", lambda rows: _said(rows)[-1][1] == "после")
    assert [row.name for row in await _list(store)] == ["Проект"]
    server.groups.edit(there, stage.irina, number, "после правки")
    await _until(store, "Проект", lambda rows: _said(rows)[-1][1] == "после правки")
    peer = Peer(Channel.TELEGRAM, str(stage.me), str(group))
    sent = await channel.send(peer, SendRequested(client_ref="a", text="ответ"))
    await channel.mark_read(peer, f"{there}/{number}")
    (row,) = await _list(store)
    assert row.unread == 0
    await channel.close()
    server.groups.delete(there, stage.irina, [number])
    server.groups.longest(0)
    await stage.signed_in(**FAST)
    await _until(store, "Проект", lambda rows: [t for _, t in _said(rows)] == ["до", "ответ"])
    assert sent.external_id in {row.external_id for row in await _lines(store, "Проект")}
    rows = await _lines(store, "Проект")
    await store.rebuild()
    assert await _lines(store, "Проект") == rows
