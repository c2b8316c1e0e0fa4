"""The client's reactions to what we wrote, as turns: a thumb on our question is an answer to it."""

import sqlite3
from datetime import UTC, datetime, tzinfo

import msgspec

from core.domain.reading import Turn
from core.store.read import work

MOST = 20
"""So many of a thread's newest reactions are looked at."""


class Reacted(msgspec.Struct, frozen=True, kw_only=True):
    """A standing reaction. ``turns[-1]`` is the reaction as the reader takes it, with the id of our
    message; before it are the turns up to and with that message. ``key`` names all that is read."""

    key: tuple[str, ...]
    turns: tuple[Turn, ...]


def reactions(
    conn: sqlite3.Connection, thread: int, zone: tzinfo | None, context: int = 6
) -> list[Reacted]:
    """The client's reactions to messages of ours that stand, oldest first.

    A channel that tells of old messages does not always say when they were reacted to: there the
    reaction stands right behind its message, so that it takes back nothing that was said later.
    """
    rows = conn.execute(
        "SELECT m.*, r.emoji, r.at AS reacted FROM messages m JOIN reactions r ON r.message = m.id"
        " WHERE m.thread = ? AND m.deleted = 0 AND m.direction = 'out' AND m.status != 'failed'"
        " AND r.actor = 'client' AND r.emoji != ''"
        " ORDER BY m.at DESC, m.number DESC, m.id DESC LIMIT ?",
        (thread, MOST),
    ).fetchall()
    return [_reacted(conn, row, zone, context) for row in reversed(rows)]


def _reacted(
    conn: sqlite3.Connection, row: sqlite3.Row, zone: tzinfo | None, context: int
) -> Reacted:
    before = conn.execute(
        "SELECT * FROM messages WHERE thread = ? AND deleted = 0 AND (at, number, id) <= (?, ?, ?)"
        " ORDER BY at DESC, number DESC, id DESC LIMIT ?",
        (row["thread"], row["at"], row["number"], row["id"], context),
    ).fetchall()
    turns = tuple(work.turn(conn, one, zone, pages=False) for one in reversed(before))
    at = max(row["reacted"], row["at"] + 1) if row["live"] else row["at"] + 1
    answer = Turn(
        id=str(row["id"]),
        sender="client",
        at=datetime.fromtimestamp(at / 1000, UTC).astimezone(zone),
        text=row["emoji"],
        reaction=True,
    )
    said = (f"{turn.id} {turn.sender} {turn.text}" for turn in turns)
    return Reacted(key=(str(at), row["emoji"], *said), turns=(*turns, answer))
