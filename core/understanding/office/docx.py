"""Text of a DOCX: paragraphs as lines, tables by row, pages where the file says that they end."""

from core.domain.problems import ProblemError
from core.understanding.office.archive import Archive, Enough
from core.understanding.office.pages import Pages
from core.understanding.page_text import PageText

MAIN = (
    "wordprocessingml.document.main+xml",
    "word.document.macroenabled.main+xml",
    "wordprocessingml.template.main+xml",
    "word.template.macroenabledtemplate.main+xml",
)
_HEADER = ("wordprocessingml.header+xml",)
_FOOTER = ("wordprocessingml.footer+xml",)
_UNSEEN = frozenset({"Fallback", "del", "moveFrom"})
"""What is not read: what was struck out, and drawings told once more for old programs."""
_SIGNS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}


def read_docx(archive: Archive) -> PageText:
    """The text of an opened DOCX; its headers stand in front, its footers at the end. Raises
    ProblemError as the archive does; once something was read, it is told instead."""
    pages = Pages()
    try:
        for part in archive.of_type(*_HEADER):
            _read(archive, part, pages)
        for part in archive.of_type(*MAIN)[:1]:
            _read(archive, part, pages)
        for part in archive.of_type(*_FOOTER):
            _read(archive, part, pages)
    except ProblemError as error:
        read = pages.text()
        unsafe = error.problem.code == "document-unsafe"
        if unsafe or not any(page.strip() for page in read.pages):
            raise
        return PageText(read.pages, error.problem)
    return pages.text()


def _read(archive: Archive, part: str, pages: Pages) -> None:
    body = _Body(pages)
    archive.walk(part, body.begin, body.end, body.text)


class _Body:
    """The handlers of one part. A break in the middle of a paragraph or a row comes after it, so
    that nothing said in one breath is parted."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._unseen = 0
        self._tables = 0
        self._row: list[str] = []
        self._cell: list[str] = []
        self._span = 1
        self._paragraph: list[str] = []
        self._run: list[str] | None = None
        self._hidden = self._reading = self._after = self._section = False
        self._around: list[tuple[list[str], list[str] | None, bool]] = []
        """Paragraphs that a text box interrupts."""

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """An element starts."""
        if self._unseen or tag in _UNSEEN:
            self._unseen += 1
        elif tag == "t":
            self._reading = True
        elif tag == "p":
            self._around.append((self._paragraph, self._run, self._hidden))
            self._paragraph, self._run = [], None
        elif tag == "r":
            self._run, self._hidden = [], False
        elif tag == "vanish":
            self._hidden = attributes.get("val", "1") not in ("0", "false", "off")
        elif (tag == "br" and attributes.get("type") == "page") or tag == "lastRenderedPageBreak":
            self._break()
        elif tag in _SIGNS and self._run is not None:
            self._run.append(_SIGNS[tag])
        elif tag == "numPr":
            self._paragraph.append("• ")
        elif tag == "sectPr":
            self._section = True
        elif tag == "type" and self._section:
            self._section = attributes.get("val") != "continuous"
        elif tag == "tbl":
            self._tables += 1
        elif tag == "tr" and self._tables == 1:
            self._row = []
        elif tag == "tc" and self._tables == 1:
            self._cell, self._span = [], 1
        elif tag == "gridSpan" and self._tables == 1:
            self._span = min(_number(attributes.get("val", "")), 64)

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._unseen:
            self._unseen -= 1
        elif tag == "t":
            self._reading = False
        elif tag == "r":
            if self._run and not self._hidden:
                self._paragraph += self._run
            self._run = None
        elif tag == "p":
            self._end_of_paragraph()
        elif tag == "tc" and self._tables == 1:
            self._row += [" ".join(self._cell), *[""] * (self._span - 1)]
        elif tag == "tr" and self._tables == 1:
            self._pages.row(self._row)
            self._turn_after()
        elif tag == "tbl":
            self._tables = max(0, self._tables - 1)

    def text(self, said: str) -> None:
        """Characters, of which those of a text element count."""
        if self._reading and not self._unseen and self._run is not None:
            self._run.append(said)

    def _break(self) -> None:
        written = any(part.strip() for part in (*self._paragraph, *(self._run or ())))
        if self._tables or written:
            self._after = True
        else:
            self._pages.turn()

    def _end_of_paragraph(self) -> None:
        said = "".join(self._paragraph)
        if self._around:
            self._paragraph, self._run, self._hidden = self._around.pop()
        if said.strip() == "•":
            said = ""
        if self._tables:
            if said.strip():
                self._cell.append(said.strip())
            return
        self._pages.line(said)
        self._after = self._after or self._section
        self._section = False
        self._turn_after()
        if self._pages.full:
            self._pages.cut()
            raise Enough

    def _turn_after(self) -> None:
        if self._after:
            self._pages.turn()
            self._after = False


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 1
