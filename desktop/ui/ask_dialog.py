"""A few words in a window of their own, and at most one thing to agree to."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.shell.context import Shell
from desktop.ui.dialogs import Dialog
from desktop.ui.parts import button


class AskDialog(Dialog):
    """``agreed``: the button ``agree`` was pressed; '' has none. The words are nobody's of ours:
    they are shown as they are."""

    agreed = Signal()

    def __init__(
        self, shell: Shell, parent: QWidget, title: str, text: str, agree: str = ""
    ) -> None:
        super().__init__(shell, parent, "askDialog", title)
        self.setModal(True)
        self.setMinimumWidth(min(parent.width() - 40, round(shell.theme.px(400))))
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setText(text[:2000])
        self.body.addStretch(1)
        row = self.foot()
        if agree:
            self.submit = button("primary", "askAgree")
            self.submit.setText(agree)
            self.submit.clicked.connect(self._agree)
            row.insertWidget(1, self.submit)
            self.submit.setDefault(True)
            self.submit.setFocus()

    def _agree(self) -> None:
        self.agreed.emit()
        self.close()
