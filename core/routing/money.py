"""Amounts as facts carry them: ``450000 RUB``."""

import math

# What one unit is in roubles, to an order of magnitude: for sorting alone, never shown.
_WEIGHT = {
    "RUB": 1.0, "USD": 90.0, "EUR": 100.0, "GBP": 115.0, "CNY": 12.0, "KZT": 0.2, "BYN": 28.0,
    "TRY": 2.5, "AED": 25.0, "UZS": 0.007, "AMD": 0.23, "GEL": 33.0,
}  # fmt: skip


def amount(value: str) -> tuple[float | None, str]:
    """(number, currency) of ``380000 RUB`` or of a bare number; (None, '') where it is none."""
    number, _, currency = value.strip().partition(" ")
    try:
        parsed = float(number)
    except ValueError:
        return None, ""
    return (parsed, currency.strip()) if math.isfinite(parsed) else (None, "")


def weight(value: str) -> float:
    """How much money that is, roughly, so that budgets in several currencies can be sorted."""
    number, currency = amount(value)
    return (number or 0.0) * _WEIGHT.get(currency, 1.0)
