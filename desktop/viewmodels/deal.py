"""Where the deal of the open thread stands, and its documents."""

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QObject, Signal

from core.domain.deal import Deal, deal
from core.domain.deal_view import Said
from core.domain.problems import ProblemError
from core.domain.reading import Sender
from core.domain.views import ThreadFiles, ThreadRow
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels.deal_port import Knowing
from desktop.viewmodels.facts import FactListModel

_LAST = 5
"""So many messages tell the language."""
Standing = Literal["empty", "loading", "ready", "failed"]


class DealModel(QObject):
    """``files`` are the thread's, ``deal`` says where it stands; ``changed`` when either may be
    another one. A read that fails leaves what stood and says so in ``state``."""

    changed = Signal()

    def __init__(
        self, backend: Knowing, tasks: Tasks, facts: FactListModel, now: Callable[[], int]
    ) -> None:
        super().__init__()
        self._backend, self._facts, self._now = backend, facts, now
        self._latest = Latest(tasks, self.refresh)
        self._latest_files = Latest(tasks, self._read_files)
        self.thread_id: int | None = None
        self.said: list[Said] = []
        self.files = ThreadFiles()
        self.state: Standing = "empty"

    async def open(self, thread: int | None) -> None:
        """Another thread; returns when its last words are read. Its files come when they come:
        a long thread has many."""
        self.thread_id = thread
        self.said, self.files = [], ThreadFiles()
        self.state = "empty" if thread is None else "loading"
        await self.refresh()

    def touch(self) -> None:
        """Something in the open thread changed."""
        if self.thread_id is not None:
            self._latest.ask()

    async def refresh(self) -> None:
        """Read the last words of the thread, then its files."""
        thread = self.thread_id
        if thread is None:
            self.changed.emit()
            return
        try:
            said = await self._backend.last_words(thread)
        except ProblemError:
            self._failed(thread)
            return
        if thread == self.thread_id:
            self.said, self.state = said, "ready"
            self.changed.emit()
            self._latest_files.ask()

    async def _read_files(self) -> None:
        thread = self.thread_id
        if thread is None:
            return
        try:
            files = await self._backend.files(thread)
        except ProblemError:
            self._failed(thread)
            return
        if thread == self.thread_id and files != self.files:
            self.files = files
            self.changed.emit()

    def _failed(self, thread: int) -> None:
        if thread == self.thread_id:
            self.state = "failed"
            self.changed.emit()

    def stands_for(self, row: ThreadRow) -> bool:
        """Whether what is known is known of that thread."""
        loading = "loading" in (self.state, self._facts.state)
        return self.thread_id == row.id == self._facts.thread_id and not loading

    def deal(self, row: ThreadRow) -> Deal:
        """Where it stands now, with the tags and the window of ``row``."""
        return deal(
            row.intents,
            [f.fact for f in self._facts.rows],
            self.said,
            self._now(),
            closes=row.window_closes,
            has_window=row.has_window,
            known={"phone"} if row.phones else (),
        )

    @property
    def client_lang(self) -> str:
        """The language to write to the client in, "ru" or "en": that of our own last messages (a
        client may write Russian in Latin letters), else theirs; '' before a letter was written."""
        return _language("us", self.said) or _language("client", self.said)


def _language(sender: Sender, said: Sequence[Said]) -> str:
    texts = [s.text for s in said if s.sender == sender][-_LAST:]
    letters = [c for text in texts for c in text.lower() if c.isalpha()]
    if not letters:
        return ""
    russian = sum("а" <= c <= "я" or c == "ё" for c in letters)
    return "ru" if russian * 2 > len(letters) else "en"
