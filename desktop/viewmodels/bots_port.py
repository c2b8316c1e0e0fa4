"""What the window asks of the bots that accounts have connected."""

from typing import Protocol

import msgspec

from core.domain.problems import Problem
from core.ports import ChannelState


class LinkRow(msgspec.Struct, frozen=True, kw_only=True):
    """An account that connected a bot: what it lets the bot do (``rights``), whether it has taken
    it away (``disabled``), whether it is signed in here itself (``own``)."""

    account: str
    name: str = ""
    rights: tuple[str, ...] = ()
    disabled: bool = False
    own: bool = False


class BotRow(msgspec.Struct, frozen=True, kw_only=True):
    """One bot; ``slot`` is its name here for ever."""

    slot: str
    bot: str = ""
    name: str = ""
    state: ChannelState = "off"
    problem: Problem | None = None
    links: tuple[LinkRow, ...] = ()


class ServedRow(msgspec.Struct, frozen=True, kw_only=True):
    """An account whose chats come by a bot. ``rights`` is None where no bot serves it any more;
    ``barred`` says why nothing can be written (``disconnected``, ``no-right``), '' where it can."""

    account: str
    name: str
    rights: frozenset[str] | None
    bot: str = ""
    barred: str = ""


class ConnectedBots(Protocol):
    """All of them. Raises ProblemError."""

    async def listed(self) -> list[BotRow]:
        """In the order they were added."""

    async def served(self) -> list[ServedRow]:
        """The accounts that are not signed in here themselves."""

    async def add(self, token: str) -> str:
        """Sign in as one more, by BotFather's token; returns its slot."""

    async def renew(self, slot: str, token: str) -> None:
        """Another token for one that is here."""

    async def remove(self, slot: str) -> None:
        """Let one go; its threads stay, to be read."""
