"""Opening hours as they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.business_hours import DAY, Spans, by_day, of_days
from desktop.viewmodels.hours_text import read, write, zones


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", ()),
        ("9-18", ((540, 1080),)),
        ("9:00–13:00, 14.30 - 18", ((540, 780), (870, 1080))),
        ("14:00-18:00 и 9:00-13:00", ((540, 780), (840, 1080))),
        ("с 9 до 18", None),
        ("9 до 18;", ((540, 1080),)),
        ("22:00–2:00", ((1320, 1560),)),
        ("0:00–24:00", ((0, DAY),)),
        ("24-25", None),
        ("9:75-18", None),
        ("девять", None),
        ("9-18 9", None),
    ],
)
def test_as_people_write_them(text: str, spans: Spans | None) -> None:
    assert read(text) == spans


@given(st.lists(st.tuples(st.integers(0, 7 * DAY), st.integers(1, 8 * DAY)), max_size=5))
def test_what_is_shown_can_be_kept_as_it_is(spans: list[tuple[int, int]]) -> None:
    typed = [read(write(day)) for day in by_day(spans)]
    assert all(day is not None for day in typed)
    assert of_days(day or () for day in typed) == of_days(by_day(spans))


def test_zones_are_there_to_choose_from() -> None:
    assert "Europe/Moscow" in zones()
    assert "Asia/Yekaterinburg" in zones()
