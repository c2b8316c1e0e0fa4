"""A history from a file: choose it, say which chats, and see what came of it."""

from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from core.domain.channels import Channel
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.shell.tasks import Tasks
from desktop.ui.dialogs import Dialog
from desktop.ui.file_dialog import choose_path
from desktop.ui.parts import Choice, button, clear, label, line
from desktop.ui.words import channel_name
from desktop.viewmodels.history import HistoryModel
from desktop.viewmodels.history_port import ChatFound, ChatWanted


class HistoryDialog(Dialog):
    """Closing ends the work; what was taken stays."""

    def __init__(self, shell: Shell, parent: QWidget, model: HistoryModel, tasks: Tasks) -> None:
        super().__init__(shell, parent, "historyDialog", shell.tr("intake-title"))
        self.model, self._tasks = model, tasks
        self.resize(min(parent.width() - 40, shell.theme.px(560)), shell.theme.px(460))
        self.text.setText(shell.tr("intake-text"))
        self.rows: list[_Row] = []
        self._shown: list[ChatFound] = []
        self.file, self.folder = button("", "historyFile"), button("", "historyFolder")
        across = QHBoxLayout()
        for made, key in ((self.file, "intake-file"), (self.folder, "intake-folder")):
            made.setText(shell.tr(key))
            made.setAutoDefault(False)
            across.addWidget(made)
        across.addStretch(1)
        self.file.clicked.connect(lambda: choose_path(self, shell, self.look))
        self.folder.clicked.connect(lambda: choose_path(self, shell, self.look, folder=True))
        self.problem = label("danger", wrap=True)
        self.said = label("muted", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(shell.tr("intake-progress"))
        self.body.addLayout(across)
        self.body.addWidget(self.problem)
        self._list = self.scrolled()
        self.body.addWidget(self.said)
        self.body.addWidget(self.bar)
        self.take = button("primary", "historyTake")
        self.take.setText(shell.tr("intake-take"))
        self.take.clicked.connect(self._take)
        self.foot().addWidget(self.take)
        model.changed.connect(self.refresh)
        self.refresh()
        self.file.setFocus()

    def look(self, path: str) -> None:
        """See what is in it."""
        self.model.look(Path(path))

    def refresh(self) -> None:
        """As it stands."""
        tr, model = self.shell.tr, self.model
        if self._shown is not model.found:
            self._shown = model.found
            clear(self._list)
            self.rows = [_Row(self.shell, one) for one in model.found]
            if len(self.rows) > 1:  # an account is in groups that are nobody's business here
                for row in self.rows:
                    row.box.setChecked(not row.found.group)
            for i, row in enumerate(self.rows):
                if i:
                    self._list.addWidget(line())
                row.box.toggled.connect(self._allow)
                self._list.addWidget(row)
        for part in (self.file, self.folder):
            part.setEnabled(not model.busy)
        for row in self.rows:
            row.setEnabled(not model.busy)
        self.problem.setText(self.shell.problem(model.problem) if model.problem else "")
        self.problem.setVisible(model.problem is not None)
        said = {
            "ask": "", "looking": tr("intake-looking"),
            "ready": "" if model.found else tr("intake-none"),
            "taking": tr("intake-taking", done=model.done, total=model.total),
            "done": tr("intake-done", new=model.taken.new, known=model.taken.known,
                       files=model.taken.files),
        }[model.stage]  # fmt: skip
        self.said.setText(said)
        self.said.setVisible(bool(said))
        self.bar.setVisible(model.busy)
        self.bar.setRange(0, model.total if model.stage == "taking" else 0)
        self.bar.setValue(model.done)
        self._allow()

    def _allow(self) -> None:
        picked = any(row.box.isChecked() for row in self.rows)
        self.take.setEnabled(picked and not self.model.busy and self.model.stage != "done")

    def _take(self) -> None:
        self.model.take([row.wanted() for row in self.rows if row.box.isChecked()])

    def reject(self) -> None:
        """Escape ends what runs, then closes."""
        if self.model.busy:
            self._tasks.start(self.model.cancel())
            return
        super().reject()


class _Row(QWidget):
    """A chat, and what has to be asked of it."""

    def __init__(self, shell: Shell, found: ChatFound) -> None:
        super().__init__()
        self.found = found
        tr = shell.tr
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 8)
        layout.setSpacing(4)
        self.box = QCheckBox(found.name or found.phone or tr("intake-nameless"))
        self.box.setChecked(True)
        layout.addWidget(self.box)
        words = [
            channel_name(Channel(found.channel)),
            *([tr("intake-group")] if found.group else []),
            tr("intake-messages", count=found.messages),
            f"{formats.full(shell.i18n, found.first)} – {formats.full(shell.i18n, found.last)}",
        ]
        if found.files:
            words.append(tr("intake-files", count=found.files))
        if found.unread:
            words.append(tr("intake-unread", count=found.unread))
        layout.addWidget(label("muted", "  ·  ".join(words), wrap=True))
        self.phone, self.client = QLineEdit(found.phone), Choice(shell, "historyClient")
        self.phone.setObjectName("historyPhone")
        self.phone.setPlaceholderText("+7 900 000-00-00")
        if found.asks:
            self._ask(shell, layout)

    def _ask(self, shell: Shell, layout: QVBoxLayout) -> None:
        tr, found = shell.tr, self.found
        self.client.addItems(list(found.senders))
        self.client.setCurrentText(found.client or found.senders[0])
        across = QHBoxLayout()
        for key, part in (("intake-client", self.client), ("intake-phone", self.phone)):
            column = QVBoxLayout()
            column.setSpacing(3)
            head = label("section", tr(key))
            head.setBuddy(part)
            part.setAccessibleName(tr(key))
            column.addWidget(head)
            column.addWidget(part)
            across.addLayout(column, 1)
        layout.addLayout(across)

    def wanted(self) -> ChatWanted:
        """As the operator says."""
        client = self.client.currentText() if self.found.asks else self.found.client
        return ChatWanted(self.found.at, self.phone.text(), client)
