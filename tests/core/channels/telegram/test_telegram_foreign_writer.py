"""Clients with TL code of their own (kurigram) are the account's other device and its client, and
write, edit and delete while the line is cut and pushes are lost: every thread is the server's at
the end. Longer, and with restarts: ``python -m tests.scenarios.foreign_writers``."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telethon import types as tl

from core.channels.telegram.ids import external
from tests.core.channels.telegram.conftest import CLIENT_PHONE, OPERATOR_PHONE, Stage
from tests.foreign import foreign_session


@asynccontextmanager
async def signed_in(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, number: str
) -> AsyncIterator[Any]:
    async with foreign_session(stage.server, monkeypatch) as client:
        sent = await client.send_code(number)
        code = stage.server.login_code(number)
        await client.sign_in(number, sent.phone_code_hash, code)
        yield client


@pytest.fixture
async def phone(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Any]:
    """The operator's other device, signed in."""
    async with signed_in(stage, monkeypatch, OPERATOR_PHONE) as client:
        yield client


@pytest.fixture
async def friend(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Any]:
    """Irina's, signed in."""
    async with signed_in(stage, monkeypatch, CLIENT_PHONE) as client:
        yield client


async def test_another_device_writes_at_the_same_time(stage: Stage, phone: Any) -> None:
    server, dice = stage.server, random.Random(5)
    stage.write("здравствуйте")
    [_ async for _ in phone.get_dialogs()]
    channel = await stage.signed_in(heartbeat=0.3, difference_limit=8, recheck_messages=5)
    for turn in range(45):
        ours = [one for one in server.history(stage.me, stage.irina) if one.sender == stage.me]
        some, luck = dice.choice(ours) if ours else None, dice.random()
        if some is None or luck < 0.35:
            await phone.send_message(stage.irina, f"с телефона {turn}")
        elif luck < 0.5:
            await phone.edit_message_text(stage.irina, some.id, f"правка {turn}")
        elif luck < 0.6:
            await phone.delete_messages(stage.irina, [some.id])
        elif luck < 0.7:
            stage.write(f"пишет {turn}", push=dice.random() < 0.5)
        elif luck < 0.76:
            await phone.read_chat_history(stage.irina)
        elif luck < 0.84:
            server.lose_pushes(0.2)
        elif luck < 0.92:
            client = channel._connection.client
            if client is not None:
                client.break_line()
        else:
            await channel.close()
            for n in range(12):
                await phone.send_message(stage.irina, f"пока не было {turn}/{n}")
            channel = await stage.signed_in(
                heartbeat=0.3, difference_limit=8, recheck_messages=5, backfill_page=5
            )
    await stage.agree()


async def test_two_sessions_write_in_a_chat_and_a_supergroup_at_once(
    stage: Stage, phone: Any, friend: Any, wait: Any
) -> None:
    server, me, irina = stage.server, stage.me, stage.irina
    group = server.groups.create("Закупки", [irina, me], supergroup=True)
    stage.write("здравствуйте")
    channel = await stage.signed_in(heartbeat=0.3, recheck_groups=0.3)

    async def write(client: Any, user: int, other: int, seed: int) -> None:
        dice = random.Random(seed)
        [_ async for _ in client.get_dialogs()]
        for turn in range(40):
            chat, luck = dice.choice([other, group]), dice.random()
            owner = group if chat == group else user
            letters = server.groups.letters(group, user)
            if chat != group:
                box = server._world.post.box(user)
                letters = [box.letters[one] for one in box.thread(other)]
            own = [one.ids[owner] for one in letters if one.sender == user and one.text]
            if luck < 0.5 or not own:
                await client.send_message(chat, f"{user} {turn}")
            elif luck < 0.75:
                await client.edit_message_text(chat, dice.choice(own), f"{user} правит {turn}")
            else:
                await client.delete_messages(chat, [dice.choice(own)])
            if luck > 0.9:
                server.lose_pushes(0.2)
            elif luck < 0.06 and channel._connection.client is not None:
                channel._connection.client.break_line()

    await asyncio.gather(write(phone, me, irina, 1), write(friend, irina, me, 2))

    def same() -> bool:
        here = {
            name: row.text for name, row in stage.log.rows.items()
            if row.peer.id == str(group) and row.text and not row.deleted
        }  # fmt: skip
        letters = [one for one in server.groups.letters(group, me) if not one.extra.action]
        there = {external(group, one.ids[group]): one.text for one in letters}
        return stage.same() and there.items() <= here.items() and len(here) - len(there) <= 1

    await wait(same)


async def test_another_device_reads_and_writes_drafts(stage: Stage, phone: Any) -> None:
    from pyrogram import raw

    server, me, irina = stage.server, stage.me, stage.irina
    stage.write("здравствуйте")
    [_ async for _ in phone.get_dialogs()]
    server.begin(me, irina, "начато здесь", entities=[tl.MessageEntityBold(0, 6)])
    (update,) = (await phone.invoke(raw.functions.messages.GetAllDrafts())).updates
    assert update.draft.message == "начато здесь"
    (bold,) = update.draft.entities
    assert (type(bold).__name__, bold.offset, bold.length) == ("MessageEntityBold", 0, 6)
    peer = await phone.resolve_peer(irina)
    save = raw.functions.messages.SaveDraft
    italic = raw.types.MessageEntityItalic(offset=0, length=1)
    assert await phone.invoke(save(peer=peer, message="в телефоне", entities=[italic]))
    saved = server.begun(me, irina)
    assert (saved.message, saved.entities) == ("в телефоне", [tl.MessageEntityItalic(0, 1)])
    await phone.invoke(save(peer=peer, message=""))
    assert server.begun(me, irina) is None
