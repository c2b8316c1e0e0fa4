"""A client's message by a business bot, through the whole application: read, tagged, answered."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from core.sandbox.telegram import SandboxFile
from core.store.read import threads as read_threads
from desktop.backend import CoreBackend
from tests.desktop.app.several import Two, rows_when


@pytest_asyncio.fixture
async def two(tmp_path: Path) -> AsyncIterator[Two]:
    made = Two(tmp_path)
    await made.start_all()
    yield made
    await made.close()


@pytest.mark.timeout(120)
async def test_a_deal_by_a_bot(two: Two) -> None:
    server, app, backend = two.server, two.app, CoreBackend(two.app)
    bot, token = server.add_bot("Отдел продаж", "sales_bot")
    await app.add_bot(token)
    server.connect_bot(two.anna, bot, ["reply", "delete_sent_messages"])
    file = SandboxFile("заявка.txt", "text/plain", "насос К-45, 3 шт".encode(), "document")
    server.send(two.irina, two.anna, "Сколько стоит насос К-45? Нужно 3 шт", file=file)
    await rows_when(backend, lambda rows: rows and rows[0].attachments[0].path)
    async with asyncio.timeout(40):
        while True:
            (thread,) = await app.store.read(lambda c: read_threads.threads(c, now=app.now()))
            if thread.intents and thread.queue:
                break
            await asyncio.sleep(0.05)
    (peer,) = await backend.talk.peers(1)
    assert peer.client_at > 0
    await app.actions.send(two.peer(two.anna), "45 000 за штуку")
    rows = await rows_when(backend, lambda rows: len(rows) == 2 and rows[1].status == "sent")
    assert rows[1].client_ref
    assert [m.text for m in server.history(two.irina, two.anna)][1:] == ["45 000 за штуку"]
    await app.actions.edit(two.peer(two.anna), rows[1].external_id, "43 000 за штуку")
    async with asyncio.timeout(20):
        while server.history(two.irina, two.anna)[1].text != "43 000 за штуку":  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    rows = await rows_when(backend, lambda rows: rows[1].text == "43 000 за штуку")
    assert len(rows) == 2, "what the bot is told of its own message is that message"
    (gone,) = await app.actions.delete(two.peer(two.anna), [rows[1].external_id])
    await app.actions.settled(gone)
    assert len(server.history(two.irina, two.anna)) == 1
    # after a day, and where the bot was taken away, a send comes back with the reason
    server.disconnect_bot(two.anna)
    async with asyncio.timeout(20):
        while app.bots.live["1"].problem is None:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    await app.actions.send(two.peer(two.anna), "ещё актуально?")
    rows = await rows_when(backend, lambda rows: rows[-1].status == "failed")
    assert rows[-1].problem is not None
    assert "telegram-bot-disconnected" in repr(rows[-1].problem)
    old = server.add_user(phone="+79160001100", first_name="Пётр")
    server.connect_bot(two.anna, bot, ["reply"])
    server.send(old, two.anna, "позавчера", at=time.time() - 48 * 3600)
    async with asyncio.timeout(20):
        while "позавчера" not in await two.texts(two.anna):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    peer_of_old = (await backend.talk.peers(2))[0].peer
    await app.actions.send(peer_of_old, "поздно")
    async with asyncio.timeout(20):
        while True:
            late = (await backend.talk.messages(2, None, 50))[-1]
            if late.status == "failed":
                break
            await asyncio.sleep(0.05)
    assert "telegram-bot-day-over" in repr(late.problem)
    assert [m.text for m in server.history(old, two.anna)] == ["позавчера"]
