"""Webhooks that a hub took in, into the log of this desk: durable before its place in the feed
moves on, and nothing blocks what comes behind it."""

import hashlib
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from core.domain.events import Event, MessageReceived, Unreadable
from core.domain.problems import Problem, ProblemError
from core.domain.shared import unpack
from core.ports import Ingest, Update

log = logging.getLogger(__name__)

_EVENTS: Final = 1000


class FeedIntake:
    """``read`` makes the events of a webhook's body."""

    def __init__(
        self, ingest: Ingest, account: str, read: Callable[[bytes], Awaitable[list[Event]]]
    ) -> None:
        self._ingest = ingest
        self._account = account
        self._read = read
        self._key = f"whatsapp:{account}:feed"

    async def place(self) -> str:
        """Where this desk stands in the feed, '' where it never read."""
        return (await self._ingest.get_state(self._key) or b"").decode()

    async def take(self, updates: Sequence[Update], place: str) -> None:
        """Append what the updates say, then note the place behind them. Raises what the log
        raises (a full disk): the same updates come again."""
        events: list[Event] = []
        for update in updates:
            events += await self._events(update)
            if len(events) >= _EVENTS:
                await self._append(events)
                events = []
        await self._append(events)
        await self._ingest.set_state(self._key, place.encode())

    async def _events(self, update: Update) -> list[Event]:
        if not update.desk:
            return await self._read(update.body)
        told = unpack(update.body, self._account, update.desk)
        names = [e.external_id for e in told if isinstance(e.body, MessageReceived)]
        # our own stand here already; where the log was lost they do not
        known = await self._ingest.known("whatsapp", self._account, names) if names else {}
        return [event for event in told if event.external_id not in known]

    async def _append(self, events: Sequence[Event]) -> None:
        if not events:
            return
        try:
            await self._ingest.append(events)
        except ProblemError:
            raise
        except Exception:
            log.exception("updates could not be stored together; each is tried by itself")
            for event in events:
                await self._append_one(event)

    async def _append_one(self, event: Event) -> None:
        try:
            await self._ingest.append([event])
        except ProblemError:
            raise
        except Exception as error:
            # a bug over one event must not hold back those behind it: the operator is told
            log.exception("%s %s could not be stored", event.kind, event.external_id)
            what = Problem("whatsapp-unreadable", {"why": type(error).__name__})
            digest = hashlib.sha256(event.raw or event.external_id.encode()).hexdigest()[:32]
            body = Unreadable(problem=what.encode())
            at = time.time_ns() // 1_000_000
            left = Event(
                external_id=f"unreadable:{digest}", at=at, body=body, peer=event.peer,
                raw=event.raw,
            )  # fmt: skip
            await self._ingest.append([left])
