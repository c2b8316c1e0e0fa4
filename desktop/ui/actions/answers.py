"""What the client has answered already: shown above the draft, gone to, put in."""

from itertools import pairwise

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from desktop.shell.context import Shell
from desktop.ui.conversation import Conversation
from desktop.ui.guard_line import GuardLine
from desktop.viewmodels.desk import Desk


class AnswerActions(QObject):
    """Puts the line in its place and gives the commands; ``jumped`` is where to go."""

    jumped = Signal(object)

    def __init__(self, shell: Shell, desk: Desk, conversation: Conversation) -> None:
        super().__init__(conversation)
        self._composer = composer = conversation.composer
        self.line = GuardLine(shell, desk.guard, composer.draft)
        layout = composer.layout()
        assert isinstance(layout, QBoxLayout)
        layout.insertWidget(layout.indexOf(composer.box), self.line)
        stops = (self.line.strip, self.line.jump, self.line.insert, self.line.close_)
        for one, following in pairwise((*stops, composer.draft)):
            QWidget.setTabOrder(one, following)
        self.line.jumped.connect(self.jumped)
        self.line.inserted.connect(self._insert)

    def source(self) -> None:
        """Go where the answer stands."""
        self.line.show_source()

    def insert(self) -> None:
        """Put the answer into the draft."""
        self.line.put_in()

    def _insert(self, words: str) -> None:
        draft = self._composer.draft
        cursor = draft.textCursor()
        before = draft.toPlainText()[: cursor.selectionStart()]
        cursor.insertText(f" {words}" if before and not before[-1].isspace() else words)
        draft.setTextCursor(cursor)
        draft.setFocus()
