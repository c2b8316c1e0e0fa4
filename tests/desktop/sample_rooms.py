"""Groups from within, for the sample window: who is there, what may be done, topics."""

from collections.abc import Sequence
from typing import Any

from core.domain.channels import Channel, Peer
from core.domain.persons import Person
from core.domain.problems import Problem, ProblemError
from core.domain.rooms import (
    Began,
    Candidate,
    Known,
    KnownPage,
    Made,
    Member,
    Missing,
    Rights,
    Room,
    Topic,
)

TOPICS = (
    Topic(id=1, title="General"),
    Topic(id=7, title="Насосы", colour=0xFF93B2),
    Topic(id=9, title="Доставка и монтаж", colour=0x8EEE98, closed=True),
)
MEMBERS = (
    Known(Member(id="6001", name="Ирина Ковалёва", username="irina_k", role="owner", seen="online"),
          thread=1),
    Known(Member(id="1001", name="Анна", role="admin", title="Снабжение", seen="online", us=True)),
    Known(Member(id="1002", name="Павел Орлов", username="orlov", seen="recently"), ours=True),
    Known(Member(id="6002", name="Олег", seen="at", seen_at=1_700_000_000_000)),
    Known(Member(id="6003", name="Константин Константинопольский-Задунайский, ООО «Свет»",
                 role="restricted", seen="month")),
    Known(Member(id="6004", name="Счётчик", username="count_bot", bot=True)),
)  # fmt: skip


class SampleRooms:
    """Keeps what it was asked for."""

    def __init__(self) -> None:
        self.members_of: tuple[Known, ...] = MEMBERS
        self.room_of: Room | None = None
        self.hidden, self.problem, self.pages = False, "", 1
        self.missing: tuple[Missing, ...] = ()
        self.asked: list[tuple[Any, ...]] = []
        self.chosen: dict[Peer, int] = {}
        self.mentions: list[tuple[int, tuple[int, int, int]]] = []

    def _do(self, *what: Any) -> None:
        self.asked.append(what)
        if self.problem:
            raise ProblemError(Problem(self.problem))

    def room(self, peer: Peer) -> Room | None:
        return self.room_of if peer.id.startswith("-") else None

    async def look(self, peer: Peer) -> Room:
        self._do("look", peer)
        return self.room_of or Room(members=len(self.members_of), rights=Rights(add=True))

    async def members(self, peer: Peer, words: str = "", offset: int = 0) -> KnownPage:
        self._do("members", words, offset)
        rows = [one for one in self.members_of if words.casefold() in one.member.name.casefold()]
        return KnownPage(rows=tuple(rows), total=len(rows), hidden=self.hidden)

    async def begin(self, peer: Peer, user: str) -> int:
        self._do("begin", user)
        return 2

    async def meet(self, peer: Peer, user: str) -> None:
        self._do("meet", user)

    async def people(self, peer: Peer, words: str) -> list[Candidate]:
        rows = [
            Candidate(Person(id="1002", name="Павел Орлов", username="orlov"), ours=True),
            Candidate(Person(id="6001", name="Ирина Ковалёва", username="irina_k")),
            Candidate(Person(id="6002", name="Олег")),
        ]
        return [one for one in rows if words.casefold() in one.person.name.casefold()]

    async def make(self, peer: Peer, title: str, users: Sequence[Person]) -> Began:
        self._do("make", title, [one.id for one in users])
        return Began(Peer(Channel.TELEGRAM, peer.account, "-77"), 2, self.missing)

    async def add(self, peer: Peer, users: Sequence[Person]) -> Made:
        self._do("add", [one.id for one in users])
        return Made(group=peer.id, missing=self.missing)

    async def remove(self, peer: Peer, user: str) -> None:
        self._do("remove", user)

    async def rename(self, peer: Peer, title: str) -> None:
        self._do("rename", title)

    async def leave(self, peer: Peer) -> None:
        self._do("leave")

    async def link(self, peer: Peer) -> str:
        self._do("link")
        return "https://t.me/+AbCdEf"

    async def next_mention(
        self, thread: int, after: int
    ) -> tuple[int, tuple[int, int, int]] | None:
        return next((one for one in self.mentions if one[0] > after), None)

    async def topic(self, peer: Peer) -> int:
        return self.chosen.get(peer, 0)

    def choose(self, peer: Peer, topic: int | None) -> None:
        self.chosen[peer] = topic or 0
