"""Reactions, edits and deletions of ours that the messenger is still to be told."""

import sqlite3
from collections.abc import Collection

from core.domain.channels import Channel, Peer
from core.store.read.work import here


def next_gesture(
    conn: sqlite3.Connection,
    now: int,
    channel: Channel | None = None,
    busy: Collection[int] = (),
    away: Collection[str] = (),
) -> sqlite3.Row | None:
    """The next one to hand over, in order within a message; those on messages in ``busy`` are left
    out, and edits and deletions of accounts in ``away`` ("channel:account"): a reaction is not
    wanted for ever. ``channel`` None: of any."""
    row: sqlite3.Row | None = conn.execute(
        "SELECT g.*, coalesce(nullif(i.address, ''), i.peer) AS peer, i.last_inbound,"
        " i.window_closed, m.external_id AS target FROM gestures g"
        " JOIN identities i ON i.id = g.identity JOIN messages m ON m.id = g.message"
        " WHERE m.external_id IS NOT NULL AND g.status = 'queued' AND g.next_at <= ?"
        " AND (? IS NULL OR g.channel = ?)"
        f" AND g.message NOT IN ({','.join('?' * len(busy))})"
        f" AND (g.kind = 'reaction' OR {here('g', away)}) ORDER BY g.seq LIMIT 1",
        (now, *[channel.value if channel else None] * 2, *busy, *away),
    ).fetchone()
    return row


def any_gesture(conn: sqlite3.Connection, away: Collection[str] = ()) -> bool:
    """Whether one waits for its next try, but for those that wait for accounts in ``away``."""
    found = conn.execute(
        "SELECT 1 FROM gestures g WHERE status = 'queued'"
        f" AND (g.kind = 'reaction' OR {here('g', away)}) LIMIT 1",
        tuple(away),
    )
    return found.fetchone() is not None


def gesture_state(conn: sqlite3.Connection, client_ref: str) -> tuple[str, str]:
    """(status, problem) of a gesture of ours; both '' where there is no such one."""
    row = conn.execute(
        "SELECT status, problem FROM gestures WHERE client_ref = ?", (client_ref,)
    ).fetchone()
    return (row["status"], row["problem"]) if row is not None else ("", "")


def amended(conn: sqlite3.Connection, message: int) -> int | None:
    """Where in the log a message that has not gone out got the words it is to go out with; None:
    as it was written."""
    row = conn.execute(
        "SELECT max(seq) FROM gestures WHERE message = ? AND status = 'amended'", (message,)
    ).fetchone()
    return int(row[0]) if row[0] is not None else None


def waiting_edit(conn: sqlite3.Connection, peer: Peer, message: str) -> int | None:
    """Where in the log an edit of a message (external id) is that is still to go out."""
    row = conn.execute(
        "SELECT g.seq FROM gestures g JOIN messages m ON m.id = g.message WHERE m.channel = ?"
        " AND m.account = ? AND m.external_id = ? AND g.kind = 'edit' AND g.status = 'queued'"
        " ORDER BY g.seq DESC LIMIT 1",
        (peer.channel.value, peer.account, message),
    ).fetchone()
    return int(row[0]) if row is not None else None
