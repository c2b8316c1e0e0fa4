"""What happens to a group: made, named, joined, left, upgraded. Each is a line in it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from telethon.tl import types as tl

from core.sandbox.telegram.records import Effect, Extra
from core.sandbox.telegram.rooms import Room, RoomTopic, bare, is_channel
from core.sandbox.telegram.world import World


def create(
    world: World,
    title: str,
    members: Sequence[int],
    *,
    supergroup: bool = False,
    broadcast: bool = False,
    counted: int = 0,
) -> tuple[Room, list[Effect]]:
    """A new group of these, its creator first; ``counted`` are said to be in it."""
    room = world.rooms.add(
        title, members, supergroup=supergroup, broadcast=broadcast, counted=counted
    )
    if is_channel(room.id):
        return room, _line(world, room, members[0], tl.MessageActionChannelCreate(title))
    made = tl.MessageActionChatCreate(title, list(members))
    return room, _line(world, room, members[0], made)


def add(world: World, room: Room, by: int, users: Sequence[int]) -> list[Effect]:
    """These come in; what was written before stands in no box of a basic group's newcomer."""
    now = time.time()
    room.members |= dict.fromkeys(users, now)
    room.former -= set(users)
    world.rooms.save(room)
    return _line(world, room, by, tl.MessageActionChatAddUser(list(users)))


def remove(world: World, room: Room, by: int, user: int) -> list[Effect]:
    """Somebody is put out, or leaves; of a basic group they are told with its last line."""
    room.members.pop(user, None)
    room.admins.pop(user, None)
    room.former.add(user)
    world.rooms.save(room)
    also = () if is_channel(room.id) else (user,)
    return _line(world, room, by, tl.MessageActionChatDeleteUser(user), also)


def rename(world: World, room: Room, by: int, title: str) -> list[Effect]:
    """Another name."""
    room.title = title
    world.rooms.save(room)
    return _line(world, room, by, tl.MessageActionChatEditTitle(title))


def begin_topic(
    world: World, room: Room, by: int, title: str, colour: int = 0x6FB9F0
) -> tuple[RoomTopic, list[Effect]]:
    """A topic of its own; the first one makes a forum of the supergroup."""
    extra = Extra(action=bytes(tl.MessageActionTopicCreate(title, colour)))
    letter, effects = world.post.send(by, room.id, "", extra=extra)
    if not room.topics:
        room.topics.append(RoomTopic(1, "General"))
    room.topics.append(RoomTopic(letter.ids[room.id], title, colour, by))
    world.rooms.save(room)
    return room.topics[-1], effects


def change_topic(
    world: World, room: Room, by: int, topic: RoomTopic, *,
    title: str | None = None, closed: bool | None = None,
) -> list[Effect]:  # fmt: skip
    """Another title, or it is closed or open from now on."""
    topic.title = topic.title if title is None else title
    topic.closed = topic.closed if closed is None else closed
    world.rooms.save(room)
    action = tl.MessageActionTopicEdit(title=title, closed=closed)
    extra = Extra(action=bytes(action), topic=topic.id)
    _, effects = world.post.send(by, room.id, "", extra=extra)
    return effects


def upgrade(world: World, room: Room, by: int) -> tuple[Room, list[Effect]]:
    """A basic group goes on as a supergroup: https://core.telegram.org/api/channel#migration."""
    made = world.rooms.add(room.title, [*room.members], supergroup=True)
    room.upgraded, made.upgraded = made.id, room.id
    world.rooms.save(room)
    world.rooms.save(made)
    effects = _line(world, room, by, tl.MessageActionChatMigrateTo(bare(made.id)))
    came = tl.MessageActionChannelMigrateFrom(room.title, bare(room.id))
    return made, effects + _line(world, made, by, came)


def _line(world: World, room: Room, by: int, action: Any, also: Sequence[int] = ()) -> list[Effect]:
    extra = Extra(action=bytes(action))
    _, effects = world.post.send(by, room.id, "", extra=extra, also=also)
    return effects
