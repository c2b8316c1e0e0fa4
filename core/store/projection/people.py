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


def see_profile(
    conn: sqlite3.Connection, seq: int, who: sqlite3.Row, profile: Profile, at: int
) -> None:
    """Take over what the channel said at ``at``; what it is silent about stays, and so does the
    number of a client who changed it after that."""
    late = at < who["address_at"]
    said = (
        profile.name or who["name"],
        (late and who["phone"]) or profile.phone or who["phone"],
        profile.username or who["username"],
    )
    if said == (who["name"], who["phone"], who["username"]):
        return
    conn.execute(
        "UPDATE identities SET name = ?, phone = ?, username = ? WHERE id = ?", (*said, who["id"])
    )
    _record_changed(conn, seq, who["thread"])


def opened(conn: sqlite3.Connection, seq: int, peer: Peer, profile: Profile, at: int) -> int:
    """Somebody is to be written to first; their thread."""
    who = identity(conn, peer)
    see_profile(conn, seq, who, profile, at)
    conn.execute(
        "UPDATE identities SET opened_at = max(opened_at, ?) WHERE id = ?", (at, who["id"])
    )
    return int(who["thread"])


def came_from(conn: sqlite3.Connection, who: sqlite3.Row, peer: Peer, at: int) -> None:
    """Of a client with several ids, the one who wrote last is the one to write to. By the
    client's time: what comes late does not lead back to a number that was given up."""
    if peer.id != (who["address"] or who["peer"]):
        _address(conn, who, peer.id, at)


def _address(conn: sqlite3.Connection, who: sqlite3.Row, ident: str, at: int) -> None:
    if at >= max(who["last_inbound"] or 0, who["address_at"]):
        conn.execute(
            "UPDATE identities SET address = ?, address_at = ? WHERE id = ?", (ident, at, who["id"])
        )


def same_phone(conn: sqlite3.Connection, peer: Peer) -> list[ContactsMerged]:
    """Merges that are due because threads now carry the same phone. Threads that the operator
    parted are not brought together again, by way of a third one neither."""
    who = identity(conn, peer)
    if not who["phone"]:
        return []
    others = conn.execute(
        "SELECT DISTINCT thread FROM identities WHERE phone = ? AND thread != ? ORDER BY thread",
        (who["phone"], who["thread"]),
    ).fetchall()
    root, family = int(who["thread"]), _family(conn, who["thread"])
    due = []
    for (other,) in others:
        joined = _family(conn, other)
        if not _parted(conn, family, joined):
            root, second = sorted((root, int(other)))
            due.append(ContactsMerged(thread=root, other=second, reason="phone"))
            family |= joined
    return due


def _family(conn: sqlite3.Connection, thread: int) -> set[int]:
    rows = conn.execute("SELECT id FROM threads WHERE merged_into = ?", (thread,)).fetchall()
    return {int(thread), *(int(row[0]) for row in rows)}


def _parted(conn: sqlite3.Connection, one: set[int], other: set[int]) -> bool:
    undone = conn.execute("SELECT thread, other FROM merges WHERE undone = 1").fetchall()
    pairs = {frozenset((int(a), int(b))) for a, b in undone}
    return any(frozenset((a, b)) in pairs for a in one for b in other)


def root_of(conn: sqlite3.Connection, thread: int) -> int:
    """The thread that what is said of ``thread`` belongs to now."""
    row = conn.execute(
        "SELECT coalesce(merged_into, id) FROM threads WHERE id = ?", (thread,)
    ).fetchone()
    return int(row[0]) if row else thread


def merge(conn: sqlite3.Connection, seq: int, body: ContactsMerged) -> set[int]:
    """Everything of one goes to the other; where each identity came from is kept. Both are taken
    as they stand now: one of them may be part of a third meanwhile."""
    thread, other = sorted((root_of(conn, body.thread), root_of(conn, body.other)))
    if thread == other:
        return set()
    conn.execute(
        "INSERT INTO merges (thread, other, reason) VALUES (?, ?, ?) "
        "ON CONFLICT DO UPDATE SET undone = 0, reason = excluded.reason",
        (thread, other, body.reason),
    )
    for table in ("identities", "messages", "reviews"):
        conn.execute(f"UPDATE {table} SET thread = ? WHERE thread = ?", (thread, other))
    conn.execute("DELETE FROM facts WHERE thread = ?", (other,))
    conn.execute(
        "UPDATE threads SET merged_into = ? WHERE id = ? OR merged_into = ?",
        (thread, other, other),
    )
    _content_moved(conn, seq, thread)
    return {thread, other}


