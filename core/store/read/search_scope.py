"""Filters of a query as conditions: which threads they leave, and which entries of the index."""

import json
import sqlite3
from collections.abc import Collection, Sequence
from datetime import date, datetime, tzinfo
from typing import Final, NamedTuple

from core.search.query import Part, Query, value
from core.search.terms import forms, lemmas
from core.search.values import days
from core.store.projection.index import first_id, mark
from core.store.projection.worth import worth

MOST_NAMED: Final = 2500
FEW: Final = 300
"""As many threads are looked through one by one; of more the newest hits are."""
MANY: Final = 2500
"""As many are known by their ids, so that a hit in another thread is let go at once."""
Condition = tuple[str, tuple[object, ...]]
_IS: Final = {
    "unread": "t.unread > 0", "waiting": "t.waiting_since IS NOT NULL",
    "done": "t.done_at IS NOT NULL", "pinned": "t.pinned_at IS NOT NULL",
}  # fmt: skip


class Scope(NamedTuple):
    """``threads`` are SQL conditions on ``threads t``, ``messages`` on ``messages m``, each with
    its values; entries have ids in [first, last) and say every one of ``marks``. ``many`` are the
    threads where those are known (no more than MANY), ``few`` where no more than FEW; else None."""

    threads: tuple[Condition, ...] = ()
    messages: tuple[Condition, ...] = ()
    first: int = 0
    last: int = 1 << 62
    marks: tuple[str, ...] = ()
    few: tuple[int, ...] | None = None
    many: frozenset[int] | None = None

    @property
    def of_messages(self) -> bool:
        """Whether only messages can fit: a client or a fact has no files and no channel."""
        return bool(self.marks or self.messages or self.first or self.last < 1 << 62)

    def where(self, *, messages: bool = True) -> tuple[str, list[object]]:
        """The conditions as SQL that follows a WHERE, and their values. Threads that are known
        need no condition: the caller looks among them."""
        threads = self.threads if self.many is None else ()
        parts = [*threads, *(self.messages if messages else ())]
        sql = "".join(f" AND {part}" for part, _ in parts)
        return sql, [one for _, values in parts for one in values]


def scope(conn: sqlite3.Connection, query: Query, now: int, zone: tzinfo | None = None) -> Scope:
    """What the filters say. A day is the operator's (``zone``; None: this machine's)."""
    threads: list[Condition] = []
    messages: list[Condition] = []
    named: set[int] | None = None
    first, last, marks = 0, 1 << 62, []
    today = datetime.fromtimestamp(now / 1000, zone)
    for part in query.filters:
        meant = value(part)
        match part.name:
            case "has":
                marks.append(mark(str(meant)))
            case "channel":
                messages.append(("m.channel = ?", (meant,)))
            case "from":
                found = _named(conn, part.text)
                named = found if named is None else named & found
            case "after" | "before":
                span = days(part.text, today.date())
                if span is None:
                    threads.append(("0", ()))
                elif part.name == "after":
                    first = max(first, first_id(_ms(span[0], today)))
                else:
                    last = min(last, first_id(_ms(span[0], today)))
            case _:
                threads.append(_of_thread(part, today))
    made = Scope(tuple(threads), tuple(messages), first, last, tuple(marks))
    ids = _ids(conn, threads, named)
    if ids is None:
        return made
    return made._replace(few=tuple(ids) if len(ids) <= FEW else None, many=frozenset(ids))


def _ids(
    conn: sqlite3.Connection, threads: Sequence[Condition], named: set[int] | None
) -> Collection[int] | None:
    """The threads that the filters leave; None where there is no filter, or more than MANY."""
    if not threads:
        return named
    parts = [f" AND {part}" for part, _ in threads]
    values = [one for _, values in threads for one in values]
    if named is not None:
        parts.append(" AND t.id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(list(named)))
    rows = conn.execute(
        f"SELECT t.id FROM threads t WHERE t.merged_into IS NULL{''.join(parts)} LIMIT {MANY + 1}",
        values,
    ).fetchall()
    return [int(row[0]) for row in rows] if len(rows) <= MANY else None


def _of_thread(part: Part, today: datetime) -> Condition:
    meant = value(part)
    match part.name:
        case "queue":
            return "t.queue = ?", (part.text,)
        case "intent":
            return (
                "EXISTS (SELECT 1 FROM thread_tags g WHERE g.tag = ? AND g.thread = t.id)",
                (part.text,),
            )
        case "budget":
            return f"t.worth > 0 AND t.worth {part.op} ?", (worth(meant or ""),)
        case "deadline":
            return _deadline(part, today)
        case _:
            return _IS[str(meant)], ()


def _deadline(part: Part, today: datetime) -> Condition:
    span = days(part.text, today.date())
    if span is None:
        return "0", ()
    start, end = (day.isoformat() for day in span)
    kept = {
        "=": ("f.value >= ? AND f.value < ?", (start, end)),
        "<": ("f.value < ?", (start,)), "<=": ("f.value < ?", (end,)),
        ">": ("f.value >= ?", (end,)), ">=": ("f.value >= ?", (start,)),
    }[part.op]  # fmt: skip
    return (
        "t.id IN (SELECT f.thread FROM facts f WHERE f.kind = 'deadline'"
        f" AND f.status = 'standing' AND {kept[0]})",
        kept[1],
    )


def _ms(day: date, today: datetime) -> int:
    """The first moment of a day in the zone of ``today`` (a naive one: this machine's)."""
    return int(datetime.combine(day, datetime.min.time(), today.tzinfo).timestamp() * 1000)


def _named(conn: sqlite3.Connection, text: str) -> set[int]:
    """Threads of clients with names that begin with the words, or are those («Ирине»)."""
    said = forms(text)
    digits = "".join(c for c in text if c.isdigit())
    phone = [f'"{digits}"*'] if len(digits) >= 5 and not any(c.isalpha() for c in text) else []
    names = [
        "(" + " OR ".join([f'"{form}"*', *(f'"{one}"' for one in lemmas(form))]) + ")"
        for form in said
    ]
    match = " AND ".join(phone or names)
    rows = conn.execute(
        "SELECT d.owner FROM search_client f JOIN search_docs d ON d.id = f.rowid"
        " WHERE search_client MATCH ? ORDER BY f.rowid DESC LIMIT ?",
        (match, MOST_NAMED),
    )
    return {int(row[0]) for row in rows}
