"""What the operator does to threads, one or many: each is one append and can be taken back."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.domain.views import ThreadRow
from desktop.shell.tasks import Tasks
from desktop.viewmodels.backend import Backend
from desktop.viewmodels.threads import ThreadListModel

Work = Callable[[], Coroutine[Any, Any, None]]


@dataclass(frozen=True)
class Told:
    """What was done, to be told in passing: the end of a translation key, how many threads, the
    moment, queue or name that it was about, and how to take it back (None: it cannot be)."""

    key: str
    count: int
    at: int = 0
    name: str = ""
    undo: Work | None = None


class TriageModel(QObject):
    """``told`` after every action."""

    told = Signal(object)

    def __init__(self, backend: Backend, threads: ThreadListModel, tasks: Tasks) -> None:
        super().__init__()
        self._backend, self._threads, self._tasks = backend, threads, tasks

    async def rows(self, ids: Sequence[int]) -> list[ThreadRow]:
        """The threads as they stand now."""
        rows = [self._threads.row(id_) or await self._backend.lists.thread(id_) for id_ in ids]
        return [row for row in rows if row is not None]

    async def done(self, ids: Sequence[int], done: bool) -> None:
        """Nothing is left to do there, or there is again."""
        before = await self.rows(ids)
        await self._backend.triage.done(ids, done)

        async def undo() -> None:
            await self._backend.triage.done(ids, not done)
            await self._sleep_again(before)

        self._tell(Told("done" if done else "reopened", len(ids), undo=undo))

    async def snooze(self, ids: Sequence[int], until: int) -> None:
        """Aside until then; 0: back at once."""
        before = await self.rows(ids)
        await self._backend.triage.snooze(ids, until)

        async def undo() -> None:
            await self._backend.triage.snooze(ids, 0)
            await self._sleep_again(before)
            finished = [row.id for row in before if row.done_at is not None]
            if finished:
                await self._backend.triage.done(finished, True)

        self._tell(Told("snoozed" if until else "woken", len(ids), at=until, undo=undo))

    async def pin(self, ids: Sequence[int]) -> None:
        """At the top of the list; where all of them are there already, no longer."""
        before = await self.rows(ids)
        pinned = any(row.pinned_at is None for row in before)
        changed = [row.id for row in before if (row.pinned_at is not None) != pinned]
        await self._backend.triage.pin(changed, pinned)

        async def undo() -> None:
            await self._backend.triage.pin(changed, not pinned)

        self._tell(Told("pinned" if pinned else "unpinned", len(changed), undo=undo))

    async def follow_up(self, ids: Sequence[int], due: int, note: str) -> None:
        """Come back to them then; 0: not."""
        before = await self.rows(ids)
        await self._backend.triage.follow_up(ids, due, note)

        async def undo() -> None:
            for at, said in {(row.follow_up_at or 0, row.follow_up_note) for row in before}:
                same = [
                    r.id for r in before if (r.follow_up_at or 0, r.follow_up_note) == (at, said)
                ]
                await self._backend.triage.follow_up(same, at, said)

        self._tell(Told("follow-up" if due else "no-follow-up", len(ids), at=due, undo=undo))

    async def assign(self, ids: Sequence[int], owner: str) -> None:
        """Whose they are; '' for nobody's."""
        before = await self.rows(ids)
        await self._backend.triage.assign(ids, owner)

        async def undo() -> None:
            for name in {row.owner for row in before}:
                await self._backend.triage.assign([r.id for r in before if r.owner == name], name)

        self._tell(Told("assigned" if owner else "unassigned", len(ids), name=owner, undo=undo))

    async def move(self, ids: Sequence[int], queue: str) -> None:
        """Into another queue."""
        before = await self.rows(ids)
        await self._backend.triage.move_all(ids, queue)

        async def undo() -> None:
            for name in {row.queue for row in before}:
                await self._backend.triage.move_all([r.id for r in before if r.queue == name], name)

        self._tell(Told("moved", len(ids), name=queue, undo=undo))

    async def mark_read(self, ids: Sequence[int]) -> None:
        """Seen; the messengers are told, so it stays so."""
        marked = [row.id for row in await self.rows(ids) if row.marked]
        await self._backend.triage.mark_all_read(ids)
        if marked:
            await self._backend.chats.mark(marked, False)
        self._tell(Told("read", len(ids)))

    def take_back(self, told: Told) -> None:
        """Undo what was told."""
        if told.undo is not None:
            self._tasks.start(told.undo())

    async def _sleep_again(self, before: Sequence[ThreadRow]) -> None:
        for until in {row.snoozed_until for row in before if row.snoozed_until}:
            same = [row.id for row in before if row.snoozed_until == until]
            await self._backend.triage.snooze(same, until)

    def _tell(self, told: Told) -> None:
        self.told.emit(told)