def unmerge(conn: sqlite3.Connection, seq: int, body: MergeUndone) -> set[int]:
    """What came from ``other`` goes back to it, from wherever it is now."""
    conn.execute(
        "UPDATE merges SET undone = 1 WHERE thread = ? AND other = ?", (body.thread, body.other)
    )
    whole = root_of(conn, body.other)
    if whole == body.other:
        return set()
    conn.execute("UPDATE threads SET merged_into = NULL WHERE id = ?", (body.other,))
    # with what had been merged into it before
    family = [body.other, *_merged_into(conn, body.other)]
    marks = ",".join("?" * len(family))
    conn.execute(
        f"UPDATE identities SET thread = ? WHERE thread = ? AND home IN ({marks})",
        (body.other, whole, *family),
    )
    conn.execute(
        f"UPDATE threads SET merged_into = ? WHERE merged_into = ? AND id IN ({marks})",
        (body.other, whole, *family),
    )
    conn.execute(
        "UPDATE messages SET thread = ? WHERE identity IN "
        "(SELECT id FROM identities WHERE thread = ?)",
        (body.other, body.other),
    )
    # the operator's word on a fact goes where the fact's message went, or where it was given
    conn.execute(
        "UPDATE reviews SET thread = ? WHERE thread = ? AND (fact IN (SELECT id FROM facts"
        " WHERE thread = ? AND CAST(json_extract(CAST(body AS TEXT), '$.message') AS INTEGER) IN"
        " (SELECT id FROM messages WHERE thread = ?)) OR (SELECT json_extract(CAST(body AS TEXT),"
        f" '$.thread') FROM log WHERE log.seq = reviews.seq) IN ({marks}))",
        (body.other, whole, whole, body.other, *family),
    )
    # one record at the CRM stood for both: whatever it holds of either is looked at again
    conn.execute(
        "UPDATE crm SET digest = 'parted' WHERE digest != '' AND thread IN (?, ?)",
        (whole, body.other),
    )
    for thread in (whole, body.other):
        _content_moved(conn, seq, thread)
    return {whole, body.other}


def _merged_into(conn: sqlite3.Connection, thread: int) -> list[int]:
    rows = conn.execute(
        "WITH RECURSIVE part(id) AS (SELECT other FROM merges WHERE thread = ? AND undone = 0"
        " UNION SELECT other FROM merges JOIN part ON merges.thread = part.id WHERE undone = 0)"
        " SELECT id FROM part",
        (thread,),
    ).fetchall()
    return [int(row[0]) for row in rows]


def change_identity(
    conn: sqlite3.Connection, seq: int, peer: Peer, at: int, body: IdentityChanged
) -> set[int]:
    """The new id is an alias: what comes under it belongs to the same identity, and so does what
    came under it before this was known."""
    make_way(conn, peer, at)
    make_way(conn, Peer(peer.channel, peer.account, body.new_id), at)
    old = _find(conn, (peer.channel.value, peer.account, peer.id))
    new = _find(conn, (peer.channel.value, peer.account, body.new_id))
    who = old or new or identity(conn, peer)
    touched = {int(who["thread"])}
    if body.new_id == peer.id:
        pass
    elif new is None:
        _alias(conn, peer, body.new_id, who)
    elif old is None:
        # only the new id is known yet: the thread, its queue and its record stay what they are
        _alias(conn, peer, peer.id, who)
    elif new["id"] != old["id"]:
        touched |= _absorb(conn, seq, old, new)
    _address(conn, who, body.new_id, at)
    if body.profile and peer.channel == "whatsapp" and _moved(peer.id, body.new_id):
        conn.execute(
            "UPDATE identities SET gone_at = ? WHERE channel = ? AND account = ? AND peer = ?",
            (at, peer.channel.value, peer.account, peer.id),
        )
    if body.profile:
        see_profile(conn, seq, identity(conn, peer), body.profile, at)
    return touched


