"""What one might answer to a client who waits: by rules at once, by a chat model where one is in
use. Nothing of it is sent: it is taken into the draft, and edited there."""

from collections.abc import Callable, Mapping
from typing import Final, Literal, NamedTuple, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from core.domain.suggest import Suggestion, suggestions
from core.domain.views import ThreadRow
from desktop.shell.i18n import I18n
from desktop.shell.tasks import Tasks
from desktop.viewmodels.deal import DealModel
from desktop.viewmodels.quick_replies import say

SETTING: Final = "desk.suggest"
MOST: Final = 2
SETTLE_MS: Final = 1200
"""So long a thread must stand open before a model is asked about it unasked."""


Moment = tuple[int, int]
"""A thread, and when the words were written that an answer would be to."""
_MOST_KEPT: Final = 200


class Proposal(NamedTuple):
    """A text, and who made it."""

    text: str
    by: Literal["rules", "model"]


class Suggesting(Protocol):
    """What is asked of the backend."""

    def can_write(self) -> bool:
        """Whether a model can write an answer now."""

    async def suggest(self, thread: int, lang: str) -> str:
        """An answer; '' for none."""


class ProposalModel(QObject):
    """``rows`` are for the open thread. ``changed`` when they or ``asking`` are others, ``nothing``
    when what was asked for by hand came to nothing."""

    changed = Signal()
    nothing = Signal()

    def __init__(
        self, backend: Suggesting, deal: DealModel, tasks: Tasks, i18n: I18n,
        now: Callable[[], int],
    ) -> None:  # fmt: skip
        super().__init__()
        self._backend, self._deal, self._tasks = backend, deal, tasks
        self._i18n, self._now = i18n, now
        self._tongues = {lang: I18n(lang) for lang in ("ru", "en")}
        self._row: ThreadRow | None = None
        self._written: dict[int, tuple[Moment, str]] = {}
        self._asked: dict[int, Moment] = {}
        self._asking: Moment | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(lambda: self._ask(by_hand=False))
        self.enabled = True
        self.rows: tuple[Proposal, ...] = ()
        deal.changed.connect(self.refresh)

    def configure(self, settings: Mapping[str, str]) -> None:
        """Take over settings, all of them or those that changed."""
        on = settings.get(SETTING, "on" if self.enabled else "off") != "off"
        if on != self.enabled:
            self.enabled = on
            self.refresh()

    def open(self, row: ThreadRow | None) -> None:
        """The open thread is another one, or its row changed."""
        self._row = row
        self.refresh()

    def stop(self) -> None:
        """Ask nothing more."""
        self._settle.stop()
        self.enabled = False

    @property
    def can_write(self) -> bool:
        """Whether a model may be asked."""
        return self.enabled and self._row is not None and self._backend.can_write()

    @property
    def asking(self) -> bool:
        """Whether the model writes an answer for the open thread."""
        return self._asking is not None and self._asking == self._moment

    @property
    def _moment(self) -> Moment | None:
        said = self._deal.said
        if self._row is None or self._deal.thread_id != self._row.id or not said:
            return None
        return (self._row.id, said[-1].at) if said[-1].sender == "client" else None

    def refresh(self) -> None:
        """The thread, its facts or its last words changed."""
        row, moment = self._row, self._moment
        found: list[Proposal] = []
        kept = self._written.get(moment[0]) if moment is not None else None
        if kept is not None and kept[0] == moment:
            found.append(Proposal(kept[1], "model"))
        current = row is not None and self._deal.state == "ready" and row.understood >= row.seq
        if row is not None and current and moment is not None and self.enabled:
            told = suggestions(self._deal.deal(row))
            found += [Proposal(self._words(one), "rules") for one in told]
            if self._asked.get(moment[0]) != moment and self._backend.can_write():
                self._settle.start()
        else:
            self._settle.stop()
        rows = tuple(found[:MOST]) if self.enabled else ()
        if rows != self.rows:
            self.rows = rows
            self.changed.emit()

    def _words(self, one: Suggestion) -> str:
        tongue = self._tongues.get(self._lang, self._i18n)
        if one.sentence == "ask":
            return tongue.say(f"question-{one.what.replace('_', '-')}")
        if one.what:
            paper = tongue.say(f"document-{one.what}")
            paper = paper if paper[1:2].isupper() else paper[:1].lower() + paper[1:]
            return tongue.say(one.sentence, paper=paper)
        about = ", ".join(say(tongue, fact, self._now()) for fact in one.about)
        return tongue.say(one.sentence, about=about)

    @property
    def _lang(self) -> str:
        return self._deal.client_lang or self._i18n.lang

    def ask(self) -> bool:
        """Have the model write, by hand; whether it can."""
        return self._ask(by_hand=True)

    def _ask(self, *, by_hand: bool) -> bool:
        moment = self._moment
        if not self.can_write or moment is None:
            return False
        if not self.asking:
            if len(self._asked) > _MOST_KEPT:
                self._asked.clear()
                self._written.clear()
            self._asked[moment[0]] = self._asking = moment
            if self._tasks.start(self._write(moment, by_hand)) is None:
                self._asking = None
            self.changed.emit()
        return True

    async def _write(self, moment: Moment, by_hand: bool) -> None:
        text = ""
        try:
            text = await self._backend.suggest(moment[0], self._lang)
        finally:
            if self._asking == moment:
                self._asking = None
        if text:
            self._written[moment[0]] = (moment, text)
        self.refresh()
        self.changed.emit()
        if by_hand and not text and moment == self._moment:
            self.nothing.emit()
