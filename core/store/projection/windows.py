"""Until when a thread can be written to. WhatsApp closes a chat a day after the client's last
message; so does Telegram for a bot that answers for an account
(https://core.telegram.org/api/bots/connected-business-bots). Which accounts only a bot answers for
is no happening: it is kept in ``state``, and the rows follow it."""

import json
import sqlite3
from collections.abc import Collection, Sequence
from typing import Final

from core.domain.window import SERVICE_WINDOW_MS, closes_at

KEY: Final = "windows/bots"
_ENDS: Final = f"i.last_inbound + {SERVICE_WINDOW_MS}"
_CLOSES: Final = (
    f"CASE WHEN i.window_closed >= i.last_inbound THEN min({_ENDS}, i.window_closed)"
    f" ELSE {_ENDS} END"
)
"""As `core.domain.window.closes_at`."""


def by_bots(conn: sqlite3.Connection) -> frozenset[str]:
    """The Telegram accounts that only a bot answers for."""
    row = conn.execute("SELECT value FROM state WHERE key = ?", (KEY,)).fetchone()
    return frozenset(json.loads(row[0])) if row is not None else frozenset()


def of_thread(conn: sqlite3.Connection, people: Sequence[sqlite3.Row]) -> int | None:
    """When the last of its chats closes (ms); None where none does."""
    telegram = any(one["channel"] == "telegram" for one in people)
    bots = by_bots(conn) if telegram else frozenset[str]()
    found = (
        closes_at(one["last_inbound"], one["window_closed"])
        for one in people
        if one["channel"] == "whatsapp"
        or (one["account"] in bots and one["channel"] == "telegram" and one["peer"][0] != "-")
    )
    return max((at for at in found if at is not None), default=None)


def serve(conn: sqlite3.Connection, accounts: Collection[str], now: int) -> set[int]:
    """These accounts only bots answer for from ``now`` (ms) on; the threads whose window is open
    otherwise than it was, or no longer."""
    before = by_bots(conn)
    changed = json.dumps(sorted(before ^ frozenset(accounts)))
    if changed == "[]":
        return set()
    kept = json.dumps(sorted(accounts))
    conn.execute("INSERT OR REPLACE INTO state (key, value) VALUES (?, ?)", (KEY, kept.encode()))
    theirs = (
        "SELECT thread FROM identities WHERE channel = 'telegram'"
        " AND account IN (SELECT value FROM json_each(:changed))"
    )
    values = {"changed": changed, "kept": kept, "now": now}
    opened = f"SELECT id FROM threads WHERE window_closes > :now AND id IN ({theirs})"
    touched = {int(row[0]) for row in conn.execute(opened, values)}
    conn.execute(
        f"UPDATE threads SET window_closes = (SELECT max({_CLOSES}) FROM identities i"
        " WHERE i.thread = threads.id AND i.alias_of IS NULL AND (i.channel = 'whatsapp' OR"
        " (i.channel = 'telegram' AND substr(i.peer, 1, 1) != '-'"
        " AND i.account IN (SELECT value FROM json_each(:kept)))))"
        f" WHERE id IN ({theirs})",
        values,
    )
    return touched | {int(row[0]) for row in conn.execute(opened, values)}
