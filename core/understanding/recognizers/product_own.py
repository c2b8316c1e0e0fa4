"""Things spoken of as ours, or as out of order: «вашими свечами», “the dryer won't start”."""

import re
from collections.abc import Iterator

from core.understanding.context import Passage
from core.understanding.morph import word
from core.understanding.recognizers.base import free
from core.understanding.recognizers.product_words import (
    EN_NOT,
    EN_STOP,
    EN_VERBS,
    NOT_THINGS,
    NOT_THINGS_EN,
    RELAY,
    STOP,
    UNITS,
)
from core.understanding.text import Span

_YOURS = re.compile(
    r"(?<![\w-])(?:ваш(?:а|е|и|у|его|ей|им|ими|их|ем|ему)?)\s+(?P<t>(?:[а-я-]{4,}\s+)?[а-я-]{3,})(?![\w-])"
)
_YOUR = re.compile(
    r"(?<![\w'-])your\s+(?P<t>(?:[a-z][a-z0-9-]+\s+){0,2}?[a-z][a-z0-9-]{2,})(?=\s*(?:[,.?!;:]|$)|\s+(?:in|on|for|to|with|at|from|are|is|was|were|won't|will|can|would|could|does|do|has|have|and|or|as|keeps?|stopped|that|which)(?!\w))"
)
_OUT_OF_ORDER = re.compile(
    r"(?<![\w'-])(?:the|my|our|your|this)\s+(?P<t>(?:[a-z][a-z0-9-]+\s+){0,2}[a-z][a-z0-9-]{2,})\s+(?:(?:just|still|now|suddenly|always|both|all)\s+)*"
    r"(?:won't|wont|doesn't|doesnt|don't|keeps?|stopped|broke|leaks?|squeals?|squeaks?|crash(?:es|ed)|jam(?:s|med)|freezes|froze|overheats?|"
    r"(?:is|are)\s+(?:broken|leaking|faulty|stuck|dead|squeaking|rattling|jammed|cracked|making|spitting|flashing|beeping|overheating|not\s+\w+ing))(?!\w)"
)
YOURS, FAULTY = 0.62, 0.66
"""How often each way of speaking is of a product, where a thread opens with it."""


def owned(place: Passage, taken: list[Span]) -> Iterator[tuple[Span, float]]:
    """Things that the client's first words speak of so, and how sure each is."""
    if any(t.sender == "client" and len(t.text) > 15 for t in place.context.earlier):
        return
    low = place.low
    found: list[Span] = []
    for pattern, sure in ((_OUT_OF_ORDER, FAULTY), (_YOURS, YOURS), (_YOUR, YOURS)):
        named = _russian if pattern is _YOURS else _english
        for m in pattern.finditer(low):
            span = named(low, *m.span("t"))
            if span and free(span, taken) and free(span, found):
                found.append(span)
                yield span, sure


def _russian(low: str, start: int, end: int) -> Span | None:
    """The noun of a lifeless thing at the end, with an adjective before it that agrees."""
    words = low[start:end].split()
    thing = word(words[-1])
    lemma = thing.lemma.replace("ё", "е")
    if (
        (thing.pos != "NOUN" and (thing.known or "-" in words[-1]))
        or (thing.known and "inan" not in thing.tags)
        or thing.tags & {"Name", "Surn", "Geox", "Orgn", "Apro"}
        or lemma in STOP | RELAY | UNITS | NOT_THINGS
    ):
        return None
    if len(words) > 1:
        entry = word(words[0])
        if entry.pos == "ADJF" and not entry.tags & {"Apro", "Anum"}:
            return Span(start, end)
    return Span(end - len(words[-1]), end)


def _english(low: str, start: int, end: int) -> Span | None:
    words = low[start:end].split()
    barred = EN_NOT | EN_STOP | EN_VERBS | NOT_THINGS_EN
    if words[-1] in barred or words[-1].rstrip("s") in barred:
        return None
    if len(words) > 1 and words[0] in {"new", "own", "latest", "other", "usual"}:
        start += len(words[0]) + 1
        words = words[1:]
    return None if set(words) & barred else Span(start, end)
