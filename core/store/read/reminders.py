"""What calls the operator back, each read from an index however many threads there are."""

import sqlite3
from collections.abc import Collection
from typing import Final

from core.domain.reminders import BY_BOT, Arrived, Reminder, Reminders
from core.domain.thread_filter import SPAM
from core.store.read.rooms import NAMED

MOST: Final = 200
"""So many of each kind are told of at once; more are one summary anyway."""
LATE_MS: Final = 7 * 24 * 3600 * 1000
"""What became due longer ago than this is not told any more: the list shows it."""
_OPEN: Final = "listed = 1"
_CLOSING: Final = (
    f"FROM threads INDEXED BY list_closing WHERE {_OPEN} AND window_closes IS NOT NULL"
    f" AND waiting_since IS NOT NULL AND queue != '{SPAM}'"
    " AND (snoozed_until IS NULL OR snoozed_until <= :now) AND muted_until <= :now"
)
_FOLLOW_UP: Final = (
    "FROM threads INDEXED BY threads_follow_up"
    " WHERE follow_up_at IS NOT NULL AND merged_into IS NULL AND done_at IS NULL"
)
_SNOOZE: Final = (
    "FROM threads INDEXED BY threads_snoozed WHERE snoozed_until IS NOT NULL"
    f" AND ({_OPEN} OR archived = 1)"  # what was put aside comes back from the archive too
)


def reminders(conn: sqlite3.Connection, *, now: int, ahead: int, since: int) -> Reminders:
    """What is due at ``now``. ``ahead``: how long before a window closes (ms; 0: not at all);
    ``since``: windows that closed before are not told of."""
    values = {"now": now, "late": now - LATE_MS, "most": MOST}
    found: list[Reminder] = []
    if ahead > 0:
        rows = conn.execute(
            f"SELECT id, name, window_closes AS at, has_window {_CLOSING}"
            " AND window_closes > :since AND window_closes <= :soon ORDER BY at LIMIT :most",
            {**values, "since": max(since, now - LATE_MS), "soon": now + ahead},
        )
        found += [
            Reminder(
                "closing" if row["at"] > now else "closed",
                row["id"],
                row["name"],
                row["at"],
                "" if row["has_window"] else BY_BOT,
            )
            for row in rows
        ]
    rows = conn.execute(
        f"SELECT id, name, follow_up_at AS at, follow_up_note AS note {_FOLLOW_UP}"
        " AND follow_up_at > :late AND follow_up_at <= :now ORDER BY at DESC LIMIT :most",
        values,
    )
    found += [Reminder("follow_up", r["id"], r["name"], r["at"], r["note"]) for r in rows]
    rows = conn.execute(
        f"SELECT id, name, snoozed_until AS at {_SNOOZE}"
        " AND snoozed_until > :late AND snoozed_until <= :now ORDER BY at DESC LIMIT :most",
        values,
    )
    found += [Reminder("snooze", row["id"], row["name"], row["at"]) for row in rows]
    return Reminders(tuple(found), _next(conn, now, ahead))


def _next(conn: sqlite3.Connection, now: int, ahead: int) -> int | None:
    asked = [
        f"SELECT min(follow_up_at) {_FOLLOW_UP} AND follow_up_at > :now",
        f"SELECT min(snoozed_until) {_SNOOZE} AND snoozed_until > :now",
    ]
    if ahead > 0:
        asked += [
            f"SELECT min(window_closes) - :ahead {_CLOSING} AND window_closes > :now + :ahead",
            f"SELECT min(window_closes) {_CLOSING} AND window_closes > :now",
        ]
    found = [conn.execute(sql, {"now": now, "ahead": ahead}).fetchone()[0] for sql in asked]
    return min((int(at) for at in found if at is not None), default=None)


def newest(conn: sqlite3.Connection) -> int:
    """The row id of the newest message, 0 where there is none."""
    return int(conn.execute("SELECT coalesce(max(id), 0) FROM messages").fetchone()[0])


def arrived(
    conn: sqlite3.Connection, threads: Collection[int], after: int, since: int, now: int = 0
) -> list[Arrived]:
    """What clients wrote in ``threads`` that is stored behind the message ``after`` and that
    nobody has read, oldest first. What came as history is no news, unless it was written after
    ``since`` (ms since the epoch): the machine slept or was away. Nothing is told of what is muted
    at ``now``, unless it names us, and the chat is not in the archive as well."""
    rows = []
    for thread in threads:
        rows += conn.execute(
            "SELECT m.id, m.thread, t.name, m.at, m.text, m.author, t.queue,"
            " coalesce(nullif(m.note, ''),"
            " (SELECT kind FROM attachments WHERE message = m.id LIMIT 1), '') AS note"
            " FROM messages m INDEXED BY messages_unread JOIN threads t ON t.id = m.thread"
            " WHERE m.thread = ? AND m.unread = 1 AND m.direction = 'in'"
            " AND (m.live = 1 OR m.at >= ?) AND m.deleted = 0 AND m.id > ?"
            f" AND (t.muted_until <= ? OR (t.archived = 0 AND {NAMED.format(row='m')}))"
            " ORDER BY m.id DESC LIMIT 50",
            (thread, since, after, now),
        ).fetchall()
    rows.sort(key=lambda row: int(row["id"]))
    return [
        Arrived(row["id"], row["thread"], row["name"], row["at"], row["text"][:500], row["note"],
                row["queue"], row["author"])
        for row in rows
    ]  # fmt: skip
