"""Groups: who is there and what is done with them, at the messenger that has them; which topic of a
forum the operator writes to. Nothing of it waits here."""

import logging
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from core.domain import events as ev
from core.domain.channels import Channel, Peer, Profile
from core.domain.persons import Person, fits
from core.domain.problems import Problem, ProblemError
from core.domain.rooms import Began, Candidate, Known, KnownPage, Made, Room
from core.domain.views import Stand
from core.pipeline.ports import Grouped, Grouping
from core.ports import ChannelPort
from core.store.read import rooms as read
from core.store.read import threads as read_threads
from core.store.store import Store

log = logging.getLogger(__name__)


class GroupWork:
    """The verbs. Every call raises ProblemError."""

    def __init__(
        self,
        store: Store,
        channels: Callable[[], Mapping[tuple[str, str], ChannelPort]],
        now: Callable[[], int] = lambda: int(time.time() * 1000),
    ) -> None:
        self._store, self._channels, self._now = store, channels, now
        self._chosen: dict[Peer, int] = {}

    def room(self, peer: Peer) -> Room | None:
        """A group as it is known; None where its messenger tells nothing (now)."""
        channel = self._channels().get((peer.channel.value, peer.account))
        return channel.room(peer) if isinstance(channel, Grouped) else None

    async def look(self, peer: Peer) -> Room:
        """The same, as the messenger has it now."""
        return await self._verbs(peer).look(peer)

    async def members(self, peer: Peer, words: str = "", offset: int = 0) -> KnownPage:
        """A page of who is there, from ``offset`` on; those who are called so."""
        page = await self._verbs(peer).members(peer, words, offset)
        ids = [one.id for one in page.rows]
        threads = await self._store.read(
            partial(read_threads.of_peers, account=peer.account, peers=ids)
        )
        accounts = {account for channel, account in self._channels() if channel == "telegram"}
        rows = tuple(Known(one, threads.get(one.id), one.id in accounts) for one in page.rows)
        return KnownPage(rows=rows, total=page.total, more=page.more, hidden=page.hidden)

    async def begin(self, peer: Peer, user: str) -> int:
        """The thread with somebody of a group; one that is begun where there was none."""
        own = Peer(peer.channel, peer.account, user)
        found = await self._store.read(
            partial(read_threads.of_peers, account=peer.account, peers=[user])
        )
        if user in found:
            return found[user]
        profile = await self._verbs(peer).know(user)
        if profile is None:
            raise ProblemError(Problem("telegram-member-unknown"))
        await self._open(own, profile)
        thread = await self._store.read(partial(read_threads.thread_of, peer=own))
        assert thread is not None, "it was opened"
        return thread

    async def _open(self, peer: Peer, profile: Profile) -> None:
        body = ev.ThreadOpened(profile=profile)
        event = ev.Event(external_id=uuid.uuid4().hex, at=self._now(), peer=peer, body=body)
        await self._store.append([event])

    async def meet(self, peer: Peer, user: str) -> None:
        """Remember how somebody of a group is named in requests: they are mentioned."""
        await self._verbs(peer).know(user)

    async def people(self, peer: Peer, words: str, limit: int = 60) -> list[Candidate]:
        """Whom the account of ``peer`` may take into a group: colleagues first, then clients that
        it knows, those of whom the words speak."""
        found = [
            Candidate(Person(id=account, name=me.name, username=me.username or "",
                             phone=me.phone or ""), ours=True)
            for (_, account), channel in self._channels().items()
            if account != peer.account and (me := getattr(channel, "me", None)) is not None
            and channel.channel == peer.channel.value
        ]  # fmt: skip
        found = [one for one in found if not words.strip() or fits(one.person, words)]
        ours = {one.person.id for one in found}
        rows = await self._store.read(
            partial(read.people, account=peer.account, words=words, limit=limit)
        )
        return found + [Candidate(one) for one in rows if one.id not in ours]

    async def make(self, peer: Peer, title: str, users: Sequence[Person]) -> Began:
        """A new group of the account of ``peer`` with these."""
        if not title.strip():
            raise ProblemError(Problem("telegram-group-untitled"))
        made = await self._verbs(peer).make(title, users)
        group = Peer(peer.channel, peer.account, made.group)
        thread = await self._store.read(partial(read_threads.thread_of, peer=group))
        return Began(group, thread, made.missing)

    async def add(self, peer: Peer, users: Sequence[Person]) -> Made:
        """These come in."""
        return await self._verbs(peer).add(peer, users)

    async def remove(self, peer: Peer, user: str) -> None:
        """Somebody is put out."""
        await self._verbs(peer).remove(peer, user)

    async def rename(self, peer: Peer, title: str) -> None:
        """Another name."""
        if not title.strip():
            raise ProblemError(Problem("telegram-group-untitled"))
        await self._verbs(peer).rename(peer, title)

    async def leave(self, peer: Peer) -> None:
        """We go; the thread stays."""
        await self._verbs(peer).leave(peer)

    async def link(self, peer: Peer) -> str:
        """A link by which somebody may come in."""
        return await self._verbs(peer).link(peer)

    async def next_mention(self, thread: int, after: int) -> tuple[int, Stand] | None:
        """The next unread message that names us (`store.read.rooms.next_mention`)."""
        return await self._store.read(partial(read.next_mention, thread=thread, after=after))

    def choose(self, peer: Peer, topic: int | None) -> None:
        """What is written goes to this topic from now on; None: to where a client wrote last."""
        if topic is None:
            self._chosen.pop(peer, None)
        else:
            self._chosen[peer] = topic

    async def topic(self, peer: Peer, reply_to: str | None = None) -> int:
        """The topic that something goes to: of what it answers, else the one that was chosen, else
        where a client wrote last. 0 for the general one, and where there are none."""
        if peer.channel is not Channel.TELEGRAM or not peer.id.startswith("-"):
            return 0
        if reply_to:
            return await self._store.read(partial(read.topic_of, peer=peer, message=reply_to))
        if peer in self._chosen:
            return self._chosen[peer]
        return await self._store.read(partial(read.last_topic, peer=peer))

    def _verbs(self, peer: Peer) -> Grouping:
        channel = self._channels().get((peer.channel.value, peer.account))
        if not isinstance(channel, Grouped):
            raise ProblemError(Problem("group-not-here"))
        return channel.groups
