"""Tables whose cells are known (a sheet, a table of a document): rows with a tab between cells."""

import re

import msgspec

from core.domain.reading import Candidate
from core.understanding.context import Passage, passage
from core.understanding.recognizers.labels import labelled
from core.understanding.recognizers.tables import COUNT, NAME, NUMBER, UNIT, UNITS, line_of_goods
from core.understanding.text import Span, fold, trim

_MOST_ROWS = 300
_CELL = re.compile(rf"(?P<q>{NUMBER})\s*(?P<u>{UNIT})?\.?")
_TOTAL = re.compile(r"(?:итого|всего|total|sum)\b")
_COLUMN = re.compile(
    r"№|n|цена.*|стоимость.*|сумма.*|ставка.*|ндс.*|примечани\w+|комментари\w+|артикул|код|дата|"
    r"город|телефон|контакт\w*|срок\w*|адрес|price.*|amount.*|total.*|cost.*|vat.*|sku|code|date|"
    r"notes?|comments?|city|phone|contact|address|value|значение"
)
"""What columns beside those of goods are called."""
_BESIDE = re.compile(r"\s*\(.*\)$")
_LABEL = re.compile(r"[^\d?!]{2,60}")


def goods_in_rows(place: Passage) -> list[Candidate]:
    """Products and quantities under the headings that name their columns, in order. A row
    without a number in the column of quantities is none: price lists have those."""
    found: list[Candidate] = []
    columns: tuple[int, int, int] | None = None
    for row in _rows(place)[:_MOST_ROWS]:
        heads = _heads(place, row)
        if heads is not None:
            columns = heads
        elif columns is not None:
            found += _line(place, row, columns)
    return found


def row_of_a_form(place: Passage) -> list[Candidate]:
    """What stands in the one row of values right under a row of as many labels."""
    found: list[Candidate] = []
    rows = _rows(place)
    if len(rows) == 2 and len(rows[0]) == len(rows[1]) > 2:
        for label, value in zip(*rows, strict=True):
            if _LABEL.fullmatch(_said(place, label)):
                found += _pair(place, label, value)
    return found


def heading(quote: str) -> bool:
    """Whether it is what a column is called, no value."""
    said = fold(quote).strip(" .:")
    return any(p.fullmatch(said) for p in (NAME, COUNT, UNITS, _COLUMN))


def _rows(place: Passage) -> list[list[Span]]:
    """Cells of every line that has more than one."""
    found = []
    for line in re.finditer(r"[^\n]*\t[^\n]*", place.text):
        cells = re.finditer(r"(?:^|(?<=\t))[^\t]*", line.group())
        found.append([Span(line.start() + m.start(), line.start() + m.end()) for m in cells])
    return found


def _said(place: Passage, cell: Span) -> str:
    return place.low[cell.start : cell.end].strip().rstrip(":")


def _heads(place: Passage, row: list[Span]) -> tuple[int, int, int] | None:
    """The columns of names, quantities and units (-1: none) where ``row`` is one of headings."""
    said = [_BESIDE.sub("", _said(place, cell)) for cell in row]
    name = next((i for i, s in enumerate(said) if NAME.fullmatch(s)), -1)
    count = next((i for i, s in enumerate(said) if i != name and COUNT.fullmatch(s)), -1)
    if name < 0 or count < 0:
        return None
    return name, count, next((i for i, s in enumerate(said) if UNITS.fullmatch(s)), -1)


def _line(place: Passage, row: list[Span], columns: tuple[int, int, int]) -> list[Candidate]:
    name, count, unit = columns
    if len(row) <= max(name, count) or _TOTAL.match(_said(place, row[name])):
        return []
    cell = trim(place.text, *row[count])
    m = _CELL.fullmatch(place.low[cell.start : cell.end])
    if m is None:
        return []
    named = _said(place, row[unit]) if 0 <= unit < len(row) else ""
    of = Span(cell.start, cell.start + m.end("q"))
    return line_of_goods(place, row[name], of, m["u"] or named)


def _pair(place: Passage, label: Span, value: Span) -> list[Candidate]:
    said = place.text[value.start : value.end]
    line = f"{_said(place, label)}: {said}"
    shift = value.start - (len(line) - len(said))
    found = []
    for c in labelled(passage(line, place.context)):
        start, end = c.start + shift, c.end + shift
        if place.text[start:end] == c.quote:
            found.append(msgspec.structs.replace(c, start=start, end=end))
    return found
