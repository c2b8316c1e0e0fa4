"""Telegram Business of our accounts: implements ``viewmodels.business_port.Businesses``."""

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.domain import markdown
from core.domain.business import (
    Away,
    Business,
    ChatLink,
    Greeting,
    Hours,
    Shortcut,
    kept_under,
    read,
)
from core.domain.channels import Peer
from core.domain.persons import Person
from core.domain.problems import Problem, ProblemError
from core.store.read import people as read_people

if TYPE_CHECKING:
    from core.channels.telegram.business_verbs import BusinessVerbs
    from desktop.application import Application


class BusinessBackend:
    """One application's."""

    def __init__(self, application: "Application") -> None:
        self._app = application

    def _verbs(self, account: str) -> "BusinessVerbs":
        for channel in self._app.telegrams.live.values():
            if channel.account == account:
                return channel.business
        raise ProblemError(Problem("telegram-not-set-up"))

    async def read(self, account: str) -> Business:
        """From the store."""
        return read(await self._app.store.get_state(kept_under(account)))

    async def set_hours(self, account: str, hours: Hours | None) -> None:
        """At Telegram."""
        await self._verbs(account).set_hours(hours)

    async def set_greeting(self, account: str, greeting: Greeting | None) -> None:
        """At Telegram."""
        await self._verbs(account).set_greeting(greeting)

    async def set_away(self, account: str, away: Away | None) -> None:
        """At Telegram."""
        await self._verbs(account).set_away(away)

    async def add_reply(self, account: str, name: str, text: str) -> None:
        """At Telegram."""
        words, marks = markdown.read(text)
        await self._verbs(account).add(name, words, marks, uuid.uuid4().int >> 65 or 1)

    async def rewrite_reply(self, account: str, reply: Shortcut, text: str) -> None:
        """At Telegram."""
        words, marks = markdown.read(text)
        await self._verbs(account).rewrite(reply.id, reply.messages[0].id, words, marks)

    async def rename_reply(self, account: str, reply: Shortcut, name: str) -> None:
        """At Telegram."""
        await self._verbs(account).rename(reply.id, name)

    async def delete_reply(self, account: str, reply: Shortcut) -> None:
        """At Telegram."""
        await self._verbs(account).delete(reply.id)

    async def order_replies(self, account: str, replies: Sequence[Shortcut]) -> None:
        """At Telegram."""
        await self._verbs(account).order([one.id for one in replies])

    async def set_address(self, account: str, address: str) -> None:
        """At Telegram."""
        await self._verbs(account).set_address(address)

    async def set_intro(self, account: str, title: str, text: str) -> None:
        """At Telegram."""
        await self._verbs(account).set_intro(title, text)

    async def add_link(self, account: str, title: str, text: str) -> None:
        """At Telegram."""
        words, marks = markdown.read(text)
        await self._verbs(account).add_link(title, words, marks)

    async def change_link(self, account: str, link: ChatLink, title: str, text: str) -> None:
        """At Telegram."""
        words, marks = markdown.read(text)
        await self._verbs(account).change_link(link.url, title, words, marks)

    async def delete_link(self, account: str, link: ChatLink) -> None:
        """At Telegram."""
        await self._verbs(account).delete_link(link.url)

    async def people(self, account: str, words: str, limit: int) -> list[Person]:
        """From the store."""
        return await self._app.store.read(
            lambda conn: read_people.people(conn, account, words, limit)
        )

    async def named(self, account: str, ids: Sequence[str]) -> list[Person]:
        """From the store."""
        return await self._app.store.read(lambda conn: read_people.named(conn, account, ids))

    async def send_reply(self, peer: Peer, reply: Shortcut) -> None:
        """Queued, like every send."""
        await self._app.actions.send_quick_reply(peer, reply)
