"""What comes out of a document: its text by page, and the bounds every reader keeps to."""

import re
import time

import msgspec

from core.domain.problems import Problem

MOST_BYTES = 25 * 1024 * 1024
MOST_PAGES = 30
MOST_CHARACTERS = 20_000
MOST_SECONDS = 15.0
_SOFT = re.compile("\u00ad\n?|[\x00-\x08\x0b\x0c\x0e-\x1f]")
_JOINED = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
_APART = str.maketrans(_JOINED)
"""Letters that a font draws as one."""


class PageText(msgspec.Struct, frozen=True):
    """``pages`` is the text of each page read ('' where there is none): a line a paragraph, or a
    row of a table with a tab between its cells. ``problem`` says why there is no text, or not all
    of it; both are empty for a file that holds no text to read."""

    pages: tuple[str, ...] = ()
    problem: Problem | None = None


class Deadline:
    """When reading must end. ``seconds`` from now."""

    def __init__(self, seconds: float = MOST_SECONDS) -> None:
        self._until = time.monotonic() + seconds

    @property
    def over(self) -> bool:
        """Whether it has passed."""
        return time.monotonic() > self._until


def plain(text: str) -> str:
    """``text`` without soft hyphens, control characters and joined letters."""
    return _SOFT.sub("", text.translate(_APART))
