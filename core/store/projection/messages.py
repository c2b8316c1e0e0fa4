"""Messages and what happens to them: edits, deletions, reactions, reads, deliveries, files."""

import json
import sqlite3
from collections.abc import Iterable

import msgspec

from core.domain.channels import Peer
from core.domain.events import (
    Attachment,
    AttachmentStored,
    Event,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
    ReactionSet,
    ReadUpTo,
)
from core.domain.marks import Mark
from core.domain.places import place_of
from core.store.projection import chats, people, triage
from core.store.projection.message_row import COLUMNS, covered, row_of, sha
from core.store.projection.message_row import packed as packed
from core.store.projection.rows import insert

BY_HAND = "coalesce(json_extract(CAST(around AS TEXT), '$.automatic'), 0) = 0"
"""Of messages of ours: those that somebody wrote. A greeting that the messenger sent answers
nobody."""
QUICK_REPLY = "quick_reply"
"""The note of a quick reply of the messenger's until it is out: what it holds is told then."""


_REACHED_THERE = (
    "(external_id >= '0' OR (substr(external_id, 1, length(?)) = ?"
    " AND CAST(substr(external_id, instr(external_id, '/') + 1) AS INTEGER) <= ?))"
)
"""In a supergroup; what has no sign before its number is of the group that it was before."""


def find(conn: sqlite3.Connection, peer: Peer, external_id: str) -> sqlite3.Row | None:
    """The message that this account of the channel calls ``external_id``."""
    row: sqlite3.Row | None = conn.execute(
        "SELECT * FROM messages WHERE channel = ? AND account = ? AND external_id = ?",
        (peer.channel.value, peer.account, external_id),
    ).fetchone()
    return row


def digest(conn: sqlite3.Connection, message: int, text: str) -> str:
    """Names the readable content of a message; changes when the text or a page does."""
    made = sha(text)
    for idx, number, page in conn.execute(
        "SELECT idx, number, text FROM pages WHERE message = ? ORDER BY idx, number", (message,)
    ):
        made.update(f"\0{idx}\0{number}\0{page}".encode("utf-8", "surrogatepass"))
    return made.hexdigest()


def receive(
    conn: sqlite3.Connection, seq: int, event: Event, body: MessageReceived, recorded_at: int
) -> set[int]:
    """A message stands in its thread; its row id is the position of the event that brought it, so
    that the same log always gives the same ids. Returns the threads that changed."""
    peer = event.peer
    assert peer is not None
    who = people.whose(conn, peer, event.at)
    if body.profile:
        people.see_profile(conn, seq, who, body.profile, event.at)
    inbound = body.direction == "in"
    if inbound and not body.service:
        people.came_from(conn, who, peer, event.at)
    if inbound and body.opens_window:
        heard(conn, who, event.at)
    touched = {int(who["thread"])}
    holder = find(conn, peer, event.external_id)
    if holder is not None and (inbound or not shows(holder, who["id"])):
        touched.add(_let_go(conn, seq, holder))
        holder = None
    stands, ref = None, body.client_ref
    if not inbound:
        stands = _ours_already(conn, who["id"], holder, event, body)
    if stands is None:
        if ref is not None and by_ref(conn, ref) is not None:
            ref = None  # it names a send to somebody else
        insert(conn, "messages", COLUMNS, [row_of(seq, who, event, body, recorded_at, ref)])
        if body.attachments:
            attach(conn, seq, body.attachments)
        touch(conn, seq, who["thread"])
    else:
        _shown_again(conn, seq, who, stands, body)
    heed(conn, who, event.at, body)
    return touched


def heard(conn: sqlite3.Connection, who: sqlite3.Row, at: int) -> None:
    """The client wrote at ``at``: a service window is counted from the last time."""
    if at > (who["last_inbound"] or 0):
        conn.execute("UPDATE identities SET last_inbound = ? WHERE id = ?", (at, who["id"]))


def heed(conn: sqlite3.Connection, who: sqlite3.Row, at: int, body: MessageReceived) -> None:
    """What was put aside comes back when the client writes, and is seen to when we do."""
    if body.history or body.service:
        return
    if body.direction == "in":
        triage.wake(conn, who["thread"])
        chats.wrote(conn, who, at)
    elif not _by_itself(body):
        triage.answered(conn, who["thread"], at)


