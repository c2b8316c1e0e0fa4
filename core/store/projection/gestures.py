"""Our own reactions, edits and deletions on their way: shown at once, sent as what is wanted last,
taken back where the channel refuses. Unlike a message one may go out twice: nothing changes by it.

What stands at the messenger meanwhile is kept in ``before``: what comes of it (somebody edits on
another device) goes there, below what is wanted.
"""

import sqlite3

import msgspec

from core.domain.channels import Peer
from core.domain.events import Event, MessageDeleted, MessageEdited, ReactionSet, SendRequested
from core.domain.marks import Mark
from core.domain.sends import Delete, Edit, Gesture, Pin, Reaction, Vote
from core.store.projection import beside, messages, people


class _Said(msgspec.Struct, frozen=True):
    """The words of a message and when they were changed last, and its file where another is
    wanted."""

    text: str
    edited_at: int | None
    marks: tuple[Mark, ...] = ()
    file: beside.File | None = None


def request(
    conn: sqlite3.Connection, seq: int, event: Event, body: SendRequested,
    wanted: Gesture,
) -> set[int]:  # fmt: skip
    """It stands; whatever was wanted of that kind of that message before need not go out any
    more."""
    peer = event.peer
    assert peer is not None
    row = messages.find(conn, peer, wanted.target)
    match wanted:
        case Reaction():
            return _react(conn, seq, event, body, wanted, row) if row is not None else set()
        case Edit():
            if row is None:
                row = messages.by_ref(conn, wanted.target)
            if row is None or row["deleted"] or row["direction"] != "out":
                return set()
            return _edit(conn, seq, event, body, wanted, row)
        case Delete():
            if row is None or row["deleted"]:
                return set()
            return _delete(conn, seq, event, body, wanted, row)
        case Vote():
            if row is None or row["deleted"]:
                return set()
            _queue(conn, seq, event, body, row, "vote", "")
            beside.want_vote(conn, row, wanted.options)
            return {row["thread"]}
        case Pin():
            if row is None or row["deleted"]:
                return set()
            _queue(conn, seq, event, body, row, "pin", str(row["pinned"]))
            _pin(conn, row["id"], int(wanted.pinned))
            return {row["thread"]}


def _pin(conn: sqlite3.Connection, message: int, pinned: int) -> None:
    conn.execute("UPDATE messages SET pinned = ? WHERE id = ?", (pinned, message))


def _react(
    conn: sqlite3.Connection, seq: int, event: Event, body: SendRequested, wanted: Reaction,
    row: sqlite3.Row,
) -> set[int]:  # fmt: skip
    stands = conn.execute(
        "SELECT emoji FROM reactions WHERE message = ? AND actor = 'us'", (row["id"],)
    ).fetchone()
    _queue(conn, seq, event, body, row, "reaction", (stands or ("",))[0])
    shown = ReactionSet(target=wanted.target, actor="us", emoji=wanted.emoji)
    assert event.peer is not None
    return messages.react(conn, seq, event.peer, event.at, shown) or set()


def _edit(
    conn: sqlite3.Connection, seq: int, event: Event, body: SendRequested, wanted: Edit,
    row: sqlite3.Row,
) -> set[int]:  # fmt: skip
    file = beside.put_file(conn, row["id"], wanted) if wanted.file else None
    stands = _Said(row["text"], row["edited_at"], messages.marks_of(row), file)
    _queue(conn, seq, event, body, row, "edit", msgspec.json.encode(stands).decode())
    if row["external_id"] is None:  # it has not gone out: it goes out so
        conn.execute(
            "UPDATE gestures SET status = 'amended' WHERE client_ref = ?", (body.client_ref,)
        )
        conn.execute(
            "UPDATE messages SET next_at = ? WHERE id = ? AND status = 'queued'",
            (event.at, row["id"]),
        )
    messages.say(conn, seq, row, wanted.text, wanted.marks)
    return {row["thread"]}


def _delete(
    conn: sqlite3.Connection, seq: int, event: Event, body: SendRequested, wanted: Delete,
    row: sqlite3.Row,
) -> set[int]:  # fmt: skip
    assert event.peer is not None
    unread = str(row["unread"])
    messages.delete(conn, seq, event.peer, MessageDeleted(target=wanted.target))
    # an edit that waits goes out first: where the deletion is refused, it stands
    _queue(conn, seq, event, body, row, "delete", unread)
    return {row["thread"]}


def _queue(
    conn: sqlite3.Connection, seq: int, event: Event, body: SendRequested, row: sqlite3.Row,
    kind: str, stands: str,
) -> None:  # fmt: skip
    peer = event.peer
    assert peer is not None
    who = people.identity(conn, peer)
    waiting = conn.execute(
        "SELECT before FROM gestures WHERE message = ? AND kind = ? AND status = 'queued'"
        " ORDER BY seq LIMIT 1",
        (row["id"], kind),
    ).fetchone()
    conn.execute(
        "UPDATE gestures SET status = 'replaced' WHERE message = ? AND kind = ?"
        " AND status = 'queued'",
        (row["id"], kind),
    )
    conn.execute(
        "INSERT OR IGNORE INTO gestures (client_ref, seq, message, thread, identity, channel,"
        " account, before, kind) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            body.client_ref, seq, row["id"], row["thread"], who["id"], peer.channel.value,
            peer.account, waiting[0] if waiting else stands, kind,
        ),
    )  # fmt: skip


