"""What is known of a thread's deal: implements ``viewmodels.deal_port.Knowing``."""

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.domain.deal_view import Said
from core.domain.events import Verdict
from core.domain.problems import Problem
from core.domain.reading import Fact
from core.domain.said import Told
from core.domain.views import FactRow, ThreadFiles
from core.ports import CrmWrite
from core.store.read import answers as read_answers
from core.store.read import beside as read_beside
from core.store.read import crm as read_crm
from core.store.read import facts as read_facts
from core.understanding.conflicts import with_conflicts
from desktop.viewmodels.deal_port import CrmState

if TYPE_CHECKING:
    from desktop.application import Application


class DealBackend:
    """Short queries and events."""

    def __init__(self, application: "Application") -> None:
        self._app = application

    async def facts(self, thread: int) -> list[FactRow]:
        """What stands, and what contradicts it."""
        return with_conflicts(
            await self._app.store.read(lambda conn: read_facts.facts(conn, thread))
        )

    async def last_words(self, thread: int) -> list[Said]:
        """What was said last, and what we asked."""

        def work(conn: sqlite3.Connection) -> list[Said]:
            # its patterns take a while to compile: not before the window stands
            from core.understanding.questions import with_questions

            return with_questions(read_beside.last_words(conn, thread))

        return await self._app.store.read(work)

    async def files(self, thread: int) -> ThreadFiles:
        """Documents, pictures, links."""
        media = self._app.profile.media
        return await self._app.store.read(lambda conn: read_beside.files(conn, thread, media=media))

    async def told(self, thread: int) -> Told:
        """What was said."""
        return await self._app.store.read(lambda conn: read_answers.told(conn, thread))

    async def review_fact(
        self, thread: int, fact: Fact, verdict: Verdict, value: str, unit: str
    ) -> None:
        """The operator's word."""
        await self._app.reviews.review_fact(thread, fact, verdict, value, unit)

    async def correct_intents(self, thread: int, tags: Sequence[str]) -> None:
        """The operator's tags."""
        await self._app.reviews.correct_intents(thread, tags)

    async def undo_merge(self, thread: int, other: int) -> None:
        """Part two contacts."""
        await self._app.reviews.undo_merge(thread, other)

    async def crm_preview(self, thread: int) -> list[CrmWrite]:
        """Exactly what an export writes."""
        delivery = self._app.crm.delivery
        if delivery is None:
            return []
        return await delivery.target.preview(await delivery.record(thread))

    async def crm_state(self, thread: int) -> CrmState:
        """Where the thread's record stands."""
        delivery = self._app.crm.delivery
        if delivery is None:
            return CrmState()
        target = delivery.target.name
        row = await self._app.store.read(lambda conn: read_crm.state(conn, thread, target))
        return CrmState(
            target=target,
            state=row.state,
            at=row.at,
            remote=row.remote,
            problem=Problem.decode(row.problem),
        )

    async def export_crm(self, thread: int) -> None:
        """Now."""
        await self._app.reviews.export(thread)
