"""Help: answers to what one gets stuck at, and the commands with their keys, which can be given
others."""

import re

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.shell.commands import COMMANDS, Command
from desktop.shell.context import Shell
from desktop.shell.fuzzy import score
from desktop.shell.layouts import latin_key
from desktop.ui.accessible import name_inner_buttons
from desktop.ui.dialogs import Dialog
from desktop.ui.help_topics import TOPICS, TopicRow
from desktop.ui.parts import Button, button, caption, clear, label, restyle
from desktop.ui.settings_page import fits

FIXED: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("help-card", (
        ("fact-show", "Enter"), ("fact-confirm", "Y"), ("fact-correct", "E"), ("fact-reject", "N"),
        ("conflict-key", "1 – 4"),
    )),
    ("help-deal", (("step-take", "Enter"), ("unknown-key", "1 – 9"))),
    ("help-documents", (
        ("documents-jump", "Enter"), ("documents-read", "Space"), ("documents-open", "O"),
    )),
)  # fmt: skip
"""Keys of a card of facts and of a document, which need no modifier and stay as they are."""
_CHORD = re.compile(r"(?:ctrl|alt|shift|meta|cmd)\s*\+|f\d", re.IGNORECASE)
_MODIFIERS = {Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta}


class _Keys(Button):
    """Shows a command's keys; pressed, it takes the next ones that are typed."""

    taken = Signal(str)
    listening = False  # Qt asks before the constructor is through

    def __init__(self, shell: Shell, command: Command) -> None:
        super().__init__()
        self.setObjectName(f"keys-{command.id}")
        self.setProperty("look", "keys")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._shell, self._command = shell, command
        self.clicked.connect(self._listen)
        self.say()

    def say(self) -> None:
        """The keys in force."""
        shown = self._shell.keymap.shown(self._command)
        self.setText(
            self._shell.tr("keys-press") if self.listening else shown or self._shell.tr("keys-none")
        )
        title = self._shell.tr(self._command.title)
        caption(self, self._shell.tr("keys-change", title=title))
        restyle(self, "listening", self.listening)

    def _listen(self) -> None:
        self.listening = True
        self.say()

    def event(self, event: QEvent) -> bool:
        """Qt's hook: while it listens no shortcut of the window takes the keys."""
        if self.listening and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's hook."""
        if not self.listening:
            super().keyPressEvent(event)
            return
        key = event.key()
        if key in _MODIFIERS:
            return
        self.listening = False
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain = not modifiers & ~Qt.KeyboardModifier.ShiftModifier
        if plain and key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.taken.emit("")
        elif not (plain and not Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35):
            # a letter alone is what one writes, no command
            keys = QKeySequence(int(modifiers.value) | latin_key(key))
            self.taken.emit(keys.toString(QKeySequence.SequenceFormat.PortableText))
        self.say()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt's hook."""
        super().focusOutEvent(event)
        self.listening = False
        self.say()


