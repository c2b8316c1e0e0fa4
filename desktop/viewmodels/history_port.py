"""What the window asks of histories in files."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import msgspec

Told = Callable[[int, int], None]
"""Hears on the GUI thread how far it is: messages done, and in all."""


class ChatFound(msgspec.Struct, frozen=True, kw_only=True):
    """A chat of a file. ``asks``: the client's phone number has to be said, and who of the
    ``senders`` the client is (``client`` where that is clear). Times are ms since the epoch."""

    at: int
    channel: str
    name: str
    phone: str = ""
    client: str = ""
    group: bool = False
    senders: tuple[str, ...] = ()
    messages: int = 0
    files: int = 0
    first: int = 0
    last: int = 0
    unread: int = 0
    asks: bool = False


class ChatWanted(msgspec.Struct, frozen=True):
    """A chat to be taken in; ``phone`` and ``client`` as the operator said."""

    at: int
    phone: str = ""
    client: str = ""


class TakenIn(msgspec.Struct, frozen=True):
    """Messages that are new here, those that stood here, and files."""

    new: int = 0
    known: int = 0
    files: int = 0


class Histories(Protocol):
    """Raises ProblemError. Cancelled, what was taken stays, and taking it again goes on."""

    async def look(self, path: Path) -> list[ChatFound]:
        """The chats in a file or a folder."""

    async def take(self, path: Path, wanted: Sequence[ChatWanted], told: Told) -> TakenIn:
        """Take chats in."""
