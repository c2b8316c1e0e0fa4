"""Where the account is signed in: each device with what it is, and a way to end it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui.dialogs import Dialog
from desktop.ui.parts import button, clear, label, line
from desktop.ui.safety_panel import SafetyPanel
from desktop.viewmodels.devices import DevicesModel
from desktop.viewmodels.devices_port import DeviceRow


class DevicesDialog(Dialog):
    """Ending is asked for twice: the button first says what it will do. ``called``: which account
    it is, where there are several."""

    def __init__(
        self, shell: Shell, parent: QWidget, model: DevicesModel, called: str = ""
    ) -> None:
        title = " — ".join(part for part in (shell.tr("devices-title"), called) if part)
        super().__init__(shell, parent, "devicesDialog", title)
        self.model, self._asked = model, ""
        self.ends: dict[str, QPushButton] = {}
        self.resize(min(parent.width() - 40, shell.theme.px(560)), shell.theme.px(580))
        self.text.setText(shell.tr("devices-text"))
        self.problem = label("danger", wrap=True)
        self.problem.setObjectName("devicesProblem")
        self.body.addWidget(self.problem)
        self.safety = SafetyPanel(shell)
        self.body.addWidget(self.safety)
        self._rows = self.scrolled()
        foot = self.foot()
        self.out, self.others = button("", "signOutHere"), button("", "endOthers")
        for i, made in enumerate((self.out, self.others)):
            made.setAutoDefault(False)
            foot.insertWidget(i, made)
        self.out.clicked.connect(lambda: self._ask("here", model.leave))
        self.others.clicked.connect(lambda: self._ask("others", lambda: model.end("")))
        model.changed.connect(self.refresh)
        model.left.connect(self.close)
        self.refresh()

    def refresh(self) -> None:
        """Show them as they are."""
        tr, model = self.shell.tr, self.model
        clear(self._rows)
        self.ends.clear()
        if not model.rows:
            words = "devices-loading" if model.busy else "devices-none"
            self._rows.addWidget(label("muted", tr(words), wrap=True))
        for i, row in enumerate(model.rows):
            if i:
                self._rows.addWidget(line())
            self._rows.addWidget(self._row(row))
        self.safety.setVisible(model.safety is not None)
        if model.safety is not None:
            here = next((row.created for row in model.rows if not row.id), 0)
            self.safety.show_safety(model.safety, here)
        self.problem.setText(self.shell.problem(model.problem) if model.problem else "")
        self.problem.setVisible(model.problem is not None)
        self.out.setText(tr("devices-leave-sure" if self._asked == "here" else "devices-leave"))
        sure = "devices-others-sure" if self._asked == "others" else "devices-others"
        self.others.setText(tr(sure))
        self.out.setEnabled(bool(model.rows) and not model.busy)
        self.others.setEnabled(len(model.rows) > 1 and not model.busy)

    def _row(self, row: DeviceRow) -> QWidget:
        tr = self.shell.tr
        holder = QWidget()
        across = QHBoxLayout(holder)
        across.setContentsMargins(0, 9, 0, 9)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label("section", row.name))
        about = "  ·  ".join(part for part in (row.app, row.where) if part)
        if about:
            words.addWidget(label("muted", about, wrap=True))
        used = tr("devices-here") if not row.id else tr("devices-used", when=self._when(row.active))
        since = tr("devices-since", when=self._when(row.created)) if row.created else ""
        words.addWidget(label("faint", "  ·  ".join(part for part in (used, since) if part)))
        across.addLayout(words, 1)
        if row.id:
            across.addWidget(self._end(row), 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _end(self, row: DeviceRow) -> QPushButton:
        made = button("", f"endDevice-{row.id}")
        sure = self._asked == row.id
        made.setText(self.shell.tr("devices-end-sure" if sure else "devices-end"))
        made.setAccessibleName(self.shell.tr("devices-end-name", name=row.name))
        made.setAutoDefault(False)
        made.setEnabled(not self.model.busy)
        made.clicked.connect(lambda: self._ask(row.id, lambda: self.model.end(row.id)))
        self.ends[row.id] = made
        return made

    def _ask(self, what: str, do: Callable[[], None]) -> None:
        """Once to ask, once more to do it."""
        sure, self._asked = self._asked == what, what
        if sure:
            self._asked = ""
            do()
        self.refresh()
        if not sure and what not in ("here", "others"):
            self.ends[what].setFocus()

    def _when(self, at: int) -> str:
        return formats.full(self.shell.i18n, at)
