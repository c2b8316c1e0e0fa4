"""Asks once more before messages are gone for both sides."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.shell.context import Shell
from desktop.ui.dialogs import Dialog
from desktop.ui.parts import button


class DeleteDialog(Dialog):
    """``agreed``: they are to be deleted."""

    agreed = Signal()

    def __init__(self, shell: Shell, parent: QWidget, count: int) -> None:
        super().__init__(shell, parent, "deleteDialog", shell.tr("delete-title", n=count))
        self.setModal(True)
        self.resize(min(parent.width() - 40, shell.theme.px(420)), 0)
        self.text.setText(shell.tr("delete-text"))
        self.body.addSpacing(6)
        self.submit = button("danger", "deleteNow")
        self.submit.setText(shell.tr("delete-now"))
        self.submit.clicked.connect(self._agree)
        self.foot().insertWidget(1, self.submit)
        self.submit.setDefault(True)
        self.submit.setFocus()

    def _agree(self) -> None:
        self.agreed.emit()
        self.close()
