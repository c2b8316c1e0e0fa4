"""What a list shows, as SQL: the conditions of its filter, and how many threads hold them.

Where a condition leaves few threads those are fetched, else an index is walked until there are
enough (`stretches` reads the list itself).
"""

import sqlite3
from dataclasses import dataclass, field
from typing import Final

from core.domain.channels import Channel
from core.domain.thread_filter import ThreadFilter
from core.domain.window import CLOSING_MS
from core.store import drafts
from core.store.read import folders
from core.store.read.list_bands import ARCHIVED, AWAKE, CLOSES, OPEN, WAITS, wide

FEW: Final = 1500
"""So many threads are fetched and sorted rather than looked for along an order."""
HOUR_MS: Final = 3600 * 1000
_SHOWN: Final = "t.merged_into IS NULL AND (t.last_message IS NOT NULL OR t.opened_at > 0)"
_DUE: Final = "(t.follow_up_at IS NOT NULL AND t.follow_up_at <= :now)"


@dataclass
class Query:
    """A filter as SQL: conditions, their values, and what finds the few that fit."""

    now: int
    conditions: list[str] = field(default_factory=list)
    values: dict[str, object] = field(default_factory=dict)
    finders: list[str] = field(default_factory=list)

    def add(self, condition: str, finder: str = "") -> None:
        self.conditions.append(condition)
        if finder:
            self.finders.append(finder)

    def one_of(self, name: str, values: tuple[str, ...]) -> str:
        """``(:name0, :name1)``, with the values bound."""
        keys = {f"{name}{i}": str(value) for i, value in enumerate(values)}
        self.values |= keys
        return "(" + ", ".join(f":{key}" for key in keys) + ")"


def count(conn: sqlite3.Connection, wanted: ThreadFilter, *, now: int, most: int) -> int:
    """How many threads a filter shows, ``most`` at most."""
    query = query_of(conn, wanted, now, "")
    few = few_of(conn, query) if wanted.state in ("open", "all") else ""
    conditions = [*query.conditions, AWAKE] if wanted.state == "open" else query.conditions
    if not few and wide(wanted):
        conditions = [*conditions, OPEN]
    base = " AND ".join(conditions)
    order = "" if few else _order_index(wanted)
    held = _held(conn, f"{from_(few, order)} WHERE {base}", query, most)
    if wide(wanted) and not few and held < most:
        base = " AND ".join([*query.conditions, AWAKE])
        at = "list_archived_waiting" if wanted.waiting else "list_archived"
        held += _held(conn, f"{from_('', at)} WHERE {base} AND {ARCHIVED}", query, most - held)
    return held


def _held(conn: sqlite3.Connection, sql: str, query: Query, most: int) -> int:
    (held,) = conn.execute(
        f"SELECT count(*) FROM (SELECT 1 {sql} LIMIT :most)", {**query.values, "most": most}
    ).fetchone()
    return int(held)


def next_due(conn: sqlite3.Connection, now: int, within: int = 0) -> int | None:
    """When the next thread comes or goes by itself: a snooze runs out, a follow-up is due, or the
    window of a client who waits is to close in ``within`` hours (0: these are not asked for) or
    closes."""
    found = [
        "SELECT min(snoozed_until) AS at FROM threads WHERE snoozed_until > :now",
        "SELECT min(follow_up_at) FROM threads WHERE follow_up_at > :now",
    ]
    if within:
        closing = f"FROM threads t INDEXED BY list_closing WHERE {OPEN} AND {WAITS}"
        found += [
            f"SELECT min(window_closes) {closing} AND window_closes > :now",
            f"SELECT min(window_closes) - :ahead {closing} AND window_closes > :now + :ahead",
        ]
    (due,) = conn.execute(
        f"SELECT min(at) FROM ({' UNION ALL '.join(found)})",
        {"now": now, "ahead": within * HOUR_MS},
    ).fetchone()
    return None if due is None else int(due)


def owners(conn: sqlite3.Connection) -> list[str]:
    """Everybody who has open threads, in order of their names."""
    rows = conn.execute(
        "SELECT DISTINCT owner FROM threads INDEXED BY list_owner"
        " WHERE listed = 1 AND owner != '' ORDER BY owner"
    )
    return [str(row[0]) for row in rows]


