"""The stage that reads: turns that nobody read yet, live ones first, then what stands."""

import asyncio
import logging
import time
import uuid
from collections.abc import Callable
from datetime import tzinfo
from typing import Literal

from core.domain import events as ev
from core.domain.problems import ProblemError, StoreError
from core.domain.reading import TurnReading
from core.pipeline.ports import Fold, Router, TurnReader
from core.pipeline.reacting import Reactions
from core.store.read import facts as read_facts
from core.store.read import reactions as read_reactions
from core.store.read import threads as read_threads
from core.store.read import work
from core.store.store import Store
from core.support.worker import Worker

log = logging.getLogger(__name__)

ModelState = Literal["none", "ready", "away"]

_LIVE_PATIENCE = 1.2
"""Seconds a live turn waits for the model before it is read by rules, for the time being."""
_HISTORY_PATIENCE = 20.0
_LOOK = 0.25
"""Seconds between two looks whether somebody writes while history is being read."""
_MOST_FAILURES = 3
_AHEAD = 5
"""So many old turns more are with the reader while one is being noted."""


class _OvertakenError(Exception):
    """A live turn came while an old one was being read."""


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
        model: Callable[[], ModelState],
        zone: tzinfo | None = None,
    ) -> None:
        self._store = store
        self._reader = reader
        self._reactions = Reactions(reader)
        self._fold = fold
        self._router = router
        self._model = model
        self._zone = zone
        self._away_since: float | None = None
        self._failures: tuple[int, int] = (0, 0)
        self._broken: dict[int, int] = {}
        self._alone = 0
        self._slow = False
        self.worker = Worker("understanding", self.step)

    async def step(self) -> float | None:
        """Judge what can be judged, then read one turn."""
        stale = await self._judge_stale()
        ready = self._model() == "ready"
        job = await self._store.read(lambda conn: work.next_to_read(conn, self._zone, again=ready))
        if job is None:
            return 0 if stale else None
        if ready and not job.live and not job.again and job.message != self._alone:
            first = job
            more = await self._store.read(
                lambda conn: work.next_after(conn, first, self._zone, _AHEAD)
            )
            await self._read_ahead([job, *more])
            return 0
        try:
            reading, provisional = await self._read(job)
        except _OvertakenError:
            return 0
        except Exception as error:
            log.exception("message %d breaks the reader", job.message)
            reading, provisional = self._failed(job, error), False
        if reading is None:
            return 0.25
        await self._note(job, reading, provisional=provisional)
        return 0

    async def _judge_stale(self) -> bool:
        """Judge what changed; whether there was such a thread."""
        most = 20 + len(self._broken)
        stale = await self._store.read(lambda conn: work.stale_threads(conn, most))
        stale = [(thread, seq) for thread, seq in stale if self._broken.get(thread) != seq]
        for thread, seq in stale:
            await self._try_to_judge(thread, seq)
        return bool(stale)

    async def _meanwhile(self) -> None:
        """What is written while a slow model reads is read by rules, and the model left to end: if
        each message took an answer from it, it would never give one while people write."""
        while True:
            job = await self._store.read(lambda conn: work.next_to_read(conn, self._zone))
            if job is None or not job.live:
                break
            try:
                reading = await self._ask(job, use_model=False)
            except Exception as error:
                log.info("message %d waits for its turn: %s", job.message, error)
                return
            await self._note(job, reading, provisional=True)
        await self._judge_stale()

    async def _read_ahead(self, jobs: list[work.ReadJob]) -> None:
        """Old turns, the next one being read while one is noted, until somebody writes. One that
        fails is left, to be read by itself."""
        asked = [asyncio.ensure_future(self._ask(job, use_model=True)) for job in jobs]
        try:
            left = len(jobs)
            for place, (job, one) in enumerate(zip(jobs, asked, strict=True)):
                if place == left:
                    return
                while not (await asyncio.wait({one}, timeout=_LOOK))[0]:
                    if await self._store.read(work.live_waits):
                        if not self._slow:
                            return
                        await self._meanwhile()
                if one.exception() is not None:
                    self._alone = job.message
                    return
                await self._note(job, one.result(), provisional=False)
                if await self._store.read(work.live_waits):
                    # the one in the model is as good as read: it is not worth a model that is busy
                    left = min(left, place + 2)
                    for later in asked[left:]:
                        later.cancel()
        finally:
            for one in asked:
                one.cancel()
            await asyncio.gather(*asked, return_exceptions=True)

    async def _note(self, job: work.ReadJob, reading: TurnReading, *, provisional: bool) -> None:
        body = ev.TurnRead(
            target=job.external_id,
            digest=job.digest,
            provisional=provisional,
            intents=reading.intents,
            candidates=reading.candidates,
            ms=reading.ms,
        )
        at = int(job.turns[-1].at.timestamp() * 1000)
        await self._store.append(
            [ev.Event(external_id=uuid.uuid4().hex, at=at, peer=job.peer, body=body)]
        )

    async def _read(self, job: work.ReadJob) -> tuple[TurnReading | None, bool]:
        """The reading and whether it is provisional; None: not now."""
        model = self._model()
        if model == "ready" and not (self._slow and job.live and not job.again):
            self._away_since = None
            try:
                return await self._ask_model(job), False
            except (ProblemError, TimeoutError) as error:
                log.info("the model cannot read now: %s", error or "too slow")
                if job.again:
                    if self._failed_again(job) < _MOST_FAILURES:
                        return None, False
                    # what the model cannot read by any means stands as the rules read it
                    return await self._ask(job, use_model=False), False
        elif model == "away" and not job.live:
            self._away_since = self._away_since or time.monotonic()
            if time.monotonic() - self._away_since < _HISTORY_PATIENCE:
                return None, False
        try:
            return await self._ask(job, use_model=False), model != "none"
        except ProblemError as error:
            return self._failed(job, error), False

    async def _ask_model(self, job: work.ReadJob) -> TurnReading:
        """A live turn has little patience; an old one is left when somebody writes, unless the
        model is a slow one, which gets no live turn before rules have read it."""
        if job.live and not job.again:
            try:
                async with asyncio.timeout(_LIVE_PATIENCE):
                    return await self._ask(job, use_model=True)
            except TimeoutError:
                self._slow = True
                raise
        started = time.monotonic()
        asking = asyncio.ensure_future(self._ask(job, use_model=True))
        try:
            while not (await asyncio.wait({asking}, timeout=_LOOK))[0]:
                if await self._store.read(work.live_waits):
                    if not self._slow:
                        raise _OvertakenError
                    await self._meanwhile()
            reading = asking.result()
            self._slow = time.monotonic() - started > _LIVE_PATIENCE
            return reading
        finally:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)

    async def _ask(self, job: work.ReadJob, *, use_model: bool) -> TurnReading:
        return await self._reader.read_turn(str(job.thread), job.turns, use_model=use_model)

    def _failed(self, job: work.ReadJob, error: Exception) -> TurnReading | None:
        """Try again; a turn that cannot be read by any means must not hold up the others."""
        if self._failed_again(job) < _MOST_FAILURES:
            return None
        log.warning("message %d cannot be read: %s", job.message, error)
        return TurnReading()

    def _failed_again(self, job: work.ReadJob) -> int:
        """How often this turn has failed in a row."""
        message, count = self._failures
        self._failures = (job.message, count + 1 if message == job.message else 1)
        return self._failures[1]

    async def _try_to_judge(self, thread: int, seq: int) -> None:
        """A thread that cannot be judged waits for its next change, the others do not."""
        try:
            await self._judge(thread, seq)
        except StoreError:
            raise  # nothing is wrong with the thread
        except Exception:
            log.exception("thread %d cannot be judged", thread)
            self._broken[thread] = seq

    async def _judge(self, thread: int, seq: int) -> None:
        """What stands in the thread and which queue it belongs to, in one append."""
        turns, reviews, reacted, row = await self._store.read(
            lambda conn: (
                work.turns_with_readings(conn, thread, self._zone),
                read_facts.reviews(conn, thread),
                read_reactions.reactions(conn, thread, self._zone),
                read_threads.thread(conn, thread),
            )
        )
        if row is None or (row.id, row.seq) != (thread, seq):
            return  # it changed since it was chosen, and is judged as it stands then
        heard = [*turns, *await self._reactions.answers(thread, reacted)]
        if len(turns) > 200:
            standing = await asyncio.to_thread(self._fold, heard, reviews)
        else:
            standing = self._fold(heard, reviews)
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
        if row.queue_by != "operator":
            said = next((t.text for t, _ in reversed(turns) if t.sender == "client"), "")
            channel = row.last_channel.value
            previous = row.queue
            if standing.wish:
                # A thread read late comes with its thanks: it belongs where its wish does.
                before = self._router(
                    standing.wish, standing.facts, previous=previous, channel=channel, text=said
                )
                previous = before.queue
            decision = self._router(
                standing.intents, standing.facts, previous=previous, channel=channel, text=said
            )
            if (decision.queue, decision.reason) != (row.queue, row.queue_reason):
                body = ev.Routed(thread=thread, queue=decision.queue, reason=decision.reason)
                batch.append(ev.Event(external_id=uuid.uuid4().hex, at=now, body=body))
        await self._store.append(batch)