def edited(conn: sqlite3.Connection, peer: Peer, body: MessageEdited) -> set[int] | None:
    """The messenger tells of an edit while one of ours is on its way: it stands below ours. None:
    none of ours is."""
    row = messages.find(conn, peer, body.target)
    waiting = _waiting(conn, row, "edit")
    if row is None or waiting is None:
        return None
    stands = msgspec.json.decode(waiting["before"], type=_Said)
    if stands.edited_at is None or stands.edited_at <= body.edited_at:
        now = _Said(body.text, body.edited_at, body.marks, stands.file)
        conn.execute(
            "UPDATE gestures SET before = ? WHERE client_ref = ?",
            (msgspec.json.encode(now).decode(), waiting["client_ref"]),
        )
    return {row["thread"]}


def gone(conn: sqlite3.Connection, peer: Peer, target: str) -> None:
    """The messenger tells that a message is gone: what was wanted of it is done, or can not be."""
    row = messages.find(conn, peer, target)
    if row is not None:
        conn.execute(
            "UPDATE gestures SET status = CASE kind WHEN 'delete' THEN 'sent' ELSE 'replaced' END"
            " WHERE message = ? AND status = 'queued'",
            (row["id"],),
        )


def _waiting(conn: sqlite3.Connection, row: sqlite3.Row | None, kind: str) -> sqlite3.Row | None:
    if row is None:
        return None
    found: sqlite3.Row | None = conn.execute(
        "SELECT * FROM gestures WHERE message = ? AND kind = ? AND status = 'queued'",
        (row["id"], kind),
    ).fetchone()
    return found


def settled(
    conn: sqlite3.Connection, seq: int, client_ref: str | None, problem: str = "", at: int = 0
) -> set[int] | None:
    """The channel took what we wanted, at ``at``, or (``problem``) will not: then what stood before
    it stands again. None: ``client_ref`` is no gesture."""
    row = conn.execute("SELECT * FROM gestures WHERE client_ref = ?", (client_ref,)).fetchone()
    if row is None:
        return None
    if not problem:
        taken = conn.execute(
            "UPDATE gestures SET status = 'sent' WHERE client_ref = ? AND status = 'queued'",
            (client_ref,),
        )
        if row["kind"] == "edit":
            _edit_taken(conn, seq, row, at, stands=taken.rowcount == 1)
        elif row["kind"] == "vote" and taken.rowcount == 1:
            beside.want_vote(conn, _message(conn, row), None)
        return {row["thread"]}
    if row["status"] not in ("queued", "sent"):
        return {row["thread"]}
    conn.execute(
        "UPDATE gestures SET status = 'failed', problem = ? WHERE client_ref = ?",
        (problem, client_ref),
    )
    newest = conn.execute(
        "SELECT max(seq) FROM gestures WHERE message = ? AND kind = ?",
        (row["message"], row["kind"]),
    ).fetchone()[0]
    if newest == row["seq"]:
        _restore(conn, seq, row)
        messages.touch(conn, seq, row["thread"])
    return {row["thread"]}


def _message(conn: sqlite3.Connection, row: sqlite3.Row) -> sqlite3.Row | None:
    found: sqlite3.Row | None = conn.execute(
        "SELECT * FROM messages WHERE id = ?", (row["message"],)
    ).fetchone()
    return found


def _edit_taken(
    conn: sqlite3.Connection, seq: int, row: sqlite3.Row, at: int, *, stands: bool
) -> None:
    """An edit of ours is at the messenger. ``stands``: no later one of ours is wanted."""
    message = conn.execute("SELECT * FROM messages WHERE id = ?", (row["message"],)).fetchone()
    if message is None:
        return
    if not stands:  # what the later one goes back to is this one
        later = _waiting(conn, message, "edit")
        if later is not None:
            _below(conn, row, later, at)
        return
    below = msgspec.json.decode(row["before"], type=_Said)
    if below.edited_at is not None and below.edited_at > at:
        _restore(conn, seq, row)  # somebody edited it after us
        return
    conn.execute("UPDATE messages SET edited_at = ? WHERE id = ?", (at, message["id"]))


def _below(conn: sqlite3.Connection, row: sqlite3.Row, later: sqlite3.Row, at: int) -> None:
    below = msgspec.json.decode(later["before"], type=_Said)
    if below.edited_at is not None and below.edited_at > at:
        return
    asked = conn.execute("SELECT body FROM log WHERE seq = ?", (row["seq"],)).fetchone()
    wanted = msgspec.json.decode(asked["body"], type=SendRequested).content
    assert isinstance(wanted, Edit)
    conn.execute(
        "UPDATE gestures SET before = ? WHERE client_ref = ?",
        (
            msgspec.json.encode(_Said(wanted.text, at, wanted.marks)).decode(),
            later["client_ref"],
        ),
    )


def _restore(conn: sqlite3.Connection, seq: int, row: sqlite3.Row) -> None:
    """What stood before a gesture stands again."""
    message = _message(conn, row)
    match row["kind"]:
        case "reaction":
            conn.execute(
                "UPDATE reactions SET emoji = ? WHERE message = ? AND actor = 'us'",
                (row["before"], row["message"]),
            )
        case "vote":
            beside.want_vote(conn, message, None)
        case "pin":
            _pin(conn, row["message"], int(row["before"]))
        case "edit" if message is not None:
            below = msgspec.json.decode(row["before"], type=_Said)
            conn.execute(
                "UPDATE messages SET edited_at = ? WHERE id = ?",
                (below.edited_at, row["message"]),
            )
            messages.say(conn, seq, message, below.text, below.marks)
            if below.file is not None:
                beside.put_back(conn, row["message"], below.file)
        case "delete" if message is not None:
            conn.execute(
                "UPDATE messages SET deleted = 0, unread = ? WHERE id = ?",
                (int(row["before"]), row["message"]),
            )
            written = messages.written(conn, message)
            messages.say(conn, seq, message, written, messages.marks_of(message))
