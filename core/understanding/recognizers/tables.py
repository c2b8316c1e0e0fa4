"""Lines of goods on a page: numbered lists, and tables as they come out of a PDF."""

import re

from core.domain.reading import Candidate
from core.understanding.context import Passage
from core.understanding.recognizers.base import as_written, candidate
from core.understanding.recognizers.numbers import parse_digits, plain
from core.understanding.recognizers.quantity import COUNTS, MEASURES
from core.understanding.text import Span, trim

UNIT = rf"(?:{COUNTS}|{MEASURES})"
NUMBER = r"\d{1,3}(?: \d{3})+|\d+(?:[.,]\d{1,3})?"
_LISTED = re.compile(
    rf"[ ]*(?:\d{{1,3}}[.)][ ]*|[-•*·][ ]+)(?P<name>[^\n]{{3,110}}?)[ ]*(?:[-:;,]|\s)[ ]*"
    rf"(?P<q>{NUMBER})[ ]*(?P<u>{UNIT})[ .;,]*$"
)
_ROW = re.compile(
    rf"[ ]*\d{{1,3}}[.)]?[ ]+(?P<name>.{{3,110}}?)[ ]+(?:(?P<u>{UNIT})[ ]+(?P<q>{NUMBER})|"
    rf"(?P<q2>{NUMBER})(?:[ ]*(?P<u2>{UNIT}))?)(?:[ ]+[\d.,]+)*[ ]*$"
)
NAME = re.compile(
    r"наименован\w+.*|товар\w*|продукци\w+|позиция|номенклатура|описание|description|product.*|"
    r"goods|item\s+description|item\s+name|article"
)
COUNT = re.compile(r"кол-?\s?во.*|количеств\w+.*|кол\.?|qty\.?.*|quantity.*|объем")
UNITS = re.compile(r"ед\.?(?:\s*изм\.?)?|единиц\w+.*|unit|uom|units?")
_INDEX = re.compile(r"№(?:\s*п/п)?|n|no\.?|#|п/п|item|pos\.?|line")
_HEADERS = re.compile(rf"(?:{NAME.pattern}).*\s(?:{COUNT.pattern})")
_CLAUSE = re.compile(
    r"(?<!\w)(?:обязу[ею]тся|обязан\w*|переда(?:ть|ет)|оплатить|оплачивает|составля\w+|shall|agrees?|must|will)(?!\w)"
)
"""A numbered line of a contract is no line of goods."""
MOST_COLUMNS = 8


def goods(place: Passage) -> list[Candidate]:
    """Products and quantities of the page's lists and tables, in order."""
    lines = [Span(*m.span()) for m in re.finditer(r"[^\n]+", place.low)]
    found: list[Candidate] = []
    in_table = False
    for index, line in enumerate(lines):
        said = place.low[slice(*line)]
        if _HEADERS.search(said):
            in_table = True
            continue
        cells = _cells(place, lines, index)
        if cells:
            return found + cells
        m = _LISTED.match(said) or (_ROW.match(said) if in_table else None)
        if m:
            found += _line(place, line.start, m)
    return found


def _line(place: Passage, at: int, m: re.Match[str]) -> list[Candidate]:
    groups = m.groupdict()
    key = "q" if groups["q"] else "q2"
    unit = groups.get("u") or groups.get("u2") or ""
    name = Span(at + m.start("name"), at + m.end("name"))
    count = Span(at + m.start(key), at + m.end(key))
    return line_of_goods(place, name, count, unit)


def line_of_goods(place: Passage, name: Span, count: Span, unit: str) -> list[Candidate]:
    """The two facts of a thing and how many of it; none where it is no thing."""
    name = trim(place.text, *name)
    said = place.low[name.start : name.end]
    if not re.search(r"[a-zа-я]{3}", said) or _CLAUSE.search(said):
        return []
    value = parse_digits(place.low[count.start : count.end])
    if not 0 < value < 1e9:
        return []
    return [
        as_written(place, "product", name.start, name.end, 0.9),
        candidate(
            place, "quantity", plain(value), count.start, count.end, 0.9, unit=unit.rstrip(".")
        ),
    ]


def _cells(place: Passage, lines: list[Span], first: int) -> list[Candidate]:
    """A table that came out a cell a line, its headers from line ``first`` on."""
    said = [place.low[slice(*line)].strip() for line in lines[first : first + MOST_COLUMNS + 1]]
    if not said or not _INDEX.fullmatch(said[0]) or "1" not in said:
        return []
    width = said.index("1")
    heads = said[:width]
    name = next((i for i, h in enumerate(heads) if i and NAME.fullmatch(h)), -1)
    count = next((i for i, h in enumerate(heads) if COUNT.fullmatch(h)), -1)
    unit = next((i for i, h in enumerate(heads) if i and UNITS.fullmatch(h)), -1)
    if name < 0 or count < 0:
        return []
    found: list[Candidate] = []
    at = first + width
    for number in range(1, 200):
        row = lines[at : at + width]
        if len(row) < width or place.low[slice(*row[0])].strip() != str(number):
            break
        cell = trim(place.text, *row[count])
        m = re.fullmatch(rf"(?P<q>{NUMBER})\s*(?P<u>{UNIT})?", place.low[slice(*cell)])
        if m:
            named = place.low[slice(*row[unit])].strip() if unit > 0 else ""
            of = Span(cell.start, cell.start + m.end("q"))
            found += line_of_goods(place, row[name], of, m["u"] or named)
        at += width
    return found
