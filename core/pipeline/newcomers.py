"""Whom is to be written to first: who is known, who the messengers find, and the thread that stands
from then on. Nothing goes out by it."""

import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from core.domain import events as ev
from core.domain.channels import Channel, Peer, Profile
from core.domain.persons import Found, LinkPlace, Person, Somebody, fits
from core.domain.places import named as external
from core.domain.problems import Problem, ProblemError
from core.domain.telegram_names import Named
from core.ports import Acquainted, ChannelPort, Lookup
from core.store.read import threads as read
from core.store.store import Store

_ASKED = ("words", "username", "phone")


class Newcomers:
    """Asks every account that is there. What is asked raises ProblemError."""

    def __init__(
        self, store: Store, channels: Callable[[], Mapping[tuple[str, str], ChannelPort]],
        now: Callable[[], int] = lambda: int(time.time() * 1000),
    ) -> None:  # fmt: skip
        self._store, self._channels, self._now = store, channels, now

    def _ways(self) -> dict[str, Acquainted]:
        """The accounts that can write first."""
        return {
            account: one
            for (_, account), one in self._channels().items()
            if isinstance(one, Acquainted)
        }

    async def contacts(self, words: str, limit: int) -> list[Somebody]:
        """The accounts' contacts of whom the words speak, as they are known here."""
        found: list[Somebody] = []
        for account, way in self._ways().items():
            fitting = [one for one in await way.directory.contacts() if fits(one, words)]
            found += await self._with_threads(account, fitting[:limit])
        return found[:limit]

    async def refresh(self) -> bool:
        """Ask for the contacts where that was not done lately; whether any are others now."""
        others = False
        for way in self._ways().values():
            if way.state == "online":
                others |= await way.directory.refresh()
        return others

    async def look_up(self, named: Named) -> Found:
        """What the servers find, one account after another."""
        ways = self._ways()
        if not ways:
            return Found(problem=Problem("new-talk-no-account"))
        if named.kind not in _ASKED:
            return Found()
        found: list[Somebody] = []
        problem: Problem | None = None
        for account, way in ways.items():
            if way.state != "online":
                problem = problem or Problem("new-talk-offline")
                continue
            try:
                found += await self._with_threads(account, await way.directory.look_up(named))
            except ProblemError as error:
                problem = error.problem
        return Found(tuple(found), problem)

    async def open(self, account: str, ident: str) -> int:
        """The thread of somebody, made where there is none."""
        person = await self._directory(account).introduce(ident)
        return await self._opened(Peer(Channel.TELEGRAM, account, ident), person.profile)

    async def add(self, account: str, phone: str, name: str) -> int:
        """Make a contact of a number, and its thread."""
        person = await self._directory(account).add(phone, name)
        await self._directory(account).introduce(person.id)
        return await self._opened(Peer(Channel.TELEGRAM, account, person.id), person.profile)

    async def open_whatsapp(self, phone: str, name: str) -> int:
        """The thread of a number at WhatsApp, where only a template may begin."""
        account = next((a for channel, a in self._channels() if channel == "whatsapp"), None)
        if account is None:
            raise ProblemError(Problem("whatsapp-not-configured"))
        peer = Peer(Channel.WHATSAPP, account, phone.removeprefix("+"))
        return await self._opened(peer, Profile(name=name, phone=phone))

    @property
    def online(self) -> tuple[str, ...]:
        """The accounts that may write first and are connected."""
        return tuple(account for account, way in self._ways().items() if way.state == "online")

    @property
    def has_whatsapp(self) -> bool:
        """Whether a WhatsApp number is set up."""
        return any(channel == "whatsapp" for channel, _ in self._channels())

    async def follow(self, named: Named, account: str = "") -> LinkPlace:
        """Where a link of Telegram's leads; ``account`` is the one that was told it."""
        ways = self._ways()
        order = sorted(ways, key=lambda one: one != account)
        if named.kind in ("user", "private"):
            for ours in order:
                peer = Peer(Channel.TELEGRAM, ours, ways[ours].directory.named(named))
                place = await self._here(peer, named.message)
                if place is not None:
                    return place
            return LinkPlace()
        if named.kind == "username":
            place = await self._called(named, order)
            if place is not None:
                return place
        found = await self.look_up(named)
        known = sorted(found.people, key=lambda one: (one.thread is None, one.account != account))
        if not known:
            if found.problem is not None:
                raise ProblemError(found.problem)
            return LinkPlace()
        one = known[0]
        if one.thread is not None:
            peer = Peer(Channel.TELEGRAM, one.account, one.person.id)
            return await self._here(peer, named.message) or LinkPlace(one.thread)
        return LinkPlace(somebody=one)

    # What is here.

    async def _called(self, named: Named, accounts: Iterable[str]) -> LinkPlace | None:
        """Somebody of that username who is here: the server need not be asked."""
        for account in accounts:
            peer = await self._store.read(
                partial(read.by_username, account=account, username=named.value)
            )
            if peer is not None:
                return await self._here(Peer(Channel.TELEGRAM, account, peer), named.message)
        return None

    async def _here(self, peer: Peer, message: int) -> LinkPlace | None:
        found = await self._store.read(
            partial(read.of_peers, account=peer.account, peers=[peer.id])
        )
        if peer.id not in found:
            return None
        if not message:
            return LinkPlace(found[peer.id])
        name = external(peer.id if peer.id.startswith("-100") else "", message)
        row = await self._store.read(partial(read.message_named, peer=peer, name=name))
        return LinkPlace(found[peer.id], *(row or (0, 0)))

    async def _with_threads(self, account: str, people: list[Person]) -> list[Somebody]:
        threads = await self._store.read(
            partial(read.of_peers, account=account, peers=[one.id for one in people])
        )
        return [Somebody(account, one, threads.get(one.id)) for one in people]

    async def _opened(self, peer: Peer, profile: Profile) -> int:
        body = ev.ThreadOpened(profile=profile)
        event = ev.Event(external_id=uuid.uuid4().hex, at=self._now(), peer=peer, body=body)
        await self._store.append([event])
        thread = await self._store.read(partial(read.thread_of, peer=peer))
        assert thread is not None, "it was opened"
        return thread

    def _directory(self, account: str) -> Lookup:
        way = self._ways().get(account)
        if way is None:
            raise ProblemError(Problem("new-talk-no-account"))
        return way.directory
