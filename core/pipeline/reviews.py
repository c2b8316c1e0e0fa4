"""The operator's word on what was understood, and on where it goes."""

import time
import uuid
from collections.abc import Callable, Sequence

from core.domain import events as ev
from core.domain.changes import Change
from core.domain.reading import Fact
from core.store.store import Store


class Reviews:
    """Every verb returns when it is durable; the stages see to the rest."""

    def __init__(
        self, store: Store, now: Callable[[], int] = lambda: int(time.time() * 1000)
    ) -> None:
        self._store = store
        self._now = now

    async def review_fact(
        self, thread: int, fact: Fact, verdict: ev.Verdict, value: str = "", unit: str = ""
    ) -> None:
        """Confirm, correct or reject a fact."""
        await self._append(
            ev.FactReviewed(
                thread=thread,
                fact=fact.id,
                fact_kind=fact.kind,
                verdict=verdict,
                value=value,
                unit=unit,
            )
        )

    async def correct_intents(self, thread: int, tags: Sequence[str]) -> None:
        """The operator's tags; they hold until the client writes again."""
        await self._append(ev.IntentsCorrected(thread=thread, tags=tuple(tags)))

    async def undo_merge(self, thread: int, other: int) -> None:
        """Part two contacts that were taken for one."""
        await self._append(ev.MergeUndone(thread=thread, other=other))

    async def export(self, thread: int) -> None:
        """Have the outbox look at the thread again, whatever it did before."""
        await self._store.write(
            lambda conn: conn.execute(
                "UPDATE crm SET handled = 0, next_at = 0, attempts = 0 WHERE thread = ?", (thread,)
            )
        )
        self._store.notify(Change(frozenset({"crm"}), frozenset({thread}), 0))

    async def _append(self, body: ev.FactReviewed | ev.IntentsCorrected | ev.MergeUndone) -> None:
        await self._store.append(
            [ev.Event(external_id=uuid.uuid4().hex, at=self._now(), body=body)]
        )
