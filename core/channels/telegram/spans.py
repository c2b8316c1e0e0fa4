"""Sets of message ids as spans: closed intervals, ascending, apart from one another. Pure."""

from collections.abc import Sequence
from typing import Final

Span = tuple[int, int]
"""From an id to an id, both inside."""
Spans = tuple[Span, ...]

TOP: Final = 2**31 - 1
"""Above every id: a span up to it takes in what comes live."""
ALL: Final[Spans] = ((1, TOP),)


def union(one: Spans, other: Spans) -> Spans:
    """What is in either; spans that touch are one."""
    made: list[Span] = []
    for low, high in sorted((*one, *other)):
        if made and low <= made[-1][1] + 1:
            made[-1] = (made[-1][0], max(made[-1][1], high))
        else:
            made.append((low, high))
    return tuple(made)


def minus(one: Spans, other: Spans) -> Spans:
    """What is in ``one`` and not in ``other``."""
    made: list[Span] = []
    for low, high in one:
        for start, end in other:
            if end < low or start > high:
                continue
            if start > low:
                made.append((low, start - 1))
            low = end + 1
            if low > high:
                break
        if low <= high:
            made.append((low, high))
    return tuple(made)


def common(one: Spans, other: Spans) -> Spans:
    """What is in both."""
    return minus(one, minus(ALL, other))


def holes(known: Spans) -> Spans:
    """What is missing between the first and the last id of ``known``."""
    return minus(((known[0][0], known[-1][1]),), known) if known else ()


def inside(spans: Sequence[Span], one: int) -> bool:
    """Whether the id is in one of them."""
    return any(low <= one <= high for low, high in spans)
