"""What is typed: any text is a query, and a query can be typed again."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.search import typos
from core.search.query import Part, Query, parse, value, with_filter, without
from core.search.terms import fold, forms, lemmas, tokens
from core.search.values import VALUES, days, money

PIECES = st.one_of(
    st.text(max_size=12),
    st.sampled_from([
        "from:", "от:", "budget>300k", "бюджет<=1,5млн", 'from:"Ирина', "«", "»", '"', "has:pdf",
        "есть:голос", "срок:завтра", "deadline>=2026-12-05", "до:5.12", "is:unread", "queue:", ":",
        ">", "насос", " ", "\n", "has:nonsense", "foo:bar", "after:29.2", "бюджет>много", "=",
        'x:"y z"', "«a b", '"светодиодные панели"', "\x00", "\ud800", "ﬁ", "İ",
    ]),
)  # fmt: skip


@given(st.lists(PIECES, max_size=8).map("".join))
@example('from:"a')
@example('от:«a" b')
@example('x:"a b')
@example('"a«b"')
def test_any_text_is_a_query_that_can_be_typed_again(text: str) -> None:
    query = parse(text)
    assert parse(str(query)) == query
    for part in query.parts:
        assert part.kind != "filter" or value(part) is not None
    forms(text)


@given(st.lists(PIECES, max_size=6).map("".join), st.sampled_from(sorted(VALUES)))
def test_taking_a_filter_and_giving_it_back_never_fails(text: str, name: str) -> None:
    query = parse(text)
    parse(with_filter(query, f"{name}:", "Ирина Ковалёва"))
    for part in query.filters:
        assert len(parse(without(query, part)).filters) <= len(query.filters)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("насос кабель", [("word", "насос", "", ""), ("word", "кабель", "", "")]),
        ('"светодиодные панели"', [("phrase", "светодиодные панели", "", "")]),
        ("«два слова» x", [("phrase", "два слова", "", ""), ("word", "x", "", "")]),
        ("from:Anna ", [("filter", "Anna", "from", "=")]),
        ('ОТ:"Ирина Ковалёва" кп',
         [("filter", "Ирина Ковалёва", "from", "="), ("word", "кп", "", "")]),
        ("budget>300k", [("filter", "300k", "budget", ">")]),
        ("бюджет<=1,5млн", [("filter", "1,5млн", "budget", "<=")]),
        ("срок:завтра", [("filter", "завтра", "deadline", "=")]),
        ("has:pdf x", [("filter", "pdf", "has", "="), ("word", "x", "", "")]),
        ("has:nonsense x", [("word", "has:nonsense", "", ""), ("word", "x", "", "")]),
        ("бюджет>много x", [("word", "бюджет>много", "", ""), ("word", "x", "", "")]),
        ("from>Anna x", [("word", "from>Anna", "", ""), ("word", "x", "", "")]),
        ("http://a.b/c", [("word", "http://a.b/c", "", "")]),
        ("от:", [("begun", "", "from", "=")]),
        ("has:pd", [("begun", "pd", "has", "=")]),
        ('от:"Ири', [("begun", "Ири", "from", "=")]),
        ("", []),
        ('""', []),
    ],
)  # fmt: skip
def test_what_is_typed_is_taken_as(typed: str, parts: list[tuple[str, ...]]) -> None:
    assert [tuple(part)[:4] for part in parse(typed).parts] == parts


def test_the_last_word_is_a_beginning_until_a_space_follows() -> None:
    assert parse("насос каб").open
    assert not parse("насос кабель ").open
    assert parse("from:Ири").open
    assert not parse('from:"Ирина"').open


def test_a_filter_takes_the_place_of_what_was_its_beginning() -> None:
    assert with_filter(parse("кп от:Ири"), "от:", "Ирина Ковалёва") == 'кп от:"Ирина Ковалёва" '
    assert with_filter(parse("кп оч"), "очередь:", "") == "кп очередь:"
    query = parse("кп has:pdf от:Ирина")
    assert without(query, query.filters[0]) == "кп от:Ирина"


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("300k", "300000"), ("300к", "300000"), ("1,5млн", "1500000"), ("1.5m", "1500000"),
     ("300 тыс", "300000"), ("300 000", "300000"), ("$5k", "5000 USD"), ("5к€", "5000 EUR"),
     ("₽100", "100"), ("много", None), ("12x", None), ("", None), ("k", None)],
)  # fmt: skip
def test_amounts(typed: str, amount: str | None) -> None:
    assert money(typed) == amount


def test_days() -> None:
    today = date(2026, 11, 27)
    assert days("завтра", today) == (date(2026, 11, 28), date(2026, 11, 29))
    assert days("2026-12", today) == (date(2026, 12, 1), date(2027, 1, 1))
    assert days("5.12", today) == (date(2026, 12, 5), date(2026, 12, 6))
    assert days("05.12.25", today) == (date(2025, 12, 5), date(2025, 12, 6))
    assert days("31.02", today) is None
    assert days("9999-12-31", today) is None
    assert days("0000", today) is None


@given(st.text())
def test_words_stand_where_they_are_said_to(text: str) -> None:
    for token in tokens(text):
        assert fold(text[token.start : token.end]) == token.form


def test_words_are_folded_and_parted() -> None:
    assert forms("Ёлки 500шт Café 600×600 йод СЧЁТ") == [
        "елки", "500", "шт", "cafe", "600", "600", "йод", "счет",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "said",
    ["насос насоса насосу насосы насосов насосами", "прислать пришлите пришлю прислали",
     "договор договору договоры", "ирина ирине ирину", "елка елки", "delivery deliveries",
     "pump pumps", "deliver delivered delivering delivers", "price prices pricing"],
)  # fmt: skip
def test_forms_of_a_word_have_a_dictionary_form_in_common(said: str) -> None:
    one, *others = (set(lemmas(form)) for form in said.split())
    assert all(one & other for other in others)


@given(st.text("абвгдежз", min_size=4, max_size=8), st.data())
def test_one_slip_away_is_found_either_way(word: str, data: st.DataObject) -> None:
    other = data.draw(st.sampled_from(sorted(typos.once(word))))
    assert typos.slips(word, other) == 1
    assert typos.slips(other, word) == 1
    assert len(other) < typos.SHORTEST or word in typos.once(other)


def test_parts_and_queries_are_values() -> None:
    assert Query((Part("word", "x"),), True) == parse("x")
    assert parse("x").filters == ()
