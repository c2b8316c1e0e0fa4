"""What a fact was before: each change with whose it is and its time, and the way to where the old
was said."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.domain.views import FactRow
from desktop.shell.context import Shell
from desktop.ui.fact_words import (
    change_words,
    changed_at,
    changes,
    value_words,
    when_words,
    who_words,
)
from desktop.ui.words_button import WordsButton

_MOST = 4


class FactHistory(QWidget):
    """``opened`` gives the superseded fact whose source is asked for."""

    opened = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.setObjectName("factHistory")
        self._shell = shell
        self._lit: str | None = None
        self.lines: list[WordsButton] = []
        self._old: list[FactRow] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def refresh(self, row: FactRow) -> None:
        """The changes that led to ``row``, the newest first."""
        shell, made = self._shell, changes(row)[:_MOST]
        self._old = [old for old, _ in made]
        while len(self.lines) < len(made):
            line = WordsButton(shell, "text_3", "small", parent=self)
            place = len(self.lines)
            line.clicked.connect(lambda _=False, place=place: self.opened.emit(self._old[place]))
            self.lines.append(line)
            self._layout.addWidget(line)
        for line, (old, new) in zip(self.lines, made, strict=False):
            values, when = change_words(shell, old, new), when_words(shell, changed_at(new))
            who, was = who_words(shell, new), value_words(shell, old.fact)
            spoken = shell.tr("history-jump", values=values, who=who, when=when, old=was)
            line.say(f"{values} · {who}, {when}", spoken)
        for place, line in enumerate(self.lines):
            line.setVisible(place < len(made))
        self.setVisible(bool(made))
        self.light(self._lit)

    def light(self, fact: str | None) -> None:
        """Mark the older value whose source is shown."""
        self._lit = fact
        for line, old in zip(self.lines, self._old, strict=False):
            line.light(old.fact.id == fact)

    def text(self) -> str:
        """All lines."""
        return "\n".join(line.text() for line in self.lines[: len(self._old)])
