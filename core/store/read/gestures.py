"""Reactions of ours that the messenger is still to be told."""

import sqlite3
from collections.abc import Collection

from core.domain.channels import Channel


def next_gesture(
    conn: sqlite3.Connection,
    now: int,
    channel: Channel | None = None,
    busy: Collection[int] = (),
) -> sqlite3.Row | None:
    """The next one to hand over, in order within a message; those on messages in ``busy`` are left
    out, ``channel`` None: of any."""
    row: sqlite3.Row | None = conn.execute(
        "SELECT g.*, coalesce(nullif(i.address, ''), i.peer) AS peer, i.last_inbound,"
        " i.window_closed FROM gestures g JOIN identities i ON i.id = g.identity"
        " WHERE g.status = 'queued' AND g.next_at <= ? AND (? IS NULL OR g.channel = ?)"
        f" AND g.message NOT IN ({','.join('?' * len(busy))}) ORDER BY g.seq LIMIT 1",
        (now, *[channel.value if channel else None] * 2, *busy),
    ).fetchone()
    return row


def any_gesture(conn: sqlite3.Connection) -> bool:
    """Whether one waits for its next try."""
    found = conn.execute("SELECT 1 FROM gestures WHERE status = 'queued' LIMIT 1")
    return found.fetchone() is not None


def gesture_state(conn: sqlite3.Connection, client_ref: str) -> tuple[str, str]:
    """(status, problem) of a reaction of ours; both '' where there is no such one."""
    row = conn.execute(
        "SELECT status, problem FROM gestures WHERE client_ref = ?", (client_ref,)
    ).fetchone()
    return (row["status"], row["problem"]) if row is not None else ("", "")
