"""What is begun to be written, a row a chat, beside the log. The cloud of the chat's messenger may
hold a draft of its own: both stand here until it is settled which one does."""

import sqlite3
from collections.abc import Collection, Mapping

import msgspec

from core.domain.channels import Channel, Peer
from core.domain.drafts import NOTHING, Content, Draft, typed

_CHAT = "channel = ? AND account = ? AND peer = ?"
_THREAD = (
    "SELECT i.thread FROM identities i WHERE i.channel = d.channel AND i.account = d.account"
    " AND i.peer = d.peer"
)
OF_THREAD = (
    "SELECT d.channel || ':' || d.text FROM identities i"
    " JOIN chat_drafts d ON d.channel = i.channel"
    " AND d.account = i.account AND d.peer = i.peer"
    " WHERE i.thread = t.id AND d.text != '' ORDER BY d.at DESC LIMIT 1"
)
"""The newest draft of the thread ``t``, behind its channel and a colon."""
THREADS = (
    "SELECT i.thread AS id FROM chat_drafts d CROSS JOIN identities i ON i.channel = d.channel"
    " AND i.account = d.account AND i.peer = d.peer WHERE d.text != ''"
)
"""The threads that something is begun in."""


class Kept(msgspec.Struct, frozen=True):
    """A row. ``at`` is when ours was typed, ``cloud_at`` the cloud's date (ms, 0: none); ``base``
    is what both last agreed on, ``offered`` what is on its way there."""

    peer: Peer
    thread: int
    text: str
    body: Content
    at: int
    cloud: Content
    cloud_at: int
    base: Content
    offered: Content | None
    next_at: int


_decoded = msgspec.json.Decoder(Content).decode


def packed(content: Content) -> bytes | None:
    """As it lies in a row; None for nothing."""
    return None if content == NOTHING else msgspec.json.encode(content)


def _content(blob: bytes | None) -> Content:
    return _decoded(blob) if blob else NOTHING


def _key(peer: Peer) -> tuple[str, str, str]:
    return peer.channel.value, peer.account, peer.id


def _kept(row: sqlite3.Row) -> Kept:
    return Kept(
        peer=Peer(Channel(row["channel"]), row["account"], row["peer"]),
        thread=row["thread"] or 0,
        text=row["text"],
        body=_content(row["body"]) if row["body"] else typed(row["text"], NOTHING),
        at=row["at"],
        cloud=_content(row["cloud"]),
        cloud_at=row["cloud_at"],
        base=_content(row["base"]),
        offered=_decoded(row["offered"]) if row["offered"] is not None else None,
        next_at=row["next_at"],
    )


def of_chat(conn: sqlite3.Connection, peer: Peer) -> Kept | None:
    """The row of a chat."""
    row = conn.execute(
        f"SELECT d.*, ({_THREAD}) AS thread FROM chat_drafts d WHERE {_CHAT}", _key(peer)
    ).fetchone()
    return None if row is None else _kept(row)


def pending(conn: sqlite3.Connection) -> list[Kept]:
    """Chats whose cloud may hold another draft than this machine, those that are due first."""
    rows = conn.execute(
        f"SELECT d.*, ({_THREAD}) AS thread FROM chat_drafts d WHERE pending = 1 ORDER BY next_at"
    )
    return [_kept(row) for row in rows]


def listed(conn: sqlite3.Connection, thread: int | None = None) -> list[Draft]:
    """What is begun, in one thread or in all, the newest last."""
    rows = conn.execute(
        f"SELECT * FROM (SELECT d.*, ({_THREAD}) AS thread FROM chat_drafts d WHERE text != '')"
        " WHERE ? IS NULL OR thread = ? ORDER BY at",
        (thread, thread),
    )
    return [Draft(one.thread, one.peer, one.text, one.body.reply_to) for one in map(_kept, rows)]


def chat_of(conn: sqlite3.Connection, thread: int) -> Peer | None:
    """Where what is written in a thread would go: to the chat with a draft, else to that of the
    last message."""
    row = conn.execute(
        "SELECT i.channel, i.account, i.peer FROM identities i LEFT JOIN chat_drafts d"
        " ON d.channel = i.channel AND d.account = i.account AND d.peer = i.peer"
        " WHERE i.thread = (SELECT coalesce(merged_into, id) FROM threads WHERE id = ?)"
        " ORDER BY coalesce(d.text, '') = '', d.at DESC,"
        " (SELECT max(at) FROM messages m WHERE m.identity = i.id) DESC LIMIT 1",
        (thread,),
    ).fetchone()
    return None if row is None else Peer(Channel(row[0]), row[1], row[2])


def keep(
    conn: sqlite3.Connection, peer: Peer, text: str, body: Content, now: int, due: int
) -> None:
    """What is begun in a chat is this, from ``now`` on; it may go up when it is ``due``."""
    shared = peer.channel is Channel.TELEGRAM
    if not shared and not text:
        conn.execute(f"DELETE FROM chat_drafts WHERE {_CHAT}", _key(peer))
        return
    conn.execute(
        "INSERT INTO chat_drafts (channel, account, peer, text, body, at, pending, next_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET text = excluded.text,"
        " body = excluded.body, at = excluded.at, pending = excluded.pending,"
        " next_at = excluded.next_at",
        (*_key(peer), text, packed(body), now, shared, due),
    )


