"""What the stages have still to do; each query is a cursor that survives any crash."""

import sqlite3
from collections.abc import Collection
from datetime import UTC, datetime, tzinfo

import msgspec

from core.domain.channels import Channel, Peer
from core.domain.reading import Page, Turn, TurnReading

STRIDE = 6
"""The turns before the one to read begin at a multiple of this; so does the model's window."""
_NEWEST = "ORDER BY at DESC, number DESC, id DESC"


class ReadJob(msgspec.Struct, frozen=True, kw_only=True):
    """A client turn to read, with the turns before it. ``turns[-1]`` is the one to read."""

    thread: int
    message: int
    peer: Peer
    external_id: str
    digest: str
    live: bool
    again: bool
    turns: tuple[Turn, ...]


def next_to_read(
    conn: sqlite3.Connection, zone: tzinfo | None, context: int = 6, *, again: bool = False
) -> ReadJob | None:
    """Live turns first, in the order they came; then history, the most recent threads first.
    ``again``: those that were read for the time being too, live ones before history, others after.

    There are ``context`` turns before it and up to two more: they begin at a place that the next
    turn's begin at as well, for the model keeps what it has read of a beginning."""
    row = conn.execute(
        "SELECT * FROM messages WHERE needs_read = 1 AND live = 1 ORDER BY seq LIMIT 1"
    ).fetchone()
    if row is None and again:
        row = conn.execute(
            "SELECT * FROM messages WHERE needs_read = 2 AND live = 1 ORDER BY at DESC LIMIT 1"
        ).fetchone()
    if row is None:
        row = conn.execute(
            "SELECT * FROM messages WHERE needs_read = 1 AND live = 0 AND thread = ("
            "SELECT id FROM threads t WHERE EXISTS (SELECT 1 FROM messages m WHERE m.needs_read = 1"
            " AND m.live = 0 AND m.thread = t.id) AND merged_into IS NULL"
            f" ORDER BY last_at DESC LIMIT 1) {_NEWEST} LIMIT 1"
        ).fetchone()
    if row is None and again:
        row = conn.execute(
            f"SELECT * FROM messages WHERE needs_read = 2 {_NEWEST} LIMIT 1"
        ).fetchone()
    return None if row is None else _job(conn, row, zone, context)


def next_after(
    conn: sqlite3.Connection, job: ReadJob, zone: tzinfo | None, most: int, context: int = 6
) -> list[ReadJob]:
    """What ``next_to_read`` would give after ``job``, an old turn, in the same thread."""
    rows = conn.execute(
        "SELECT * FROM messages WHERE needs_read = 1 AND live = 0 AND thread = ? AND id != ?"
        f" {_NEWEST} LIMIT ?",
        (job.thread, job.message, most),
    ).fetchall()
    return [_job(conn, row, zone, context) for row in rows]


def _job(conn: sqlite3.Connection, row: sqlite3.Row, zone: tzinfo | None, context: int) -> ReadJob:
    place = (row["thread"], row["at"], row["number"], row["id"])
    earlier = "FROM messages WHERE thread = ? AND deleted = 0 AND (at, number, id) < (?, ?, ?)"
    (count,) = conn.execute(f"SELECT count(*) {earlier}", place).fetchone()
    before = conn.execute(
        f"SELECT * {earlier} {_NEWEST} LIMIT ?",
        (*place, context + max(0, count - context) % STRIDE),
    ).fetchall()
    (peer,) = conn.execute(
        "SELECT peer FROM identities WHERE id = ?", (row["identity"],)
    ).fetchone()
    return ReadJob(
        thread=row["thread"],
        message=row["id"],
        peer=Peer(Channel(row["channel"]), row["account"], peer),
        external_id=row["external_id"],
        digest=row["digest"],
        live=bool(row["live"]),
        again=row["needs_read"] == 2,
        turns=(
            *(turn(conn, r, zone, pages=False) for r in reversed(before)),
            turn(conn, row, zone, pages=True),
        ),
    )


def live_waits(conn: sqlite3.Connection) -> bool:
    """Whether a live turn is to be read."""
    found = conn.execute("SELECT 1 FROM messages WHERE needs_read = 1 AND live = 1 LIMIT 1")
    return found.fetchone() is not None


def turn(conn: sqlite3.Connection, row: sqlite3.Row, zone: tzinfo | None, *, pages: bool) -> Turn:
    """A message as the reader takes it; its id is the row id."""
    texts: tuple[Page, ...] = ()
    if pages:
        texts = tuple(
            Page(r["idx"], r["number"], r["text"])
            for r in conn.execute(
                "SELECT idx, number, text FROM pages WHERE message = ? ORDER BY idx, number",
                (row["id"],),
            ).fetchall()
        )
    return Turn(
        id=str(row["id"]),
        sender="client" if row["direction"] == "in" else "us",
        at=datetime.fromtimestamp(row["at"] / 1000, UTC).astimezone(zone),
        text=row["text"],
        pages=texts,
    )


