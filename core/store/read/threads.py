"""Threads and queues, paged."""

import sqlite3

import msgspec

from core.domain.channels import Channel, Peer
from core.domain.reading import Intent
from core.domain.views import PeerRow, QueueRow, ThreadRow
from core.domain.window import CLOSING_MS, closes_at
from core.store.database import alike

_COLUMNS = (
    "SELECT t.*, m.text AS last_text, m.direction AS last_direction, m.channel AS last_channel,"
    " coalesce(nullif(m.note, ''), f.kind) AS last_note,"
    # a recording is called by what it is, whatever its file is called
    " CASE WHEN f.kind IN ('document', 'other') THEN f.name END AS file,"
    " (SELECT d.text FROM drafts d WHERE d.thread = t.id) AS draft"
    " FROM threads t LEFT JOIN messages m ON m.id = t.last_message"
    " LEFT JOIN attachments f ON f.message = m.id"
    " AND f.idx = (SELECT min(idx) FROM attachments WHERE message = m.id)"
)
LONGEST_LINE = 500
"""Characters of a message where it is one line among others."""
_SHOWN = "t.merged_into IS NULL AND t.last_message IS NOT NULL"
_RECENT = "t.last_at DESC, t.id DESC"
_CLOSES_SOON = "t.window_closes > :now AND t.window_closes < :now + :closing"
_SLOT_MS = 15 * 60 * 1000
# only to say which of two budgets is the larger: what one unit is worth, roughly, in roubles
_WORTH = {
    "USD": 90, "EUR": 100, "GBP": 115, "CNY": 12, "KZT": 0.2, "BYN": 28, "TRY": 2.5, "AED": 25,
    "UZS": 0.007, "AMD": 0.23, "GEL": 33,
}  # fmt: skip
_MONEY = (
    "CAST(t.budget AS REAL) * CASE substr(t.budget, -3)"
    f" {' '.join(f'WHEN {code!r} THEN {worth}' for code, worth in _WORTH.items())} ELSE 1 END"
)
# the client waits and the window is closing; the client waits, longest first (within a quarter of
# an hour the larger budget); the window is closing; the rest, newest first; spam
_URGENT = (
    "CASE WHEN t.queue = 'spam' THEN 4"
    f" WHEN t.waiting_since IS NOT NULL AND {_CLOSES_SOON} THEN 0"
    f" WHEN t.waiting_since IS NOT NULL THEN 1 WHEN {_CLOSES_SOON} THEN 2 ELSE 3 END,"
    f" CASE WHEN {_CLOSES_SOON} THEN t.window_closes END,"
    f" (:now - t.waiting_since) / {_SLOT_MS} DESC, {_MONEY} DESC,"
    " t.last_at DESC, t.id DESC"
)


def threads(
    conn: sqlite3.Connection,
    *,
    now: int,
    queue: str | None = None,
    search: str = "",
    urgent: bool = False,
    limit: int = 100,
    offset: int = 0,
) -> list[ThreadRow]:
    """A page of the list. ``now`` is ms since the epoch; ``search`` looks in names and texts."""
    where = [_SHOWN]
    if queue is not None:
        where.append("t.queue = :queue")
    if search.strip():
        where.append(
            "(alike(t.name) LIKE :like ESCAPE '\\' OR t.phones LIKE :like ESCAPE '\\' OR t.id IN"
            " (SELECT thread FROM messages WHERE deleted = 0 AND id IN"
            " (SELECT rowid FROM messages_fts WHERE messages_fts MATCH :match)))"
        )
    rows = conn.execute(
        f"{_COLUMNS} WHERE {' AND '.join(where)} ORDER BY {_URGENT if urgent else _RECENT}"
        " LIMIT :limit OFFSET :offset",
        {
            "queue": queue, "like": f"%{_escape(alike(search.strip()))}%", "match": match(search),
            "now": now, "closing": CLOSING_MS, "limit": limit, "offset": offset,
        },
    ).fetchall()  # fmt: skip
    return [_row(conn, row) for row in rows]


def thread(conn: sqlite3.Connection, thread_id: int) -> ThreadRow | None:
    """One thread; a merged one leads to the thread it is part of."""
    row = conn.execute(
        f"{_COLUMNS} WHERE t.id = coalesce((SELECT merged_into FROM threads WHERE id = ?), ?)",
        (thread_id, thread_id),
    ).fetchone()
    return _row(conn, row) if row is not None else None


def queues(conn: sqlite3.Connection) -> list[QueueRow]:
    """Counts a queue; the queue '' holds what was not routed yet."""
    rows = conn.execute(
        "SELECT queue, count(*) AS threads, count(waiting_since) AS waiting, sum(unread) AS unread"
        f" FROM threads t WHERE {_SHOWN} GROUP BY queue"
    ).fetchall()
    return [
        QueueRow(id=r["queue"], threads=r["threads"], waiting=r["waiting"], unread=r["unread"])
        for r in rows
    ]


def peers(conn: sqlite3.Connection, thread_id: int) -> list[PeerRow]:
    """The ways to reach the client, the last used first."""
    rows = conn.execute(
        "SELECT i.*, coalesce((SELECT max(at) FROM messages WHERE identity = i.id AND deleted = 0),"
        " 0) AS last_at FROM identities i WHERE thread = ? AND alias_of IS NULL"
        " ORDER BY last_at DESC, id",
        (thread_id,),
    ).fetchall()
    return [peer_row(row) for row in rows]


def peer_row(row: sqlite3.Row) -> PeerRow:
    """An identity as a way to reach the client."""
    whatsapp = row["channel"] == "whatsapp"
    return PeerRow(
        peer=Peer(Channel(row["channel"]), row["account"], row["peer"]),
        name=row["name"],
        phone=row["phone"],
        username=row["username"],
        has_window=whatsapp,
        window_closes=closes_at(row["last_inbound"], row["window_closed"]) if whatsapp else None,
        last_at=row["last_at"],
    )


def match(search: str) -> str:
    """Words as typed -> an FTS5 query: each a prefix, all must occur. Quotes are data."""
    words = [w.replace('"', '""') for w in search.split()]
    return " ".join(f'"{w}"*' for w in words) or '""'


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _row(conn: sqlite3.Connection, row: sqlite3.Row) -> ThreadRow:
    merged = conn.execute(
        "SELECT other FROM merges WHERE thread = ? AND undone = 0", (row["id"],)
    ).fetchall()
    return ThreadRow(
        id=row["id"],
        name=row["name"],
        channels=tuple(Channel(c) for c in row["channels"].split()),
        last_text=(row["last_text"] or row["file"] or "")[:LONGEST_LINE],
        last_note=row["last_note"] or "",
        last_at=row["last_at"],
        last_direction=row["last_direction"] or "in",
        last_channel=Channel(row["last_channel"] or "telegram"),
        unread=row["unread"],
        waiting_since=row["waiting_since"],
        queue=row["queue"],
        queue_reason=row["queue_reason"],
        queue_by=row["queue_by"],
        intents=tuple(msgspec.json.decode(row["intents"], type=list[Intent])),
        has_window=bool(row["has_window"]),
        window_closes=row["window_closes"],
        budget=row["budget"],
        phones=tuple(row["phones"].split()),
        merged=tuple(int(r[0]) for r in merged),
        seq=row["seq"],
        understood=row["understood"],
        pinned_at=row["pinned_at"],
        snoozed_until=row["snoozed_until"],
        done_at=row["done_at"],
        follow_up_at=row["follow_up_at"],
        follow_up_note=row["follow_up_note"],
        owner=row["owner"],
        draft=(row["draft"] or "")[:LONGEST_LINE],
    )
