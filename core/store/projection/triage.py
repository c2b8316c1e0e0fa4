"""What the operator puts on a thread: pinned, done, snoozed, to be followed up, whose it is."""

import sqlite3

from core.domain.events import (
    FollowUpSet,
    ThreadAssigned,
    ThreadDone,
    ThreadPinned,
    ThreadSnoozed,
)
from core.store.projection import people, teams

Mark = ThreadPinned | ThreadSnoozed | ThreadDone | FollowUpSet | ThreadAssigned


def mark(conn: sqlite3.Connection, at: int, key: str, body: Mark) -> set[int]:
    """Put it on the thread that this one is part of now; ``at``: when, ms since the epoch."""
    thread = people.root_of(conn, body.thread)
    if not isinstance(body, ThreadPinned):
        teams.note(conn, thread, body, at, key)
    return put(conn, thread, at, body)


def put(conn: sqlite3.Connection, thread: int, at: int, body: Mark) -> set[int]:
    """Put it on this thread."""
    columns: dict[str, object]
    match body:
        case ThreadPinned():
            columns = {"pinned_at": at if body.pinned else None}
        case ThreadSnoozed():
            columns = {"snoozed_until": body.until or None, "done_at": None}
        case ThreadDone():
            columns = {"done_at": at if body.done else None, "snoozed_until": None}
        case FollowUpSet():
            columns = {"follow_up_at": body.due or None, "follow_up_note": body.note}
        case ThreadAssigned():
            columns = {"owner": body.owner}
    names = ", ".join(f"{name} = ?" for name in columns)
    conn.execute(f"UPDATE threads SET {names} WHERE id = ?", (*columns.values(), thread))
    return {thread}


def wake(conn: sqlite3.Connection, thread: int) -> None:
    """The client wrote: what was put aside or done is before us again."""
    conn.execute(
        "UPDATE threads SET snoozed_until = NULL, done_at = NULL WHERE id = ?"
        " AND (snoozed_until IS NOT NULL OR done_at IS NOT NULL)",
        (thread,),
    )


def answered(conn: sqlite3.Connection, thread: int, at: int) -> None:
    """We wrote, at ``at``: what had come back by itself by then is seen to."""
    conn.execute(
        "UPDATE threads SET snoozed_until = CASE WHEN snoozed_until > ? THEN snoozed_until END,"
        " follow_up_note = CASE WHEN follow_up_at <= ? THEN '' ELSE follow_up_note END,"
        " follow_up_at = CASE WHEN follow_up_at > ? THEN follow_up_at END"
        " WHERE id = ? AND (snoozed_until <= ? OR follow_up_at <= ?)",
        (at, at, at, thread, at, at),
    )
