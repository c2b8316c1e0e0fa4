"""Plays a scenario against the servers: history first, then live events at their moments."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from typing import Any

from core.sandbox.crm import CrmServer
from core.sandbox.graph import GraphServer
from core.sandbox.on_telegram import TelegramStage
from core.sandbox.on_whatsapp import WhatsAppStage
from core.sandbox.scenario import Event, Fault, Message, Scenario, Spoken
from core.sandbox.telegram import TelegramServer

Emit = Callable[[dict[str, Any]], None]
Effect = Callable[[], Awaitable[None]]
_SETTLE_SECONDS = 30.0


class Outage:
    """Something that goes down and comes back; a second fault meanwhile makes it longer."""

    def __init__(self, down: Effect, up: Effect) -> None:
        self._down = down
        self._up = up
        self._until = 0.0
        self._task: asyncio.Task[None] | None = None

    @property
    def over(self) -> bool:
        """True when nothing is down."""
        return self._task is None or self._task.done()

    async def begin(self, seconds: float) -> None:
        """Go down now; come back by itself after `seconds`."""
        self._until = max(self._until, asyncio.get_running_loop().time() + seconds)
        if self.over:
            await self._down()
            self._task = asyncio.create_task(self._come_back())

    async def _come_back(self) -> None:
        clock = asyncio.get_running_loop().time
        # A later fault may have moved the end while this slept.
        while (left := self._until - clock()) > 0:  # noqa: ASYNC110
            await asyncio.sleep(left)
        await self._up()

    async def wait(self) -> None:
        """Wait until what is down has come back."""
        if self._task is not None:
            await asyncio.wait({self._task})

    async def end(self) -> None:
        """Come back to an end without going up (the servers are about to stop)."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)


class Player:
    """Plays one scenario once. `emit` hears `sent`, `fault` and `done`."""

    def __init__(
        self,
        scenario: Scenario,
        *,
        telegram: TelegramServer,
        graph: GraphServer,
        crm: CrmServer,
        stage: TelegramStage,
        emit: Emit,
    ) -> None:
        self._scenario = scenario
        self._emit = emit
        self._graph = graph
        self._telegram = stage
        self._whatsapp = WhatsAppStage(graph, scenario.contacts)
        self._began = time.time()
        self._unreported: list[tuple[Spoken, bool]] = []
        self._outages = {
            "telegram_down": Outage(telegram.stop, self._telegram_back),
            "graph_down": Outage(graph.go_down, graph.come_back),
            "crm_down": Outage(crm.go_down, crm.start),
        }
        self._start_telegram = telegram.start
        self._playing: asyncio.Task[None] | None = None

    def seed(self) -> None:
        """Put the history in place: Telegram's in the boxes, WhatsApp's ready for the callback."""
        with self._telegram.at_once():
            for event in self._scenario.events:
                if isinstance(event, Fault) or event.at >= 0:
                    continue
                at = self._began + event.at
                if event.channel == "whatsapp":
                    self._whatsapp.play(event, at, self._reporter(event, history=True))
                elif not self._telegram.played(event.id):
                    self._telegram.play(event, at=at, push=False)

    def report_history(self) -> None:
        """Say which Telegram messages were there before anybody signed in."""
        for event in self._scenario.events:
            if not isinstance(event, Fault) and event.at < 0 and event.channel == "telegram":
                self._report(event, self._telegram.external_id(event), time.time(), history=True)

    def play(self) -> None:
        """Begin the live part. Raises RuntimeError when it was begun before."""
        if self._playing is not None:
            raise RuntimeError("the scenario is played already")
        self._playing = asyncio.create_task(self._play())

    async def stop(self) -> None:
        """End whatever is under way."""
        if self._playing is not None:
            self._playing.cancel()
            await asyncio.gather(self._playing, return_exceptions=True)
        for outage in self._outages.values():
            await outage.end()

    async def _play(self) -> None:
        clock = asyncio.get_running_loop().time
        start = clock()
        try:
            for event in self._scenario.events:
                if event.at < 0:
                    continue
                await asyncio.sleep(max(0.0, start + event.at - clock()))
                await self._fire(event)
            await self._settle()
        except Exception as error:
            self._emit({"event": "error", "error": f"the player broke: {error!r}"})
            raise

    async def _fire(self, event: Event) -> None:
        if isinstance(event, Fault):
            self._emit(
                {
                    "event": "fault",
                    "id": event.id,
                    "name": event.name,
                    "seconds": event.seconds,
                }
            )
            if event.name in self._outages:
                await self._outages[event.name].begin(event.seconds)
        elif event.channel == "whatsapp":
            self._whatsapp.play(event, time.time(), self._reporter(event, history=False))
        else:
            self._telegram.play(event)
            if self._outages["telegram_down"].over:
                self._report(event, self._telegram.external_id(event), time.time(), history=False)
            else:
                self._unreported.append((event, False))

    async def _telegram_back(self) -> None:
        """Events of the outage count as sent from now on: no client could have had them."""
        await self._start_telegram()
        now = time.time()
        for event, history in self._unreported:
            self._report(event, self._telegram.external_id(event), now, history=history)
        self._unreported.clear()

    async def _settle(self) -> None:
        """Wait for outages to end and webhooks to be taken, then say so."""
        for outage in self._outages.values():
            await outage.wait()
        if self._graph.registered:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._graph.drained(), _SETTLE_SECONDS)
        self._emit({"event": "done", "pending": self._graph.pending})

    def _reporter(self, event: Spoken, *, history: bool) -> Callable[[str, float], None]:
        return lambda external_id, at: self._report(event, external_id, at, history=history)

    def _report(self, event: Spoken, external_id: str, at: float, *, history: bool) -> None:
        kind = "message" if isinstance(event, Message) else type(event).__name__.lower()
        self._emit(
            {
                "event": "sent",
                "id": event.id,
                "channel": event.channel,
                "external_id": external_id,
                "contact": event.contact,
                "kind": kind,
                "target": getattr(event, "target", None),
                "history": history,
                "sent_at": at,
            }
        )

    def truth(self) -> list[dict[str, Any]]:
        """Per contact what stands now: edits applied, deleted messages gone, by time."""
        people = []
        for contact in self._scenario.contacts:
            rows = self._telegram.standing(contact) + self._whatsapp.standing(contact)
            rows.sort(key=lambda row: row[0])
            messages = [message for _, message in rows]
            people.append({"id": contact.id, "name": contact.name, "messages": messages})
        return people

    def sent_by_app(self) -> list[dict[str, Any]]:
        """What the application itself sent, by time."""
        rows = self._telegram.sent_by_app() + self._whatsapp.sent_by_app()
        return sorted(rows, key=lambda row: float(row["at"]))
