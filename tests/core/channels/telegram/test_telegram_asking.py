"""What Telegram is asked: a search of all chats, and that one writes."""

import time
from typing import Any

import pytest

from core.domain.events import MessageReceived
from core.domain.problems import ChannelError

from .conftest import until


async def test_what_the_server_finds_is_here_then(stage: Any) -> None:
    old = time.time() - 400 * 86400
    for n in range(3):
        stage.write(f"насос {n}" if n else "труба", at=old + n)
    # The newest message comes by itself, and no older one while this test lasts.
    channel = await stage.signed_in(first_page=1, backfill_pause=600.0)
    await until(lambda: len(stage.log.rows) >= 1)
    assert {row.text for row in stage.log.rows.values()} == {"насос 2"}
    assert await channel.find("НАСОС") == 1
    said = {b.text for b in stage.log.bodies(MessageReceived)}
    assert said == {"насос 1", "насос 2"}
    assert await channel.find("насос") == await channel.find("дирижабль") == 0
    await channel.close()
    with pytest.raises(ChannelError):
        await channel.find("насос")


async def test_that_one_writes_is_shown(stage: Any) -> None:
    channel = await stage.signed_in()
    stage.write("здравствуйте")
    await stage.agree()
    asked: list[int] = []
    hub = stage.server._hub
    push = hub.push
    hub.push = lambda user, made: (asked.append(user), push(user, made))[1]
    await channel.typing(stage.peer(), "1")
    assert asked == [stage.irina]
