"""What the operator puts on threads (pinned, snoozed, done, to be followed up, whose)."""

import time
import uuid
from collections.abc import Callable, Sequence

from core.domain import events as ev
from core.store.read.team import last_mark
from core.store.store import Store

_Mark = (
    ev.ThreadPinned
    | ev.ThreadSnoozed
    | ev.ThreadDone
    | ev.FollowUpSet
    | ev.ThreadAssigned
    | ev.Routed
)


class Triage:
    """Every verb takes one thread or many, in one append, and returns when it is durable."""

    def __init__(
        self, store: Store, now: Callable[[], int] = lambda: int(time.time() * 1000)
    ) -> None:
        self._store = store
        self._now = now

    async def pin(self, threads: Sequence[int], pinned: bool) -> None:
        """Keep them at the top of the list."""
        await self._append([ev.ThreadPinned(thread=t, pinned=pinned) for t in threads])

    async def snooze(self, threads: Sequence[int], until: int) -> None:
        """Put them aside until then (ms since the epoch; 0: they are back at once)."""
        await self._append([ev.ThreadSnoozed(thread=t, until=until) for t in threads])

    async def done(self, threads: Sequence[int], done: bool) -> None:
        """Nothing is left to do there."""
        await self._append([ev.ThreadDone(thread=t, done=done) for t in threads])

    async def follow_up(self, threads: Sequence[int], due: int, note: str = "") -> None:
        """Come back to them then (ms since the epoch; 0: not)."""
        await self._append([ev.FollowUpSet(thread=t, due=due, note=note) for t in threads])

    async def assign(self, threads: Sequence[int], owner: str) -> None:
        """Say whose they are; '' for nobody's."""
        await self._append([ev.ThreadAssigned(thread=t, owner=owner) for t in threads])

    async def move(self, threads: Sequence[int], queue: str, reason: str) -> None:
        """Put them into a queue; rules leave them there."""
        await self._append(
            [ev.Routed(thread=t, queue=queue, reason=reason, by="operator") for t in threads]
        )

    async def _append(self, bodies: Sequence[_Mark]) -> None:
        threads = [body.thread for body in bodies if not isinstance(body, ev.ThreadPinned)]
        # after what another desk said, whatever its clock
        now = max(self._now(), await self._store.read(lambda c: last_mark(c, threads)) + 1)
        await self._store.append(
            [ev.Event(external_id=uuid.uuid4().hex, at=now, body=body) for body in bodies]
        )
