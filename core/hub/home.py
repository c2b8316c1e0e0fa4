"""Where a hub keeps what it takes in."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from core.team.wire import Page


class Home(Protocol):
    """Durable, and shared by every hub that stands behind one name."""

    async def open(self) -> None:
        """Be ready to keep. Raises ProblemError."""

    async def close(self) -> None:
        """Finish what is being written."""

    async def put(
        self, key: str, body: bytes, *, desk: str = "", media: Sequence[str] = ()
    ) -> None:
        """Keep one update, for every desk; durable when it returns, a known ``key`` changes
        nothing. ``media`` are the ids of files to be fetched. Raises OSError where it cannot be
        kept now."""

    async def due(self, limit: int) -> list[str]:
        """Ids of files to be fetched now, each given to one hub only for some minutes."""

    async def put_media(self, ref: str, data: bytes) -> None:
        """Keep a file that was fetched; it is not due any more. Raises OSError."""

    async def put_off(self, ref: str, seconds: float | None) -> None:
        """Due again after ``seconds``; None: never, it cannot be had."""

    async def media(self, ref: str) -> bytes | None:
        """A file that was kept."""


class Backlog(msgspec.Struct, frozen=True):
    """``last``: how many updates there ever were. Files that are still to be fetched, and the
    seconds for which the oldest of them has waited."""

    last: int
    files: int
    oldest: float


class ReadHome(Home, Protocol):
    """A home from which this hub's desks read too."""

    @property
    def identity(self) -> str:
        """Another one where the home was made anew."""

    async def after(self, position: str, limit: int) -> Page:
        """What stands behind ``position``, some 2 MiB of it at most."""

    async def grown(self, position: str, seconds: float) -> None:
        """Returns when something stands behind ``position``, or after ``seconds``."""

    def behind(self, position: str) -> int:
        """How many updates stand behind ``position``."""

    async def file(self, ref: str) -> Path | None:
        """Where a file that was kept lies."""

    async def backlog(self) -> Backlog:
        """How much there is, and is to do."""
