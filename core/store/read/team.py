"""What is told to the other desks of a team beside messages."""

import json
import sqlite3
from collections.abc import Sequence

from core.domain.channels import Channel, Peer


def last_mark(conn: sqlite3.Connection, threads: Sequence[int]) -> int:
    """When (ms) a desk last put something on one of these threads, 0 where none did."""
    (at,) = conn.execute(
        "SELECT coalesce(max(at), 0) FROM thread_marks WHERE thread IN (SELECT"
        " coalesce(merged_into, id) FROM threads WHERE id IN (SELECT value FROM json_each(?)))",
        (json.dumps(list(threads)),),
    ).fetchone()
    return int(at)


def chats(conn: sqlite3.Connection, thread: int, account: str, seq: int) -> list[tuple[Peer, int]]:
    """A client's chats with a WhatsApp account, each with the time (ms) of the newest message of
    theirs that stood here at a position of the log."""
    rows = conn.execute(
        "SELECT i.peer, (SELECT coalesce(max(m.at), 0) FROM messages m WHERE m.identity = i.id"
        " AND m.direction = 'in' AND m.service = 0 AND m.id <= ?) AS heard FROM identities i"
        " WHERE i.channel = 'whatsapp' AND i.account = ? AND i.alias_of IS NULL AND i.thread ="
        " (SELECT coalesce(merged_into, id) FROM threads WHERE id = ?) ORDER BY i.id",
        (seq, account, thread),
    ).fetchall()
    return [(Peer(Channel.WHATSAPP, account, row["peer"]), int(row["heard"])) for row in rows]
