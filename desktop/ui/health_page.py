"""How everything is: each part with its state, since when, what it complained of, what to do."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from core.ports import ChannelState
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui.account_words import notice_text
from desktop.ui.dialogs import Dialog
from desktop.ui.health_bar import Dot, account_called
from desktop.ui.parts import button, clear, label, line
from desktop.ui.standing_words import standing_words
from desktop.ui.words import crm_name
from desktop.viewmodels.health_page import HealthPageModel, Line
from desktop.viewmodels.notices_port import Vitals

_SERVICES: Final = ("telegram", "whatsapp", "model", "crm", "store")
_SEVERITY: Final[dict[str, ChannelState]] = {
    "info": "online", "warning": "waiting", "severe": "failed",
}  # fmt: skip
_TEXT: Final = {"online": "muted", "off": "muted", "connecting": "muted"}


class HealthPage(Dialog):
    """``asked`` gives an action of a line and its part; ``save_logs`` when logs are wanted."""

    asked = Signal(str, str)
    save_logs = Signal()

    def __init__(self, shell: Shell, parent: QWidget, model: HealthPageModel) -> None:
        super().__init__(shell, parent, "healthPage", shell.tr("health-title"))
        self.resize(shell.theme.px(680), min(shell.theme.px(640), max(520, parent.height() - 40)))
        self._model = model
        self.text.setText(shell.tr("health-text"))
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 12, 0)
        self._lines.setSpacing(0)
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addLayout(self._lines)
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setObjectName("healthLines")
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(scroll, 1)
        self.logs, self.again = button("", "saveLogs"), button("", "healthAgain")
        for made in (self.logs, self.again):
            made.setAutoDefault(False)
        self.logs.clicked.connect(self.save_logs)
        self.again.clicked.connect(model.touch)
        self._hint = label("faint", wrap=True)
        self.body.addWidget(self._hint)
        foot = self.foot()
        foot.insertWidget(0, self.logs)
        foot.insertWidget(1, self.again)
        for signal in (model.changed, shell.i18n.changed, shell.theme.changed):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show everything as it is; the focus stays on the same action."""
        tr, kept = self.shell.tr, self._focused()
        self.setWindowTitle(tr("health-title"))
        self.heading.setText(tr("health-title"))
        self.text.setText(tr("health-text"))
        self.logs.setText(tr("save-logs"))
        self.again.setText(tr("health-again"))
        self._hint.setText(tr("logs-hint"))
        clear(self._lines)
        for i, one in enumerate(self._model.lines):
            if i:
                self._lines.addWidget(line())
            self._lines.addWidget(self._row(one))
        self._account()
        if kept:
            again = self.findChild(QWidget, kept)
            if again is not None:
                again.setFocus()

    def _account(self) -> None:
        """What messengers say of the account, newest first."""
        shell, rows = self.shell, (self._model.vitals or Vitals()).notices
        if not rows:
            return
        self._lines.addSpacing(18)
        self._lines.addWidget(label("section", shell.tr("account-heading")))
        self._lines.addSpacing(6)
        for row in rows:
            words = label("muted", notice_text(shell, row), wrap=True)
            when = label("faint", self._at(row.at))
            line_ = QWidget()
            line_.setObjectName("accountNotice")
            line_.setAccessibleName(f"{words.text()} {when.text()}")
            layout = QHBoxLayout(line_)
            layout.setContentsMargins(0, 7, 0, 7)
            layout.setSpacing(8)
            top = Qt.AlignmentFlag.AlignTop
            dot = QVBoxLayout()
            dot.setContentsMargins(0, shell.theme.px(6), 0, 0)
            dot.addWidget(Dot(shell, _SEVERITY[row.severity]), 0, top)
            layout.addLayout(dot)
            layout.addWidget(words, 1, top)
            layout.addWidget(when, 0, top)
            self._lines.addWidget(line_)

    def _focused(self) -> str:
        widget = self.focusWidget()
        name = widget.objectName() if widget is not None else ""
        return name if name.startswith("mend-") else ""

    def _row(self, one: Line) -> QWidget:
        shell, tr = self.shell, self.shell.tr
        row = QFrame()
        key = one.key or one.part
        row.setObjectName(f"line-{key}")
        name = self._name(one)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Dot(shell, one.state))
        head.addWidget(label("strong", name))
        head.addWidget(label("faint", self._state(one)), 1)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addLayout(head)
        detail = self._detail(one)
        if detail:
            words.addWidget(label(_TEXT.get(one.state, "muted"), detail, wrap=True))
        standing = standing_words(shell, one.standing) if one.standing is not None else ""
        if standing:
            words.addWidget(label("faint", standing, wrap=True))
        if one.past is not None:
            at, problem = one.past
            said = tr("health-last", at=self._at(at), text=shell.problem(problem))
            words.addWidget(label("faint", said, wrap=True))
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 11, 0, 11)
        layout.setSpacing(14)
        layout.addLayout(words, 1)
        if one.action:
            mend = button("", f"mend-{key}")
            mend.setAutoDefault(False)
            mend.setText(tr(f"health-action-{one.action.replace('_', '-')}"))
            mend.setAccessibleName(f"{name}: {mend.text()}")
            mend.clicked.connect(lambda _on=False, o=one: self.asked.emit(o.action, key))
            layout.addWidget(mend, 0, Qt.AlignmentFlag.AlignTop)
        said = f"{name}: {self._state(one)}. {detail}".rstrip(". ") + "."
        row.setAccessibleName(f"{said} {standing}".strip())
        return row

    def _name(self, one: Line) -> str:
        tr = self.shell.tr
        if one.part == "telegram" and self._model.several:
            return account_called(self.shell, one.name, one.phone)
        if one.part == "bot":
            return one.name or tr("service-bot")
        if one.part in _SERVICES:
            return tr(f"service-{one.part}")
        return tr(f"health-{one.part}")

    def _state(self, one: Line) -> str:
        tr = self.shell.tr
        if one.part in ("telegram", "whatsapp", "crm", "hub") and one.state == "off":
            return tr("health-not-set-up")
        if one.part in ("disk", "clock", "recognizers"):
            return tr("health-well") if one.state == "online" else ""
        state = tr(f"state-{one.state.replace('_', '-')}")
        if one.since is None:
            return state
        return f"{state} {tr('health-since', at=self._at(one.since))}"

    def _detail(self, one: Line) -> str:
        shell, vitals = self.shell, self._model.vitals or Vitals()
        if one.problem is not None:
            return shell.problem(one.problem)
        match one.part:
            case "model":
                return self._model_words(vitals)
            case "recognizers":
                if one.state != "online":
                    return shell.tr("health-recognizers-off")
                return shell.tr(
                    "health-recognizers-on", memory=self._size(vitals.recognizers_memory)
                )
            case "hub":
                on = one.state != "off"
                return shell.tr("health-hub-on" if on else "health-hub-text", where=one.detail)
            case "disk":
                return self._disk_words(one, vitals)
            case "clock":
                return self._clock_words(one, vitals)
            case "crm":
                return crm_name(shell, one.detail) if one.state != "off" else ""
            case _:
                key = f"state-{one.state.replace('_', '-')}-text"
                if shell.i18n.has(key):
                    return shell.tr(key)
                if one.name or one.phone:
                    name = "" if self._model.several else one.name
                    return "  ·  ".join(p for p in (name, formats.phone(one.phone)) if p)
                return shell.tr("health-account", id=one.detail) if one.detail else ""

    def _model_words(self, vitals: Vitals) -> str:
        if not vitals.model:
            return ""
        memory = self._size(vitals.model_memory)
        if vitals.model_ms is None:
            return self.shell.tr("health-model-named", name=vitals.model, memory=memory)
        return self.shell.tr(
            "health-model-text", name=vitals.model, ms=vitals.model_ms, memory=memory
        )

    def _disk_words(self, one: Line, vitals: Vitals) -> str:
        if vitals.free is None:
            return "…"
        low = one.state != "online"
        sizes = {"log": vitals.database, "media": vitals.media, "models": vitals.models}
        said = {name: self._size(count) for name, count in sizes.items()}
        free = self._size(vitals.free)
        if low:
            return self.shell.tr("health-disk-low", free=free)
        return self.shell.tr("health-disk-text", free=free, **said)

    def _clock_words(self, one: Line, vitals: Vitals) -> str:
        tr, behind = self.shell.tr, vitals.behind_ms
        if behind is None:
            return tr("health-clock-unknown")
        if one.state == "online":
            return tr("health-clock-right")
        span = formats.duration(self.shell.i18n, abs(behind))
        return tr("health-clock-behind" if behind > 0 else "health-clock-ahead", span=span)

    def _size(self, count: int | None) -> str:
        return formats.size(self.shell.i18n, count) if count is not None else "…"

    def _at(self, ms: int) -> str:
        return formats.moment(self.shell.i18n, ms, self.shell.now())
