"""The folder: a line a fact, a row a contact, once each, and no client writes a formula."""

import asyncio
import gc
import io
import json
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell

from core.crm import FolderTarget, load, workbook
from core.crm.workbook import CELL_LIMIT, put_rows
from core.domain.problems import CrmError
from core.ports import CrmField, CrmRecord

MAPPING = load()
OLD = CrmField(name="budget", value="450000 RUB", quote="до 450", at=1, channel="telegram")
NEW = CrmField(name="budget", value="380000 RUB", quote="нет, до 380", at=2, channel="telegram")
CITY = CrmField(name="city", value="Казань", quote="в Казани", at=1)


def record(*fields: CrmField, key: str = "t1", contact: str = "Ирина") -> CrmRecord:
    return CrmRecord(key=key, contact=contact, fields=fields)


def lines(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "facts.jsonl").read_text("utf-8").splitlines()]


def table(folder: Path) -> list[dict[str, object]]:
    sheet = load_workbook(folder / "contacts.xlsx").worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    titles = [str(title) for title in head]
    return [
        {title: value for title, value in zip(titles, row, strict=True) if value is not None}
        for row in rows
    ]


def stamps(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.iterdir()}


async def test_facts_are_lines_with_their_words_and_contacts_are_rows(tmp_path: Path) -> None:
    target = FolderTarget(tmp_path / "crm", MAPPING)
    assert await target.deliver(record(OLD, CITY)) == "contacts.xlsx#t1"
    budget, city = lines(tmp_path / "crm")
    assert budget["name"] == "budget"
    assert budget["value"] == "450000 RUB"
    assert budget["quote"] == "до 450"
    assert city["contact"] == "Ирина"
    assert table(tmp_path / "crm") == [
        {"threadline": "t1", "Контакт": "Ирина", "Бюджет": "450000 RUB", "Город": "Казань"}
    ]


async def test_the_second_delivery_writes_nothing(tmp_path: Path) -> None:
    await FolderTarget(tmp_path, MAPPING).deliver(record(OLD, CITY))
    before = {
        path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()
    }
    target = FolderTarget(tmp_path, MAPPING)
    await target.deliver(record(OLD, CITY))
    await target.deliver(record(OLD, CITY))
    assert stamps(tmp_path) == before


async def test_a_changed_value_is_a_new_line_and_the_same_row(tmp_path: Path) -> None:
    target = FolderTarget(tmp_path, MAPPING)
    await target.deliver(record(OLD, CITY))
    await target.deliver(record(NEW, CITY))
    await target.deliver(record(CITY, key="t2", contact="Пётр"))
    assert [line["value"] for line in lines(tmp_path)] == [
        "450000 RUB", "Казань", "380000 RUB", "Казань",
    ]  # fmt: skip
    first, second = table(tmp_path)
    assert first["Бюджет"] == "380000 RUB"
    assert second["Контакт"] == "Пётр"


async def test_what_a_crash_left_half_done_is_made_whole(tmp_path: Path) -> None:
    target = FolderTarget(tmp_path, MAPPING)
    await target.deliver(record(OLD))
    (tmp_path / "contacts.xlsx").unlink()
    with (tmp_path / "facts.jsonl").open("ab") as file:
        file.write('{"id": "torn", "value": "Каз'.encode()[:-1])
    await FolderTarget(tmp_path, MAPPING).deliver(record(OLD, CITY))
    *_, last = (tmp_path / "facts.jsonl").read_bytes().splitlines()
    assert json.loads(last)["value"] == "Казань"
    assert table(tmp_path)[0]["Бюджет"] == "450000 RUB"


@pytest.mark.parametrize(
    "text", ["=1+1", "+7 916", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "\t=1"]
)
async def test_no_client_writes_a_formula(text: str, tmp_path: Path) -> None:
    target = FolderTarget(tmp_path, MAPPING)
    await target.deliver(record(CITY, contact=text))
    await target.deliver(record(OLD, contact="next", key="t2"))  # read and written once more
    sheet = load_workbook(tmp_path / "contacts.xlsx").worksheets[0]
    cell = sheet.cell(2, 2)
    assert cell.data_type == "s"
    assert cell.value == text
    assert cell.quotePrefix


async def test_odd_characters_and_long_texts_are_cut_to_what_a_cell_holds(tmp_path: Path) -> None:
    odd = CrmField(name="city", value="У\x00ф\x0bа" + "а" * 50_000, quote="\ud83d")
    await FolderTarget(tmp_path, MAPPING).deliver(record(odd))
    (row,) = table(tmp_path)
    assert str(row["Город"]).startswith("Уфа")
    assert len(str(row["Город"])) == CELL_LIMIT
    assert len(lines(tmp_path)) == 1


