"""What the first steps ask of the application: does what was entered work, and a place to play."""

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

import msgspec

from core.domain.problems import Problem

CheckId = Literal["number", "token", "secret", "listening", "webhook", "public", "graph", "hub"]


class Check(msgspec.Struct, frozen=True):
    """One thing that was looked at. ``problem`` says why it is not well; None and not ``good``:
    it could not be seen yet."""

    id: CheckId
    good: bool
    problem: Problem | None = None


class Checking(Protocol):
    """Nothing of these changes what is kept."""

    async def webhook(self) -> str:
        """Where WhatsApp's webhook is waited for on this machine."""

    async def whatsapp(self) -> Sequence[Check]:
        """What can be seen from here of the number that is set up."""

    async def crm(self, values: Mapping[str, str]) -> Problem | None:
        """Why nothing could be written to the CRM of these settings (a kept secret comes as
        ``KEPT``); None where it could."""

    async def play(self, language: str, theme: str) -> None:
        """Show the sandbox in a window of its own, on data that are thrown away; returns when it
        is closed. Cancelling closes it. Raises ProblemError where it does not open."""
