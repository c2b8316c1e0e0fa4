"""What stands in the window's place while the log is brought up to date after an update."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from desktop.shell.context import Shell


class Preparing(QWidget):
    """A sentence and how far it is."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(None, Qt.WindowType.Dialog | Qt.WindowType.CustomizeWindowHint)
        self.setWindowTitle("Threadline")
        self.setObjectName("preparing")
        self.setFixedWidth(420)
        title, text = QLabel(shell.tr("preparing-title")), QLabel(shell.tr("preparing-text"))
        title.setProperty("look", "title")
        text.setProperty("look", "muted")
        for label in (title, text):
            label.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(title.text())
        self.bar.setRange(0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 24)
        layout.setSpacing(10)
        for widget in (title, text, self.bar):
            layout.addWidget(widget)
        layout.insertSpacing(2, 4)
        self.setFixedHeight(layout.heightForWidth(self.width()))

    def tell(self, done: int, of: int) -> None:
        """So many of so many steps were taken."""
        self.bar.setRange(0, of if of > 1 else 0)
        self.bar.setValue(done)
