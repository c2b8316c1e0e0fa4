"""People at Telegram who are not there."""

from typing import TYPE_CHECKING

from core.domain.channels import Channel
from core.domain.persons import Person, fits
from core.domain.problems import Problem
from core.domain.telegram_names import linked, typed
from core.domain.views import ThreadRow
from desktop.viewmodels.people_port import FoundPeople, LinkPlace, PersonRow

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

    async def contacts(self, line: str, limit: int) -> list[PersonRow]:
        words = typed(line).value
        return [PersonRow(ACCOUNT, one) for one in _CONTACTS if fits(one, words)][:limit]

    async def refresh(self) -> bool:
        return False

    async def look_up(self, line: str) -> FoundPeople:
        if self.problem is not None:
            return FoundPeople(problem=self.problem)
        words = typed(line).value
        return FoundPeople(tuple(PersonRow(ACCOUNT, one) for one in _STRANGERS if fits(one, words)))

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

    async def follow(self, url: str, account: str) -> LinkPlace:
        return self.place if linked(url) is not None else LinkPlace()
