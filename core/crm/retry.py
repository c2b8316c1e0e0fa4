"""How long to wait before a delivery is tried again."""

from typing import Final

LONGEST: Final = 60.0


def retry_delay(attempt: int) -> float:
    """Seconds before attempt number ``attempt`` + 1 (from 1): 1, 2, 4 … 60."""
    return min(LONGEST, 2.0 ** max(0, min(attempt, 16) - 1))
