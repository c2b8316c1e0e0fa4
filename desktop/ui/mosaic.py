"""Where the pictures of an album stand in one frame, as tiles. Pure; lengths are pixels.

Pictures keep their order, from the left and from above. They stand in rows that all fill the width,
or, where the first one is upright, beside a column of the others. A picture is cropped as little as
its neighbours allow.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from math import log
from typing import Final, NamedTuple

GAP: Final = 3
MOST: Final = 10
"""So many pictures are one album; more are several."""
_NARROW, _WIDE = 0.6, 2.2
"""A picture that is more upright or wider than this is cropped."""
_SMALL: Final = 64
"""No tile is narrower than this where the width allows it."""
_LEAST: Final = 44
"""A picture that would be narrower among wide ones is cropped less than its neighbours."""
_UPRIGHT: Final = 0.9
_HIGHEST: Final = 1.2
"""The frame is not higher than so many widths."""
_ROW: Final = 0.42
"""How high a row is at best, in widths."""


class Box(NamedTuple):
    """A tile, from the frame's top left corner."""

    x: int
    y: int
    wide: int
    tall: int


def mosaic(ratios: Sequence[float], width: int) -> tuple[Box, ...]:
    """The tiles of pictures of those shapes (width by height; 0: not known) in a frame so wide, at
    most ``MOST`` of them. They do not overlap, and fill the frame but for the gaps."""
    known = tuple(_kept(ratio) for ratio in ratios[:MOST])
    return _placed(known, max(1, width))


def height(boxes: Sequence[Box]) -> int:
    """How high the frame is."""
    return max((box.y + box.tall for box in boxes), default=0)


def _kept(ratio: float) -> float:
    return round(min(max(ratio, _NARROW), _WIDE), 2) if ratio > 0 else 1.0


@lru_cache(maxsize=512)
def _placed(ratios: tuple[float, ...], width: int) -> tuple[Box, ...]:
    if not ratios:
        return ()
    highest = width * _HIGHEST
    if len(ratios) == 1:
        return (Box(0, 0, width, max(1, round(min(width / ratios[0], highest)))),)
    if len(ratios) in (3, 4) and ratios[0] < _UPRIGHT:
        return _beside(ratios, width, highest)
    rows = min(_divided(ratios, width), key=lambda rows: _strain(rows, width))
    return _in_rows(rows, width, highest)


def _divided(ratios: tuple[float, ...], width: int) -> Iterator[list[tuple[float, ...]]]:
    """Every way to break the pictures into rows."""
    most = min(4, max(1, (width + GAP) // (_SMALL + GAP)))
    if not ratios:
        yield []
        return
    for first in range(1, min(most, len(ratios)) + 1):
        for rest in _divided(ratios[first:], width):
            yield [ratios[:first], *rest]


def _natural(row: tuple[float, ...], width: int) -> float:
    """How high a row is that crops nothing."""
    return max(1, width - GAP * (len(row) - 1)) / sum(row)


def _strain(rows: list[tuple[float, ...]], width: int) -> float:
    """How far rows are from the height at which they look best, and the whole from a square."""
    tall = [_natural(row, width) for row in rows]
    uneven = sum(log(each / (width * _ROW)) ** 2 for each in tall) / len(tall)
    whole = sum(tall) + GAP * (len(rows) - 1)
    over = max(0.0, whole / (width * _HIGHEST) - 1)
    growing = sum(len(a) > len(b) for a, b in pairwise(rows))
    return uneven + 0.3 * log(whole / (width * 0.8)) ** 2 + 4 * over + 0.05 * growing


def _in_rows(rows: list[tuple[float, ...]], width: int, highest: float) -> tuple[Box, ...]:
    tall = [_natural(row, width) for row in rows]
    room = highest - GAP * (len(rows) - 1)
    scale = min(1.0, room / sum(tall))
    made, y = [], 0
    for row, natural in zip(rows, tall, strict=True):
        high = max(1, int(natural * scale))
        for x, wide in _shared(row, width):
            made.append(Box(x, y, wide, high))
        y += high + GAP
    return tuple(made)


def _beside(ratios: tuple[float, ...], width: int, highest: float) -> tuple[Box, ...]:
    """The first one at the left over the whole height, the others below one another."""
    first, others = ratios[0], ratios[1:]
    gaps = GAP * (len(others) - 1)
    upright = sum(1 / one for one in others)
    high = (width - GAP + gaps / upright) / (first + 1 / upright)
    column = (high - gaps) / upright
    least = min(_SMALL, (width - GAP) // 3)
    column = min(max(column, least), width - GAP - least)
    left = round(width - GAP - column)
    tall = max(1, int(min(high, highest)))
    down = tuple(1 / one for one in others)
    return (
        Box(0, 0, left, tall),
        *(Box(left + GAP, y, width - GAP - left, high) for y, high in _shared(down, tall)),
    )


def _shared(shares: Sequence[float], length: int) -> Iterator[tuple[int, int]]:
    """A length between several, by their shares but no less than ``_LEAST`` each where there is
    room: where each begins and how long it is."""
    room = max(len(shares), length - GAP * (len(shares) - 1))
    taken = 0.0
    for i, part in enumerate(_parts(shares, room)):
        start, end = round(taken), round(taken + part)
        yield start + GAP * i, max(1, end - start)
        taken += part


def _parts(shares: Sequence[float], room: float) -> list[float]:
    least = min(_LEAST, room / len(shares))
    narrow: set[int] = set()
    while True:
        rest = room - least * len(narrow)
        whole = sum(share for i, share in enumerate(shares) if i not in narrow)
        more = {
            i
            for i, share in enumerate(shares)
            if i not in narrow and share * rest / whole < least - 1e-9
        }
        if not more:
            return [
                least if i in narrow else share * rest / whole for i, share in enumerate(shares)
            ]
        narrow |= more
