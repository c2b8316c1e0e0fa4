"""The CRM of those who have none: a folder with every fact as a line and every contact as a row.

``facts.jsonl`` grows by one JSON line for each new statement (who, what, the client's words);
``contacts.xlsx`` holds what stands now. The lines are written first; what a crash left out is
made up by the next delivery. Of many records that are due the file is written once, and once in
``pace`` seconds; a large one by a process of its own.
"""

import asyncio
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from core.crm import apart, workbook
from core.crm.mapping import Mapping
from core.crm.record import field_id, shown
from core.domain.problems import CrmError, Problem
from core.ports import CrmRecord, CrmWrite

FACTS: Final = "facts.jsonl"
CONTACTS: Final = "contacts.xlsx"
KEY_COLUMN: Final = "threadline"
PACE: Final = 3.0
MANY: Final = 50
"""Records at once that are no small work whatever the file."""
SMALL: Final = 30_000
"""Bytes of a workbook that is written at once, in a thread: some 300 contacts."""


class Plan(msgspec.Struct, frozen=True):
    """Everything that one record writes: JSON objects by their ids, and a row by its titles."""

    lines: dict[str, dict[str, Any]]
    row: dict[str, str]


class _Line(msgspec.Struct, frozen=True):
    id: str


class FolderTarget:
    """A CrmTarget that takes many records at once. ``lang`` is the language of the titles;
    workbooks of more than ``small`` bytes are written by a process of their own."""

    name = "folder"
    pace = PACE

    def __init__(
        self, folder: Path, mapping: Mapping, lang: str = "ru", *, small: int = SMALL
    ) -> None:
        self._folder = folder
        self._small = small
        self._mapping = mapping
        self._lang = lang
        self._columns = (
            KEY_COLUMN,
            mapping.label("contact", lang),
            *(mapping.label(kind, lang) for kind in mapping.facts),
        )
        self._written: set[str] = set()
        self._stamp: tuple[int, ...] | None = None
        self._turn = asyncio.Lock()

    def plan(self, record: CrmRecord) -> Plan:
        """What the record writes. Pure."""
        lines: dict[str, dict[str, Any]] = {}
        values: dict[str, list[str]] = {}
        for field in record.fields:
            ident = field_id(record.key, field)
            said = {k: v for k, v in msgspec.to_builtins(field).items() if v not in ("", None, 0)}
            lines[ident] = {"id": ident, "key": record.key, "contact": record.contact, **said}
            values.setdefault(field.name, []).append(shown(field))
        row = {self._columns[0]: record.key, self._columns[1]: record.contact}
        for kind, found in values.items():
            text = workbook.clean("; ".join(dict.fromkeys(found)))
            row[self._mapping.label(kind, self._lang)] = text
        return Plan(lines, row)

    async def preview(self, record: CrmRecord) -> list[CrmWrite]:
        """The row and the lines."""
        plan = self.plan(record)
        row = [CrmWrite(CONTACTS, column, value) for column, value in plan.row.items()]
        return row + [CrmWrite(FACTS, line["name"], _json(line)) for line in plan.lines.values()]

    async def deliver(self, record: CrmRecord) -> str:
        """Write what is not there yet; returns the name of the row. Raises CrmError."""
        (answer,) = await self.deliver_all([record])
        if isinstance(answer, CrmError):
            raise answer
        return answer

    async def deliver_all(self, records: Sequence[CrmRecord]) -> list[str | CrmError]:
        """Write what is not there yet of all of them: for each the name of its row, or why it has
        none. Durable when it comes back. Raises CrmError where nothing could be written."""
        plans = [self.plan(record) for record in records]
        async with self._turn:
            try:
                full = await asyncio.to_thread(self._write, plans)
            except workbook.WorkbookBrokenError as error:
                raise self._error("crm-folder-broken", CONTACTS, retryable=False) from error
            except OSError as error:
                # A workbook that is open in Excel cannot be replaced on Windows.
                why = error.strerror or type(error).__name__
                name = Path(str(error.filename or self._folder)).name
                raise self._error("crm-folder", name, why, retryable=True) from error
        refused = self._error("crm-folder-full", CONTACTS, retryable=False)
        return [
            refused if at in full else f"{CONTACTS}#{record.key}"
            for at, record in enumerate(records)
        ]

    async def close(self) -> None:
        """Nothing is held open."""

    def _error(self, code: str, file: str, why: str = "", *, retryable: bool) -> CrmError:
        params = {"folder": str(self._folder), "file": file, "why": why}
        return CrmError(Problem(code, params), retryable=retryable)

    def _write(self, plans: Sequence[Plan]) -> set[int]:
        """Which of them found no room in the workbook."""
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._folder / FACTS
        if self._stamp is None or self._stamp != _stamp(file):
            self._written = _ids(file)  # somebody else was at it, or a write broke off
        lines = {ident: line for plan in plans for ident, line in plan.lines.items()}
        new = {ident: line for ident, line in lines.items() if ident not in self._written}
        if new:
            self._stamp = None
            _append(file, "".join(_json(line) + "\n" for line in new.values()))
            self._written |= new.keys()
        self._stamp = _stamp(file)
        book = self._folder / CONTACTS
        large = book.exists() and book.stat().st_size > self._small
        put = apart.put_rows if large or len(plans) > MANY else workbook.put_rows
        return set(put(book, self._columns, [plan.row for plan in plans]))


def _ids(file: Path) -> set[str]:
    """The ids of the lines in the file; a line torn by a crash is none."""
    found: set[str] = set()
    try:
        with file.open("rb") as lines:
            for line in lines:
                try:
                    found.add(msgspec.json.decode(line, type=_Line).id)
                except msgspec.DecodeError:
                    continue
    except FileNotFoundError:
        pass
    return found


def _append(file: Path, text: str) -> None:
    """Durably, behind the end of a line."""
    with file.open("a+b") as out:
        size = out.seek(0, os.SEEK_END)
        torn = False
        if size:
            out.seek(size - 1)
            torn = out.read(1) != b"\n"
        out.write(("\n" if torn else "").encode() + text.encode("utf-8", "replace"))
        out.flush()
        os.fsync(out.fileno())


def _stamp(file: Path) -> tuple[int, ...]:
    """Another one means that the file is not as it was left."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return ()
    return (found.st_ino, found.st_size, found.st_mtime_ns)


def _json(line: dict[str, Any]) -> str:
    return json.dumps(line, ensure_ascii=False)
