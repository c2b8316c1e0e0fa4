"""Baskets of a catalogue as channels write them: ``article × quantity — price CUR`` a line."""

import re
from typing import Final

from core.domain.reading import Candidate
from core.understanding.context import Passage
from core.understanding.recognizers.tables import line_of_goods
from core.understanding.text import Span

_LINE: Final = re.compile(
    r"^(?P<name>\S[^\n×]{0,100}?) × (?P<count>\d{1,7})(?P<price> — [\d.]{1,15} [A-Z]{3})?$",
    re.MULTILINE,
)
_MOST: Final = 100


def lines(text: str) -> list[re.Match[str]]:
    """The lines of a basket; none where no line has a price with its currency: people write sizes
    so."""
    found = list(_LINE.finditer(text))[:_MOST]
    return found if any(line["price"] for line in found) else []


def basket(place: Passage) -> list[Candidate]:
    """The product and the quantity of each line, in order."""
    found: list[Candidate] = []
    for line in lines(place.text):
        found += line_of_goods(place, Span(*line.span("name")), Span(*line.span("count")), "")
    return found
