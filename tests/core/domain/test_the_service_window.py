"""The service window to the millisecond: when it opens, closes, and what the moment makes of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.window import CLOSING_MS, SERVICE_WINDOW_MS, Window, closes_at, window

HOUR = 3_600_000
WROTE = 1_763_465_700_000
END = WROTE + 24 * HOUR


def test_it_closes_24_hours_after_the_last_message() -> None:
    assert closes_at(WROTE) == END
    assert closes_at(None) is None


@pytest.mark.parametrize(
    ("said", "closes"),
    [
        (WROTE + HOUR, WROTE + HOUR),
        (WROTE, WROTE),
        (WROTE - 1, END),  # the client wrote after it: open again
        (END + HOUR, END),
        (None, END),
    ],
)
def test_the_channel_may_say_that_it_is_closed_before(said: int | None, closes: int) -> None:
    assert closes_at(WROTE, said) == closes


def test_what_was_never_open_is_not_closed_by_anything() -> None:
    assert closes_at(None, WROTE) is None


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (WROTE, "open"),
        (END - 2 * HOUR, "open"),
        (END - 2 * HOUR + 1, "closing"),
        (END - 1, "closing"),
        (END, "closed"),
        (END + HOUR, "closed"),
        (WROTE - HOUR, "open"),  # this machine's clock is behind the client's
    ],
)
def test_open_closing_closed(now: int, state: str) -> None:
    assert window(END, now) == Window(state, END)  # type: ignore[arg-type]


def test_who_never_wrote_has_a_closed_one_and_telegram_has_none() -> None:
    assert window(None, WROTE) == Window("closed", None)
    assert window(None, WROTE, exists=False) == window(END, WROTE, exists=False) == Window("none")


times = st.integers(0, 2**42)


@given(times, st.none() | times, times)
def test_free_text_is_never_for_longer_than_a_day(wrote: int, said: int | None, now: int) -> None:
    end = closes_at(wrote, said)
    assert end is not None
    assert wrote <= end <= wrote + SERVICE_WINDOW_MS
    state = window(end, now).state
    assert (state == "closed") == (now >= end)
    assert (state == "closing") == (0 < end - now < CLOSING_MS)
