"""The outbox: facts go to the CRM after they stand, once, however often it is down."""

import asyncio
import logging
import sqlite3
import time
import uuid
from collections.abc import Callable, Sequence
from typing import Final

from core.domain import events as ev
from core.domain.changes import Change
from core.domain.problems import CrmError, Problem
from core.pipeline.ports import RecordBuilder
from core.ports import CrmRecord, CrmTarget, TakesMany
from core.store.read import facts as read_facts
from core.store.read import threads as read_threads
from core.store.read import work
from core.store.store import Store
from core.support.worker import Worker

log = logging.getLogger(__name__)

MANY: Final = 500
"""Records that a target which takes many is given at once."""
LAST_SECONDS: Final = 15.0
"""For what is left when the application ends."""


class DeliveryStage:
    """Its cursor is a thread's ``facts_seq`` beside what the target has taken.

    ``digest`` names the content of a record: what the CRM holds already is not written again.
    """

    def __init__(
        self,
        store: Store,
        target: CrmTarget,
        build: RecordBuilder,
        digest: Callable[[CrmRecord], str],
        retry_delay: Callable[[int], float],
        *,
        automatic: bool = True,
        now: Callable[[], int] = lambda: int(time.time() * 1000),
    ) -> None:
        self._store = store
        self.target = target
        self._build = build
        self._digest = digest
        self._retry_delay = retry_delay
        self._automatic = automatic
        self._now = now
        self._looked = False
        self._rest_until = 0
        self.worker = Worker("crm", self.step)

    async def step(self) -> float | None:
        """Deliver one thread, or as many as the target takes at once."""
        if not self._automatic:
            return None
        if not self._looked:
            await self._store.write(self._try_again)
            self._looked = True
        many = isinstance(self.target, TakesMany)
        due = await self._store.read(
            lambda conn: work.deliveries(conn, self.target.name, self._now(), MANY if many else 1)
        )
        if not due:
            return await self._next_try()
        if isinstance(self.target, TakesMany):
            left = min((self._rest_until - self._now()) / 1000, self.target.pace)
            if left > 0:
                return left
            await self._deliver_many(self.target, due)
        else:
            await self._deliver_one(*due[0])
        return 0

    async def finish(self) -> None:
        """Before the end: what was left for later, so as not to write too often, is delivered."""
        if not isinstance(self.target, TakesMany):
            return
        self._rest_until = 0
        try:
            async with asyncio.timeout(LAST_SECONDS):
                await self.step()
        except Exception:
            log.exception("what was left for the CRM waits for the next start")

    async def _deliver_one(self, thread: int, facts_seq: int) -> None:
        try:
            await self.deliver(thread, facts_seq)
        except CrmError as error:
            await self._put_off(thread, facts_seq, error)
        except Exception as error:
            # a bug in one record must not hold back those behind it
            log.exception("the record of thread %d cannot be delivered", thread)
            problem = Problem("other", {"text": f"{type(error).__name__}: {error}"})
            await self._put_off(thread, facts_seq, CrmError(problem, retryable=True))

    async def _deliver_many(self, target: TakesMany, due: Sequence[tuple[int, int]]) -> None:
        try:
            await self._deliver_all(target, due)
        except Exception:
            # a bug in one record must not hold back the others: it shows in that one alone
            log.exception("the records of %d threads cannot be delivered at once", len(due))
            for thread, facts_seq in due:
                await self._deliver_one(thread, facts_seq)
        self._rest_until = self._now() + int(target.pace * 1000)

    async def _deliver_all(self, target: TakesMany, due: Sequence[tuple[int, int]]) -> None:
        """``deliver`` for several threads at once; why one is refused is noted with it."""
        records, held = await self._store.read(
            lambda conn: (
                [self._record(conn, thread) for thread, _ in due],
                [_held(conn, thread, self.target.name) for thread, _ in due],
            )
        )
        digests = [self._digest(record) for record in records]
        new = [
            at
            for at, record in enumerate(records)
            if (record.fields or held[at]) and digests[at] != held[at]
        ]
        answers: list[str | CrmError] = []
        if new:
            try:
                answers = await target.deliver_all([records[at] for at in new])
            except CrmError as error:
                answers = [error] * len(new)
        refused: dict[int, CrmError] = {}
        events = []
        for at, answer in zip(new, answers, strict=True):
            if isinstance(answer, CrmError):
                refused[at] = answer
                continue
            body = ev.CrmDelivered(
                thread=due[at][0], target=self.target.name, digest=digests[at], remote=answer
            )
            events.append(ev.Event(external_id=uuid.uuid4().hex, at=self._now(), body=body))
        await self._store.append(events)
        taken = [one for at, one in enumerate(due) if at not in refused]
        await self._store.write(lambda conn: _settle(conn, self.target.name, taken))
        threads = frozenset(thread for thread, _ in taken)
        self._store.notify(Change(frozenset({"crm_delivered"}), threads, 0))
        for at, refusal in refused.items():
            await self._put_off(*due[at], refusal)

    def _try_again(self, conn: sqlite3.Connection) -> None:
        """What was refused or put off before this start may be taken now: somebody may have set
        right the settings, the CRM or the folder."""
        conn.execute(
            "UPDATE crm SET handled = 0, attempts = 0, next_at = 0"
            " WHERE target = ? AND problem != ''",
            (self.target.name,),
        )
        work.deliver_to(conn, self.target.name)

    async def record(self, thread: int) -> CrmRecord:
        """What would be sent of a thread as it stands now."""
        return await self._store.read(lambda conn: self._record(conn, thread))

    async def deliver(self, thread: int, facts_seq: int) -> None:
        """Write the thread's record to the target unless it is there. Raises CrmError."""
        record = await self.record(thread)
        digest = self._digest(record)
        held = await self._store.read(lambda conn: _held(conn, thread, self.target.name))
        if (record.fields or held) and digest != held:
            remote = await self.target.deliver(record)
            body = ev.CrmDelivered(
                thread=thread, target=self.target.name, digest=digest, remote=remote
            )
            await self._store.append(
                [ev.Event(external_id=uuid.uuid4().hex, at=self._now(), body=body)]
            )

        await self._store.write(lambda conn: _settle(conn, self.target.name, [(thread, facts_seq)]))
        self._store.notify(Change(frozenset({"crm_delivered"}), frozenset({thread}), 0))

    async def _put_off(self, thread: int, facts_seq: int, error: CrmError) -> None:
        def work_(conn: sqlite3.Connection) -> None:
            row = conn.execute(
                "SELECT attempts FROM crm WHERE thread = ? AND target = ?",
                (thread, self.target.name),
            ).fetchone()
            attempts = (row["attempts"] if row else 0) + 1
            wait = int(self._retry_delay(attempts) * 1000) if error.retryable else 0
            conn.execute(
                "INSERT INTO crm (thread, target, attempts, next_at, problem) VALUES (?,?,?,?,?)"
                " ON CONFLICT DO UPDATE SET attempts = excluded.attempts,"
                " next_at = excluded.next_at, problem = excluded.problem",
                (thread, self.target.name, attempts, self._now() + wait, error.problem.encode()),
            )
            if not error.retryable:  # until its facts change or the operator asks again
                _handled(conn, thread, self.target.name, facts_seq)

        log.info("CRM did not take thread %d: %s", thread, error.problem.code)
        await self._store.write(work_)
        self._store.notify(Change(frozenset({"crm"}), frozenset({thread}), 0))

    async def _next_try(self) -> float | None:
        at = await self._store.read(lambda conn: work.next_delivery_at(conn, self.target.name))
        return None if at is None else max(0.05, (at - self._now()) / 1000)

    def _record(self, conn: sqlite3.Connection, thread: int) -> CrmRecord:
        row = read_threads.thread(conn, thread)
        assert row is not None
        return self._build(
            key=_key(conn, thread, self.target.name),
            name=row.name,
            phones=row.phones,
            facts=read_facts.facts(conn, thread),
            intents=row.intents,
            queue=row.queue,
        )


