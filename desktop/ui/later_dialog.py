"""What the messenger will send later in a chat: when, what, and what can still be done."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from core.domain.later import Later
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui.dialogs import Dialog
from desktop.ui.list_words import ahead
from desktop.ui.parts import button, clear, label


class LaterDialog(Dialog):
    """``asked`` gives what is to be done (``move``, ``draft``, ``cancel``) and the text that
    waits."""

    asked = Signal(str, object)

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(shell, parent, "laterDialog", shell.tr("later-title"))
        wide = min(parent.width() - 40, round(shell.theme.px(560)))
        self.resize(wide, round(shell.theme.px(420)))
        inside = QWidget()
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(0, 4, 8, 4)
        self._rows.setSpacing(4)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setAccessibleName(shell.tr("later-title"))
        self.body.addWidget(scroll, 1)
        self.foot()

    def show_rows(self, rows: Sequence[Later]) -> None:
        """What waits now."""
        clear(self._rows)
        self.text.setText("" if rows else self.shell.tr("later-none"))
        self.text.setVisible(not rows)
        for row in rows:
            self._rows.addWidget(self._row(row))
        self._rows.addStretch(1)

    def _row(self, row: Later) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 10)
        column.setSpacing(3)
        when = ahead(self.shell.i18n, row.at, self.shell.now())
        column.addWidget(label("hint", when or formats.full(self.shell.i18n, row.at)))
        column.addWidget(label("", row.text, wrap=True))
        ways = QHBoxLayout()
        ways.setSpacing(12)
        for what in ("move", "draft", "cancel"):
            way = button("link", f"later-{what}")
            way.setText(self.shell.tr(f"later-{what}"))
            way.setAccessibleDescription(row.text[:200])
            way.setAutoDefault(False)
            way.clicked.connect(lambda _=False, what=what: self.asked.emit(what, row))
            ways.addWidget(way)
        ways.addStretch(1)
        column.addLayout(ways)
        return made
