"""Text of a PDF, page by page, within bounds of size, pages and time. Never raises on a bad file."""  # noqa: E501

import contextlib
import io
import logging

from pypdf import PageObject, PdfReader
from pypdf.errors import LimitReachedError, PyPdfError
from pypdf.generic import StreamObject

from core.domain.problems import Problem
from core.understanding.page_text import (
    MOST_BYTES,
    MOST_CHARACTERS,
    MOST_PAGES,
    MOST_SECONDS,
    Deadline,
    PageText,
    plain,
)

_TAB, _SPACE = b"<0009>", b"<0020>"
_log = logging.getLogger(__name__)


def read_pdf(data: bytes, *, seconds: float = MOST_SECONDS) -> PageText:
    """The text of a PDF given as bytes. Problems: ``pdf-not-a-pdf``, ``pdf-too-big`` (unpacked as
    well), ``pdf-encrypted``, ``pdf-broken``, ``pdf-no-text`` (a scan), ``pdf-cut`` (more pages or
    time than allowed)."""
    if len(data) > MOST_BYTES:
        return PageText(problem=Problem("pdf-too-big"))
    if b"%PDF-" not in data[:1024]:
        return PageText(problem=Problem("pdf-not-a-pdf"))
    pages: list[str] = []
    deadline = Deadline(seconds)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return PageText(problem=Problem("pdf-encrypted"))
        count = len(reader.pages)
        for index in range(min(count, MOST_PAGES)):
            if deadline.over:
                return PageText(tuple(pages), Problem("pdf-cut"))
            with contextlib.suppress(Exception):  # a font that is off may still give its text
                _name_spaces(reader.pages[index])
            pages.append(_clean(reader.pages[index].extract_text()))
    except (LimitReachedError, MemoryError):
        # a bomb, or a drawing of millions of lines: asking for it again would bring the same
        read = any(page.strip() for page in pages)
        return PageText(tuple(pages), Problem("pdf-cut" if read else "pdf-too-big"))
    except PyPdfError as error:
        code = "pdf-encrypted" if "crypt" in str(error).lower() else "pdf-broken"
        return PageText(tuple(pages), Problem(code))
    except Exception as error:
        # pypdf lets KeyError, RecursionError, zlib.error and more through on crafted files.
        _log.info("unreadable PDF: %s", type(error).__name__)
        code = "pdf-encrypted" if "ependency" in type(error).__name__ else "pdf-broken"
        return PageText(tuple(pages), Problem(code))
    if not any(page.strip() for page in pages):
        return PageText(tuple(pages), Problem("pdf-no-text"))
    return PageText(tuple(pages), Problem("pdf-cut") if count > MOST_PAGES else None)


def _name_spaces(page: PageObject) -> None:
    """Have every font of the page say which of its glyphs is the space.

    Qt's PDF writer says tab (U+0009) for it. pypdf, finding no space among the characters, takes
    glyph 32 for one, whatever letter that is, and parts words there: «budg et».
    """
    resources = page.get("/Resources")
    fonts = (resources.get_object() if resources is not None else {}).get("/Font")
    for entry in (fonts.get_object() if fonts is not None else {}).values():
        mapping = entry.get_object().get("/ToUnicode")
        stream = mapping.get_object() if mapping is not None else None
        if not isinstance(stream, StreamObject):
            continue
        data = stream.get_data()
        if _TAB in data and _SPACE not in data:
            stream.set_data(data.replace(_TAB, _SPACE))


def _clean(text: str) -> str:
    # Qt writes a tab for a space; a tab parts the cells of a table here.
    lines = (line.rstrip() for line in plain(text).replace("\t", " ").splitlines())
    return "\n".join(lines)[:MOST_CHARACTERS]
