"""Saving everything in one file, and putting it back: what is asked, how far it is, what went
wrong."""

import asyncio
from pathlib import Path
from typing import Any, Final, Literal

from PySide6.QtCore import QObject, Signal

from core.domain.problems import Problem, ProblemError
from desktop.shell.tasks import Tasks
from desktop.viewmodels.backups_port import Holding, Saving

Stage = Literal["ask", "working", "ready", "done"]
Strength = Literal["none", "short", "plain", "fair", "strong"]
LEAST: Final = 8
"""Characters of a password that is taken."""
SUFFIX: Final = ".threadline"
_COMMON: Final = ("password", "пароль", "qwerty", "йцукен", "12345678", "threadline", "11111111")


def strength(password: str) -> Strength:
    """How long somebody with the file would try. Length counts most; a password of one kind of
    character or one that everybody takes is plain."""
    if not password:
        return "none"
    if len(password) < LEAST:
        return "short"
    kinds = sum(
        any(test(c) for c in password)
        for test in (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
    )
    folded = password.casefold()
    if any(word in folded for word in _COMMON) and len(password) < 16:
        return "plain"
    if len(set(folded)) < 5 or (folded.isdigit() and len(folded) < 14):
        return "plain"
    if len(password) >= 16 or (len(password) >= 12 and kinds >= 3):
        return "strong"
    return "fair" if kinds >= 2 or len(password) >= 12 else "plain"


class BackupModel(QObject):
    """``changed`` with the stage, the problem and how far it is. ``stage`` is ``ready`` once a
    backup stands opened (``holding`` in it, ``here`` what it would replace), ``done`` once one
    was saved."""

    changed = Signal()
    restart = Signal()

    def __init__(self, backend: Saving, tasks: Tasks) -> None:
        super().__init__()
        self._backend, self._tasks = backend, tasks
        self._running: asyncio.Task[Any] | None = None
        self._taken = False
        self.stage: Stage = "ask"
        self.done, self.total = 0, 0
        self.problem: Problem | None = None
        self.holding, self.here = Holding(), Holding()
        self.saved = Path()

    def save(self, out: Path, password: str) -> None:
        """Write the file."""
        named = out if out.suffix else out.with_name(out.name + SUFFIX)
        self._begin(self._save(named, password))

    def open(self, file: Path, password: str) -> None:
        """Open a backup and see what it holds."""
        self._begin(self._open(file, password))

    async def cancel(self) -> None:
        """End what runs; nothing of it is left."""
        task, self._running = self._running, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        self.stage = "ask"
        self.changed.emit()

    async def forget(self) -> None:
        """The opened backup is not wanted after all."""
        if self._taken:
            return
        await self.cancel()
        await self._backend.forget()

    async def put_back(self) -> None:
        """Let the opened backup take the place of what is here; ``restart`` follows."""
        self._taken = True
        await self._backend.put_back()
        self.restart.emit()

    def _begin(self, work: Any) -> None:
        if self._running is not None:
            work.close()
            return
        self.stage, self.problem, self.done, self.total = "working", None, 0, 0
        self._running = self._tasks.start(self._to_its_end(work))
        self.changed.emit()

    async def _to_its_end(self, work: Any) -> None:
        try:
            await work
        except ProblemError as error:
            self.problem, self.stage = error.problem, "ask"
        finally:
            self._running = None
        self.changed.emit()

    async def _save(self, out: Path, password: str) -> None:
        await self._backend.save(out, password, self._tell)
        self.saved, self.stage = out, "done"

    async def _open(self, file: Path, password: str) -> None:
        self.holding, self.here = await self._backend.open(file, password, self._tell)
        self.stage = "ready"

    def _tell(self, done: int, total: int) -> None:
        if self.stage == "working":
            self.done, self.total = done, total
            self.changed.emit()
