"""Beside the conversation: where the deal stands and what comes next, what the client wants, what
is established, the documents, the queue, the CRM."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.domain.problems import Problem
from core.domain.views import ThreadRow
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui.deal_card import DealCard
from desktop.ui.facts_view import FactsView
from desktop.ui.parts import button, label, line
from desktop.ui.profile_view import ProfileView
from desktop.ui.rail import queue_name
from desktop.ui.section import Section
from desktop.ui.thread_documents import ThreadDocuments
from desktop.ui.wants import Wants
from desktop.ui.why import Why
from desktop.ui.words import crm_name
from desktop.ui.words_label import WordsLabel
from desktop.viewmodels.card import CardModel
from desktop.viewmodels.deal import DealModel
from desktop.viewmodels.deal_port import CrmState
from desktop.viewmodels.facts import FactListModel

_SHUT = frozenset({"person"})
"""Folded until somebody opens them."""


class Sidebar(QWidget):
    """``corrected`` gives the operator's tags; ``preview`` and ``export`` are for the CRM;
    ``folded`` gives the names of the sections of which only the heading shows."""

    corrected = Signal(object)
    preview = Signal()
    export = Signal()
    folded = Signal(object)

    def __init__(
        self, shell: Shell, facts: FactListModel, deal: DealModel, card: CardModel
    ) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(256)
        self._shell = shell
        self._row: ThreadRow | None = None
        self._unfolding: Section | None = None
        self._crm = CrmState()
        self.deal = DealCard(shell, deal)
        self.facts = FactsView(shell, facts)
        self.documents = ThreadDocuments(shell, deal)
        self.profile = ProfileView(shell, card)
        self._crm_title = label("title")
        self.wants = Wants(shell)
        self.wants.corrected.connect(self.corrected)
        self._reading = label("faint")
        self.queue_label, self.reason = label("strong"), WordsLabel("muted")
        self.reason.setObjectName("queueReason")
        self.crm_line = WordsLabel("muted")
        self.crm_line.setObjectName("crmState")
        self._crm_icon = QLabel()
        self.preview_button = button("", "crmPreview")
        self.export_button = button("primary", "crmExport")
        self.preview_button.clicked.connect(self.preview)
        self.export_button.clicked.connect(self.export)
        self._queue = QWidget()
        self.sections = (
            Section(shell, "wants", "side-wants", self.wants, self._reading),
            Section(shell, "facts", "side-facts", self.facts),
            Section(shell, "documents", "side-documents", self.documents),
            Section(shell, "queue", "side-queue", self._queue),
            Section(shell, "person", "side-person", self.profile),
        )
        self.sections[-1].fold(True, quietly=True)
        self._card = card
        card.changed.connect(self._somebody)
        for section in self.sections:
            section.folded.connect(self._folded)
        self._lay_out()
        self._somebody()
        deal.changed.connect(self.deal.ask)
        self._keys = self.sections[1].note
        self._keys.setObjectName("factKeys")
        self.facts.keyed.connect(self._keys.setVisible)
        self.facts.none.waits.connect(self.deal.hide)
        self.facts.none.retry.clicked.connect(deal.touch)
        for signal in (facts.rowsInserted, facts.rowsRemoved, facts.dataChanged, facts.stated):
            signal.connect(self.deal.ask)
        shell.i18n.changed.connect(self.retranslate)
        shell.theme.changed.connect(self.retranslate)

    def _lay_out(self) -> None:
        body = QWidget()
        body.setObjectName("sidebarBody")
        inside = QVBoxLayout(body)
        inside.setContentsMargins(16, 16, 14, 16)
        inside.setSpacing(14)
        inside.addWidget(self.deal)
        queue = QVBoxLayout(self._queue)
        queue.setContentsMargins(0, 0, 0, 0)
        queue.setSpacing(4)
        named = QHBoxLayout()
        named.addWidget(self.queue_label, 1)
        named.addWidget(Why(self._shell, "queue"))
        queue.addLayout(named)
        queue.addWidget(self.reason)
        for section in self.sections:
            inside.addWidget(section)
        inside.addStretch(1)
        self.scroller = scroll = QScrollArea()
        scroll.setObjectName("sidebarScroll")
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.viewport().setObjectName("sidebarViewport")
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.verticalScrollBar().rangeChanged.connect(self._grew)
        scroll.verticalScrollBar().actionTriggered.connect(self._scrolled)
        state = QHBoxLayout()
        state.setSpacing(7)
        state.addWidget(self._crm_icon, 0, Qt.AlignmentFlag.AlignTop)
        state.addWidget(self.crm_line, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.preview_button, 1)
        buttons.addWidget(self.export_button, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 11, 14, 13)
        foot.setSpacing(8)
        foot.addWidget(self._crm_title)
        foot.addLayout(state)
        foot.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)
        layout.addWidget(line())
        layout.addLayout(foot)

    def show_thread(self, row: ThreadRow, crm: CrmState) -> None:
        """Another thread, or the same one changed."""
        self._row, self._crm = row, crm
        self.deal.show_thread(row)
        self.documents.client = row.name
        self.retranslate()

    def restore(self, kept: str) -> None:
        """Fold what was folded when the window stood last: names apart by commas."""
        for section in self.sections:
            names = kept.split(",")
            folded = section.name in names
            if section.name in _SHUT:
                folded = f"+{section.name}" not in names
            section.fold(folded, quietly=True)

    def unfold(self, name: str) -> None:
        """Show what is under that heading."""
        self._unfolding = next(section for section in self.sections if section.name == name)
        self._unfolding.fold(False)

    def _somebody(self) -> None:
        """A group is no contact."""
        self.sections[-1].setVisible(self._card.peer is not None)

    def _grew(self) -> None:
        """What was unfolded gets its height once it is laid out, and is seen whole."""
        section = self._unfolding
        if section is not None and self.window().focusWidget() is section.head:
            self.reveal(section)

    def _scrolled(self) -> None:
        self._unfolding = None

    def reveal(self, widget: QWidget) -> None:
        """Scroll to what has the keys."""
        self.scroller.ensureWidgetVisible(widget, 0, 24)

    def _folded(self) -> None:
        shut = [s.name for s in self.sections if s.is_folded and s.name not in _SHUT]
        open_ = [f"+{s.name}" for s in self.sections if not s.is_folded and s.name in _SHUT]
        self.folded.emit(",".join([*shut, *open_]))

    def retranslate(self) -> None:
        """Put everything in the language in force."""
        tr = self._shell.tr
        self._crm_title.setText(tr("side-crm"))
        for section in self.sections:
            section.retranslate()
        self.deal.refresh()
        self.documents.refresh()
        self._keys.setText(tr("facts-keys"))
        self.preview_button.setText(tr("crm-preview"))
        self.export_button.setText(tr("crm-export"))
        row = self._row
        if row is None:
            return
        self.wants.show_thread(row)
        behind = row.understood < row.seq
        self._reading.setText(tr("reading-now"))
        self._reading.setVisible(behind)
        self.queue_label.setText(
            queue_name(self._shell, row.queue) if row.queue else tr("queue-none")
        )
        by = tr("queue-by-operator") if row.queue_by == "operator" else self._reason(row)
        self.reason.setText(by)
        self.reason.setVisible(bool(by))
        self._show_crm()

    def _reason(self, row: ThreadRow) -> str:
        """Why it is in its queue: the sentence of the rule, and the words it went by."""
        problem = Problem.decode(row.queue_reason)
        if problem is None:
            return ""
        code = problem.code.removeprefix("route-")
        key = f"reason-{code}"
        text = self._shell.tr(key if self._shell.i18n.has(key) else "reason-other")
        quote = problem.params.get("quote", "")
        if not quote:
            return text
        return f"{text}: «{quote}»" if self._shell.i18n.lang == "ru" else f"{text}: “{quote}”"

    def _show_crm(self) -> None:
        shell, crm = self._shell, self._crm
        when = formats.moment(shell.i18n, crm.at, shell.now()) if crm.at else ""
        text = shell.tr(
            f"crm-state-{crm.state}", target=crm_name(shell, crm.target), at=when, remote=crm.remote
        )
        if crm.state == "failed" and crm.problem is not None:
            text = shell.problem(crm.problem)
        self.crm_line.setText(text)
        icon, ink = {
            "delivered": ("check", "ok"), "failed": ("warning", "danger"),
            "pending": ("clock", "text_3"),
        }.get(crm.state, ("crm", "text_3"))  # fmt: skip
        self._crm_icon.setPixmap(shell.icons.pixmap(icon, ink, 17))
        off = crm.state == "off"
        self.export_button.setEnabled(not off and crm.state != "pending")
        self.preview_button.setEnabled(not off)
