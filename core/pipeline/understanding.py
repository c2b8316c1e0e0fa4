"""The stage that reads: turns that nobody read yet, live ones first, then what stands."""

import asyncio
import logging
import time
import uuid
from collections.abc import Callable
from datetime import tzinfo

from core.domain import events as ev
from core.domain.problems import ProblemError
from core.pipeline.ports import Fold, Router, TurnReader
from core.store.read import facts as read_facts
from core.store.read import threads as read_threads
from core.store.read import work
from core.store.store import Store
from core.support.worker import Worker

log = logging.getLogger(__name__)

_MODEL_PATIENCE = 30.0
"""Seconds a turn waits for a model that restarts before it is read without one."""


class UnderstandingStage:
    """Its cursor is in the store: a turn is to be read until its reading is in the log, a thread
    is to be judged until what stands is. A crash at any point reads again and skips nothing."""

    def __init__(
        self,
        store: Store,
        reader: TurnReader,
        fold: Fold,
        router: Router,
        *,
        model_usable: Callable[[], bool],
        zone: tzinfo | None = None,
    ) -> None:
        self._store = store
        self._reader = reader
        self._fold = fold
        self._router = router
        self._model_usable = model_usable
        self._zone = zone
        self._waiting_since: float | None = None
        self.worker = Worker("understanding", self.step)

    async def step(self) -> float | None:
        """Judge what can be judged, then read one turn."""
        stale = await self._store.read(work.stale_threads)
        for thread, seq in stale:
            await self._judge(thread, seq)
        job = await self._store.read(lambda conn: work.next_to_read(conn, self._zone))
        if job is None:
            return 0 if stale else None
        try:
            reading = await self._reader.read_turn(
                str(job.thread), job.turns, use_model=self._use_model()
            )
        except ProblemError as error:
            log.info("the model cannot read now: %s", error)
            self._waiting_since = self._waiting_since or time.monotonic()
            return 0.25
        self._waiting_since = None
        await self._store.append(
            [
                ev.Event(
                    external_id=uuid.uuid4().hex,
                    at=int(job.turns[-1].at.timestamp() * 1000),
                    peer=job.peer,
                    body=ev.TurnRead(
                        target=job.external_id,
                        digest=job.digest,
                        intents=reading.intents,
                        candidates=reading.candidates,
                        ms=reading.ms,
                    ),
                )
            ]
        )
        return 0

    def _use_model(self) -> bool:
        if self._waiting_since is not None:
            return time.monotonic() - self._waiting_since < _MODEL_PATIENCE
        return self._model_usable()

    async def _judge(self, thread: int, seq: int) -> None:
        """What stands in the thread and which queue it belongs to, in one append."""
        turns, reviews, row = await self._store.read(
            lambda conn: (
                work.turns_with_readings(conn, thread, self._zone),
                read_facts.reviews(conn, thread),
                read_threads.thread(conn, thread),
            )
        )
        if len(turns) > 200:
            standing = await asyncio.to_thread(self._fold, turns, reviews)
        else:
            standing = self._fold(turns, reviews)
        now = int(time.time() * 1000)
        batch = [
            ev.Event(
                external_id=uuid.uuid4().hex,
                at=now,
                body=ev.ThreadUnderstood(
                    thread=thread, upto=seq, intents=standing.intents, facts=standing.facts
                ),
            )
        ]
        if row is not None and row.queue_by != "operator":
            said = next((t.text for t, _ in reversed(turns) if t.sender == "client"), "")
            decision = self._router(
                standing.intents,
                standing.facts,
                previous=row.queue,
                channel=row.last_channel.value,
                text=said,
            )
            if (decision.queue, decision.reason) != (row.queue, row.queue_reason):
                body = ev.Routed(thread=thread, queue=decision.queue, reason=decision.reason)
                batch.append(ev.Event(external_id=uuid.uuid4().hex, at=now, body=body))
        await self._store.append(batch)
