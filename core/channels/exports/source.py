"""The files of an export: a folder, an archive, or one file alone. Reads, and writes nothing."""

import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from core.channels.exports import telegram_json, whatsapp_text
from core.channels.exports.records import Chat
from core.domain.channels import Channel
from core.domain.problems import Problem, ProblemError

TEXT_LIMIT: Final = 2 * 2**30
"""Bytes of a history itself; an archive may say otherwise of its size than what it holds."""
FILE_LIMIT: Final = 100 * 2**20
_BROKEN: Final = (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError)


class Export:
    """``path``: Telegram's ``result.json`` or its folder, WhatsApp's ``.txt``, or an archive of
    either. Raises ProblemError ``export-unreadable`` where it is none of them."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._archive: zipfile.ZipFile | None = None
        try:
            if path.is_dir():
                path = path / "result.json"
            if zipfile.is_zipfile(path):
                self._archive = zipfile.ZipFile(path)
        except _BROKEN as error:
            raise _unreadable(error) from error
        self._folder = path.parent
        self._name = path.name if self._archive is None else self._inside(self._archive)

    @property
    def channel(self) -> Channel:
        """Whose history it is."""
        json = self._name.lower().endswith(".json")
        return telegram_json.CHANNEL if json else whatsapp_text.CHANNEL

    def close(self) -> None:
        """Let go of the archive."""
        if self._archive is not None:
            self._archive.close()

    def chats(self) -> Iterator[Chat]:
        """The chats between two in it. Raises ProblemError."""
        data = self._read(self._name, TEXT_LIMIT)
        if data is None:
            raise ProblemError(Problem("export-unreadable"))
        if self.channel is telegram_json.CHANNEL:
            yield from telegram_json.read_chats(data)
            return
        name = PurePosixPath(self._name).stem
        title = self._path.stem if name in ("_chat", "chat") else name
        chat = whatsapp_text.read_chat(data.decode("utf-8-sig", "replace"), title)
        if whatsapp_text.is_group(chat):
            raise ProblemError(Problem("export-group"))
        yield chat

    def file(self, path: str) -> bytes | None:
        """A file that a message names; None where it is not in the export, is too large, or where
        its path leads out of it."""
        parts = PurePosixPath(path)
        if parts.is_absolute() or ".." in parts.parts or "\\" in path or "\0" in path:
            return None
        beside = PurePosixPath(self._name).parent if self._archive is not None else PurePosixPath()
        return self._read(str(beside / parts), FILE_LIMIT)

    def _read(self, name: str, limit: int) -> bytes | None:
        try:
            if self._archive is not None:
                with self._archive.open(name) as held:
                    data = held.read(limit + 1)
                return data if len(data) <= limit else None
            path = (self._folder / name).resolve()
            if not path.is_relative_to(self._folder.resolve()) or path.stat().st_size > limit:
                return None
            return path.read_bytes()
        except (*_BROKEN, KeyError, EOFError):
            return None

    def _inside(self, archive: zipfile.ZipFile) -> str:
        names = [one.filename for one in archive.infolist() if not one.is_dir()]
        for wanted in ("result.json", "_chat.txt"):
            for name in names:
                if PurePosixPath(name).name == wanted:
                    return name
        texts = [name for name in names if name.lower().endswith(".txt")]
        if not texts:
            raise ProblemError(Problem("export-unreadable"))
        return min(texts, key=lambda name: (name.count("/"), len(name)))


def _unreadable(error: Exception) -> ProblemError:
    return ProblemError(Problem("export-unreadable", {"why": type(error).__name__}))
