"""How everything is, part by part: state, since when, what it complained of last, what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QObject, Signal

from core.domain.problems import Problem
from core.domain.standing import Standing
from core.ports import ChannelState
from core.support.clock import OFF_MS
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels.backend import HealthRow
from desktop.viewmodels.health import HealthModel
from desktop.viewmodels.notices_port import Noticing, Vitals

Part = Literal[
    "telegram", "bot", "whatsapp", "model", "recognizers", "crm", "hub", "disk", "clock", "store"
]
Action = Literal["", "sign_in", "retry", "settings", "models", "free"]
LOW: Final = 1 << 30
"""Less free disk than this is said."""
FULL: Final = 200 << 20
"""With less than this soon nothing can be kept."""
_PASSING: Final = (
    "unreachable", "flood-wait", "starting", "crashed", "down", "throttled", "server", "slow",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A part of the page. ``problem`` is what it complains of now; ``past`` what it complained of
    last, and when (ms), where that is over. ``since``: ms, None where that is not known."""

    part: Part
    state: ChannelState
    since: int | None = None
    problem: Problem | None = None
    past: tuple[int, Problem] | None = None
    action: Action = ""
    detail: str = ""
    key: str = ""
    name: str = ""
    phone: str = ""
    standing: Standing | None = None


def passing(problem: Problem | None) -> bool:
    """Whether it goes by itself, or by another try; settings would not help."""
    return problem is not None and problem.code.endswith(_PASSING)


def lines(
    rows: Sequence[HealthRow],
    since: Mapping[str, int],
    past: Mapping[str, tuple[int, Problem]],
    vitals: Vitals | None,
) -> list[Line]:
    """The page: services as they are told, then what the machine says; ``vitals`` None: it was
    not asked yet."""
    found = [
        Line(
            row.id, row.state, since.get(row.key), row.problem,
            past.get(row.key) if row.problem is None else None, _action(row), row.detail,
            row.key, row.name, row.phone, row.standing if row.state == "online" else None,
        )
        for row in rows if row.id != "clock"
    ]  # fmt: skip
    if not any(line.part == "crm" for line in found):
        found.append(Line("crm", "off", action="settings"))
    at = 1 + next((i for i, line in enumerate(found) if line.part == "model"), len(found) - 1)
    found.insert(at, Line("recognizers", _recognizers(vitals)))
    if not any(line.part == "hub" for line in found):
        found.append(Line("hub", "off"))
    free = vitals.free if vitals is not None else None
    low = free is not None and free < LOW
    found.append(
        Line(
            "disk",
            "failed" if free is not None and free < FULL else "waiting" if low else "online",
            action="free" if low else "",
        )
    )
    behind = vitals.behind_ms if vitals is not None else None
    wrong = behind is not None and abs(behind) > OFF_MS
    found.append(Line("clock", "waiting" if wrong else "off" if behind is None else "online"))
    return found


def _recognizers(vitals: Vitals | None) -> ChannelState:
    return "online" if vitals is not None and vitals.recognizers else "connecting"


def _action(row: HealthRow) -> Action:
    if row.id == "telegram" and row.state == "signed_out":
        return "sign_in"
    if row.id == "model":
        return "retry" if row.state == "failed" and passing(row.problem) else "models"
    if row.state == "online" and row.problem is None:
        return ""
    if row.id in ("telegram", "bot", "whatsapp", "hub") and passing(row.problem):
        return "retry"
    return "" if row.state == "connecting" or row.id == "store" else "settings"


class HealthPageModel(QObject):
    """``lines`` of the page; ``changed`` when they are other ones. The disk is looked at when
    ``touch`` asks for it, the services tell by themselves."""

    changed = Signal()

    def __init__(self, backend: Noticing, tasks: Tasks, health: HealthModel) -> None:
        super().__init__()
        self._backend, self._health = backend, health
        self.vitals: Vitals | None = None
        self._latest = Latest(tasks, self.refresh)
        health.changed.connect(self.changed)

    @property
    def several(self) -> bool:
        """Whether there is more than one Telegram account."""
        return self._health.several

    @property
    def lines(self) -> list[Line]:
        """As things are."""
        health = self._health
        return lines(health.rows, health.since, health.past, self.vitals)

    def touch(self) -> None:
        """Look again."""
        self._latest.ask()

    async def refresh(self) -> None:
        """Ask the machine, and the services."""
        self.vitals = await self._backend.vitals()
        await self._health.refresh()
        self.changed.emit()
