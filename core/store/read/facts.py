"""What stands in a thread, with the history of what it replaced."""

import json
import sqlite3

import msgspec

from core.domain.channels import Channel
from core.domain.reading import Fact, Review, TurnReading
from core.domain.views import FactRow


def facts(conn: sqlite3.Connection, thread: int) -> list[FactRow]:
    """Standing facts; each carries the superseded ones behind it, the newest first."""
    rows = [
        _row(conn, msgspec.json.decode(r["body"], type=Fact))
        for r in conn.execute(
            "SELECT body FROM facts WHERE thread = ? ORDER BY place", (thread,)
        ).fetchall()
    ]
    old = [r for r in rows if r.fact.status == "superseded"]
    return [
        msgspec.structs.replace(row, history=_history(row, old))
        for row in rows
        if row.fact.status == "standing"
    ]


def _history(row: FactRow, old: list[FactRow]) -> tuple[FactRow, ...]:
    behind: list[FactRow] = []
    ends = {row.fact.id}
    while found := [o for o in old if o.fact.by in ends and o not in behind]:
        behind += found
        ends = {o.fact.id for o in found}
    return tuple(sorted(behind, key=lambda o: o.fact.at, reverse=True))


def reviews(conn: sqlite3.Connection, thread: int) -> list[Review]:
    """The operator's word on facts of the thread, in the order it was given."""
    return [
        Review(
            fact=r["fact"], verdict=r["verdict"], value=r["value"], unit=r["unit"], at=r["at"] or 0
        )
        for r in conn.execute(
            "SELECT r.*, e.at FROM reviews r LEFT JOIN log e ON e.seq = r.seq"
            " WHERE r.thread = ? ORDER BY r.seq",
            (thread,),
        ).fetchall()
    ]


def _second(conn: sqlite3.Connection, fact: Fact) -> int | None:
    """The second of the voice message in which the fact is said; None for what is written."""
    rows = conn.execute(
        "SELECT v.parts, m.text FROM voices v JOIN messages m ON m.id = v.message"
        " WHERE v.message = ? ORDER BY v.idx",
        (int(fact.message),),
    ).fetchall()
    parts = [part for row in rows for part in json.loads(row["parts"])]
    if fact.page is not None or not parts:
        return None
    place = len(rows[0]["text"]) - sum(len(words) + 1 for _, words in parts) + 1
    said = None
    for at, words in parts:
        if place > fact.start:
            break
        said, place = at // 1000, place + len(words) + 1
    return said


def _row(conn: sqlite3.Connection, fact: Fact) -> FactRow:
    message = conn.execute(
        "SELECT id, at, channel, external_id, direction, author FROM messages WHERE id = ?",
        (int(fact.message),),
    ).fetchone()
    document = ""
    if fact.attachment is not None:
        name = conn.execute(
            "SELECT name FROM attachments WHERE message = ? AND idx = ?",
            (int(fact.message), fact.attachment),
        ).fetchone()
        document = name["name"] if name else ""
    row = FactRow(
        fact=fact,
        message=message["id"] if message else None,
        message_at=message["at"] if message else fact.at,
        channel=Channel(message["channel"]) if message else Channel.DESK,
        external_id=(message["external_id"] or "") if message else "",
        document=document,
        second=_second(conn, fact),
        reaction=bool(message) and message["direction"] == "out",
        author=message["author"] if message else "",
    )
    return _corrected(conn, row) if fact.review == "corrected" else row


def _corrected(conn: sqlite3.Connection, row: FactRow) -> FactRow:
    """With when the operator corrected it, and what it had been read as."""
    fact = row.fact
    word = conn.execute(
        "SELECT e.at FROM reviews r JOIN log e ON e.seq = r.seq WHERE r.fact = ?", (fact.id,)
    ).fetchone()
    kept = conn.execute("SELECT reading FROM messages WHERE id = ?", (row.message,)).fetchone()
    place = (fact.kind, fact.start, fact.end, fact.attachment, fact.page)
    reading = msgspec.json.decode(kept[0], type=TurnReading) if kept and kept[0] else TurnReading()
    read = next(
        (c for c in reading.candidates if (c.kind, c.start, c.end, c.attachment, c.page) == place),
        None,
    )
    before = None
    if read is not None and (read.value, read.unit) != (fact.value, fact.unit):
        was = msgspec.structs.replace(
            fact, id=f"{fact.id}/read", value=read.value, unit=read.unit, source=read.source,
            status="superseded", review="", by=fact.id,
        )  # fmt: skip
        before = msgspec.structs.replace(row, fact=was)
    return msgspec.structs.replace(row, corrected_at=word["at"] if word else 0, read=before)
