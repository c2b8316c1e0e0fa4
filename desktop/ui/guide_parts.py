"""What the pages of the first steps are built of."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.shell.context import Shell
from desktop.shell.tasks import Tasks
from desktop.ui.parts import button, label
from desktop.ui.setting_row import SettingRow
from desktop.viewmodels.guide import GuideModel
from desktop.viewmodels.settings import known

_COPIED_MS = 1600


class CopyLine(QWidget):
    """A text that is to be taken elsewhere, with a button that copies it."""

    def __init__(self, shell: Shell, name: str, caption: str, text: str = "") -> None:
        super().__init__()
        self._shell, self._caption = shell, caption
        self.name, self.line = label("section"), QLineEdit(text)
        self.line.setObjectName(name)
        self.line.setReadOnly(True)
        self.button = button("", f"{name}Copy")
        self.button.clicked.connect(self.copy)
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.timeout.connect(self.retranslate)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.setSpacing(3)
        layout.addWidget(self.name)
        layout.addLayout(row)
        self.retranslate()

    def show_text(self, text: str) -> None:
        """What is to be copied."""
        self.line.setText(text)
        self.line.setCursorPosition(0)

    def copy(self) -> None:
        """To the clipboard, and say so."""
        QGuiApplication.clipboard().setText(self.line.text())
        self.button.setText(self._shell.tr("copied"))
        self._back.start(_COPIED_MS)

    def retranslate(self) -> None:
        """Another language."""
        tr = self._shell.tr
        self.name.setText(tr(self._caption))
        self.line.setAccessibleName(tr(self._caption))
        self.button.setText(tr("copy"))
        self.button.setAccessibleName(tr("copy-of", name=tr(self._caption)))


class Said(QWidget):
    """A mark and a sentence: what is well, what is not, what is not known yet."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._mark, self.text = QLabel(), label("", wrap=True)
        self._mark.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(8)
        layout.addWidget(self._mark)
        layout.addWidget(self.text, 1)

    def say(self, text: str, icon: str, ink: str) -> None:
        """The words, the icon and its colour token."""
        side = self._shell.theme.px(18)
        self._mark.setPixmap(self._shell.icons.pixmap(icon, ink, side))
        self._mark.setFixedWidth(side)
        self.text.setText(text)


class Page(QWidget):
    """A step: its title and its text (``guide-NAME-title``, ``guide-NAME-text``), and what it
    asks."""

    def __init__(
        self, shell: Shell, model: GuideModel, tasks: Tasks, name: str, asked: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self.setObjectName(f"guide-{name}")
        self.name = name
        self._shell, self.model = shell, model
        self.title, self.text = label("heading", wrap=True), label("muted", wrap=True)
        self.rows = {
            id_: SettingRow(shell, known(id_), tasks, plain=id_ == "whatsapp.verify_token")
            for id_ in asked
        }
        self.layout_ = QVBoxLayout(self)
        self.layout_.setContentsMargins(0, 0, 0, 0)
        self.layout_.setSpacing(6)
        self.layout_.addWidget(self.title)
        self.layout_.addWidget(self.text)
        self.layout_.addSpacing(12)
        for row in self.rows.values():
            row.changed.connect(model.edit)

    def onward(self) -> str:
        """Key of the words on the button that goes on, '' where there is none."""
        return "guide-next"

    def finished(self) -> bool:
        """Whether nothing is left here that could be skipped."""
        return False

    def load(self) -> None:
        """Show what the model holds; called when the step is come to."""
        for id_, row in self.rows.items():
            row.load(self.model.values.get(id_, ""))

    def enter(self) -> bool:
        """Enter was pressed; True where the page has taken it."""
        return False

    def check(self) -> bool:
        """Whether everything entered can be kept; the first that cannot takes the focus."""
        bad = [row for row in self.rows.values() if not row.check() and not row.isHidden()]
        if bad:
            bad[0].take_focus()
        return not bad

    def take_focus(self) -> None:
        """Where one begins."""
        for row in self.rows.values():
            if not row.isHidden():
                row.take_focus()
                return

    def refresh(self) -> None:
        """Words and states as they are; ``retranslate`` of everything below it too."""
        tr = self._shell.tr
        self.title.setText(tr(f"guide-{self.name}-title"))
        self.text.setText(tr(f"guide-{self.name}-text"))
        for row in self.rows.values():
            row.retranslate()