class KeysPage(Dialog):
    """From the one table. ``changed`` after a command was given other keys, ``command`` gives one
    that is to be done. ``topic`` is the answer to open at, '' for none."""

    changed = Signal()
    command = Signal(str)

    def __init__(self, shell: Shell, parent: QWidget, topic: str = "") -> None:
        super().__init__(shell, parent, "keysHelp", shell.tr("command-help"))
        px = shell.theme.px
        self.resize(min(px(600), parent.width() - 40), min(px(680), parent.height() - 40))
        self.text.setText(shell.tr("help-text"))
        self.filter = QLineEdit()
        self.filter.setObjectName("keysFilter")
        self.filter.setProperty("look", "search")
        self.filter.setPlaceholderText(shell.tr("keys-filter"))
        self.filter.setAccessibleName(shell.tr("keys-filter"))
        self.filter.setClearButtonEnabled(True)
        name_inner_buttons(self.filter, shell.tr("line-clear"))
        self.filter.textChanged.connect(self._fill)
        self.filter.installEventFilter(self)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 12, 0)
        self._grid = QGridLayout()
        column.addLayout(self._grid)
        column.addStretch(1)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(0, 1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setWidget(inner)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.said = label("muted", wrap=True)
        self.said.hide()
        self.body.addWidget(self.filter)
        self.body.addWidget(self.area, 1)
        self.body.addWidget(self.said)
        self.body.addSpacing(4)
        foot: QHBoxLayout = self.foot()
        self.all_own = button("", "keysReset")
        self.all_own.setText(shell.tr("keys-reset-all"))
        self.all_own.clicked.connect(self._reset)
        foot.insertWidget(0, self.all_own)
        self._fill()
        self.filter.setFocus()
        for row in self.findChildren(TopicRow):
            if row.topic.id == topic:
                row.unfold(True)
                row.head.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: Enter in the filter closes nothing."""
        if watched is self.filter and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                return True
        return super().eventFilter(watched, event)

    def _fill(self) -> None:
        clear(self._grid)
        typed, shell, group = self.filter.text().strip(), self.shell, ""
        self._answers(typed)
        for command in COMMANDS:
            if typed and not self._fits(typed, command):
                continue
            if command.group != group:
                group = command.group
                self._heading(f"help-{group}")
            keys = _Keys(shell, command)
            keys.taken.connect(lambda given, id_=command.id: self._give(id_, given))
            self._line(shell.tr(command.title), keys)
        for heading, lines in FIXED:
            found = [
                line for line in lines if not typed or score(typed, shell.tr(line[0])) is not None
            ]
            if found:
                self._heading(heading)
            for title, given in found:
                self._line(shell.tr(title), label("chip", given))
        if typed and self._grid.count() == 0:
            nothing = label("muted", shell.tr("palette-nothing"), wrap=True)
            nothing.setObjectName("keysNothing")
            self._grid.addWidget(nothing, 0, 0, 1, 2)
        self.all_own.setEnabled(bool(shell.keymap.given))

    def _fits(self, typed: str, command: Command) -> bool:
        """By its title, or by the keys themselves: «ctrl+d», “F7”."""
        shown = self.shell.keymap.shown(command).casefold()
        if _CHORD.match(typed) and shown.startswith(typed.casefold().replace(" ", "")):
            return True
        return score(typed, self.shell.tr(command.title)) is not None

    def _answers(self, typed: str) -> None:
        found = [TopicRow(self.shell, topic) for topic in TOPICS]
        if typed:
            found = [row for row in found if fits(typed, row.head.text(), row.text.text())]
        if found:
            self._heading("help-answers")
        for row in found:
            row.command.connect(self._leave_for)
            self._grid.addWidget(row, self._grid.rowCount(), 0, 1, 2)

    def _leave_for(self, id_: str) -> None:
        self.close()
        self.command.emit(id_)

    def _heading(self, key: str) -> None:
        heading = label("section", self.shell.tr(key))
        heading.setContentsMargins(0, 10, 0, 2)
        self._grid.addWidget(heading, self._grid.rowCount(), 0, 1, 2)

    def _line(self, title: str, keys: QWidget) -> None:
        row = self._grid.rowCount()
        self._grid.addWidget(label("", title), row, 0)
        self._grid.addWidget(keys, row, 1, Qt.AlignmentFlag.AlignRight)

    def _give(self, id_: str, keys: str) -> None:
        keymap = self.shell.keymap
        holder = keymap.holder(keys, id_)
        keymap.give(id_, keys)
        self.said.setVisible(holder is not None)
        if holder is not None:
            self.said.setText(self.shell.tr("keys-taken", title=self.shell.tr(holder.title)))
        self._refresh()

    def _reset(self) -> None:
        self.shell.keymap.reset()
        self.said.hide()
        self._refresh()

    def _refresh(self) -> None:
        for keys in self.findChildren(_Keys):
            keys.say()
        self.all_own.setEnabled(bool(self.shell.keymap.given))
        self.changed.emit()
