"""Text of an XLSX: a sheet is a page, its name in front, a row a line with tabs between cells."""

import re
from datetime import datetime, timedelta

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from core.domain.problems import ProblemError
from core.understanding.office.archive import Archive, Enough
from core.understanding.office.pages import Pages
from core.understanding.page_text import MOST_CHARACTERS, PageText

MAIN = (
    "spreadsheetml.sheet.main+xml",
    "excel.sheet.macroenabled.main+xml",
    "spreadsheetml.template.main+xml",
    "excel.template.macroenabled.main+xml",
)
MOST_ROWS = 5_000
MOST_COLUMNS = 100
MOST_STRINGS = 500_000
_LONGEST = 2_000
"""Characters of one cell."""
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_SIGNS = re.compile(
    r"₽|руб\.?|\br\.|€|£|\$(?!-)|\b(?:RUB|USD|EUR|GBP|KZT|BYN|CNY)\b|₸", re.IGNORECASE
)
_TAGGED = re.compile(r"\[\$([^\]\-]*)(?:-[^\]]*)?\]")


def read_xlsx(archive: Archive) -> PageText:
    """The text of the sheets of an opened XLSX that can be seen, in their order. Raises
    ProblemError as the archive does; once something was read, it is told instead."""
    pages = Pages()
    try:
        book = _Book(archive)
        for name, part in book.sheets:
            if pages.full:
                pages.cut()
                break
            _sheet(archive, book, name, part, pages)
    except ProblemError as error:
        read = pages.text()
        if error.problem.code == "document-unsafe" or not any(page.strip() for page in read.pages):
            raise
        return PageText(read.pages, error.problem)
    return pages.text()


class _Book:
    """What the sheets refer to: strings, formats, the first day."""

    def __init__(self, archive: Archive) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.strings: list[str] = []
        self.formats: list[str] = []
        self.epoch = _EPOCH
        main = archive.of_type(*MAIN)[0]
        targets = archive.targets(main)
        self._listed(archive, main, targets)
        folder = main.rpartition("/")[0]
        self._read_strings(
            archive, _kind(archive, targets, "sharedstrings+xml", folder, "sharedstrings")
        )
        self._read_formats(archive, _kind(archive, targets, "styles+xml", folder, "styles"))

    def _listed(self, archive: Archive, main: str, targets: dict[str, str]) -> None:
        def begin(tag: str, attributes: dict[str, str]) -> None:
            if tag == "workbookPr" and attributes.get("date1904", "") in ("1", "true"):
                self.epoch = _EPOCH_1904
            elif tag == "sheet" and attributes.get("state", "visible") == "visible":
                part = targets.get(attributes.get("id", ""), "")
                if part:
                    self.sheets.append((attributes.get("name", ""), part))

        archive.walk(main, begin)

    def _read_strings(self, archive: Archive, part: str) -> None:
        said: list[str] = []
        reading = spoken = False

        def begin(tag: str, _attributes: dict[str, str]) -> None:
            nonlocal reading, spoken
            if tag == "si":
                said.clear()
            elif tag == "rPh":
                spoken = True
            elif tag == "t":
                reading = not spoken

        def end(tag: str) -> None:
            nonlocal reading, spoken
            if tag == "t":
                reading = False
            elif tag == "rPh":
                spoken = False
            elif tag == "si":
                self.strings.append("".join(said)[:_LONGEST])
                if len(self.strings) >= MOST_STRINGS:
                    raise Enough

        def text(part: str) -> None:
            if reading:
                said.append(part)

        archive.walk(part, begin, end, text)

    def _read_formats(self, archive: Archive, part: str) -> None:
        own: dict[str, str] = {}
        inside = False

        def begin(tag: str, attributes: dict[str, str]) -> None:
            nonlocal inside
            if tag == "numFmt":
                own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
            elif tag == "cellXfs":
                inside = True
            elif tag == "xf" and inside and len(self.formats) < 100_000:
                number = attributes.get("numFmtId", "0")
                built_in = BUILTIN_FORMATS.get(int(number), "") if number.isdecimal() else ""
                self.formats.append(own.get(number) or built_in)

        def end(tag: str) -> None:
            nonlocal inside
            if tag == "cellXfs":
                inside = False

        archive.walk(part, begin, end)


def _kind(archive: Archive, targets: dict[str, str], ending: str, folder: str, name: str) -> str:
    """The part the book names that has such a content type, else the usual place for it."""
    named = [p for p in targets.values() if archive.types.get(p, "").endswith(ending)]
    return named[0] if named else f"{folder}/{name}.xml"


