"""Models of which one thing at a time is asked, and which then read anew."""

from collections.abc import Callable, Coroutine

from PySide6.QtCore import QObject, Signal

from core.domain.problems import Problem, ProblemError
from desktop.shell.tasks import Tasks


class AskingModel(QObject):
    """``busy`` while something is on its way, ``problem`` why the last thing asked failed:
    ``changed`` with each of them, ``done`` when what was asked is done."""

    changed = Signal()
    done = Signal()

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self.busy = False
        self.problem: Problem | None = None

    async def refresh(self) -> None:
        """Read what stands."""
        raise NotImplementedError

    def _start(self, work: Callable[[], Coroutine[object, object, object]]) -> None:
        """Do it, unless something else is being done."""
        if not self.busy:
            self.busy, self.problem = True, None
            self.changed.emit()
            self._tasks.start(self._do(work))

    async def _do(self, work: Callable[[], Coroutine[object, object, object]]) -> None:
        done = False
        try:
            await work()
            await self.refresh()
            done = True
        except ProblemError as error:
            self.problem = error.problem
        finally:
            self.busy = False
        self.changed.emit()
        if done:
            self.done.emit()
