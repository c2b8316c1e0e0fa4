"""Text of DOCX and XLSX by page and sheet, and of files that are not what they are called."""

import io
import struct
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.understanding.attached import read_bytes, read_file
from core.understanding.office.archive import MOST_UNPACKED
from core.understanding.office.pages import FULL
from core.understanding.page_text import MOST_BYTES, MOST_PAGES
from tests.core.understanding.office_files import (
    BREAK,
    archive,
    changed,
    docx,
    paragraph,
    table,
    types,
    word,
    xlsx,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = xlsx({"a": [["x", 1], ["y", 2.5]]})
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def code(data: bytes, name: str = "", mime: str = "") -> str:
    problem = read_bytes(data, name, mime).problem
    return problem.code if problem else ""


def pages(data: bytes) -> tuple[str, ...]:
    read = read_bytes(data)
    assert read.problem is None
    return read.pages


# -- DOCX --


def test_paragraphs_are_lines_whatever_runs_they_are_split_into() -> None:
    said = docx(paragraph("Бюд", "жет: 450", "\u00a0000 руб."), "", "R&D <co>")
    assert pages(said) == ("Бюджет: 450 000 руб.\nR&D <co>",)


def test_pages_end_where_the_file_says() -> None:
    rendered = "<w:p><w:r><w:lastRenderedPageBreak/><w:t>two</w:t></w:r></w:p>"
    section = '<w:pPr><w:sectPr><w:type w:val="nextPage"/></w:sectPr></w:pPr>'
    same = '<w:pPr><w:sectPr><w:type w:val="continuous"/></w:sectPr></w:pPr>'
    said = docx("one", BREAK, rendered, paragraph("still two", before=same), "and two",
                paragraph("end of two", before=section), "three", "<w:sectPr/>")  # fmt: skip
    assert pages(said) == ("one", "two\nstill two\nand two\nend of two", "three")


def test_a_sentence_or_a_row_over_two_pages_is_not_parted() -> None:
    middle = "<w:r><w:lastRenderedPageBreak/></w:r>"
    text = f"<w:p><w:r><w:t>Budget </w:t></w:r>{middle}<w:r><w:t>5000 USD</w:t></w:r></w:p>"
    row = (
        f"<w:tbl><w:tr><w:tc>{paragraph('Pump')}</w:tc>"
        f"<w:tc><w:p>{middle}<w:r><w:t>12</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    assert pages(docx(text, "next", row, "last")) == ("Budget 5000 USD", "next\nPump\t12", "last")


def test_a_table_is_read_by_row_with_its_empty_cells() -> None:
    inner = table(["a", "b"])
    nested = f"<w:tbl><w:tr><w:tc>{paragraph('x')}{inner}</w:tc><w:tc><w:p/></w:tc><w:tc>{paragraph('y')}</w:tc></w:tr></w:tbl>"  # noqa: E501
    wide = f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph("ab")}</w:tc><w:tc>{paragraph("c")}</w:tc></w:tr></w:tbl>'  # noqa: E501
    assert pages(docx(table(["№", "Имя"], ["1", "Два\tтри"]), nested, wide)) == (
        "№\tИмя\n1\tДва три\nx a b\t\ty\nab\t\tc",
    )


def test_what_a_reader_of_the_paper_does_not_see_is_not_read() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>open</w:t></w:r>'
    struck = "<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
    moved = "<w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>"
    field = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    said = docx(f"<w:p>{hidden}{shown}{struck}{moved}{field}</w:p>")
    assert pages(said) == ("open",)


def test_a_text_box_is_read_once_and_parts_no_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('boxed')}</w:txbxContent>"
    twice = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"  # noqa: E501
    said = f"<w:p><w:r><w:t>before </w:t>{twice}<w:t>after</w:t></w:r></w:p>"
    assert pages(docx(said)) == ("boxed\nbefore after",)


def test_lists_have_their_marks_and_the_head_of_the_paper_comes_first() -> None:
    number = "<w:pPr><w:numPr/></w:pPr>"
    said = docx(paragraph("Pump, 3 pcs", before=number), header="ООО «Вектор»", footer="стр.")
    assert pages(said) == ("ООО «Вектор»\n• Pump, 3 pcs\nстр.",)


def test_a_long_page_goes_on_as_the_next_and_a_very_long_paper_is_cut() -> None:
    line = "слово " * 100
    read = read_bytes(docx(*[line] * 30))
    assert read.problem is None
    assert [len(page) <= FULL for page in read.pages] == [True] * len(read.pages)
    assert sum(page.count("слово") for page in read.pages) == 3000
    long = read_bytes(docx(*[line] * 600))
    assert long.problem is not None
    assert (len(long.pages), long.problem.code) == (MOST_PAGES, "office-cut")


# -- XLSX --


def test_a_sheet_is_a_page_with_its_name_in_front() -> None:
    data = xlsx({"Заказ": [["№", "Товар", "Кол-во"], [1, "Насос", 12], [], [2, None, 0.5]],
                 "Пусто": [], "Контакты": [["ИНН", 7707083893]]})  # fmt: skip
    assert pages(data) == (
        "Заказ\n№\tТовар\tКол-во\n1\tНасос\t12\n2\t\t0.5",
        "Контакты\nИНН\t7707083893",
    )


