"""Which hit is better, what is lit of it, and what of a thread is shown."""

from hypothesis import given
from hypothesis import strategies as st

from core.search.found import Hit
from core.search.rank import SNIPPET, Term, grouped, placed, places, says_all, snippet, span
from core.search.terms import forms, tokens

NOW = 1_790_000_000_000
DAY = 86_400_000
PUMP = Term(("насос",), frozenset({"насос", "насоса", "насосы"}))
CABLE = Term(("кабель",), frozenset({"кабель", "кабеля"}))


def hit(thread: int, ago: int = 0) -> Hit:
    return Hit(group="message", thread=thread, name="", at=NOW - ago)


def best(*texts: tuple[str, int], terms: tuple[Term, ...] = (PUMP,)) -> list[int]:
    scored = [placed(hit(i, ago), terms, text, NOW) for i, (text, ago) in enumerate(texts)]
    return [one.thread for one in grouped(scored, 10)]


def test_the_word_as_typed_comes_before_its_other_forms() -> None:
    assert best(("есть насосы", 0), ("есть насос", DAY)) == [1, 0]


def test_the_newer_of_two_alike_comes_first() -> None:
    assert best(("насос", 9 * DAY), ("насос", DAY), ("насос", 0)) == [2, 1, 0]


def test_what_is_new_comes_before_what_fits_a_little_better_and_is_old() -> None:
    assert best(("насос", 400 * DAY), ("насосы", DAY)) == [1, 0]


def test_words_that_stand_together_come_first() -> None:
    apart = "насос " + "и так далее " * 12 + "кабель"
    assert best((apart, 0), ("насос, кабель", DAY), terms=(PUMP, CABLE)) == [1, 0]


def test_a_place_is_lit_with_what_stands_near_it() -> None:
    text = "Есть насос и кабель. " + "x " * 80 + "насос"
    found = places((PUMP, CABLE), tokens(text))
    start, end = span(found)
    assert text[start:end] == "насос и кабель"


def test_a_phrase_is_one_place_and_only_where_it_is_said() -> None:
    term = Term(("сколько", "стоит"))
    text = "Сколько это стоит? Сколько стоит?"
    assert [text[s:e] for s, e in places((term,), tokens(text))] == ["Сколько стоит"]
    assert says_all((term,), " ".join(forms(text)))
    assert not says_all((term,), "сколько это стоит")


WORDS = st.lists(st.sampled_from(["насос", "насосы", "кабель", "x", "\n", "слово", "Ё", "😀", "…"]))


@given(WORDS.map(" ".join), st.sampled_from([(PUMP,), (PUMP, CABLE), ()]))
def test_what_is_lit_in_a_snippet_is_what_was_found(text: str, terms: tuple[Term, ...]) -> None:
    found = places(terms, tokens(text))
    line, lit = snippet(text, found)
    assert len(line) <= SNIPPET + 3
    assert "\n" not in line
    assert bool(lit) == bool(found)
    for start, end in lit:
        assert forms(line[start:end])[0] in PUMP.forms | CABLE.forms


@given(WORDS.map(" ".join), st.sampled_from([(PUMP,), (PUMP, CABLE), ()]))
def test_a_text_says_all_words_where_each_has_a_place(text: str, terms: tuple[Term, ...]) -> None:
    each = all(places((term,), tokens(text)) for term in terms)
    assert says_all(terms, " ".join(forms(text))) == each
