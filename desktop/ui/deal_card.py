"""At the top of the side panel: where the deal stands, the next step, what is still unknown."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from core.domain.deal import Deal
from core.domain.views import ThreadRow
from desktop.shell.context import Shell
from desktop.shell.i18n import I18n
from desktop.ui.accessible import Role, spoken_as
from desktop.ui.deal_words import stage_name, step_draft, step_words, where_words, window_words
from desktop.ui.parts import label
from desktop.ui.unknowns import Unknowns
from desktop.ui.words_button import WordsButton
from desktop.ui.words_label import WordsLabel
from desktop.viewmodels.deal import DealModel

_RESTS = frozenset({"wait", "wait-payment", "meet", "spam"})
"""Steps in which nothing is to be done just now."""


class DealCard(QFrame):
    """``stepped`` gives what may be written for the next step ('' where the rep has to find the
    words), ``asked`` a question to put. A digit asks the unknown of that place."""

    stepped = Signal(str)
    asked = Signal(str)

    def __init__(self, shell: Shell, model: DealModel) -> None:
        super().__init__()
        self.setObjectName("dealCard")
        self.setProperty("look", "deal")
        self._shell, self._model = shell, model
        self._row: ThreadRow | None = None
        self.deal = Deal(stage="no_deal")
        self._tongues = {lang: I18n(lang) for lang in ("ru", "en")}
        self.stage = label("stage")
        self.where, self.window_ = WordsLabel("muted"), WordsLabel("warn")
        self.next = label("faint")
        self.step = WordsButton(shell, "text", "body", "chevron-right", bold=True)
        self.step.setObjectName("nextStep")
        self.step.clicked.connect(self._take)
        self.unknowns = Unknowns(shell)
        self.unknowns.asked.connect(self.asked)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.stage)
        head.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 10, 11)
        layout.setSpacing(5)
        layout.addLayout(head)
        layout.addWidget(self.where)
        layout.addSpacing(3)
        layout.addWidget(self.next)
        layout.addWidget(self.step)
        layout.addWidget(self.window_)
        layout.addWidget(self.unknowns)
        spoken_as(self, Role.Grouping)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_thread(self, row: ThreadRow | None) -> None:
        """Another thread, or the same one changed; shown with the next ``refresh``."""
        self._row = row

    def ask(self) -> None:
        """Facts, words or files changed, and more of them may in a moment."""
        self._soon.start()

    def refresh(self) -> None:
        """The deal as it stands now, in the language in force."""
        row, shell, model = self._row, self._shell, self._model
        self._soon.stop()
        if row is None or not model.stands_for(row):
            return  # the next thread is being read: what is known of it is not this one's
        # a deal of which nothing could be read is none to speak of; below it is said why
        self.setVisible(model.state != "failed" or bool(model.said))
        deal = self.deal = self._model.deal(row)
        self.stage.setText(stage_name(shell, deal))
        where = where_words(shell, deal)
        self.where.setText(where)
        self.setAccessibleName(f"{stage_name(shell, deal)}. {where}")
        self.next.setText(shell.tr("step-label"))
        words, rests = step_words(shell, deal), deal.step in _RESTS
        icon = "clock" if rests else "chevron-right"
        self.step.say(words, shell.tr("step-name", step=words), icon=icon)
        window = window_words(shell, deal)
        self.window_.setText(window)
        self.window_.setVisible(bool(window))
        self.unknowns.show_kinds(deal.unknown, self._tongue(), closed=deal.window.state == "closed")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What has the keys on the card leaves digits to it."""
        place, chips = event.key() - Qt.Key.Key_1, self.unknowns.chips
        if 0 <= place < len(chips) and chips[place].isEnabled():
            chips[place].click()
            return
        super().keyPressEvent(event)

    def _tongue(self) -> I18n:
        """The client's language, the operator's where it is not known."""
        return self._tongues.get(self._model.client_lang, self._shell.i18n)

    def _take(self) -> None:
        self.stepped.emit(step_draft(self._tongue(), self.deal, self._shell.now()))
