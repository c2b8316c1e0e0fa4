"""People whom nobody has written to yet: implements ``viewmodels.people_port.Acquainting``."""

from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from core.domain.channels import Channel, Peer, is_group
from core.domain.persons import Card, Found, LinkPlace, Somebody
from core.domain.problems import Problem, ProblemError
from core.domain.telegram_names import linked, typed
from core.pipeline.newcomers import Newcomers
from core.ports import Acquainted
from core.ports import Acquainting as ProfilePort
from core.store.read import threads as read_threads
from desktop.portraits import Portraits

if TYPE_CHECKING:
    from desktop.application import Application


class PeopleBackend:
    """Asks the channels; whom one opens is an event."""

    def __init__(self, application: "Application") -> None:
        self._app = application
        self._portraits = Portraits(application.profile.media / "photos", self._profiles)
        self._newcomers = Newcomers(
            application.store, lambda: application.channels, application.now
        )

    async def contacts(self, line: str, limit: int) -> list[Somebody]:
        """From the store."""
        named = typed(line)
        words = named.value if named.kind in ("words", "username", "phone") else ""
        return await self._newcomers.contacts(words, limit)

    async def refresh(self) -> bool:
        """At Telegram."""
        return await self._newcomers.refresh()

    async def look_up(self, line: str) -> Found:
        """At Telegram."""
        return await self._newcomers.look_up(typed(line))

    async def open(self, account: str, ident: str) -> int:
        """An event."""
        return await self._newcomers.open(account, ident)

    async def add(self, account: str, phone: str, name: str) -> int:
        """At Telegram, then an event."""
        return await self._newcomers.add(account, phone, name)

    async def open_whatsapp(self, phone: str, name: str) -> int:
        """An event."""
        return await self._newcomers.open_whatsapp(phone, name)

    async def accounts(self) -> tuple[str, ...]:
        """Those that are online."""
        return self._newcomers.online

    async def has_whatsapp(self) -> bool:
        """As it is set up."""
        return self._newcomers.has_whatsapp

    def _profiles(self, peer: Peer) -> ProfilePort:
        channel = self._app.channels.get((peer.channel.value, peer.account))
        if not isinstance(channel, Acquainted):
            raise ProblemError(Problem("new-talk-no-account"))
        return channel.profiles

    async def kept_card(self, peer: Peer) -> Card | None:
        """From the store."""
        channel = self._app.channels.get((peer.channel.value, peer.account))
        return await channel.profiles.kept(peer) if isinstance(channel, Acquainted) else None

    async def card(self, peer: Peer) -> Card:
        """At Telegram."""
        return await self._profiles(peer).card(peer)

    async def rename(self, peer: Peer, first: str, last: str) -> Card:
        """At Telegram; what it says of the name comes into the log."""
        return await self._profiles(peer).rename(peer, first, last)

    async def portraits(self, threads: Sequence[int]) -> AsyncIterator[tuple[int, str]]:
        """From the media folder, and from Telegram into it."""
        for thread in threads:
            peers = await self._app.store.read(partial(read_threads.peers, thread_id=thread))
            people = [
                one.peer for one in peers
                if one.peer.channel is Channel.TELEGRAM and not is_group(one.peer)
            ]  # fmt: skip
            yield thread, await self._portraits.of(people[0]) if people else ""

    async def block(self, peers: Sequence[Peer], blocked: bool) -> None:
        """Here, then at Telegram."""
        wishes = [wish for one in peers for wish in await self._app.chats.block(one, blocked)]
        await self._app.chats.settled(wishes)

    async def report(self, peer: Peer) -> None:
        """At Telegram."""
        await self._profiles(peer).report(peer)

    async def empty(self, peer: Peer, both: bool) -> None:
        """At Telegram, and with it here."""
        await self._profiles(peer).empty(peer, both=both)

    async def follow(self, url: str, account: str) -> LinkPlace:
        """Here first, then at Telegram."""
        named = linked(url)
        return LinkPlace() if named is None else await self._newcomers.follow(named, account)
