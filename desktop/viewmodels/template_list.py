"""The templates of the chosen chat's account, as the picker lists them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal

import msgspec
from PySide6.QtCore import Signal

from core.domain.changes import Change
from core.domain.channels import Peer
from core.domain.problems import Problem, ProblemError
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels import template_order
from desktop.viewmodels.backend import Backend
from desktop.viewmodels.rows import RowsModel
from desktop.viewmodels.template_order import Wanted
from desktop.viewmodels.templates import TemplateRow

SETTING: Final = "desk.templates"
CHANGED: Final = "template"
"""Kind of the event that says that a template is another one."""
State = Literal["none", "loading", "ready", "failed"]


class TemplateListModel(RowsModel[TemplateRow]):
    """Rows are what ``wanted`` leaves. ``every`` are all templates of ``peer``'s account; ``state``
    says how they stand and ``problem`` why they cannot be read; what was read before stays.
    ``refreshed`` after each change of what is shown. ``known`` gives what the thread says, ``lang``
    the client's language."""

    refreshed = Signal()

    def __init__(self, backend: Backend, tasks: Tasks) -> None:
        super().__init__()
        self._backend, self._tasks = backend, tasks
        self._latest = Latest(tasks, self._read)
        self.known: Callable[[], Mapping[str, str]] = dict
        self.lang: Callable[[], str] = str
        self.speak: Callable[[TemplateRow], str] | None = None
        self.peer: Peer | None = None
        self.every: Sequence[TemplateRow] = ()
        self.wanted = Wanted()
        self.state: State = "none"
        self.problem: Problem | None = None
        self.recent: list[str] = []

    def key(self, row: TemplateRow) -> object:
        """Name and language."""
        return template_order.key(row)

    def text(self, row: TemplateRow) -> str:
        """Name, language, text; or as whoever shows it says it."""
        if self.speak is not None:
            return self.speak(row)
        return f"{template_order.title(row)}, {row.lang}: {row.body}"

    @property
    def sendable(self) -> list[TemplateRow]:
        """Those that can be sent now."""
        return [row for row in self.every if row.sendable]

    @property
    def best(self) -> TemplateRow | None:
        """The one to offer first."""
        return template_order.best(self.every, self.lang(), self.recent, self.known())

    def configure(self, settings: Mapping[str, str]) -> None:
        """Take over what was used last."""
        kept = settings.get(SETTING)
        if kept is not None:
            try:
                self.recent = msgspec.json.decode(kept or "[]", type=list[str])
            except msgspec.DecodeError:
                self.recent = []

    def open(self, peer: Peer | None) -> None:
        """The templates of another chat; those of the same account are there at once."""
        if peer == self.peer and self.state != "none":
            return
        same = peer is not None and self.peer is not None and _of(peer) == _of(self.peer)
        self.peer = peer
        if not same:
            self.every, self.state, self.problem = (), "none", None
        if peer is not None and self.state != "ready":
            self.reload()
        else:
            self.narrow(Wanted())

    def reload(self) -> None:
        """Read them (again)."""
        if self.peer is not None:
            if not self.every:
                self.state = "loading"
            self.narrow(self.wanted)
            self._latest.ask()

    def changed(self, change: Change) -> None:
        """A webhook said that a template is another one."""
        if CHANGED in change.kinds and self.state != "none":
            self.reload()

    def health_changed(self) -> None:
        """A service is in another state: what could not be read is tried again."""
        if self.state == "failed":
            self.reload()

    def narrow(self, wanted: Wanted) -> None:
        """Show what fits."""
        self.wanted = wanted
        known, lang = self.known(), self.lang()
        rows = template_order.arranged(self.every, wanted, lang, self.recent, known)
        best = self.best if not wanted.typed else None
        self.show(sorted(rows, key=lambda row: row != best))
        self.refreshed.emit()

    def used(self, row: TemplateRow) -> None:
        """It was sent: it comes first the next time."""
        self.recent = template_order.used(self.recent, row)
        kept = msgspec.json.encode(self.recent).decode()
        self._tasks.start(self._backend.save_settings({SETTING: kept}))

    async def _read(self) -> None:
        peer = self.peer
        if peer is None:
            return
        try:
            rows = await self._backend.sending.templates(peer)
        except ProblemError as error:
            if peer == self.peer:
                self.state, self.problem = "failed", error.problem
                self.narrow(self.wanted)
            return
        if self.peer is not None and _of(peer) == _of(self.peer):
            self.every, self.state, self.problem = rows, "ready", None
            self.narrow(self.wanted)


def _of(peer: Peer) -> tuple[str, str]:
    return peer.channel.value, peer.account
