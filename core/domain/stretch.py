"""A stretch of a list of threads, and where in the whole list it lies."""

from bisect import bisect_right

import msgspec

from core.domain.views import ThreadRow


class Spot(msgspec.Struct, frozen=True):
    """A place in a list: what its order sorts by, in one of its bands; the last key is the id of
    the thread that stood there. It stays where it is when that thread moves or goes."""

    band: int
    keys: tuple[int | float | str, ...]


class Stretch(msgspec.Struct, frozen=True):
    """Rows that follow one another, each with its spot; ``before`` of them stand before the spot
    that was asked for."""

    rows: list[ThreadRow]
    spots: list[Spot]
    before: int = 0


class Outline(msgspec.Struct, frozen=True):
    """How long a list is, and the spot of a thread every few hundred rows, each with its place
    from 0. It is as of when it was read: what moved since makes it out by as much."""

    total: int = 0
    marks: list[tuple[int, Spot]] = []

    def near(self, place: int) -> tuple[int, Spot | None]:
        """The last mark that is not behind ``place``; the list's beginning has none."""
        i = bisect_right(self.marks, place, key=lambda mark: mark[0])
        return self.marks[i - 1] if i else (0, None)