def _key(conn: sqlite3.Connection, thread: int, target: str) -> str:
    """Ours for ever: an identity of the thread, not a row number of this machine. Of contacts
    that were merged it is the one that the CRM had first, so that it gets no second record."""
    who = conn.execute(
        "SELECT i.channel, i.account, i.peer FROM identities i LEFT JOIN crm c ON c.thread = i.home"
        " AND c.target = ? AND c.digest != '' WHERE i.thread = ? AND i.alias_of IS NULL"
        " ORDER BY c.digest IS NULL, c.delivered_at, i.home != ?, i.id LIMIT 1",
        (target, thread, thread),
    ).fetchone()
    return f"{who['channel']}:{who['account']}:{who['peer']}"


def _held(conn: sqlite3.Connection, thread: int, target: str) -> str:
    row = conn.execute(
        "SELECT digest FROM crm WHERE thread = ? AND target = ?", (thread, target)
    ).fetchone()
    return str(row["digest"]) if row else ""


def _handled(conn: sqlite3.Connection, thread: int, target: str, facts_seq: int) -> None:
    conn.execute(
        "INSERT INTO crm (thread, target, handled) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET handled = max(handled, excluded.handled)",
        (thread, target, facts_seq),
    )


def _settle(conn: sqlite3.Connection, target: str, taken: Sequence[tuple[int, int]]) -> None:
    for thread, facts_seq in taken:
        _handled(conn, thread, target, facts_seq)
        # also where the facts came back to what the CRM holds while it was down
        conn.execute(
            "UPDATE crm SET problem = '', attempts = 0, next_at = 0"
            " WHERE thread = ? AND target = ?",
            (thread, target),
        )