def stale_threads(conn: sqlite3.Connection, limit: int = 20) -> list[tuple[int, int]]:
    """(thread, seq) of threads whose content moved since they were understood and whose live
    turns are all read."""
    unread = "SELECT 1 FROM messages m WHERE m.thread = t.id AND m.needs_read = 1"
    rows = conn.execute(
        "SELECT id, seq FROM threads t WHERE understood < seq AND merged_into IS NULL"
        f" AND NOT EXISTS ({unread} AND m.live = 1)"
        f" AND (NOT EXISTS ({unread} AND m.live = 0) OR EXISTS (SELECT 1 FROM messages m"
        " WHERE m.thread = t.id AND m.live = 1)) ORDER BY seq LIMIT ?",
        (limit,),
    ).fetchall()
    return [(int(r["id"]), int(r["seq"])) for r in rows]


def turns_with_readings(
    conn: sqlite3.Connection, thread: int, zone: tzinfo | None
) -> list[tuple[Turn, TurnReading | None]]:
    """Every turn of a thread in time order; None where nothing was read (ours, or not yet)."""
    rows = conn.execute(
        "SELECT * FROM messages WHERE thread = ? AND deleted = 0 ORDER BY at, number, id",
        (thread,),
    ).fetchall()
    return [
        (
            turn(conn, row, zone, pages=True),
            msgspec.json.decode(row["reading"], type=TurnReading) if row["reading"] else None,
        )
        for row in rows
    ]


def next_send(
    conn: sqlite3.Connection,
    now: int,
    channel: Channel | None = None,
    busy: Collection[int] = (),
    away: Collection[str] = (),
) -> sqlite3.Row | None:
    """The next message to hand to its channel: in order within a chat, so one that waits for its
    next try holds back what was written after it in the same chat, and nothing else. Chats
    (identities) in ``busy`` are left out, and accounts in ``away`` ("channel:account");
    ``channel`` None: of any."""
    row: sqlite3.Row | None = conn.execute(
        "SELECT m.*, coalesce(nullif(i.address, ''), i.peer) AS peer, i.last_inbound,"
        " i.window_closed FROM messages m"
        " JOIN identities i ON i.id = m.identity WHERE m.status IN ('queued', 'sending')"
        " AND m.external_id IS NULL AND m.next_at <= ? AND NOT EXISTS (SELECT 1 FROM messages e"
        " WHERE e.identity = m.identity AND e.status IN ('queued', 'sending')"
        " AND e.external_id IS NULL AND e.seq < m.seq) AND (? IS NULL OR m.channel = ?)"
        f" AND m.identity NOT IN ({','.join('?' * len(busy))})"
        f" AND {here('m', away)} ORDER BY m.seq LIMIT 1",
        (now, *[channel.value if channel else None] * 2, *busy, *away),
    ).fetchone()
    return row


def here(table: str, away: Collection[str]) -> str:
    """That a row is of none of those accounts ("channel:account")."""
    marks = ",".join("?" * len(away))
    return f"{table}.channel || ':' || {table}.account NOT IN ({marks})"


def any_send(conn: sqlite3.Connection, away: Collection[str] = ()) -> bool:
    """Whether a message waits for its next try, of another account than those in ``away``."""
    found = conn.execute(
        "SELECT 1 FROM messages m WHERE status IN ('queued', 'sending') AND external_id IS NULL"
        f" AND {here('m', away)} LIMIT 1",
        tuple(away),
    )
    return found.fetchone() is not None


def give_up(conn: sqlite3.Connection, channel: str, account: str) -> None:
    """Nothing of an account waits for its time any more: it is to fail at once."""
    conn.execute(
        "UPDATE chat_wishes SET next_at = 0 WHERE identity IN"
        " (SELECT id FROM identities WHERE channel = ? AND account = ?)",
        (channel, account),
    )
    for table in ("messages", "gestures"):
        conn.execute(
            f"UPDATE {table} SET next_at = 0 WHERE channel = ? AND account = ?"
            " AND status IN ('queued', 'sending')",
            (channel, account),
        )


def nothing_written(conn: sqlite3.Connection, identity: int) -> bool:
    """Whether a chat has no message that its channel knows, of neither side."""
    found = conn.execute(
        "SELECT 1 FROM messages WHERE identity = ? AND external_id IS NOT NULL LIMIT 1", (identity,)
    )
    return found.fetchone() is None


def next_fetch(conn: sqlite3.Connection, now: int) -> sqlite3.Row | None:
    """The next file to fetch, live messages first, then the newest."""
    row: sqlite3.Row | None = conn.execute(
        "SELECT a.*, m.external_id, m.channel, m.account, m.live, m.at, i.peer FROM attachments a"
        " JOIN messages m ON m.id = a.message JOIN identities i ON i.id = m.identity"
        " WHERE a.path = '' AND a.problem = '' AND a.next_at <= ? AND m.deleted = 0"
        " AND m.external_id IS NOT NULL AND a.ref != ''"
        " ORDER BY m.live DESC, m.at DESC LIMIT 1",
        (now,),
    ).fetchone()
    return row


