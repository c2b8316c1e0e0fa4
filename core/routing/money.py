"""Amounts as facts carry them: ``450000 RUB``."""

import math


def amount(value: str) -> tuple[float | None, str]:
    """(number, currency) of ``380000 RUB`` or of a bare number; (None, '') where it is none."""
    number, _, currency = value.strip().partition(" ")
    try:
        parsed = float(number)
    except ValueError:
        return None, ""
    return (parsed, currency.strip()) if math.isfinite(parsed) else (None, "")
