"""Suggestions by rules: only where the deal says for sure what comes next."""

import pytest

from core.domain.deal import STEPS, deal
from core.domain.deal_view import Said
from core.domain.reading import Fact, Intent
from core.domain.suggest import SENTENCES, suggestions

NOW = 1_764_000_000_000


def fact(kind: str, value: str, at: int = NOW - 1000, confidence: float = 0.9) -> Fact:
    return Fact(
        id=f"{kind}{value}", kind=kind, value=value, quote=value, message="1", start=0, end=1,
        confidence=confidence, source="model", at=at,
    )  # fmt: skip


def suggested(tag: str, *facts: Fact, ours: bool = True) -> list[tuple[str, str]]:
    said = [Said(sender="us", at=NOW - 9000, text="Здравствуйте"),
            Said(sender="client", at=NOW - 1000, text="…")]  # fmt: skip
    if not ours:
        said.append(Said(sender="us", at=NOW, text="ответ"))
    made = deal([Intent(tag, 0.9)], facts, said, NOW)
    return [(s.sentence, s.what) for s in suggestions(made)]


def test_a_price_with_the_quantity_known_is_promised_and_the_next_thing_asked() -> None:
    got = suggested("price_request", fact("product", "панели"), fact("quantity", "800"))
    assert got == [("say-price", ""), ("ask", "deadline")]


def test_a_price_without_the_quantity_asks_for_it_alone() -> None:
    assert suggested("price_request", fact("product", "панели")) == [("ask", "quantity")]


def test_a_meeting_is_confirmed_when_its_time_is_known() -> None:
    at = "2099-11-24T15:00"
    assert ("say-confirm-meeting", "") in suggested("meeting", fact("meeting_at", at))
    assert ("say-confirm-meeting", "") not in suggested("meeting", fact("meeting_at", at[:10]))


def test_a_guess_is_nothing_to_build_on() -> None:
    got = suggested("price_request", fact("product", "панели"), fact("quantity", "8", NOW, 0.2))
    assert got == [("ask", "quantity")]


@pytest.mark.parametrize("tag", ["complaint", "objection", "support", "spam", "refusal"])
def test_what_a_person_has_to_judge_is_left_to_them(tag: str) -> None:
    assert suggested(tag, fact("product", "панели")) == []


def test_nothing_while_it_is_the_clients_move() -> None:
    facts = (fact("product", "панели"), fact("quantity", "800"))
    assert suggested("price_request", *facts, ours=False) == []


def test_every_step_gives_sentences_that_exist() -> None:
    from core.domain.deal import Deal

    for step in STEPS:
        made = Deal(stage="asking", step=step, ours=True, unknown=("city",),
                    next_about=(fact("meeting_at", "2099-01-01T10:00"), fact("city", "Тверь")),
                    about=(fact("product", "п"), fact("quantity", "1")))  # fmt: skip
        got = suggestions(made)
        assert len(got) <= 2
        assert all(one.sentence in SENTENCES for one in got)
