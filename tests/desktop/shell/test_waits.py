"""How long a wait is, by the clock on the wall."""

import time
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.channels.telegram.problems import channel_error, flood_wait, sign_in_error
from core.domain.problems import Problem
from desktop.shell.sentences import tell, until_words


def at(text: str) -> int:
    """Ms of a moment on the wall here."""
    return int(datetime.fromisoformat(text).astimezone().timestamp() * 1000)


NOON = at("2026-03-03 12:00:30")


@pytest.mark.parametrize(
    ("until", "en", "ru"),
    [
        (NOON + 1, "1 s", "1 с"),
        (NOON - 5_000, "1 s", "1 с"),
        (NOON + 44_500, "45 s", "45 с"),
        (NOON + 59_999, "60 s", "60 с"),
        (NOON + 60_000, "until 12:02", "до 12:02"),
        (at("2026-03-03 14:35:00"), "until 14:35", "до 14:35"),
        (at("2026-03-03 14:34:01"), "until 14:35", "до 14:35"),
        (at("2026-03-04 00:00:00"), "until tomorrow, 00:00", "до завтра, 00:00"),
        (at("2026-03-04 09:10:00"), "until tomorrow, 09:10", "до завтра, 09:10"),
        (at("2026-03-07 09:10:00"), "until 7 March, 09:10", "до 7 марта, 09:10"),
    ],
)
def test_seconds_then_the_clock_then_the_day(until: int, en: str, ru: str) -> None:
    assert until_words("en", until, NOON) == en
    assert until_words("ru", until, NOON) == ru


@given(st.integers(0, 10**18), st.integers(0, 4 * 10**12), st.sampled_from(["ru", "en"]))
def test_whatever_is_asked_for_is_said(until: int, now: int, lang: str) -> None:
    assert until_words(lang, until, now)


@given(st.integers(60_000, 20 * 3600 * 1000), st.integers(0, 10**9).map(lambda n: NOON + n))
def test_nobody_comes_back_too_early(left: int, now: int) -> None:
    end = now + left
    clock = until_words("en", end, now)[-5:]
    shown = datetime.fromtimestamp(end / 1000).astimezone()
    early = shown.hour * 60 + shown.minute
    said = int(clock[:2]) * 60 + int(clock[3:])
    whole = end % 60_000 == 0
    assert said == (early if whole else (early + 1) % 1440)


def test_the_sentence_has_it_wherever_the_wait_comes_from() -> None:
    from telethon import errors

    now = time.time_ns() // 1_000_000
    flood = errors.FloodWaitError(None, capture=3 * 3600)
    for problem in (channel_error(flood).problem, sign_in_error(flood).problem,
                    flood_wait(3 * 3600, now)):  # fmt: skip
        clock = until_words("en", int(problem.params["until"]), now)
        assert tell("en", problem) == (
            f"Telegram asks to wait {clock}. Threadline goes on by itself."
        )
        assert clock in tell("en", problem, now)
    before = Problem("telegram-flood-wait", {"seconds": "77"})  # as it was kept by an older one
    assert "77 с" in tell("ru", before)
