"""Signing in to Telegram, step by step."""

from collections.abc import Coroutine

from PySide6.QtCore import QObject, Signal

from core.domain.problems import Problem, ProblemError
from desktop.shell.tasks import Tasks
from desktop.viewmodels.backend import SigningIn, SignInStep


class SignInModel(QObject):
    """``step`` is what is asked now, ``problem`` why the last answer was not taken. ``changed``
    with each of them, ``done`` once it succeeded."""

    changed = Signal()
    done = Signal()

    def __init__(self, backend: SigningIn, tasks: Tasks) -> None:
        super().__init__()
        self._backend = backend
        self._tasks = tasks
        self.step: SignInStep = "phone"
        self.phone = ""
        self.busy = False
        self.problem: Problem | None = None

    async def load(self) -> None:
        """Ask where signing in stands."""
        await self._take(self._backend.telegram_state())

    def submit(self, value: str) -> None:
        """The operator's answer to the step."""
        value = value.strip() if self.step != "password" else value
        if self.busy or not value:
            return
        if self.step == "phone":
            self.phone = value
            self._start(self._backend.request_code(value))
        elif self.step == "code":
            self._start(self._backend.submit_code(value))
        elif self.step == "password":
            self._start(self._backend.submit_password(value))

    def back(self) -> None:
        """Another phone number."""
        self.step, self.problem = "phone", None
        self.changed.emit()

    def resend(self) -> None:
        """Have another code sent."""
        if self.phone and not self.busy:
            self._start(self._backend.request_code(self.phone))

    def _start(self, work: Coroutine[object, object, SignInStep]) -> None:
        self.busy, self.problem = True, None
        self.changed.emit()
        self._tasks.start(self._take(work))

    async def _take(self, work: Coroutine[object, object, SignInStep]) -> None:
        before = self.step
        try:
            self.step = await work
        except ProblemError as error:
            self.problem = error.problem
        finally:
            self.busy = False
        self.changed.emit()
        if self.step == "done" and before != "done":
            self.done.emit()
