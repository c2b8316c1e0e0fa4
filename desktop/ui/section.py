"""A part of the side panel under a heading that folds it."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.shell.context import Shell
from desktop.ui.accessible import Role, spoken_as
from desktop.ui.parts import Elided, button


class Section(QWidget):
    """``title`` is a key of the translations, ``note`` stands beside it where it is shown.
    ``folded`` gives the name and whether it is."""

    folded = Signal(str, bool)

    def __init__(self, shell: Shell, name: str, title: str, *parts: QWidget) -> None:
        super().__init__()
        self.setObjectName(f"section-{name}")
        spoken_as(self, Role.Grouping)
        self._shell, self.name, self._title = shell, name, title
        self.head = button("fold", f"fold-{name}")
        self.head.setAutoDefault(False)
        self.head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.head.clicked.connect(lambda: self.fold(not self.is_folded))
        self.note = Elided("hint")
        self._beside = QHBoxLayout(self.head)
        self._beside.addWidget(self.note)
        self.note.hide()
        self.body = QWidget()
        inside = QVBoxLayout(self.body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        for part in parts:
            inside.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.head)
        layout.addWidget(self.body)
        self._folded = False
        self.retranslate()

    @property
    def is_folded(self) -> bool:
        """Whether only the heading shows."""
        return self._folded

    def fold(self, folded: bool, *, quietly: bool = False) -> None:
        """Fold or unfold it; ``quietly``: it was so when the window stood last."""
        if folded == self._folded:
            return
        self._folded = folded
        self.body.setVisible(not folded)
        self.retranslate()
        if not quietly:
            self.folded.emit(self.name, folded)

    def retranslate(self) -> None:
        """The heading in the language and the theme in force."""
        shell, name = self._shell, self._shell.tr(self._title)
        side = shell.theme.px(16)
        icon = "chevron-right" if self._folded else "chevron-down"
        self.head.setIcon(shell.icons.icon(icon, "text_3", side))
        self.head.setIconSize(QSize(side, side))
        words = QFontMetrics(shell.theme.font("title", bold=True)).horizontalAdvance(name)
        self._beside.setContentsMargins(side + words + 24, 0, 0, 0)
        self.setAccessibleName(name)
        self.head.setText(name)
        self.head.setAccessibleName(
            shell.tr("side-unfold", name=name) if self._folded else shell.tr("side-fold", name=name)
        )
