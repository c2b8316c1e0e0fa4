"""account.*Business*: opening hours, automatic messages, place, words, links.

https://core.telegram.org/api/business
"""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from telethon.tl import functions as fn
from telethon.tl import types as tl

from core.sandbox.telegram.rpc.call import Call, Handlers, Refused
from core.sandbox.telegram.shop import WEEK, Shop
from core.sandbox.telegram.wire import moment, read_object

MOST_SPANS, DAY = 28, 24 * 60
MOST_LINKS = 100
SILENT_DAYS = (7, 14, 21, 28)


def update_hours(call: Call, request: Any) -> bool:
    """Set or take away the opening hours."""
    shop = _shop(call)
    hours = request.business_work_hours
    if hours is not None:
        spans = [(one.start_minute, one.end_minute) for one in hours.weekly_open]
        if not spans:
            raise Refused("BUSINESS_WORK_HOURS_EMPTY")
        if len(spans) > MOST_SPANS or not _fit(spans):
            raise Refused("BUSINESS_WORK_HOURS_PERIOD_INVALID")
        if hours.timezone_id not in available_timezones():
            raise Refused("TIMEZONE_INVALID")
        hours.open_now = None
    shop.hours = bytes(hours) if hours is not None else b""
    return _kept(call, shop)


def _fit(spans: list[tuple[int, int]]) -> bool:
    """Sorted, apart from one another round the week, none longer than it."""
    if any(not (0 <= a <= WEEK and a < b <= WEEK + DAY and b - a <= WEEK) for a, b in spans):
        return False
    apart = all(first[1] < second[0] for first, second in pairwise(spans))
    return apart and (len(spans) == 1 or spans[-1][1] - WEEK < spans[0][0])


def update_greeting(call: Call, request: Any) -> bool:
    """Set or take away what who writes first is told."""
    shop, message = _shop(call), request.message
    if message is not None:
        if message.no_activity_days not in SILENT_DAYS:
            raise Refused("INPUT_REQUEST_INVALID")
        message = tl.BusinessGreetingMessage(
            shortcut_id=_shortcut(shop, message), no_activity_days=message.no_activity_days,
            recipients=_recipients(call, message.recipients),
        )  # fmt: skip
    shop.greeting = bytes(message) if message is not None else b""
    return _kept(call, shop)


def update_away(call: Call, request: Any) -> bool:
    """Set or take away what who writes meanwhile is told."""
    shop, message = _shop(call), request.message
    if message is not None:
        schedule = message.schedule
        outside = isinstance(schedule, tl.BusinessAwayMessageScheduleOutsideWorkHours)
        if outside and not shop.hours:
            raise Refused("BUSINESS_WORK_HOURS_EMPTY")
        message = tl.BusinessAwayMessage(
            shortcut_id=_shortcut(shop, message), schedule=schedule,
            offline_only=message.offline_only, recipients=_recipients(call, message.recipients),
        )  # fmt: skip
    shop.away = bytes(message) if message is not None else b""
    return _kept(call, shop)


def update_location(call: Call, request: Any) -> bool:
    """Set or take away the address."""
    shop = _shop(call)
    shop.location, point = b"", request.geo_point
    if request.address:
        place = None
        if isinstance(point, tl.InputGeoPoint):
            place = tl.GeoPoint(long=point.long, lat=point.lat, access_hash=0)
        shop.location = bytes(tl.BusinessLocation(address=request.address, geo_point=place))
    return _kept(call, shop)


def update_intro(call: Call, request: Any) -> bool:
    """Set or take away what an empty chat shows."""
    shop, intro = _shop(call), request.intro
    shop.intro = b""
    if intro is not None:
        shop.intro = bytes(tl.BusinessIntro(title=intro.title, description=intro.description))
    return _kept(call, shop)


def get_links(call: Call, _: Any) -> Any:
    """The links that open a chat with us."""
    links = [read_object(raw) for raw in call.world.shops.of(call.user).links]
    return tl.account.BusinessChatLinks(links=links, chats=[], users=[])


