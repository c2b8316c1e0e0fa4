"""Texts that wait at Telegram: taken once, listed, moved, cancelled, and sent by it alone."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telethon import functions, types

from core.channels.telegram.line import call
from core.domain.later import ONLINE
from core.domain.marks import Mark
from core.domain.problems import ChannelError

HOUR = 3600_000


async def test_a_text_waits_at_the_server_and_is_sent_by_it(stage: Any, wait: Any) -> None:
    channel = await stage.signed_in()
    stage.write("здравствуйте")
    await stage.agree()
    peer, now = stage.peer(), int(time.time()) * 1000
    marks = (Mark("bold", 0, 3),)
    for _ in range(2):  # the answer was lost: it is asked again
        await channel.postpone(peer, "Сто", marks, now + 2 * HOUR, "r1")
    await channel.postpone(peer, "Раньше", (), now + HOUR, "r2")
    found = await channel.waiting(peer)
    assert [(one.text, one.at, one.marks) for one in found] == [
        ("Раньше", now + HOUR, ()), ("Сто", now + 2 * HOUR, marks),
    ]  # fmt: skip
    assert len(stage.server.history(stage.me, stage.irina)) == 1
    await channel.move(peer, found[0].id, now + 3 * HOUR)
    await channel.move(peer, found[0].id, now + 3 * HOUR)
    assert [one.text for one in await channel.waiting(peer)] == ["Сто", "Раньше"]
    await channel.cancel(peer, found[0].id)
    for one in stage.server._world.waiting[stage.me]:
        one.at = time.time() - 1  # its time has come
    client, _ = channel._talking.line()
    await call(client, functions.updates.GetStateRequest(), channel._settings)
    assert await channel.waiting(peer) == []
    await stage.agree()
    assert [text for _, _, text, _ in stage.log.thread(stage.irina)] == ["здравствуйте", "Сто"]


async def test_it_waits_for_the_client(stage: Any, wait: Any) -> None:
    channel = await stage.signed_in()
    stage.write("здравствуйте")
    await stage.agree()
    with pytest.raises(ChannelError) as hidden:
        await channel.postpone(stage.peer(), "Вы тут?", (), ONLINE, "r")
    assert hidden.value.problem.code == "telegram-online-hidden"
    stage.server._world.online[stage.irina] = time.time() - 60
    await channel.postpone(stage.peer(), "Вы тут?", (), ONLINE, "r")
    assert [one.at for one in await channel.waiting(stage.peer())] == [ONLINE]
    stage.server._world.online[stage.irina] = time.time() + 600
    assert await channel.waiting(stage.peer()) == []
    await stage.agree()
    assert len(stage.log.thread(stage.irina)) == 2


async def test_too_far_and_what_is_gone_are_said(stage: Any) -> None:
    channel = await stage.signed_in()
    stage.write("здравствуйте")
    await stage.agree()
    with pytest.raises(ChannelError) as failed:
        await channel.postpone(stage.peer(), "Сто", (), int(time.time() + 400 * 86400) * 1000, "r")
    assert failed.value.problem.code == "telegram-later-far"
    with pytest.raises(ChannelError) as failed:
        await channel.move(stage.peer(), "77", int(time.time()) * 1000 + HOUR)
    assert failed.value.problem.code == "message-gone"
    await channel.cancel(stage.peer(), "77")


async def test_what_waits_stands_in_no_chat_however_it_is_told(stage: Any) -> None:
    """Another device puts it off; some servers say that as an edit."""
    await stage.signed_in()
    hub = stage.server._hub
    moved = types.Message(
        id=7000, peer_id=types.PeerUser(stage.irina), message="потом", out=True,
        date=datetime.now(UTC) + timedelta(hours=1), from_scheduled=True,
    )  # fmt: skip
    hub.push(stage.me, lambda view: view.bundle([types.UpdateEditMessage(moved, 0, 0)]))
    hub.settle()
    stage.write("здравствуйте")
    await stage.agree()
    assert [one.text for one in stage.log.rows.values()] == ["здравствуйте"]
