"""What a message said before it was changed, the newest first."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from core.domain.views import VersionRow
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui.dialogs import Dialog
from desktop.ui.parts import label


class VersionsDialog(Dialog):
    """A time and the words of each."""

    def __init__(self, shell: Shell, parent: QWidget, rows: Sequence[VersionRow]) -> None:
        super().__init__(shell, parent, "versionsDialog", shell.tr("versions-title"))
        wide = min(parent.width() - 40, round(shell.theme.px(520)))
        self.resize(wide, round(shell.theme.px(380)))
        self.text.hide()
        inside = QWidget()
        listed = QVBoxLayout(inside)
        listed.setContentsMargins(0, 4, 8, 4)
        listed.setSpacing(4)
        for i, row in enumerate(reversed(rows)):
            when = formats.full(shell.i18n, row.at)
            now = shell.tr("versions-now", when=when) if not i else when
            words = label("", row.text, wrap=True)
            words.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            words.setAccessibleName(f"{now}: {row.text}")
            listed.addWidget(label("hint", now))
            listed.addWidget(words)
            listed.addSpacing(8)
        listed.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setAccessibleName(shell.tr("versions-title"))
        self.body.addWidget(scroll, 1)
        self.foot()
