"""The projection made anew from the log; what the stages know beside the log is kept."""

import sqlite3

from core.store.migrations import PROJECTION
from core.store.projection import index, summary
from core.store.projection.apply import apply, load

# (read before, write after): how often a stage has tried, and when it may try again. A send that
# was on its way stays so: as a queued one it would go out a second time.
_KEPT = (
    (
        "SELECT status, problem, next_at, attempts, client_ref FROM messages"
        " WHERE client_ref IS NOT NULL AND status IN ('queued', 'sending')",
        "UPDATE messages SET status = ?, problem = ?, next_at = ?, attempts = ?"
        " WHERE client_ref = ? AND status = 'queued'",
    ),
    (
        "SELECT next_at, attempts, client_ref FROM messages WHERE client_ref IS NOT NULL",
        "UPDATE messages SET next_at = ?, attempts = ? WHERE client_ref = ?",
    ),
    (
        "SELECT next_at, attempts, client_ref FROM gestures WHERE attempts > 0",
        "UPDATE gestures SET next_at = ?, attempts = ? WHERE client_ref = ?",
    ),
    (
        "SELECT next_at, attempts, client_ref FROM chat_wishes WHERE attempts > 0",
        "UPDATE chat_wishes SET next_at = ?, attempts = ? WHERE client_ref = ?",
    ),
    (
        "SELECT next_at, attempts, message, idx FROM attachments WHERE attempts > 0",
        "UPDATE attachments SET next_at = ?, attempts = ? WHERE message = ? AND idx = ?",
    ),
    (
        "SELECT thread, target, handled, attempts, next_at, problem FROM crm",
        "INSERT INTO crm (thread, target, handled, attempts, next_at, problem)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET handled = excluded.handled,"
        " attempts = excluded.attempts, next_at = excluded.next_at, problem = excluded.problem",
    ),
)


def rebuild(conn: sqlite3.Connection) -> None:
    """Make every table of the projection anew, in the caller's transaction."""
    kept = [[tuple(row) for row in conn.execute(read)] for read, _ in _KEPT]
    for table in PROJECTION:
        conn.execute(f"DELETE FROM {table}")
    for (seq,) in conn.execute("SELECT seq FROM log ORDER BY seq").fetchall():
        event, recorded_at = load(conn, seq)
        apply(conn, seq, event, recorded_at)
    for (thread,) in conn.execute("SELECT id FROM threads").fetchall():
        summary.refresh(conn, thread)
    for (_, write), rows in zip(_KEPT, kept, strict=True):
        conn.executemany(write, rows)
    index.reset(conn)
