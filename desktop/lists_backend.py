"""Lists of threads and the search: implements ``viewmodels.lists_port.Listing``."""

from typing import TYPE_CHECKING

from core.domain.stretch import Outline, Spot, Stretch
from core.domain.thread_filter import ThreadFilter
from core.domain.views import QueueRow, ThreadRow
from core.search.found import Found
from core.search.query import Query
from core.store.read import lists as read_lists
from core.store.read import search as read_search
from core.store.read import threads as read_threads
from core.store.searching import OvertakenError

if TYPE_CHECKING:
    from desktop.application import Application


class ListsBackend:
    """Short queries; the search has a connection of its own."""

    def __init__(self, application: "Application") -> None:
        self._app = application

    async def threads(self, queue: str | None, search: str, limit: int) -> list[ThreadRow]:
        """All threads come newest first, those of a queue the most urgent first."""
        now = self._app.now()
        return await self._app.store.read(
            lambda conn: read_threads.threads(
                conn,
                now=now,
                queue=queue,
                search=search,
                urgent=queue is not None,
                limit=limit,
            )
        )

    async def listed(self, wanted: ThreadFilter, limit: int) -> list[ThreadRow]:
        """The first page of a list."""
        return (await self.stretch(wanted, limit, None)).rows

    async def stretch(
        self, wanted: ThreadFilter, limit: int, at: Spot | None, skip: int = 0, before: int = 0
    ) -> Stretch:
        """A page of a list."""
        now = self._app.now()
        return await self._app.store.read(
            lambda conn: read_threads.stretch(
                conn, wanted, now=now, limit=limit, at=at, skip=skip, before=before
            )
        )

    async def outline(self, wanted: ThreadFilter) -> Outline:
        """The whole list, walked on a reader's thread."""
        now = self._app.now()
        return await self._app.store.read(lambda conn: read_threads.outline(conn, wanted, now=now))

    async def count(self, wanted: ThreadFilter, most: int) -> int:
        """How many there are."""
        now = self._app.now()
        return await self._app.store.read(
            lambda conn: read_lists.count(conn, wanted, now=now, most=most)
        )

    async def next_due(self) -> int | None:
        """When one comes back by itself."""
        now = self._app.now()
        hours = self._app.profile.get("desk.closing_hours")
        within = int(hours) if hours.isdecimal() else 0
        return await self._app.store.read(lambda conn: read_lists.next_due(conn, now, within))

    async def owners(self) -> list[str]:
        """Who has threads."""
        return await self._app.store.read(read_lists.owners)

    async def thread(self, thread: int) -> ThreadRow | None:
        """One thread."""
        return await self._app.store.read(lambda conn: read_threads.thread(conn, thread))

    async def queues(self) -> list[QueueRow]:
        """Every queue that the rules know, with its counts."""
        now = self._app.now()
        rows = await self._app.store.read(lambda conn: read_threads.queues(conn, now))
        found = {q.id: q for q in rows}
        known = [*self._app.queues, *(q for q in found if q not in self._app.queues and q)]
        return [
            found.get(name) or QueueRow(id=name, threads=0, waiting=0, unread=0) for name in known
        ]

    async def search(self, query: Query) -> Found | None:
        """On a connection of its own: the newest one ends the one before."""
        now = self._app.now()
        try:
            return await self._app.searcher.run(
                lambda conn: read_search.search(conn, query, now=now)
            )
        except OvertakenError:
            return None

    async def find_at_messengers(self, words: str) -> int:
        """Telegram's, as far as accounts are online."""
        return await self._app.messengers.find(words)
