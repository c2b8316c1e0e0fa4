"""Telegram Business of an account: hours, automatic messages, links, quick replies.

https://core.telegram.org/api/business. TL objects are kept as they were given.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from telethon.tl import types as tl

from core.sandbox.telegram.state import StateFile
from core.sandbox.telegram.wire import read_object

WEEK = 7 * 24 * 60
MOST_SHORTCUTS, MOST_MESSAGES = 100, 20
"""``quick_replies_limit`` and ``quick_reply_messages_limit`` of the application's config."""


class Held(msgspec.Struct):
    """A message of a quick reply; times in epoch seconds."""

    id: int
    text: str
    at: float
    entities: list[bytes] = []
    file: int | None = None
    edited: float = 0
    random_id: int = 0


class Reply(msgspec.Struct):
    """A quick reply."""

    id: int
    name: str
    messages: list[Held]


class Shop(msgspec.Struct):
    """What an account has."""

    user: int
    hours: bytes = b""
    location: bytes = b""
    greeting: bytes = b""
    away: bytes = b""
    intro: bytes = b""
    links: list[bytes] = []
    replies: list[Reply] = []
    last_reply: int = 0
    last_message: int = 0

    def reply(self, ident: int) -> Reply | None:
        """A quick reply by its id."""
        return next((one for one in self.replies if one.id == ident), None)


class Shops:
    """Those of all accounts."""

    def __init__(self, state: StateFile) -> None:
        self._state = state
        self._shops = {shop.user: shop for shop in state.load("shop", Shop)}

    def of(self, user: int) -> Shop:
        """The account's, empty where it has none."""
        return self._shops.setdefault(user, Shop(user, links=[], replies=[]))

    def save(self, shop: Shop) -> None:
        """Note that it changed."""
        self._state.put("shop", shop.user, shop)


def full_fields(shop: Shop, *, own: bool) -> dict[str, Any]:
    """The fields of a userFull; automatic messages are told to their owner alone."""
    kept = {"business_work_hours": shop.hours, "business_location": shop.location,
            "business_intro": shop.intro}  # fmt: skip
    if own:
        kept |= {
            "business_greeting_message": shop.greeting, "business_away_message": shop.away,
        }  # fmt: skip
    made = {name: read_object(raw) for name, raw in kept.items() if raw}
    if "business_work_hours" in made:
        made["business_work_hours"].open_now = is_open(shop, datetime.now(UTC))
    return made


def is_open(shop: Shop, now: datetime) -> bool:
    """Whether it is within the opening hours; without any it always is."""
    if not shop.hours:
        return True
    hours = read_object(shop.hours)
    local = now.astimezone(ZoneInfo(hours.timezone_id))
    minute = (local.weekday() * 24 + local.hour) * 60 + local.minute
    return any(
        one.start_minute <= at < one.end_minute
        for one in hours.weekly_open
        for at in (minute, minute + WEEK)
    )


def quick_reply(reply: Reply) -> Any:
    """It as the list tells it."""
    top = reply.messages[-1].id if reply.messages else 0
    return tl.QuickReply(reply.id, reply.name, top, len(reply.messages))


def replies_hash(replies: Iterable[Reply]) -> int:
    """What the client's hash is where it has all of this."""
    numbers = []
    for one in replies:
        name = hashlib.md5(one.name.encode(), usedforsecurity=False).digest()[:8]
        last = one.messages[-1] if one.messages else Held(0, "", 0)
        numbers += [one.id, int.from_bytes(name, "big"), last.id, int(last.edited)]
    return wire_hash(numbers)


def messages_hash(messages: Iterable[Held]) -> int:
    """What the client's hash is where it has these messages."""
    return wire_hash([part for one in messages for part in (one.id, int(one.edited))])


def wire_hash(numbers: Iterable[int]) -> int:
    """https://core.telegram.org/api/offsets#hash-generation"""
    found = 0
    for number in numbers:
        found ^= found >> 21
        found ^= found << 35 & 0xFFFF_FFFF_FFFF_FFFF
        found ^= found >> 4
        found = found + number & 0xFFFF_FFFF_FFFF_FFFF
    return int.from_bytes(found.to_bytes(8, "big"), "big", signed=True)
