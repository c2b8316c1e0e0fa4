"""Which sums are what the client will or may spend."""

# ruff: noqa: E501 (sentences read better whole)

import pytest

from core.domain.reading import ModelFact, ModelReading
from core.understanding.held import held

TOTAL = ["u Итого выходит 214 000 ₽."]
TOTAL_EN = ["u Total comes to €8,900."]

OWN = [
    ([], "Сумма не должна превысить 99 тысяч, иначе тендер", ["99000 RUB"]),
    ([], "нужен квадрокоптер, до полумиллиона", ["500000 RUB"]),
    ([], "Какой станок посоветуете? бюджет скромный, тысяч 60-65", ["65000 RUB"]),
    ([], "подарок коллеге, тысяч на пять", ["5000 RUB"]),
    ([], "Board signed off 85,000 EUR for the whole line", ["85000 EUR"]),
    ([], "raise a PO for 4,200 EUR, we'll pay on receipt", ["4200 EUR"]),
    ([], "the trustees have allowed us 9000", ["9000 USD"]),
    (["u Какая сумма комфортна?"], "до ста пятидесяти", ["150000 RUB"]),
    (["u Сориентируйте по бюджету?"], "смотря что предложите, но полмиллиона точно есть", ["500000 RUB"]),
    (TOTAL, "ух. у нас только 180 есть", ["180000 RUB"]),
    (TOTAL, "если 200, то прямо сейчас оплачиваю", ["200000 RUB"]),
    (TOTAL, "дорого. 190 и забираем сегодня", ["190000 RUB"]),
    (["u 38 000 за комплект, 2 комплекта 76 000."], "за два 70 дадим", ["70000 RUB"]),
    (TOTAL_EN, "we only have 8 approved", ["8000 EUR"]),
    (TOTAL_EN, "hmm. 8.5 and I'll sign tonight", ["8500 EUR"]),
    (["u That's £320 each, £6,400 in total."], "Could you do it for 5,800? We'd sign today", ["5800 GBP"]),
    (["u G'day! A$520 a month."], "keep it at 450 and I'd move", ["450 AUD"]),
    (["u 85 EUR and it's yours."], "hmm ok 85. coming by on Sunday", ["85 EUR"]),
]  # fmt: skip
ANOTHERS = [
    (TOTAL, "скиньте 14 и договорились"),
    (TOTAL, "214 за такое? нет уж"),
    (TOTAL, "возьму 200 штук"),
    (TOTAL, "у соседа за 190 делают"),
    (TOTAL_EN, "knock off 400 and it's a deal"),
    (["u Цена 5 600 за метр."], "за 5000 возьму"),
    (["u For 5,000 pcs it is £0.36."], "hmm ok 5000 then, let's do it"),
    (["u $3,050 is the floor."], "can you do 3k flat"),
    ([], "экономия 200 тысяч в год, говорите?"),
    ([], "we lose about 4k a week because of this"),
    ([], "верните 12 500"),
    ([], "на обучение выделено 54 000 на человека"),
    ([], "I earn 30k so no I can't afford that"),
]


@pytest.mark.parametrize(("before", "text", "values"), OWN)
def test_the_client_would_spend_it(said, before: list[str], text: str, values: list[str]) -> None:
    assert [c.value for c in said("budget", text, before)] == values


@pytest.mark.parametrize(("before", "text"), ANOTHERS)
def test_it_is_no_budget(said, before: list[str], text: str) -> None:
    assert [c.value for c in said("budget", text, before)] == []


@pytest.mark.parametrize(
    ("text", "quote", "stands"),
    [
        ("our revenue is about 3 million dollars", "3 million dollars", False),
        ("I can fix them for $99, shall I?", "$99", False),
        ("с нас 340 тысяч? ничего себе", "340 тысяч", False),
        ("$40 per seat is the most", "$40", False),
        ("нас устроит 340 тысяч", "340 тысяч", True),
    ],
)
def test_what_only_the_model_takes_for_a_budget_may_be_one(
    turns, text: str, quote: str, *, stands: bool
) -> None:
    claimed = ModelReading(facts=(ModelFact(kind="budget", quote=quote, confidence=0.95),))
    assert bool(held(claimed, turns(f"c {text}"))) is stands
