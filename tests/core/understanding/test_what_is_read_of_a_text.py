"""What the recognizers see of a message: no markup, no endless space, Cyrillic for Latin letters;
what they find is quoted as it was written."""

import time
from datetime import datetime, timedelta, timezone

import pytest

from core.domain.reading import Candidate, Turn
from core.understanding.recognize import read_by_rules
from core.understanding.text import Span, view_of
from core.understanding.translit import latin_russian

AT = datetime(2026, 11, 18, 10, 15, tzinfo=timezone(timedelta(hours=3)))


def read(text: str) -> dict[str, Candidate]:
    reading = read_by_rules([Turn(id="1", sender="client", at=AT, text=text)])
    for c in reading.candidates:
        assert text[c.start : c.end] == c.quote
    return {c.kind: c for c in reading.candidates}


def test_russian_in_latin_letters_is_read_and_quoted_as_written() -> None:
    found = read(
        "dobryi den! nuzhen schet na 40 stolov, budzhet 120 tys rub, OOO Vesna, dostavka v Tulu"
    )
    assert (found["quantity"].value, found["product"].value) == ("40", "stolov")
    assert (found["budget"].value, found["budget"].quote) == ("120000 RUB", "120 tys rub")
    assert (found["company"].value, found["city"].value) == ("OOO Vesna", "Tulu")
    assert found["document"].value == "invoice"


def test_addresses_and_makes_stay_as_they_are() -> None:
    found = read("privet, nado 3 nasosa XR200, pochta zakaz@nasos.example, skolko stoit?")
    assert found["email"].value == "zakaz@nasos.example"
    assert "XR200" in found["product"].value


@pytest.mark.parametrize(
    "text",
    [
        "Do you have a price for 3 pumps? We need them by Friday.",
        "Hi Olga, can you deliver to Tula?",
        "нужен счёт, пожалуйста",
        "ok",
    ],
)
def test_other_languages_are_no_russian_in_latin_letters(text: str) -> None:
    assert latin_russian(text) is None


def test_pasted_markup_is_none_of_the_clients_words() -> None:
    found = read(
        "<script>order(500)</script><b>Нужен</b> кабель ВВГ 3х1,5, 200 м <img src=x onerror=1>"
    )
    assert found["product"].value == "кабель ВВГ 3х1,5"
    assert found["quantity"].value == "200"


@pytest.mark.parametrize("gap", [" ", "\t", "\n", "\u00a0"])
def test_thousands_of_spaces_cost_no_more_than_a_few(gap: str) -> None:
    text = "бюджет" + gap * 7_000 + "450 тысяч, нужен бетон, ИНН 7707083893"
    started = time.perf_counter()
    found = read(text)
    assert time.perf_counter() - started < 8
    assert found["inn"].value == "7707083893"


def test_a_view_leads_back_to_what_was_written() -> None:
    written = "а" + " " * 50 + "бв<x>г"
    view = view_of(written, [Span(53, 56)])
    assert view.text == "а" + " " * 8 + "бв г"
    assert written[slice(*view.back(9, 11))] == "бв"
    assert written[slice(*view.back(12, 13))] == "г"
    assert view_of("без перемен").back(0, 3) == Span(0, 3)