def test_a_number_is_written_as_its_format_shows_it() -> None:
    row = [450000, 450000, 0.2, datetime(2026, 12, 5), datetime(2026, 12, 5, 15, 30), 5003031,
           date(2026, 1, 2), 1200.5, True, 0.1 + 0.2]  # fmt: skip
    shown = {
        "A1": '#,##0\\ "₽"', "B1": "[$€-407] #,##0.00", "C1": "0%", "D1": "dd.mm.yyyy",
        "E1": "dd.mm.yyyy hh:mm", "F1": "0000000000",
    }  # fmt: skip
    (page,) = pages(xlsx({"1": [row]}, shown))
    assert page.split("\n")[1].split("\t") == [
        "450000 ₽", "450000 €", "20%", "2026-12-05", "2026-12-05 15:30", "0005003031",
        "2026-01-02", "1200.5", "", "0.3",
    ]  # fmt: skip


def test_hidden_sheets_are_not_read() -> None:
    data = xlsx({"a": [["shown"]], "b": [["hidden"]]})
    with zipfile.ZipFile(io.BytesIO(data)) as had:
        book = had.read("xl/workbook.xml").decode()
    shown = 'name="b" sheetId="2" state="visible"'
    hidden = book.replace(shown, shown.replace("visible", "hidden"))
    assert hidden != book
    assert pages(changed(data, **{"xl/workbook.xml": hidden})) == ("a\nshown",)


def test_strings_are_found_where_the_book_says_or_where_its_writer_put_them() -> None:
    strings = (
        f'<sst xmlns="{SHEETS}"><si><t>text</t></si><si><r><t>mo</t></r><r><t>re</t></r>'
        "<rPh><t>spoken</t></rPh></si></sst>"
    )
    cells = '<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>9</v></c><c t="str"><v>f</v></c>'
    sheet = f'<worksheet xmlns="{SHEETS}"><sheetData><row>{cells}</row></sheetData></worksheet>'
    data = changed(SHEET, **{"xl/worksheets/sheet1.xml": sheet, "xl/SharedStrings.xml": strings})
    assert pages(data) == ("a\ntext\tmore\t\tf",)


def test_a_long_sheet_goes_on_under_its_heading_and_a_huge_one_is_cut() -> None:
    heading = ["Артикул", "Наименование", "Количество"]
    rows = [[f"A-{n}", f"Болт М{n}", n] for n in range(1, 1001)]
    read = read_bytes(xlsx({"Прайс": [heading, *rows]}))
    assert read.problem is None
    assert all(page.startswith("Прайс\nАртикул\tНаименование\tКоличество\n") for page in read.pages)
    assert sum(page.count("Болт") for page in read.pages) == 1000
    far = [[None] * 500 + ["far"], *[[n] for n in range(6000)]]
    cut = read_bytes(xlsx({"a": far}))
    assert (cut.problem.code if cut.problem else "") == "office-cut"


def picture(kind: str, wide: int, tall: int) -> bytes:
    out = io.BytesIO()
    Image.new("L", (wide, tall)).save(out, kind)
    return out.getvalue()


# -- what files are, whatever they are called --

