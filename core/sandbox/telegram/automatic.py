"""Greetings and away messages: what the server sends in an account's name.

https://core.telegram.org/api/business#greeting-messages, #away-messages. A chat gets its away
message once, until its owner has written there or a day is over.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from telethon.tl import types as tl

from core.sandbox.telegram.records import Effect, Extra, Letter
from core.sandbox.telegram.shop import Shop, is_open
from core.sandbox.telegram.wire import read_object
from core.sandbox.telegram.world import World

DAY = 86400
RECENTLY = 600


def answers(world: World, letter: Letter) -> list[Effect]:
    """What is sent back by itself for a letter that was just sent."""
    owner, client = letter.receiver, letter.sender
    if letter.group or owner == client or letter.extra.offline or letter.extra.action:
        return []
    shop = world.shops.of(owner)
    box = world.post.box(owner)
    before = [box.letters[i] for i in box.thread(client) if box.letters[i] is not letter]
    wanted = _greets(world, shop, before, client, letter.at)
    if wanted is None:
        wanted = _is_away(world, shop, before, client)
    reply = shop.reply(wanted.shortcut_id) if wanted is not None else None
    effects: list[Effect] = []
    for one in reply.messages if reply is not None else ():
        _, sent = world.post.send(
            owner, client, one.text, file=one.file, entities=one.entities,
            extra=Extra(offline=True),
        )  # fmt: skip
        effects += sent
    return effects


def _greets(world: World, shop: Shop, before: list[Letter], client: int, at: float) -> Any | None:
    if not shop.greeting:
        return None
    greeting = read_object(shop.greeting)
    silent = not before or at - before[-1].at > greeting.no_activity_days * DAY
    meant = _meant(world, shop.user, greeting.recipients, client, bool(before))
    return greeting if silent and meant else None


def _is_away(world: World, shop: Shop, before: list[Letter], client: int) -> Any | None:
    if not shop.away:
        return None
    away, now = read_object(shop.away), time.time()
    ours = [one for one in before if one.sender == shop.user]
    if ours and ours[-1].extra.offline and now - ours[-1].at < DAY:
        return None
    if away.offline_only and now - world.online.get(shop.user, 0) < RECENTLY:
        return None
    due = True
    if isinstance(away.schedule, tl.BusinessAwayMessageScheduleOutsideWorkHours):
        due = not is_open(shop, datetime.fromtimestamp(now, UTC))
    elif isinstance(away.schedule, tl.BusinessAwayMessageScheduleCustom):
        due = away.schedule.start_date.timestamp() <= now < away.schedule.end_date.timestamp()
    return away if due and _meant(world, shop.user, away.recipients, client, bool(before)) else None


def _meant(world: World, owner: int, recipients: Any, client: int, existing: bool) -> bool:
    contact = client in world.people.need(owner).contacts
    chosen = (
        client in (recipients.users or ())
        or bool(recipients.existing_chats and existing)
        or bool(recipients.new_chats and not existing)
        or bool(recipients.contacts and contact)
        or bool(recipients.non_contacts and not contact)
    )
    return chosen != bool(recipients.exclude_selected)
