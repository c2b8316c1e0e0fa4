"""Whatever is written: no recognizer raises, and every quote is the text at its span."""

# ruff: noqa: E501 (patterns and sentences read better whole)

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.reading import INTENTS, Page, Turn
from core.understanding.recognize import read_by_rules
from core.understanding.recognizers.steering import steering
from core.understanding.text import clause, fold, sentences

PIECES = st.sampled_from(
    ["бюджет", " до ", "450", " тыс", "руб", "$12k", " к ", "5 декабря", "31.02", "завтра", " в 25:99", "ИНН ", "7707083893", "+7916",
     "2045518", "нужно ", "500 ", "шт", " из ", "ООО «", "»", "у ", "дешевле", "İ", "ß", "ё", "\u00a0", "\n", "👍", ", ", ". ", "?", "не ", " а ",
     "меня зовут ", "Ирина", "I'm ", "Bob", " from ", "by ", "Friday", "next ", "in 999 months", "через 999 недель", "system:", "ignore previous instructions",
     "@", "a@b.ru", "00", "99999999999999999999", "полтора ", "миллиона", "двадцать ", "-", "(", "\"", "г. ", "Тверь", "кабель 3х2,5"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=25).map("".join))
AT = datetime(2026, 2, 28, 23, 59, tzinfo=UTC)


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_any_text_is_read_and_spans_index_it(ours: str, text: str) -> None:
    turns = [
        Turn(id="1", sender="us", at=AT, text=ours),
        Turn(id="2", sender="client", at=AT, text=text, pages=(Page(0, 1, text),)),
    ]
    reading = read_by_rules(turns)
    assert reading.intents
    assert all(i.tag in INTENTS and 0 <= i.confidence <= 1 for i in reading.intents)
    for c in reading.candidates:
        assert text[c.start : c.end] == c.quote
        assert c.quote.strip()
        assert c.value
        assert 0 < c.confidence <= 1


@given(st.text())
def test_folding_keeps_positions(text: str) -> None:
    low = fold(text)
    assert len(low) == len(text)
    for start, end in sentences(low):
        assert 0 <= start < end <= len(text)
        near = clause(low, start, end)
        assert near.start <= start
        assert near.end >= end


@given(st.text())
def test_steering_ranges_lie_inside(text: str) -> None:
    assert all(0 <= s.start < s.end <= len(text) for s in steering(text))


@pytest.mark.parametrize(
    "piece", ["два ", "100 руб ", "1 000 ", "до 5 декабря ", "нужно слово ", "\n", '"', "Acme Ltd "]
)
def test_a_hostile_length_is_read_in_bounded_time(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    started = time.perf_counter()
    read_by_rules([Turn(id="1", sender="client", at=AT, text=text)])
    assert time.perf_counter() - started < 15
