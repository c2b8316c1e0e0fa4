"""A machine clock that is off is put right by what servers say, and never too early."""

from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.window import window
from core.support.clock import OFF_MS, Clock, Skew, counter

TRUE = 1_795_000_000_000
HOUR = 3_600_000
DAY = 24 * HOUR


class World:
    """True time, a counter, and a machine clock that is ``behind`` the truth."""

    def __init__(self, behind: int = 0) -> None:
        self.true, self.behind = TRUE, behind
        self.clock = Clock(lambda: self.true - self.behind, lambda: self.true - TRUE)

    def call(self, there: int, back: int) -> None:
        """One call of Graph."""
        sent = self.clock.count()
        self.true += there
        date = formatdate(self.true // 1000, usegmt=True)
        self.true += back
        self.clock.answered(sent, date)


@given(
    behind=st.integers(-400 * DAY, 400 * DAY),
    calls=st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900), st.integers(0, HOUR)),
                   min_size=1, max_size=8),
)  # fmt: skip
def test_after_a_call_the_time_is_right_to_two_seconds(
    behind: int, calls: list[tuple[int, int, int]]
) -> None:
    world = World(behind)
    for there, back, between in calls:
        world.true += between
        world.call(there, back)
    told = world.clock.now()
    assert abs(told - world.true) <= 999 + 1800
    if abs(behind) > 2800:
        assert told >= world.true, "a window that has closed never looks open"
    assert world.clock.behind_ms == pytest.approx(behind, abs=2800)
    assert world.clock.off == (abs(world.clock.behind_ms or 0) > OFF_MS)


@given(there=st.integers(0, 9000), back=st.integers(0, 9000), at=st.integers(0, 5000))
def test_a_clock_that_is_right_is_left_alone(there: int, back: int, at: int) -> None:
    world = World()
    world.true += at
    world.call(there, back)
    assert world.clock.now() == world.true
    assert world.clock.behind_ms == 0


@given(behind=st.integers(-DAY, DAY), late=st.lists(st.integers(0, 3 * DAY), min_size=1))
def test_messages_say_that_it_is_no_earlier(behind: int, late: list[int]) -> None:
    world = World(behind)
    for one in late:
        world.clock.arrived(world.true - one)
    assert world.clock.now() == max(world.true - behind, world.true - min(late))
    assert world.clock.now() <= max(world.true, world.true - behind)


def test_nothing_is_known_before_anything_was_seen() -> None:
    world = World(3 * HOUR)
    assert world.clock.behind_ms is None
    assert not world.clock.off
    assert world.clock.now() == world.true - 3 * HOUR


@pytest.mark.parametrize("behind", [-3 * HOUR, 3 * HOUR])
def test_setting_the_clock_ends_it_at_once(behind: int) -> None:
    world = World(behind)
    world.call(100, 100)
    assert world.clock.off
    world.behind = 0
    assert not world.clock.off
    assert world.clock.now() == world.true
    world.behind = behind  # and setting it wrong is seen without another call
    assert world.clock.off
    assert abs(world.clock.now() - world.true) <= 1200


def test_old_evidence_is_forgotten() -> None:
    world = World(HOUR)
    world.call(10, 10)
    world.true += 13 * HOUR
    assert world.clock.behind_ms is None


def test_newer_answers_go_before_older_ones_and_before_messages() -> None:
    skew = Skew()
    skew.answered(0, 10, TRUE)
    skew.answered(1000, 1010, TRUE + DAY)  # the server was wrong before
    skew.arrived(1020, TRUE, TRUE + DAY + HOUR)
    low, high = skew.bounds(1020)
    assert low is not None
    assert high is not None
    assert abs(low - (TRUE + DAY)) <= 1020
    assert high - low <= 1100


def test_a_broken_date_says_nothing() -> None:
    world = World()
    for date in ("", "yesterday", "Mon, 99 Xxx 2026"):
        world.clock.answered(0, date)
    world.clock.arrived(world.true + 900 * DAY)
    assert world.clock.behind_ms is None
    assert world.clock.now() == world.true


def test_what_telegram_measured_counts_too() -> None:
    world = World(2 * HOUR)
    world.clock.told_behind(2 * HOUR, 2000)
    assert world.clock.now() == world.true + 2000
    assert world.clock.off


def test_the_machines_own() -> None:
    assert counter() <= counter()
    assert Clock().behind_ms is None


@given(
    behind=st.integers(-3 * DAY, 3 * DAY),
    there=st.integers(0, 900), back=st.integers(0, 900),
    left=st.integers(-2 * DAY, 2 * DAY),
)  # fmt: skip
def test_no_closed_window_looks_open_and_an_open_one_closes_seconds_early_at_most(
    behind: int, there: int, back: int, left: int
) -> None:
    world = World(behind)
    world.call(there, back)
    closes = world.true + left
    shown = window(closes, world.clock.now()).state
    if abs(behind) > 2800:
        assert shown == "closed" or left > 0
    assert shown != "closed" or left <= 2800


def test_that_it_is_off_or_right_again_is_told_once() -> None:
    world, told = World(HOUR), []
    world.clock = Clock(
        lambda: world.true - world.behind,
        lambda: world.true - TRUE,
        lambda: told.append(world.clock.off),
    )
    for behind in (HOUR, HOUR, 0, 0, -HOUR):
        world.behind = behind
        world.call(10, 10)
    assert told == [True, False, True]
