"""A model's trial: how far it is, then the two side by side, and the operator's choice."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from desktop.shell.context import Shell
from desktop.ui import model_words as words
from desktop.ui.parts import button, clear, label
from desktop.viewmodels.models import OnTrial
from desktop.viewmodels.models_port import Side

_STARTER = "starter"


class TrialView(QWidget):
    """``kept`` leaves what is in use, ``switched`` takes the candidate."""

    kept = Signal()
    switched = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._trial: OnTrial | None = None
        self._filled: tuple[object, str] = (None, "")
        self.title, self.text = label("heading", wrap=True), label("muted", wrap=True)
        self.bar, self.stage = QProgressBar(), label("faint")
        self.bar.setTextVisible(False)
        self.problem = label("danger", wrap=True)
        self.table = QFrame()
        self.table.setProperty("look", "card")
        self.table.setObjectName("trialTable")
        self._grid = QGridLayout(self.table)
        self._grid.setContentsMargins(16, 12, 16, 14)
        self._grid.setHorizontalSpacing(28)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self.note = label("faint", wrap=True)
        self.keep, self.switch = button("", "trialKeep"), button("primary", "trialSwitch")
        self.keep.clicked.connect(self.kept)
        self.switch.clicked.connect(self.switched)
        self.keep.setAutoDefault(False)
        self.switch.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.keep)
        foot.addWidget(self.switch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (self.title, self.text, self.bar, self.stage, self.problem, self.table,
                     self.note):  # fmt: skip
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addLayout(foot)

    def show_trial(self, trial: OnTrial) -> None:
        """What stands now."""
        before, self._trial = self._trial, trial
        tr, result = self._shell.tr, trial.result
        running = result is None and trial.problem is None
        self.title.setText(tr("trial-title", name=self._name(trial.ref, trial.name)))
        self.text.setText(tr("trial-text"))
        self.bar.setVisible(running)
        self.bar.setRange(0, trial.total)
        self.bar.setValue(trial.done)
        stage = (
            tr("trial-stage", done=trial.done, total=trial.total)
            if trial.total
            else tr("trial-starting")
        )
        self.stage.setText(stage)
        self.stage.setVisible(running)
        self.bar.setAccessibleName(stage)
        self.problem.setText(self._shell.problem(trial.problem) if trial.problem else "")
        self.problem.setVisible(trial.problem is not None)
        self.table.setVisible(result is not None)
        self.note.setText(tr("trial-cut") if result is not None and result.cut else "")
        self.note.setVisible(bool(self.note.text()))
        self.switch.setVisible(result is not None)
        if result is not None:
            if self._filled != (result, self._shell.i18n.lang):
                self._filled = (result, self._shell.i18n.lang)
                self._fill(result.candidate, result.present)
            self.keep.setText(
                tr("trial-keep", name=self._side(result.present))
                if result.present.ref
                else tr("trial-keep-rules")
            )
            self.switch.setText(tr("trial-switch", name=self._side(result.candidate)))
        else:
            self.keep.setText(tr("cancel" if running else "close"))
        if before is None or before.result is not result:
            self.keep.setFocus()

    def _fill(self, candidate: Side, present: Side) -> None:
        clear(self._grid)
        self.table.setAccessibleDescription("")
        tr, shell = self._shell.tr, self._shell
        self._line("", self._side(present), self._side(candidate), look="section")
        for key, old, new in (
            ("trial-sample", present.sample, candidate.sample),
            ("trial-own", present.own, candidate.own),
        ):
            if not new.turns and not new.threads:
                self._line(tr("trial-own-none"), "", "", look="muted")
                continue
            count = {"turns": new.turns, "threads": new.threads}
            self._line(tr(key, **count), "", "", look="section")
            if new.turns:
                better = _better(old.primary, new.primary)
                one, other = words.share(shell, old), words.share(shell, new)
                self._line(tr("trial-intents"), one, other, better=better)
            if new.threads:
                better = _better(old.facts_f1, new.facts_f1)
                one, other = words.facts(shell, old), words.facts(shell, new)
                self._line(tr("trial-facts"), one, other, better=better)
        self._line(tr("trial-cost"), "", "", look="section")
        ms = [self._ms(side) for side in (present, candidate)]
        self._line(tr("trial-ms"), *ms, better=_better(-present.ms, -candidate.ms))
        memory = [words.size(shell, s.memory) if s.memory else "—" for s in (present, candidate)]
        self._line(tr("trial-memory"), *memory, better=_better(-present.memory, -candidate.memory))
        if present.unanswered or candidate.unanswered:
            one, other = f"{present.unanswered}", f"{candidate.unanswered}"
            better = _better(-present.unanswered, -candidate.unanswered)
            self._line(tr("trial-unanswered"), one, other, better=better)

    def _ms(self, side: Side) -> str:
        return self._shell.tr("trial-ms-n", n=round(side.ms)) if side.ms else "—"

    def _line(self, name: str, old: str, new: str, *, look: str = "", better: int = 0) -> None:
        """``better`` 1: the candidate, -1: the present model, 0: neither."""
        row = self._grid.rowCount()
        first = label(look or "muted", name)
        if row > 1 and look == "section":
            first.setContentsMargins(0, 10, 0, 0)
        values = [
            label(look or ("strong" if better == side else ""), text)
            for side, text in ((-1, old), (1, new))
        ]
        self._grid.addWidget(first, row, 0, 1, 1 if old or new else 3)
        if old or new:
            for column, value in enumerate(values, 1):
                self._grid.addWidget(value, row, column, Qt.AlignmentFlag.AlignRight)
        self.table.setAccessibleDescription(
            f"{self.table.accessibleDescription()}\n{name} {old} {new}".strip()
        )

    def _name(self, ref: str, name: str) -> str:
        return self._shell.tr("model-starter") if ref == _STARTER else words.short(name)

    def _side(self, side: Side) -> str:
        return self._name(side.ref, side.name) if side.ref else self._shell.tr("trial-rules")


def _better(old: float, new: float) -> int:
    return (new > old) - (new < old)
