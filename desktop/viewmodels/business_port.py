"""What the window asks of Telegram Business; ``account`` is Telegram's user id of ours."""

from collections.abc import Sequence
from typing import Protocol

from core.domain.business import Away, Business, ChatLink, Greeting, Hours, Shortcut
from core.domain.channels import Peer
from core.domain.persons import Person


class Businesses(Protocol):
    """Raises ProblemError; each call that changes something comes back when Telegram has it."""

    async def read(self, account: str) -> Business:
        """What is known here; it is there offline."""

    async def set_hours(self, account: str, hours: Hours | None) -> None:
        """The opening hours, None for none."""

    async def set_greeting(self, account: str, greeting: Greeting | None) -> None:
        """What who writes first is told, None for nothing."""

    async def set_away(self, account: str, away: Away | None) -> None:
        """What who writes while we are away is told, None for nothing."""

    async def add_reply(self, account: str, name: str, text: str) -> None:
        """A quick reply; ``text`` with its signs (**bold**)."""

    async def rewrite_reply(self, account: str, reply: Shortcut, text: str) -> None:
        """The first message of a quick reply reads so now."""

    async def rename_reply(self, account: str, reply: Shortcut, name: str) -> None:
        """Another name for a quick reply."""

    async def delete_reply(self, account: str, reply: Shortcut) -> None:
        """Without a quick reply."""

    async def order_replies(self, account: str, replies: Sequence[Shortcut]) -> None:
        """All of them, in this order."""

    async def set_address(self, account: str, address: str) -> None:
        """Where we are, '' for nowhere."""

    async def set_intro(self, account: str, title: str, text: str) -> None:
        """What an empty chat shows, both '' for nothing."""

    async def add_link(self, account: str, title: str, text: str) -> None:
        """A link to a chat with us; ``text`` (with its signs) stands in it already."""

    async def change_link(self, account: str, link: ChatLink, title: str, text: str) -> None:
        """Other words for it."""

    async def delete_link(self, account: str, link: ChatLink) -> None:
        """It leads nowhere any more."""

    async def people(self, account: str, words: str, limit: int) -> list[Person]:
        """People of the account's chats whose names the words begin, the last written to first."""

    async def named(self, account: str, ids: Sequence[str]) -> list[Person]:
        """Those people, as far as they are known; others have no name."""

    async def send_reply(self, peer: Peer, reply: Shortcut) -> None:
        """Queue the messages of a quick reply as they are."""
