"""Where a bot stands in its two sequences, and whether an update is missing. Pure.

What is told of connected accounts has ``qts``, one a change, and no ``pts``
(https://core.telegram.org/api/updates#message-related-event-sequences).
"""

from typing import Any

import msgspec

from core.channels.telegram.box import Cursor, Taken, take


def place(cursor: Cursor, container: Any) -> Taken:
    """Place a container of updates behind ``cursor``; ``updates`` are in their order. With a gap
    what fits before it is still given, and the cursor stays where the difference is to begin."""
    taken = take(cursor, container)
    others = [one for one in taken.updates if not qts_of(one)]
    ready: list[Any] = []
    beyond = list(taken.beyond)
    qts, gap = cursor.qts, taken.gap
    for one in sorted((one for one in taken.updates if qts_of(one)), key=qts_of):
        if qts_of(one) <= qts:
            continue
        if qts_of(one) > qts + 1:
            gap = True
            beyond.append(one)
            continue
        qts = qts_of(one)
        ready.append(one)
    moved = msgspec.structs.replace(taken.cursor, qts=qts)
    return Taken((*others, *ready), tuple(beyond), taken.users, moved, gap)


def qts_of(update: Any) -> int:
    """Where an update stands in the bot's sequence; 0 where it has no place there."""
    return int(getattr(update, "qts", None) or 0)


def untold(updates: list[Any], before: int, after: int) -> int:
    """How many changes between two positions a difference did not tell."""
    told = {qts for one in updates if before < (qts := qts_of(one)) <= after}
    return max(0, after - before - len(told))
