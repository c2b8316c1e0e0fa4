"""The list of proxies while it is changed: what is in it, and what came of trying each."""

from PySide6.QtCore import QObject, Signal

from core.domain.problems import Problem, ProblemError
from desktop.shell.tasks import Tasks
from desktop.viewmodels.proxies_port import Proxies, Proxying, ProxyRow, Tried, move


class ProxiesModel(QObject):
    """``rows`` in the order in which they are tried, ``tried`` by link (None: being tried).
    ``problem`` is of what was pasted. Nothing is kept before ``keep``."""

    changed = Signal()

    def __init__(self, backend: Proxying, tasks: Tasks) -> None:
        super().__init__()
        self._backend, self._tasks = backend, tasks
        self.on = False
        self.rows: tuple[ProxyRow, ...] = ()
        self.tried: dict[str, Tried | None] = {}
        self.problem: Problem | None = None
        self._kept = Proxies()

    async def load(self) -> None:
        """What is kept."""
        self._kept = await self._backend.listed()
        self.on, self.rows = self._kept.on, self._kept.rows
        self.tried.clear()
        self.problem = None
        self.changed.emit()

    def use(self, on: bool) -> None:
        """Go through them, or straight."""
        self.on = on
        self.changed.emit()

    def add(self, text: str) -> bool:
        """Take in what was pasted and try it; False where there is no proxy in it."""
        try:
            found = self._backend.read(text)
        except ProblemError as error:
            self.problem = error.problem
            self.changed.emit()
            return False
        self.problem = None
        new = tuple(row for row in found if row not in self.rows)
        if new and not self.rows:
            self.on = True
        self.rows += new
        self.changed.emit()
        self.test(new)
        return True

    def remove(self, at: int) -> None:
        """Without that one."""
        self.rows = (*self.rows[:at], *self.rows[at + 1 :])
        self.on = self.on and bool(self.rows)
        self.changed.emit()

    def move(self, at: int, by: int) -> None:
        """Try that one earlier or later."""
        self.rows = move(self.rows, at, by)
        self.changed.emit()

    def test(self, rows: tuple[ProxyRow, ...] | None = None) -> None:
        """See which of them lead to Telegram: all at once."""
        for row in self.rows if rows is None else rows:
            if self.tried.get(row.link, Tried()) is not None:
                self.tried[row.link] = None
                self._tasks.start(self._test(row))
        self.changed.emit()

    async def _test(self, row: ProxyRow) -> None:
        self.tried[row.link] = await self._backend.test(row)
        self.changed.emit()

    def keep(self) -> None:
        """Keep what was changed."""
        wanted = Proxies(self.on, self.rows)
        if wanted != self._kept:
            self._kept = wanted
            self._tasks.start(self._backend.keep(wanted))
