"""What channels know of their chats, and the gaps that threads show."""

import json
import sqlite3
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from core.domain.places import place_of
from core.domain.views import Gap
from core.ports import ChatLedger


def all_of(conn: sqlite3.Connection, channel: str, account: str) -> list[tuple[str, bytes]]:
    """(peer, body) of each chat of an account."""
    rows = conn.execute(
        "SELECT peer, body FROM chat_ledgers WHERE channel = ? AND account = ?", (channel, account)
    ).fetchall()
    return [(str(row[0]), bytes(row[1])) for row in rows]


def keep(
    conn: sqlite3.Connection, channel: str, account: str, kept: Mapping[str, ChatLedger]
) -> set[int]:
    """Keep ledgers; returns the threads whose gaps are others now."""
    threads: set[int] = set()
    for peer, one in kept.items():
        key = (channel, account, peer)
        gaps, problem = json.dumps(one.gaps) if one.gaps else "", one.problem if one.gaps else ""
        old = conn.execute(
            "SELECT gaps, problem FROM chat_ledgers WHERE channel = ? AND account = ? AND peer = ?",
            key,
        ).fetchone()
        conn.execute(
            "INSERT OR REPLACE INTO chat_ledgers (channel, account, peer, body, gaps, problem)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (*key, one.body, gaps, problem),
        )
        if (old["gaps"], old["problem"]) != (gaps, problem) if old else gaps:
            row = conn.execute(
                "SELECT thread FROM identities WHERE channel = ? AND account = ? AND peer = ?", key
            ).fetchone()
            threads |= {int(row[0])} if row else set()
    return threads


def marks(
    conn: sqlite3.Connection, thread: int, shown: Sequence[tuple[int, str, str]]
) -> dict[int, Gap]:
    """Above which of the messages ``shown`` (row id, peer, external id; oldest first) of a thread
    some may be missing."""
    found: dict[int, Gap] = {}
    rows = conn.execute(
        "SELECT l.peer, l.gaps, l.problem FROM identities i JOIN chat_ledgers l ON"
        " l.channel = i.channel AND l.account = i.account AND l.peer = i.peer"
        " WHERE i.thread = ? AND l.gaps != ''",
        (thread,),
    ).fetchall()
    for row in rows:
        places = ((place_of(name), id_, peer) for id_, peer, name in shown)
        ids = [
            (place[1], id_)
            for place, id_, peer in places
            if place is not None and (place[0] or peer) == row[0]
        ]
        for _, before in json.loads(row[1]):
            limit = place_of(before)
            assert limit is not None
            at = bisect_left(ids, (limit[1], 0))
            if at < len(ids) and (at > 0 or ids[0][0] == limit[1]):
                found[ids[at][1]] = "failed" if row[2] else "fetching"
    return found