def _by_itself(body: MessageReceived) -> bool:
    return body.around is not None and body.around.automatic


def _shown_again(
    conn: sqlite3.Connection, seq: int, who: sqlite3.Row, row: int, body: MessageReceived
) -> None:
    """One of ours that stands here: the messenger has put more around it."""
    if body.around:
        conn.execute(
            "UPDATE messages SET around = ? WHERE id = ?", (msgspec.json.encode(body.around), row)
        )
    _told(conn, seq, row, body)
    note_read(conn, who["id"], row)
    attach(conn, row, body.attachments)
    if body.marks:
        conn.execute("UPDATE messages SET marks = ? WHERE id = ?", (packed(body.marks), row))
    _content_changed(conn, seq, row, body.text, inbound=False)


def _told(conn: sqlite3.Connection, seq: int, message: int, body: MessageReceived) -> None:
    """A quick reply is out: it says what the messenger shows, not what was known of it here."""
    row = conn.execute("SELECT * FROM messages WHERE id = ?", (message,)).fetchone()
    if row["note"] == QUICK_REPLY:
        conn.execute("UPDATE messages SET note = ? WHERE id = ?", (body.note, message))
        say(conn, seq, row, body.text, body.marks)


def attach(conn: sqlite3.Connection, message: int, files: tuple[Attachment, ...]) -> None:
    """The files of a message, as they are announced; of one that stands here what was not known."""
    attach_all(conn, [(message, files)])


def attach_all(
    conn: sqlite3.Connection, told: Iterable[tuple[int, tuple[Attachment, ...]]]
) -> None:
    """The same, of several messages."""
    conn.executemany(
        "INSERT INTO attachments (message, idx, kind, name, mime, size, seconds, sha256,"
        " ref, look) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (message, idx) DO UPDATE SET"
        " look = coalesce(look, excluded.look), seconds = max(seconds, excluded.seconds)",
        [
            (
                message, i, a.kind, a.name, a.mime, a.size, a.seconds, a.sha256, a.ref,
                msgspec.json.encode(a.look) if a.look else None,
            )
            for message, files in told
            for i, a in enumerate(files)
        ],
    )  # fmt: skip


def by_ref(conn: sqlite3.Connection, client_ref: str) -> sqlite3.Row | None:
    """The message that is our send ``client_ref``."""
    row: sqlite3.Row | None = conn.execute(
        "SELECT * FROM messages WHERE client_ref = ?", (client_ref,)
    ).fetchone()
    return row


def shows(row: sqlite3.Row, identity: int) -> bool:
    """Whether the message is one of ours in that chat: only such a one can be a send of ours."""
    return bool(row["direction"] == "out" and row["identity"] == identity)


def _let_go(conn: sqlite3.Connection, seq: int, send: sqlite3.Row) -> int:
    """The channel shows another message under the id that it gave to our send: the id is that
    message's, and so is what happened to it so far; the send stays sent. Returns its thread."""
    key = (send["channel"], send["account"], send["external_id"])
    (written,) = conn.execute(
        "SELECT coalesce(json_extract(CAST(body AS TEXT), '$.text'), '') FROM log WHERE seq = ?",
        (send["seq"],),
    ).fetchone()
    conn.execute(
        "UPDATE messages SET external_id = NULL, edited_at = NULL, deleted = 0 WHERE id = ?",
        (send["id"],),
    )
    say(conn, seq, send, written)
    conn.execute("DELETE FROM reactions WHERE message = ?", (send["id"],))
    conn.execute(
        "INSERT OR IGNORE INTO pending SELECT channel, account, ?, seq FROM log WHERE channel = ?"
        " AND account = ? AND kind IN ('edit', 'delete', 'reaction') AND seq < ?"
        " AND json_extract(CAST(body AS TEXT), '$.target') = ?",
        (key[2], *key[:2], seq, key[2]),
    )
    return int(send["thread"])


def _ours_already(
    conn: sqlite3.Connection,
    identity: int,
    found: sqlite3.Row | None,
    event: Event,
    body: MessageReceived,
) -> int | None:
    """The row of a message of ours that the channel now shows back to us: ``found`` by its id, or
    known by our reference."""
    if found is None and body.client_ref:
        found = by_ref(conn, body.client_ref)
    if found is None or not shows(found, identity):
        return None
    conn.execute(
        "UPDATE messages SET external_id = ?, at = ?, status = CASE WHEN status IN"
        " ('queued', 'sending', 'failed') THEN 'sent' ELSE status END, problem = '',"
        # taken back too late: the client has it
        " deleted = CASE WHEN external_id IS NULL THEN 0 ELSE deleted END WHERE id = ?",
        (event.external_id, event.at, found["id"]),
    )
    alone(conn, found["id"])
    return int(found["id"])


