"""What is set for chats at their messengers, and what we want of them and it does not know yet.

``identities`` holds what the messenger says, ``chat_wishes`` what is wanted above it: what a thread
shows is both together, so what the messenger says meanwhile stands below, and where it refuses a
wish nothing has to be put back. A later wish of a kind takes the place of an earlier one. Where no
messenger keeps such things (WhatsApp) a wish is so at once.

A thread of several chats is archived or muted where all of them are: while a client can still be
heard by one way the thread is not silent. It is marked as unread where one of them is.

A chat that is pinned at Telegram is pinned here, and one that is let go there is let go here: only
what changes there changes it, their order too. A pin of ours stays ours: Telegram pins five chats,
a desk many.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from core.domain.channels import Peer
from core.domain.chats import BY_DEFAULT, ChatState, Folder, MuteDefaults
from core.domain.events import ChatWished, Event
from core.store.projection import people

COLUMNS: Final = {
    "archived": "archived", "muted_until": "muted_until", "marked": "marked",
    "pinned": "chat_pinned", "kind": "chat_kind", "blocked": "blocked", "place": "pin_place",
}  # fmt: skip
"""Fields of ``ChatState`` and where ``identities`` keeps them."""
_MUTED: Final = (
    "CASE WHEN i.muted_until >= 0 THEN i.muted_until ELSE coalesce((SELECT CASE"
    " WHEN i.chat_kind = 'channel' THEN d.channels WHEN substr(i.peer, 1, 1) = '-' THEN d.groups"
    " ELSE d.users END FROM chat_mutes d WHERE d.channel = i.channel AND d.account = i.account), 0)"
    " END"
)


def said(conn: sqlite3.Connection, peer: Peer, at: int, state: ChatState) -> set[int]:
    """The messenger says so."""
    who = people.identity(conn, peer)
    told = {
        COLUMNS[name]: value
        for name in state.__struct_fields__
        if (value := getattr(state, name)) is not None
    }
    _set(conn, who["id"], told)
    if state.pinned is not None and state.pinned != bool(who["chat_pinned"]):
        conn.execute(
            "UPDATE threads SET pinned_at = CASE WHEN ? THEN coalesce(pinned_at, ?) END"
            " WHERE id = ?",
            (state.pinned, at, who["thread"]),
        )
    return {int(who["thread"]), *(_in_order(conn, peer) if state.place else ())}


def _in_order(conn: sqlite3.Connection, peer: Peer) -> set[int]:
    """The threads that an account has pinned stand as it has them, in the places that they have
    among all that are pinned. Returns those that moved."""
    rows = conn.execute(
        "SELECT t.id, t.pinned_at FROM identities i JOIN threads t ON t.id = i.thread"
        " WHERE i.channel = ? AND i.account = ? AND i.chat_pinned = 1 AND i.pin_place > 0"
        " AND i.alias_of IS NULL AND t.pinned_at IS NOT NULL GROUP BY t.id"
        " ORDER BY min(i.pin_place), t.id",
        (peer.channel.value, peer.account),
    ).fetchall()
    moved, above = set[int](), 1 << 62
    for row, at in zip(rows, sorted((r["pinned_at"] for r in rows), reverse=True), strict=True):
        above = min(at, above - 1)
        if row["pinned_at"] != above:
            conn.execute("UPDATE threads SET pinned_at = ? WHERE id = ?", (above, row["id"]))
            moved.add(int(row["id"]))
    return moved


def wished(conn: sqlite3.Connection, seq: int, event: Event, body: ChatWished) -> set[int]:
    """The operator wants it so; whatever was wanted of that kind before need not go out."""
    peer = event.peer
    assert peer is not None
    who = people.identity(conn, peer)
    if peer.channel != "telegram":
        fields = {n: v for n, v in body.wish.fields.items() if n in COLUMNS}
        _set(conn, who["id"], fields)
        return {int(who["thread"])}
    for name, value in body.wish.fields.items():
        conn.execute(
            "INSERT OR REPLACE INTO chat_wishes (identity, field, value, client_ref, seq)"
            " VALUES (?, ?, ?, ?, ?)",
            (who["id"], name, value, event.external_id, seq),
        )
    return {int(who["thread"])}


def settled(conn: sqlite3.Connection, event: Event) -> set[int]:
    """A wish has ended: what the messenger says of the chat stands. Where it took the wish the
    channel has put into the log what it says since."""
    rows = conn.execute(
        "SELECT i.thread FROM chat_wishes w JOIN identities i ON i.id = w.identity"
        " WHERE w.client_ref = ?",
        (event.external_id,),
    ).fetchall()
    conn.execute("DELETE FROM chat_wishes WHERE client_ref = ?", (event.external_id,))
    return {int(row[0]) for row in rows}


def folders(conn: sqlite3.Connection, peer: Peer, found: Sequence[Folder]) -> set[int]:
    """These are the folders of the account."""
    key = (peer.channel.value, peer.account)
    conn.execute("DELETE FROM folders WHERE channel = ? AND account = ?", key)
    conn.executemany(
        "INSERT OR REPLACE INTO folders (channel, account, id, place, body) VALUES (?, ?, ?, ?, ?)",
        [(*key, one.id, i, msgspec.json.encode(one)) for i, one in enumerate(found)],
    )
    return set()


def mutes(conn: sqlite3.Connection, peer: Peer, found: MuteDefaults) -> set[int]:
    """So the account mutes chats that say nothing themselves. There may be a hundred thousand:
    their rows are made in one go, but for those of which something is wanted."""
    key = (peer.channel.value, peer.account)
    conn.execute(
        "INSERT OR REPLACE INTO chat_mutes VALUES (?, ?, ?, ?, ?)",
        (*key, found.users, found.groups, found.channels),
    )
    conn.execute(
        f"UPDATE threads SET muted_until = m.until FROM (SELECT i.thread, min({_MUTED}) AS until"
        " FROM identities i WHERE i.alias_of IS NULL AND i.thread IN (SELECT thread"
        " FROM identities WHERE channel = ? AND account = ?) GROUP BY i.thread) m"
        " WHERE threads.id = m.thread AND threads.muted_until != m.until",
        key,
    )
    rows = conn.execute(
        "SELECT i.thread FROM chat_wishes w JOIN identities i ON i.id = w.identity"
        " WHERE w.field = 'muted_until'"
    )
    return {int(row[0]) for row in rows}


def wrote(conn: sqlite3.Connection, who: sqlite3.Row, at: int) -> None:
    """The client wrote. Telegram says itself whether that brings a chat back from its archive;
    elsewhere it does unless it is muted."""
    if who["archived"] and who["channel"] != "telegram" and who["muted_until"] < at:
        _set(conn, who["id"], {"archived": 0})


def of_thread(conn: sqlite3.Connection, chats: Sequence[sqlite3.Row]) -> dict[str, int]:
    """``archived``, ``muted_until`` and ``marked`` of a thread with these chats."""
    if not chats:
        return {"archived": 0, "muted_until": 0, "marked": 0}
    marks = ",".join("?" * len(chats))
    wanted: dict[int, dict[str, int]] = {}
    for row in conn.execute(
        f"SELECT identity, field, value FROM chat_wishes WHERE identity IN ({marks})",
        [chat["id"] for chat in chats],
    ):
        wanted.setdefault(row["identity"], {})[row["field"]] = row["value"]
    shown = [{**_stands(conn, chat), **wanted.get(chat["id"], {})} for chat in chats]
    return {
        "archived": min(one["archived"] for one in shown),
        "muted_until": min(one["muted_until"] for one in shown),
        "marked": max(one["marked"] for one in shown),
    }


def _stands(conn: sqlite3.Connection, chat: sqlite3.Row) -> dict[str, int]:
    muted = int(chat["muted_until"])
    if muted == BY_DEFAULT:
        row = conn.execute(
            "SELECT users, groups, channels FROM chat_mutes WHERE channel = ? AND account = ?",
            (chat["channel"], chat["account"]),
        ).fetchone()
        muted = MuteDefaults(*row).of(chat["peer"], chat["chat_kind"]) if row is not None else 0
    return {"archived": chat["archived"], "muted_until": muted, "marked": chat["marked"]}


def _set(conn: sqlite3.Connection, identity: int, columns: Mapping[str, object]) -> None:
    if columns:
        names = ", ".join(f"{name} = ?" for name in columns)
        conn.execute(f"UPDATE identities SET {names} WHERE id = ?", (*columns.values(), identity))