_TO_HEAR = (
    " FROM attachments a JOIN messages m ON m.id = a.message JOIN identities i ON i.id = m.identity"
    " LEFT JOIN voices v ON v.message = a.message AND v.idx = a.idx"
    " WHERE a.kind = 'voice' AND a.path != '' AND m.deleted = 0 AND m.direction = 'in'"
    " AND m.external_id IS NOT NULL AND (v.message IS NULL OR (v.waits = 1 AND ?))"
)


def next_to_hear(conn: sqlite3.Connection, *, again: bool) -> sqlite3.Row | None:
    """The next voice message of a client to hear, live ones first, then the newest; ``again``:
    those that waited for something to be installed as well."""
    row: sqlite3.Row | None = conn.execute(
        f"SELECT a.*, m.external_id, m.channel, m.account, i.peer {_TO_HEAR}"
        " ORDER BY m.live DESC, m.at DESC LIMIT 1",
        (int(again),),
    ).fetchone()
    return row


def next_to_ask(
    conn: sqlite3.Connection, channel: str, account: str, *, live: bool, besides: Collection[int]
) -> sqlite3.Row | None:
    """The next voice message that the account's messenger may be asked about, live ones first;
    ``live``: only those. Messages in ``besides`` are left out."""
    rows = conn.execute(
        f"SELECT a.*, m.external_id, m.channel, m.account, m.live, i.peer {_TO_HEAR}"
        " AND m.channel = ? AND m.account = ? AND m.live >= ? ORDER BY m.live DESC, m.at DESC",
        (1, channel, account, int(live)),
    )
    return next((row for row in rows if row["message"] not in besides), None)


def anything_to_hear(conn: sqlite3.Connection) -> bool:
    """Whether a voice message was not heard yet."""
    return conn.execute(f"SELECT 1 {_TO_HEAR} LIMIT 1", (1,)).fetchone() is not None


def next_delivery(conn: sqlite3.Connection, target: str, now: int) -> tuple[int, int] | None:
    """(thread, facts_seq) of a thread whose facts changed since the CRM took them."""
    return next(iter(deliveries(conn, target, now, 1)), None)


def deliveries(
    conn: sqlite3.Connection, target: str, now: int, limit: int
) -> list[tuple[int, int]]:
    """(thread, facts_seq) of threads whose facts changed since the CRM took them, the longest
    waiting first."""
    rows = conn.execute(
        f"SELECT t.id, t.facts_seq {_untold(conn, target)}"
        # what is being judged is told when it stands
        " AND t.understood >= t.seq"
        " AND coalesce(c.next_at, 0) <= ? ORDER BY t.facts_seq LIMIT ?",
        (target, now, limit),
    ).fetchall()
    return [(int(row[0]), int(row[1])) for row in rows]


def anything_to_fetch(conn: sqlite3.Connection) -> bool:
    """Whether a file of some message is still to be fetched."""
    return (
        conn.execute(
            "SELECT 1 FROM attachments a JOIN messages m ON m.id = a.message WHERE a.path = ''"
            " AND a.problem = '' AND a.ref != '' AND m.deleted = 0 LIMIT 1"
        ).fetchone()
        is not None
    )


def next_delivery_at(conn: sqlite3.Connection, target: str) -> int | None:
    """When (ms) the first of the threads that the CRM has still to be told of may be tried; None:
    there is none that was tried."""
    (at,) = conn.execute(
        f"SELECT min(c.next_at) {_untold(conn, target)} AND c.thread IS NOT NULL", (target,)
    ).fetchone()
    return int(at) if at is not None else None


def _untold(conn: sqlite3.Connection, target: str) -> str:
    """Of the target in use those that are left have an index of their own."""
    used = conn.execute("SELECT CAST(value AS TEXT) FROM state WHERE key = 'crm_target'").fetchone()
    joined = "LEFT JOIN crm c ON c.thread = t.id AND c.target = ? WHERE t.merged_into IS NULL"
    if used is not None and used[0] == target:
        return f"FROM threads t INDEXED BY threads_to_deliver {joined} AND t.facts_seq > t.told_seq"
    return f"FROM threads t {joined} AND t.facts_seq > coalesce(c.handled, 0)"


def deliver_to(conn: sqlite3.Connection, target: str) -> None:
    """This is the CRM in use: what is left to deliver is what it has not taken."""
    conn.execute(
        "INSERT OR REPLACE INTO state (key, value) VALUES ('crm_target', ?)", (target.encode(),)
    )
    conn.execute(
        "UPDATE threads SET told_seq = coalesce(c.handled, 0) FROM threads t LEFT JOIN crm c"
        " ON c.thread = t.id AND c.target = ? WHERE threads.id = t.id"
        " AND threads.told_seq != coalesce(c.handled, 0)",
        (target,),
    )
