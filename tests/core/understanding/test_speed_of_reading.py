"""Reading costs what the text is long, whatever it holds."""

import time
from datetime import UTC, datetime

import pytest

from core.domain.reading import Turn
from core.understanding.context import context_of, passage
from core.understanding.recognizers.when import deadlines
from core.understanding.text import Span, around, fold, sentences

AT = datetime(2026, 2, 28, 12, 0, tzinfo=UTC)


def _seconds(text: str) -> float:
    place = passage(text, context_of([Turn(id="1", sender="client", at=AT, text=text)]))
    started = time.perf_counter()
    deadlines(place, [])
    return time.perf_counter() - started


@pytest.mark.parametrize("piece", ["до 5 декабря ", "by 5 December. ", "нужно к 5.12, "])
def test_a_timetable_of_days_is_read_in_a_moment(piece: str) -> None:
    assert _seconds(piece * (8_000 // len(piece))) < 2


def test_the_sentence_around_a_place_is_the_first_that_overlaps_it() -> None:
    spans = sentences(fold("Раз. Два! Три?"))
    assert around(spans, 5, 7) == Span(5, 9)
    assert around(spans, 2, 12) == Span(0, 4)
    assert around(spans, 4, 5) == Span(4, 5)
    assert around([], 1, 2) == Span(1, 2)
