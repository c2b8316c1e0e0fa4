"""The field where an answer is written."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

_TALLEST = 168


def first_file(mime: QMimeData) -> Path | None:
    """The file that is dropped or pasted; None where it is something else."""
    for url in mime.urls():
        path = Path(url.toLocalFile())
        if url.isLocalFile() and path.is_file():
            return path
    return None


class Draft(QPlainTextEdit):
    """Grows with its text. ``submit`` on Enter; Shift or Ctrl with Enter breaks the line.
    ``file`` gives a file that was dropped or pasted, ``escaped`` asks to put something away."""

    submit = Signal()
    focused = Signal(bool)
    escaped = Signal()
    file = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("draft")
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(4)
        self.setViewportMargins(0, 4, 0, 4)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().documentLayout().documentSizeChanged.connect(lambda: self._fit())
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's hook."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            held = event.modifiers() & (
                Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
            )
            if held:
                self.insertPlainText("\n")
                self.ensureCursorVisible()
            else:
                self.submit.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt's hook."""
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt's hook."""
        super().focusOutEvent(event)
        self.focused.emit(False)

    def changeEvent(self, event: QEvent) -> None:
        """Another font is another height."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        lines = max(1, int(self.document().size().height()))
        height = lines * self.fontMetrics().lineSpacing() + 17
        self.setFixedHeight(min(_TALLEST, max(34, height)))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Qt's hook: files are taken too."""
        return first_file(source) is not None or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Qt's hook: a file is no text."""
        path = first_file(source)
        if path is not None:
            self.file.emit(path)
        elif source.hasText():
            self.insertPlainText(source.text())