async def test_columns_and_rows_of_people_stay(tmp_path: Path) -> None:
    target = FolderTarget(tmp_path, MAPPING, "en")
    await target.deliver(record(CITY))
    book = load_workbook(tmp_path / "contacts.xlsx")
    sheet = book.worksheets[0]
    sheet.insert_cols(1)
    sheet["A1"], sheet["A2"] = "Manager", "Анна"
    book.save(tmp_path / "contacts.xlsx")
    await target.deliver(record(NEW, CITY))
    (row,) = table(tmp_path)
    assert (row["Manager"], row["Budget"], row["City"]) == ("Анна", "380000 RUB", "Казань")


async def test_the_preview_is_what_then_stands_there(tmp_path: Path) -> None:
    target = FolderTarget(tmp_path, MAPPING)
    preview = await target.preview(record(OLD, CITY))
    assert not list(tmp_path.iterdir())
    await target.deliver(record(OLD, CITY))
    (row,) = table(tmp_path)
    assert {w.field: w.value for w in preview if w.model == "contacts.xlsx"} == row
    assert [json.loads(w.value) for w in preview if w.model == "facts.jsonl"] == lines(tmp_path)


async def test_a_file_that_is_no_workbook_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "contacts.xlsx").write_text("mine")
    with pytest.raises(CrmError) as caught:
        await FolderTarget(tmp_path, MAPPING).deliver(record(CITY))
    assert caught.value.problem.code == "crm-folder-broken"
    assert not caught.value.retryable
    assert (tmp_path / "contacts.xlsx").read_text() == "mine"


async def test_a_folder_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CrmError) as caught:
        await FolderTarget(tmp_path / "file" / "crm", MAPPING).deliver(record(CITY))
    assert caught.value.retryable
    assert caught.value.problem.code == "crm-folder"


async def test_a_workbook_is_never_seen_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = FolderTarget(tmp_path, MAPPING)
    await target.deliver(record(OLD))
    before = (tmp_path / "contacts.xlsx").read_bytes()

    def full(self: Workbook, file: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Workbook, "save", full)
    with pytest.raises(CrmError):
        await target.deliver(record(NEW))
    assert (tmp_path / "contacts.xlsx").read_bytes() == before


@pytest.mark.parametrize("cut", [0.3, 0.9, -1.0])
async def test_a_damaged_workbook_is_told_and_left_alone(tmp_path: Path, cut: float) -> None:
    await FolderTarget(tmp_path, MAPPING).deliver(record(OLD))
    file = tmp_path / "contacts.xlsx"
    whole = file.read_bytes()
    if cut > 0:
        broken = whole[: int(len(whole) * cut)]
    else:  # an archive as it should be, with something else in it
        content = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(whole)) as there, zipfile.ZipFile(content, "w") as here:
            for name in there.namelist():
                here.writestr(name, b"<not xml" if "sheet1" in name else there.read(name))
        broken = content.getvalue()
    file.write_bytes(broken)
    with pytest.raises(CrmError) as caught:
        await FolderTarget(tmp_path, MAPPING).deliver(record(NEW))
    assert caught.value.problem.code == "crm-folder-broken"
    assert file.read_bytes() == broken


async def test_lines_that_were_written_before_the_disk_was_full_are_not_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = FolderTarget(tmp_path, MAPPING)
    await target.deliver(record(OLD))
    fsync = os.fsync

    def full(handle: int) -> None:
        fsync(handle)
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(CrmError):
            await target.deliver(record(OLD, NEW, CITY))
    await target.deliver(record(OLD, NEW, CITY))
    assert len(lines(tmp_path)) == 3


async def test_lines_that_somebody_took_away_are_written_again(tmp_path: Path) -> None:
    target = FolderTarget(tmp_path, MAPPING)
    await target.deliver(record(OLD))
    (tmp_path / "facts.jsonl").rename(tmp_path / "archive.jsonl")
    await target.deliver(record(OLD, CITY))
    assert [line["value"] for line in lines(tmp_path)] == ["450000 RUB", "Казань"]


_KILLED = """
import asyncio, sys
from pathlib import Path
from core.crm import FolderTarget, load
from core.ports import CrmField, CrmRecord

async def main():
    target = FolderTarget(Path(sys.argv[1]), load())
    print("begun", flush=True)
    for number in range(100_000):
        field = CrmField(name="budget", value=f"{number} RUB", quote="q" * 2000, at=number + 1)
        await target.deliver(CrmRecord(key=f"t{number % 7}", contact="Ирина", fields=(field,)))

asyncio.run(main())
"""


