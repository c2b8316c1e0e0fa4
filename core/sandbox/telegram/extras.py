"""What a message shows besides text and files, as one viewer's TL objects."""

from __future__ import annotations

from typing import Any

from telethon.tl import types as tl
from telethon.utils import get_peer_id

from core.sandbox.telegram.records import Extra, Letter
from core.sandbox.telegram.wire import read_object


def named(letter: Letter) -> list[int]:
    """Whom a letter names besides its two sides (marked ids)."""
    forward = read_object(letter.extra.forward) if letter.extra.forward else None
    author = getattr(forward, "from_id", None)
    found = [get_peer_id(author)] if author is not None else []
    action = read_object(letter.extra.action) if letter.extra.action else None
    found += getattr(action, "users", None) or []
    found += [user] if (user := getattr(action, "user_id", None)) else []
    return found + [one for one in (letter.extra.via, letter.send_as) if one]


def media_of(extra: Extra, viewer: int) -> Any:
    """The media as it was made; a poll with the votes as the viewer sees them."""
    if not extra.media:
        return None
    media = read_object(extra.media)
    if isinstance(media, tl.MessageMediaPoll) and extra.votes:
        media.results = results_of(media, extra.votes, viewer)
    return media


def results_of(media: Any, votes: dict[int, list[bytes]], viewer: int) -> Any:
    """The votes of a poll, counted."""
    right = {one.option for one in media.results.results or () if one.correct}
    return tl.PollResults(
        results=[
            tl.PollAnswerVoters(
                option=answer.option,
                voters=sum(answer.option in chosen for chosen in votes.values()),
                chosen=answer.option in votes.get(viewer, ()),
                correct=answer.option in right,
                recent_voters=[],
            )
            for answer in media.poll.answers
        ],
        total_voters=len(votes),
        solution=media.results.solution,
        solution_entities=media.results.solution_entities,
    )


def fields(extra: Extra, viewer: int) -> dict[str, Any]:
    """The fields of a message that these become, as the viewer sees it."""
    return {
        "fwd_from": read_object(extra.forward) if extra.forward else None,
        "grouped_id": extra.album,
        "via_bot_id": extra.via,
        "via_business_bot_id": extra.business_bot,
        "offline": extra.offline,
        "pinned": extra.pinned and extra.pinned_for in (0, viewer),
        "silent": extra.silent,
        "reply_markup": read_object(extra.markup) if extra.markup else None,
    }
