"""What the first steps and backups ask, answered in memory."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from core.domain.problems import Problem, ProblemError
from desktop.viewmodels.backups_port import Holding, Told
from desktop.viewmodels.checks_port import Check


class SampleChecks:
    """``found`` and ``crm_problem`` are what is answered; ``played`` how the sandbox was opened,
    which stays open until ``closed`` is set."""

    def __init__(self) -> None:
        self.found = [
            Check("number", True), Check("token", True),
            Check("secret", False, Problem("check-secret")), Check("listening", True),
            Check("webhook", True), Check("public", False, Problem("check-no-public")),
            Check("graph", False),
        ]  # fmt: skip
        self.crm_problem: Problem | None = None
        self.tried: list[Mapping[str, str]] = []
        self.played: list[tuple[str, str]] = []
        self.closed = asyncio.Event()
        self.play_problem: Problem | None = None

    async def webhook(self) -> str:
        return "http://127.0.0.1:8461/webhook"

    async def whatsapp(self) -> list[Check]:
        return self.found

    async def crm(self, values: Mapping[str, str]) -> Problem | None:
        self.tried.append(dict(values))
        return self.crm_problem

    async def play(self, language: str, theme: str) -> None:
        self.played.append((language, theme))
        if self.play_problem is not None:
            raise ProblemError(self.play_problem)
        await self.closed.wait()


class SampleBackups:
    """A backup that opens with ``right``; ``gate`` holds the work back until it is set."""

    right = "верный пароль"

    def __init__(self) -> None:
        self.saved: list[tuple[Path, str]] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.forgotten = self.put = 0

    async def save(self, out: Path, password: str, told: Told) -> None:
        told(12_000_000, 48_000_000)
        await self.gate.wait()
        self.saved.append((out, password))

    async def open(self, file: Path, password: str, told: Told) -> tuple[Holding, Holding]:
        told(12_000_000, 48_000_000)
        await self.gate.wait()
        if password != self.right:
            raise ProblemError(Problem("backup-password"))
        return Holding(321, 12_840, 1_795_000_000_000), Holding(2, 14, 1_795_400_000_000)

    async def forget(self) -> None:
        self.forgotten += 1

    async def put_back(self) -> None:
        self.put += 1
