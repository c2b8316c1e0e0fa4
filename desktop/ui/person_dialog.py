"""Asks once more before a person is blocked, reported, or a chat with them is emptied, and says
what happens then."""

from typing import Final, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.shell.context import Shell
from desktop.ui.dialogs import Dialog
from desktop.ui.parts import button
from desktop.ui.words import person

What = Literal["block", "report", "delete-chat"]
_TICKED: Final = frozenset({"report"})
"""Where what may be done besides mostly is."""


class PersonDialog(Dialog):
    """``agreed``: it is to be done, and whether what is ``also`` offered with it."""

    agreed = Signal(bool)

    def __init__(
        self, shell: Shell, parent: QWidget, what: What, name: str, *, also: bool = False
    ) -> None:
        name = person(name)
        super().__init__(shell, parent, "personDialog", shell.tr(f"{what}-title", name=name))
        self.setModal(True)
        self.text.setText(shell.tr(f"{what}-text"))
        self.also = QCheckBox(shell.tr(f"{what}-also", name=name) if also else "")
        self.also.setObjectName("personAlso")
        self.also.setVisible(also)
        self.also.setChecked(what in _TICKED)
        self.body.addWidget(self.also)
        self.body.addStretch(1)
        self.submit = button("primary", "personNow")
        self.submit.setText(shell.tr(f"{what}-now"))
        self.submit.clicked.connect(self._agree)
        self.foot().addWidget(self.submit)
        self.submit.setDefault(True)
        self.submit.setFocus()
        wide = min(parent.width() - 40, round(shell.theme.px(440)))
        self.resize(wide, self.body.heightForWidth(wide))

    def _agree(self) -> None:
        self.agreed.emit(self.also.isChecked() and not self.also.isHidden())
        self.close()
