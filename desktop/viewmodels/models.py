"""The model manager's state: what is listed, what is being downloaded, what is on trial."""

import asyncio
import time
from typing import Any, Final

import msgspec
from PySide6.QtCore import QObject, Signal

from core.domain.problems import Problem, ProblemError
from desktop.shell.tasks import Tasks
from desktop.viewmodels.models_port import LoadStage, Modelling, ModelRow, ModelShelf, Trial

_EVERY: Final = 0.15
"""Seconds between two showings of a download's progress."""


class Load(msgspec.Struct, frozen=True):
    """A download that runs."""

    stage: LoadStage
    done: int
    total: int


class OnTrial(msgspec.Struct, frozen=True):
    """A trial that runs (``result`` None, ``done`` of ``total`` threads) or is over."""

    ref: str
    name: str
    done: int = 0
    total: int = 0
    result: Trial | None = None
    problem: Problem | None = None


class ModelsModel(QObject):
    """``changed`` when anything is another, ``progressed`` (name) when only a download's progress
    is. Downloads go on while nobody looks; a trial does not."""

    changed = Signal()
    progressed = Signal(str)

    def __init__(self, backend: Modelling, tasks: Tasks) -> None:
        super().__init__()
        self._backend = backend
        self._tasks = tasks
        self._running: dict[str, asyncio.Task[Any]] = {}
        self._trying: asyncio.Task[Any] | None = None
        self._shown = 0.0
        self.shelf = ModelShelf()
        self.loads: dict[str, Load] = {}
        self.problems: dict[str, Problem] = {}
        self.problem: Problem | None = None
        self.trial: OnTrial | None = None
        self.opened: ModelRow | None = None

    @property
    def rows(self) -> tuple[ModelRow, ...]:
        """What is listed; a file that was opened and is not in use stands at the end of those
        that are here."""
        rows, extra = self.shelf.rows, self.opened
        if extra is None or any(row.ref == extra.ref for row in rows):
            return rows
        here = [row for row in rows if row.place == "here"]
        return (*here, extra, *(row for row in rows if row.place != "here"))

    async def refresh(self) -> None:
        """Look what there is."""
        try:
            self.shelf, self.problem = await self._backend.shelf(), None
        except ProblemError as error:
            self.problem = error.problem
        self.changed.emit()

    def download(self, name: str) -> None:
        """Get it, or go on getting it."""
        if name in self._running:
            return
        self.problems.pop(name, None)
        row = next((r for r in self.rows if r.name == name), None)
        self.loads[name] = Load("waiting", row.done if row else 0, row.size if row else 0)
        task = self._tasks.start(self._download(name))
        if task is not None:
            self._running[name] = task
        self.changed.emit()

    async def _download(self, name: str) -> None:
        def tell(stage: LoadStage, done: int, total: int) -> None:
            before = self.loads.get(name)
            self.loads[name] = Load(stage, done, total)
            now = time.monotonic()
            if before is None or before.stage != stage or now - self._shown > _EVERY:
                self._shown = now
                self.progressed.emit(name)

        try:
            await self._backend.download(name, tell)
        except ProblemError as error:
            self.problems[name] = error.problem
        finally:
            self._running.pop(name, None)
            self.loads.pop(name, None)
        await self.refresh()

    async def pause(self, name: str) -> None:
        """Stop getting it; what has come stays."""
        task = self._running.get(name)
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        await self.refresh()

    async def cancel(self, name: str) -> None:
        """Stop getting it, and leave nothing of it."""
        await self.pause(name)
        if any(row.name == name and row.place == "unfinished" for row in self.rows):
            await self.remove(name)

    async def remove(self, name: str) -> None:
        """Take it away."""
        self.problems.pop(name, None)
        try:
            await self._backend.remove(name)
        except ProblemError as error:
            self.problems[name] = error.problem
        await self.refresh()

    async def open_file(self, path: str) -> None:
        """Look at a model file of the operator's own and list it."""
        try:
            self.opened, self.problem = await self._backend.look(path), None
        except ProblemError as error:
            self.problem = error.problem
        self.changed.emit()

    async def use_gpu(self, on: bool) -> None:
        """Let models run on the graphics card, or not."""
        try:
            await self._backend.use_gpu(on)
        except ProblemError as error:
            self.problem = error.problem
        await self.refresh()

    def try_out(self, row: ModelRow) -> None:
        """Put it beside the one in use."""
        if self._trying is None:
            self.trial = OnTrial(row.ref, row.name)
            self._trying = self._tasks.start(self._try(row))
            self.changed.emit()

    async def _try(self, row: ModelRow) -> None:
        def tell(done: int, total: int) -> None:
            self.trial = OnTrial(row.ref, row.name, done, total)
            self.changed.emit()

        try:
            result = await self._backend.trial(row.ref, tell)
            self.trial = OnTrial(row.ref, row.name, result=result)
        except ProblemError as error:
            self.trial = OnTrial(row.ref, row.name, problem=error.problem)
        finally:
            self._trying = None
        self.changed.emit()

    async def end_trial(self) -> None:
        """Stop the trial, or put its result away: what is in use stays."""
        task, self._trying = self._trying, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        self.trial = None
        await self.refresh()

    async def switch(self) -> None:
        """Let the model whose trial is over read threads from now on."""
        trial = self.trial
        if trial is None or trial.result is None:
            return
        self.trial = None
        try:
            await self._backend.use(trial.ref)
            self.opened = None
        except ProblemError as error:
            self.problem = error.problem
        await self.refresh()