def query_of(conn: sqlite3.Connection, wanted: ThreadFilter, now: int, found: str) -> Query:
    closing = wanted.within * HOUR_MS or CLOSING_MS
    query = Query(now, values={"now": now, "closing": closing})
    match wanted.state:
        case "done":
            query.add(f"{_SHOWN} AND t.done_at IS NOT NULL")
        case "snoozed":
            query.add(f"{OPEN} AND t.snoozed_until > :now")
        case "archived":
            query.add(ARCHIVED)
        case "all":
            query.add(_SHOWN)
        case _:
            query.add(f"({OPEN} OR {ARCHIVED})" if wide(wanted) else OPEN)
    opened = "listed = 1" if wanted.state == "open" and not wide(wanted) else ""
    if wanted.folder:
        held, finders = folders.condition(conn, wanted.folder, query.values)
        query.add(held)
        query.finders += finders
    if found:
        query.values["found"] = found
        searched = "SELECT value AS id FROM json_each(:found)"
        query.add(f"t.id IN ({searched})", searched)
    if wanted.queue is not None:
        query.values["queue"] = wanted.queue
        query.add("t.queue = :queue")
    elif wanted.queues:
        query.add(f"t.queue IN {query.one_of('queue', wanted.queues)}")
    if wanted.waiting:
        waits = WAITS.replace("t.", "")
        query.add(WAITS, opened and _indexed("waiting", f"{opened} AND {waits}"))
    if wanted.unread:
        by_hand = _indexed("marked", f"{opened} AND marked = 1")
        finder = f"{_indexed('unread', f'{opened} AND unread > 0')} UNION ALL {by_hand}"
        query.add("(t.unread > 0 OR t.marked = 1)", opened and finder)
    if wanted.closing:
        closes = CLOSES.replace("t.", "")
        query.add(CLOSES, opened and _indexed("closing", f"{opened} AND {closes}"))
    if wanted.draft:
        query.add(f"t.id IN ({drafts.THREADS})", drafts.THREADS)
    if wanted.due:
        query.add(_DUE, "SELECT id FROM threads WHERE follow_up_at <= :now")
    if wanted.owners:
        names = query.one_of("owner", wanted.owners)
        mine = f"{opened} AND owner != '' AND owner IN {names}"
        named = opened and "" not in wanted.owners
        query.add(f"t.owner IN {names}", _indexed("owner", mine) if named else "")
    if wanted.intents:
        tags = query.one_of("tag", wanted.intents)
        query.add(
            f"EXISTS (SELECT 1 FROM thread_tags g WHERE g.thread = t.id AND g.tag IN {tags})",
            f"SELECT thread AS id FROM thread_tags WHERE tag IN {tags}",
        )
    if wanted.accounts:
        ours = query.one_of("account", wanted.accounts)
        known = f"FROM identities i WHERE i.channel = 'telegram' AND i.account IN {ours}"
        query.add(
            f"EXISTS (SELECT 1 {known} AND i.thread = t.id)", f"SELECT i.thread AS id {known}"
        )
    _by_channel(query, wanted, opened)
    return query


def _by_channel(query: Query, wanted: ThreadFilter, opened: str) -> None:
    on = [f"instr(t.channels, '{Channel(channel).value}') > 0" for channel in wanted.channels]
    if not on:
        return
    finder = ""
    if len(on) == 1 and opened:
        # who is on one messenger is among those who are not on the other alone
        other = "telegram" if wanted.channels[0] == Channel.WHATSAPP else "whatsapp"
        finder = _indexed(f"not_{other}", f"{opened} AND channels != '{other}'")
    query.add(f"({' OR '.join(on)})", finder)


def _indexed(index: str, where: str) -> str:
    return f"SELECT id FROM threads INDEXED BY list_{index} WHERE {where}"


def few_of(conn: sqlite3.Connection, query: Query) -> str:
    """The finder that leaves the fewest threads, '' where all leave many."""
    best, least = "", FEW + 1
    for finder in query.finders:
        (found,) = conn.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM ({finder}) LIMIT {least})", query.values
        ).fetchone()
        if found < least or ":found" in finder:
            best, least = finder, max(1, int(found))
    return best


def _order_index(wanted: ThreadFilter) -> str:
    match wanted.state:
        case "done":
            return "list_done"
        case "snoozed":
            return "threads_snoozed"
        case "all":
            return "threads_recent"
        case "archived":
            return "list_archived_waiting" if wanted.waiting else "list_archived"
        case _:
            at = "list_queue_" if wanted.queue is not None else "list_"
            return at + ("waiting" if wanted.waiting else "recent")


def from_(few: str, index: str) -> str:
    """The table, led by the few ids or by an index. What is named twice counts once."""
    if few:
        return f"FROM (SELECT DISTINCT id FROM ({few})) d CROSS JOIN threads t ON t.id = d.id"
    return f"FROM threads t INDEXED BY {index}"
