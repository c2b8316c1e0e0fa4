"""What is asked for: of all the noun phrases of a turn, those that a learned scorer takes for it.

The rules of ``product_cues.py`` are some of what it hears; in the pages of a paper they decide
alone.
"""

from core.domain.reading import Candidate
from core.understanding.context import Passage
from core.understanding.recognizers.base import as_written, free, replaced
from core.understanding.recognizers.product_cues import cued
from core.understanding.recognizers.product_score import offers, probabilities
from core.understanding.text import Span

SURE = 0.5
"""What is less likely a product than this is none."""
_MOST = 12


def products(place: Passage, taken: list[Span], amounts: list[Candidate]) -> list[Candidate]:
    """Products; ``taken`` spans end a phrase, ``amounts`` are the quantities they may follow."""
    by_rule = cued(place, taken, amounts)
    if place.context.page:
        return [as_written(place, "product", *c.span, c.confidence) for c in by_rule]
    offered = offers(place, taken, amounts, by_rule)
    sure = zip(probabilities(offered), offered, strict=True)
    found: list[Candidate] = []
    for likely, offer in sorted(sure, key=lambda s: (-s[0], s[1].span)):
        if likely < SURE or len(found) == _MOST:
            break
        if replaced(place.low, offer.span.start):
            continue
        if free(offer.span, [Span(c.start, c.end) for c in found]):
            found.append(as_written(place, "product", *offer.span, round(min(likely, 0.95), 3)))
    return sorted(found, key=lambda c: c.start)