def alone(conn: sqlite3.Connection, message: int) -> None:
    """An album of ours is out: the messenger has a message for each of its files, and shows us
    the others, so this one keeps the first."""
    conn.execute("DELETE FROM attachments WHERE message = ? AND idx > 0", (message,))


def edit(conn: sqlite3.Connection, seq: int, peer: Peer, body: MessageEdited) -> set[int] | None:
    """The newest edit decides. None when the message is not here (yet)."""
    row = find(conn, peer, body.target)
    if row is None:
        return None
    if row["edited_at"] is not None and row["edited_at"] > body.edited_at:
        return set()
    conn.execute("UPDATE messages SET edited_at = ? WHERE id = ?", (body.edited_at, row["id"]))
    say(conn, seq, row, body.text, body.marks)
    return {row["thread"]}


def say(
    conn: sqlite3.Connection, seq: int, row: sqlite3.Row, written: str,
    marks: tuple[Mark, ...] | None = None,
) -> None:  # fmt: skip
    """The message reads so: what is written, and under it what is said in its voice messages.
    ``marks`` None: its words look as before."""
    text = "\n".join(part for part in (written, spoken(conn, row["id"])) if part)
    conn.execute("UPDATE messages SET text = ? WHERE id = ?", (text, row["id"]))
    if marks is not None:
        conn.execute("UPDATE messages SET marks = ? WHERE id = ?", (packed(marks), row["id"]))
    _content_changed(conn, seq, row["id"], text, row["direction"] == "in")


def marks_of(row: sqlite3.Row) -> tuple[Mark, ...]:
    """How the words of a message look."""
    return msgspec.json.decode(row["marks"], type=tuple[Mark, ...]) if row["marks"] else ()


def written(conn: sqlite3.Connection, row: sqlite3.Row) -> str:
    """The words of a message without those that were heard."""
    heard = spoken(conn, row["id"])
    text = str(row["text"])
    return text.removesuffix(heard).removesuffix("\n") if heard else text


def spoken(conn: sqlite3.Connection, message: int) -> str:
    """The words that were heard in a message's files."""
    rows = conn.execute("SELECT parts FROM voices WHERE message = ? ORDER BY idx", (message,))
    return "\n".join(" ".join(words for _, words in json.loads(parts)) for (parts,) in rows)


def delete(conn: sqlite3.Connection, seq: int, peer: Peer, body: MessageDeleted) -> set[int] | None:
    """The message is gone from the thread, and with it what was read in it. One of ours that
    was never sent is named by its client_ref."""
    row = (
        find(conn, peer, body.target)
        or conn.execute(
            "SELECT * FROM messages WHERE client_ref = ? AND external_id IS NULL"
            " AND status IN ('queued', 'sending', 'failed')",
            (body.target,),
        ).fetchone()
    )
    if row is None:
        return None
    conn.execute(
        "UPDATE messages SET deleted = 1, unread = 0, needs_read = 0, reading = NULL, status ="
        " CASE WHEN external_id IS NULL THEN 'failed' ELSE status END WHERE id = ?",
        (row["id"],),
    )
    touch(conn, seq, row["thread"])
    return {row["thread"]}


def react(
    conn: sqlite3.Connection, seq: int, peer: Peer, at: int, body: ReactionSet
) -> set[int] | None:
    """One reaction an actor; an empty one takes it back."""
    row = find(conn, peer, body.target)
    if row is None:
        return None
    key = (row["id"], body.actor)
    known = conn.execute("SELECT at FROM reactions WHERE message = ? AND actor = ?", key).fetchone()
    if known is None or known["at"] <= at:
        conn.execute(
            "INSERT OR REPLACE INTO reactions (message, actor, emoji, at) VALUES (?, ?, ?, ?)",
            (*key, body.emoji, at),
        )
    touch(conn, seq, row["thread"])
    return {row["thread"]}


