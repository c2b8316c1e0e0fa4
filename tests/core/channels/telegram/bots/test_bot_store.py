"""A bot's chats in the real store: whose thread is which."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from core.channels.telegram.sending import random_id_of
from core.domain.channels import Peer
from core.domain.events import Event, MessageSent, SendRequested
from core.sandbox.telegram.records import Extra
from core.store.store import Store


@pytest.fixture
async def store(bots: Any, tmp_path: Path) -> AsyncIterator[Store]:
    made = Store(tmp_path / "log.sqlite")
    await made.open()
    bots.log = bots.stage.log = made
    yield made
    for channel in (*bots.channels, *bots.stage.channels):
        await channel.close()
    await made.close()


async def _chats(store: Store) -> dict[tuple[str, str], list[str]]:
    """What stands by (account, client)."""

    def query(conn: Any) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        for row in conn.execute(
            "SELECT i.account, i.peer, m.text FROM messages m JOIN identities i"
            " ON i.id = m.identity WHERE NOT m.deleted ORDER BY m.at, m.id"
        ):
            found.setdefault((row[0], row[1]), []).append(row[2])
        return found

    return await store.read(query)


async def _until(store: Store, wanted: dict[tuple[str, str], list[str]]) -> None:
    for _ in range(250):
        if await _chats(store) == wanted:
            return
        await asyncio.sleep(0.02)
    assert await _chats(store) == wanted


async def test_two_accounts_with_one_client_are_two_chats(
    bots: Any, wait: Any, store: Store
) -> None:
    channel = await bots.signed_in()
    bots.connect()
    boris = bots.server.add_user(phone="+79990003344", first_name="Борис")
    bots.server.connect_bot(boris, bots.bot, ["reply"])
    bots.write("Анне")
    bots.server.send(bots.irina, boris, "Борису")
    anna, irina = str(bots.anna), str(bots.irina)
    await _until(store, {(anna, irina): ["Анне"], (str(boris), irina): ["Борису"]})
    peer = msgspec.structs.replace(bots.peer(), account=str(boris))
    with_boris = next(one for one in channel.accounts if one.account == str(boris))
    await with_boris.send(peer, bots.text("Слушаю"))
    assert [m.text for m in bots.server.history(bots.irina, boris)] == ["Борису", "Слушаю"]
    assert bots.theirs() == ["Анне"]
    await store.rebuild()
    assert await _chats(store) == {
        (anna, irina): ["Анне"],
        (str(boris), irina): ["Борису", "Слушаю"],
    }


async def test_a_send_and_its_echo_are_one_message(bots: Any, wait: Any, store: Store) -> None:
    channel = await bots.signed_in()
    bots.connect()
    bots.write("Есть?")
    chat = (str(bots.anna), str(bots.irina))
    await _until(store, {chat: ["Есть?"]})
    peer: Peer = bots.peer()
    request: SendRequested = bots.text("Есть")
    await store.append([Event(external_id="a1", at=2, peer=peer, body=request)])
    # it went out, the process ended before it heard so, and the echo comes first
    taken, effects = bots.server._world.post.send(
        bots.anna, bots.irina, "Есть", random_id=random_id_of("a1"),
        extra=Extra(business_bot=bots.bot),
    )  # fmt: skip
    bots.server._done(effects)
    await _until(store, {chat: ["Есть", "Есть?", "Есть"]})
    sent = await channel.accounts[0].send(peer, request)
    assert sent.external_id == str(taken.ids[bots.anna])
    done = MessageSent(client_ref="a1", message_id=sent.external_id)
    await store.append([Event(external_id="a1", at=3, peer=peer, body=done)])
    assert sorted((await _chats(store))[chat]) == ["Есть", "Есть?"]
    assert bots.theirs() == ["Есть?", "Есть"]


async def test_the_accounts_own_session_has_the_same_thread(
    bots: Any, wait: Any, store: Store
) -> None:
    bots.server.send(bots.irina, bots.anna, "до бота", at=time.time() - 900)
    await bots.signed_in()
    bots.connect()
    bots.write("боту")
    chat = (str(bots.anna), str(bots.irina))
    await _until(store, {chat: ["боту"]})
    await bots.stage.signed_in()
    bots.own.add(str(bots.anna))
    await _until(store, {chat: ["до бота", "боту"]})
    bots.write("обоим")
    await _until(store, {chat: ["до бота", "боту", "обоим"]})
