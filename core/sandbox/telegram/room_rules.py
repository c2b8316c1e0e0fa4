"""Who may write in a group and where it goes: silences, slow mode, topics; whom a message means.

Sources: https://core.telegram.org/api/rights, https://core.telegram.org/api/forum,
https://core.telegram.org/api/mentions
"""

from __future__ import annotations

import math
import time
from typing import Any

from telethon.tl import types as tl

from core.sandbox.telegram.records import Letter
from core.sandbox.telegram.rooms import Room, is_channel
from core.sandbox.telegram.wire import read_object
from core.sandbox.telegram.world import World

MENTIONS = (tl.MessageEntityMentionName, tl.InputMessageEntityMentionName)


def refusal(room: Room, user: int) -> tuple[str, int] | None:
    """Why a member's message is not taken: Telegram's name of it, and its code."""
    if room.rules(user):
        return None
    until = room.silenced.get(user)
    if until is not None and (not until or until > time.time()):
        return "USER_BANNED_IN_CHANNEL", 400
    if room.closed:
        return "CHAT_WRITE_FORBIDDEN", 403
    left = next_send(room, user) - time.time()
    return (f"SLOWMODE_WAIT_{math.ceil(left)}", 420) if left > 0 else None


def next_send(room: Room, user: int) -> float:
    """When a member may write again (epoch seconds); 0 where nothing keeps them."""
    wrote = room.wrote.get(user)
    slow = room.slow and wrote is not None and not room.rules(user)
    return wrote + room.slow if slow and wrote is not None else 0.0


def topic_of(world: World, room: Room, reply: Any) -> int:
    """The topic that a new message goes to (0: the general one, or none)."""
    if not room.topics or reply is None:
        return 0
    if room.topic(reply.reply_to_msg_id) is not None:
        return _below(reply.reply_to_msg_id)
    answered = world.post.box(room.id).letters.get(reply.reply_to_msg_id)
    if answered is not None:
        return answered.extra.topic
    return _below(reply.top_msg_id or 0)


def _below(topic: int) -> int:
    return 0 if topic == 1 else topic


def header(world: World, letter: Letter) -> dict[str, Any]:
    """What a letter of a forum says of its topic, beside the message that it answers."""
    room = world.rooms.get(letter.group) if letter.group and letter.extra.topic else None
    if room is None:
        return {}
    return {"forum_topic": True, "reply_to_top_id": letter.extra.topic}


def told(entity: Any) -> Any:
    """An entity as others get it: who is meant stands there by id."""
    if isinstance(entity, tl.InputMessageEntityMentionName):
        user = entity.user_id.user_id
        return tl.MessageEntityMentionName(entity.offset, entity.length, user)
    return entity


def means(world: World, letter: Letter, viewer: int) -> bool:
    """Whether a letter of a group names the viewer, or answers them."""
    if not letter.group or letter.sender == viewer or letter.extra.action:
        return False
    replied = world.post.letter(letter.reply) if letter.reply is not None else None
    if replied is not None and replied.sender == viewer:
        return True
    user = world.people.get(viewer)
    name = f"@{user.username}".casefold() if user is not None and user.username else ""
    if name and name in letter.text.casefold():
        return True
    listed = (read_object(raw) for raw in letter.entities)
    return any(isinstance(one, MENTIONS) and one.user_id == viewer for one in listed)


def unseen(world: World, group: int, viewer: int) -> list[int]:
    """The messages of a group that mean the viewer and were not looked at, by their numbers."""
    if group > 0:
        return []
    box = world.post.box(group if is_channel(group) else viewer)
    top = world.mentions_seen.get((viewer, group), 0)
    return [
        one for one in box.thread(group) if one > top and means(world, box.letters[one], viewer)
    ]
