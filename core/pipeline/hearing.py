"""The stage that has voice messages heard, the newest first."""

import asyncio
import logging
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Protocol

from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.domain.problems import ChannelError, Problem
from core.ports import ChannelPort
from core.store.read import work
from core.store.store import Store
from core.support.worker import Worker

log = logging.getLogger(__name__)

_LOOK_AGAIN = 15.0
"""Seconds until a model that was missing is looked for again."""
_MOST_ASKED = 3
_MOST_CHARACTERS = 20_000


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
    """Every voice message of a client is heard once, by the model on this machine; where there is
    none, by the messenger, if the account may have that. Until something can hear, each says what
    is to be done, and is heard afterwards."""

    def __init__(
        self,
        store: Store,
        media: Path,
        listener: Listener,
        channels: Callable[[], Mapping[tuple[str, str], ChannelPort]] = dict,
        now: Callable[[], int] = lambda: int(time.time() * 1000),
    ) -> None:
        self._store = store
        self._media = media
        self._listener = listener
        self._channels = channels
        self._now = now
        self._asked = Counter[int]()
        self._not_before: dict[int, float] = {}
        self.worker = Worker("hearing", self.step)

    async def step(self) -> float | None:
        """Hear one message."""
        if not await self._store.read(work.anything_to_hear):
            return None
        missing = await asyncio.to_thread(self._listener.missing)
        if missing is None:
            row = await self._store.read(lambda conn: work.next_to_hear(conn, again=True))
            if row is not None:
                heard = await self._listener.hear(self._media / row["path"])
                await self._heard(row, heard.parts, heard.problem)
            return 0
        if await self._ask():
            return 0
        row = await self._store.read(lambda conn: work.next_to_hear(conn, again=False))
        if row is None:
            return _LOOK_AGAIN
        await self._note(row, problem=missing.encode(), waits=True)
        return 0

    async def _ask(self) -> bool:
        """Have a messenger hear one message; whether one could be asked."""
        now = time.monotonic()
        besides = {message for message, at in self._not_before.items() if at > now}
        for (name, account), channel in self._channels().items():
            if channel.hears == "nothing":
                continue
            ask = partial(
                work.next_to_ask,
                channel=name, account=account, live=channel.hears == "new", besides=besides,
            )  # fmt: skip
            row = await self._store.read(ask)
            if row is not None:
                await self._ask_for(channel, row)
                return True
        return False

    async def _ask_for(self, channel: ChannelPort, row: sqlite3.Row) -> None:
        message = row["message"]
        self._asked[message] += 1
        self._not_before[message] = float("inf")
        peer = Peer(Channel(row["channel"]), row["account"], row["peer"])
        try:
            words = await channel.transcribe(peer, row["external_id"])
        except ChannelError as error:
            log.info("message %s is not transcribed: %s", message, error.problem.code)
            if error.retry_in is not None and self._asked[message] < _MOST_ASKED:
                self._not_before[message] = time.monotonic() + max(error.retry_in, _LOOK_AGAIN)
            return
        text = " ".join(words.split())[:_MOST_CHARACTERS]
        await self._heard(row, (ev.Part(0, text),) if text else (), None)

    async def _heard(
        self, row: sqlite3.Row, parts: tuple[ev.Part, ...], problem: Problem | None
    ) -> None:
        if problem is None and not parts:
            problem = Problem("speech-nothing")
        await self._note(row, parts=parts, problem=problem.encode() if problem else "")

    async def _note(
        self,
        row: sqlite3.Row,
        *,
        parts: tuple[ev.Part, ...] = (),
        problem: str = "",
        waits: bool = False,
    ) -> None:
        body = ev.VoiceHeard(
            target=row["external_id"], index=row["idx"], parts=parts, problem=problem, waits=waits
        )
        peer = Peer(Channel(row["channel"]), row["account"], row["peer"])
        key = f"{row['external_id']}#{row['idx']}" + ("#waits" if waits else "")
        await self._store.append([ev.Event(external_id=key, at=self._now(), peer=peer, body=body)])
