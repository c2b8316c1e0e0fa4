"""Signing in to Telegram, step by step."""

import asyncio
from collections.abc import Coroutine
from typing import Final

from PySide6.QtCore import QObject, Signal

from core.domain.problems import Problem, ProblemError
from desktop.shell.tasks import Tasks
from desktop.viewmodels.accounts_port import SigningIn, SignInStep

TWICE: Final = "telegram-account-twice"
_AGAIN: Final = 3.0
"""Seconds until a QR code is asked for again where there was none."""


class SignInModel(QObject):
    """``step`` is what is asked now, ``problem`` why the last answer was not taken, ``link`` what
    the QR code of the first step holds ('': none yet). ``changed`` with each of them, ``done`` once
    it succeeded."""

    changed = Signal()
    done = Signal()

    def __init__(self, backend: SigningIn, tasks: Tasks) -> None:
        super().__init__()
        self._backend = backend
        self._tasks = tasks
        self.slot = ""
        """Of the account that signs in."""
        self.step: SignInStep = "phone"
        self.phone = ""
        self.busy = False
        self.problem: Problem | None = None
        self.link = ""
        self.delivery, self.next_delivery = "", ""
        self._shown = False
        self._scan: asyncio.Task[object] | None = None

    def show_code(self) -> None:
        """Somebody sees the first step: it shows a code to scan."""
        self._shown = True
        if self._scan is None and self.step == "phone":
            self._scan = self._tasks.start(self._scanned())

    def hide_code(self) -> None:
        """Nobody sees it any more."""
        self._shown = False
        self._stop()

    def _stop(self) -> None:
        scan, self._scan = self._scan, None
        if scan is not None:
            scan.cancel()
        self.link = ""

    async def _scanned(self) -> None:
        mine = asyncio.current_task()
        while True:
            try:
                step = await self._backend.scan(self._show)
            except ProblemError as error:
                if error.problem.code == TWICE:
                    self.problem = error.problem
                self._show("")  # of the rest the phone number's own problem says why
                await asyncio.sleep(_AGAIN)
                continue
            break
        if self._scan is mine:
            self._scan, self.link = None, ""
            await self._take(_at(step))

    def _show(self, link: str) -> None:
        self.link = link
        if link and self.problem == Problem("telegram-not-set-up"):
            self.problem = None  # asked before the accounts were open
        self.changed.emit()

    def use(self, backend: SigningIn, slot: str) -> None:
        """Sign in to another account from now on."""
        if slot != self.slot:
            self.slot, self._backend = slot, backend
            self._stop()
            self.step, self.phone, self.problem = "phone", "", None

    async def load(self) -> None:
        """Ask where signing in stands."""
        await self._take(self._backend.telegram_state())

    def submit(self, value: str) -> None:
        """The operator's answer to the step."""
        value = value.strip() if self.step != "password" else value
        if self.busy or not value:
            return
        if self.step == "phone":
            self._stop()
            self.phone = value
            self._start(self._backend.request_code(value))
        elif self.step == "code":
            self._start(self._backend.submit_code(value))
        elif self.step == "password":
            self._start(self._backend.submit_password(value))

    def back(self) -> None:
        """Another phone number."""
        self.step, self.problem = "phone", None
        if self._shown:
            self.show_code()
        self.changed.emit()

    def resend(self) -> None:
        """Have another code sent."""
        if self.phone and not self.busy:
            self._start(self._backend.resend_code())

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
            if error.problem.code == TWICE:
                self.step = "phone"
        finally:
            self.busy = False
        if self.step == "code":
            self.delivery, self.next_delivery = self._backend.code_delivery()
        if self._shown:
            self.show_code()
        self.changed.emit()
        if self.step == "done" and before != "done":
            self.done.emit()


async def _at(step: SignInStep) -> SignInStep:
    return step
