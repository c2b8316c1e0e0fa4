"""What a message shows because of those around it: a new day, the first unread one, whose words it
goes on, the album that it is of."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from core.domain.views import MessageRow
from desktop.shell.formats import local
from desktop.viewmodels.albums import album_of, lead_of, part_end, tiled

_TOGETHER_MS: Final = 5 * 60_000


class Place(NamedTuple):
    """What a row shows because of the rows around it: DAY, UNREAD, JOINED; whether the album that
    it is of began ``above`` and goes on ``below``; whether it is ``named`` and ``last`` in a run of
    one writer. ``tiles`` are the messages whose pictures it shows in one mosaic, itself among them;
    ``lead`` is how many rows on the one stands that shows this one (0: it is shown itself)."""

    day: date | None
    unread: bool
    joined: bool
    above: bool = False
    below: bool = False
    named: bool = False
    last: bool = True
    tiles: tuple[MessageRow, ...] = ()
    lead: int = 0


def places_of(rows: Sequence[MessageRow], unread_from: int | None) -> list[Place]:
    """The places of all rows; ``unread_from`` is the message that was the first unread one."""
    found: list[Place] = []
    while len(found) < len(rows):
        found += _part(rows, len(found), unread_from)
    return found


def place_in(rows: Sequence[MessageRow], i: int, unread_from: int | None) -> Place:
    """The place of row ``i`` alone."""
    start = i
    while start and _one_mosaic(rows[start - 1], rows[start], unread_from):
        start -= 1
    while (end := _end(rows, start, unread_from)) <= i:
        start = end
    return list(_part(rows, start, unread_from))[i - start]


def _end(rows: Sequence[MessageRow], start: int, unread_from: int | None) -> int:
    return part_end(rows, start, lambda one, then: _one_album(one, then, unread_from))


def _part(rows: Sequence[MessageRow], start: int, unread_from: int | None) -> Iterator[Place]:
    """The places of the rows that are shown as the one at ``start`` is."""
    end = _end(rows, start, unread_from)
    lead = lead_of(rows, start, end)
    whole = _whole(rows, start, end, unread_from)
    several = end - start > 1 or (tiled(rows[start]) and len(rows[start].attachments) > 1)
    tiles = tuple(rows[start:end]) if several else ()
    for i in range(start, end):
        if i == lead:
            yield whole._replace(tiles=tiles)
        else:
            yield Place(None, unread=False, joined=True, lead=lead - i)


def _whole(rows: Sequence[MessageRow], start: int, end: int, unread_from: int | None) -> Place:
    """The place of the rows from ``start`` to ``end``, as if they were one."""
    row, above = rows[start], rows[start - 1] if start else None
    below = rows[end] if end < len(rows) else None
    day, unread = _day(row), unread_from == row.id
    new_day = above is None or _day(above) != day
    joined = above is not None and _joined(above, row, unread_from)
    return Place(
        day if new_day else None,
        unread,
        joined,
        above is not None and _one_album(above, row, unread_from),
        below is not None and _one_album(rows[end - 1], below, unread_from),
        named=bool(row.author) and not row.service and not joined,
        last=below is None or not _joined(rows[end - 1], below, unread_from),
    )


def _joined(above: MessageRow, row: MessageRow, unread_from: int | None) -> bool:
    """Whether a message goes on what the one above it began."""
    return (
        above.direction == row.direction
        and above.peer.channel == row.peer.channel
        and (above.author, above.service) == (row.author, row.service)
        and row.at - above.at < _TOGETHER_MS
        and row.id != unread_from
        and _day(above) == _day(row)
    )


def _one_mosaic(first: MessageRow, then: MessageRow, unread_from: int | None) -> bool:
    return tiled(first) and tiled(then) and _one_album(first, then, unread_from)


def _one_album(first: MessageRow, then: MessageRow, unread_from: int | None) -> bool:
    """Whether two messages that follow one another were sent as one."""
    album = album_of(first)
    return (
        bool(album)
        and album_of(then) == album
        and first.direction == then.direction
        and first.peer == then.peer
        and first.author == then.author
        and then.id != unread_from
        and _day(first) == _day(then)
    )


def _day(row: MessageRow) -> date:
    return _date(row.at // 60_000)


@lru_cache(maxsize=8192)
def _date(minute: int) -> date:
    return local(minute * 60_000).date()
