"""Every update that Telegram has, with values that nobody expects: what comes after it arrives."""

import random
from typing import Any, Final

import pytest
from telethon import types

from tests.core.channels.telegram.tl_made import UPDATE, UPDATES, Maker, kinds

SEEDS: Final = (1, 2)


def push(stage: Any, body: Any) -> None:
    """Any bytes, as an update to all devices of the account."""
    hub = stage.server._hub
    hub.push_to(hub.of(stage.me), body)
    hub.settle()


async def arrives(stage: Any, wait: Any, text: str) -> None:
    """A message of a client, by the update or by what makes up for it."""
    stage.write(text)
    await wait(lambda: any(one.text == text for one in stage.log.rows.values()))


@pytest.mark.parametrize("seed", SEEDS)
async def test_every_kind(stage: Any, wait: Any, seed: int) -> None:
    stranger = stage.server.add_user(phone="+79160000001", first_name="Олег")
    for n in range(3):
        stage.write(f"раньше {n}")
    channel = await stage.signed_in(heartbeat=0.2)
    maker, dice = Maker(seed, (stage.me, stage.irina, stranger, 777000)), random.Random(seed)
    updates = kinds(UPDATE)
    dice.shuffle(updates)
    users, chats = kinds(types.User.SUBCLASS_OF_ID), kinds(types.Chat.SUBCLASS_OF_ID)
    while updates:
        some = [maker.of(updates.pop()) for _ in range(min(len(updates), dice.choice((1, 1, 3))))]
        # Nobody whom we know: a server that gives others' keys for them could not be written to.
        named = [one for one in map(maker.of, users) if one.id not in (stage.me, stage.irina)]
        push(stage, maker.container(some, named, [maker.of(dice.choice(chats))]))
        if len(updates) % 20 == 0:
            await arrives(stage, wait, f"осталось {len(updates)}")
    for kind in kinds(UPDATES):
        push(stage, maker.of(kind))
    await arrives(stage, wait, "последнее")
    await wait(lambda: channel._connection.client.updates.empty() and channel.state == "online")