def _moved(old: str, new: str) -> bool:
    """Whether a number was given up for another one."""
    return old != new and old.isdigit() and new.isdigit()


def make_way(conn: sqlite3.Connection, peer: Peer, at: int) -> None:
    """A number that its owner gave up may be another person's later: from then on its name is
    free, and who had it is known by it for what was before."""
    conn.execute(
        "UPDATE identities SET peer = peer || '#' || id WHERE channel = ? AND account = ?"
        " AND peer = ? AND gone_at < ?",
        (peer.channel.value, peer.account, peer.id, at),
    )


def whose(conn: sqlite3.Connection, peer: Peer, at: int) -> sqlite3.Row:
    """The identity that had this id then, made where nobody did. Numbers are given up, and with
    them their names; ids of accounts are not."""
    if peer.channel != "whatsapp":
        return identity(conn, peer)
    make_way(conn, peer, at)
    former = conn.execute(
        "SELECT peer FROM identities WHERE channel = ? AND account = ? AND peer > ? || '#'"
        " AND peer < ? || '$' AND gone_at >= ? ORDER BY gone_at LIMIT 1",
        (peer.channel.value, peer.account, peer.id, peer.id, at),
    ).fetchone()
    ident = former["peer"] if former is not None else peer.id
    return identity(conn, Peer(peer.channel, peer.account, ident))


def _alias(conn: sqlite3.Connection, peer: Peer, ident: str, who: sqlite3.Row) -> None:
    conn.execute(
        "INSERT INTO identities (channel, account, peer, thread, home, alias_of)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (peer.channel.value, peer.account, ident, who["thread"], who["home"], who["id"]),
    )


def _absorb(conn: sqlite3.Connection, seq: int, who: sqlite3.Row, new: sqlite3.Row) -> set[int]:
    """``new`` was taken for somebody else: all of it goes to ``who``."""
    conn.execute(
        "UPDATE identities SET alias_of = ?, thread = ?, home = ? WHERE id = ? OR alias_of = ?",
        (who["id"], who["thread"], who["home"], new["id"], new["id"]),
    )
    conn.execute(
        "UPDATE identities SET last_inbound = nullif(max(coalesce(last_inbound, 0), ?), 0),"
        " window_closed = nullif(max(coalesce(window_closed, 0), ?), 0),"
        " opened_at = max(opened_at, ?) WHERE id = ?",
        (new["last_inbound"] or 0, new["window_closed"] or 0, new["opened_at"], who["id"]),
    )
    conn.execute(
        "UPDATE messages SET identity = ?, thread = ? WHERE identity = ?",
        (who["id"], who["thread"], new["id"]),
    )
    if new["thread"] == who["thread"]:
        return set()
    left = conn.execute(
        "SELECT 1 FROM identities WHERE thread = ? LIMIT 1", (new["thread"],)
    ).fetchone()
    if left is None:
        conn.execute("DELETE FROM facts WHERE thread = ?", (new["thread"],))
        conn.execute(
            "UPDATE reviews SET thread = ? WHERE thread = ?", (who["thread"], new["thread"])
        )
        conn.execute(
            "UPDATE threads SET merged_into = ? WHERE id = ? OR merged_into = ?",
            (who["thread"], new["thread"], new["thread"]),
        )
    for thread in (who["thread"], new["thread"]):
        _content_moved(conn, seq, thread)
    return {int(new["thread"])}


def _content_moved(conn: sqlite3.Connection, seq: int, thread: int) -> None:
    conn.execute("UPDATE threads SET seq = max(seq, ?) WHERE id = ?", (seq, thread))
    _record_changed(conn, seq, thread)


def _record_changed(conn: sqlite3.Connection, seq: int, thread: int) -> None:
    """What the CRM is told of a person is more than the facts: what it holds is looked at again."""
    conn.execute("UPDATE threads SET facts_seq = ? WHERE id = ? AND facts_seq > 0", (seq, thread))
