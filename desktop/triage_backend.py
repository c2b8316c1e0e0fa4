"""What is put on threads: implements ``viewmodels.triage_port.Triaging``."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.domain.problems import Problem

if TYPE_CHECKING:
    from desktop.application import Application


class TriageBackend:
    """Events, many threads in one append."""

    def __init__(self, application: "Application") -> None:
        self._app = application

    async def pin(self, threads: Sequence[int], pinned: bool) -> None:
        """At the top of the list."""
        await self._app.triage.pin(threads, pinned)

    async def snooze(self, threads: Sequence[int], until: int) -> None:
        """Aside until then."""
        await self._app.triage.snooze(threads, until)

    async def done(self, threads: Sequence[int], done: bool) -> None:
        """Nothing left to do."""
        await self._app.triage.done(threads, done)

    async def follow_up(self, threads: Sequence[int], due: int, note: str) -> None:
        """Come back then."""
        await self._app.triage.follow_up(threads, due, note)

    async def assign(self, threads: Sequence[int], owner: str) -> None:
        """Whose they are."""
        await self._app.triage.assign(threads, owner)

    async def move(self, thread: int, queue: str) -> None:
        """Another queue."""
        await self._app.triage.move([thread], queue, Problem("moved").encode())

    async def move_all(self, threads: Sequence[int], queue: str) -> None:
        """Another queue for many."""
        await self._app.triage.move(threads, queue, Problem("moved").encode())

    async def mark_all_read(self, threads: Sequence[int]) -> None:
        """Seen, many."""
        await self._app.actions.mark_read(*threads)
