"""A file a client attached, read by what it is and not by what it is called."""

import logging
from pathlib import Path

from core.domain.problems import Problem, ProblemError
from core.understanding import pictures
from core.understanding.office import docx, xlsx
from core.understanding.office.archive import Archive
from core.understanding.page_text import MOST_BYTES, MOST_SECONDS, Deadline, PageText
from core.understanding.pdf import read_pdf

_PDF, _OFFICE, _OTHER, _PICTURE = "pdf", "office", "other", "picture"
_CLAIMS = {
    ".pdf": _PDF, ".docx": _OFFICE, ".docm": _OFFICE, ".xlsx": _OFFICE, ".xlsm": _OFFICE,
    ".dotx": _OFFICE, ".xltx": _OFFICE,
    ".doc": _OTHER, ".xls": _OTHER, ".xlsb": _OTHER, ".ppt": _OTHER, ".pptx": _OTHER,
    ".rtf": _OTHER, ".odt": _OTHER, ".ods": _OTHER, ".odp": _OTHER, ".pages": _OTHER,
    ".numbers": _OTHER,
    ".jpg": _PICTURE, ".jpeg": _PICTURE, ".png": _PICTURE, ".gif": _PICTURE, ".webp": _PICTURE,
    ".bmp": _PICTURE, ".heic": _PICTURE, ".tif": _PICTURE, ".tiff": _PICTURE, ".svg": _PICTURE,
}  # fmt: skip
_TYPES = {
    "application/pdf": _PDF,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _OFFICE,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _OFFICE,
    "application/msword": _OTHER,
    "application/vnd.ms-excel": _OTHER,
    "application/rtf": _OTHER,
}
_TOO_BIG = {_PDF: "pdf-too-big", _OFFICE: "office-too-big", _PICTURE: "image-too-big"}
_NOT_SO = {
    _PDF: "pdf-not-a-pdf", _OFFICE: "office-not-office", _PICTURE: "image-not-an-image",
}  # fmt: skip
_PDF_MARK, _ZIP_MARK, _OLE_MARK, _RTF_MARK = b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf"
_TYPES_PART = b"[Content_Types].xml"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
"""The part of a compound file that holds an office file locked with a password."""
_log = logging.getLogger(__name__)


def read_file(path: str, name: str = "", mime: str = "") -> PageText:
    """The text of the file at ``path``, which its sender calls ``name`` and ``mime``."""
    try:
        if Path(path).stat().st_size > MOST_BYTES:
            claimed = claim(name, mime)
            code = _TOO_BIG.get(claimed)
            return PageText(problem=Problem(code) if code else None)
        return read_bytes(Path(path).read_bytes(), name, mime)
    except OSError as error:
        return PageText(
            problem=Problem("file-unreadable", {"name": name, "why": error.strerror or ""})
        )


def read_bytes(
    data: bytes, name: str = "", mime: str = "", *, seconds: float = MOST_SECONDS
) -> PageText:
    """The text of a file given as bytes. Never raises on a bad one. A file that holds no text to
    read (a picture, an archive) gives neither pages nor a problem, unless it is called a document.

    Problems: those of ``read_pdf``; ``office-broken``, ``office-encrypted``, ``office-too-big``
    (it unpacks to more than is allowed), ``document-unsafe`` (made to do harm), ``office-no-text``,
    ``office-cut``, ``office-macros`` (read, but it brings programs), ``office-not-office`` (only
    called so), ``office-format`` (a document of a kind that is not read); those of
    ``pictures.look``."""
    claimed = claim(name, mime)
    if _PDF_MARK in data[:1024]:
        return read_pdf(data, seconds=seconds)
    if data.startswith(_ZIP_MARK):
        return _archive(data, claimed, Deadline(seconds))
    if data.startswith(_OLE_MARK):
        if _LOCKED in data:
            return PageText(problem=Problem("office-encrypted"))
        return _named(claimed, Problem("office-format") if claimed == _OFFICE else None)
    if data.startswith(_RTF_MARK):
        return PageText(problem=Problem("office-format"))
    if claimed == _PICTURE:
        return PageText(problem=pictures.look(data))
    return _named(claimed, None)


def claim(name: str, mime: str) -> str:
    """What a file is said to be: ``pdf``, ``office``, ``other`` (a document that is not read),
    ``picture`` or ''. The name is asked first: messengers guess the type from it."""
    mime = mime.partition(";")[0].strip()
    by_type = _PICTURE if mime.startswith("image/") else _TYPES.get(mime, "")
    return _CLAIMS.get(Path(name).suffix.lower(), by_type)


def _archive(data: bytes, claimed: str, deadline: Deadline) -> PageText:
    # what is wrong with an archive that is no document is nobody's trouble
    office = claimed == _OFFICE or _TYPES_PART in data
    try:
        archive = Archive(data, deadline)
        if archive.of_type(*docx.MAIN):
            read = docx.read_docx(archive)
        elif archive.of_type(*xlsx.MAIN):
            read = xlsx.read_xlsx(archive)
        elif archive.document:
            return PageText(problem=Problem("office-format")) if claimed else PageText()
        else:
            return _named(claimed, None)
        if read.problem is None and archive.macros:
            return PageText(read.pages, Problem("office-macros"))
        return read
    except ProblemError as error:
        return PageText(problem=error.problem) if office else _named(claimed, None)
    except Exception:
        _log.exception("an office file could not be read")
        return PageText(problem=Problem("office-broken")) if office else _named(claimed, None)


def _named(claimed: str, problem: Problem | None) -> PageText:
    """A file that is no document, by what it is called."""
    if problem is not None or not claimed:
        return PageText(problem=problem)
    return PageText(problem=Problem(_NOT_SO.get(claimed, "office-format")))
