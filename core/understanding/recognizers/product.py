"""What is asked for: of all the noun phrases of a turn, those that a learned scorer takes for it.

The rules of ``product_cues.py`` are some of what it hears; in the pages of a paper they decide
alone.
"""

import re

from core.domain.reading import Candidate
from core.understanding.context import Passage
from core.understanding.recognizers.base import as_written, free, replaced
from core.understanding.recognizers.phrases import completed, with_model
from core.understanding.recognizers.product_cues import cued
from core.understanding.recognizers.product_own import owned
from core.understanding.recognizers.product_score import best, offers
from core.understanding.recognizers.quantity_words import UNIT
from core.understanding.text import Span

SURE = 0.36
"""What is less likely a product than this is none."""
_MOST = 12


def products(place: Passage, taken: list[Span], amounts: list[Candidate]) -> list[Candidate]:
    """Products; ``taken`` spans end a phrase, ``amounts`` are the quantities they may follow."""
    by_rule = cued(place, taken, amounts)
    if place.context.page:
        return [as_written(place, "product", *c.span, c.confidence) for c in by_rule]
    found = [
        as_written(place, "product", *_whole(place, span, taken), round(min(likely, 0.95), 3))
        for span, likely in best(offers(place, taken, amounts, by_rule))
        if likely >= SURE
        and not replaced(place.low, span.start)
        and not _STANDS_FOR.search(place.low, span.start, span.end)
    ]
    if not found:
        found = [as_written(place, "product", *s, sure) for s, sure in owned(place, taken)][:2]
    return sorted(found[:_MOST], key=lambda c: c.start)


_STANDS_FOR = re.compile(r"(?<!\w)(?:ones?|stuff|bits|such|каждый|каждая|остальное)$")
"""“The oak ones” says nothing of what they are."""
_TIMES = re.compile(r"(?<=\w)\s+[xх](?:\s?\d+)?$")
_UPON = re.compile(r"\s(?:на|до|для)$")
_BARE_NUMBER = re.compile(r"(?<=[а-яa-z]{2}) \d+(?:[.,]\d+)?$")
_SIZE = re.compile(r" (?=[^\s,;]*\d)(?=[^\s,;]*[a-zа-я/-])[\w/-]+(?:[.,]\d[\w/-]*)*(?![\w%])")


def _whole(place: Passage, span: Span, taken: list[Span]) -> Span:
    """The run with the make or the size right behind it, and the quotation marks around it."""
    times = _TIMES.search(place.low, span.start, span.end)
    if times:
        span = Span(span.start, times.start())  # “flour x 20”
    counted = _BARE_NUMBER.search(place.low, span.start, span.end)
    unit = UNIT.match(place.low, span.end) if counted else None
    if counted and unit:  # «баню 4 метра», but «бойлер на 80 л»
        sized = _UPON.search(place.low, span.start, counted.start())
        span = Span(span.start, unit.end() if sized else counted.start())
    size = _SIZE.match(place.low, span.end)
    if size and free(Span(span.end, size.end()), taken):
        span = Span(span.start, size.end())
    before, after = place.text[span.start - 1 : span.start], place.text[span.end : span.end + 1]
    if before in {'"', "«", "“"} and after in {'"', "»", "”"}:
        span = Span(span.start - 1, span.end + 1)
    return with_model(place, completed(place, span, taken))