def tell(
    conn: sqlite3.Connection, account: str, found: Mapping[str, tuple[Content, int]],
    whole: bool, spared: Collection[str],
) -> bool:  # fmt: skip
    """The cloud of a Telegram account holds this, by chat; ``whole``: and nothing in any other but
    the ``spared`` ones. Whether that is to be settled."""
    told = dict(found)
    if whole:
        rows = conn.execute(
            "SELECT peer FROM chat_drafts WHERE channel = 'telegram' AND account = ?", (account,)
        )
        told = {row[0]: (NOTHING, 0) for row in rows} | told
    differs = False
    for chat, (content, at) in told.items():
        if chat in spared:
            continue
        key = ("telegram", account, chat)
        row = conn.execute(f"SELECT * FROM chat_drafts WHERE {_CHAT}", key).fetchone()
        if row is None and content == NOTHING:
            continue
        settled = row is not None and not row["pending"]
        if settled and (row["cloud"], row["cloud_at"]) == (packed(content), at):
            continue
        differs = True
        conn.execute(
            "INSERT INTO chat_drafts (channel, account, peer, cloud, cloud_at, pending)"
            " VALUES (?, ?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET cloud = excluded.cloud,"
            " cloud_at = excluded.cloud_at, pending = 1",
            (*key, packed(content), at),
        )
    return differs


def settle(conn: sqlite3.Connection, seen: Kept, text: str, body: Content, at: int) -> bool:
    """Both hold ``body`` from now on; False where ours or the cloud's is another one than was
    ``seen`` meanwhile."""
    unseen = f"{_CHAT} AND at = ? AND text = ? AND cloud IS ? AND cloud_at = ?"
    key = (*_key(seen.peer), seen.at, seen.text, packed(seen.cloud), seen.cloud_at)
    if body == NOTHING:
        return conn.execute(f"DELETE FROM chat_drafts WHERE {unseen}", key).rowcount > 0
    done = conn.execute(
        "UPDATE chat_drafts SET text = ?, body = ?, at = ?, cloud = ?, base = ?, offered = NULL,"
        f" pending = 0 WHERE {unseen}",
        (text, packed(body), at, packed(body), packed(body), *key),
    )
    return done.rowcount > 0


def offer(conn: sqlite3.Connection, seen: Kept) -> None:
    """Ours is on its way to the cloud: should its answer be lost, it is known again."""
    blob = msgspec.json.encode(seen.body)
    conn.execute(f"UPDATE chat_drafts SET offered = ? WHERE {_CHAT}", (blob, *_key(seen.peer)))


def took(conn: sqlite3.Connection, seen: Kept, now: int) -> None:
    """The cloud has what was offered; what was typed since goes up later."""
    body = packed(seen.body)
    conn.execute(
        "UPDATE chat_drafts SET cloud = ?, cloud_at = ?, base = ?, offered = NULL,"
        f" at = min(at, ?) WHERE {_CHAT}",
        (body, now // 1000 * 1000 if body else 0, body, now, *_key(seen.peer)),
    )
    conn.execute(
        f"UPDATE chat_drafts SET pending = 0 WHERE {_CHAT} AND text = ?"
        " AND coalesce(body, '') = coalesce(?, '')",
        (*_key(seen.peer), seen.text, body),
    )
    _sweep(conn, seen.peer)


def cleared(conn: sqlite3.Connection, peer: Peer) -> None:
    """The cloud holds nothing there any more: a message went out of it."""
    conn.execute(
        "UPDATE chat_drafts SET cloud = NULL, cloud_at = 0, base = NULL, offered = NULL,"
        f" pending = text != '' WHERE {_CHAT}",
        _key(peer),
    )
    _sweep(conn, peer)


def put_off(conn: sqlite3.Connection, peer: Peer, until: int | None) -> None:
    """To be tried again then; None: not until one of the two is another one."""
    conn.execute(
        f"UPDATE chat_drafts SET next_at = ?, pending = ? WHERE {_CHAT}",
        (until or 0, until is not None, *_key(peer)),
    )


def forget(conn: sqlite3.Connection, account: str) -> list[int]:
    """All drafts of a Telegram account are gone; the threads that had one."""
    mine = "d.channel = 'telegram' AND d.account = ?"
    rows = conn.execute(
        f"SELECT ({_THREAD}) FROM chat_drafts d WHERE {mine} AND text != ''", (account,)
    ).fetchall()
    conn.execute("DELETE FROM chat_drafts WHERE channel = 'telegram' AND account = ?", (account,))
    return [row[0] for row in rows if row[0]]


def sent_at(conn: sqlite3.Connection, peer: Peer, text: str, since: int) -> int:
    """When a message of ours with these very words was last sent in a chat, or asked to be (ms),
    at ``since`` or later; 0: never."""
    row = conn.execute(
        "SELECT max(m.at) FROM messages m JOIN identities i ON i.id = m.identity"
        " WHERE i.channel = ? AND i.account = ? AND i.peer = ? AND m.direction = 'out'"
        " AND m.at >= ? AND m.text = ?",
        (*_key(peer), since, text),
    ).fetchone()
    return int(row[0] or 0)


def sends_wait(conn: sqlite3.Connection, peer: Peer) -> bool:
    """Whether something is still to go out in a chat."""
    row = conn.execute(
        "SELECT 1 FROM messages m INDEXED BY messages_to_send JOIN identities i"
        " ON i.id = m.identity WHERE m.status IN ('queued', 'sending') AND i.channel = ?"
        " AND i.account = ? AND i.peer = ? LIMIT 1",
        _key(peer),
    ).fetchone()
    return row is not None


def _sweep(conn: sqlite3.Connection, peer: Peer) -> None:
    conn.execute(
        f"DELETE FROM chat_drafts WHERE {_CHAT} AND text = '' AND cloud IS NULL AND pending = 0",
        _key(peer),
    )
