"""Telegram Business of our own account: TL objects to words and back. Pure.

https://core.telegram.org/api/business
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

from telethon import functions, types

from core.channels.telegram.entities import marks_of
from core.channels.telegram.kinds import note_of, words_of
from core.channels.telegram.later import moment
from core.channels.telegram.media import attachments_of
from core.channels.telegram.words import each, lines, ms, number, said
from core.domain.business import (
    Away,
    Business,
    ChatLink,
    Greeting,
    Hours,
    Recipients,
    Schedule,
    Shortcut,
    ShortcutMessage,
)
from core.domain.business_hours import tidy

_WORD: Final = (1 << 64) - 1


def of_full(full: Any, stands: Business, *, premium: bool) -> Business:
    """What a userFull of ours says; links and quick replies are as they stand."""
    location, intro = full.business_location, full.business_intro
    return Business(
        hours=_hours(full.business_work_hours),
        address=said(getattr(location, "address", "")),
        greeting=_greeting(full.business_greeting_message),
        away=_away(full.business_away_message),
        intro_title=said(getattr(intro, "title", "")),
        intro_text=said(getattr(intro, "description", "")),
        links=stands.links,
        shortcuts=stands.shortcuts,
        premium=premium,
    )


def links_of(answer: Any) -> tuple[ChatLink, ...]:
    """The links of an account.businessChatLinks."""
    return tuple(
        ChatLink(
            url=said(one.link), text=said(one.message), title=said(one.title),
            views=number(one.views), marks=marks_of(said(one.message), one.entities),
        )
        for one in each(answer.links)
    )  # fmt: skip


def shortcut_of(one: Any, stands: Shortcut | None = None) -> Shortcut:
    """A quickReply; its messages are as they stand."""
    return Shortcut(
        id=number(one.shortcut_id), name=said(one.shortcut), count=number(one.count),
        messages=stands.messages if stands is not None else (),
    )  # fmt: skip


def messages_of(messages: Iterable[Any]) -> tuple[ShortcutMessage, ...]:
    """The messages of a quick reply, in their order."""
    found = {one.id: message_of(one) for one in messages if isinstance(one, types.Message)}
    return tuple(found[ident] for ident in sorted(found))


def message_of(message: Any) -> ShortcutMessage:
    """One of them. Its files are named by their kind: they lie at Telegram."""
    text = message.message or ""
    files = attachments_of(message.media, "")
    return ShortcutMessage(
        id=message.id,
        text=lines(text, words_of(message.media)),
        marks=marks_of(text, message.entities),
        kind=files[0].kind if files else "",
        name=files[0].name if files else "",
        note="" if files else note_of(message.media),
        edited=ms(message.edit_date) // 1000,
    )


def list_hash(shortcuts: Iterable[Shortcut]) -> int:
    """Says of quick replies, their names and last messages, whether they are the server's."""
    numbers: list[int] = []
    for one in shortcuts:
        last = one.messages[-1] if one.messages else ShortcutMessage(id=0)
        name = hashlib.md5(one.name.encode(), usedforsecurity=False).hexdigest()[:16]
        numbers += (one.id, int(name, 16), last.id, last.edited)
    return _hash(numbers)


def _hash(numbers: Iterable[int]) -> int:
    """https://core.telegram.org/api/offsets#hash-generation, as the signed number of TL."""
    made = 0
    for one in numbers:
        made ^= made >> 21
        made = (made ^ (made << 35)) & _WORD
        made ^= made >> 4
        made = (made + one) & _WORD
    return made - (1 << 64) if made >> 63 else made


def _hours(hours: Any) -> Hours | None:
    if hours is None:
        return None
    spans = [(number(one.start_minute), number(one.end_minute)) for one in each(hours.weekly_open)]
    return Hours(zone=said(hours.timezone_id), open=tidy(spans))


def _greeting(message: Any) -> Greeting | None:
    if message is None:
        return None
    return Greeting(
        shortcut=number(message.shortcut_id), days=number(message.no_activity_days),
        recipients=_recipients(message.recipients),
    )  # fmt: skip


