"""A small button beside what may puzzle: it opens the help at the answer."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QToolButton

from desktop.shell.context import Shell
from desktop.ui.parts import caption


class Why(QToolButton):
    """``asked`` gives the topic."""

    asked = Signal(str)

    def __init__(self, shell: Shell, topic: str) -> None:
        super().__init__()
        self.setProperty("look", "mini")
        self.setObjectName(f"why-{topic}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._shell, self.topic = shell, topic
        self.clicked.connect(lambda: self.asked.emit(self.topic))
        for signal in (shell.i18n.changed, shell.theme.changed):
            signal.connect(self._say)
        self._say()

    def _say(self) -> None:
        side = self._shell.theme.px(16)
        self.setIconSize(QSize(side, side))
        self.setIcon(self._shell.icons.icon("info", "text_2", side))
        caption(self, self._shell.tr("why-of", name=self._shell.tr(f"topic-{self.topic}")))
