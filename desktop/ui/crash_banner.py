"""Says once that the last run ended as it should not have, and offers the logs."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from desktop.shell.context import Shell
from desktop.ui.parts import button, caption, label, restyle, tool


class CrashBanner(QFrame):
    """A quiet line above the window's panes; it goes when it was seen to."""

    save_logs = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.setObjectName("banner")
        restyle(self, "level", "quiet")
        self._shell = shell
        self._icon, self.text = QLabel(), label("", wrap=True)
        self.text.setObjectName("crashText")
        self.button = button("", "crashLogs")
        self.button.clicked.connect(self.save_logs)
        self._close = tool("mini", "crashClose", 16)
        self._close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 7, 10, 7)
        layout.setSpacing(10)
        layout.addWidget(self._icon)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.button)
        layout.addWidget(self._close)
        for signal in (shell.i18n.changed, shell.theme.changed):
            signal.connect(self.refresh)
        self.refresh()
        self.hide()

    def refresh(self) -> None:
        """Another language or theme."""
        shell = self._shell
        self._icon.setPixmap(shell.icons.pixmap("info", "text_2", 18))
        self.text.setText(shell.tr("crashed-banner"))
        self.button.setText(shell.tr("save-logs"))
        self._close.setIcon(shell.icons.icon("close", "text_2", 16))
        caption(self._close, shell.tr("close"))
