"""Where a hub keeps what it takes in."""

from collections.abc import Sequence
from typing import Protocol


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
