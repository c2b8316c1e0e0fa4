"""What the search shows: hits in groups, what else may be typed, and what was searched for."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import Qt, Signal

from core.search.found import Found, Hit
from core.search.query import Part, Query, parse
from desktop.shell.layouts import swapped
from desktop.shell.tasks import Tasks
from desktop.viewmodels.backend import Backend
from desktop.viewmodels.rows import Index, RowsModel
from desktop.viewmodels.suggestions import Suggestion

KEPT: Final = 8
"""Searches that are remembered."""
SETTING: Final = "desk.searches"
_GROUPS: Final = ("clients", "facts", "documents", "messages")
FIRST: Final = 3
"""Hits of a group that stand before the next group; the messages come last, and all of them."""
FEW: Final = 5
"""With fewer hits the messengers' servers are offered, which know what never came here."""
RowKind = Literal["header", "hit", "more", "suggestion", "recent", "server"]
Asked = Literal["", "asking", "nothing"]


@dataclass(frozen=True)
class SearchRow:
    """A header (``name`` of its group and how many there are), a hit, the way to the ``count``
    others of a group, or something to type."""

    kind: RowKind
    name: str = ""
    count: int = 0
    hit: Hit | None = None
    suggestion: Suggestion | None = None

    @property
    def text(self) -> str:
        """For screen readers."""
        if self.hit is not None:
            return f"{self.hit.name}, {self.hit.snippet}"
        return self.suggestion.label if self.suggestion is not None else self.name


Suggest = Callable[[Query], Sequence[Suggestion]]
Resolve = Callable[[Query], Query]


