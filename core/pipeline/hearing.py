"""The stage that has voice messages heard, the newest first."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.domain.problems import Problem
from core.store.read import work
from core.store.store import Store
from core.support.worker import Worker

_LOOK_AGAIN = 15.0
"""Seconds until a model that was missing is looked for again."""


class HeardWords(Protocol):
    """What is said in a voice message."""

    @property
    def parts(self) -> tuple[ev.Part, ...]:
        """In order of time."""

    @property
    def problem(self) -> Problem | None:
        """Why there are none."""


class Listener(Protocol):
    """Hears sound files, never raising on a bad one."""

    def missing(self) -> Problem | None:
        """What is to be installed first; None when it can hear."""

    async def hear(self, file: Path) -> HeardWords:
        """What is said in a file."""


class HearingStage:
    """Every voice message of a client is heard once. Until something can hear, each says what is
    to be done, and is heard afterwards."""

    def __init__(
        self,
        store: Store,
        media: Path,
        listener: Listener,
        now: Callable[[], int] = lambda: int(time.time() * 1000),
    ) -> None:
        self._store = store
        self._media = media
        self._listener = listener
        self._now = now
        self.worker = Worker("hearing", self.step)

    async def step(self) -> float | None:
        """Hear one message."""
        if not await self._store.read(work.anything_to_hear):
            return None
        missing = await asyncio.to_thread(self._listener.missing)
        row = await self._store.read(lambda conn: work.next_to_hear(conn, again=missing is None))
        if row is None:
            return _LOOK_AGAIN
        body = ev.VoiceHeard(target=row["external_id"], index=row["idx"])
        if missing is not None:
            body = ev.VoiceHeard(
                target=body.target, index=body.index, problem=missing.encode(), waits=True
            )
        else:
            heard = await self._listener.hear(self._media / row["path"])
            problem = heard.problem
            if problem is None and not heard.parts:
                problem = Problem("speech-nothing")
            body = ev.VoiceHeard(
                target=body.target, index=body.index, parts=heard.parts,
                problem=problem.encode() if problem else "",
            )  # fmt: skip
        peer = Peer(Channel(row["channel"]), row["account"], row["peer"])
        key = f"{row['external_id']}#{row['idx']}" + ("#waits" if body.waits else "")
        await self._store.append([ev.Event(external_id=key, at=self._now(), peer=peer, body=body)])
        return 0
