"""Asks once more before messages are gone for both sides."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.shell.context import Shell
from desktop.ui.dialogs import Dialog
from desktop.ui.parts import Elided, button


class DeleteDialog(Dialog):
    """``agreed``: they are to be deleted."""

    agreed = Signal()

    def __init__(self, shell: Shell, parent: QWidget, count: int, words: str = "") -> None:
        """``words``: those of the message, where it is one."""
        super().__init__(shell, parent, "deleteDialog", shell.tr("delete-title", n=count))
        self.setModal(True)
        wide = min(parent.width() - 40, round(shell.theme.px(440)))
        self.resize(wide, round(shell.theme.px(190 if words else 160)))
        self.text.setText(shell.tr("delete-text"))
        if words:
            quote = Elided("muted")
            quote.setText(f"«{words}»")
            self.body.insertWidget(1, quote)
        self.body.addStretch(1)
        self.submit = button("primary", "deleteNow")
        self.submit.setText(shell.tr("delete-now"))
        self.submit.clicked.connect(self._agree)
        self.foot().addWidget(self.submit)
        self.submit.setDefault(True)
        self.submit.setFocus()

    def _agree(self) -> None:
        self.agreed.emit()
        self.close()
