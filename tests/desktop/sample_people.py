"""People at Telegram who are not there."""

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING

from msgspec import structs

from core.domain.business import Hours
from core.domain.channels import Channel, Peer
from core.domain.persons import Card, Found, LinkPlace, Person, Somebody, fits
from core.domain.problems import Problem, ProblemError
from core.domain.telegram_names import linked, typed
from core.domain.views import ThreadRow

if TYPE_CHECKING:
    from tests.desktop.sample_backend import SampleBackend

ACCOUNT = "42"
_CONTACTS = (
    Person(id="9001", name="Олег Дубов", username="dubov_oleg", phone="+79165550001", contact=True),
    Person(id="9002", name="Ольга Ким", phone="+79165550002", contact=True),
)
_STRANGERS = (
    Person(id="9003", name="Олеся Журавлёва", username="olesya_led"),
    Person(id="9004", name="OLED Price Bot", username="oled_bot", kind="bot"),
)


class SamplePeople:
    """``problem`` is what the messengers answer with; ``whatsapp``: a number is set up."""

    def __init__(self, backend: "SampleBackend") -> None:
        self._backend = backend
        self.problem: Problem | None = None
        self.whatsapp = True
        self.opened: list[tuple[str, str]] = []
        self.place = LinkPlace()
        self.blocked: set[Peer] = set()
        self.pictures: dict[int, str] = {}
        self.told = Card(
            first_name="Ирина", last_name="Ковалёва", username="irina_k", phone="+79161112233",
            about="Закупки, Тверь. Пишите в рабочие часы", birthday=(5, 3, 0),
            common=("Световод: дилеры", "Стройка 12"), common_count=2, asked_at=1,
            hours=Hours(zone="Europe/Moscow", open=tuple((d * 1440 + 540, d * 1440 + 1080)
                                                         for d in range(5))),
            address="Тверь, Советская, 1",
        )  # fmt: skip

    async def contacts(self, line: str, limit: int) -> list[Somebody]:
        words = typed(line).value
        return [Somebody(ACCOUNT, one) for one in _CONTACTS if fits(one, words)][:limit]

    async def refresh(self) -> bool:
        return False

    async def look_up(self, line: str) -> Found:
        if self.problem is not None:
            return Found(problem=self.problem)
        words = typed(line).value
        return Found(tuple(Somebody(ACCOUNT, one) for one in _STRANGERS if fits(one, words)))

    async def open(self, account: str, ident: str) -> int:
        self.opened.append((account, ident))
        return self.begin(ident)

    async def add(self, account: str, phone: str, name: str) -> int:
        self.opened.append((account, f"{name} {phone}"))
        return self.begin("9001")

    async def open_whatsapp(self, phone: str, name: str) -> int:
        self.opened.append(("whatsapp", phone))
        return 7

    def begin(self, ident: str) -> int:
        """A thread in which nothing is said."""
        one = next(p for p in (*_CONTACTS, *_STRANGERS) if p.id == ident)
        now = self._backend.now
        row = ThreadRow(
            id=int(ident), name=one.name, channels=(Channel.TELEGRAM,), last_at=now, begun=True
        )
        self._backend.rows[row.id] = row
        self._backend.touch(row.id)
        return row.id

    async def accounts(self) -> tuple[str, ...]:
        return (ACCOUNT,)

    async def has_whatsapp(self) -> bool:
        return self.whatsapp

    async def kept_card(self, peer: Peer) -> Card | None:
        return None

    async def card(self, peer: Peer) -> Card:
        if self.problem is not None:
            raise ProblemError(self.problem)
        return self.told

    async def rename(self, peer: Peer, first: str, last: str) -> Card:
        self.told = structs.replace(self.told, first_name=first, last_name=last, contact=True)
        return self.told

    async def portraits(self, threads: Sequence[int]) -> AsyncIterator[tuple[int, str]]:
        for thread in threads:
            yield thread, self.pictures.get(thread, "")

    async def block(self, peers: Sequence[Peer], blocked: bool) -> None:
        self.blocked = {*self.blocked, *peers} if blocked else self.blocked - set(peers)
        self._backend.touch(*self._backend.rows)

    async def report(self, peer: Peer) -> None:
        self.opened.append(("report", peer.id))

    async def empty(self, peer: Peer, both: bool) -> None:
        self.opened.append(("empty", f"{peer.id} {both}"))

    async def follow(self, url: str, account: str) -> LinkPlace:
        return self.place if linked(url) is not None else LinkPlace()
