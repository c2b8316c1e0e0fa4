"""Opening hours: any spans, over nights, over the week's end, over days on which clocks change."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from core.domain.business import Hours
from core.domain.business_hours import DAY, WEEK, Now, at, by_day, minutes, of_days, tidy

HOUR = 3600_000
SPANS = st.lists(
    st.tuples(st.integers(-5, WEEK + 5), st.integers(-5, 8 * DAY + 5)), max_size=6
).map(tuple)
ZONES = st.sampled_from(["Europe/Berlin", "Europe/Moscow", "America/New_York", "Asia/Kathmandu"])
OFFICE = Hours(zone="Europe/Moscow", open=tuple((d * DAY + 540, d * DAY + 1080) for d in range(5)))


def _open(spans: tuple[tuple[int, int], ...]) -> int:
    """The open minutes of a week, a bit each."""
    found = 0
    for start, end in spans:
        if 0 <= start <= WEEK and start < end <= 8 * DAY:
            found |= ((1 << (end - start)) - 1) << start
    while found >> WEEK:
        found = (found & ((1 << WEEK) - 1)) | found >> WEEK
    return found


def _ms(*when: int, zone: str = "Europe/Moscow", fold: int = 0) -> int:
    year, month, day, hour, minute = when
    moment = datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone), fold=fold)
    return int(moment.timestamp() * 1000)


@given(SPANS)
def test_whatever_is_told_the_same_minutes_stay_open(spans: tuple[tuple[int, int], ...]) -> None:
    assert _open(minutes(spans)) == _open(spans)
    assert _open(tidy(spans)) == _open(spans)
    assert _open(of_days(by_day(spans))) == _open(spans)


@given(SPANS)
def test_what_is_sent_is_as_telegram_asks_for_it(spans: tuple[tuple[int, int], ...]) -> None:
    sent = tidy(spans)
    assert list(sent) == sorted(sent)
    for start, end in sent:
        assert 0 <= start < WEEK
        assert start < end <= 8 * DAY
        assert end - start <= WEEK
    for (_, end), (start, _) in pairwise(sent):
        assert end < start
    assert tidy(sent) == sent


@given(SPANS, ZONES, st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)))
def test_it_changes_when_it_is_said_and_not_before(
    spans: tuple[tuple[int, int], ...], zone: str, when: datetime
) -> None:
    hours, now = Hours(zone=zone, open=spans), int(when.replace(tzinfo=UTC).timestamp() * 1000)
    told, wall = at(hours, now), when.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    open_ = _open(spans)
    assert told.open == bool(open_ >> (wall.weekday() * DAY + wall.hour * 60 + wall.minute) & 1)
    if open_ in (0, (1 << WEEK) - 1):
        assert told.changes is None
        return
    assert told.changes is not None
    assert now < told.changes <= now + 8 * DAY * 60_000
    assert at(hours, told.changes).open != told.open
    assert at(hours, told.changes - 1).open == told.open


def test_nights_and_the_end_of_the_week() -> None:
    sunday, monday = 6 * DAY, 0
    bar = ((sunday + 21 * 60, WEEK + 4 * 60),)
    assert by_day(bar)[6] == ((21 * 60, 28 * 60),)
    assert minutes(bar) == ((monday, 240), (sunday + 1260, WEEK))
    assert tidy(((sunday + 960, WEEK + 60), (60, 180))) == ((sunday + 960, WEEK + 180),)
    # too long for one interval: two, one at the week's end and one at its beginning
    thursday = 3 * DAY + 180
    assert tidy(((sunday + 960, WEEK + 60), (30, thursday))) == (
        (0, thursday), (sunday + 960, WEEK),
    )  # fmt: skip
    assert by_day(((0, WEEK),)) == (((0, DAY),),) * 7
    assert of_days([[(1320, 120)]] + [[]] * 6) == ((1320, DAY + 120),)


def test_the_office() -> None:
    friday = _ms(2026, 11, 27, 17, 59)
    assert at(OFFICE, friday) == Now(True, _ms(2026, 11, 27, 18, 0))
    assert at(OFFICE, friday + HOUR) == Now(False, _ms(2026, 11, 30, 9, 0))
    assert at(Hours(zone="Nowhere/Here", open=OFFICE.open), _ms(2026, 11, 30, 12, 0)).open


def test_clocks_that_are_set() -> None:
    night = Hours(zone="Europe/Berlin", open=((6 * DAY + 150, 6 * DAY + 210),))  # Sunday 2:30-3:30
    spring = _ms(2026, 3, 29, 1, 0, zone="Europe/Berlin")
    assert at(night, spring) == Now(False, spring + HOUR)  # 2:00 is 3:00, and it is open
    assert at(night, spring + HOUR) == Now(True, spring + HOUR + HOUR // 2)
    autumn = _ms(2026, 10, 25, 2, 30, zone="Europe/Berlin")  # 2:30 comes twice
    assert at(night, autumn - 1) == Now(False, autumn)
    assert at(night, autumn) == Now(True, autumn + HOUR // 2)
    again = _ms(2026, 10, 25, 2, 30, zone="Europe/Berlin", fold=1)
    assert at(night, autumn + HOUR // 2) == Now(False, again)
    assert again - autumn == timedelta(hours=1).total_seconds() * 1000
