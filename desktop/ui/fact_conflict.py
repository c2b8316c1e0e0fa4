"""Sources that contradict each other, one under the other, and the keys to choose between them."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from core.domain.views import FactRow
from desktop.shell.context import Shell
from desktop.ui.fact_words import source_line, value_words
from desktop.ui.parts import caption, tool
from desktop.ui.words_button import WordsButton
from desktop.ui.words_label import WordsLabel

MOST = 4


class FactConflict(QWidget):
    """``opened`` gives the fact whose source is asked for, ``chosen`` the one that is right."""

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.setObjectName("factConflict")
        self._shell = shell
        self._lit: str | None = None
        self.rows: list[FactRow] = []
        self._mark, self._title = QLabel(), WordsLabel("warn")
        self.lines: list[tuple[QWidget, WordsButton, QToolButton]] = []
        head = QHBoxLayout()
        head.setSpacing(5)
        head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 3, 0, 2)
        self._layout.setSpacing(1)
        self._layout.addLayout(head)

    def refresh(self, row: FactRow) -> None:
        """What contradicts ``row``, with itself first; nothing where nothing does."""
        shell = self._shell
        self.rows = [row, *row.conflicts][:MOST] if row.conflicts else []
        self.setVisible(bool(self.rows))
        while len(self.lines) < len(self.rows):
            self.lines.append(self._line(len(self.lines)))
        self._mark.setPixmap(shell.icons.pixmap("warning", "warn", shell.theme.px(15)))
        self._title.setText(shell.tr("conflict-title"))
        for n, ((line, words, pick), one) in enumerate(zip(self.lines, self.rows, strict=False), 1):
            value, source = value_words(shell, one.fact), source_line(shell, one)
            spoken = shell.tr("conflict-jump", value=value, source=source)
            words.say(f"{n}.  {value} · {source}", spoken)
            pick.setIcon(shell.icons.icon("check", "text_3", shell.theme.px(16)))
            pick.setFixedSize(QSize(shell.theme.px(22), shell.theme.px(22)))
            caption(pick, shell.tr("conflict-choose", n=n))
            line.show()
        for line, _, _ in self.lines[len(self.rows) :]:
            line.hide()
        self.light(self._lit)

    def light(self, fact: str | None) -> None:
        """Mark the source that is shown."""
        self._lit = fact
        for (_, words, _), row in zip(self.lines, self.rows, strict=False):
            words.light(row.fact.id == fact)

    def choose(self, number: int) -> bool:
        """The ``number``-th, from 1, is right; False where there is no such one."""
        if not 1 <= number <= len(self.rows):
            return False
        self.chosen.emit(self.rows[number - 1])
        return True

    def _line(self, place: int) -> tuple[QWidget, WordsButton, QToolButton]:
        line = QWidget(self)
        words, pick = WordsButton(self._shell, "text_2"), tool("mini", f"choose-{place + 1}", 16)
        words.clicked.connect(lambda: self.opened.emit(self.rows[place]))
        pick.clicked.connect(lambda: self.choose(place + 1))
        inside = QHBoxLayout(line)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(2)
        inside.addWidget(words, 1)
        inside.addWidget(pick, 0, Qt.AlignmentFlag.AlignTop)
        self._layout.addWidget(line)
        return line, words, pick
