"""What we asked and what has not been answered."""

import pytest

from core.domain.deal_view import Said
from core.understanding.questions import with_questions


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Какое количество вам нужно?", {"quantity"}),
        ("К какому сроку вам нужно?", {"deadline"}),
        ("В какой город доставить?", {"city"}),
        ("На какой бюджет вы рассчитываете?", {"budget"}),
        ("Оформляем заказ?", {"decision"}),
        ("Пришлите, пожалуйста, реквизиты компании для договора и счёта.", {"requisites"}),
        ("What quantity do you need?", {"quantity"}),
        ("When do you need it by?", {"deadline"}),
        ("Which city should we deliver to?", {"city"}),
        ("What budget do you have in mind?", {"budget"}),
        ("Shall we place the order?", {"decision"}),
        ("Спасибо, хорошего дня!", set()),
    ],
)
def test_the_questions_that_the_panel_puts_are_known_as_asked(text: str, asks: set[str]) -> None:
    (said,) = with_questions([Said(sender="us", at=2, text=text)])
    assert asks <= set(said.asks)
    assert asks or not said.asks


def test_only_what_came_after_the_clients_last_word_waits() -> None:
    said = [
        Said(sender="us", at=1, text="Какое количество вам нужно?"),
        Said(sender="client", at=2, text="Сколько стоит?"),
    ]
    assert with_questions(said) == said
