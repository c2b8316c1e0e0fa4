"""The services behind the desk, and the one trouble to show first."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Signal

from core.domain.problems import Problem
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels.backend import HealthRow, Reporting

_WEIGHT: Final = {"failed": 0, "signed_out": 1, "waiting": 2, "connecting": 3}
_FIRST: Final = {
    "store": 0, "telegram": 1, "bot": 1, "whatsapp": 2, "hub": 3, "model": 4, "crm": 5, "clock": 6,
}  # fmt: skip


class HealthModel(QObject):
    """``rows`` for the status line, ``worst`` for the banner. ``changed`` when either did."""

    changed = Signal()

    def __init__(self, backend: Reporting, tasks: Tasks, now: Callable[[], int]) -> None:
        super().__init__()
        self._backend, self._now = backend, now
        self._latest = Latest(tasks, self.refresh)
        self.rows: tuple[HealthRow, ...] = ()
        self.since: dict[str, int] = {}
        """When a service came into its state, as far as this window saw it; ms."""
        self.past: dict[str, tuple[int, Problem]] = {}
        """What a service complained of last, and when."""

    def touch(self) -> None:
        """A service is in another state."""
        self._latest.ask()

    async def refresh(self) -> None:
        """Read the states."""
        rows = tuple(await self._backend.health())
        if rows != self.rows:
            self._note(rows)
            self.rows = rows
            self.changed.emit()

    def _note(self, rows: tuple[HealthRow, ...]) -> None:
        before, now = {row.key: row for row in self.rows}, self._now()
        for row in rows:
            was = before.get(row.key)
            if was is None or was.state != row.state:
                self.since[row.key] = now
            known = was is not None and was.problem == row.problem
            if (
                row.problem is not None
                and not known
                and not row.problem.code.endswith("not-set-up")
            ):
                self.past[row.key] = (now, row.problem)

    def row(self, key: str) -> HealthRow | None:
        """The service of that key."""
        return next((row for row in self.rows if row.key == key), None)

    @property
    def several(self) -> bool:
        """Whether there is more than one Telegram account."""
        return sum(row.id == "telegram" for row in self.rows) > 1

    @property
    def connected(self) -> bool:
        """Whether a messenger is set up and signed in to at all."""
        accounts = [row for row in self.rows if row.id in ("telegram", "bot", "whatsapp")]
        return not accounts or any(row.state not in ("off", "signed_out") for row in accounts)

    @property
    def worst(self) -> HealthRow | None:
        """What the operator should see to first; None when nothing needs them."""
        bad = [
            r for r in self.rows if r.state in _WEIGHT and (r.problem or r.state != "connecting")
        ]
        return min(bad, key=lambda r: (_WEIGHT[r.state], _FIRST[r.id]), default=None)
