"""The row of the thread list, made anew from its messages and identities after a change."""

import sqlite3

from core.domain.window import closes_at
from core.store.database import alike


def refresh(conn: sqlite3.Connection, thread: int) -> None:
    """Recompute what the list shows of one thread."""
    last = conn.execute(
        "SELECT id, at FROM messages WHERE thread = ? AND deleted = 0"
        " ORDER BY at DESC, id DESC LIMIT 1",
        (thread,),
    ).fetchone()
    (unread,) = conn.execute(
        "SELECT count(*) FROM messages WHERE thread = ? AND unread = 1", (thread,)
    ).fetchone()
    answered = conn.execute(
        "SELECT at, id FROM messages WHERE thread = ? AND deleted = 0 AND direction = 'out'"
        " AND status != 'failed' ORDER BY at DESC, id DESC LIMIT 1",
        (thread,),
    ).fetchone()
    (waiting,) = conn.execute(
        "SELECT min(at) FROM messages WHERE thread = ? AND deleted = 0 AND direction = 'in'"
        " AND (at, id) > (?, ?)",
        (thread, answered["at"] if answered else -1, answered["id"] if answered else -1),
    ).fetchone()
    people = conn.execute(
        "SELECT * FROM identities WHERE thread = ? AND alias_of IS NULL ORDER BY id", (thread,)
    ).fetchall()
    whatsapp = [p for p in people if p["channel"] == "whatsapp"]
    closing = [
        c for p in whatsapp if (c := closes_at(p["last_inbound"], p["window_closed"])) is not None
    ]
    name = _name(people)
    conn.execute(
        "UPDATE threads SET name = ?, sort_name = ?, last_message = ?, last_at = ?, unread = ?,"
        " waiting_since = ?, has_window = ?, window_closes = ?, channels = ?, phones = ?"
        " WHERE id = ?",
        (
            name,
            alike(name),
            last["id"] if last else None,
            last["at"] if last else 0,
            unread,
            waiting,
            int(bool(whatsapp)),
            max(closing, default=None),
            " ".join(dict.fromkeys(p["channel"] for p in people)),
            " ".join(dict.fromkeys(p["phone"] for p in people if p["phone"])),
            thread,
        ),
    )


def _name(people: list[sqlite3.Row]) -> str:
    for column in ("name", "phone", "username", "peer"):
        for person in people:
            if person[column]:
                return str(person[column])
    return ""
