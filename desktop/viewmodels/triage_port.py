"""What the desk puts on threads."""

from collections.abc import Sequence
from typing import Protocol


class Triaging(Protocol):
    """What the operator puts on threads, one or many at a time; times are ms since the epoch."""

    async def pin(self, threads: Sequence[int], pinned: bool) -> None:
        """Keep them at the top of the list, or no longer."""

    async def snooze(self, threads: Sequence[int], until: int) -> None:
        """Put them aside until then (0: they are back), or until the client writes."""

    async def done(self, threads: Sequence[int], done: bool) -> None:
        """Nothing is left to do there, or there is again."""

    async def follow_up(self, threads: Sequence[int], due: int, note: str) -> None:
        """Come back to them then (0: not)."""

    async def assign(self, threads: Sequence[int], owner: str) -> None:
        """Say whose they are; '' for nobody's."""

    async def move(self, thread: int, queue: str) -> None:
        """Put the thread into a queue."""

    async def move_all(self, threads: Sequence[int], queue: str) -> None:
        """Put them into a queue."""

    async def mark_all_read(self, threads: Sequence[int]) -> None:
        """The operator has seen everything in them."""
