"""To whom one writes first: clients who are here, contacts, and whom the messengers find, in one
list under one line."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Final, Literal

from PySide6.QtCore import Signal

from core.domain.persons import Person, Somebody
from core.domain.problems import Problem, ProblemError
from core.domain.telegram_names import Named, typed
from desktop.shell.formats import phone
from desktop.shell.layouts import swapped
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels.lists_port import Listing
from desktop.viewmodels.palette import Entry
from desktop.viewmodels.people_port import Acquainting
from desktop.viewmodels.rows import RowsModel

CLIENTS: Final = 5
CONTACTS: Final = 8
SETTLED: Final = 0.4
"""Seconds without a key before the messengers are asked."""
FEWEST: Final = 3
"""Letters of a name that they are asked for."""

State = Literal["idle", "asking", "asked", "nobody"]
Words = Callable[..., str]


class NewTalkModel(RowsModel[Entry]):
    """``said`` when ``state`` or ``problem`` is another: what stands under the list. ``kinds`` of
    entries: ``thread`` (id), ``person`` (account:id), ``add`` (account), ``whatsapp``."""

    said = Signal()

    def __init__(
        self, lists: Listing, people: Acquainting, tasks: Tasks, tr: Words,
        account_name: Callable[[str], str],
    ) -> None:  # fmt: skip
        super().__init__()
        self._lists, self._people, self._tasks = lists, people, tasks
        self._tr, self._account_name = tr, account_name
        self._local = Latest(tasks, self._find_here)
        self._far = Latest(tasks, self._find_there)
        self.typed = ""
        self.named = Named("words")
        self.state: State = "idle"
        self.problem: Problem | None = None
        self._clients: list[Entry] = []
        self._contacts: list[Somebody] = []
        self._found: list[Somebody] = []
        self._more: list[Entry] = []

    def key(self, row: Entry) -> object:
        """Kind and id."""
        return row.kind, row.id

    def text(self, row: Entry) -> str:
        """Title and note."""
        return f"{row.title}, {row.note}" if row.note else row.title

    def begin(self) -> None:
        """It is opened: the contacts may be others by now."""
        self._tasks.start(self._refresh())

    def type(self, text: str) -> None:
        """Look for ``text``: here at once, at the messengers when nothing more is typed."""
        self.typed = " ".join(text.split())
        self.named = typed(self.typed)
        self.problem, self.state = None, "idle"
        self._found, self._more = [], []
        self.said.emit()
        self._local.ask()
        self._far.ask()

    @property
    def asks(self) -> bool:
        """Whether what is typed is enough to ask the messengers."""
        if self.named.kind == "words":
            return len(self.named.value.removeprefix("@")) >= FEWEST
        return self.named.kind in ("username", "phone")

    async def _refresh(self) -> None:
        try:
            if await self._people.refresh():
                self._local.ask()
        except ProblemError:
            return  # what is known of them stands; the line says why when one is looked for

    async def _find_here(self) -> None:
        line = self.typed
        words = self.named.value if self.named.kind in ("username", "phone") else line
        rows = await self._lists.threads(None, words, CLIENTS) if words else []
        if words and not rows and self.named.kind == "words":
            rows = await self._lists.threads(None, swapped(words), CLIENTS)
        contacts = await self._people.contacts(line, CONTACTS) if line else []
        if line and not contacts and self.named.kind == "words":
            contacts = await self._people.contacts(swapped(line), CONTACTS)
        if line != self.typed:
            return
        note = self._tr("new-talk-client")
        self._clients = [Entry("thread", str(row.id), row.name, note) for row in rows]
        self._contacts = contacts
        self._show()

    async def _find_there(self) -> None:
        line, named = self.typed, self.named
        if not self.asks:
            return
        await asyncio.sleep(SETTLED)
        if line != self.typed:
            return
        self._say("asking")
        found = await self._people.look_up(line)
        whatsapp = named.kind == "phone" and await self._people.has_whatsapp()
        accounts = await self._people.accounts()
        if line != self.typed:
            return
        self._found, self._more = list(found.people), []
        if named.kind == "phone" and not found.people and named.name:
            self._more += [self._add(account, named) for account in accounts]
        if whatsapp:
            title = self._tr("new-talk-whatsapp", number=phone(named.value))
            self._more.append(
                Entry("whatsapp", named.value, title, self._tr("new-talk-template"), "whatsapp")
            )
        self.problem = found.problem
        self._say("asked" if found.people or found.problem else "nobody")
        self._show()

    def _add(self, account: str, named: Named) -> Entry:
        title = self._tr("new-talk-add", name=named.name, number=phone(named.value))
        return Entry("add", account, title, self._account_name(account), "person")

    def _say(self, state: State) -> None:
        self.state = state
        self.said.emit()

    def _show(self) -> None:
        here = {row.id for row in self._clients}
        entries = list(self._clients)
        taken: set[tuple[str, str]] = set()
        for row in (*self._contacts, *self._found):
            key = row.account, row.person.id
            if key in taken or row.person.kind == "self":
                continue
            taken.add(key)
            if row.thread is not None:
                if str(row.thread) not in here:
                    here.add(str(row.thread))
                    note = self._tr("new-talk-client")
                    entries.append(Entry("thread", str(row.thread), name_of(row.person), note))
            else:
                entries.append(self._entry(row))
        self.show([*entries, *self._more])

    def _entry(self, row: Somebody) -> Entry:
        person = row.person
        kind = "contact" if person.contact else person.kind
        where = self._tr(f"new-talk-{kind}")
        reach = f"@{person.username}" if person.username else phone(person.phone)
        note = " · ".join(filter(None, (reach, where, self._account_name(row.account))))
        face = int(person.id) if person.id.lstrip("-").isdigit() else 0
        return Entry("person", f"{row.account}:{person.id}", name_of(person), note, face=face)

    def person(self, ident: str) -> Person | None:
        """Who an entry of that id is."""
        rows: Sequence[Somebody] = (*self._contacts, *self._found)
        found = (r.person for r in rows if f"{r.account}:{r.person.id}" == ident)
        return next(found, None)


def name_of(person: Person) -> str:
    """What somebody is called, by whatever is known."""
    username = f"@{person.username}" if person.username else ""
    return person.name or phone(person.phone) or username or person.id
