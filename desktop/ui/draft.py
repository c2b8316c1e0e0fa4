"""The field where an answer is written."""

import math
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QImage,
    QInputMethodEvent,
    QKeyEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit

from desktop.shell.units import character, unit
from desktop.viewmodels.quick_replies import next_mark

_LINES = 7
_AROUND = 17
"""Lines that it grows to, and pixels above and below them."""


def local_files(mime: QMimeData) -> tuple[Path, ...]:
    """The files that are dropped or pasted; none where it is something else."""
    paths = (Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())
    return tuple(path for path in paths if path.is_file())


class Draft(QPlainTextEdit):
    """Grows with its text. ``submit`` on Enter; Shift or Ctrl with Enter breaks the line.
    Tab goes through the gaps that are still to be filled. ``files`` gives what was dropped or
    pasted, ``image`` a picture without one, ``escaped`` asks to put something away, ``menu``
    asks for the menu at a place of the screen, for a position of the text; ``typed`` with each
    letter that the operator writes, ``up`` for an arrow up while nothing is written."""

    submit = Signal()
    focused = Signal(bool)
    escaped = Signal()
    files = Signal(object)
    image = Signal(QImage)
    menu = Signal(QPoint, int)
    typed = Signal()
    up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("draft")
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(4)
        self.setViewportMargins(0, 4, 0, 4)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().documentLayout().documentSizeChanged.connect(lambda: self._fit())
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Qt's hook: Tab goes to the next gap while there is one, else out of the field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
            tab = plain and key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
            if tab and self.go_to_gap(back=key == Qt.Key.Key_Backtab):
                return True
        return super().event(event)

    def go_to_gap(self, start: int | None = None, *, back: bool = False) -> bool:
        """Select the next gap (from ``start`` on; None: from the cursor); whether there is one."""
        text, cursor = self.toPlainText(), self.textCursor()
        if start is None:
            start, end = cursor.selectionStart(), cursor.selectionEnd()
        else:
            end = start
        found = next_mark(text, character(text, start), character(text, end), back=back)
        if found is None:
            return False
        cursor.setPosition(unit(text, found[0]))
        cursor.setPosition(unit(text, found[1]), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        return True

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt's hook: by mouse where it points, by key where one writes."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            position = self.cursorForPosition(event.pos()).position()
            self.menu.emit(event.globalPos(), position)
        else:
            below = self.viewport().mapToGlobal(self.cursorRect().bottomLeft())
            self.menu.emit(below, self.textCursor().position())

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
        if event.key() == Qt.Key.Key_Up and not event.modifiers() and not self.toPlainText():
            self.up.emit()
            return
        super().keyPressEvent(event)
        if event.text().isprintable() and event.text():
            self.typed.emit()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Qt's hook: letters that are composed of several keys."""
        super().inputMethodEvent(event)
        if event.commitString():
            self.typed.emit()

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
        document = self.document()
        layout, block = document.documentLayout(), document.firstBlock()
        lines = min(_LINES, max(1, int(document.size().height())))
        one = layout.blockBoundingRect(block).height() / max(1, block.layout().lineCount())
        line = max(self.fontMetrics().lineSpacing(), math.ceil(one) if lines else 0)
        self.setFixedHeight(max(34, lines * line + _AROUND))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Qt's hook: files and pictures are taken too."""
        taken = bool(local_files(source)) or source.hasImage()
        return taken or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Qt's hook: a file is no text."""
        paths = local_files(source)
        if paths:
            self.files.emit(paths)
        elif source.hasText() and source.text():
            self.insertPlainText(source.text())
        elif source.hasImage():
            image = QImage(source.imageData())
            if not image.isNull():
                self.image.emit(image)
