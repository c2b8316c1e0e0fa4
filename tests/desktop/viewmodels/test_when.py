"""What is typed as a date, and what is offered."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.viewmodels.when import days, parse, presets

NOW = datetime(2026, 11, 23, 11, 15)  # a Monday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("завтра", "11-24 09:00"), ("завтра в 14", "11-24 14:00"), ("Завтра 14:30", "11-24 14:30"),
        ("послезавтра к 10", "11-25 10:00"), ("пт", "11-27 09:00"),
        ("в пятницу в 15:00", "11-27 15:00"),
        ("понедельник", "11-30 09:00"), ("через час", "11-23 12:15"),
        ("через 2 часа", "11-23 13:15"), ("через 20 минут", "11-23 11:35"),
        ("через неделю", "11-30 09:00"), ("через 3 дня 18:00", "11-26 18:00"),
        ("5.12", "12-05 09:00"), ("05.12.2026 10:30", "12-05 10:30"), ("5 дек", "12-05 09:00"),
        ("5 декабря в 12", "12-05 12:00"), ("18:00", "11-23 18:00"), ("сегодня", "11-23 18:00"),
        ("в 17", "11-23 17:00"), ("вечером", "11-23 18:00"),
        ("tomorrow", "11-24 09:00"), ("tomorrow at 2pm", "11-24 14:00"),
        ("fri 15:00", "11-27 15:00"),
        ("in an hour", "11-23 12:15"), ("in 3 days", "11-26 09:00"), ("in 2 weeks", "12-07 09:00"),
        ("dec 5", "12-05 09:00"), ("Dec 5, 2026 10:00", "12-05 10:00"),
        ("5 December", "12-05 09:00"),
        ("2026-12-05", "12-05 09:00"), ("tonight", "11-23 18:00"), ("9:00", "11-24 09:00"),
        ("3pm", "11-23 15:00"),
    ],
)  # fmt: skip
def test_a_typed_day_is_understood(text: str, day: str) -> None:
    assert parse(text, NOW) == datetime.strptime(f"2026-{day}", "%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    "text",
    ["", "скоро", "насос 20 шт", "32.12", "вчера", "25:00", "01.01.2020", "15:99", "call 5:00 abc"],
)
def test_what_is_unclear_or_past_is_none(text: str) -> None:
    assert parse(text, NOW) is None


def test_a_day_that_has_passed_is_the_next_year() -> None:
    assert parse("5.11", NOW) == datetime(2027, 11, 5, 9, 0)


@given(st.text(max_size=40), st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)))
def test_whatever_is_typed_is_ahead_or_nothing(text: str, now: datetime) -> None:
    found = parse(text, now)
    assert found is None or found > now


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)))
def test_what_is_offered_is_ahead_in_order_and_no_two_are_the_same(now: datetime) -> None:
    moments = [at for _, at in presets(now)]
    assert moments == sorted(set(moments))
    assert all(now < at <= now + timedelta(days=8) for at in moments)
    assert all(now < at for at in days(now))
