"""Saving everything in one file under a password, and putting such a file back."""

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QWidget

from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.shell.tasks import Tasks
from desktop.ui.dialogs import Dialog
from desktop.ui.file_dialog import choose_path, save_path
from desktop.ui.parts import button, label, restyle
from desktop.viewmodels.backups import SUFFIX, BackupModel, strength
from desktop.viewmodels.backups_port import Holding

_LOOKS = {"none": "faint", "short": "danger", "plain": "warn", "fair": "ok", "strong": "ok"}


class _Working(Dialog):
    """What both have: password, progress, what went wrong, and a way out that ends the work."""

    def __init__(
        self, shell: Shell, parent: QWidget, model: BackupModel, tasks: Tasks, name: str
    ) -> None:
        super().__init__(shell, parent, name, shell.tr(f"{name}-title"))
        self.model, self._tasks = model, tasks
        self.setMinimumWidth(min(shell.theme.px(480), parent.width() - 40))
        self.text.setText(shell.tr(f"{name}-text"))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(shell.tr("backup-progress"))
        self.said = label("muted", wrap=True)
        self.said.setObjectName("backupSaid")
        self.problem = label("danger", wrap=True)
        self.problem.setObjectName("backupProblem")
        self.go = button("primary", "backupGo")
        self.out = button("", "backupOut")
        self.out.setAutoDefault(False)
        self.out.clicked.connect(self.reject)
        self.go.setDefault(True)

    def secret(self, key: str, name: str) -> QLineEdit:
        """A line for a password with its label."""
        made = QLineEdit()
        made.setObjectName(name)
        made.setEchoMode(QLineEdit.EchoMode.Password)
        made.setAccessibleName(self.shell.tr(key))
        made.textChanged.connect(self.refresh)
        self.body.addWidget(label("section", self.shell.tr(key)))
        self.body.addWidget(made)
        return made

    def end(self) -> None:
        """Progress, words and buttons, below what was added."""
        for part in (self.problem, self.said, self.bar):
            self.body.addWidget(part)
        self.body.addSpacing(6)
        self.body.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.out)
        row.addWidget(self.go)
        self.body.addLayout(row)
        self.model.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """As it stands."""
        model, tr = self.model, self.shell.tr
        busy = model.stage == "working"
        self.bar.setVisible(busy)
        self.bar.setRange(0, 1000 if model.total else 0)
        if model.total:
            self.bar.setValue(int(1000 * model.done / model.total))
        self.problem.setText(self.shell.problem(model.problem) if model.problem else "")
        self.problem.setVisible(model.problem is not None)
        self.out.setText(tr("close" if model.stage == "done" else "cancel"))

    def fit(self) -> None:
        """As high as its words ask for."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            tall = layout.heightForWidth(self.width())
            self.resize(self.width(), max(tall, self.minimumSizeHint().height()))

    def reject(self) -> None:
        """Escape and closing end the work first; nothing goes on behind a closed dialog."""
        if self.model.stage == "working":
            self._tasks.start(self.model.cancel())
            return
        self._tasks.start(self.model.forget())
        super().reject()


class BackupDialog(_Working):
    """A password twice, then where to."""

    def __init__(self, shell: Shell, parent: QWidget, model: BackupModel, tasks: Tasks) -> None:
        super().__init__(shell, parent, model, tasks, "backup")
        self.first = self.secret("backup-password-label", "backupPassword")
        self.strength = label("faint", wrap=True)
        self.strength.setObjectName("backupStrength")
        self.body.addWidget(self.strength)
        self.second = self.secret("backup-again-label", "backupAgain")
        self.first.returnPressed.connect(self._again)
        self.go.clicked.connect(self._choose)
        self.end()
        self.first.setFocus()

    def _again(self) -> None:
        if self.first.text() and not self.second.text():
            self.second.setFocus()

    def refresh(self) -> None:
        """As it stands."""
        super().refresh()
        tr, model = self.shell.tr, self.model
        how = strength(self.first.text())
        restyle(self.strength, "look", _LOOKS[how])
        self.strength.setText(tr(f"backup-strength-{how}"))
        same = self.first.text() == self.second.text()
        differ = bool(self.second.text()) and not same
        restyle(self.second, "bad", "true" if differ else "false")
        asking = model.stage == "ask"
        for part in (self.first, self.second):
            part.setEnabled(asking)
        self.go.setVisible(model.stage != "done")
        self.go.setText(tr("backup-choose"))
        self.go.setEnabled(asking and same and how not in ("none", "short"))
        said = {
            "ask": tr("backup-differ") if differ else "",
            "working": tr("backup-working", done=_mb(model.done), total=_mb(model.total)),
            "done": tr("backup-saved", path=str(model.saved)),
            "ready": "",
        }[model.stage]
        restyle(self.said, "look", {"ask": "danger", "done": "ok"}.get(model.stage, "muted"))
        self.said.setText(said)
        self.said.setVisible(bool(said))
        if model.stage == "done":
            self.out.setFocus()
        self.fit()

    def _choose(self) -> None:
        name = f"Threadline {date.today().isoformat()}{SUFFIX}"
        save_path(self, self.shell, name, self.save_to)

    def save_to(self, path: str) -> None:
        """Write it there."""
        self.model.save(Path(path), self.first.text())


class RestoreDialog(_Working):
    """The file, its password, then what it would replace."""

    def __init__(self, shell: Shell, parent: QWidget, model: BackupModel, tasks: Tasks) -> None:
        super().__init__(shell, parent, model, tasks, "restore")
        self.file = QLineEdit()
        self.file.setObjectName("restoreFile")
        self.file.setAccessibleName(shell.tr("restore-file-label"))
        self.file.textChanged.connect(self.refresh)
        browse = button("", "restoreBrowse")
        browse.setText(shell.tr("choose-file"))
        browse.setAutoDefault(False)
        browse.clicked.connect(lambda: choose_path(self, shell, self.file.setText))
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.file, 1)
        row.addWidget(browse)
        self.body.addWidget(label("section", shell.tr("restore-file-label")))
        self.body.addLayout(row)
        self.password = self.secret("backup-password-label", "restorePassword")
        self.go.clicked.connect(self._go)
        self._browse = browse
        self.end()
        self.file.setFocus()

    def refresh(self) -> None:
        """As it stands."""
        super().refresh()
        tr, model = self.shell.tr, self.model
        asking = model.stage == "ask"
        for part in (self.file, self.password, self._browse):
            part.setEnabled(asking)
        ready = model.stage == "ready"
        self.go.setText(tr("restore-replace" if ready else "restore-open"))
        entered = bool(self.file.text().strip()) and bool(self.password.text())
        self.go.setEnabled(ready or (asking and entered))
        said = ""
        if model.stage == "working":
            said = tr("restore-working", done=_mb(model.done), total=_mb(model.total))
        elif ready:
            said = "\n".join(
                (
                    tr("restore-holds", what=self._what(model.holding)),
                    tr("restore-replaces", what=self._what(model.here)),
                    tr("restore-aside"),
                )
            )
        self.said.setText(said)
        self.said.setVisible(bool(said))
        if ready:
            self.go.setFocus()
        self.fit()

    def _what(self, holding: Holding) -> str:
        tr, shell = self.shell.tr, self.shell
        if not holding.messages:
            return tr("restore-nothing")
        day = formats.full(shell.i18n, holding.newest)
        clients = tr("restore-clients", n=holding.threads)
        return tr("restore-what", clients=clients, n=holding.messages, day=day)

    def _go(self) -> None:
        if self.model.stage == "ready":
            self._tasks.start(self.model.put_back())
        else:
            self.model.open(Path(self.file.text().strip()).expanduser(), self.password.text())


def _mb(size: int) -> str:
    return f"{size / 1_000_000:.0f}"
