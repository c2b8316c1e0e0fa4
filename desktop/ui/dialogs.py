"""Small windows: a page of a document, the preview of an export, the keys."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QKeySequence, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from core.ports import CrmWrite
from desktop.shell.commands import COMMANDS
from desktop.shell.context import Shell
from desktop.ui.bubble import utf16
from desktop.ui.parts import button, label


class _Window(QDialog):
    """A dialog that is shown, never run, and deletes itself."""

    def __init__(self, shell: Shell, parent: QWidget, name: str, title: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.shell = shell
        self.heading, self.text = label("heading", title, wrap=True), label("muted", wrap=True)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(24, 20, 24, 18)
        self.body.setSpacing(8)
        self.body.addWidget(self.heading)
        self.body.addWidget(self.text)

    def foot(self) -> QHBoxLayout:
        """A row with the way out; returns it for more."""
        row = QHBoxLayout()
        row.addStretch(1)
        out = button("", "dialogClose")
        out.setText(self.shell.tr("close"))
        out.clicked.connect(self.close)
        row.addWidget(out)
        self.body.addLayout(row)
        return row


class PageViewer(_Window):
    """What was read of a document, a page at a time (``page`` from 1), with the ``span`` of a fact
    lit on the page it opens with: in characters, None for none."""

    def __init__(
        self, shell: Shell, parent: QWidget, name: str, texts: Sequence[str], page: int,
        span: tuple[int, int] | None,
    ) -> None:  # fmt: skip
        super().__init__(shell, parent, "pageViewer", name)
        self.resize(620, 640)
        self._texts = texts or ("",)
        self.view = QPlainTextEdit()
        self.view.setObjectName("pageText")
        self.view.setProperty("look", "page")
        self.view.setReadOnly(True)
        self.body.addWidget(self.view, 1)
        row = self.foot()
        self.before = self._step("pageBefore", "page-before", -1)
        self.after = self._step("pageAfter", "page-after", 1)
        for place, step in enumerate((self.before, self.after)):
            step.setVisible(len(self._texts) > 1)
            row.insertWidget(place, step)
        self.turn(page)
        text = self._texts[self._page - 1]
        if span is not None and text:
            self._light(utf16(text, span[0]), utf16(text, span[1]))

    def turn(self, page: int) -> None:
        """Show another page."""
        self._page = min(max(page, 1), len(self._texts))
        said = self.shell.tr("page-n", n=self._page)
        self.text.setText(said)
        self.view.setAccessibleName(said)
        self.view.setExtraSelections([])
        self.view.setPlainText(self._texts[self._page - 1] or self.shell.tr("page-empty"))
        self.before.setEnabled(self._page > 1)
        self.after.setEnabled(self._page < len(self._texts))

    def _step(self, name: str, key: str, by: int) -> QPushButton:
        made = button("", name)
        made.setText(self.shell.tr(key))
        made.clicked.connect(lambda: self.turn(self._page + by))
        return made

    def _light(self, start: int, end: int) -> None:
        cursor = self.view.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        lit = QTextEdit.ExtraSelection()
        look = QTextCharFormat()
        look.setBackground(QBrush(self.shell.theme.colour("spot")))
        look.setForeground(QBrush(self.shell.theme.colour("spot_text")))
        lit.cursor, lit.format = cursor, look
        self.view.setExtraSelections([lit])
        cursor.clearSelection()
        self.view.setTextCursor(cursor)
        self.view.centerCursor()


class CrmPreview(_Window):
    """Exactly what an export would write, a line a field."""

    def __init__(
        self, shell: Shell, parent: QWidget, target: str, writes: Sequence[CrmWrite]
    ) -> None:
        super().__init__(shell, parent, "crmPreviewDialog", shell.tr("crm-preview-title"))
        self.resize(640, 460)
        self.text.setText(shell.tr("crm-preview-text", target=target))
        self.table = QTableWidget(len(writes), 3)
        self.table.setObjectName("crmWrites")
        self.table.setHorizontalHeaderLabels(
            [shell.tr(f"crm-column-{name}") for name in ("model", "field", "value")]
        )
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setWordWrap(True)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        for i, write in enumerate(writes):
            for j, value in enumerate((write.model, write.field, write.value)):
                self.table.setItem(i, j, QTableWidgetItem(value))
        self.body.addWidget(self.table, 1)
        row = self.foot()
        self.export = button("primary", "crmPreviewExport")
        self.export.setText(shell.tr("crm-export"))
        self.export.clicked.connect(self.accept)
        row.addWidget(self.export)
        self.export.setDefault(True)
        self.export.setFocus()


class KeysHelp(_Window):
    """The commands and their keys, from the one table."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(shell, parent, "keysHelp", shell.tr("command-help"))
        self.text.setText(shell.tr("help-text"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(48)
        grid.setVerticalSpacing(7)
        group = ""
        for command in COMMANDS:
            if command.group != group:
                group = command.group
                heading = label("section", shell.tr(f"help-{group}"))
                heading.setContentsMargins(0, 8, 0, 0)
                grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
            self._line(grid, shell.tr(command.title), QKeySequence(command.shortcut).toString())
        heading = label("section", shell.tr("help-card"))
        heading.setContentsMargins(0, 8, 0, 0)
        grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
        for key, keys in (("fact-show", "Enter"), ("fact-confirm", "Y"), ("fact-correct", "E"),
                          ("fact-reject", "N")):  # fmt: skip
            self._line(grid, shell.tr(key), keys)
        self.body.addLayout(grid)
        self.body.addSpacing(8)
        self.foot()

    def _line(self, grid: QGridLayout, title: str, keys: str) -> None:
        row = grid.rowCount()
        grid.addWidget(label("", title), row, 0)
        keys = keys.replace("Down", "↓").replace("Up", "↑")
        grid.addWidget(label("chip", keys), row, 1, Qt.AlignmentFlag.AlignRight)
