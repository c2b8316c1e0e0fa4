"""What stands in place of facts: none yet, still being read, or not readable just now."""

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.shell.context import Shell
from desktop.ui.parts import button, label
from desktop.ui.why import Why
from desktop.ui.words_label import WordsLabel
from desktop.viewmodels.facts import FactListModel

_PATIENCE: Final = 200
"""Milliseconds before it is said that facts are being read: mostly they stand by then."""


class Nothing(QWidget):
    """Shows itself when there is something to say; ``waits`` when facts take long to come."""

    waits = Signal()

    def __init__(self, shell: Shell, model: FactListModel) -> None:
        super().__init__()
        self.setObjectName("noFacts")
        self._shell, self._model = shell, model
        self.title, self.text = label("strong", wrap=True), WordsLabel("muted")
        self.retry = button("", "readFactsAgain")
        self.retry.clicked.connect(model.touch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(4)
        self.why = Why(shell, "model")
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.why)
        layout.addLayout(head)
        layout.addWidget(self.text)
        layout.addWidget(self.retry)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_PATIENCE)
        self._slow.timeout.connect(self._say)
        self._slow.timeout.connect(self.waits)

    def refresh(self) -> None:
        """The facts, their state or the language changed."""
        if self._model.state != "loading":
            self._slow.stop()
            self._say()
        elif not self._slow.isActive():
            self._slow.start()

    def _say(self) -> None:
        tr, state = self._shell.tr, self._model.state
        empty = state == "ready" and not self._model.rows
        self.title.setVisible(empty)
        self.why.setVisible(empty)
        self.title.setText(tr("no-facts-title"))
        self.text.setText(
            tr({"loading": "side-loading", "failed": "side-failed"}.get(state, "no-facts-text"))
        )
        self.retry.setVisible(state == "failed")
        self.retry.setText(tr("side-retry"))
        self.setVisible(empty or state != "ready")