def _sheet(archive: Archive, book: _Book, name: str, part: str, pages: Pages) -> None:
    pages.turn()
    reader = _Sheet(book, name, pages)
    archive.walk(part, reader.begin, reader.end, reader.text)
    pages.heading = []


class _Sheet:
    """The handlers of one sheet. Its first row of several words is repeated on pages it goes on
    to."""

    def __init__(self, book: _Book, name: str, pages: Pages) -> None:
        self._book = book
        self._pages = pages
        self._name = name
        self._named = False
        self._rows = 0
        self._cells: dict[int, str] = {}
        self._column = -1
        self._type = self._style = ""
        self._said: list[str] = []
        self._reading = self._spoken = False

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """An element starts."""
        if tag == "row":
            self._cells, self._column = {}, -1
        elif tag == "c":
            place = column_of(attributes.get("r", ""))
            self._column = self._column + 1 if place is None else place
            self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._said = []
        elif tag == "rPh":
            self._spoken = True
        elif tag in ("v", "t"):
            self._reading = not self._spoken

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in ("v", "t"):
            self._reading = False
        elif tag == "rPh":
            self._spoken = False
        elif tag == "c":
            self._end_of_cell()
        elif tag == "row":
            self._end_of_row()
        elif tag == "sheetData":
            raise Enough

    def text(self, said: str) -> None:
        """Characters, of which those of a value count."""
        if self._reading:
            self._said.append(said)

    def _end_of_cell(self) -> None:
        value = self._value("".join(self._said).strip())
        if not value:
            return
        if 0 <= self._column < MOST_COLUMNS:
            self._cells[self._column] = value
        else:
            self._pages.cut()

    def _end_of_row(self) -> None:
        self._rows += 1
        if self._cells:
            cells = [self._cells.get(i, "") for i in range(max(self._cells) + 1)]
            if not self._named:
                self._pages.line(self._name)
                self._pages.heading = [self._name]
                self._named = True
            self._pages.row(cells)
            words = [c for c in cells if c and not c[0].isdigit()]
            if len(self._pages.heading) == 1 and len(words) > 2:
                self._pages.heading = [self._name, "\t".join(cells)[: MOST_CHARACTERS // 20]]
        if self._rows >= MOST_ROWS or self._pages.full:
            self._pages.cut()
            raise Enough

    def _value(self, said: str) -> str:
        match self._type:
            case "s":
                strings = self._book.strings
                known = said.isdecimal() and len(said) < 10 and int(said) < len(strings)
                return strings[int(said)] if known else ""
            case "n":
                styles = self._book.formats
                known = self._style.isdecimal() and len(self._style) < 7
                style = int(self._style) if known else 0
                return number(said, styles[style] if style < len(styles) else "", self._book.epoch)
            case "e" | "b":
                return ""
            case _:
                return said[:_LONGEST]


def column_of(reference: str) -> int | None:
    """The column, from 0, of a reference such as ``AB12``; None where there is none."""
    letters = re.match(r"[A-Z]{1,3}", reference)
    if letters is None:
        return None
    column = 0
    for letter in letters.group():
        column = column * 26 + ord(letter) - 64
    return column - 1


def number(said: str, shown: str, epoch: datetime = _EPOCH) -> str:
    """A number as its format ``shown`` has it: a day, a share, a sum with its currency."""
    try:
        value = float(said)
    except ValueError:
        return ""
    if not -1e15 < value < 1e15:  # NaN as well
        return ""
    if shown and shown != "General" and is_date_format(shown):
        return _moment(value, epoch)
    if "%" in shown:
        return f"{value * 100:.6g}%"
    if value.is_integer():
        said = f"{int(value)}"
        if re.fullmatch("0+", shown):
            said = said.zfill(len(shown))
    else:
        said = f"{value:.10g}"
    sign = _SIGNS.search(_TAGGED.sub(r"\1", shown).replace('"', ""))
    return f"{said} {sign.group()}" if sign else said


def _moment(value: float, epoch: datetime) -> str:
    if value < 0 or value > 2_958_465:  # the last day there is: 9999-12-31
        return ""
    at = epoch + timedelta(seconds=round(value * 86_400))
    clock = f"{at:%H:%M}" if (at.hour or at.minute) else ""
    day = f"{at:%Y-%m-%d}" if value >= 1 else ""
    return " ".join(part for part in (day, clock) if part)
