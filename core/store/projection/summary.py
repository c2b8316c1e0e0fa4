"""The row of the thread list, made anew from its messages and identities after a change."""

import sqlite3

from core.store.database import alike
from core.store.projection import chats, windows
from core.store.projection.messages import BY_HAND


def refresh(conn: sqlite3.Connection, thread: int, more: int | None = None) -> None:
    """Recompute what the list shows of one thread. ``more``: so many messages came that nobody has
    read, and nothing else became of any; None: all are counted."""
    last = conn.execute(
        "SELECT id, at FROM messages WHERE thread = ? AND deleted = 0"
        " ORDER BY at DESC, number DESC, id DESC LIMIT 1",
        (thread,),
    ).fetchone()
    if more is None:
        (unread,) = conn.execute(
            "SELECT count(*) FROM messages WHERE thread = ? AND unread = 1", (thread,)
        ).fetchone()
    answered = conn.execute(
        "SELECT at, number, id FROM messages INDEXED BY messages_ours"
        " WHERE thread = ? AND deleted = 0 AND direction = 'out'"
        f" AND status != 'failed' AND service = 0 AND {BY_HAND}"
        " ORDER BY at DESC, number DESC, id DESC LIMIT 1",
        (thread,),
    ).fetchone()
    (waiting,) = conn.execute(
        "SELECT min(at) FROM messages WHERE thread = ? AND deleted = 0 AND direction = 'in'"
        " AND service = 0 AND (at, number, id) > (?, ?, ?)",
        (thread, *(answered or (-1, -1, -1))),
    ).fetchone()
    people = conn.execute(
        "SELECT * FROM identities WHERE thread = ? AND alias_of IS NULL ORDER BY id", (thread,)
    ).fetchall()
    name = _name(people) or _group(conn, thread) or _ident(people)
    row = conn.execute("SELECT * FROM threads WHERE id = ?", (thread,)).fetchone()
    if row is None:
        return
    if more is not None:
        unread = row["unread"] + more
    opened = max((p["opened_at"] for p in people), default=0)
    if opened and last is None:  # what was said since and is gone ends it
        (gone,) = conn.execute(
            "SELECT max(at) FROM messages WHERE thread = ?", (thread,)
        ).fetchone()
        opened = opened if gone is None or gone < opened else 0
    shown = (last is not None or opened) and row["merged_into"] is None and row["done_at"] is None
    stands = chats.of_thread(conn, people)
    made: dict[str, object] = {
        "marked": stands["marked"],
        "muted_until": stands["muted_until"],
        "archived": int(bool(shown and stands["archived"])),
        "name": name,
        "sort_name": alike(name),
        "last_message": last["id"] if last else None,
        "last_at": last["at"] if last else opened,
        "opened_at": opened,
        "unread": unread,
        "waiting_since": waiting,
        "has_window": int(any(p["channel"] == "whatsapp" for p in people)),
        "window_closes": windows.of_thread(conn, people),
        "channels": " ".join(dict.fromkeys(p["channel"] for p in people)),
        "phones": " ".join(dict.fromkeys(p["phone"] for p in people if p["phone"])),
        "listed": int(bool(shown and not stands["archived"])),
    }
    # what is written although it is the same is taken out of every index of it and put in again
    changed = {column: value for column, value in made.items() if row[column] != value}
    if changed:
        columns = ", ".join(f"{column} = ?" for column in changed)
        conn.execute(f"UPDATE threads SET {columns} WHERE id = ?", (*changed.values(), thread))


def _name(people: list[sqlite3.Row]) -> str:
    for column in ("name", "phone", "username"):
        for person in people:
            if person[column]:
                return str(person[column])
    return ""


def _ident(people: list[sqlite3.Row]) -> str:
    """The id of who is not known by any name; of a number that was given up, the number."""
    return str(people[0]["peer"]).split("#")[0] if people else ""


def _group(conn: sqlite3.Connection, thread: int) -> str:
    """A group that nobody named is called by those who write in it."""
    rows = conn.execute(
        "SELECT author FROM messages WHERE thread = ? AND author != '' AND direction = 'in'"
        " GROUP BY author"
        " ORDER BY min(id) LIMIT 3",
        (thread,),
    ).fetchall()
    return ", ".join(row[0] for row in rows)
