"""Where in a thread a day begins, and which days of a month have messages."""

import sqlite3
from collections.abc import Sequence
from itertools import pairwise

Place = tuple[int, int]


def first_since(conn: sqlite3.Connection, thread: int, at: int) -> Place | None:
    """Id and time of the first message written at ``at`` (ms) or after; where there is none, of the
    last. None: the thread has no message."""
    row = conn.execute(
        "SELECT id, at FROM messages WHERE thread = ? AND deleted = 0 AND at >= ?"
        " ORDER BY at, number, id LIMIT 1",
        (thread, at),
    ).fetchone()
    row = (
        row
        or conn.execute(
            "SELECT id, at FROM messages WHERE thread = ? AND deleted = 0"
            " ORDER BY at DESC, number DESC, id DESC LIMIT 1",
            (thread,),
        ).fetchone()
    )
    return (row["id"], row["at"]) if row is not None else None


def spoken_on(conn: sqlite3.Connection, thread: int, bounds: Sequence[int]) -> tuple[bool, ...]:
    """Of each stretch between two neighbours of ``bounds`` (ms), whether a message is in it."""
    asked = (
        "SELECT EXISTS (SELECT 1 FROM messages WHERE thread = ? AND deleted = 0"
        " AND at >= ? AND at < ?)"
    )
    return tuple(
        bool(conn.execute(asked, (thread, *stretch)).fetchone()[0]) for stretch in pairwise(bounds)
    )
