"""Pages as an office file fills them: lines and rows, a new page where one is full."""

import re

from core.domain.problems import Problem
from core.understanding.page_text import MOST_PAGES, PageText, plain

FULL = 7_500
"""Characters of a page after which the next line begins another: what is read of one at most."""
_WIDEST_GAP = 8
_GAP = re.compile(rf"\t{{{_WIDEST_GAP + 1},}}")


class Pages:
    """``heading`` stands in front of every page that goes on from a full one."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._lines: list[str] = []
        self._size = 0
        self._cut = False
        self.heading: list[str] = []

    @property
    def full(self) -> bool:
        """Whether no more pages are taken."""
        return len(self._done) >= MOST_PAGES

    def line(self, text: str) -> None:
        """A paragraph."""
        self._add(" ".join(plain(text).split()))

    def row(self, cells: list[str]) -> None:
        """A row of a table: a tab between two cells, one for each that is empty."""
        said = "\t".join(" ".join(plain(cell).split()) for cell in cells).rstrip("\t")
        self._add(_GAP.sub("\t" * _WIDEST_GAP, said))

    def turn(self) -> None:
        """Begin another page, where this one has something."""
        if self._lines:
            self._done.append("\n".join(self._lines))
            self._lines, self._size = [], 0

    def cut(self) -> None:
        """Not everything that stands in the file is here."""
        self._cut = True

    def text(self) -> PageText:
        """What was read."""
        self.turn()
        pages = tuple(self._done[:MOST_PAGES])
        if not any(page.strip() for page in pages):
            return PageText(pages, Problem("office-no-text"))
        cut = self._cut or len(self._done) > MOST_PAGES
        return PageText(pages, Problem("office-cut") if cut else None)

    def _add(self, text: str) -> None:
        if not text.strip() or self.full:
            self._cut = self._cut or bool(text.strip())
            return
        while text:
            if self._lines and self._size + len(text) > FULL:
                self.turn()
                for line in self.heading:
                    self._lines.append(line)
                    self._size += len(line) + 1
            self._lines.append(text[:FULL])
            self._size += len(self._lines[-1]) + 1
            text = text[FULL:]
