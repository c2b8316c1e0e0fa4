"""What counts as right when a reading is compared with gold."""

import pytest

from core.domain.reading import Fact, Intent
from core.understanding.scoring import Calibration, GoldFact, Score, same


def fact(kind: str, value: str, quote: str = "", confidence: float = 0.9) -> Fact:
    return Fact(
        id="1", kind=kind, value=value, quote=quote or value, message="0", start=0,
        end=len(quote or value), confidence=confidence, source="rule", at=0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "said", "wanted", "right"),
    [
        ("company", "ООО «Вектор»", "Вектор", True),
        ("company", "ООО «Вектор»", "Век", False),
        ("person", "Пётр Лемех", "петр лемех", True),
        ("product", "профнастил С8 вишня", "профнастил С8", True),
        ("product", "насос", "насос К 80-50-200 с двигателем", False),
        ("budget", "380000 RUB", "380000 USD", False),
        ("quantity", "12.0", "12", True),
        ("quantity", "много", "12", False),
    ],
)
def test_values_are_compared_by_kind(kind: str, said: str, wanted: str, right: bool) -> None:
    assert same(kind, said, wanted) is right


def test_a_primary_intent_is_right_or_wrong_and_costs_both_tags() -> None:
    score = Score()
    score.turn((Intent("order", 0.9), Intent("payment", 0.8)), ("order", "payment"), 1)
    score.turn((Intent("payment", 0.7),), ("order",), 1)
    score.turn((), ("spam",), 1)
    assert (score.turns, score.primary) == (3, 1)
    assert score.tags["order"].recall == 0.5
    assert score.tags["payment"].precision == 0.0
    assert score.confusions["order", "payment"] == 1
    assert score.macro_f1 == pytest.approx((2 / 3 + 0) / 2)


def test_facts_are_matched_once_each_and_quotes_must_be_there() -> None:
    score = Score()
    said = [fact("quantity", "5"), fact("quantity", "5"), fact("city", "Пермь")]
    score.thread(said, [GoldFact(kind="quantity", value="5")], {"0": "5 и Пермь"})
    both = score.all_facts
    assert (both.right, both.said, both.wanted) == (1, 3, 1)
    assert score.untrue == 1, "the city's quote is not at its span"


def test_confidence_that_means_something_has_no_calibration_error() -> None:
    honest, boastful = Calibration(), Calibration()
    for number in range(100):
        honest.add(0.75, number < 75)
        boastful.add(0.95, number < 50)
    assert honest.error == pytest.approx(0.0)
    assert boastful.error == pytest.approx(0.45)
