"""A basket of the catalogue is an order for its articles; sizes are none."""

from datetime import UTC, datetime

import pytest

from core.domain.reading import Turn
from core.understanding.recognize import RuleReading, read_by_rules


def read(text: str) -> RuleReading:
    at = datetime(2025, 11, 18, tzinfo=UTC)
    return read_by_rules([Turn(id="1", sender="client", at=at, text=text)])


def test_a_basket_is_an_order_with_articles_and_quantities() -> None:
    found = read("PUMP-25 × 3 — 12500 RUB\nFILTER × 2")
    assert found.intents[0].tag == "order"
    told = [(c.kind, c.value) for c in found.candidates]
    assert told == [
        ("product", "PUMP-25"), ("quantity", "3"), ("product", "FILTER"), ("quantity", "2"),
    ]  # fmt: skip


def test_what_is_written_with_it_is_read_too() -> None:
    found = read("Доставка в Тверь\nPUMP-25 × 3 — 12500 RUB")
    kinds = {c.kind for c in found.candidates}
    assert {"city", "product", "quantity"} <= kinds


@pytest.mark.parametrize("text", ["Нужен щит 2 × 3", "Кабель ВВГ 3 × 2", "Лист 2 × 3 — 5"])
def test_a_size_is_no_basket(text: str) -> None:
    assert ("quantity", "3") not in [(c.kind, c.value) for c in read(text).candidates]
