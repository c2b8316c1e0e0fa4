"""The workbook of contacts: one row a contact, texts that are never formulas, written whole.

Blocking; to be called in a thread.
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

CELL_LIMIT: Final = 2000  # characters; Excel takes 32,767
ROW_LIMIT: Final = 50_000
_SUSPECT = ("=", "+", "-", "@", "\t", "\r")


class WorkbookBrokenError(Exception):
    """The file is no workbook (any more)."""


def clean(text: str) -> str:
    """As it may stand in a cell: no control characters, not too long."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    return text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - 1] + "…"


def put_rows(
    path: Path,
    columns: Sequence[str],
    rows: Sequence[Mapping[str, str]],
    still: Callable[[], bool] = lambda: True,
) -> list[int]:
    """Put each of ``rows`` (column -> text) in place of the row with the same first column, or
    below the others. Columns are found by their titles, so that people may add their own and move
    ours. The file is replaced whole, once, and left alone where it all stood there already, or
    where it is not wanted any more when it would be replaced (``still``). Returns which of the
    rows found no room.

    Raises OSError, WorkbookBrokenError.
    """
    book = _open(path)
    try:
        full, changed = _put_rows(book.worksheets[0], columns, rows)
        if changed and still():
            _replace(book, path)
        return full
    finally:
        _let_go(book)


def _put_rows(
    sheet: Worksheet, columns: Sequence[str], rows: Sequence[Mapping[str, str]]
) -> tuple[list[int], bool]:
    """Which of the rows found no room, and whether any cell changed."""
    places, key = _places(sheet, columns), columns[0]
    numbers = _numbers(sheet, places[key])
    end, full, changed = max(sheet.max_row, 1), [], False
    for at, row in enumerate(rows):
        number = numbers.get(clean(row[key]))
        if number is None:
            if end >= ROW_LIMIT:
                full.append(at)
                continue
            end += 1
            number = numbers[clean(row[key])] = end
        for column in columns:
            cell = sheet.cell(number, places[column])
            text = clean(row.get(column, ""))
            if str(cell.value or "") != text:
                _write(cell, text)
                changed = True
    return full, changed


def _let_go(book: Workbook) -> None:
    """Cells know their sheet and it knows them: taken apart here, one by one, thousands of them are
    no work for the window, which would find them as garbage."""
    for sheet in book.worksheets:
        cells = sheet._cells
        while cells:
            cells.popitem()


def _open(path: Path) -> Workbook:
    try:
        with path.open("rb") as file:  # openpyxl leaves a damaged one open
            return load_workbook(file)
    except FileNotFoundError:
        return Workbook()
    except OSError:
        raise
    except Exception as error:  # a damaged archive breaks openpyxl in ways of every kind
        raise WorkbookBrokenError(str(error)) from error


def _places(sheet: Worksheet, columns: Sequence[str]) -> dict[str, int]:
    """Title -> number of the column; titles that are not there yet are put behind the others."""
    found: dict[str, int] = {}
    for cell in sheet[1]:
        if cell.value is not None:
            found.setdefault(str(cell.value), int(cell.column))
    end = max(found.values(), default=0)
    for title in columns:
        if title not in found:
            end += 1
            found[title] = end
            cell = sheet.cell(1, end)
            _write(cell, title)
            cell.font = Font(bold=True)
            sheet.freeze_panes = "A2"
    return found


def _numbers(sheet: Worksheet, column: int) -> dict[str, int]:
    """The rows by what stands in their column: the first of those with the same."""
    found: dict[str, int] = {}
    for (cell,) in sheet.iter_rows(min_row=2, min_col=column, max_col=column):
        if cell.value is not None:
            found.setdefault(str(cell.value), int(cell.row))
    return found


def _write(cell: Cell | MergedCell, text: str) -> None:
    if isinstance(cell, MergedCell):
        return  # somebody merged cells over it: theirs to undo
    if not text:
        cell.value = None
        return
    cell.value = text
    # openpyxl takes "=…" for a formula: a client could write one.
    cell.data_type = "s"
    cell.number_format = "@"
    if text.startswith(_SUSPECT):
        cell.quotePrefix = True


def _replace(book: Workbook, path: Path) -> None:
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        book.save(file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)
    if sys.platform != "win32":  # the name, too, is on the disk before anybody counts on it
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
