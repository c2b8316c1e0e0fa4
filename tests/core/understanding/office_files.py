"""Office files made for the tests, as Word, Excel and 1C write them."""

import io
import zipfile
from collections.abc import Mapping
from html import escape
from typing import Any

from openpyxl import Workbook

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX_MAIN = f"{_OFFICE}.wordprocessingml.document.main+xml"
BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, said in parts.items():
            made.writestr(name, said)
    return out.getvalue()


def types(**parts: str) -> str:
    said = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="xml" ContentType="application/xml"/>{said}</Types>'
    )


def word(body: str, root: str = "document") -> str:
    inner = f"<w:body>{body}</w:body>" if root == "document" else body
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:{root} xmlns:w="{W}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"{inner}</w:{root}>"
    )


def paragraph(*runs: str, before: str = "") -> str:
    """A paragraph of runs, split as Word splits them."""
    said = "".join(f'<w:r><w:t xml:space="preserve">{escape(run)}</w:t></w:r>' for run in runs)
    return f"<w:p>{before}{said}</w:p>"


def table(*rows: list[str]) -> str:
    lines = "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{lines}</w:tbl>"


def docx(*body: str, main: str = DOCX_MAIN, **more: str | bytes) -> bytes:
    """``body`` is markup; plain text becomes a paragraph. ``header`` and ``footer`` are text."""
    marked = "".join(part if part.startswith("<") else paragraph(part) for part in body)
    named = {"word/document.xml": main}
    parts: dict[str, str | bytes] = {"word/document.xml": word(marked)}
    for name, root in (("header", "hdr"), ("footer", "ftr")):
        if name in more:
            named[f"word/{name}1.xml"] = f"{_OFFICE}.wordprocessingml.{name}+xml"
            parts[f"word/{name}1.xml"] = word(paragraph(str(more.pop(name))), root)
    return archive({"[Content_Types].xml": types(**named), **parts, **more})


def xlsx(sheets: Mapping[str, list[list[Any]]], formats: Mapping[str, str] | None = None) -> bytes:
    """``formats`` are number formats by place in the first sheet."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    first: Any = book.worksheets[0]
    for place, shown in (formats or {}).items():
        first[place].number_format = shown
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(data: bytes, **parts: str | bytes | None) -> bytes:
    """The archive with parts put in place of its own; None takes one away."""
    with zipfile.ZipFile(io.BytesIO(data)) as had:
        kept: dict[str, str | bytes] = {name: had.read(name) for name in had.namelist()}
    for name, said in parts.items():
        if said is None:
            kept.pop(name)
        else:
            kept[name] = said
    return archive(kept)
