"""What is looked at of groups: where the client wrote, what names us there."""

import sqlite3
from typing import Final

from core.domain.channels import Peer
from core.domain.persons import Person
from core.domain.views import Stand
from core.store.database import alike

NAMED: Final = "instr({row}.around, '\"mentioned\":true') > 0"
"""Of a message: whether it names us or answers us, by what stands around it. The index of what is
unread of such says the same (`migrations.m026_mentions`)."""

UNREAD_NAMED: Final = (
    "EXISTS (SELECT 1 FROM messages u INDEXED BY messages_mentions"
    f" WHERE u.thread = t.id AND u.unread = 1 AND {NAMED.format(row='u')})"
)
"""Of a thread ``t``: whether what is unread there names us."""


def topic_of(conn: sqlite3.Connection, peer: Peer, message: str) -> int:
    """The topic of a message (external id); 0 for the general one."""
    row = conn.execute(
        "SELECT coalesce(json_extract(CAST(around AS TEXT), '$.topic'), 0) FROM messages"
        " WHERE channel = ? AND account = ? AND external_id = ?",
        (peer.channel.value, peer.account, message),
    ).fetchone()
    return int(row[0]) if row is not None else 0


def last_topic(conn: sqlite3.Connection, peer: Peer) -> int:
    """The topic that somebody who is none of us wrote in last; 0 for the general one."""
    row = conn.execute(
        "SELECT coalesce(json_extract(CAST(m.around AS TEXT), '$.topic'), 0) FROM messages m"
        " JOIN identities i ON i.id = m.identity WHERE i.channel = ? AND i.account = ?"
        " AND i.peer = ? AND m.direction = 'in' AND m.service = 0 AND m.deleted = 0"
        " ORDER BY m.at DESC, m.number DESC, m.id DESC LIMIT 1",
        (peer.channel.value, peer.account, peer.id),
    ).fetchone()
    return int(row[0]) if row is not None else 0


def next_mention(conn: sqlite3.Connection, thread: int, after: int) -> tuple[int, Stand] | None:
    """The oldest unread message of a thread that names us, behind the row ``after`` (0: of all),
    from the start again where there is none behind it; where all are read the newest, or the one
    before ``after``: row id and where it stands."""
    rows = conn.execute(
        "SELECT m.id, m.at, m.number FROM messages m WHERE m.thread = ? AND m.unread = 1"
        f" AND {NAMED.format(row='m')} ORDER BY m.at, m.number, m.id",
        (thread,),
    ).fetchall()
    ids = [row["id"] for row in rows]
    if not ids:
        return _mention_before(conn, thread, after)
    row = rows[(ids.index(after) + 1) % len(ids)] if after in ids else rows[0]
    return int(row["id"]), (row["at"], row["number"], row["id"])


def _mention_before(conn: sqlite3.Connection, thread: int, row: int) -> tuple[int, Stand] | None:
    stands = conn.execute("SELECT at, number, id FROM messages WHERE id = ?", (row,)).fetchone()
    found = conn.execute(
        "SELECT m.id, m.at, m.number FROM messages m WHERE m.thread = ? AND m.deleted = 0"
        f" AND {NAMED.format(row='m')} AND (m.at, m.number, m.id) < (?, ?, ?)"
        " ORDER BY m.at DESC, m.number DESC, m.id DESC LIMIT 1",
        (thread, *(stands or (1 << 62, 0, 0))),
    ).fetchone()
    if found is None:
        return _mention_before(conn, thread, 0) if stands is not None else None
    return int(found["id"]), (found["at"], found["number"], found["id"])


def has_mention(conn: sqlite3.Connection, peer: Peer) -> bool:
    """Whether something unread of the group names us."""
    row = conn.execute(
        "SELECT 1 FROM messages m JOIN identities i ON i.id = m.identity WHERE i.channel = ?"
        " AND i.account = ? AND i.peer = ? AND m.thread = i.thread AND m.unread = 1"
        f" AND {NAMED.format(row='m')} LIMIT 1",
        (peer.channel.value, peer.account, peer.id),
    ).fetchone()
    return row is not None


def people(conn: sqlite3.Connection, account: str, words: str, limit: int) -> list[Person]:
    """Clients that a Telegram account knows and of whom the words speak; who wrote last first."""
    rows = conn.execute(
        "SELECT i.peer, i.name, i.username, i.phone FROM identities i JOIN threads t"
        " ON t.id = i.thread WHERE i.channel = 'telegram' AND i.account = ? AND i.peer >= '0'"
        " AND i.alias_of IS NULL AND t.last_message IS NOT NULL"
        " AND alike(i.name) LIKE ? ESCAPE '\\' ORDER BY t.last_at DESC LIMIT ?",
        (account, f"%{_escaped(alike(words.strip()))}%", limit),
    )
    return [
        Person(id=peer, name=name, username=username or "", phone=phone or "")
        for peer, name, username, phone in rows
    ]


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