def _away(message: Any) -> Away | None:
    if message is None:
        return None
    kind: Schedule = "always"
    since = until = 0
    if isinstance(message.schedule, types.BusinessAwayMessageScheduleOutsideWorkHours):
        kind = "closed"
    elif isinstance(message.schedule, types.BusinessAwayMessageScheduleCustom):
        kind, since, until = (
            "custom", ms(message.schedule.start_date), ms(message.schedule.end_date),
        )  # fmt: skip
    return Away(
        shortcut=number(message.shortcut_id), schedule=kind, since=since, until=until,
        offline=bool(message.offline_only), recipients=_recipients(message.recipients),
    )  # fmt: skip


def _recipients(one: Any) -> Recipients:
    return Recipients(
        existing=bool(one.existing_chats), new=bool(one.new_chats), contacts=bool(one.contacts),
        others=bool(one.non_contacts), exclude=bool(one.exclude_selected),
        users=tuple(str(user) for user in each(one.users)),
    )  # fmt: skip


def input_hours(hours: Hours) -> Any:
    """As Telegram takes them."""
    return types.BusinessWorkHours(
        timezone_id=hours.zone,
        weekly_open=[types.BusinessWeeklyOpen(*span) for span in tidy(hours.open)],
    )


def input_greeting(greeting: Greeting, users: Mapping[str, Any]) -> Any:
    """As Telegram takes it; ``users`` are the input users by id."""
    return types.InputBusinessGreetingMessage(
        shortcut_id=greeting.shortcut, no_activity_days=greeting.days,
        recipients=_input_recipients(greeting.recipients, users),
    )  # fmt: skip


def input_away(away: Away, users: Mapping[str, Any]) -> Any:
    """As Telegram takes it; ``users`` are the input users by id."""
    schedule: Any = types.BusinessAwayMessageScheduleAlways()
    if away.schedule == "closed":
        schedule = types.BusinessAwayMessageScheduleOutsideWorkHours()
    elif away.schedule == "custom":
        since, until = moment(away.since), moment(away.until)
        schedule = types.BusinessAwayMessageScheduleCustom(start_date=since, end_date=until)
    return types.InputBusinessAwayMessage(
        shortcut_id=away.shortcut, schedule=schedule, offline_only=away.offline,
        recipients=_input_recipients(away.recipients, users),
    )  # fmt: skip


def input_location(address: str, stands: Any) -> Any:
    """The request for another address; the place on the map is as it stands in a userFull."""
    geo = getattr(getattr(stands, "business_location", None), "geo_point", None)
    point = None
    if address and isinstance(geo, types.GeoPoint):
        point = types.InputGeoPoint(lat=geo.lat, long=geo.long)
    return functions.account.UpdateBusinessLocationRequest(
        geo_point=point, address=address or None
    )  # fmt: skip


def input_intro(title: str, text: str, stands: Any) -> Any:
    """The request for other words in an empty chat; the sticker is as it stands in a userFull."""
    if not title and not text:
        return functions.account.UpdateBusinessIntroRequest(None)
    file = getattr(getattr(stands, "business_intro", None), "sticker", None)
    sticker = None
    if isinstance(file, types.Document):
        sticker = types.InputDocument(file.id, file.access_hash, file.file_reference)
    intro = types.InputBusinessIntro(title=title, description=text, sticker=sticker)
    return functions.account.UpdateBusinessIntroRequest(intro)


def slug_of(url: str) -> str:
    """What the server calls a link to a chat. https://core.telegram.org/api/links"""
    return url.rstrip("/").rpartition("/")[2]


def _input_recipients(one: Recipients, users: Mapping[str, Any]) -> Any:
    return types.InputBusinessRecipients(
        existing_chats=one.existing, new_chats=one.new, contacts=one.contacts,
        non_contacts=one.others, exclude_selected=one.exclude,
        users=[users[user] for user in one.users] or None,
    )  # fmt: skip
