"""What messengers are known to have set for chats, and what we want of them and is to be told."""

import sqlite3
from collections.abc import Collection, Sequence

import msgspec

from core.domain.chats import ChatState, Folder, MuteDefaults
from core.domain.events import ChatSettled
from core.store.read.work import here

_SET = "(archived = 1 OR muted_until != -1 OR marked = 1 OR chat_pinned = 1 OR blocked = 1)"


def known(
    conn: sqlite3.Connection, channel: str, account: str, peers: Sequence[str] | None
) -> dict[str, ChatState]:
    """What is set for chats, by peer; ``peers`` None: of all for which anything but the kind is."""
    where = _SET if peers is None else "peer IN (SELECT value FROM json_each(?))"
    values = () if peers is None else (msgspec.json.encode(list(peers)).decode(),)
    rows = conn.execute(
        "SELECT peer, archived, muted_until, marked, chat_pinned, chat_kind, blocked,"
        " pin_place"
        f" FROM identities WHERE channel = ? AND account = ? AND {where}",
        (channel, account, *values),
    )
    return {
        row["peer"]: ChatState(
            archived=bool(row["archived"]),
            muted_until=row["muted_until"],
            marked=bool(row["marked"]),
            pinned=bool(row["chat_pinned"]),
            kind=row["chat_kind"],
            blocked=bool(row["blocked"]),
            place=row["pin_place"],
        )
        for row in rows
    }


def of_account(
    conn: sqlite3.Connection, channel: str, account: str
) -> tuple[tuple[Folder, ...], MuteDefaults]:
    """The folders that the messenger is known to have, and what it mutes unasked."""
    key = (channel, account)
    rows = conn.execute(
        "SELECT body FROM folders WHERE channel = ? AND account = ? ORDER BY place", key
    )
    read = msgspec.json.Decoder(Folder).decode
    found = tuple(read(row[0]) for row in rows)
    mutes = conn.execute(
        "SELECT users, groups, channels FROM chat_mutes WHERE channel = ? AND account = ?", key
    ).fetchone()
    return found, MuteDefaults(*mutes) if mutes is not None else MuteDefaults()


def next_wish(conn: sqlite3.Connection, now: int, away: Collection[str] = ()) -> sqlite3.Row | None:
    """The next wish to hand over, the oldest first; those of accounts in ``away``
    ("channel:account") are left out."""
    row: sqlite3.Row | None = conn.execute(
        "SELECT w.*, i.channel, i.account, i.peer FROM chat_wishes w"
        " JOIN identities i ON i.id = w.identity WHERE w.next_at <= ?"
        f" AND {here('i', away)} ORDER BY w.seq LIMIT 1",
        (now, *away),
    ).fetchone()
    return row


def any_wish(conn: sqlite3.Connection, away: Collection[str] = ()) -> bool:
    """Whether one waits for its next try, of another account than those in ``away``."""
    found = conn.execute(
        "SELECT 1 FROM chat_wishes w JOIN identities i ON i.id = w.identity"
        f" WHERE {here('i', away)} LIMIT 1",
        tuple(away),
    )
    return found.fetchone() is not None


def wish_ended(conn: sqlite3.Connection, client_ref: str) -> str | None:
    """The problem that a wish ended with, '' where it was taken or another took its place; None
    while it waits."""
    waits = conn.execute("SELECT 1 FROM chat_wishes WHERE client_ref = ?", (client_ref,))
    if waits.fetchone() is not None:
        return None
    row = conn.execute(
        "SELECT body FROM log WHERE external_id = ? AND kind = 'chat_settled'", (client_ref,)
    ).fetchone()
    return msgspec.json.decode(row[0], type=ChatSettled).problem if row is not None else ""


def chats_of(conn: sqlite3.Connection, threads: Sequence[int]) -> list[sqlite3.Row]:
    """The chats of threads: ``thread``, ``channel``, ``account``, ``peer``."""
    return conn.execute(
        "SELECT thread, channel, account, coalesce(nullif(address, ''), peer) AS peer, archived,"
        " marked FROM identities WHERE alias_of IS NULL"
        " AND thread IN (SELECT value FROM json_each(?)) ORDER BY id",
        (msgspec.json.encode(list(threads)).decode(),),
    ).fetchall()
