"""Does what one asks of threads: to the chosen ones or the open one, told and taken back."""

from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from core.domain.views import ThreadRow
from desktop.ui.list_words import ahead, queue_name
from desktop.viewmodels.triage import Told

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

Work = Callable[[], Coroutine[Any, Any, None]]


class TriageWork:
    """Everything goes to the chosen threads, else to the open one."""

    def __init__(self, window: "MainWindow") -> None:
        self._window, self._shell, self._desk = window, window.shell, window.desk
        self._triage = self._desk.triage
        self._undo: Work | None = None
        self._left: int | None = None
        self._triage.told.connect(self._tell)

    def targets(self) -> list[int]:
        """The threads that an action is meant for."""
        if self._desk.selection.many:
            return list(self._desk.selection.ids)
        return [self._desk.current.id] if self._desk.current is not None else []

    def rows(self, ids: Sequence[int]) -> list[ThreadRow]:
        """What is known of these threads."""
        found = [self._desk.threads.row(id_) for id_ in ids]
        current = self._desk.current
        rows = [row for row in found if row is not None]
        if not rows and current is not None and current.id in ids:
            rows = [current]
        return rows

    def start(self, work: Coroutine[Any, Any, object]) -> None:
        """Run ``work``; what is refused is told."""
        self._desk.tasks.start(work)

    def asleep(self, ids: Sequence[int]) -> bool:
        """Whether one of them is snoozed."""
        return any(row.snoozed_until is not None for row in self.rows(ids))

    def done(self, ids: Sequence[int], done: bool) -> None:
        """Nothing is left to do there, or there is again."""
        self.start(self.put_away(ids, partial(self._triage.done, ids, done), done))

    async def put_away(self, ids: Sequence[int], work: Work, away: bool) -> None:
        """Do it; where the open thread leaves the list the next one is opened."""
        current = self._desk.current
        leaves = away and self._desk.threads.wanted.state == "open"
        going = leaves and current is not None and current.id in ids
        after = self._window.pane.after(set(ids)) if going else None
        await work()
        if going and current is not None:
            await self._window.open_thread(after)
            self._left = current.id
        self._window.pane.leave_many()

    def snooze(self, ids: Sequence[int], until: int) -> None:
        """Put them aside until then; 0 brings them back."""
        self.start(self.put_away(ids, partial(self._triage.snooze, ids, until), bool(until)))

    def come_back(self, ids: Sequence[int], due: int, note: str) -> None:
        """Be told of them then."""

        async def work() -> None:
            await self._triage.follow_up(ids, due, note)
            self._window.pane.leave_many()

        self.start(work())

    async def _taken_back(self, undo: Work, left: int | None) -> None:
        """As before: the thread that was open then is open again."""
        await undo()
        if left is not None:
            await self._window.open_thread(left)

    def take_back(self) -> None:
        """Work what was done last, once."""
        undo, self._undo = self._undo, None
        if undo is None:
            self._window.toast.tell(self._shell.tr("told-nothing"))
        else:
            self._window.toast.hide()
            self.start(self._taken_back(undo, self._left))

    async def _move(self, ids: Sequence[int], queue: str) -> None:
        await self._triage.move(ids, queue)
        self._window.pane.leave_many()

    async def _assign(self, ids: Sequence[int], owner: str) -> None:
        await self._triage.assign(ids, owner)
        await self._desk.names.refresh()
        self._window.pane.leave_many()

    def put(self, ids: Sequence[int], queue: str) -> None:
        """Into a queue."""
        self.start(self._move(ids, queue))

    def give(self, ids: Sequence[int], owner: str) -> None:
        """To an owner, '' for nobody."""
        self.start(self._assign(ids, owner))

    def am(self, name: str, ids: Sequence[int] = ()) -> None:
        """The operator says who they are, and takes threads perhaps."""

        async def work() -> None:
            await self._desk.backend.save_settings({"desk.me": name})
            await self._desk.names.refresh()
            if ids:
                await self._assign(ids, name)

        self.start(work())

    def _tell(self, told: Told) -> None:
        shell = self._shell
        when = ahead(shell.i18n, told.at, shell.now()) if told.at else ""
        name = queue_name(shell, told.name) if told.key == "moved" else told.name
        text = shell.tr(f"told-{told.key}", n=told.count, when=when, name=name)
        if told.undo is None:
            self._window.toast.tell(text)
        else:
            self.tell_undo(text, told.undo)

    def tell_undo(self, text: str, undo: Work) -> None:
        """Say what was done, with the way back."""
        self._undo, self._left = undo, None
        self._window.toast.tell(text, self._shell.tr("told-undo"), self.take_back)
