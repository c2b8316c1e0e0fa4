"""Taking a history in from a file: what is in it, what of it is wanted, how far it is."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal

from core.domain.problems import Problem, ProblemError
from desktop.shell.tasks import Tasks
from desktop.viewmodels.history_port import ChatFound, ChatWanted, Histories, TakenIn

Stage = Literal["ask", "looking", "ready", "taking", "done"]


class HistoryModel(QObject):
    """``found`` from ``ready`` on, ``done`` and ``total`` while it is taken, ``taken`` at the end.
    ``changed`` with each of them and the problem."""

    changed = Signal()

    def __init__(self, backend: Histories, tasks: Tasks) -> None:
        super().__init__()
        self._backend, self._tasks = backend, tasks
        self._running: asyncio.Task[Any] | None = None
        self.path = Path()
        self.stage: Stage = "ask"
        self.found: list[ChatFound] = []
        self.done, self.total = 0, 0
        self.taken = TakenIn()
        self.problem: Problem | None = None

    @property
    def busy(self) -> bool:
        """Whether something is being done."""
        return self.stage in ("looking", "taking")

    def look(self, path: Path) -> None:
        """See what is in a file."""
        if not self.busy:
            self.path = path
            self._begin("looking", self._look())

    def take(self, wanted: Sequence[ChatWanted]) -> None:
        """Take chats in."""
        if not self.busy and wanted:
            self.done, self.total = 0, 0
            self._begin("taking", self._take(wanted))

    async def cancel(self) -> None:
        """End what runs; what was taken stays."""
        task, self._running = self._running, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        self.stage = "ready" if self.found else "ask"
        self.changed.emit()

    def _begin(self, stage: Stage, work: Any) -> None:
        self._before, self.stage, self.problem = self.stage, stage, None
        self._running = self._tasks.start(self._to_its_end(work))
        self.changed.emit()

    async def _to_its_end(self, work: Any) -> None:
        try:
            self.stage = await work
        except ProblemError as error:
            self.problem, self.stage = error.problem, self._before
        self._running = None
        self.changed.emit()

    async def _look(self) -> Stage:
        self.found = await self._backend.look(self.path)
        return "ready"

    async def _take(self, wanted: Sequence[ChatWanted]) -> Stage:
        self.taken = await self._backend.take(self.path, wanted, self._tell)
        return "done"

    def _tell(self, done: int, total: int) -> None:
        self.done, self.total = done, total
        self.changed.emit()
