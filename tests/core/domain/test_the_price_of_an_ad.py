"""72 hours of an ad's price, from the answer that came within a day of the click."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.window import AD_PRICE_MS, ANSWER_AD_MS, NO_AD, AdPrice, ad_price

HOUR = 3_600_000
CAME = 1_795_000_000_000


@pytest.mark.parametrize(
    ("answers", "price"),
    [
        ((), AdPrice(None, CAME + 24 * HOUR)),
        ((CAME,), AdPrice(CAME + 72 * HOUR, None)),
        ((CAME + 3 * HOUR, CAME + 20 * HOUR), AdPrice(CAME + 75 * HOUR, None)),
        ((CAME - 1,), AdPrice(None, CAME + 24 * HOUR)),
        ((CAME + 24 * HOUR - 1,), AdPrice(CAME + 96 * HOUR - 1, None)),
        ((CAME + 24 * HOUR,), AdPrice(None, None)),
    ],
)
def test_the_first_answer_counts(answers: tuple[int, ...], price: AdPrice) -> None:
    assert ad_price([CAME], answers) == price


def test_without_an_ad_there_is_no_such_price() -> None:
    assert ad_price([], [CAME]) == NO_AD


def test_another_click_counts_anew() -> None:
    again = CAME + 50 * HOUR
    assert ad_price([CAME, again], [CAME + HOUR]) == AdPrice(CAME + 73 * HOUR, again + 24 * HOUR)
    both = ad_price([again, CAME], [again + HOUR, CAME + HOUR])
    assert both == AdPrice(again + 73 * HOUR, None)


def reference(clicks: list[int], answers: list[int]) -> AdPrice:
    """Minute by minute, as one would tell it."""
    until = by = None
    for click in sorted(clicks):
        later = [at for at in answers if at >= click]
        if not later:
            by = click + ANSWER_AD_MS
        elif min(later) - click < ANSWER_AD_MS:
            until = max(min(later) + AD_PRICE_MS, until or 0)
    return AdPrice(until, by)


times = st.lists(st.integers(CAME, CAME + 200 * HOUR), max_size=6)


@given(times, times, st.randoms(use_true_random=False))
def test_neither_order_nor_redelivery_moves_it(
    clicks: list[int], answers: list[int], chance: random.Random
) -> None:
    price = reference(clicks, answers)
    clicks, answers = [*clicks, *clicks[:2]], [*answers, *answers[:2]]
    chance.shuffle(clicks)
    chance.shuffle(answers)
    assert ad_price(clicks, answers) == price
