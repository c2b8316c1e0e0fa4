"""What a group shows beside its words: a link that is looked up later, how many are in it."""

from typing import Any

from telethon import types

from core.channels.telegram.ids import external
from core.domain.channels import Channel, Peer
from core.domain.events import MessageEdited
from core.sandbox.telegram.records import Extra
from tests.core.channels.telegram.conftest import Stage, until
from tests.core.channels.telegram.test_telegram_groups import FAST, Room, room
from tests.core.channels.telegram.test_telegram_links import PAGE, PENDING, SHOWN, URL

__all__ = ["room"]


async def test_a_link_in_a_group_is_looked_up_later(stage: Stage, wait: Any, room: Room) -> None:
    await stage.signed_in(**FAST)
    room.write("здравствуйте")
    await wait(room.same)
    media = bytes(types.MessageMediaWebPage(PENDING))
    number = room.write(f"Смотрите {URL}", extra=Extra(media=media))
    name = external(room.id, number)
    await until(lambda: name in stage.log.rows)
    assert stage.log.rows[name].page is None
    room.server.groups.look_up(room.id, stage.me, number, PAGE)
    await until(lambda: stage.log.rows[name].page == SHOWN)
    assert stage.log.bodies(MessageEdited) == []


async def test_a_group_says_how_many_are_in_it(stage: Stage, wait: Any, room: Room) -> None:
    channel = await stage.signed_in(**FAST)
    room.write("здравствуйте")
    await wait(room.same)
    await until(lambda: channel.members(room.peer) == 3)
    assert channel.members(Peer(Channel.TELEGRAM, str(stage.me), "-42")) == 0
    assert channel.members(stage.peer()) == 0
