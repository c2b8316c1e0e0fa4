"""A line above the panes: the trouble that comes first, or that the last run ended badly."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from desktop.shell.context import Shell
from desktop.ui.accessible import Role, spoken_as
from desktop.ui.health_bar import sentence, service_name
from desktop.ui.parts import button, caption, label, restyle, tool
from desktop.viewmodels.backend import HealthRow
from desktop.viewmodels.health import HealthModel
from desktop.viewmodels.health_page import passing


class Line(QFrame):
    """An icon, a sentence, a ``button`` and a way to put it away. ``name`` begins the names of its
    parts."""

    def __init__(self, shell: Shell, name: str) -> None:
        super().__init__()
        self.setObjectName("banner")
        spoken_as(self, Role.AlertMessage)
        self._shell = shell
        self._icon, self.text = QLabel(), label("", wrap=True)
        self.text.setObjectName(f"{name}Text")
        self.button = button("", f"{name}Action")
        self._close = tool("mini", f"{name}Close", 16)
        self._close.clicked.connect(self.put_away)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 7, 10, 7)
        layout.setSpacing(10)
        layout.addWidget(self._icon)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.button)
        layout.addWidget(self._close)
        for signal in (shell.i18n.changed, shell.theme.changed):
            signal.connect(self.refresh)

    def refresh(self) -> None:
        """Other words, another language or theme."""

    def put_away(self) -> None:
        """It was seen."""
        self.hide()

    def put(self, level: str, icon: str, ink: str, text: str, action: str) -> None:
        """How loud (``danger``, ``warn``, ``quiet``), what it says and what the button does."""
        shell = self._shell
        restyle(self, "level", level)
        self._icon.setPixmap(shell.icons.pixmap(icon, ink, 18))
        self.text.setText(text)
        self.setAccessibleName(text)
        self.button.setText(action)
        self._close.setIcon(shell.icons.icon("close", "text_2", 16))
        caption(self._close, shell.tr("close"))


class TroubleBanner(Line):
    """The trouble that comes first. ``mend`` gives the service, for the place where it is
    mended."""

    mend = Signal(str)

    def __init__(self, shell: Shell, model: HealthModel) -> None:
        super().__init__(shell, "banner")
        self._model = model
        self._seen: HealthRow | None = None
        self.button.clicked.connect(self._mend)
        model.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is worst, or nothing."""
        worst, shell = self._model.worst, self._shell
        if worst is None or worst == self._seen:
            self.hide()
            return
        level = "danger" if worst.state == "failed" else "warn"
        name = service_name(shell, worst, several=self._model.several)
        text = sentence(shell, worst)
        signed_out = worst.id == "telegram" and worst.state == "signed_out"
        action = shell.tr("sign-in-action" if signed_out else "open-settings")
        self.put(level, "warning", level, text if name in text else f"{name}. {text}", action)
        self.button.setVisible(_can_mend(worst))
        self.show()

    def put_away(self) -> None:
        """Not this one again."""
        self._seen = self._model.worst
        self.hide()

    def _mend(self) -> None:
        if self._model.worst is not None:
            self.mend.emit(self._model.worst.key)


class CrashBanner(Line):
    """The last run ended as it should not have: offers the logs, once."""

    save_logs = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, "crash")
        self.button.clicked.connect(self.save_logs)
        self.refresh()
        self.hide()

    def refresh(self) -> None:
        """Another language or theme."""
        tr = self._shell.tr
        self.put("quiet", "info", "text_2", tr("crashed-banner"), tr("save-logs"))


def _can_mend(row: HealthRow) -> bool:
    """Whether the operator can do something about it here."""
    return row.id not in ("store", "clock") and not passing(row.problem)
