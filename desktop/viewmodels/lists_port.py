"""What the desk asks for lists of threads, and the search through all of them."""

from typing import Protocol

from core.domain.thread_filter import ThreadFilter
from core.domain.views import QueueRow, ThreadRow
from core.search.found import Found
from core.search.query import Query


class Listing(Protocol):
    """The threads. Times are ms since the epoch, UTC."""

    async def threads(
        self, queue: str | None, search: str, limit: int, offset: int
    ) -> list[ThreadRow]:
        """Threads in the order they are to be shown; ``queue`` None is all of them."""

    async def listed(self, wanted: ThreadFilter, limit: int, offset: int) -> list[ThreadRow]:
        """A page of the list that a filter shows, in its order."""

    async def count(self, wanted: ThreadFilter, most: int) -> int:
        """How many threads a filter shows, ``most`` at most."""

    async def next_due(self) -> int | None:
        """When the next thread comes back by itself (a snooze ends, a follow-up is due)."""

    async def owners(self) -> list[str]:
        """Everybody who has threads."""

    async def thread(self, thread: int) -> ThreadRow | None:
        """One thread, None when there is no such one (any more)."""

    async def queues(self) -> list[QueueRow]:
        """Every queue with its counts."""

    async def search(self, query: Query) -> Found | None:
        """What is found in all threads; None where a later call overtook this one."""

    async def find_at_messengers(self, words: str) -> int:
        """Have the messengers' servers search too: what they find is here then. How much of it was
        not. Raises where none answers."""
