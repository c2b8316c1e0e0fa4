"""Pages of the list of threads: read band by band, each in the order of an index.

A page is asked for by a spot: in the band of the spot its index is entered there, so a page costs
what it shows, however deep it lies and however many threads there are. Where a condition leaves few
threads those are fetched and sorted instead.
"""

import sqlite3
from dataclasses import dataclass
from typing import Final

from core.domain.stretch import Outline, Spot
from core.domain.thread_filter import ThreadFilter
from core.store.read.list_bands import Band, Keys, bands
from core.store.read.lists import Query, few_of, from_, query_of

EVERY: Final = 100
"""So many threads lie between two marks of an outline."""
Row = tuple[int, Spot]


@dataclass(frozen=True)
class _List:
    """A filter made ready: its bands, and the finder of the few threads it leaves ('': many)."""

    conn: sqlite3.Connection
    query: Query
    bands: list[Band]
    few: str

    def rows(self, at: Spot | None, limit: int, *, back: bool) -> list[Row]:
        """What stands from ``at`` on, or before it with the nearest first."""
        found: list[Row] = []
        start = at.band if at is not None else len(self.bands) - 1 if back else 0
        step, stop = (-1, -1) if back else (1, len(self.bands))
        for place in range(start, stop, step):
            spot = at if at is not None and at.band == place else Spot(place, ())
            found += self._in_band(spot, limit - len(found), back=back)
        return found

    def _in_band(self, spot: Spot, limit: int, *, back: bool = False) -> list[Row]:
        """What stands on one side of a spot in its band, of all where it has no keys."""
        band, found = self.bands[spot.band], list[Row]()
        values = {**self.query.values, **{f"at{i}": key for i, key in enumerate(spot.keys)}}
        for where, held in self._steps(band, spot, back):
            if len(found) < limit:
                sql = (
                    f"SELECT {_columns(band)} {self._from(band)}{where}"
                    f" ORDER BY {_order(band.keys[held:], back=back)} LIMIT :limit"
                )
                rows = self.conn.execute(sql, {**values, "limit": limit - len(found)})
                found += [(int(row[-1]), Spot(spot.band, tuple(row))) for row in rows]
        return found

    def outline(self, every: int) -> Outline:
        """Every band walked once, inside SQLite."""
        held, marks = 0, []
        for place, band in enumerate(self.bands):
            numbered = f"row_number() OVER (ORDER BY {_order(band.keys)}) AS n"
            walked = self.conn.execute(
                f"SELECT * FROM (SELECT {numbered}, {_columns(band)} {self._from(band)})"
                f" WHERE n % {every} = 0",
                self.query.values,
            ).fetchall()
            marks += [(held + n - 1, Spot(place, tuple(keys))) for n, *keys in walked]
            last = marks[-1][1] if walked else Spot(place, ())
            rest = self._in_band(last, every)
            held += every * len(walked) + len(rest) - bool(walked)
        return Outline(held, marks)

    def _from(self, band: Band) -> str:
        conditions = [*self.query.conditions, band.where]
        if band.ids and self.few:
            conditions.append(f"t.id IN ({self.few})")
        return f"{from_(band.ids or self.few, band.index)} WHERE {' AND '.join(conditions)}"

    def _steps(self, band: Band, spot: Spot, back: bool) -> list[tuple[str, int]]:
        """What a spot leaves of its band, nearest first, each with how many keys are the spot's.
        Who has all but the last in common comes before who has fewer: of each part an index has
        the beginning."""
        if not spot.keys:
            return [("", 0)]
        parts = []
        for i in range(len(band.keys) - 1, -1, -1):
            same = [f"unlikely({key.sql} = :at{n})" for n, key in enumerate(band.keys[:i])]
            beyond = "<" if band.keys[i].down != back else ">"
            if not back and i == len(band.keys) - 1:
                beyond += "="  # the thread of the spot itself
            parts.append((" AND ".join([*same, f"{band.keys[i].sql} {beyond} :at{i}"]), i))
        if self.few or band.sorted:
            return [(f" AND ({' OR '.join(f'({part})' for part, _ in parts)})", 0)]
        return [(f" AND {part}", held) for part, held in parts]


def ids(
    conn: sqlite3.Connection, wanted: ThreadFilter, *, now: int, limit: int, found: str = ""
) -> list[int]:
    """The ids of the first page. ``found`` is JSON with the ids a search gave, '' for none."""
    return [thread for thread, _ in stretch(conn, wanted, now=now, limit=limit, found=found)[0]]


def stretch(
    conn: sqlite3.Connection,
    wanted: ThreadFilter,
    *,
    now: int,
    limit: int,
    at: Spot | None = None,
    skip: int = 0,
    before: int = 0,
    found: str = "",
) -> tuple[list[Row], int]:
    """From ``at`` on (None: the beginning) the rows after ``skip`` of them, ``limit`` at most, and
    in front of these up to ``before`` that stand before ``at``; how many they are."""
    made = _list(conn, wanted, now, found)
    above = made.rows(at, before, back=True) if at is not None and before else []
    below = made.rows(at, skip + limit, back=False)
    return above[::-1] + below[skip:], len(above)


def outline(
    conn: sqlite3.Connection, wanted: ThreadFilter, *, now: int, found: str = "", every: int = EVERY
) -> Outline:
    """How long the list is, with marks: all of it is walked."""
    return _list(conn, wanted, now, found).outline(every)


def _list(conn: sqlite3.Connection, wanted: ThreadFilter, now: int, found: str) -> _List:
    query = query_of(conn, wanted, now, found)
    few = few_of(conn, query) if wanted.state in ("open", "all") else ""
    return _List(conn, query, list(bands(wanted, searched=bool(found))), few)


def _columns(band: Band) -> str:
    return ", ".join(key.sql for key in band.keys)


def _order(keys: Keys, *, back: bool = False) -> str:
    return ", ".join(f"{key.sql}{' DESC' if key.down != back else ''}" for key in keys)
