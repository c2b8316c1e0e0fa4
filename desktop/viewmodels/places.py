"""What a message shows because of the one above it: a new day, the first unread one, or nothing."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from core.domain.views import MessageRow
from desktop.shell.formats import local

_TOGETHER_MS: Final = 5 * 60_000


class Place(NamedTuple):
    """What a row shows because of the row above it: DAY, UNREAD, JOINED; whether the album that it
    is of began ``above`` and goes on ``below``."""

    day: date | None
    unread: bool
    joined: bool
    above: bool = False
    below: bool = False


def place_in(rows: Sequence[MessageRow], i: int, unread_from: int | None) -> Place:
    """The place of row ``i``; ``unread_from`` is the message that was the first unread one."""
    row = rows[i]
    above = rows[i - 1] if i else None
    unread = unread_from == row.id
    day = _day(row)
    goes_on = i + 1 < len(rows) and _one_album(row, rows[i + 1], unread_from)
    if above is None or _day(above) != day:
        return Place(day, unread, joined=False, below=goes_on)
    joined = (
        above.direction == row.direction
        and above.peer.channel == row.peer.channel
        and row.at - above.at < _TOGETHER_MS
        and not unread
    )
    return Place(None, unread, joined, _one_album(above, row, unread_from), goes_on)


def _one_album(first: MessageRow, then: MessageRow, unread_from: int | None) -> bool:
    """Whether two messages that follow one another were sent as one."""
    album = first.around.album if first.around else ""
    return (
        bool(album)
        and then.around is not None
        and then.around.album == album
        and first.direction == then.direction
        and first.peer == then.peer
        and then.id != unread_from
        and _day(first) == _day(then)
    )


def _day(row: MessageRow) -> date:
    return _date(row.at // 60_000)


@lru_cache(maxsize=8192)
def _date(minute: int) -> date:
    return local(minute * 60_000).date()
