"""What the desk asks of people whom nobody has written to yet, and of links that lead to some."""

from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from core.domain.channels import Peer
from core.domain.persons import Card, Found, LinkPlace, Somebody


class Acquainting(Protocol):
    """Raises ProblemError. ``line`` is what was typed."""

    async def contacts(self, line: str, limit: int) -> list[Somebody]:
        """The accounts' contacts that it may mean, as they are known here."""

    async def refresh(self) -> bool:
        """Ask for the contacts where that was not done lately; whether any are others now."""

    async def look_up(self, line: str) -> Found:
        """Whom the messengers find by it."""

    async def open(self, account: str, ident: str) -> int:
        """The thread of somebody who was found; nothing goes out by it."""

    async def add(self, account: str, phone: str, name: str) -> int:
        """Make a contact of a number; its thread."""

    async def open_whatsapp(self, phone: str, name: str) -> int:
        """The thread of a number at WhatsApp, where only a template may begin."""

    async def accounts(self) -> tuple[str, ...]:
        """Those of Telegram that may write first and are connected."""

    async def has_whatsapp(self) -> bool:
        """Whether a WhatsApp number is set up."""

    async def kept_card(self, peer: Peer) -> Card | None:
        """What somebody told of themselves last; there offline."""

    async def card(self, peer: Peer) -> Card:
        """What they tell now, asked for where it was not within a day."""

    async def rename(self, peer: Peer, first: str, last: str) -> Card:
        """A contact of that name, here and at the messenger."""

    async def portraits(self, threads: Sequence[int]) -> AsyncIterator[tuple[int, str]]:
        """Where the photos of clients lie, by thread, as they come; '' where there is none. One
        that is not here is fetched, one after another."""
        yield 0, ""

    async def block(self, peers: Sequence[Peer], blocked: bool) -> None:
        """Take nothing of a person at their messenger any more, or take it again; it is shown at
        once, and comes back when the messenger has it, or after a while."""

    async def report(self, peer: Peer) -> None:
        """Say at the messenger that somebody sends spam."""

    async def empty(self, peer: Peer, both: bool) -> None:
        """Delete the messages of a chat at the messenger, ``both``: for the client too."""

    async def follow(self, url: str, account: str) -> LinkPlace:
        """Where a link of Telegram's leads that came to ``account``."""
