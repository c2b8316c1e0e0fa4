"""What a budget is worth in roubles, roughly: only to say which of two is the larger."""

from typing import Final

_RATES: Final = {
    "USD": 90.0, "EUR": 100.0, "GBP": 115.0, "CNY": 12.0, "KZT": 0.2, "BYN": 28.0, "TRY": 2.5,
    "AED": 25.0, "UZS": 0.007, "AMD": 0.23, "GEL": 33.0,
}  # fmt: skip
_MOST: Final = 1e15


def worth(budget: str) -> float:
    """``20000 USD`` -> 1800000.0; 0.0 where it is no amount. A bare number is roubles."""
    number, _, currency = budget.strip().partition(" ")
    try:
        amount = float(number)
    except ValueError:
        return 0.0
    if not 0 < amount < _MOST:
        return 0.0
    return amount * _RATES.get(currency.strip(), 1.0)
