"""Histories in files, answered in memory."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from core.domain.problems import Problem, ProblemError
from desktop.viewmodels.history_port import ChatFound, ChatWanted, TakenIn, Told

AT = 1_710_241_500_000


class SampleHistories:
    """A file ``broken`` is none. Taking waits half-way until ``go`` is set."""

    def __init__(self) -> None:
        self.wanted: list[ChatWanted] = []
        self.go = asyncio.Event()

    async def look(self, path: Path) -> list[ChatFound]:
        await asyncio.sleep(0)
        if path.name == "broken":
            raise ProblemError(Problem("export-unreadable"))
        return [
            ChatFound(
                at=0, channel="telegram", name="Ирина Ковалёва", client="user77", messages=1240,
                files=31, first=AT - 90 * 86_400_000, last=AT, unread=2,
            ),
            ChatFound(
                at=1, channel="whatsapp", name="", senders=("Ирина", "Анна"), messages=21,
                first=AT, last=AT + 3_600_000, asks=True,
            ),
        ]  # fmt: skip

    async def take(self, path: Path, wanted: Sequence[ChatWanted], told: Told) -> TakenIn:
        self.wanted = list(wanted)
        told(500, 1261)
        await self.go.wait()
        return TakenIn(1200, 61, 31)
