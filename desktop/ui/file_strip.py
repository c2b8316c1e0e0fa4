"""The file that goes out with the next message: over the draft, until it is sent or put away."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui.parts import Elided, caption, label, tool


class FileStrip(QFrame):
    """``path`` is the file, None for none; ``changed`` with it."""

    changed = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.setObjectName("fileStrip")
        self._shell = shell
        self.path: Path | None = None
        self._icon, self.name, self.size_ = QLabel(), Elided("strong"), label("faint")
        self._away = tool("mini", "fileAway", 14)
        self._away.clicked.connect(lambda: self.show_file(None))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 7, 8, 7)
        layout.addWidget(self._icon)
        layout.addWidget(self.name, 1)
        layout.addWidget(self.size_)
        layout.addWidget(self._away)
        self.refresh()

    def show_file(self, path: Path | None) -> None:
        """Another file, or none."""
        if path == self.path:
            return
        self.path = path
        self.refresh()
        self.changed.emit()

    def refresh(self) -> None:
        """Another file, language or theme."""
        shell, path = self._shell, self.path
        self.setVisible(path is not None)
        self._icon.setPixmap(shell.icons.pixmap("file", "accent_text", 16))
        self._away.setIcon(shell.icons.icon("close", "text_3", 14))
        caption(self._away, shell.tr("file-away"))
        if path is None:
            return
        self.name.setText(path.name)
        self.name.setToolTip(str(path))
        try:
            self.size_.setText(formats.size(shell.i18n, path.stat().st_size))
        except OSError:  # what cannot be read is told when it is sent
            self.size_.setText("")
