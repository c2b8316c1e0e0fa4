"""The row of a message that is new in its thread."""

import hashlib
import sqlite3
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from core.domain.events import Event, MessageReceived
from core.domain.marks import Mark
from core.domain.places import place_of, reaches

Who = sqlite3.Row | Mapping[str, Any]
"""The identity that a message is of."""
LIVE_MS: Final = 10 * 60 * 1000
"""A message recorded later than this after it was sent is history."""
COLUMNS: Final = (
    "id", "thread", "identity", "channel", "account", "external_id", "direction", "at", "text",
    "note", "status", "client_ref", "reply_to", "unread", "live", "seq", "author", "ad", "product",
    "service", "around", "marks", "digest", "needs_read",
)  # fmt: skip


def row_of(
    seq: int, who: Who, event: Event, body: MessageReceived, recorded_at: int,
    ref: str | None = None,
) -> tuple[Any, ...]:  # fmt: skip
    """A new message as it stands in ``COLUMNS``: all at once, for a history is 100,000 of these."""
    name, inbound = event.external_id, body.direction == "in"
    waits = inbound and not body.service
    status = "" if inbound else "sent"
    if not inbound and covered(who, "client", name, event.at):
        status = "read"
    return (
        seq, who["thread"], who["id"], who["channel"], who["account"], name, body.direction,
        event.at, body.text, body.note, status, ref, body.reply_to,
        int(waits and not _seen(who, name, event.at)),
        int(not body.history and recorded_at - event.at < LIVE_MS), seq, body.author,
        msgspec.json.encode(body.ad) if body.ad else None, body.product, int(body.service),
        msgspec.json.encode(body.around) if body.around else None, packed(body.marks),
        sha(body.text).hexdigest(), int(waits and bool(body.text.strip())),
    )  # fmt: skip


def sha(text: str) -> "hashlib._Hash":
    """Of the words of a message."""
    return hashlib.sha1(text.encode("utf-8", "surrogatepass"), usedforsecurity=False)


def packed(marks: tuple[Mark, ...]) -> bytes | None:
    """As they are kept."""
    return msgspec.json.encode(marks) if marks else None


def _seen(who: Who, external_id: str, at: int) -> bool:
    """Whether a message of the client that comes now was read by us, on another device. Where ids
    do not tell the order, one that comes late was seen by nobody."""
    return covered(who, "us", external_id, at) and place_of(external_id) is not None


def covered(who: Who, reader: str, external_id: str, at: int) -> bool:
    """Whether the reader's mark reaches that message already."""
    mark = who[f"read_{reader}"]
    if not mark:
        return False
    told = reaches(mark, external_id)
    return told if told is not None else at <= int(who[f"read_{reader}_at"])
