"""What is still to be asked, as quiet chips: one puts its question into the draft."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.shell.context import Shell
from desktop.shell.i18n import I18n
from desktop.ui.deal_words import question, unknown_name
from desktop.ui.parts import Flow, clear, label, pill


class Unknowns(QWidget):
    """``asked`` gives the question that was picked."""

    asked = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.setObjectName("unknowns")
        self._shell = shell
        self._shown: tuple[object, ...] = ()
        self.title = label("faint")
        self._holder = QWidget()
        self._flow = Flow(self._holder, 5)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(5)
        layout.addWidget(self.title)
        layout.addWidget(self._holder)
        self.chips: list[QPushButton] = []

    def show_kinds(self, kinds: Sequence[str], tongue: I18n, *, closed: bool = False) -> None:
        """The kinds of fact to ask about, and the language to ask in; ``closed``: nothing can be
        written now. Chips that stay the same keep the focus."""
        shell = self._shell
        self.title.setText(shell.tr("unknown-title"))
        self.setVisible(bool(kinds))
        theme = shell.theme
        shown = (tuple(kinds), tongue.lang, closed, shell.i18n.lang, theme.scheme, theme.size)
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._flow)
        self.chips = [self._chip(kind, question(tongue, kind), closed) for kind in kinds]
        for chip in self.chips:
            self._flow.addWidget(chip)
        self._holder.updateGeometry()

    def ask_first(self) -> None:
        """Ask what is needed most."""
        if self.chips and self.chips[0].isEnabled():
            self.chips[0].click()

    def _chip(self, kind: str, words: str, closed: bool) -> QPushButton:
        shell, chip = self._shell, pill("chip", f"ask-{kind}", 13)
        name = unknown_name(shell, kind)
        chip.setText(name)
        chip.setProperty("unsure", "true")
        key = "unknown-closed" if closed else "unknown-ask"
        hint = shell.tr(key, question=words)
        chip.setToolTip(hint)
        chip.setAccessibleName(f"{name}. {hint}")
        chip.setEnabled(not closed)
        chip.clicked.connect(lambda: self.asked.emit(words))
        return chip