class SearchModel(RowsModel[SearchRow]):
    """``await``-free: ``type(text)`` looks, ``changed`` follows when something else is shown.

    ``suggest`` gives what may be typed next from what is known at once, ``resolve`` turns names of
    queues and tags in a query into their ids. While nothing is found the same keys in the other
    layout are tried; ``typed_other`` is what those gave, '' where that was not needed."""

    changed = Signal()

    def __init__(self, backend: Backend, tasks: Tasks) -> None:
        super().__init__()
        self._backend, self._tasks = backend, tasks
        self.suggest: Suggest = lambda _query: ()
        self.resolve: Resolve = lambda query: query
        self.recent: list[str] = []
        self.text_typed = ""
        self.query = Query()
        self.found: Found | None = None
        self.typed_other = ""
        self._found_for = ""
        self.servers = False
        """Whether a messenger that can be searched is there."""
        self.asked: Asked = ""
        self.server_words: Callable[[Asked], str] = str
        self._whole: set[str] = set()
        self._names: tuple[str, Sequence[Suggestion]] = ("", ())

    def key(self, row: SearchRow) -> object:
        """By what it is and where it stands."""
        hit = row.hit
        if hit is not None:
            place = (hit.thread, hit.message, hit.attachment, hit.page, hit.fact)
            return (hit.group, *place)
        said = row.suggestion
        return (row.kind, row.name, said.label if said is not None else "")

    def text(self, row: SearchRow) -> str:
        """What a screen reader says."""
        return row.text

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headers are not chosen."""
        row = self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None
        if row is None or row.kind == "header":
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @property
    def active(self) -> bool:
        """Whether anything is typed."""
        return bool(self.text_typed.strip())

    @property
    def fresh(self) -> bool:
        """Whether what is shown was found for what is typed."""
        return self.found is not None and self._found_for == self.text_typed

    @property
    def nothing(self) -> bool:
        """Whether it was looked for and nothing was found."""
        return self.found is not None and not self.found.hits and not self.query.empty

    async def load(self) -> None:
        """The searches that were kept."""
        kept = (await self._backend.settings()).get(SETTING, "")
        try:
            found = json.loads(kept) if kept else []
        except ValueError:
            found = []
        self.recent = [one for one in found if isinstance(one, str)][:KEPT]

    def begin(self) -> None:
        """The operator is about to type."""
        self.type(self.text_typed)
        if self.query.empty:
            self._tasks.start(self._backend.lists.search(self.query))

    def type(self, text: str) -> None:
        """Look for what is typed now."""
        self.text_typed, self.typed_other, self.asked = text, "", ""
        self._whole.clear()
        self.query = parse(text)
        if self.query.empty:
            self.found = None
        self._show()
        self._tasks.start(self._find(text))
        if self.query.typing is not None and self.query.typing.name == "from":
            self._tasks.start(self._find_names(text, self.query.typing))

    def keep(self) -> None:
        """Something was opened from this search: it is worth remembering."""
        text = " ".join((self.typed_other or self.text_typed).split())
        if not text or (self.recent and self.recent[0] == text):
            return
        shorter = [one for one in self.recent if one != text and not text.startswith(one)]
        self.recent = [text, *shorter][:KEPT]
        self._save()

    def forget(self) -> None:
        """Remember none of them."""
        self.recent = []
        self._save()
        self._show()

    def show_all(self, group: str) -> None:
        """Every hit of a group that was found."""
        self._whole.add(group)
        self._show()

    @property
    def offers_servers(self) -> bool:
        """Whether little was found for words that the messengers' servers may know more of."""
        found = self.found
        few = found is not None and self.fresh and len(found.hits) < FEW
        return self.servers and few and bool(self.query.words)

    def ask_servers(self) -> None:
        """Have them search for the words that are typed."""
        if self.asked != "asking" and self.query.words:
            self.asked = "asking"
            self._tasks.start(self._ask_servers(self.text_typed))
            self._show()

    async def _ask_servers(self, text: str) -> None:
        words = " ".join(part.text for part in parse(text).words)
        asked: Asked = ""
        try:
            if not await self._backend.lists.find_at_messengers(words):
                asked = "nothing"
        finally:
            if text == self.text_typed:
                self.asked = asked
                self._show()
        await self._find(text)

    def touch(self) -> None:
        """Something was written: look again for what is typed."""
        if self.active:
            self._tasks.start(self._find(self.text_typed))

    def _save(self) -> None:
        kept = json.dumps(self.recent, ensure_ascii=False)
        self._tasks.start(self._backend.save_settings({SETTING: kept}))

    async def _find(self, text: str) -> None:
        query = parse(text)
        if query.empty:
            return
        found = await self._backend.lists.search(self.resolve(query))
        other = ""
        if found is not None and (not found.hits or found.meant):
            other = swapped(text)
            there = await self._backend.lists.search(self.resolve(parse(other)))
            if there is None or not there.hits or there.meant:
                other = ""
            else:
                found = there
        if found is None or text != self.text_typed:
            return
        self.found, self.typed_other, self._found_for = found, other, text
        self._show()

    async def _find_names(self, text: str, begun: Part) -> None:
        rows = await self._backend.lists.threads(None, begun.text, 6)
        if text != self.text_typed:
            return
        names = [row.name for row in rows if row.name.casefold() != begun.text.casefold()]
        self._names = (text, [Suggestion(begun.typed, n, n, "person") for n in names if n])
        self._show()

    def _show(self) -> None:
        rows: list[SearchRow] = []
        if not self.active and self.recent:
            rows.append(SearchRow("header", "recent"))
            rows += [
                SearchRow("recent", suggestion=Suggestion("", one, one, "clock"))
                for one in self.recent
            ]
        suggested = list(self.suggest(self.query))
        if self._names[0] == self.text_typed:
            suggested += self._names[1]
        if suggested:
            if not self.active:
                rows.append(SearchRow("header", "filters"))
            rows += [SearchRow("suggestion", suggestion=one) for one in suggested]
        if self.found is not None and self.active:
            rows += _grouped(self.found, self._whole)
            if self.offers_servers and self.found.hits:
                rows.append(SearchRow("server", self.server_words(self.asked)))
        self.show(rows)
        self.changed.emit()


def _grouped(found: Found, whole: set[str]) -> list[SearchRow]:
    rows: list[SearchRow] = []
    groups = [(name, hits) for name in _GROUPS if (hits := getattr(found, name))]
    for name, hits in groups:
        count = max(found.counts.get(hits[0].group, 0), len(hits))
        rows.append(SearchRow("header", name, count))
        last = name == groups[-1][0]
        shown = hits if last or name in whole or len(hits) <= FIRST + 1 else hits[:FIRST]
        rows += [SearchRow("hit", hit=hit) for hit in shown]
        if len(shown) < len(hits):
            rows.append(SearchRow("more", name, len(hits) - len(shown)))
    return rows
