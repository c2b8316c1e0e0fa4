"""Opening hours as a week: tidied as Telegram asks for it, told by days, asked of a moment. Pure.

Minutes of the week count on the wall clock of the hours' zone from Monday 0:00, so a day on which
clocks change is as open as any other. https://core.telegram.org/api/business#opening-hours
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from core.domain.business import Hours

DAY: Final = 24 * 60
WEEK: Final = 7 * DAY
_LAST: Final = 8 * DAY
MOST: Final = 28
Spans = tuple[tuple[int, int], ...]


class Now(NamedTuple):
    """Whether it is open, and when (ms) that changes; None: never."""

    open: bool
    changes: int | None


def minutes(spans: Iterable[tuple[int, int]]) -> Spans:
    """The open minutes within [0, WEEK): apart from one another, ascending; what runs over the end
    of the week goes on at its beginning, what is no span is left out."""
    cut: list[tuple[int, int]] = []
    for start, end in spans:
        if not (0 <= start <= WEEK and start < end <= _LAST):
            continue
        if end - start >= WEEK:
            return ((0, WEEK),)
        start, end = start % WEEK, start % WEEK + end - start
        cut.append((start, min(end, WEEK)))
        if end > WEEK:
            cut.append((0, end - WEEK))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(cut):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def tidy(spans: Iterable[tuple[int, int]]) -> Spans:
    """As Telegram takes them: merged also over the end of the week, where what comes of it ends
    before the eighth day does."""
    found = list(minutes(spans))
    if len(found) > 1 and found[0][0] == 0 and found[-1][1] == WEEK and found[0][1] < DAY:
        found[-1] = (found[-1][0], WEEK + found.pop(0)[1])
    return tuple(found)


def by_day(spans: Iterable[tuple[int, int]]) -> tuple[Spans, ...]:
    """Seven days, Monday first: (from, to) in minutes of the day on which it opens; what closes
    after midnight has a ``to`` beyond it, what is open for days is cut at each midnight."""
    days: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for start, end in tidy(spans):
        while start < end:
            day = start // DAY
            midnight = (day + 1) * DAY
            # a night belongs to the day before it, a whole day to itself
            night = start % DAY and end <= midnight + DAY // 2 and end - start <= DAY
            stop = end if night else min(end, midnight)
            days[day % 7].append((start - day * DAY, stop - day * DAY))
            start = stop
    return tuple(tuple(sorted(day)) for day in days)


def of_days(days: Iterable[Iterable[tuple[int, int]]]) -> Spans:
    """What ``by_day`` tells, back as minutes of the week, tidy. A ``to`` that is not after its
    ``from`` is on the next day."""
    return tidy(
        (day * DAY + start, day * DAY + (end if end > start else end + DAY))
        for day, spans in enumerate(days)
        for start, end in spans
    )


def known(zone: str) -> bool:
    """Whether the zone is known here."""
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return False
    return bool(zone)


def at(hours: Hours, now: int) -> Now:
    """How it stands at ``now`` (ms). A zone that is not known here counts as UTC."""
    zone = ZoneInfo(hours.zone) if known(hours.zone) else ZoneInfo("UTC")
    spans = minutes(hours.open)
    is_open = _open(spans, zone, now)
    if not spans or spans == ((0, WEEK),):
        return Now(is_open, None)
    later = (one for one in sorted(_edges(spans, zone, now)) if one > now)
    return Now(is_open, next((m for m in later if _open(spans, zone, m) != is_open), None))


def _open(spans: Spans, zone: ZoneInfo, now: int) -> bool:
    local = datetime.fromtimestamp(now / 1000, UTC).astimezone(zone)
    here = local.weekday() * DAY + local.hour * 60 + local.minute
    return any(start <= here < end for start, end in spans)


def _edges(spans: Spans, zone: ZoneInfo, now: int) -> Iterator[int]:
    """Every moment of the coming week at which it may open or close: where the wall clock shows an
    edge (twice, where it is set back), and where clocks may be set (on half hours of UTC)."""
    local = datetime.fromtimestamp(now / 1000, UTC).astimezone(zone).replace(tzinfo=None)
    monday = datetime.combine(local.date() - timedelta(days=local.weekday()), time.min)
    for week in (0, WEEK):
        for edge in {minute for span in spans for minute in span}:
            wall = (monday + timedelta(minutes=week + edge)).replace(tzinfo=zone)
            for fold in (0, 1):
                yield int(wall.replace(fold=fold).timestamp() * 1000)
    half = 30 * 60_000
    yield from range(now // half * half, now + 8 * DAY * 60_000, half)
