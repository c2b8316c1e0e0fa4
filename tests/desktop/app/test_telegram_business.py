"""Telegram Business from the phone to the desk and back: quick replies go out once as messages of
ours, what Telegram sends by itself answers nobody, and all of it is there offline."""

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from telethon import TelegramClient, functions, types
from telethon.crypto import rsa
from telethon.sessions import MemorySession

from core.domain.business import Away
from core.sandbox.telegram import SandboxFile
from desktop.backend import CoreBackend
from tests.desktop.app.several import PHONES, Two, comes

PICTURE = SandboxFile("прайс.png", "image/png", b"\x89PNG" + bytes(40), "image")


@pytest_asyncio.fixture
async def one(tmp_path: Path) -> AsyncIterator[Two]:
    made = Two(tmp_path)
    made.server._world.people.need(made.anna).premium = True
    await made.start_all({"desk.undo_seconds": "0"})
    await made.sign_in("1", PHONES[0])
    yield made
    await made.close()


async def phone_of(one: Two) -> Any:
    """The account on another device."""
    rsa.add_key(one.server.public_key_pem, old=False)
    session = MemorySession()
    session.set_dc(one.server.dc_id, one.server.host, one.server.port)
    client = TelegramClient(session, 1, "hash", request_retries=1)
    await client.connect()
    await client.send_code_request(PHONES[0])
    await client.sign_in(PHONES[0], one.server.login_code(PHONES[0]))
    return client


@pytest.mark.timeout(180)
async def test_from_the_phone_to_the_client(one: Two) -> None:
    server, backend, peer, me = one.server, CoreBackend(one.app), one.peer(one.anna), str(one.anna)
    phone = await phone_of(one)
    try:
        for random_id, text in ((1, "Держите прайс"), (2, "Вопросы?")):
            await phone(
                functions.messages.SendMessageRequest(
                    types.InputPeerSelf(), text, random_id=random_id,
                    quick_reply_shortcut=types.InputQuickReplyShortcut("прайс"),
                )
            )  # fmt: skip

        async def here() -> bool:
            return [one.count for one in (await backend.business.read(me)).shortcuts] == [2]

        await comes(here)
    finally:
        await phone.disconnect()
    server._world.shops.of(one.anna).replies[0].messages[0].file = server._world.files.add(
        PICTURE
    ).id
    server.send(one.irina, one.anna, "Сколько?", at=time.time() - 60)

    async def rows() -> list[Any]:
        return await rows_of(backend)

    await comes(rows)
    (reply,) = (await backend.business.read(me)).shortcuts
    await backend.business.send_reply(peer, reply)

    async def out() -> bool:
        told = await rows()
        return len(told) == 3 and all(m.external_id for m in told) and bool(told[1].attachments)

    await comes(out)
    assert [m.text for m in server.history(one.irina, one.anna)] == [
        "Сколько?", "Держите прайс", "Вопросы?",
    ]  # fmt: skip
    told = await rows()
    assert [(m.direction, m.text, m.note) for m in told] == [
        ("in", "Сколько?", ""), ("out", "Держите прайс", ""), ("out", "Вопросы?", ""),
    ]  # fmt: skip
    row = await backend.lists.thread(1)
    assert row is not None
    assert row.waiting_since is None
    await backend.business.add_reply(me, "away", "Мы **спим**")
    away = next(r for r in (await backend.business.read(me)).shortcuts if r.name == "away")
    await backend.business.set_away(me, Away(shortcut=away.id, offline=False))
    server.send(one.irina, one.anna, "Вы здесь?")

    async def slept() -> bool:
        return [m.text for m in await rows()][-2:] == ["Вы здесь?", "Мы спим"]

    await comes(slept)
    last = (await rows())[-1]
    assert last.around is not None
    assert last.around.automatic
    row = await backend.lists.thread(1)
    assert row is not None
    assert row.waiting_since is not None  # nobody has answered
    before = await backend.business.read(me)
    await one.app.close()
    await server.stop()
    one.app = one.made()
    await one.app.open()
    backend = CoreBackend(one.app)
    assert await backend.business.read(me) == before
    assert [r.name for r in before.shortcuts] == ["прайс", "away"]
    # what is queued offline goes out once there is a line, unless it is taken back before
    await backend.business.send_reply(peer, reply)
    one.app.holds_sends = True  # somebody looks who may want it back
    one.app.profile.save({"desk.undo_seconds": "10"})
    await backend.business.send_reply(peer, reply)
    held = (await rows_of(backend))[-1]
    assert held.goes_at > 0
    await backend.sending.take_back(held.client_ref)
    await server.start()
    await one.app.connect()

    async def went() -> bool:
        return [m.text for m in server.history(one.irina, one.anna)][-2:] == [
            "Держите прайс", "Вопросы?",
        ]  # fmt: skip

    await comes(went)
    said = [m.text for m in server.history(one.irina, one.anna)]
    assert said.count("Держите прайс") == 2
    row = await backend.lists.thread(1)
    assert row is not None


async def rows_of(backend: CoreBackend) -> list[Any]:
    return list(await backend.talk.messages(1, None, 50))
