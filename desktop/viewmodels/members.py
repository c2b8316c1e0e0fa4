"""Who is in a group: pages of them as one scrolls, those who are looked for."""

import asyncio
from typing import Final

from PySide6.QtCore import Signal

from core.domain.channels import Peer
from core.domain.problems import Problem, ProblemError
from core.domain.rooms import Known
from desktop.shell.tasks import Tasks
from desktop.viewmodels.rooms_port import Rooms
from desktop.viewmodels.rows import RowsModel

PAUSE_S: Final = 0.25
"""Between what is typed and the question to the messenger."""


class MembersModel(RowsModel[Known]):
    """``busy`` while a page is on its way, ``problem`` why there is none, ``total`` are in it;
    ``hidden``: the group shows its admins alone."""

    told = Signal()

    def __init__(self, backend: Rooms, tasks: Tasks, peer: Peer) -> None:
        super().__init__()
        self.backend, self.peer = backend, peer
        self._tasks = tasks
        self._words, self._more, self._asked = "", 0, 0
        self.busy, self.hidden, self.total = False, False, 0
        self.problem: Problem | None = None

    def key(self, row: Known) -> object:
        """The messenger's id."""
        return row.member.id

    def text(self, row: Known) -> str:
        """The name."""
        return row.member.name

    def load(self, words: str = "", *, at_once: bool = True) -> None:
        """From the start: those who are called so."""
        self._words, self._more = words, 0
        self._ask(0.0 if at_once else PAUSE_S)

    def more(self) -> None:
        """The next page, where there is one."""
        if self._more and not self.busy:
            self._ask(0.0)

    def _ask(self, pause: float) -> None:
        self._asked += 1
        self.busy = True
        self._tasks.start(self._page(self._asked, pause))
        self.told.emit()

    async def _page(self, asked: int, pause: float) -> None:
        await asyncio.sleep(pause)
        if asked != self._asked:
            return
        offset, rows, problem = self._more, list(self.rows) if self._more else [], None
        try:
            page = await self.backend.members(self.peer, self._words, offset)
        except ProblemError as error:
            problem = error.problem
        if asked != self._asked:  # something else was typed meanwhile
            return
        self.busy, self.problem = False, problem
        if problem is None:
            here = {self.key(row) for row in rows}
            self.show([*rows, *(row for row in page.rows if self.key(row) not in here)])
            self._more, self.hidden, self.total = page.more, page.hidden, page.total
        self.told.emit()
