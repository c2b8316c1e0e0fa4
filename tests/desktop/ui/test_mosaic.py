"""Tiles of an album never overlap, fill their frame, and stay within bounds."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from desktop.ui.mosaic import GAP, MOST, Box, height, mosaic

SHAPES = st.lists(
    st.one_of(st.floats(0.01, 100), st.sampled_from([0.0, 1.0, 0.5625, 1.5, 1.7778])),
    min_size=1,
    max_size=MOST + 2,
)


def apart(one: Box, other: Box) -> bool:
    """Whether there is a gap between two tiles, or no line through both."""
    across = one.x + one.wide + GAP <= other.x or other.x + other.wide + GAP <= one.x
    down = one.y + one.tall + GAP <= other.y or other.y + other.tall + GAP <= one.y
    return across or down


@given(ratios=SHAPES, width=st.integers(200, 700))
def test_tiles_fill_the_frame(ratios: list[float], width: int) -> None:
    boxes = mosaic(ratios, width)
    tall = height(boxes)
    assert len(boxes) == min(len(ratios), MOST)
    assert 0 < tall <= width * 1.2 + 1
    for box in boxes:
        assert min(box.x, box.y) >= 0
        assert box.wide >= 40
        assert box.tall >= 24
        assert box.x + box.wide <= width
    assert all(apart(one, other) for one, other in combinations(boxes, 2))


@given(ratios=SHAPES, width=st.integers(200, 700))
def test_the_area_is_tiles_and_gaps(ratios: list[float], width: int) -> None:
    boxes = mosaic(ratios, width)
    tall = height(boxes)
    covered = sum((box.wide + GAP) * (box.tall + GAP) for box in boxes)
    assert covered == (width + GAP) * (tall + GAP)


def test_an_order_that_is_read_like_a_page() -> None:
    boxes = mosaic([1.5] * 10, 380)
    assert list(boxes) == sorted(boxes, key=lambda box: (box.y, box.x))
    # an upright picture stands beside the others
    first, *others = mosaic([0.66, 1.5, 1.5], 380)
    assert first.tall == height([first, *others])
    assert {box.x for box in others} == {first.wide + GAP}


def test_nothing_has_no_tiles() -> None:
    assert mosaic([], 300) == ()
    assert height([]) == 0
