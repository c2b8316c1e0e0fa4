"""What was read: readings of turns, facts and intents that stand, the operator's word, queues."""

import sqlite3

import msgspec

from core.domain.channels import Peer
from core.domain.events import (
    CrmDelivered,
    FactReviewed,
    IntentsCorrected,
    Routed,
    ThreadUnderstood,
    TurnRead,
)
from core.domain.reading import Intent, TurnReading
from core.store.projection import messages, people
from core.store.projection.worth import worth


def turn_read(conn: sqlite3.Connection, seq: int, peer: Peer, body: TurnRead) -> set[int]:
    """Keep the reading if the message still says what was read."""
    row = messages.find(conn, peer, body.target)
    if row is None or row["digest"] != body.digest or row["deleted"]:
        return set()
    reading = TurnReading(intents=body.intents, candidates=body.candidates, ms=body.ms)
    conn.execute(
        "UPDATE messages SET needs_read = ?, reading = ? WHERE id = ?",
        (2 if body.provisional else 0, msgspec.json.encode(reading), row["id"]),
    )
    if not row["live"] or row["needs_read"] == 2:
        # the thread may have been judged without this reading, for the sake of a live turn
        messages.touch(conn, seq, row["thread"])
    return {row["thread"]}


def understood(conn: sqlite3.Connection, seq: int, body: ThreadUnderstood) -> set[int]:
    """Replace what stands in the thread. The operator's tags hold until the client writes again.
    What was judged before the thread changed once more is no word on it."""
    thread = conn.execute("SELECT * FROM threads WHERE id = ?", (body.thread,)).fetchone()
    if thread is None or thread["merged_into"] is not None or thread["seq"] > body.upto:
        return set()
    facts_before = [
        tuple(r)
        for r in conn.execute("SELECT id, body FROM facts WHERE thread = ?", (body.thread,))
    ]
    rows = [
        (body.thread, f.id, n, f.kind, f.value, f.status, msgspec.json.encode(f))
        for n, f in enumerate(body.facts)
    ]
    if facts_before != [(r[1], r[6]) for r in rows]:
        conn.execute("DELETE FROM facts WHERE thread = ?", (body.thread,))
        conn.executemany("INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        conn.execute("UPDATE threads SET facts_seq = ? WHERE id = ?", (seq, body.thread))
    budget = next(
        (f.value for f in body.facts if f.kind == "budget" and f.status == "standing"), ""
    )
    conn.execute(
        "UPDATE threads SET understood = max(understood, ?), budget = ?, worth = ? WHERE id = ?",
        (body.upto, budget, worth(budget), body.thread),
    )
    if thread["intents_fixed_at"] is None or _last_inbound(conn, body.thread) > int(
        thread["intents_fixed_at"]
    ):
        _set_intents(conn, body.thread, body.intents, None)
    return {body.thread}


def review(conn: sqlite3.Connection, seq: int, body: FactReviewed) -> set[int]:
    """The operator confirmed, corrected or rejected a fact, or takes that back. The word goes where
    the thread went that it was shown in."""
    thread = people.root_of(conn, body.thread)
    if body.verdict == "withdrawn":
        conn.execute("DELETE FROM reviews WHERE fact = ?", (body.fact,))
    else:
        conn.execute(
            "INSERT OR REPLACE INTO reviews (fact, thread, kind, verdict, value, unit, seq)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (body.fact, thread, body.fact_kind, body.verdict, body.value, body.unit, seq),
        )
    messages.touch(conn, seq, thread)
    return {thread}


def correct_intents(conn: sqlite3.Connection, body: IntentsCorrected) -> set[int]:
    """The operator's tags stand in place of the read ones."""
    intents = tuple(Intent(tag, 1.0) for tag in body.tags)
    _set_intents(conn, body.thread, intents, _last_inbound(conn, body.thread))
    return {body.thread}


def _set_intents(
    conn: sqlite3.Connection, thread: int, intents: tuple[Intent, ...], fixed_at: int | None
) -> None:
    conn.execute(
        "UPDATE threads SET intents = ?, intents_fixed_at = ? WHERE id = ?",
        (msgspec.json.encode(intents).decode(), fixed_at, thread),
    )


def _last_inbound(conn: sqlite3.Connection, thread: int) -> int:
    (last,) = conn.execute(
        "SELECT coalesce(max(seq), 0) FROM messages"
        " WHERE thread = ? AND direction = 'in' AND deleted = 0",
        (thread,),
    ).fetchone()
    return int(last)


def route(conn: sqlite3.Connection, body: Routed) -> set[int]:
    """The queue of the thread, and why. Rules leave it where the operator put it."""
    conn.execute(
        "UPDATE threads SET queue = ?, queue_reason = ?, queue_by = ? WHERE id = ?"
        " AND (? = 'operator' OR queue_by != 'operator')",
        (body.queue, body.reason, body.by, body.thread, body.by),
    )
    return {body.thread}


def crm_delivered(conn: sqlite3.Connection, at: int, body: CrmDelivered) -> set[int]:
    """The CRM holds this state of the thread."""
    conn.execute(
        "INSERT INTO crm (thread, target, digest, remote, delivered_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET digest = excluded.digest, remote = excluded.remote,"
        " delivered_at = excluded.delivered_at, problem = '', attempts = 0, next_at = 0",
        (body.thread, body.target, body.digest, body.remote, at),
    )
    return {body.thread}
