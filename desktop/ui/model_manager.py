"""The model manager: what is on this computer, what can be downloaded, a trial before a switch."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.shell.context import Shell
from desktop.shell.tasks import Tasks
from desktop.ui import model_words as words
from desktop.ui.file_dialog import choose_path
from desktop.ui.model_card import ModelCard
from desktop.ui.model_trial import TrialView
from desktop.ui.parts import button, label, line
from desktop.viewmodels.models import ModelsModel
from desktop.viewmodels.models_port import ModelRow


class ModelManager(QDialog):
    """Not modal: the desk goes on behind it, and downloads go on when it is closed."""

    def __init__(self, shell: Shell, model: ModelsModel, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("modelManager")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(680, 640)
        self._shell, self._model, self._tasks = shell, model, tasks
        self.cards: dict[str, ModelCard] = {}
        self._order: list[str] = []
        self.title, self.machine = label("heading"), label("muted", wrap=True)
        self.problem = label("danger", wrap=True)
        self.gpu = QCheckBox()
        self.gpu.setObjectName("modelsGpu")
        self.gpu.clicked.connect(lambda on: tasks.start(model.use_gpu(on)))
        self._here, self._there = label("section"), label("section")
        self.opener, self.closer = button("", "openModel"), button("", "dialogClose")
        self.opener.setAutoDefault(False)
        self.closer.setAutoDefault(False)
        self.opener.clicked.connect(self._pick)
        self.closer.clicked.connect(self.close)
        self.trial = TrialView(shell)
        self.trial.kept.connect(self._keep)
        self.trial.switched.connect(lambda: self._tasks.start(model.switch()))
        self.stack = QStackedWidget()
        self.stack.addWidget(self._list())
        self.stack.addWidget(self.trial)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.addWidget(self.stack)
        model.changed.connect(self.refresh)
        model.progressed.connect(self._progressed)
        shell.i18n.changed.connect(self.refresh)
        self.refresh()

    def _list(self) -> QWidget:
        body = QWidget()
        self._cards = QVBoxLayout(body)
        self._cards.setContentsMargins(0, 4, 10, 4)
        self._cards.setSpacing(8)
        scroll = QScrollArea()
        scroll.setObjectName("modelList")
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll = scroll
        foot = QHBoxLayout()
        foot.addWidget(self.opener)
        foot.addStretch(1)
        foot.addWidget(self.closer)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (self.title, self.machine, self.gpu, self.problem):
            layout.addWidget(part)
        layout.addWidget(scroll, 1)
        layout.addWidget(line())
        layout.addLayout(foot)
        return page

    def refresh(self) -> None:
        """Show what stands now."""
        tr, model, shelf = self._shell.tr, self._model, self._model.shelf
        self.setWindowTitle(tr("models-title"))
        self.title.setText(tr("models-title"))
        memory = {
            "free": words.size(self._shell, shelf.memory_free),
            "total": words.size(self._shell, shelf.memory_total),
        }
        known = shelf.memory_total
        self.machine.setText(tr("models-machine", **memory) if known else tr("models-text"))
        self.gpu.setText(tr("models-gpu"))
        self.gpu.setChecked(shelf.gpu_on)
        self.gpu.setVisible(shelf.gpu or shelf.gpu_on)
        self.problem.setText(self._shell.problem(model.problem) if model.problem else "")
        self.problem.setVisible(model.problem is not None)
        self._here.setText(tr("models-here"))
        self._there.setText(tr("models-there"))
        self.opener.setText(tr("models-open"))
        self.closer.setText(tr("close"))
        self._arrange(model.rows)
        if model.trial is not None:
            self.trial.show_trial(model.trial)
        if (self.stack.currentWidget() is self.trial) != (model.trial is not None):
            self.stack.setCurrentIndex(0 if model.trial is None else 1)
            (self.closer if model.trial is None else self.trial.keep).setFocus()

    def _arrange(self, rows: tuple[ModelRow, ...]) -> None:
        """One card a model; those that stay keep their focus."""
        names = [row.ref for row in rows]
        for name in [name for name in self.cards if name not in names]:
            gone = self.cards.pop(name)
            self._cards.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for row in rows:
            if row.ref in self.cards:
                self.cards[row.ref].show_row(row)
            else:
                card = self.cards[row.ref] = ModelCard(self._shell, self._model, row)
                card.asked.connect(self._asked)
        order = [*(r.ref for r in rows if r.place == "here"), "",
                 *(r.ref for r in rows if r.place != "here")]  # fmt: skip
        self._there.setVisible(order[-1] != "")
        if order == self._order:
            return
        self._order = order
        while self._cards.takeAt(0) is not None:
            continue
        self._cards.addWidget(self._here)
        before: QWidget | None = None
        for name in order:
            part = self.cards[name] if name else self._there
            self._cards.addWidget(part)
            for made in self.cards[name].buttons.values() if name else ():
                if before is not None:
                    QWidget.setTabOrder(before, made)
                before = made
        self._cards.addStretch(1)
        if before is not None:
            QWidget.setTabOrder(before, self.opener)
            QWidget.setTabOrder(self.opener, self.closer)

    def _progressed(self, name: str) -> None:
        for card in self.cards.values():
            if card.row.name == name:
                card.progress()

    def _asked(self, action: str, row: ModelRow) -> None:
        model, start = self._model, self._tasks.start
        match action:
            case "try":
                model.try_out(row)
            case "download" | "continue":
                model.download(row.name)
            case "pause":
                start(model.pause(row.name))
            case "cancel":
                start(model.cancel(row.name))
            case "remove":
                start(model.remove(row.name))

    def _pick(self) -> None:
        choose_path(self, self._shell, self._picked)

    def _picked(self, path: str) -> None:
        self._tasks.start(self._model.open_file(path))

    def _keep(self) -> None:
        self._tasks.start(self._model.end_trial())

    def reject(self) -> None:
        """Escape: out of the trial first, then out of the window."""
        if self._model.trial is not None:
            self._keep()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nobody looks any more: a trial ends."""
        if self._model.trial is not None:
            self._keep()
        event.accept()
