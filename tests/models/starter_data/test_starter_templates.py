"""The corpus language: alternatives, slots, marks, and what noise may not break."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.starter.corrupt import typed
from models.starter.entities import fill_ru
from models.starter.mix import INTENTS, book
from models.starter.names import inn
from models.starter.templates import Piece, parse, render, text_of


def rendered(source: str, seed: int = 1) -> list[Piece]:
    return render(parse(source), random.Random(seed), fill_ru, {})


def test_alternatives_are_all_reached() -> None:
    assert {text_of(rendered("<раз|два|>!", seed)) for seed in range(40)} == {"раз!", "два!", "!"}


def test_a_mark_names_its_kind_and_value() -> None:
    assert rendered("[yes|берём]") == [Piece("берём", "decision", "yes")]
    assert rendered("[invoice|счёт]") == [Piece("счёт", "document", "invoice")]


def test_a_slot_is_a_fact_unless_it_says_not() -> None:
    assert [piece.kind for piece in rendered("в {city:acc}")] == [None, "city"]
    assert {piece.kind for piece in rendered("в {~city:acc}")} == {None}


def test_a_tag_binds_the_same_entity() -> None:
    pieces = rendered("{city#a} {city#a}")
    assert pieces[0].text == pieces[2].text


@pytest.mark.parametrize("source", ["<a|b", "[yes|да", "a ] b", "[nokind|x]", "{city"])
def test_a_malformed_template_is_an_error(source: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(source)


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_line_of_the_corpus_renders(lang: str) -> None:
    made = book(lang)
    for intent in INTENTS:
        for group in (made.alone, made.asked, made.rich):
            for line in group[intent]:
                for seed in range(3):
                    assert text_of(made.render(random.Random(seed), line.turn)).strip()
                    assert set(line.intents) <= set(INTENTS)


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_intent_is_written_many_ways(lang: str) -> None:
    made = book(lang)
    least = {"ru": 60, "en": 40}[lang]
    assert all(len(made.alone[intent]) >= least for intent in INTENTS)


@given(st.integers(0, 10_000), st.sampled_from(["ru", "en"]))
def test_noise_keeps_facts_whole_pieces(seed: int, lang: str) -> None:
    clean = [Piece("нужно "), Piece("20 штук", "quantity"), Piece(" до "), Piece("Казани", "city")]
    noisy = typed(random.Random(seed), clean, lang)
    assert [piece.kind for piece in noisy if piece.kind] == ["quantity", "city"]
    assert "20" in next(piece.text for piece in noisy if piece.kind == "quantity")


@given(st.integers(0, 10_000))
def test_a_made_up_tax_number_passes_its_check(seed: int) -> None:
    from stdnum.ru import inn as checked

    assert checked.is_valid(inn(random.Random(seed)))
