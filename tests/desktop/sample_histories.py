"""Histories in files, answered in memory."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from core.domain.problems import Problem, ProblemError
from desktop.viewmodels.history_port import ChatFound, ChatWanted, TakenIn, Told

AT = 1_710_241_500_000


class SampleHistories:
    """A file ``broken`` is none. Taking waits half-way until ``go`` is set."""

    def __init__(self, lang: str = "ru") -> None:
        ru = lang == "ru"
        self._name = "Ирина Ковалёва" if ru else "Irina Kovaleva"
        self._senders = ("Ирина", "Анна") if ru else ("Irina", "Anna")
        self.wanted: list[ChatWanted] = []
        self.go = asyncio.Event()

    async def look(self, path: Path) -> list[ChatFound]:
        await asyncio.sleep(0)
        if path.name == "broken":
            raise ProblemError(Problem("export-unreadable"))
        return [
            ChatFound(
                at=0, channel="telegram", name=self._name, client="user77", messages=1240,
                files=31, unread=2, first=AT - 90 * 86_400_000, last=AT,
            ),
            ChatFound(
                at=1, channel="whatsapp", name="", senders=self._senders, messages=21,
                first=AT, last=AT + 3_600_000, asks=True,
            ),
        ]  # fmt: skip

    async def take(self, path: Path, wanted: Sequence[ChatWanted], told: Told) -> TakenIn:
        self.wanted = list(wanted)
        told(500, 1261)
        await self.go.wait()
        return TakenIn(1200, 61, 31)
