"""Who is next."""

from hypothesis import given
from hypothesis import strategies as st

from core.domain.views import ThreadRow
from core.routing import most_urgent, urgency

NOW = 1_763_465_700_000
MINUTE = 60_000
HOUR = 60 * MINUTE


def row(ident: int, **more: object) -> ThreadRow:
    return ThreadRow(id=ident, name=str(ident), channels=(), **more)  # type: ignore[arg-type]


def order(*rows: ThreadRow) -> list[int]:
    return [row.id for row in most_urgent(rows, NOW)]


def test_a_closing_window_goes_before_who_waits_longer() -> None:
    closing = row(1, waiting_since=NOW - MINUTE, has_window=True, window_closes=NOW + HOUR)
    sooner = row(2, waiting_since=NOW, has_window=True, window_closes=NOW + MINUTE)
    waiting = row(3, waiting_since=NOW - 9 * HOUR)
    answered = row(4, has_window=True, window_closes=NOW + MINUTE)
    rest = row(5, last_at=NOW)
    assert order(rest, answered, waiting, closing, sooner) == [2, 1, 3, 4, 5]


def test_a_window_that_is_closed_or_wide_open_is_no_hurry() -> None:
    closed = row(1, waiting_since=NOW - HOUR, has_window=True, window_closes=NOW - 1)
    wide = row(2, waiting_since=NOW - 2 * HOUR, has_window=True, window_closes=NOW + 20 * HOUR)
    assert order(closed, wide) == [2, 1]


def test_money_decides_between_those_who_wait_about_as_long() -> None:
    poor = row(1, waiting_since=NOW - 9 * MINUTE, budget="10000 RUB")
    rich = row(2, waiting_since=NOW - 5 * MINUTE, budget="20000 USD")
    longest = row(3, waiting_since=NOW - 40 * MINUTE)
    assert order(poor, rich, longest) == [3, 2, 1]


def test_spam_is_last_however_long_it_waits() -> None:
    spam = row(1, waiting_since=NOW - 99 * HOUR, queue="spam", budget="1000000 USD")
    assert order(spam, row(2)) == [2, 1]


@given(
    st.lists(
        st.builds(
            row,
            st.integers(1, 9),
            waiting_since=st.none() | st.integers(0, 2 * NOW),
            has_window=st.booleans(),
            window_closes=st.none() | st.integers(0, 2 * NOW),
            budget=st.sampled_from(["", "1 RUB", "junk", "nan RUB", "9 USD"]),
            queue=st.sampled_from(["", "spam"]),
        )
    )
)
def test_any_rows_can_be_sorted(rows: list[ThreadRow]) -> None:
    keys = [urgency(row, NOW) for row in most_urgent(rows, NOW)]
    assert keys == sorted(keys)
