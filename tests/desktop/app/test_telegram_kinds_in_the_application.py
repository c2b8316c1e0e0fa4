"""What a Telegram thread holds, through the whole application: in over the wire, read, and out."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio
from telethon import types

from core.sandbox.telegram import SandboxFile
from core.sandbox.telegram.records import Extra
from core.store.read import facts as read_facts
from desktop.backend import CoreBackend
from tests.desktop.app.several import rows_when
from tests.desktop.app.test_voice_by_telegram import Desk


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    made = Desk(tmp_path)
    await made.start()
    yield made
    await made.application.close()
    await made.server.stop()
    made.server.close()


def words(text: str) -> Any:
    return types.TextWithEntities(text, [])


async def test_kinds_come_are_read_and_go_out(desk: Desk, tmp_path: Path) -> None:
    backend = CoreBackend(desk.application)
    server, me, irina = desk.server, desk.me, desk.irina
    for i in range(2):
        file = SandboxFile(f"{i}.jpg", "image/jpeg", b"\xff\xd8" + bytes(99), "image")
        server.send(irina, me, "" if i else "Объект", file=file, extra=Extra(album=5))
    contact = types.MessageMediaContact("79161112244", "Пётр", "Ильин", "", 0)
    told = server.send(irina, me, "", extra=Extra(media=bytes(contact))).ids[me]
    server.send(irina, me, "", extra=Extra(action=bytes(types.MessageActionScreenshotTaken())))
    options = [types.PollAnswer(words(one), one.encode()) for one in ("Да", "Нет")]
    poll = types.Poll(5, words("Оформляем заказ?"), options, 0)
    asked = server.send(
        me, irina, "",
        extra=Extra(media=bytes(types.MessageMediaPoll(poll, types.PollResults()))),
    ).ids  # fmt: skip
    server.pin(me, told)
    await rows_when(backend, lambda rows: len(rows) == 5)
    server.vote(irina, asked[irina], ["Да".encode()])
    rows = await rows_when(backend, lambda rows: len(rows) == 6 and rows[2].pinned)
    assert [row.note for row in rows] == ["", "", "contact", "screenshot", "poll", "poll_answer"]
    assert {row.around.album for row in rows[:2] if row.around} == {"5"}
    assert rows[3].service
    assert rows[4].text == "Оформляем заказ?\n○ Да — 1\n○ Нет"
    assert (rows[5].text, rows[5].reply_to) == ("Да", rows[4].id)
    assert [row.id for row in await backend.talk.pinned(1)] == [rows[2].id]
    # an album of ours, with the file that a chat gets as one
    paths = [tmp_path / name for name in ("a.jpg", "b.jpg")]
    for path in paths:
        path.write_bytes(b"\xff\xd8" + path.name.encode() * 50)
    await backend.sending.send_files(1, rows[0].peer, paths, "Смотрите")
    rows = await rows_when(
        backend, lambda rows: len(rows) == 8 and all(row.status == "sent" for row in rows[6:])
    )
    assert [(row.text, len(row.attachments)) for row in rows[6:]] == [("Смотрите", 1), ("", 1)]
    albums = {row.around.album for row in rows[6:] if row.around}
    assert len(albums) == 1
    assert [one.text for one in server.history(me, irina)][-2:] == ["Смотрите", ""]
    # the contact's words and the answer in the poll are read
    async with asyncio.timeout(60):
        while True:
            found = await desk.application.store.read(lambda c: read_facts.facts(c, 1))
            kinds = {row.fact.kind: row.fact.value for row in found}
            if {"phone", "decision"} <= set(kinds):
                break
            await asyncio.sleep(0.1)
    assert kinds["phone"] == "+79161112244"
    assert kinds["decision"] == "yes"
