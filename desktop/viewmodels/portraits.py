"""Fetches the photos that the window looks for, some at a time."""

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from desktop.shell.faces import Faces, rounded
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels.people_port import Acquainting


class PortraitModel(QObject):
    """Answers ``faces``; the threads looked for last come first."""

    def __init__(self, faces: Faces, backend: Acquainting, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._faces, self._backend = faces, backend
        self._waiting: list[int] = []
        self._latest = Latest(tasks, self._fetch)
        faces.wanted.connect(self._wanted)
        faces.on = True

    def _wanted(self, threads: Sequence[int]) -> None:
        self._waiting = list(dict.fromkeys([*threads, *self._waiting]))
        self._latest.ask()

    async def _fetch(self) -> None:
        while self._waiting:
            some, self._waiting = self._waiting[:8], self._waiting[8:]
            async for thread, path in self._backend.portraits(some):
                image = await asyncio.to_thread(rounded, path) if path else QImage()
                self._faces.put(thread, image)
