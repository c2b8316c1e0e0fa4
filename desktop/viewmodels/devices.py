"""Where the account is signed in: listed, ended, left."""

from PySide6.QtCore import QObject, Signal

from core.domain.problems import Problem, ProblemError
from desktop.shell.tasks import Tasks
from desktop.viewmodels.accounts_port import OneAccount, Safety
from desktop.viewmodels.devices_port import DeviceRow


class DevicesModel(QObject):
    """``rows`` and ``safety`` once they are read (``busy`` until then), ``problem`` why something
    failed. ``left`` once one signed out here."""

    changed = Signal()
    left = Signal()

    def __init__(self, backend: OneAccount, tasks: Tasks) -> None:
        super().__init__()
        self._backend, self._tasks = backend, tasks
        self.rows: list[DeviceRow] = []
        self.safety: Safety | None = None
        self.busy = False
        self.problem: Problem | None = None

    def load(self) -> None:
        """Ask for them."""
        self._start("")

    def end(self, ident: str) -> None:
        """Sign that one out; '' for all but this one."""
        self._start("end", ident)

    def leave(self) -> None:
        """Sign out here."""
        self._start("leave")

    def _start(self, what: str, ident: str = "") -> None:
        if not self.busy:
            self.busy, self.problem = True, None
            self.changed.emit()
            self._tasks.start(self._do(what, ident))

    async def _do(self, what: str, ident: str) -> None:
        gone = False
        try:
            if what == "leave":
                await self._backend.sign_out()
                gone = True
            else:
                if what == "end":
                    await self._backend.end_device(ident)
                self.safety = await self._backend.safety()
                self.rows = await self._backend.devices()
        except ProblemError as error:
            self.problem = error.problem
        finally:
            self.busy = False
        self.changed.emit()
        if gone:
            self.left.emit()
