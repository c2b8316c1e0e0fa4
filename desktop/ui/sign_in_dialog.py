"""Signing in to Telegram: phone, code, password; not modal, the desk goes on behind it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from desktop.shell.context import Shell
from desktop.ui.sign_in_form import SignInForm
from desktop.viewmodels.sign_in import SignInModel


class SignInDialog(QDialog):
    """The form, in a window of its own. Closes itself when done."""

    def __init__(self, shell: Shell, model: SignInModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("signIn")
        self._shell = shell
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.form = SignInForm(shell, model)
        self.field, self.next, self.problem = self.form.field, self.form.next, self.form.problem
        layout = QVBoxLayout(self)
        layout.setContentsMargins(36, 30, 36, 22)
        layout.setSpacing(12)
        layout.addWidget(self._icon)
        layout.addWidget(self.form)
        self.form.resized.connect(self.refresh)
        model.done.connect(self.accept)
        shell.theme.changed.connect(self.refresh)
        self.refresh()
        self.field.setFocus()

    def refresh(self) -> None:
        """Another step, language or look."""
        self.setWindowTitle(self._shell.tr("sign-in-title"))
        self.setFixedWidth(self._shell.theme.px(420))
        self._icon.setPixmap(self._shell.icons.pixmap("telegram", "telegram", 44))
        self.adjustSize()