def read_up_to(conn: sqlite3.Connection, peer: Peer, at: int, body: ReadUpTo) -> set[int]:
    """Everything up to that message is read by that side."""
    who = people.identity(conn, peer)
    target = find(conn, peer, body.up_to)
    mark_at = int(target["at"]) if target is not None else at
    if not covered(who, body.reader, body.up_to, mark_at):
        conn.execute(
            f"UPDATE identities SET read_{body.reader} = ?, read_{body.reader}_at = ? WHERE id = ?",
            (body.up_to, mark_at, who["id"]),
        )
    marks: tuple[str | int, ...]
    place = place_of(body.up_to)
    if place is None:
        reached, marks = "at <= ?", (mark_at,)
    elif place[0]:
        reached, marks = _REACHED_THERE, (f"{place[0]}/", f"{place[0]}/", place[1])
    else:
        reached, marks = "external_id >= '0' AND CAST(external_id AS INTEGER) <= ?", (place[1],)
    if body.reader == "us":
        conn.execute(
            f"UPDATE messages SET unread = 0 WHERE identity = ? AND unread = 1 AND {reached}",
            (who["id"], *marks),
        )
    else:
        conn.execute(
            "UPDATE messages SET status = 'read' WHERE identity = ? AND direction = 'out'"
            f" AND status IN ('sent', 'delivered') AND external_id IS NOT NULL AND {reached}",
            (who["id"], *marks),
        )
    return {who["thread"]}


def note_read(conn: sqlite3.Connection, identity: int, message: int) -> None:
    """The client's read mark may have come before a message of ours got its id."""
    who = conn.execute("SELECT * FROM identities WHERE id = ?", (identity,)).fetchone()
    row = conn.execute("SELECT * FROM messages WHERE id = ?", (message,)).fetchone()
    if (
        row["status"] in ("sent", "delivered")
        and row["external_id"] is not None
        and covered(who, "client", row["external_id"], row["at"])
    ):
        conn.execute("UPDATE messages SET status = 'read' WHERE id = ?", (message,))


def store_attachment(
    conn: sqlite3.Connection, seq: int, peer: Peer, body: AttachmentStored
) -> set[int] | None:
    """The file is here, and the text that could be read from it."""
    row = find(conn, peer, body.target)
    if row is None:
        return None
    done = conn.execute(
        "UPDATE attachments SET path = ?, problem = ?, size = CASE WHEN ? > 0 THEN ? ELSE size END,"
        " sha256 = CASE WHEN ? != '' THEN ? ELSE sha256 END WHERE message = ? AND idx = ?"
        " AND ? IN ('', ref)",
        (
            body.path, body.problem, body.size, body.size, body.sha256, body.sha256,
            row["id"], body.index, body.ref,
        ),
    )  # fmt: skip
    if not done.rowcount:
        return set()  # another file stands there by now
    conn.execute("DELETE FROM pages WHERE message = ? AND idx = ?", (row["id"], body.index))
    conn.executemany(
        "INSERT INTO pages (message, idx, number, text) VALUES (?, ?, ?, ?)",
        [(row["id"], body.index, n, text) for n, text in enumerate(body.pages, 1)],
    )
    if body.pages:
        _content_changed(conn, seq, row["id"], row["text"], row["direction"] == "in")
    return {row["thread"]}


def _content_changed(
    conn: sqlite3.Connection, seq: int, message: int, text: str, inbound: bool
) -> None:
    content = digest(conn, message, text)
    readable = inbound and (
        bool(text.strip())
        or conn.execute("SELECT 1 FROM pages WHERE message = ? LIMIT 1", (message,)).fetchone()
        is not None
    )
    conn.execute(
        "UPDATE messages SET digest = ?, needs_read = (? AND deleted = 0),"
        " reading = CASE WHEN ? THEN reading ELSE NULL END WHERE id = ?",
        (content, int(readable), int(readable), message),
    )
    conn.execute(
        "UPDATE threads SET seq = max(seq, ?)"
        " WHERE id = (SELECT thread FROM messages WHERE id = ?)",
        (seq, message),
    )


def touch(conn: sqlite3.Connection, seq: int, thread: int) -> None:
    """Something in the thread's content changed at ``seq``: what stands must be judged anew."""
    conn.execute("UPDATE threads SET seq = max(seq, ?) WHERE id = ?", (seq, thread))
