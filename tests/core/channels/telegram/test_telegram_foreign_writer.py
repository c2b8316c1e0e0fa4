"""A client with TL code of its own (kurigram) is the account's other device and writes, edits and
deletes while the line is cut and pushes are lost: every thread is the server's at the end."""

import random
from collections.abc import AsyncIterator
from typing import Any

import pytest
from telethon import types as tl

from tests.core.channels.telegram.conftest import OPERATOR_PHONE, Stage
from tests.foreign import foreign_session


@pytest.fixture
async def phone(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Any]:
    """The operator's other device, signed in."""
    server = stage.server
    async with foreign_session(server, monkeypatch) as client:
        sent = await client.send_code(OPERATOR_PHONE)
        code = server.login_code(OPERATOR_PHONE)
        await client.sign_in(OPERATOR_PHONE, sent.phone_code_hash, code)
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
