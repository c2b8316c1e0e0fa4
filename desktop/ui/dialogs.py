"""Small windows: a page of a document, the preview of an export."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
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
from desktop.shell.context import Shell
from desktop.ui.bubble import utf16
from desktop.ui.parts import button, label


class Dialog(QDialog):
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


class PageViewer(Dialog):
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


class CrmPreview(Dialog):
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
