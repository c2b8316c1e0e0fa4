"""What the palette offers: commands, queues and clients, the best fit for what was typed first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from desktop.shell.fuzzy import score
from desktop.shell.layouts import swapped
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels.lists_port import Listing
from desktop.viewmodels.rows import RowsModel

Kind = Literal["command", "queue", "view", "thread", "person", "add", "whatsapp"]
CLIENTS: Final = 6


@dataclass(frozen=True)
class Entry:
    """``note`` stands at the right: keys of a command, the last line of a thread. ``face`` gives
    the colour of a person's."""

    kind: Kind
    id: str
    title: str
    note: str = ""
    icon: str = ""
    face: int = 0


class PaletteModel(RowsModel[Entry]):
    """``places`` gives the commands and queues as they are now."""

    def __init__(
        self, backend: Listing, tasks: Tasks, places: Callable[[], Sequence[Entry]]
    ) -> None:
        super().__init__()
        self._backend, self._places = backend, places
        self._latest = Latest(tasks, self._find_clients)
        self.typed = ""

    def key(self, row: Entry) -> object:
        """Kind and id."""
        return row.kind, row.id

    def text(self, row: Entry) -> str:
        """Title and note."""
        return f"{row.title}, {row.note}" if row.note else row.title

    def type(self, text: str) -> None:
        """Look for ``text``: commands at once, clients when they are found."""
        self.typed = text.strip()
        clients = [row for row in self._rows if row.kind == "thread" and self._fits(row)]
        self.show(self._order(clients))
        self._latest.ask()

    def _fits(self, row: Entry) -> bool:
        return not self.typed or score(self.typed, row.title) is not None

    def _order(self, clients: Sequence[Entry]) -> list[Entry]:
        if not self.typed:
            return [*clients, *self._places()]
        found = [
            (fit, entry)
            for entry in self._places()
            if (fit := score(self.typed, entry.title)) is not None
        ]
        found.sort(key=lambda one: -one[0])
        # a name that is typed from its beginning is who is meant
        named = [one for one in clients if one.title.casefold().startswith(self.typed.casefold())]
        others = [one for one in clients if one not in named]
        return [*named, *(entry for _, entry in found), *others]

    async def _find_clients(self) -> None:
        typed = self.typed
        rows = await self._backend.threads(None, typed, CLIENTS)
        if typed and not rows:
            rows = await self._backend.threads(None, swapped(typed), CLIENTS)
        if typed == self.typed:
            self.show(
                self._order(
                    [
                        Entry("thread", str(row.id), row.name, " ".join(row.last_text.split()))
                        for row in rows
                    ]
                )
            )
