"""The line over the messages in which one looks for words within the thread."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit

from desktop.shell.context import Shell
from desktop.ui.parts import caption, label, restyle, tool
from desktop.viewmodels.find import MOST, FindModel

_WAIT_MS: Final = 120
"""Of typing that pauses: a thread of any length is read then."""


class FindBar(QFrame):
    """``asked`` gives the words to look for, ``left`` when it was put away."""

    asked = Signal(str)
    left = Signal()

    def __init__(self, shell: Shell, model: FindModel) -> None:
        super().__init__()
        self.setObjectName("findBar")
        self._shell, self._model = shell, model
        self.line = QLineEdit()
        self.line.setObjectName("findLine")
        self.line.setProperty("look", "search")
        self.count = label("muted")
        self.count.setObjectName("findCount")
        self.previous = tool(name="findPrevious")
        self.next = tool(name="findNext")
        self.close_button = tool(name="findClose")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 10, 6)
        layout.setSpacing(6)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.count)
        for button in (self.previous, self.next, self.close_button):
            layout.addWidget(button)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self._ask)
        self.line.textChanged.connect(lambda _text: self._wait.start())
        self.line.installEventFilter(self)
        self.previous.clicked.connect(lambda: self.step(-1))
        self.next.clicked.connect(lambda: self.step(1))
        self.close_button.clicked.connect(self.leave)
        model.changed.connect(self.refresh)
        shell.i18n.changed.connect(self.retranslate)
        shell.theme.changed.connect(self.retranslate)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Another language or theme."""
        tr, icons = self._shell.tr, self._shell.icons
        self.line.setPlaceholderText(tr("find-placeholder"))
        self.line.setAccessibleName(tr("find-placeholder"))
        for button, icon, key in (
            (self.previous, "chevron-up", "command-find-previous"),
            (self.next, "chevron-down", "command-find-next"),
            (self.close_button, "close", "close"),
        ):
            button.setIcon(icons.icon(icon))
            caption(button, tr(key))
        self.refresh()

    def open(self, words: str = "") -> None:
        """Show it; ``words`` (what is selected) are looked for at once."""
        self.show()
        if words:
            self.line.setText(words)
        self.line.setFocus()
        self.line.selectAll()
        if self.line.text():
            self._ask()

    def leave(self) -> None:
        """Put it away; nothing found is marked any more."""
        if self.isVisible():
            self.hide()
            self._wait.stop()
            self.asked.emit("")
            self.left.emit()

    def step(self, by: int) -> None:
        """To the next place or the one before."""
        if self._wait.isActive():
            self._ask()
        else:
            self._model.step(by)

    def refresh(self) -> None:
        """Where one is, of how many."""
        model, tr = self._model, self._shell.tr
        said, count = "", len(model.rows)
        if model.searching and not count:
            said = tr("find-searching")
        elif count:
            key = "find-count-many" if count >= MOST else "find-count"
            said = tr(key, n=str(model.at + 1), count=str(count))
        elif model.words.strip():
            said = tr("find-nothing")
        self.count.setText(said)
        nothing = bool(model.words.strip()) and not count and not model.searching
        restyle(self.line, "bad", "true" if nothing else "false")
        for button in (self.previous, self.next):
            button.setEnabled(count > 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: Enter and the arrows go on, with Shift back, Escape puts it away."""
        if watched is self.line and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            match event.key():
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self.step(-1 if back else 1)
                case Qt.Key.Key_Up:
                    self.step(-1)
                case Qt.Key.Key_Down:
                    self.step(1)
                case Qt.Key.Key_Escape:
                    self.leave()
                case _:
                    return False
            return True
        return super().eventFilter(watched, event)

    def _ask(self) -> None:
        self._wait.stop()
        self.asked.emit(self.line.text())
