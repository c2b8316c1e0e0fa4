"""What a message's media says besides its file: a note, and words. Pure, one function a kind.

https://core.telegram.org/type/MessageMedia. Notes are names; the desk has a sentence for each.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from telethon import types

from core.channels.telegram.polls import checklist_words, poll_note, poll_words
from core.channels.telegram.words import each, lines, link, money, number, phone, said
from core.domain.around import Page

_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SHORT: Final = 160
_CARD: Final = 20


def constructor(thing: Any, prefix: str) -> str:
    """A constructor's name as a note: ``MessageMediaVideoStream`` is ``video_stream``."""
    return _HUMP.sub("_", type(thing).__name__.removeprefix(prefix)).lower()[:40]


def note_of(media: Any) -> str:
    """The name of what the words stand for, or of what cannot be shown; '' for files and links.

    A photo or file whose content is gone was a self-destructing one ("expired").
    """
    match media:
        case None | types.MessageMediaEmpty() | types.MessageMediaWebPage():
            return ""
        case types.MessageMediaPhoto():
            return "" if isinstance(media.photo, types.Photo) else "expired"
        case types.MessageMediaDocument():
            if not isinstance(media.document, types.Document):
                return "expired"
            return "sticker" if moving_sticker(media.document) else ""
        case types.MessageMediaPoll():
            return poll_note(media)
    named = _NOTES.get(type(media))
    if named is None:
        return f"telegram_{constructor(media, 'MessageMedia')}"
    return named


def words_of(media: Any) -> str:
    """The words inside the media that a reader should see; '' where there are none."""
    reader = _WORDS.get(type(media))
    return reader(media) if reader is not None else ""


def page_of(media: Any) -> Page | None:
    """The page behind a link of the message; one that cannot be opened safely is none."""
    page = getattr(media, "webpage", None)
    if not isinstance(media, types.MessageMediaWebPage) or not isinstance(page, types.WebPage):
        return None
    url = link(page.url)
    if not url:
        return None
    text = " ".join(said(page.description).split())
    return Page(
        url=url,
        site=said(page.site_name)[:_SHORT],
        title=(said(page.title) or said(page.author))[:_SHORT],
        text=text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…",
    )


def changes_by_itself(media: Any) -> bool:
    """Whether what the media says may change without an edit by anybody."""
    return isinstance(
        media, types.MessageMediaPoll | types.MessageMediaGeoLive | types.MessageMediaToDo
    )


def moving_sticker(document: Any) -> str:
    """The emoji of a sticker that moves, which is not drawn here; '' for any other file."""
    mime = said(document.mime_type).lower()
    if mime not in ("application/x-tgsticker", "video/webm"):
        return ""
    for attribute in each(document.attributes):
        if isinstance(
            attribute, types.DocumentAttributeSticker | types.DocumentAttributeCustomEmoji
        ):
            return said(attribute.alt) or "✨"
    return ""


def _document(media: Any) -> str:
    known = isinstance(media.document, types.Document)
    return moving_sticker(media.document) if known else ""


def _contact(media: Any) -> str:
    name = f"{said(media.first_name)} {said(media.last_name)}".strip()
    more = []
    for line in said(media.vcard).splitlines()[:200]:
        head, colon, value = line.partition(":")
        what = head.split(";")[0].rpartition(".")[2].upper()
        if colon and what in ("TEL", "EMAIL", "ORG", "TITLE"):
            value = value.removeprefix("tel:").strip("; ").replace("\\,", ",").replace("\\;", ";")
            more.append(value if what != "ORG" else value.replace(";", ", "))
    first = ", ".join(part for part in (name, phone(media.phone_number)) if part)
    digits = "".join(filter(str.isdigit, said(media.phone_number)))
    more = [one for one in more if not digits or "".join(filter(str.isdigit, one)) != digits]
    return lines(first, *more[:_CARD])


def _point(media: Any) -> str:
    geo = media.geo
    if not isinstance(geo, types.GeoPoint) or not _are(geo.lat, geo.long):
        return ""
    return f"{geo.lat:.6f}, {geo.long:.6f}"


def _are(*degrees: Any) -> bool:
    return all(isinstance(one, float | int) for one in degrees)


def _venue(media: Any) -> str:
    return lines(said(media.title), said(media.address), _point(media))


def _dice(media: Any) -> str:
    value = number(media.value)
    return f"{said(media.emoticon)} {value or ''}".strip()


def _game(media: Any) -> str:
    return lines(
        said(getattr(media.game, "title", "")), said(getattr(media.game, "description", ""))
    )


def _invoice(media: Any) -> str:
    cost = money(media.total_amount, media.currency)
    return lines(said(media.title), said(media.description), cost)


def _giveaway(media: Any) -> str:
    prize = f"⭐ {number(media.stars)}" if number(media.stars) else ""
    count = number(getattr(media, "quantity", 0) or getattr(media, "winners_count", 0))
    until = f"{media.until_date:%d.%m.%Y}" if isinstance(media.until_date, datetime) else ""
    return lines(said(media.prize_description), prize, f"× {count}" if count else "", until)


def _paid(media: Any) -> str:
    return f"⭐ {number(media.stars_amount)} · {len(each(media.extended_media))}"


def _story(media: Any) -> str:
    return said(getattr(media.story, "caption", ""))


_NOTES: Final[dict[type, str]] = {
    types.MessageMediaGeo: "location",
    types.MessageMediaGeoLive: "live_location",
    types.MessageMediaVenue: "venue",
    types.MessageMediaContact: "contact",
    types.MessageMediaDice: "dice",
    types.MessageMediaGame: "game",
    types.MessageMediaInvoice: "invoice",
    types.MessageMediaStory: "story",
    types.MessageMediaGiveaway: "giveaway",
    types.MessageMediaGiveawayResults: "giveaway_results",
    types.MessageMediaPaidMedia: "paid_media",
    types.MessageMediaToDo: "checklist",
    types.MessageMediaUnsupported: "telegram_newer",
}
_WORDS: Final[dict[type, Callable[[Any], str]]] = {
    types.MessageMediaDocument: _document,
    types.MessageMediaGeo: _point,
    types.MessageMediaGeoLive: _point,
    types.MessageMediaVenue: _venue,
    types.MessageMediaContact: _contact,
    types.MessageMediaPoll: poll_words,
    types.MessageMediaDice: _dice,
    types.MessageMediaGame: _game,
    types.MessageMediaInvoice: _invoice,
    types.MessageMediaGiveaway: _giveaway,
    types.MessageMediaGiveawayResults: _giveaway,
    types.MessageMediaPaidMedia: _paid,
    types.MessageMediaStory: _story,
    types.MessageMediaToDo: checklist_words,
}
