"""Stands over the list while several threads are chosen: how many, and what to do with them."""

from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from desktop.shell import commands
from desktop.shell.context import Shell
from desktop.ui.parts import caption, label, tool
from desktop.viewmodels.selection import Selection

_ACTIONS: Final = (
    ("done", "check"), ("snooze", "snooze"), ("pin", "pin"), ("move", "folder"),
    ("assign", "assign"), ("mark_read", "read"),
)  # fmt: skip


class BulkBar(QWidget):
    """``asked`` gives the id of a command, ``leave`` says that none is to be chosen any more."""

    asked = Signal(str)
    leave = Signal()

    def __init__(self, shell: Shell, selection: Selection) -> None:
        super().__init__()
        self.setObjectName("bulkBar")
        self._shell, self._selection = shell, selection
        self.count = label("title")
        self.count.setObjectName("bulkCount")
        self._out = tool(name="bulkLeave", size=18)
        self._out.clicked.connect(self.leave)
        self._tools: dict[str, QToolButton] = {}
        top, row = QHBoxLayout(), QHBoxLayout()
        top.setContentsMargins(2, 0, 0, 0)
        top.addWidget(self.count, 1)
        top.addWidget(self._out)
        row.setSpacing(0)
        for name, _ in _ACTIONS:
            made = self._tools[name] = tool(name=f"bulk-{name}")
            made.clicked.connect(lambda _=False, n=name: self.asked.emit(n))
            row.addWidget(made)
            row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 10, 0)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addLayout(row)
        for signal in (selection.changed, shell.i18n.changed, shell.theme.changed,
                       shell.keymap.changed):  # fmt: skip
            signal.connect(self.refresh)
        self.refresh()

    def button(self, name: str) -> QToolButton:
        """The button of a command."""
        return self._tools[name]

    def refresh(self) -> None:
        """Another choice, language or look."""
        shell = self._shell
        self.count.setText(shell.tr("bulk-count", n=len(self._selection.ids)))
        caption(self._out, shell.tr("bulk-leave"))
        self._out.setIcon(shell.icons.icon("close"))
        known = {command.id: command for command in commands.COMMANDS}
        for name, icon in _ACTIONS:
            side = shell.theme.px(20)
            self._tools[name].setIconSize(QSize(side, side))
            self._tools[name].setIcon(shell.icons.icon(icon, size=side))
            caption(self._tools[name], shell.tr(known[name].title), shell.keymap.of(name))
