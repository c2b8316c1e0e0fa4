"""Media that are no files, as a client sends them and as they are shown."""

from __future__ import annotations

import secrets
from typing import Any

from telethon.tl import types as tl

DICE = 6


def made_of(media: Any) -> Any:
    """What becomes of an InputMedia: a place, a contact, a poll or a die; None for any other."""
    match media:
        case tl.InputMediaGeoPoint():
            return tl.MessageMediaGeo(_point(media.geo_point))
        case tl.InputMediaVenue():
            return tl.MessageMediaVenue(
                _point(media.geo_point), media.title, media.address, media.provider,
                media.venue_id, media.venue_type,
            )  # fmt: skip
        case tl.InputMediaContact():
            return tl.MessageMediaContact(
                media.phone_number, media.first_name, media.last_name, media.vcard, user_id=0
            )
        case tl.InputMediaDice():
            return tl.MessageMediaDice(1 + secrets.randbelow(DICE), media.emoticon)
        case tl.InputMediaPoll():
            return _poll(media.poll)
    return None


def _point(asked: Any) -> Any:
    return tl.GeoPoint(asked.long, asked.lat, access_hash=0)


def _poll(poll: Any) -> Any:
    poll.id = secrets.randbits(62)
    poll.answers = [
        tl.PollAnswer(one.text, getattr(one, "option", None) or bytes((number,)))
        for number, one in enumerate(poll.answers)
    ]
    return tl.MessageMediaPoll(poll, tl.PollResults(total_voters=0))
