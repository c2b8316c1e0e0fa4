"""What is looked at before something is done in a chat."""

import json
import sqlite3
from collections.abc import Sequence

from core.domain.channels import Peer
from core.store.read.threads import peer_row


def window_closes(conn: sqlite3.Connection, peer: Peer) -> int | None:
    """When the service window of a peer closes (ms); None where they never wrote."""
    row = conn.execute(
        "SELECT w.*, 0 AS last_at FROM identities i JOIN identities w"
        " ON w.id = coalesce(i.alias_of, i.id)"
        " WHERE i.channel = ? AND i.account = ? AND i.peer = ?",
        (peer.channel.value, peer.account, peer.id),
    ).fetchone()
    return peer_row(row).window_closes if row is not None else None


def of_ours(conn: sqlite3.Connection, peer: Peer, message: str) -> sqlite3.Row | None:
    """A message of ours by its external id, or by its client_ref: both of it."""
    row: sqlite3.Row | None = conn.execute(
        "SELECT external_id, client_ref FROM messages WHERE channel = ? AND account = ?"
        " AND (external_id = ? OR client_ref = ?) AND direction = 'out' AND deleted = 0",
        (peer.channel.value, peer.account, message, message),
    ).fetchone()
    return row


def not_sent(conn: sqlite3.Connection, client_ref: str) -> sqlite3.Row | None:
    """A send that failed or waits: row id, place in the log, and the chat's three."""
    row: sqlite3.Row | None = conn.execute(
        "SELECT m.id, m.seq, m.channel, m.account, i.peer FROM messages m JOIN identities i"
        " ON i.id = m.identity WHERE client_ref = ? AND external_id IS NULL AND deleted = 0"
        " AND status IN ('failed', 'queued')",
        (client_ref,),
    ).fetchone()
    return row


def newest_unread(conn: sqlite3.Connection, threads: Sequence[int]) -> list[sqlite3.Row]:
    """Of each chat of the threads that has something unread: the chat's three, and external id
    and time of the newest of it."""
    return conn.execute(
        "SELECT i.channel, i.account, i.peer, m.external_id, m.at FROM messages m"
        " JOIN identities i ON i.id = m.identity WHERE m.id IN (SELECT first_value(id) OVER"
        " (PARTITION BY identity ORDER BY at DESC, number DESC, id DESC) FROM messages"
        " WHERE thread IN (SELECT value FROM json_each(?)) AND unread = 1)",
        (json.dumps(threads),),
    ).fetchall()


def last_read(conn: sqlite3.Connection, peer: Peer) -> str | None:
    """The client's last message of a chat, None while anything of it is unread."""
    row = conn.execute(
        "SELECT m.external_id, m.unread FROM messages m JOIN identities i ON i.id = m.identity"
        " WHERE i.channel = ? AND i.account = ? AND i.peer = ? AND m.direction = 'in'"
        " AND m.deleted = 0 ORDER BY m.at DESC, m.number DESC, m.id DESC LIMIT 1",
        (peer.channel.value, peer.account, peer.id),
    ).fetchone()
    return str(row["external_id"]) if row is not None and not row["unread"] else None
