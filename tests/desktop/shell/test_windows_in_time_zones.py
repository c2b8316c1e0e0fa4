"""Windows are 24 hours wherever the operator is and whatever clocks do there; shown is local."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.window import closes_at, window
from desktop.shell import formats
from desktop.shell.i18n import I18n
from desktop.ui.list_words import ahead

HOUR = 3_600_000
pytestmark = pytest.mark.skipif(not hasattr(time, "tzset"), reason="the platform sets no zone")


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    def put(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield put
    monkeypatch.undo()
    time.tzset()


def ms(*when: int) -> int:
    return int(datetime(*when, tzinfo=UTC).timestamp() * 1000)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("name", "wrote", "shown"),
    [
        ("Europe/Berlin", (2026, 10, 24, 12, 0), "завтра 13:00"),  # the night has 25 hours
        ("Europe/Berlin", (2027, 3, 27, 12, 0), "завтра 14:00"),  # and this one 23
        ("Europe/Moscow", (2026, 10, 24, 12, 0), "завтра 15:00"),
        ("America/New_York", (2026, 10, 31, 20, 0), "завтра 15:00"),
        ("Asia/Kolkata", (2026, 10, 24, 12, 0), "завтра 17:30"),
    ],
)
def test_the_end_is_shown_by_the_local_clock(
    zone: Callable[[str], None], name: str, wrote: tuple[int, ...], shown: str
) -> None:
    zone(name)
    at = ms(*wrote)
    end = closes_at(at)
    assert end == at + 24 * HOUR
    assert ahead(I18n("ru"), end, at) == shown
    assert formats.countdown(I18n("ru"), end - (end - 61_000)) == "1:01"


@given(
    st.sampled_from(["Europe/Berlin", "Pacific/Apia", "Australia/Lord_Howe", "UTC"]),
    st.integers(ms(2026, 1, 1), ms(2027, 12, 31)),
    st.integers(0, 25 * HOUR),
)
def test_what_is_left_is_the_same_everywhere_to_the_second(
    name: str, wrote: int, later: int
) -> None:
    before = time.tzname
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", name)
        time.tzset()
        found = window(closes_at(wrote), wrote + later)
        shown = formats.local(found.closes_at or 0)
    time.tzset()
    assert time.tzname == before
    assert (found.state == "closed") == (later >= 24 * HOUR)
    assert int(shown.timestamp() * 1000) == (wrote + 24 * HOUR) // 1000 * 1000 + (wrote % 1000)
