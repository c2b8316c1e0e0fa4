"""Identities and the threads they belong to; merges and their undoing."""

import sqlite3

from core.domain.channels import Peer, Profile
from core.domain.events import ContactsMerged, IdentityChanged, MergeUndone


def identity(conn: sqlite3.Connection, peer: Peer) -> sqlite3.Row:
    """The identity of a peer, made (with a thread of its own) when it is new."""
    key = (peer.channel.value, peer.account, peer.id)
    found = _find(conn, key)
    if found is not None:
        return found
    thread = conn.execute(
        "INSERT INTO threads (has_window) VALUES (?)", (int(peer.channel == "whatsapp"),)
    ).lastrowid
    conn.execute(
        "INSERT INTO identities (channel, account, peer, thread, home) VALUES (?, ?, ?, ?, ?)",
        (*key, thread, thread),
    )
    made = _find(conn, key)
    assert made is not None
    return made


def _find(conn: sqlite3.Connection, key: tuple[str, str, str]) -> sqlite3.Row | None:
    row: sqlite3.Row | None = conn.execute(
        "SELECT * FROM identities WHERE channel = ? AND account = ? AND peer = ?", key
    ).fetchone()
    if row is not None and row["alias_of"] is not None:
        row = conn.execute("SELECT * FROM identities WHERE id = ?", (row["alias_of"],)).fetchone()
    return row


def see_profile(conn: sqlite3.Connection, who: sqlite3.Row, profile: Profile) -> None:
    """Take over what the channel now says; what it is silent about stays."""
    conn.execute(
        "UPDATE identities SET name = ?, phone = ?, username = ? WHERE id = ?",
        (
            profile.name or who["name"],
            profile.phone or who["phone"],
            profile.username or who["username"],
            who["id"],
        ),
    )


def same_phone(conn: sqlite3.Connection, peer: Peer) -> list[ContactsMerged]:
    """Merges that are due because two threads now carry the same phone."""
    who = identity(conn, peer)
    if not who["phone"]:
        return []
    others = conn.execute(
        "SELECT DISTINCT thread FROM identities WHERE phone = ? AND thread != ?",
        (who["phone"], who["thread"]),
    ).fetchall()
    due = []
    for (other,) in others:
        first, second = sorted((int(who["thread"]), int(other)))
        undone = conn.execute(
            "SELECT 1 FROM merges WHERE thread = ? AND other = ? AND undone = 1", (first, second)
        ).fetchone()
        if undone is None:
            due.append(ContactsMerged(thread=first, other=second, reason="phone"))
    return due


def merge(conn: sqlite3.Connection, seq: int, body: ContactsMerged) -> set[int]:
    """Everything of ``other`` moves to ``thread``; where each identity came from is kept."""
    conn.execute(
        "INSERT INTO merges (thread, other, reason) VALUES (?, ?, ?) "
        "ON CONFLICT DO UPDATE SET undone = 0, reason = excluded.reason",
        (body.thread, body.other, body.reason),
    )
    for table in ("identities", "messages", "reviews"):
        conn.execute(f"UPDATE {table} SET thread = ? WHERE thread = ?", (body.thread, body.other))
    conn.execute("DELETE FROM facts WHERE thread = ?", (body.other,))
    conn.execute(
        "UPDATE threads SET merged_into = ? WHERE id = ? OR merged_into = ?",
        (body.thread, body.other, body.other),
    )
    _content_moved(conn, seq, body.thread)
    return {body.thread, body.other}


def unmerge(conn: sqlite3.Connection, seq: int, body: MergeUndone) -> set[int]:
    """What came from ``other`` goes back to it."""
    conn.execute(
        "UPDATE merges SET undone = 1 WHERE thread = ? AND other = ?", (body.thread, body.other)
    )
    conn.execute("UPDATE threads SET merged_into = NULL WHERE id = ?", (body.other,))
    # with what had been merged into it before
    family = [body.other, *_merged_into(conn, body.other)]
    marks = ",".join("?" * len(family))
    conn.execute(
        f"UPDATE identities SET thread = ? WHERE thread = ? AND home IN ({marks})",
        (body.other, body.thread, *family),
    )
    conn.execute(
        f"UPDATE threads SET merged_into = ? WHERE merged_into = ? AND id IN ({marks})",
        (body.other, body.thread, *family),
    )
    conn.execute(
        "UPDATE messages SET thread = ? WHERE identity IN "
        "(SELECT id FROM identities WHERE thread = ?)",
        (body.other, body.other),
    )
    # the operator's word on a fact goes where the fact's message went
    conn.execute(
        "UPDATE reviews SET thread = ? WHERE thread = ? AND fact IN (SELECT id FROM facts"
        " WHERE thread = ? AND CAST(json_extract(CAST(body AS TEXT), '$.message') AS INTEGER) IN"
        " (SELECT id FROM messages WHERE thread = ?))",
        (body.other, body.thread, body.thread, body.other),
    )
    for thread in (body.thread, body.other):
        _content_moved(conn, seq, thread)
    return {body.thread, body.other}


def _merged_into(conn: sqlite3.Connection, thread: int) -> list[int]:
    rows = conn.execute(
        "WITH RECURSIVE part(id) AS (SELECT other FROM merges WHERE thread = ? AND undone = 0"
        " UNION SELECT other FROM merges JOIN part ON merges.thread = part.id WHERE undone = 0)"
        " SELECT id FROM part",
        (thread,),
    ).fetchall()
    return [int(row[0]) for row in rows]


def change_identity(conn: sqlite3.Connection, peer: Peer, body: IdentityChanged) -> sqlite3.Row:
    """The new id is an alias: what comes under it belongs to the same identity."""
    who = identity(conn, peer)
    conn.execute(
        "INSERT INTO identities (channel, account, peer, thread, home, alias_of) "
        "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (channel, account, peer) "
        "DO UPDATE SET alias_of = excluded.alias_of WHERE identities.id != excluded.alias_of",
        (peer.channel.value, peer.account, body.new_id, who["thread"], who["home"], who["id"]),
    )
    if body.profile:
        see_profile(conn, who, body.profile)
    return who


def _content_moved(conn: sqlite3.Connection, seq: int, thread: int) -> None:
    conn.execute("UPDATE threads SET seq = max(seq, ?) WHERE id = ?", (seq, thread))
