"""What the desks of a team put on a thread: the same at all of them, in whatever order it comes."""

import sqlite3

from core.domain.events import (
    FollowUpSet,
    Routed,
    TeamMarked,
    ThreadAssigned,
    ThreadDone,
    ThreadSnoozed,
)
from core.domain.shared import FOREIGN

Shared = ThreadSnoozed | ThreadDone | FollowUpSet | ThreadAssigned | Routed


def note(conn: sqlite3.Connection, thread: int, body: Shared, at: int, key: str) -> bool:
    """Remember who spoke last (``at``, then ``key``) on this side of a thread; False: somebody
    spoke after that."""
    key = key.removeprefix(FOREIGN).partition(":")[0]  # for each chat of the client there is one
    row = conn.execute(
        "SELECT at, key FROM thread_marks WHERE thread = ? AND side = ?", (thread, _side(body))
    ).fetchone()
    if row is not None and (row["at"], row["key"]) >= (at, key):
        return False
    conn.execute("REPLACE INTO thread_marks VALUES (?, ?, ?, ?)", (thread, _side(body), at, key))
    return True


def stands(conn: sqlite3.Connection, who: sqlite3.Row, body: TeamMarked, at: int, key: str) -> bool:
    """Whether another desk's word counts here: it is the last, and the client has said nothing that
    was not heard there."""
    if not note(conn, who["thread"], body.mark, at, key):
        return False
    match body.mark:
        case ThreadSnoozed(until=until):
            aside = until > 0
        case ThreadDone(done=aside):
            pass
        case _:
            aside = False
    if not aside:
        return True
    later = conn.execute(
        "SELECT 1 FROM messages WHERE identity = ? AND direction = 'in' AND service = 0"
        " AND deleted = 0 AND at > ? LIMIT 1",
        (who["id"], body.seen),
    ).fetchone()
    return later is None


def _side(body: Shared) -> str:
    match body:
        case ThreadSnoozed() | ThreadDone():
            return "aside"  # one undoes the other
        case FollowUpSet():
            return "follow_up"
        case ThreadAssigned():
            return "owner"
        case Routed():
            return "queue"
