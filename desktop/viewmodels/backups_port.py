"""What the window asks of backups: save one, open one, put it in the place of what is here."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import msgspec

Told = Callable[[int, int], None]
"""Hears on the GUI thread how far it is: bytes done, bytes in all (0: not known yet)."""


class Holding(msgspec.Struct, frozen=True):
    """What a profile holds. ``newest`` is ms since the epoch, 0 where there is no message."""

    threads: int = 0
    messages: int = 0
    newest: int = 0


class Saving(Protocol):
    """Cancelling one of these ends its work and leaves nothing behind. All raise ProblemError."""

    async def save(self, out: Path, password: str, told: Told) -> None:
        """Write everything into one file."""

    async def open(self, file: Path, password: str, told: Told) -> tuple[Holding, Holding]:
        """Open a backup beside what is here; returns what it holds and what is here."""

    async def forget(self) -> None:
        """Take what was opened away again."""

    async def put_back(self) -> None:
        """End the application and start it on what was opened."""
