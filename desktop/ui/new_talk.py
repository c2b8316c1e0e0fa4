"""A new conversation: one line that takes a name, a username, a link or a number, whom it may mean
under it, and what the messengers were asked under that."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.shell.context import Shell
from desktop.ui.palette import Palette
from desktop.ui.parts import label
from desktop.viewmodels.new_talk import NewTalkModel


class NewTalk(Palette):
    """Lies over ``parent``. ``chosen`` gives the entry that was taken; it is closed by then."""

    def __init__(self, shell: Shell, model: NewTalkModel, parent: QWidget) -> None:
        self.state = label("hint", wrap=True)
        self.state.setObjectName("newTalkState")
        self._talk = model
        super().__init__(shell, model, parent, name="new-talk")
        foot = QVBoxLayout()
        foot.setContentsMargins(20, 0, 20, 4)
        foot.addWidget(self.state)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addLayout(foot)
        model.said.connect(self._fit)
        self._fit()

    def open(self) -> None:
        """Show it, empty; the contacts are looked at anew."""
        super().open()
        self._talk.begin()

    def _fit(self) -> None:
        """The sentence under the list stands for what would be there."""
        tr, model = self._shell.tr, self._talk
        if model.problem is not None:
            text = self._shell.problem(model.problem)
        elif model.state == "asking":
            text = tr("new-talk-asking")
        elif model.state == "nobody":
            phone = model.named.kind == "phone"
            text = tr("new-talk-nobody-number" if phone else "new-talk-nobody")
            if phone and model.named.name:
                text = tr("new-talk-nobody-add")
        elif not model.typed:
            text = tr("new-talk-hint")
        else:
            text = ""
        self.state.setText(text)
        self.state.setVisible(bool(text))
        super()._fit()
        if text or model.state == "asking":
            self.nothing.hide()
            self._place()
