"""Pages of the list of threads: read band by band, each in the order of an index.

A band is a stretch of the list with one order (pinned, come back, closing, waiting, the rest).
Where a condition leaves few threads those are fetched and sorted, else the order's index is walked
until the page is full: either way a page costs no more than it shows, however many threads there
are.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from core.domain.channels import Channel
from core.domain.thread_filter import SPAM, Order, ThreadFilter
from core.domain.window import CLOSING_MS
from core.store import drafts
from core.store.read import folders

FEW: Final = 1500
"""So many threads are fetched and sorted rather than looked for along an order."""
HOUR_MS: Final = 3600 * 1000
SLOT_MS: Final = 15 * 60 * 1000
"""Who waits is let in by quarters of an hour; the larger budget goes first in each."""
_SHOWN: Final = "t.merged_into IS NULL AND (t.last_message IS NOT NULL OR t.opened_at > 0)"
_OPEN: Final = "t.listed = 1"
_AWAKE: Final = "(t.snoozed_until IS NULL OR t.snoozed_until <= :now)"
_DUE: Final = "(t.follow_up_at IS NOT NULL AND t.follow_up_at <= :now)"
_PLAIN: Final = (
    "t.pinned_at IS NULL AND t.snoozed_until IS NULL"
    " AND (t.follow_up_at IS NULL OR t.follow_up_at > :now)"
)
_WAITS: Final = f"t.waiting_since IS NOT NULL AND t.queue != '{SPAM}'"
_RESTS: Final = f"(t.waiting_since IS NULL OR t.queue = '{SPAM}')"
_CLOSES: Final = "t.window_closes > :now AND t.window_closes < :now + :closing"
_OPEN_LONG: Final = (
    "(t.window_closes IS NULL OR t.window_closes <= :now OR t.window_closes >= :now + :closing)"
)
_ARCHIVED: Final = "t.archived = 1"
"""Neither merged, empty nor done, as what is ``listed``."""
_RECENT: Final = "t.last_at DESC, t.id DESC"
_SOONEST: Final = "t.snoozed_until, t.id DESC"
_LATEST: Final = "t.done_at DESC, t.id DESC"
_BACK: Final = (
    "SELECT id FROM threads WHERE snoozed_until <= :now"
    " UNION SELECT id FROM threads WHERE follow_up_at <= :now"
)


@dataclass(frozen=True)
class _Band:
    """``waits`` and ``closes`` say what holds of all of it, None where both may be. ``ids`` names
    the few threads it can have, where no index has its order."""

    where: str
    order: str
    index: str = ""
    waits: bool | None = None
    closes: bool | None = None
    ids: str = ""


@dataclass
class _Query:
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


def ids(
    conn: sqlite3.Connection,
    wanted: ThreadFilter,
    *,
    now: int,
    limit: int,
    offset: int = 0,
    found: str = "",
) -> list[int]:
    """The ids of a page of the list. ``found`` is JSON with the ids a search gave, '' for none."""
    query = _query(conn, wanted, now, found)
    few = _few(conn, query) if wanted.state in ("open", "all") else ""
    page: list[int] = []
    for band in _bands(wanted, searched=bool(found)):
        if len(page) >= limit:
            break
        sql = _select(query, band, few)
        values = {**query.values, "limit": limit - len(page), "offset": offset}
        rows = conn.execute(f"SELECT t.id {sql} LIMIT :limit OFFSET :offset", values).fetchall()
        page += [int(row[0]) for row in rows]
        if not rows and offset:
            (held,) = conn.execute(f"SELECT count(*) {sql}", query.values).fetchone()
            offset -= min(offset, int(held))
        elif rows:
            offset = 0
    return page


def count(conn: sqlite3.Connection, wanted: ThreadFilter, *, now: int, most: int) -> int:
    """How many threads a filter shows, ``most`` at most."""
    query = _query(conn, wanted, now, "")
    few = _few(conn, query) if wanted.state in ("open", "all") else ""
    conditions = [*query.conditions, _AWAKE] if wanted.state == "open" else query.conditions
    if not few and _wide(wanted):
        conditions = [*conditions, _OPEN]
    base = " AND ".join(conditions)
    order = "" if few else _order_index(wanted)
    held = _held(conn, f"{_from(few, order)} WHERE {base}", query, most)
    if _wide(wanted) and not few and held < most:
        base = " AND ".join([*query.conditions, _AWAKE])
        at = "list_archived_waiting" if wanted.waiting else "list_archived"
        held += _held(conn, f"{_from('', at)} WHERE {base} AND {_ARCHIVED}", query, most - held)
    return held


def _held(conn: sqlite3.Connection, sql: str, query: _Query, most: int) -> int:
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
        closing = f"FROM threads t INDEXED BY list_closing WHERE {_OPEN} AND {_WAITS}"
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


def _wide(wanted: ThreadFilter) -> bool:
    """Whether what is archived stands behind: a folder holds it too, and the day of a follow-up
    comes for it as well."""
    return wanted.state == "open" and bool(wanted.folder or wanted.due)


def _query(conn: sqlite3.Connection, wanted: ThreadFilter, now: int, found: str) -> _Query:
    closing = wanted.within * HOUR_MS or CLOSING_MS
    query = _Query(now, values={"now": now, "closing": closing})
    match wanted.state:
        case "done":
            query.add(f"{_SHOWN} AND t.done_at IS NOT NULL")
        case "snoozed":
            query.add(f"{_OPEN} AND t.snoozed_until > :now")
        case "archived":
            query.add(_ARCHIVED)
        case "all":
            query.add(_SHOWN)
        case _:
            query.add(f"({_OPEN} OR {_ARCHIVED})" if _wide(wanted) else _OPEN)
    opened = "listed = 1" if wanted.state == "open" and not _wide(wanted) else ""
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
        waits = _WAITS.replace("t.", "")
        query.add(_WAITS, opened and _indexed("waiting", f"{opened} AND {waits}"))
    if wanted.unread:
        by_hand = _indexed("marked", f"{opened} AND marked = 1")
        finder = f"{_indexed('unread', f'{opened} AND unread > 0')} UNION ALL {by_hand}"
        query.add("(t.unread > 0 OR t.marked = 1)", opened and finder)
    if wanted.closing:
        closes = _CLOSES.replace("t.", "")
        query.add(_CLOSES, opened and _indexed("closing", f"{opened} AND {closes}"))
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


def _by_channel(query: _Query, wanted: ThreadFilter, opened: str) -> None:
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


def _few(conn: sqlite3.Connection, query: _Query) -> str:
    """The finder that leaves the fewest threads, '' where all leave many."""
    best, least = "", FEW + 1
    for finder in query.finders:
        (found,) = conn.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM ({finder}) LIMIT {least})", query.values
        ).fetchone()
        if found < least or ":found" in finder:
            best, least = finder, max(1, int(found))
    return best


def _bands(wanted: ThreadFilter, *, searched: bool) -> Iterator[_Band]:
    """The stretches of the list in their order, but those that a condition leaves empty."""
    if wanted.state == "snoozed":
        yield _Band("1", _SOONEST, "threads_snoozed")
        return
    if wanted.state == "done":
        yield _Band("1", _LATEST, "list_done")
        return
    if wanted.state == "archived":
        yield _Band(_WAITS, "t.waiting_since, t.id", "list_archived_waiting", waits=True)
        if not wanted.waiting:
            yield _Band(_RESTS, _RECENT, "list_archived", waits=False)
        return
    plain = "1" if searched else f"{_OPEN} AND {_PLAIN}"
    if not searched:
        awake = f"{_OPEN} AND {_AWAKE}"
        yield _Band(
            f"t.pinned_at IS NOT NULL AND {awake}", "t.pinned_at DESC, t.id DESC", "list_pinned"
        )
        latest = "max(coalesce(t.snoozed_until, 0), coalesce(t.follow_up_at, 0)) DESC, t.id DESC"
        yield _Band(f"t.pinned_at IS NULL AND {awake}", latest, ids=_BACK)
    queue = wanted.queue
    for band in _ordered(wanted.order, queue):
        if (wanted.waiting and band.waits is False) or (wanted.closing and band.closes is False):
            continue
        yield _Band(f"{plain} AND {band.where}", band.order, band.index)
    if not searched and (wanted.state == "all" or _wide(wanted)):
        awake = "1" if wanted.state == "all" else _AWAKE
        yield _Band(f"{_ARCHIVED} AND {awake}", _RECENT, "list_archived")
    if wanted.state == "all" and not searched:
        yield _Band(f"{_OPEN} AND t.snoozed_until > :now", _SOONEST, "threads_snoozed")
        yield _Band("t.done_at IS NOT NULL", _LATEST, "list_done")


def _ordered(order: Order, queue: str | None) -> list[_Band]:
    at = "list_queue_" if queue is not None else "list_"
    rest = _Band(_RESTS, _RECENT, f"{at}recent", waits=False)
    match order:
        case "urgent":
            slot = f"t.waiting_since / {SLOT_MS}, t.worth DESC, t.id DESC"
            bands = [
                _Band(f"{_WAITS} AND {_CLOSES}", f"t.window_closes, {slot}", "list_closing"),
                _Band(f"{_WAITS} AND {_OPEN_LONG}", slot, f"{at}urgent", closes=False),
                _Band(f"t.waiting_since IS NULL AND t.queue != '{SPAM}' AND {_CLOSES}",
                      f"t.window_closes, {_RECENT}", "list_closing", waits=False),
                _Band(f"t.waiting_since IS NULL AND t.queue != '{SPAM}' AND {_OPEN_LONG}", _RECENT,
                      f"{at}recent", waits=False, closes=False),
            ]  # fmt: skip
            spam = _Band(f"t.queue = '{SPAM}'", _RECENT, "list_queue_recent", waits=False)
            return [spam] if queue == SPAM else [*bands, spam] if queue is None else bands
        case "waiting":
            return [_Band(_WAITS, "t.waiting_since, t.id", f"{at}waiting"), rest]
        case "money":
            return [
                _Band("t.worth > 0", "t.worth DESC, t.id DESC", f"{at}money"),
                _Band("t.worth <= 0", _RECENT, f"{at}recent"),
            ]
        case "name":
            return [_Band("1", "t.sort_name, t.id", f"{at}name")]
        case _:
            return [_Band("1", _RECENT, f"{at}recent")]


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


def _select(query: _Query, band: _Band, few: str) -> str:
    """FROM to ORDER BY of one band."""
    table = _from(band.ids or few, band.index)
    conditions = [*query.conditions, band.where]
    if band.ids and few:
        conditions.append(f"t.id IN ({few})")
    return f"{table} WHERE {' AND '.join(conditions)} ORDER BY {band.order}"


def _from(few: str, index: str) -> str:
    """The table, led by the few ids or by an index. What is named twice counts once."""
    if few:
        return f"FROM (SELECT DISTINCT id FROM ({few})) d CROSS JOIN threads t ON t.id = d.id"
    return f"FROM threads t INDEXED BY {index}"
