"""Templates in place of free text: what may be sent when WhatsApp's window is closed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.shell.context import Shell
from desktop.ui.parts import button, clear, label
from desktop.viewmodels.backend import TemplateRow
from desktop.viewmodels.template_gaps import filled


def _nothing(_row: TemplateRow) -> Sequence[str]:
    return ()


class TemplatePanel(QFrame):
    """``send`` gives the template and its parameters, ``back`` asks for free text again.
    ``prefill`` says what is known for the gaps of a template."""

    send = Signal(object, object)
    back = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.setObjectName("templatePanel")
        self._shell = shell
        self._rows: list[TemplateRow] = []
        self._gaps: list[QLineEdit] = []
        self.prefill: Callable[[TemplateRow], Sequence[str]] = _nothing
        self.list = QListWidget()
        self.list.setObjectName("templateList")
        self.list.setMinimumWidth(150)
        self.list.setMaximumWidth(210)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.currentRowChanged.connect(self._picked)
        self.kind = label("faint")
        self.preview = label("", wrap=True)
        self.preview.setObjectName("templatePreview")
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._fields = QVBoxLayout()
        self._fields.setSpacing(6)
        self.submit = button("primary", "templateSend")
        self.submit.clicked.connect(self._send)
        well = QFrame()
        well.setProperty("look", "well")
        inner = QVBoxLayout(well)
        inner.setContentsMargins(11, 9, 11, 9)
        inner.setSpacing(4)
        inner.addWidget(self.kind)
        inner.addWidget(self.preview)
        body = QWidget()
        right = QVBoxLayout(body)
        right.setContentsMargins(0, 0, 4, 0)
        right.setSpacing(8)
        right.addWidget(well)
        right.addLayout(self._fields)
        right.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the gaps in it scroll it
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(scroll, 1)
        self.leave = button("", "templateBack")
        self.leave.clicked.connect(self.back)
        self.leave.hide()
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        foot.addWidget(self.submit)
        column.addLayout(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.setSpacing(12)
        layout.addWidget(self.list, 2)
        layout.addLayout(column, 3)
        self._fit()
        shell.theme.changed.connect(self._fit)
        shell.i18n.changed.connect(self.retranslate)
        self.retranslate()

    def show_templates(self, rows: Sequence[TemplateRow]) -> None:
        """The templates of an account; what is filled in stays while they are the same."""
        if list(rows) == self._rows and rows:
            return
        self._rows = list(rows)
        self.list.clear()
        for row in self._rows:
            item = QListWidgetItem(f"{row.name.replace('_', ' ')} · {row.lang}")
            item.setToolTip(row.name)
            self.list.addItem(item)
        self.list.setCurrentRow(0 if self._rows else -1)
        self._picked(self.list.currentRow())

    def _fit(self) -> None:
        self.setFixedHeight(self._shell.theme.px(230))
        self.list.setMaximumWidth(self._shell.theme.px(210))

    def pick(self, row: TemplateRow) -> None:
        """Choose a template and go to its first empty gap."""
        if row in self._rows:
            self.list.setCurrentRow(self._rows.index(row))
        empty = next((gap for gap in self._gaps if not gap.text()), None)
        (empty or self.submit).setFocus()

    def renew(self) -> None:
        """Another client: nothing of what was filled in for the one before."""
        self._picked(self.list.currentRow())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's hook: Escape goes back to free text where that may be sent."""
        if event.key() == Qt.Key.Key_Escape and not self.leave.isHidden():
            self.back.emit()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Another language."""
        self.leave.setText(self._shell.tr("template-back"))
        self.list.setAccessibleName(self._shell.tr("templates"))
        self.submit.setText(self._shell.tr("template-send"))
        self._picked(self.list.currentRow())

    @property
    def current(self) -> TemplateRow | None:
        """The template that is picked."""
        i = self.list.currentRow()
        return self._rows[i] if 0 <= i < len(self._rows) else None

    def _picked(self, _row: int) -> None:
        clear(self._fields)
        self._gaps = []
        row = self.current
        if row is None:
            self.kind.setText("")
            self.preview.setText(self._shell.tr("templates-none"))
            self.submit.setEnabled(False)
            return
        key = f"template-{row.category.lower()}"
        kind = self._shell.tr(key) if self._shell.i18n.has(key) else row.category
        self.kind.setText(f"{kind} · {row.lang}")
        known = list(self.prefill(row))
        for i in range(row.params):
            gap = QLineEdit(known[i] if i < len(known) else "")
            gap.setObjectName(f"templateParam{i + 1}")
            words = self._shell.tr("template-param", n=i + 1)
            gap.setPlaceholderText(words)
            gap.setAccessibleName(words)
            gap.textChanged.connect(self._changed)
            gap.returnPressed.connect(lambda gap=gap: self._next(gap))
            self._gaps.append(gap)
            self._fields.addWidget(gap)
        self._changed()

    def _next(self, gap: QLineEdit) -> None:
        """Enter goes to the next value, and from the last one to the button."""
        i = self._gaps.index(gap) + 1
        (self._gaps[i] if i < len(self._gaps) else self.submit).setFocus()

    def _changed(self) -> None:
        row = self.current
        if row is None:
            return
        params = [" ".join(gap.text().split()) for gap in self._gaps]
        self.preview.setText(filled(row.body, params))
        self.submit.setEnabled(all(params))

    def _send(self) -> None:
        row = self.current
        if row is not None:
            self.send.emit(row, [" ".join(gap.text().split()) for gap in self._gaps])

    def clear_values(self) -> None:
        """The template was taken: the next one begins anew."""
        row = self.current
        known = list(self.prefill(row)) if row is not None else []
        for i, gap in enumerate(self._gaps):
            gap.setText(known[i] if i < len(known) else "")
