"""Whom an ``@`` in the draft of a group may mean. Pure, but for the question to the messenger."""

import asyncio
import re
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal

from core.domain import markdown
from core.domain.channels import Peer
from core.domain.problems import ProblemError
from core.domain.rooms import Known, Member
from desktop.shell.layouts import swapped
from desktop.shell.tasks import Tasks
from desktop.viewmodels.rooms_port import Rooms
from desktop.viewmodels.rows import RowsModel

_AT: Final = re.compile(r"(?:^|[\s(«\"])@([\w.]{0,32})$")
_PAUSE_S: Final = 0.2
MOST: Final = 50


def typed(text: str, at: int) -> tuple[int, str] | None:
    """The name that is being typed at ``at`` behind an ``@``: where that stands, and what follows
    it; None where there is none."""
    line = text.rfind("\n", 0, at) + 1
    found = _AT.search(text[line:at])
    return (line + found.start(1) - 1, found[1]) if found else None


def found(words: str, rows: Sequence[Known]) -> list[Known]:
    """Those a word of whose name begins so, or the username, in either layout; ourselves are left
    out."""
    wanted = words.casefold()
    return [
        row for row in rows
        if not row.member.us and any(
            part.startswith((wanted, swapped(wanted))) for part in _parts(row.member)
        )
    ]  # fmt: skip


def _parts(one: Member) -> list[str]:
    name = one.name.casefold()
    return [name, one.username.casefold(), *(part.strip('«»()"') for part in name.split())]


def inserted(one: Member) -> str:
    """How somebody is named in what is typed."""
    return f"@{one.username}" if one.username else markdown.mention(one.name, one.id)


class MentionModel(RowsModel[Known]):
    """``narrow`` shows who fits: of those that are known at once, and of a large group of those
    that the messenger finds."""

    def __init__(self, backend: Rooms, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__()
        self._backend, self._tasks = backend, tasks
        self._peer: Peer | None = None
        self._known: dict[str, Known] = {}
        self._whole, self._asked, self._words = False, 0, ""

    narrowed = Signal()

    def key(self, row: Known) -> object:
        """The messenger's id."""
        return row.member.id

    def text(self, row: Known) -> str:
        """The name."""
        return row.member.name

    def narrow(self, peer: Peer, words: str) -> None:
        """Show who fits in that group."""
        if peer != self._peer:
            self._peer, self._known, self._whole = peer, {}, False
        self._words = words
        self._asked += 1
        self._offer()
        if not self._whole:
            self._tasks.start(self._ask(peer, words, self._asked))

    def leave(self) -> None:
        """Nothing is looked for any more; who is there is asked anew the next time."""
        self._asked += 1
        self._whole = False

    def _offer(self) -> None:
        self.show(found(self._words, list(self._known.values()))[:MOST])
        self.narrowed.emit()

    async def _ask(self, peer: Peer, words: str, asked: int) -> None:
        """Of a large group, whom the messenger finds by what is typed, in either layout."""
        if not self._known:
            await self._page(peer, "")
        wanted = dict.fromkeys((words, swapped(words))) if words else ()
        if wanted and not self._whole:
            await asyncio.sleep(_PAUSE_S)
        for one in wanted:
            if asked == self._asked and not self._whole:
                await self._page(peer, one)

    async def _page(self, peer: Peer, words: str) -> None:
        try:
            page = await self._backend.members(peer, words)
        except ProblemError:
            return  # who is known can be named all the same
        if peer == self._peer:
            self._known |= {row.member.id: row for row in page.rows}
            self._whole |= not words and not page.more
            self._offer()
