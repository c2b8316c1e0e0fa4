"""Text helpers that keep positions: every function returns offsets into the text it was given."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

_SAME_LENGTH = str.maketrans(
    {
        "ё": "е", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "\r": " ",
        "–": "-", "—": "-", "−": "-", "‑": "-", "«": '"', "»": '"', "“": '"', "”": '"',
        "„": '"', "’": "'", "‘": "'", "×": "х",
    }
)  # fmt: skip

_ABBREVIATIONS = (
    "тыс|руб|шт|млн|млрд|ул|г|д|кв|м|им|т|ст|стр|рис|п|пн|вт|ср|чт|пт|сб|вс|ок|тел|моб|др|пр|"
    "ед|уп|упак|кор|рул|оф|корп|к|с|р|обл|зам|ген|коммерч|ком|ком-кое|дек|янв|фев|апр|авг|сен|"
    "сент|окт|ноя|нояб|inc|ltd|co|corp|mr|mrs|ms|dr|no|vs|approx|e\\.g|i\\.e|dec|jan|feb|aug|"
    "тех|юр|отд|нач|гл|инж|бух|рук|пос|мкр|просп|пер|наб|"
    "sept|sep|oct|nov|pcs|dept|st|ave|max|min|tel"
)
_ABBREVIATION_END = re.compile(rf"(?:^|[^\w])(?:{_ABBREVIATIONS})$")
_STOP = re.compile(r"[\n;]+|[.!?…]+(?=\s|$|[\"')»”])|[!?…]+")
_CLAUSE = re.compile(
    r",(?!\d)|;|:(?!\d)|\n|\s-\s|[()]|[.!?…]+(?=\s|$)|(?<=\s)(?:но|зато|однако|а|but|however)(?=\s)"
)
_NEAR = 300
_WIDEST = 8
_LONG_RUN = re.compile(rf"\s{{{_WIDEST + 1},}}")
_WORD = re.compile(r"[^\W_]+(?:[-'.][^\W_]+)*", re.UNICODE)


class Span(NamedTuple):
    """[start, end) in characters."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class View:
    """``text`` is what is read of a written one; ``starts`` and ``ends`` lead from each of its
    characters to the written ones it stands for."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def back(self, start: int, end: int) -> Span:
        """Where [start, end) of ``text``, not empty, stands in what was written."""
        return Span(self.starts[start], self.ends[end - 1])


def view_of(written: str, cut: Sequence[Span] = ()) -> View:
    """``written`` without the ``cut`` ranges, each one space, and with no more than a few
    spaces side by side: thousands of them cost a pattern minutes."""
    gone = list(cut)
    for run in _LONG_RUN.finditer(written):
        gone.append(Span(run.start() + _WIDEST, run.end()))
    if not gone:
        return View(written, range(len(written)), range(1, len(written) + 1))
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for span in sorted(gone):
        if span.end <= at:
            continue
        text.append(written[at : span.start])
        starts += range(at, span.start)
        ends += range(at + 1, span.start + 1)
        if not written[span.start : span.end].isspace():
            text.append(" ")
            starts.append(span.start)
            ends.append(span.end)
        at = span.end
    text.append(written[at:])
    starts += range(at, len(written))
    ends += range(at + 1, len(written) + 1)
    return View("".join(text), starts, ends)


def fold(text: str) -> str:
    """Lower case, ё as е, one kind of dash, quote and space; exactly as long as ``text``."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.translate(_SAME_LENGTH)


def sentences(low: str) -> list[Span]:
    """Sentences of a folded text, without the space around them."""
    found: list[Span] = []
    start = 0
    for stop in _STOP.finditer(low):
        if stop.group().startswith("."):
            before = low[max(0, stop.start() - 12) : stop.start()]
            rest = low[stop.end() : stop.end() + 2].strip()
            if stop.group() == "." and _ABBREVIATION_END.search(before) and rest:
                continue
        _push(low, start, stop.end(), found)
        start = stop.end()
    _push(low, start, len(low), found)
    return found


def _push(low: str, start: int, end: int, found: list[Span]) -> None:
    while start < end and low[start].isspace():
        start += 1
    while end > start and low[end - 1].isspace():
        end -= 1
    if start < end:
        found.append(Span(start, end))


def around(spans: list[Span], start: int, end: int) -> Span:
    """The first of ``spans``, in order and apart, that overlaps [start, end), or that range
    itself."""
    at = bisect_right(spans, start, key=_end_of)
    return spans[at] if at < len(spans) and spans[at].start < end else Span(start, end)


_end_of = itemgetter(1)


def clause(low: str, start: int, end: int) -> Span:
    """The clause around [start, end): up to the nearest comma, dash, stop, «но» and the like,
    and 300 characters at most."""
    left = max(0, start - _NEAR)
    right = min(len(low), end + _NEAR)
    for edge in _CLAUSE.finditer(low, left, right):
        if edge.end() <= start:
            left = edge.end()
        elif edge.start() >= end:
            right = edge.start()
            break
    return Span(left, right)


def words(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Words (letters and digits, joined by - ' .) between ``start`` and ``end``."""
    return [Span(*m.span()) for m in _WORD.finditer(text, start, len(text) if end is None else end)]


def trim(text: str, start: int, end: int) -> Span:
    """[start, end) without space and loose punctuation at its edges."""
    while start < end and (text[start].isspace() or text[start] in ",.;:!?-–—"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",.;:!?-–—"):
        end -= 1
    return Span(start, end)


def is_russian(text: str) -> bool:
    """Whether Cyrillic letters prevail (a tie, or no letters at all, counts as Russian)."""
    cyrillic = sum("а" <= c <= "я" or c == "ё" for c in text.lower())
    latin = sum("a" <= c <= "z" for c in text.lower())
    return cyrillic >= latin
