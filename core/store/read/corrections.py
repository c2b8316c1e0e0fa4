"""What the operator said of readings, each word with the client's turn that stood last then."""

import sqlite3
from collections.abc import Iterator
from typing import Literal

import msgspec

from core.domain.events import (
    Body,
    ContactsMerged,
    FactReviewed,
    IntentsCorrected,
    MergeUndone,
    Routed,
    ThreadUnderstood,
)

_THREAD = "json_extract(CAST(body AS TEXT), '$.thread')"
# one pass over the log: what had been read of a thread matters only where a fact was reviewed
_SAID = f"""
    SELECT seq, body FROM log WHERE kind IN ('merged', 'unmerged', 'fact_reviewed',
        'intents_corrected')
    OR kind = 'routed' AND json_extract(CAST(body AS TEXT), '$.by') = 'operator'
    OR kind = 'understood' AND {_THREAD} IN
        (SELECT {_THREAD} FROM log WHERE kind = 'fact_reviewed')
    ORDER BY seq
"""


class Word(msgspec.Struct, frozen=True, kw_only=True):
    """One word of the operator's at log position ``seq``, of the thread that is ``thread`` now.

    ``message`` is the client's last turn at that moment. ``tags`` are those that were set, or
    shown and left while a fact was reviewed; () where none were to be seen. ``queue`` is where
    the thread was moved to.
    """

    seq: int
    kind: Literal["fact", "intents", "queue"]
    thread: int
    message: int
    tags: tuple[str, ...] = ()
    queue: str = ""


def words(conn: sqlite3.Connection) -> list[Word]:
    """All of them, in the order they were given. A word on a turn that is gone is no word any
    more, nor is one on a turn whose text was changed after it."""
    return list(_words(conn, conn.execute(_SAID)))


def _words(conn: sqlite3.Connection, rows: sqlite3.Cursor) -> Iterator[Word]:
    into: dict[int, int] = {}
    shown: dict[int, ThreadUnderstood] = {}
    for row in rows.fetchall():
        seq = int(row["seq"])
        body: Body = msgspec.json.decode(row["body"], type=Body)
        match body:
            case ContactsMerged():
                thread, other = sorted((_root(into, body.thread), _root(into, body.other)))
                if thread != other:
                    into[other] = thread
            case MergeUndone():
                into.pop(body.other, None)
            case ThreadUnderstood():
                shown[body.thread] = body
            case FactReviewed() | IntentsCorrected() | Routed():
                turn = _last_turn(conn, _family(into, body.thread), seq)
                if turn is None or turn["deleted"] or edited_since(conn, turn, seq):
                    continue
                thread, message = int(turn["thread"]), int(turn["id"])
                match body:
                    case FactReviewed():
                        tags = _tags(shown.get(body.thread), message)
                        yield Word(seq=seq, kind="fact", thread=thread, message=message, tags=tags)
                    case IntentsCorrected():
                        yield Word(
                            seq=seq, kind="intents", thread=thread, message=message, tags=body.tags
                        )
                    case Routed():
                        yield Word(
                            seq=seq, kind="queue", thread=thread, message=message, queue=body.queue
                        )
            case _:
                raise AssertionError(f"not asked for: {body}")


def _root(into: dict[int, int], thread: int) -> int:
    while thread in into:
        thread = into[thread]
    return thread


def _family(into: dict[int, int], thread: int) -> list[int]:
    """The thread and those that are part of it."""
    return [thread, *(other for other in into if _root(into, other) == thread)]


def _last_turn(conn: sqlite3.Connection, homes: list[int], seq: int) -> sqlite3.Row | None:
    """The client's last message of those chats that had come by then: a message's id is the
    position of the event that brought it."""
    row: sqlite3.Row | None = conn.execute(
        "SELECT m.* FROM messages m JOIN identities i ON i.id = m.identity"
        f" WHERE i.home IN ({','.join('?' * len(homes))}) AND m.direction = 'in' AND m.id < ?"
        " ORDER BY m.at DESC, m.number DESC, m.id DESC LIMIT 1",
        (*homes, seq),
    ).fetchone()
    return row


def _tags(read: ThreadUnderstood | None, message: int) -> tuple[str, ...]:
    """The tags that stood in the window; () where the message had not been read yet."""
    if read is None or read.upto < message:
        return ()
    return tuple(intent.tag for intent in read.intents)


def edited_since(conn: sqlite3.Connection, message: sqlite3.Row, seq: int) -> bool:
    """Whether the text was changed after that position of the log."""
    if message["edited_at"] is None:
        return False
    found = conn.execute(
        "SELECT 1 FROM log WHERE seq > ? AND channel = ? AND account = ? AND kind = 'edit'"
        " AND json_extract(CAST(body AS TEXT), '$.target') = ? LIMIT 1",
        (seq, message["channel"], message["account"], message["external_id"]),
    )
    return found.fetchone() is not None


def changed_since(conn: sqlite3.Connection, thread: int, seq: int) -> bool:
    """Whether a text that stood in the thread at that position was changed after it."""
    rows = conn.execute(
        "SELECT * FROM messages WHERE thread = ? AND id < ? AND deleted = 0"
        " AND edited_at IS NOT NULL",
        (thread, seq),
    ).fetchall()
    return any(edited_since(conn, row, seq) for row in rows)


def channel_of(conn: sqlite3.Connection, message: int) -> str:
    """Where the message was written."""
    (channel,) = conn.execute("SELECT channel FROM messages WHERE id = ?", (message,)).fetchone()
    return str(channel)