WORD = docx("hello")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
EXE = b"MZ\x90\0" + b"\0" * 600
ENCRYPTED = OLE + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "name", "mime", "expected"),
    [
        (WORD, "hello.docx", "", ""),
        (WORD, "hello", "application/octet-stream", ""),
        (WORD, "hello.pdf", "application/pdf", ""),
        (xlsx({"a": [["x"]]}), "a.docx", "", ""),
        (EXE, "offer.docx", "", "office-not-office"),
        (EXE, "offer", f"{XLSX}; charset=binary", "office-not-office"),
        (EXE, "offer.pdf", "", "pdf-not-a-pdf"),
        (EXE, "setup.exe", "", ""),
        (archive({"a.txt": "x"}), "offer.pdf", "", "pdf-not-a-pdf"),
        (archive({"a.txt": "x"}), "offer.xlsx", "", "office-not-office"),
        (archive({"a.txt": "x"}), "photos.zip", "application/zip", ""),
        (b"PK\x03\x04 cut off", "offer.docx", "", "office-broken"),
        (b"PK\x03\x04 cut off", "photos.zip", "", ""),
        (WORD[: len(WORD) // 2], "offer.docx", "", "office-broken"),
        (b"", "offer.docx", "", "office-not-office"),
        (ENCRYPTED, "offer.xlsx", "", "office-encrypted"),
        (ENCRYPTED, "offer", "", "office-encrypted"),
        (OLE, "offer.doc", "", "office-format"),
        (OLE, "offer", "application/vnd.ms-excel", "office-format"),
        (OLE, "offer.docx", "", "office-format"),
        (OLE, "photo.db", "", ""),
        (b"<html>", "offer.xls", "", "office-format"),
        (b"{\\rtf1 hello}", "offer.doc", "", "office-format"),
        (archive({"mimetype": "application/vnd.oasis"}), "a.odt", "", "office-format"),
        (docx("x", main="application/vnd.ms-powerpoint.main+xml"), "a.pptx", "", "office-format"),
        (docx(""), "a.docx", "", "office-no-text"),
        (docx("x", **{"word/vbaProject.bin": b"\1"}), "a.docm", "", "office-macros"),
        (b"\xff\xd8\xff\xe0 a photo", "photo.jpg", "image/jpeg", ""),
        (EXE, "photo.jpg", "image/jpeg", "image-not-an-image"),
        (EXE, "", "image/png", "image-not-an-image"),
        (b"\x89PNG\r\n\x1a\n", "a.png", "", "image-not-an-image"),
        (archive({"a.txt": "x"}), "photo.png", "", "image-not-an-image"),
        (picture("PNG", 40, 30), "a.png", "", ""),
        (picture("GIF", 40, 30), "a.gif", "", ""),
        (picture("WEBP", 40, 30), "a.webp", "", ""),
        (picture("BMP", 40, 30), "a.bmp", "", ""),
        (picture("WEBP", 9000, 9000), "a.webp", "", "image-too-big"),
        (picture("PNG", 9000, 9000), "a.png", "", "image-too-big"),
        (picture("TIFF", 4, 3), "a.tiff", "", "image-format"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "IMG_1.HEIC", "image/heic", "image-format"),
        (b" <svg xmlns='x'/>", "logo.svg", "image/svg+xml", "image-format"),
    ],
)  # fmt: skip
def test_a_file_is_what_is_in_it(data: bytes, name: str, mime: str, expected: str) -> None:
    assert code(data, name, mime) == expected


def test_what_was_read_of_a_file_with_macros_is_kept() -> None:
    read = read_bytes(docx("Budget: 5 USD", **{"word/vbaProject.bin": b"\1"}))
    assert read.pages == ("Budget: 5 USD",)


def test_a_locked_archive_is_locked() -> None:
    data = bytearray(WORD)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            (flags,) = struct.unpack_from("<H", data, place + at)
            struct.pack_into("<H", data, place + at, flags | 1)
            place = data.find(mark, place + 4)
    assert code(bytes(data), "a.docx") == "office-encrypted"


# -- files made to do harm --


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 if n else str()};" * 10}">' for n in range(9))
    + "]>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("types_first", [LAUGHS, OUTSIDE], ids=["laughs", "outside"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_never_followed(types_first: str, encoding: str) -> None:
    body = word("<w:p><w:r><w:t>&a8;</w:t></w:r></w:p>").partition("?>")[2]
    said = (types_first + body).replace("?>", f' encoding="{encoding}"?>', 1).encode(encoding)
    assert code(changed(WORD, **{"word/document.xml": said}), "a.docx") == "document-unsafe"
    listed = (types_first + types().partition("?>")[2]).encode()
    assert code(changed(WORD, **{"[Content_Types].xml": listed}), "a.docx") == "document-unsafe"


def test_an_archive_that_unpacks_to_too_much_is_not_unpacked() -> None:
    bomb = changed(WORD, **{"word/document.xml": b" " * (MOST_UNPACKED + 1)})
    assert len(bomb) < 100_000
    assert code(bomb, "a.docx") == "office-too-big"
    many = archive({f"word/{n}.xml": "" for n in range(6000)})
    assert code(many, "a.docx") == "office-too-big"


def test_an_archive_that_lies_about_its_size_gives_no_more_than_it_says() -> None:
    data = bytearray(docx(*["word"] * 200_000))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as had:
        real = had.getinfo("word/document.xml").file_size
    said, lie = struct.pack("<I", real), struct.pack("<I", 100)
    assert code(bytes(data).replace(said, lie), "a.docx") == "office-broken"


def test_markup_nested_without_end_is_survived() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 100_000 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 100_000
    assert pages(docx("text", deep)) == ("text\nx",)


def test_out_of_time_is_told() -> None:
    late = read_bytes(docx("text"), "a.docx", seconds=-1)
    assert late.problem is not None
    assert late.problem.code == "office-cut"


def test_a_file_too_large_is_not_opened(tmp_path: Path) -> None:
    huge = tmp_path / "huge"
    with huge.open("wb") as out:
        out.truncate(MOST_BYTES + 1)
    found = [read_file(str(huge), name).problem for name in ("a.pdf", "a.docx", "a.mov")]
    assert [p.code if p else "" for p in found] == ["pdf-too-big", "office-too-big", ""]


@given(st.data())
def test_a_damaged_file_is_a_problem_and_never_an_exception(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from([WORD, SHEET])))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    read_bytes(bytes(whole), "a.docx")


@given(st.text(max_size=300))
def test_any_markup_in_a_part_is_survived(said: str) -> None:
    parts = {"word/document.xml": said.encode("utf-8", "replace")}
    read_bytes(changed(WORD, **parts), "a.docx")
    read_bytes(changed(SHEET, **{"xl/worksheets/sheet1.xml": parts["word/document.xml"]}), "a.xlsx")
