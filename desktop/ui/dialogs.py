"""Small windows: what they have in common, the preview of an export."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.ports import CrmWrite
from desktop.shell.context import Shell
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
        row.setContentsMargins(0, 8, 0, 0)
        row.addStretch(1)
        out = button("", "dialogClose")
        out.setText(self.shell.tr("close"))
        out.clicked.connect(self.close)
        row.addWidget(out)
        self.body.addLayout(row)
        return row

    def scrolled(self) -> QVBoxLayout:
        """A list that scrolls, below what stands here; returns where its rows go."""
        rows = QVBoxLayout()
        rows.setContentsMargins(0, 0, 12, 0)
        rows.setSpacing(0)
        inside = QWidget()
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addLayout(rows)
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(scroll, 1)
        return rows


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
        self.table.setTabKeyNavigation(False)
        self.table.setAccessibleName(shell.tr("crm-preview-title"))
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
