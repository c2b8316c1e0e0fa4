"""Messages of a chat that nobody told of before, many at once, as a page of its history has them:
what ``Store`` and ``messages.receive`` do with each of them, in a few statements for all."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Final, NamedTuple

import msgspec

from core.domain.channels import Channel
from core.domain.events import Event, MessageReceived
from core.store.projection import messages, people
from core.store.projection.message_row import COLUMNS, row_of
from core.store.projection.rows import insert

FEW: Final = 4
"""Fewer than so many are taken one by one."""
LOG: Final = (
    "seq", "channel", "account", "external_id", "kind", "peer", "at", "recorded_at", "body", "raw",
)  # fmt: skip

_UNREAD: Final = COLUMNS.index("unread")

_encode = msgspec.json.Encoder().encode
_SPOKEN_OF: Final = (
    "SELECT 1 FROM json_each(?3) n WHERE"
    " EXISTS (SELECT 1 FROM log WHERE channel = ?1 AND account = ?2 AND external_id = n.value)"
    " OR EXISTS (SELECT 1 FROM messages WHERE channel = ?1 AND account = ?2"
    " AND external_id = n.value)"
    " OR EXISTS (SELECT 1 FROM pending WHERE channel = ?1 AND account = ?2 AND target = n.value)"
    " LIMIT 1"
)
_SENDING: Final = (
    "SELECT 1 FROM messages INDEXED BY messages_to_send WHERE status IN ('queued', 'sending')"
    " AND status = 'sending' AND external_id IS NULL LIMIT 1"
)


class Taken(NamedTuple):
    """The thread, the positions of its new messages, and how many of them nobody has read."""

    thread: int
    seqs: range
    unread: int


def run(events: Sequence[Event], at: int) -> Sequence[Event]:
    """The messages from ``at`` on that can be taken together; none where they are few."""
    first, names, end = events[at], set[str](), at
    if not isinstance(first.body, MessageReceived):
        return ()
    if first.peer is None or first.peer.channel is not Channel.TELEGRAM:
        return ()  # whose a number is depends on the time, elsewhere
    peer, profile = first.peer, first.body.profile
    while end < len(events):
        event = events[end]
        body = event.body
        if not isinstance(body, MessageReceived) or body.client_ref is not None:
            break
        if event.peer != peer or body.profile != profile or event.external_id in names:
            break
        names.add(event.external_id)
        end += 1
    return events[at:end] if end - at >= FEW else ()


def receive(conn: sqlite3.Connection, events: Sequence[Event], recorded_at: int) -> Taken | None:
    """Write a ``run`` into the log and its thread; None where anything was said of one of them
    before: they are to be taken one by one."""
    peer, at = events[0].peer, events[0].at
    assert peer is not None
    channel, account = peer.channel.value, peer.account
    names = json.dumps([one.external_id for one in events])
    if conn.execute(_SPOKEN_OF, (channel, account, names)).fetchone() is not None:
        return None
    told = [(one, one.body) for one in events if isinstance(one.body, MessageReceived)]
    ours = any(body.direction == "out" for _, body in told)
    if ours and conn.execute(_SENDING).fetchone() is not None:
        return None  # it may be one of these
    who = people.whose(conn, peer, at)
    if peer.id != who["peer"] or who["address"] or who["address_at"]:
        return None  # under which of their ids they write tells the time of each
    try:
        bodies = [_encode(body) for _, body in told]
    except UnicodeEncodeError:
        return None  # one of them is to be mended
    first = _next(conn)
    seqs = range(first, first + len(events))
    insert(conn, "log", LOG, [
        (
            seq, channel, account, event.external_id, "message", peer.id, event.at, recorded_at,
            body, event.raw,
        )
        for seq, event, body in zip(seqs, events, bodies, strict=True)
    ])  # fmt: skip
    if told[0][1].profile:
        people.see_profile(conn, first, who, told[0][1].profile, at)
    wrote = [one.at for one, body in told if body.direction == "in" and body.opens_window]
    messages.heard(conn, who, max(wrote, default=0))
    known = dict(who)
    rows = [
        row_of(seq, known, event, body, recorded_at)
        for seq, (event, body) in zip(seqs, told, strict=True)
    ]
    insert(conn, "messages", COLUMNS, rows)
    messages.attach_all(conn, zip(seqs, (body.attachments for _, body in told), strict=True))
    messages.touch(conn, seqs[-1], who["thread"])
    for event, body in told:
        messages.heed(conn, who, event.at, body)
    return Taken(int(who["thread"]), seqs, sum(one[_UNREAD] for one in rows))


def _next(conn: sqlite3.Connection) -> int:
    """The next position of the log (https://www.sqlite.org/autoinc.html)."""
    row = conn.execute("SELECT seq FROM sqlite_sequence WHERE name = 'log'").fetchone()
    return int(row[0]) + 1 if row is not None else 1