@pytest.mark.parametrize("after", [0.01, 0.13, 0.37])
async def test_a_kill_while_it_writes_leaves_whole_files(tmp_path: Path, after: float) -> None:
    root = Path(__file__).parents[3]
    process = subprocess.Popen(  # noqa: ASYNC220
        [sys.executable, "-c", _KILLED, str(tmp_path)], cwd=root, stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == b"begun\n"
    while not (tmp_path / "contacts.xlsx").exists():  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    await asyncio.sleep(after)
    process.kill()
    process.wait()
    process.stdout.close()
    await FolderTarget(tmp_path, MAPPING).deliver(record(OLD, CITY))
    assert {"Бюджет": "450000 RUB", "Город": "Казань"}.items() <= next(
        row.items() for row in table(tmp_path) if row["threadline"] == "t1"
    )
    whole = [json.loads(line) for line in _whole_lines(tmp_path)]
    assert len({line["id"] for line in whole}) == len(whole)


def _whole_lines(folder: Path) -> list[str]:
    """At most one was torn by the kill."""
    found = (folder / "facts.jsonl").read_text("utf-8", "replace").splitlines()
    torn = [line for line in found if not line.endswith("}")]
    assert len(torn) <= 1
    return [line for line in found if line.endswith("}")]


def test_a_workbook_leaves_no_cells_for_the_garbage_collector(tmp_path: Path) -> None:
    """The window's thread would have to free them, all at once."""
    put_rows(tmp_path / "a.xlsx", ("key", "name"), [{"key": "1", "name": "Ирина"}])
    gc.collect()
    gc.disable()
    try:
        put_rows(tmp_path / "a.xlsx", ("key", "name"), [{"key": "2", "name": "Анна"}])
        assert not [one for one in gc.get_objects() if type(one) is Cell]
    finally:
        gc.enable()


async def test_many_records_are_one_workbook_written_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []
    replace = workbook._replace

    def noted(book: Workbook, path: Path) -> None:
        written.append(path)
        replace(book, path)

    monkeypatch.setattr(workbook, "_replace", noted)
    target = FolderTarget(tmp_path, MAPPING)
    some = [record(OLD, key=f"t{n}") for n in range(40)]
    assert await target.deliver_all(some) == [f"contacts.xlsx#t{n}" for n in range(40)]
    await target.deliver_all([*some, record(NEW, CITY, key="t7"), record(CITY, key="t40")])
    assert len(written) == 2
    rows = {row["threadline"]: row for row in table(tmp_path)}
    assert len(rows) == 41
    assert rows["t7"] == {"threadline": "t7", "Контакт": "Ирина", "Бюджет": "380000 RUB",
                          "Город": "Казань"}  # fmt: skip
    assert len(lines(tmp_path)) == 43


async def test_who_finds_no_room_is_told_and_the_others_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "ROW_LIMIT", 3)
    target = FolderTarget(tmp_path, MAPPING)
    await target.deliver_all([record(OLD, key="a"), record(OLD, key="b")])
    first, second, third = await target.deliver_all(
        [record(CITY, key="c"), record(NEW, key="b"), record(CITY, key="d")]
    )
    assert second == "contacts.xlsx#b"
    for refused in (first, third):
        assert isinstance(refused, CrmError)
        assert (refused.problem.code, refused.retryable) == ("crm-folder-full", False)
    assert [row["Бюджет"] for row in table(tmp_path)] == ["450000 RUB", "380000 RUB"]


async def test_a_large_workbook_is_written_by_a_process_of_its_own(tmp_path: Path) -> None:
    target = FolderTarget(tmp_path, MAPPING, small=0)
    await target.deliver(record(OLD))
    await target.deliver(record(NEW, CITY))
    assert table(tmp_path) == [
        {"threadline": "t1", "Контакт": "Ирина", "Бюджет": "380000 RUB", "Город": "Казань"}
    ]
    (tmp_path / "contacts.xlsx").write_bytes(b"PK, but no workbook")
    with pytest.raises(CrmError) as caught:
        await target.deliver(record(OLD))
    assert caught.value.problem.code == "crm-folder-broken"
    assert (tmp_path / "contacts.xlsx").read_bytes() == b"PK, but no workbook"


_ORPHANED = """
import multiprocessing, os, signal, sys
from pathlib import Path
from core.crm import apart

if __name__ == "__main__":
    _, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(
        target=apart._work, args=(theirs, Path(sys.argv[1]), ("key",), [{"key": "old"}])
    )
    process.start()
    os.kill(process.pid, signal.SIGSTOP)
    print(process.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
async def test_what_outlives_the_application_writes_nothing(tmp_path: Path) -> None:
    """Started again, the application has written something newer by then."""
    book, script = tmp_path / "contacts.xlsx", tmp_path / "orphaned.py"
    put_rows(book, ("key",), [{"key": "new"}])
    before = book.read_bytes()
    script.write_text(_ORPHANED, "utf-8")
    root = Path(__file__).parents[3]
    process = subprocess.Popen(  # noqa: ASYNC220
        [sys.executable, str(script), str(book)], cwd=root, stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    assert process.stdout is not None
    orphan = int(process.stdout.readline())
    process.wait()
    os.kill(orphan, signal.SIGCONT)
    assert process.stdout.read() == b""  # its end of it is closed: it is over
    process.stdout.close()
    assert book.read_bytes() == before
