"""What recognizers share: making candidates, telling what is negated, masking what is taken."""

import re
from collections.abc import Iterable

from core.domain.reading import Candidate, Source
from core.understanding.context import Passage
from core.understanding.text import Span

_NOT_BUT = re.compile(
    r"(?:\bне|\bnot|\bвместо|\binstead of|\brather than|\bбыло|\bwas)\s+"
    r"(?:(?!а\s|но\s|but\s)\w+\s+){0,2}$"
)
_NEVER_MIND = re.compile(
    r"\bне\s+(?:больше|более|выше|дороже|позднее|позже|дальше)\s+(?:чем\s+)?$|\bне\s+(?:\w+\s+)?превы\w+\s+$|\b(?:no|not)\s+(?:more|later|over)\s+(?:than\s+)?$"
)


def candidate(
    place: Passage,
    kind: str,
    value: str,
    start: int,
    end: int,
    confidence: float,
    *,
    unit: str = "",
    source: Source = "rule",
) -> Candidate:
    """A candidate whose quote is exactly the text at [start, end)."""
    return Candidate(
        kind=kind,
        value=value,
        quote=place.text[start:end],
        start=start,
        end=end,
        confidence=confidence,
        source=source,
        unit=unit,
    )


def as_written(
    place: Passage,
    kind: str,
    start: int,
    end: int,
    confidence: float,
    *,
    source: Source = "rule",
) -> Candidate:
    """A candidate whose value is its quote, runs of space as one."""
    value = " ".join(place.text[start:end].split())
    return candidate(place, kind, value, start, end, confidence, source=source)


def replaced(low: str, start: int) -> bool:
    """Whether what begins at ``start`` is taken back: «не 450, а 380», “instead of May”."""
    before = low[max(0, start - 30) : start]
    return bool(_NOT_BUT.search(before)) and not _NEVER_MIND.search(before)


def free(span: Span, taken: Iterable[Span]) -> bool:
    """Whether ``span`` overlaps none of ``taken``."""
    return not any(span.overlaps(other) for other in taken)


def spans(candidates: Iterable[Candidate]) -> list[Span]:
    """Where the candidates stand."""
    return [Span(c.start, c.end) for c in candidates]
