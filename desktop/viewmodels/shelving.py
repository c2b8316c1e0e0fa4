"""What the operator does to chats at their messengers: shown at once, taken back where the
messenger will not have it, and by the operator as everything that is done to threads."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from core.domain.chats import FOREVER
from core.domain.views import ThreadRow
from desktop.shell.tasks import Tasks
from desktop.viewmodels.chats_port import Shelving
from desktop.viewmodels.triage import Told, TriageModel

Verb = Callable[[], Coroutine[Any, Any, list[str]]]


class ShelvingModel:
    """Tells by ``triage.told``; what a messenger refuses is told by ``tasks``."""

    def __init__(self, backend: Shelving, triage: TriageModel, tasks: Tasks) -> None:
        self._backend, self._triage, self._tasks = backend, triage, tasks
        self.turned: Callable[[], object] = lambda: None
        """Called when a group was left out or taken again: nothing of its thread tells it."""

    async def archive(self, ids: Sequence[int], archived: bool) -> None:
        """Into the archive, or out of it."""
        moved = [row.id for row in await self._triage.rows(ids) if row.archived is not archived]
        await self._do(lambda: self._backend.archive(ids, archived))
        self._tell("archived" if archived else "unarchived", len(ids),
                   lambda: self._backend.archive(moved, not archived))  # fmt: skip

    async def mute(self, ids: Sequence[int], until: int) -> None:
        """Nothing is to be heard of them until then (ms); 0: it is again."""
        before = await self._triage.rows(ids)
        await self._do(lambda: self._backend.mute(ids, until))
        key = "muted-forever" if until == FOREVER else "muted" if until else "unmuted"
        self._tell(key, len(ids), lambda: self._back(before), at=until if until < FOREVER else 0)

    async def mark(self, ids: Sequence[int], marked: bool) -> None:
        """Mark them as unread, or take the mark away."""
        turned = [row.id for row in await self._triage.rows(ids) if row.marked is not marked]
        await self._do(lambda: self._backend.mark(ids, marked))
        if marked:
            self._tell("marked", len(ids), lambda: self._backend.mark(turned, False))

    async def put(self, ids: Sequence[int], key: str, inside: bool, name: str) -> None:
        """Into a folder, or out of it; ``name`` is the folder's."""
        moved = [one for one in ids if await self._inside(one, key) is not inside]
        await self._do(lambda: self._backend.put(ids, key, inside))
        self._tell("into-folder" if inside else "out-of-folder", len(ids),
                   lambda: self._backend.put(moved, key, not inside), name=name)  # fmt: skip

    async def leave_out(self, thread: int, out: bool) -> None:
        """Take no messages of a group any more, or take them again."""

        async def turn(to: bool) -> list[str]:
            wishes = await self._backend.leave_out(thread, to)
            self.turned()
            return wishes

        await self._do(lambda: turn(out))
        self._tell("group-out" if out else "group-in", 1, lambda: turn(not out))

    async def _inside(self, thread: int, key: str) -> bool:
        return any(one.key == key and i for one, i in await self._backend.folders_of(thread))

    async def _do(self, verb: Verb) -> None:
        wishes = await verb()
        self._tasks.start(self._backend.settled(wishes))

    async def _back(self, before: Sequence[ThreadRow]) -> list[str]:
        wishes = []
        for until in {row.muted_until for row in before}:
            same = [row.id for row in before if row.muted_until == until]
            wishes += await self._backend.mute(same, until)
        return wishes

    def _tell(self, key: str, count: int, undo: Verb, *, at: int = 0, name: str = "") -> None:
        told = Told(key, count, at=at, name=name, undo=lambda: self._do(undo))
        self._triage.told.emit(told)
