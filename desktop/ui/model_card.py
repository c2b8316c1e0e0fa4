"""One model of the manager: what it is, whether it fits, what can be done with it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout

from desktop.shell.context import Shell
from desktop.ui import model_words as words
from desktop.ui.accessible import Role, spoken_as
from desktop.ui.parts import Elided, caption, label, pill, restyle
from desktop.viewmodels.models import Load, ModelsModel
from desktop.viewmodels.models_port import ModelRow

_ACTIONS = ("try", "download", "continue", "pause", "cancel", "remove", "sure", "unsure")


class ModelCard(QFrame):
    """``asked`` gives an action and the row. Removing asks once more, in the card."""

    asked = Signal(str, object)

    def __init__(self, shell: Shell, model: ModelsModel, row: ModelRow) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.setObjectName(f"model-{row.name}")
        spoken_as(self, Role.Grouping)
        self._shell, self._model, self.row = shell, model, row
        self._removing = False
        self.name, self.mark = Elided("strong"), label("chip")
        self.text, self.path = label("muted", wrap=True), Elided("muted")
        self.figures = label("faint", wrap=True)
        self.fit, self.problem = label("faint", wrap=True), label("danger", wrap=True)
        self.bar, self.stage = QProgressBar(), label("faint")
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.buttons: dict[str, QPushButton] = {}
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.name, 1)
        head.addWidget(self.mark)
        for action in _ACTIONS:
            made = pill("link" if action in ("cancel", "remove", "unsure") else "", f"do-{action}")
            made.clicked.connect(lambda _checked=False, a=action: self._do(a))
            self.buttons[action] = made
            head.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 10, 12)
        layout.setSpacing(3)
        layout.addLayout(head)
        for part in (self.text, self.path, self.figures, self.fit, self.bar, self.stage,
                     self.problem):  # fmt: skip
            layout.addWidget(part)
        self.show_row(row)

    def show_row(self, row: ModelRow) -> None:
        """What stands now; the focus stays in the card where its button goes."""
        self.row = row
        tr, model = self._shell.tr, self._model
        title = words.title(self._shell, row)
        self.name.setText(title)
        self.name.setToolTip(title)
        self.setAccessibleName(title)
        self.mark.setText(tr("model-in-use"))
        self.mark.setVisible(row.in_use)
        about = words.about(self._shell, row)
        self._say(self.text, "" if row.own_file else about)
        self._say(self.path, about if row.own_file else "")
        self.path.setToolTip(about if row.own_file else "")
        self._say(self.figures, words.measures(self._shell, row))
        self._say(self.fit, words.fitness(self._shell, row, model.shelf))
        restyle(self.fit, "look", "danger" if row.fit == "no" else "faint")
        problem = model.problems.get(row.name) or row.problem
        self._say(self.problem, self._shell.problem(problem) if problem else "")
        for action, made in self.buttons.items():
            made.setText(tr(f"model-do-{action}"))
            caption(made, f"{tr(f'model-do-{action}')}: {title}")
        self.buttons["try"].setEnabled(row.fit != "no")
        self.progress()
        self._offer()

    def progress(self) -> None:
        """How far its download is."""
        load: Load | None = self._model.loads.get(self.row.name)
        shown = load is not None or self.row.place == "unfinished"
        done, total = (load.done, load.total) if load else (self.row.done, self.row.size)
        self.bar.setVisible(shown)
        self.bar.setValue(done * 1000 // total if total else 0)
        text = words.progress(self._shell, self.row, load) if shown else ""
        self._say(self.stage, text)
        caption(self.bar, text)

    def _offer(self) -> None:
        row, loading = self.row, self.row.name in self._model.loads
        wanted = {
            "try": row.place == "here" and row.kind == "chat" and not row.in_use
            and row.problem is None,
            "download": row.place == "offered" and not loading,
            "continue": row.place == "unfinished" and row.resumable and not loading,
            "pause": loading,
            "cancel": loading or row.place == "unfinished",
            "remove": row.place == "here" and not (row.in_use or row.built_in or row.own_file),
        }  # fmt: skip
        if self._removing:
            wanted = {"sure": True, "unsure": True}
        had = next((made for made in self.buttons.values() if made.hasFocus()), None)
        for action, made in self.buttons.items():
            made.setVisible(wanted.get(action, False))
        if had is not None and had.isHidden():
            left = next((made for made in self.buttons.values() if not made.isHidden()), None)
            if left is not None:
                left.setFocus()

    def _do(self, action: str) -> None:
        if action in ("remove", "unsure", "sure"):
            self._removing = action == "remove"
            self._offer()
            if action != "sure":
                self.buttons["unsure" if self._removing else "remove"].setFocus()
                return
            action = "remove"
        self.asked.emit(action, self.row)

    def _say(self, part: QLabel, text: str) -> None:
        part.setText(text)
        part.setVisible(bool(text))
