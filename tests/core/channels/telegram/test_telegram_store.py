"""The channel over the real store: what it asks back is what it wrote."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from core.domain.events import Event, MessageSent, SendRequested
from core.store.store import Store


async def _rows(store: Store, peer: int) -> list[tuple[int, str, str, dict[str, str]]]:
    def query(conn: Any) -> list[tuple[int, str, str, dict[str, str]]]:
        return [
            (
                int(row["external_id"]),
                row["direction"],
                row["text"],
                {
                    one["actor"]: one["emoji"]
                    for one in conn.execute(
                        "SELECT actor, emoji FROM reactions WHERE message = ? AND emoji != ''",
                        (row["id"],),
                    )
                },
            )
            for row in conn.execute(
                "SELECT messages.* FROM messages JOIN identities ON identities.id = identity"
                " WHERE identities.peer = ? AND NOT deleted"
                " ORDER BY CAST(messages.external_id AS INTEGER)",
                (str(peer),),
            ).fetchall()
        ]

    return await store.read(query)


async def _events(store: Store) -> int:
    return await store.read(
        lambda conn: int(conn.execute("SELECT count(*) FROM log").fetchone()[0])
    )


async def _agree(stage: Any, store: Store) -> None:
    for _ in range(250):
        if await _rows(store, stage.irina) == stage.theirs():
            return
        await asyncio.sleep(0.02)
    assert await _rows(store, stage.irina) == stage.theirs()


@pytest.fixture
async def store(stage: Any, tmp_path: Path) -> AsyncIterator[Store]:
    made = Store(tmp_path / "log.sqlite")
    await made.open()
    stage.log = made
    yield made
    for channel in stage.channels:
        await channel.close()
    await made.close()


async def test_changes_live_over_a_cut_and_over_a_restart(stage: Any, store: Store) -> None:
    server = stage.server
    for n in range(30):
        stage.write(f"раньше {n}", at=1_700_000_000 + n, push=False)
    channel = await stage.signed_in(first_page=10, backfill_page=7)
    await _agree(stage, store)
    theirs = [one.id for one in server.history(stage.irina, stage.me)]
    mine = [one.id for one in server.history(stage.me, stage.irina)]

    def change(n: int) -> None:
        server.edit(stage.irina, theirs[n], f"правка {n}")
        server.edit(stage.irina, theirs[n], f"ещё правка {n}")
        server.delete(stage.irina, [theirs[n + 1]])
        server.react(stage.irina, theirs[n + 2], "👍")
        server.react(stage.me, mine[n + 2], "🔥")
        server.react(stage.irina, theirs[n + 3], "👍")
        server.react(stage.irina, theirs[n + 3], None)
        server.send(stage.me, stage.irina, f"с телефона {n}")
        stage.write(f"новое {n}")

    change(0)
    await _agree(stage, store)
    await server.stop()
    change(5)
    await server.start()
    await _agree(stage, store)
    await channel.close()
    change(10)
    again = await stage.signed_in()
    await _agree(stage, store)

    request = SendRequested(client_ref="r1", text="от нас")
    event = Event(external_id="r1", at=1, peer=stage.peer(), body=request)
    await store.append([event])
    sent = await again.send(stage.peer(), request)
    told = MessageSent(client_ref="r1", message_id=sent.external_id)
    await store.append([Event(external_id="r1", at=sent.at, peer=stage.peer(), body=told)])
    await _agree(stage, store)
    before = await _events(store)
    await again.close()
    await stage.signed_in()
    await asyncio.sleep(0.3)
    await _agree(stage, store)
    assert await _events(store) == before