def create_link(call: Call, request: Any) -> Any:
    """One more of them."""
    shop, wanted = _shop(call), request.link
    if len(shop.links) >= MOST_LINKS:
        raise Refused("CHATLINKS_TOO_MUCH")
    made = tl.BusinessChatLink(
        link=f"https://t.me/m/{secrets.token_urlsafe(8)}", message=wanted.message,
        entities=wanted.entities, title=wanted.title, views=0,
    )  # fmt: skip
    shop.links.append(bytes(made))
    call.world.shops.save(shop)
    return made


def edit_link(call: Call, request: Any) -> Any:
    """Other words for a link; it stays the same one."""
    shop, wanted = _shop(call), request.link
    at, link = _link(shop, request.slug)
    link.message, link.entities, link.title = wanted.message, wanted.entities, wanted.title
    shop.links[at] = bytes(link)
    call.world.shops.save(shop)
    return link


def delete_link(call: Call, request: Any) -> bool:
    """Without a link."""
    shop = _shop(call)
    at, _ = _link(shop, request.slug)
    del shop.links[at]
    call.world.shops.save(shop)
    return True


def _link(shop: Shop, slug: str) -> tuple[int, Any]:
    """https://core.telegram.org/method/account.editBusinessChatLink"""
    if not slug:
        raise Refused("CHATLINK_SLUG_EMPTY")
    for at, raw in enumerate(shop.links):
        link = read_object(raw)
        if link.link.rpartition("/")[2] == slug:
            return at, link
    raise Refused("CHATLINK_SLUG_EXPIRED")


def get_timezones(_: Call, request: Any) -> Any:
    """The zones that hours may have."""
    now = datetime.now(UTC)
    offsets = {
        name: now.astimezone(ZoneInfo(name)).utcoffset() for name in sorted(available_timezones())
    }
    zones = [
        tl.Timezone(
            id=name, name=name.rpartition("/")[2].replace("_", " "),
            utc_offset=int(offset.total_seconds()),
        )
        for name, offset in offsets.items()
        if offset is not None
    ]  # fmt: skip
    if request.hash == len(zones):
        return tl.help.TimezonesListNotModified()
    return tl.help.TimezonesList(timezones=zones, hash=len(zones))


def _shop(call: Call) -> Shop:
    if not call.world.people.need(call.user).premium:
        raise Refused("PREMIUM_ACCOUNT_REQUIRED", 403)
    return call.world.shops.of(call.user)


def _shortcut(shop: Shop, message: Any) -> int:
    if shop.reply(message.shortcut_id) is None:
        raise Refused("SHORTCUT_INVALID")
    return int(message.shortcut_id)


def _recipients(call: Call, wanted: Any) -> Any:
    some = (wanted.existing_chats, wanted.new_chats, wanted.contacts, wanted.non_contacts)
    if not (any(some) or wanted.users or wanted.exclude_selected):
        raise Refused("BUSINESS_RECIPIENTS_EMPTY")
    return tl.BusinessRecipients(
        *some, exclude_selected=wanted.exclude_selected,
        users=[call.peer(one) for one in wanted.users or ()] or None,
    )  # fmt: skip


def _kept(call: Call, shop: Shop) -> bool:
    """The owner's other sessions are told to read themselves again."""
    call.world.shops.save(shop)
    told = tl.UpdateShort(tl.UpdateUser(call.user), moment(time.time()))
    call.hub.push(call.user, lambda _: told, exclude=call.session)
    return True


HANDLERS: Handlers = {
    fn.account.UpdateBusinessWorkHoursRequest: update_hours,
    fn.account.UpdateBusinessGreetingMessageRequest: update_greeting,
    fn.account.UpdateBusinessAwayMessageRequest: update_away,
    fn.account.UpdateBusinessLocationRequest: update_location,
    fn.account.UpdateBusinessIntroRequest: update_intro,
    fn.account.GetBusinessChatLinksRequest: get_links,
    fn.account.CreateBusinessChatLinkRequest: create_link,
    fn.account.EditBusinessChatLinkRequest: edit_link,
    fn.account.DeleteBusinessChatLinkRequest: delete_link,
    fn.help.GetTimezonesListRequest: get_timezones,
}
