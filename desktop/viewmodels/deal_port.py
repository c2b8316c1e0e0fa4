"""What the desk asks and says of a thread's deal: facts, contacts, the CRM."""

from collections.abc import Sequence
from typing import Literal, Protocol

import msgspec

from core.domain.deal_view import Said
from core.domain.events import Verdict
from core.domain.problems import Problem
from core.domain.reading import Fact
from core.domain.said import Told
from core.domain.views import FactRow, ThreadFiles
from core.ports import CrmWrite

CrmStateName = Literal["off", "none", "pending", "delivered", "failed"]


class CrmState(msgspec.Struct, frozen=True, kw_only=True):
    """Where a thread's record stands: ``target`` is the CRM's name, ``at`` when it was taken."""

    target: str = ""
    state: CrmStateName = "off"
    at: int = 0
    remote: str = ""
    problem: Problem | None = None


class Knowing(Protocol):
    """What is known, and the operator's word on it."""

    async def facts(self, thread: int) -> list[FactRow]:
        """What stands in the thread, with what it replaced and what contradicts it."""

    async def last_words(self, thread: int) -> list[Said]:
        """The last messages, oldest first, as far as the deal goes."""

    async def files(self, thread: int) -> ThreadFiles:
        """The documents of the thread, and how much else there is."""

    async def told(self, thread: int) -> Told:
        """What was said in the thread, for the guard against asking twice."""

    async def review_fact(
        self, thread: int, fact: Fact, verdict: Verdict, value: str, unit: str
    ) -> None:
        """The operator's word on a fact; ``value`` and ``unit`` of a correction, else ''."""

    async def correct_intents(self, thread: int, tags: Sequence[str]) -> None:
        """The operator's tags, the primary one first."""

    async def undo_merge(self, thread: int, other: int) -> None:
        """Let ``other`` stand by itself again."""

    async def crm_preview(self, thread: int) -> list[CrmWrite]:
        """Exactly what an export would write."""

    async def crm_state(self, thread: int) -> CrmState:
        """Whether the thread's record is in the CRM."""

    async def export_crm(self, thread: int) -> None:
        """Hand the thread's record to the outbox now."""
