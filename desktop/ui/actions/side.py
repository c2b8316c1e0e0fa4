"""What one does in the side panel: take the next step, ask, choose between sources, find files."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from core.domain.events import Verdict
from core.domain.views import FactRow, FileRow
from desktop.shell.context import Shell
from desktop.ui.actions.triage_work import TriageWork
from desktop.ui.conversation import Conversation
from desktop.ui.fact_words import value_words
from desktop.ui.sidebar import Sidebar
from desktop.ui.windows import Windows
from desktop.ui.words import fact_name, file_name
from desktop.viewmodels.desk import Desk

SETTING = "desk.side"
"""The sections that are folded, apart by commas."""


class SideActions(QObject):
    """The commands of the panel, and what its parts ask for; ``needed`` before the keys go in."""

    needed = Signal()

    def __init__(
        self, desk: Desk, sidebar: Sidebar, conversation: Conversation, windows: Windows,
        shell: Shell, work: TriageWork,
    ) -> None:  # fmt: skip
        super().__init__(sidebar)
        self._shell, self._work = shell, work
        self._desk, self._sidebar = desk, sidebar
        self._conversation, self._windows = conversation, windows
        desk.clock.tick.connect(sidebar.deal.refresh)  # the window that closes is counted there too
        sidebar.deal.stepped.connect(self.take_step)
        sidebar.deal.asked.connect(self.write)
        sidebar.facts.reviewed.connect(self.review)
        sidebar.facts.chosen.connect(self._choose)
        sidebar.facts.left.connect(self._leave_facts)
        sidebar.documents.jumped.connect(lambda row: desk.tasks.start(self.jump(row)))
        sidebar.documents.read.connect(self._read)
        sidebar.documents.opened.connect(self._open)
        sidebar.folded.connect(lambda kept: desk.tasks.start(self._keep(kept)))

    def focus_step(self) -> None:
        """To the next step."""
        self._focus(self._sidebar.deal.step)

    def focus_facts(self) -> None:
        """To the facts, to their heading where there are none."""
        self._sidebar.unfold("facts")
        cards = self._sidebar.facts.cards
        self._focus(cards[0] if cards else self._head("facts"))

    def ask(self) -> None:
        """Put the question that matters most into the draft."""
        if self._desk.current is not None:
            self._sidebar.deal.unknowns.ask_first()

    def focus_documents(self) -> None:
        """To the documents of the thread."""
        self._sidebar.unfold("documents")
        documents = self._sidebar.documents
        if documents.lines and not documents.lines[0].isHidden():
            self._focus(documents.lines[0])
        else:
            self._focus(self._head("documents"))

    def take_step(self, words: str) -> None:
        """Begin the next step: its words in the draft, if there are any, else an empty place to
        write them."""
        if words:
            self.write(words)
        else:
            self._conversation.composer.focus()

    def write(self, words: str) -> None:
        """Put words into the draft, behind what stands there. Nothing is sent."""
        composer = self._conversation.composer
        if not self._desk.composer.free_text:
            composer.focus()
            return
        draft = composer.draft
        stands = draft.toPlainText()
        if words not in stands:
            cursor = draft.textCursor()
            cursor.movePosition(cursor.MoveOperation.End)
            gap = "" if not stands or stands[-1].isspace() else " "
            cursor.insertText(gap + words)
            draft.setTextCursor(cursor)
        composer.focus()

    async def jump(self, row: FileRow) -> None:
        """Show the message that a file came with."""
        if await self._desk.messages.reach(row.message, row.at):
            self._conversation.view.light(row.message, 0, 0)

    def _read(self, row: FileRow) -> None:
        file = row.file
        path = file.path if file.name.casefold().endswith(".pdf") else ""
        self._desk.tasks.start(
            self._windows.show_page(row.message, file.index, 1, file_name(file), None, path)
        )

    def _open(self, row: FileRow) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(row.file.path))

    def review(self, row: FactRow, verdict: Verdict, value: str, unit: str) -> None:
        """The operator's word on a fact; one that is said to be wrong leaves, with a way back."""
        thread = self._desk.current
        if thread is None:
            return
        act = self._desk.backend.deal.review_fact
        self._work.start(act(thread.id, row.fact, verdict, value, unit))
        if verdict == "rejected":
            fact, shell = row.fact, self._shell
            was: Verdict = fact.review or "withdrawn"
            said = (fact.value, fact.unit) if was == "corrected" else ("", "")
            name = f"{fact_name(shell, fact.kind)}: {value_words(shell, fact)}"
            back = partial(act, thread.id, fact, was, *said)
            self._work.tell_undo(shell.tr("told-fact-rejected", name=name), back)

    def _choose(self, right: FactRow, every: Sequence[FactRow]) -> None:
        if self._desk.current is not None:
            self._desk.tasks.start(self.choose(self._desk.current.id, right, every))

    async def choose(self, thread: int, right: FactRow, every: Sequence[FactRow]) -> None:
        """One of several contradicting sources is right: the others that stand are wrong; what was
        superseded stays history."""
        backend = self._desk.backend
        for row in every:
            beside = row.fact.status == "standing" and row.fact.id != right.fact.id
            if beside and right.fact.status == "standing":
                await backend.deal.review_fact(thread, row.fact, "rejected", "", "")
        await backend.deal.review_fact(thread, right.fact, "confirmed", "", "")

    def _leave_facts(self, by: int) -> None:
        sections = self._sidebar.sections
        place = next(i for i, section in enumerate(sections) if section.name == "facts")
        self._focus(sections[place if by < 0 else place + 1].head)

    def _head(self, name: str) -> QWidget:
        return next(s.head for s in self._sidebar.sections if s.name == name)

    def _focus(self, widget: QWidget) -> None:
        self.needed.emit()
        if self._sidebar.isVisible():
            widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._sidebar.reveal(widget)

    async def _keep(self, kept: str) -> None:
        await self._desk.backend.save_settings({SETTING: kept})
