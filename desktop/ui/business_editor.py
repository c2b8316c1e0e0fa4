"""What the editors of Telegram Business have in common: kept at Telegram, closed once it is."""

from collections.abc import Callable, Coroutine

from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desktop.shell.context import Shell
from desktop.ui.dialogs import Dialog
from desktop.ui.parts import button, label
from desktop.viewmodels.business import BusinessModel
from desktop.viewmodels.business_port import Businesses

Work = Callable[[Businesses, str], Coroutine[object, object, None]]


class BusinessEditor(Dialog):
    """``keep`` is pressed to have it changed; what was refused is said, and stays to be mended."""

    def __init__(
        self, shell: Shell, parent: QWidget, model: BusinessModel, name: str, title: str
    ) -> None:
        super().__init__(shell, parent, name, title)
        self.model, self._asked, self._sure = model, False, False
        self.text.hide()
        self.problem: QLabel = label("danger", wrap=True)
        self.problem.setObjectName(f"{name}Problem")
        self.keep = button("primary", f"{name}Keep")
        self.remove = button("", f"{name}Remove")
        model.changed.connect(self._follow)
        model.done.connect(self._kept)

    def finish(self, off: str = "") -> None:
        """The foot; ``off`` names what takes all of it away."""
        self.body.addWidget(self.problem)
        self.problem.hide()
        self.body.addSpacing(6)
        row = self.foot()
        self._off = off
        self.remove.setText(self.shell.tr(off) if off else "")
        self.remove.setVisible(bool(off))
        self.keep.setText(self.shell.tr("save"))
        self.keep.setDefault(True)
        self.keep.clicked.connect(self._pressed)
        self.remove.clicked.connect(self._ask)
        self.remove.setAutoDefault(False)
        row.insertWidget(0, self.remove)
        row.addWidget(self.keep)

    def work(self) -> Work | str:
        """What is to be done at Telegram, or the sentence that says why it cannot be."""
        raise NotImplementedError

    def off(self) -> Work:
        """What takes all of it away."""
        raise NotImplementedError

    def bad(self, sentence: str) -> None:
        """Say what is to be mended; '' for nothing."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        if sentence:
            self.resize(self.size().expandedTo(self.sizeHint()))

    def _pressed(self) -> None:
        work = self.work()
        if isinstance(work, str):
            self.bad(work)
        else:
            self._do(work)

    def _ask(self) -> None:
        if self._sure:
            self._do(self.off())
        else:
            self._sure = True
            self.remove.setText(self.shell.tr(f"{self._off}-sure"))

    def _do(self, work: Work) -> None:
        self.bad("")
        self._asked = True
        self.model.do(work)

    def _follow(self) -> None:
        ready: list[QPushButton] = [self.keep, self.remove]
        for one in ready:
            one.setEnabled(not self.model.busy)
        if self._asked and not self.model.busy and self.model.problem is not None:
            self._asked = False
            self.bad(self.shell.problem(self.model.problem))

    def _kept(self) -> None:
        if self._asked:
            self.close()
