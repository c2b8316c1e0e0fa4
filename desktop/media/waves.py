"""Waveforms of voice messages: computed off the GUI thread, kept by content."""

import asyncio
import contextlib
import re
from collections import OrderedDict
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from core.domain.problems import ProblemError
from desktop.media.opener import Opener
from desktop.media.words import PEAKS
from desktop.shell.tasks import Tasks

_KEPT: Final = 400
_BY_CONTENT: Final = re.compile(r"[0-9a-f]{64}(\.\w{1,5})?")


class Waves(QObject):
    """``get`` gives the peaks of a sound (0 to 255 each), or None and begins to look for them;
    ``ready`` gives the path when they came. Files that are named by their content have theirs kept
    beside them, so that each is computed once in its life."""

    ready = Signal(str)

    def __init__(self, tasks: Tasks, opener: Opener) -> None:
        super().__init__()
        self._tasks, self._opener = tasks, opener
        self._kept: OrderedDict[str, bytes | None] = OrderedDict()

    def get(self, path: str) -> bytes | None:
        """The peaks; None while they are computed, and where the sound cannot be opened."""
        if path in self._kept:
            self._kept.move_to_end(path)
            return self._kept[path]
        self._kept[path] = None
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self._tasks.start(self._find(path))
        return None

    def put(self, path: str, peaks: bytes) -> None:
        """They are known from elsewhere."""
        if peaks and self._kept.get(path) != peaks:
            self._kept[path] = peaks
            self.ready.emit(path)

    async def _find(self, path: str) -> None:
        file = Path(path)
        if not await asyncio.to_thread(file.is_file):
            return
        peaks = await asyncio.to_thread(_read, file)
        if peaks is None:
            try:
                peaks = (await self._opener.peaks(file)).peaks
            except ProblemError:
                return  # it is said when somebody wants to hear it
            await asyncio.to_thread(_write, file, peaks)
        self.put(path, peaks)


def _beside(file: Path) -> Path | None:
    """Where the peaks of a file are kept; None where its name does not name its content."""
    return file.with_name(f"{file.name}.wave") if _BY_CONTENT.fullmatch(file.name) else None


def _read(file: Path) -> bytes | None:
    beside = _beside(file)
    with contextlib.suppress(OSError):
        if beside is not None and len(found := beside.read_bytes()) == PEAKS:
            return found
    return None


def _write(file: Path, peaks: bytes) -> None:
    beside = _beside(file)
    if beside is not None:
        with contextlib.suppress(OSError):  # a full disk: it is computed again
            part = beside.with_name(f"{beside.name}.part")
            part.write_bytes(peaks)
            part.replace(beside)
