"""The archive an office file is: its parts by name and content type, never more than is allowed."""

import io
import zipfile
import zlib
from collections.abc import Callable
from xml.parsers import expat

from core.domain.problems import Problem, ProblemError
from core.understanding.page_text import Deadline

MOST_PARTS = 5_000
MOST_UNPACKED = 64 * 1024 * 1024
"""Bytes of XML a file may unpack to, all its parts together. Pictures are never unpacked."""
_CHUNK = 64 * 1024
_TYPES = "[content_types].xml"
Begin = Callable[[str, dict[str, str]], None]


class Enough(Exception):
    """Raised by a handler that has read what it wanted."""


class Archive:
    """The parts of a ZIP given as bytes. Raises ProblemError ``office-broken``,
    ``office-encrypted``, ``office-too-big``, ``document-unsafe``, ``office-cut`` (out of time)."""

    def __init__(self, data: bytes, deadline: Deadline) -> None:
        self._deadline = deadline
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise ProblemError(Problem("office-broken")) from error
        infos = self._zip.infolist()
        # Part names are compared without case, by the standard; some writers do differ in it.
        self._parts = {info.filename.lower().lstrip("/"): info for info in infos}
        if any(info.flag_bits & 1 for info in infos):
            raise ProblemError(Problem("office-encrypted"))
        markup = [
            i.file_size for name, i in self._parts.items() if name.endswith((".xml", ".rels"))
        ]
        if len(infos) > MOST_PARTS or sum(markup) > MOST_UNPACKED:
            raise ProblemError(Problem("office-too-big"))
        self.types = self._types() if _TYPES in self._parts else {}

    @property
    def macros(self) -> bool:
        """Whether it brings programs along."""
        return any(name.endswith("vbaproject.bin") for name in self._parts)

    @property
    def document(self) -> bool:
        """Whether it is an office file of some kind, the open document formats as well."""
        return bool(self.types) or "mimetype" in self._parts

    def of_type(self, *ends: str) -> list[str]:
        """Parts whose content type ends so, in their order in the archive."""
        return [name for name in self._parts if self.types.get(name, "").endswith(ends)]

    def walk(
        self,
        part: str,
        begin: Begin,
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Tell the handlers what stands in ``part``, by names without their namespace. They may
        raise Enough. A part that is not there is empty."""
        info = self._parts.get(part.lower().lstrip("/"))
        if info is None:
            return
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _no_types
        parser.StartElementHandler = lambda name, attributes: begin(
            _bare(name), {_bare(key): value for key, value in attributes.items()}
        )
        if end is not None:
            parser.EndElementHandler = lambda name: end(_bare(name))
        if text is not None:
            parser.CharacterDataHandler = text
        try:
            with self._zip.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    if self._deadline.over:
                        raise ProblemError(Problem("office-cut"))
                    parser.Parse(chunk)
            parser.Parse(b"", True)
        except Enough:
            return
        except (expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise ProblemError(Problem("office-broken")) from error
        except (NotImplementedError, LookupError, ValueError) as error:
            # a compression or an encoding nobody writes office files in
            raise ProblemError(Problem("office-broken")) from error

    def targets(self, part: str) -> dict[str, str]:
        """The parts ``part`` names, by the ids it calls them."""
        folder, _, name = part.rpartition("/")
        found: dict[str, str] = {}

        def begin(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                found[attributes.get("Id", "")] = _beside(folder, attributes.get("Target", ""))

        self.walk(f"{folder}/_rels/{name}.rels", begin)
        return found

    def _types(self) -> dict[str, str]:
        found: dict[str, str] = {}

        def begin(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Override":
                name = attributes.get("PartName", "").lower().lstrip("/")
                found[name] = attributes.get("ContentType", "").lower()

        self.walk(_TYPES, begin)
        return found


def _no_types(*_: object) -> None:
    """A document type is where entities that grow without end are made: no office file has one."""
    raise ProblemError(Problem("document-unsafe"))


def _bare(name: str) -> str:
    return name.rpartition(" ")[2]


def _beside(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/").lower()
    path = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            path = path[:-1]
        elif step != ".":
            path.append(step)
    return "/".join(path).lower()
