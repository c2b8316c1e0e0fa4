"""Which thread is next: a window about to close, then who waits longest, then money."""

from collections.abc import Iterable
from typing import Final

from core.domain.views import ThreadRow
from core.domain.window import window
from core.routing.money import weight

# Within a quarter of an hour it does not matter who waited longer: then money decides.
SLOT_MS: Final = 15 * 60 * 1000
Urgency = tuple[int, int, float, int]


def urgency(row: ThreadRow, now: int) -> Urgency:
    """A sort key, the smallest first. ``now`` in ms.

    0: the client waits and free text is about to end, soonest first. 1: the client waits, longest
    first, by quarters of an hour; within one the larger budget. 2: nobody waits, but the window is
    about to end. 3: the rest, newest first. 4: spam.
    """
    money = -weight(row.budget)
    state = window(row.window_closes, now, exists=row.has_window)
    closing = state.closes_at if state.state == "closing" else None
    if row.queue == "spam":
        return 4, 0, 0.0, -row.last_at
    if row.waiting_since is not None:
        if closing is not None:
            return 0, closing, money, row.waiting_since
        slot = -max(0, now - row.waiting_since) // SLOT_MS
        return 1, slot, money, row.waiting_since
    if closing is not None:
        return 2, closing, money, -row.last_at
    return 3, 0, 0.0, -row.last_at


def most_urgent(rows: Iterable[ThreadRow], now: int) -> list[ThreadRow]:
    """The rows, the most urgent first."""
    return sorted(rows, key=lambda row: (urgency(row, now), row.id))
