"""Signing in to Telegram: phone, code, password; not modal, the desk goes on behind it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui.parts import button, label, restyle
from desktop.viewmodels.sign_in import SignInModel


class SignInDialog(QDialog):
    """One field a step: ``signInField``, ``signInNext``. Closes itself when done."""

    def __init__(self, shell: Shell, model: SignInModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("signIn")
        self.setFixedWidth(420)
        self._shell, self._model = shell, model
        self._step = ""
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title, self.text = label("heading"), label("muted", wrap=True)
        for part in (self.title, self.text):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.name, self.field = label("section"), QLineEdit()
        self.field.setObjectName("signInField")
        self.field.setMinimumHeight(26)
        self.field.textChanged.connect(self._typed)
        self.field.returnPressed.connect(self._next)
        self.problem = label("danger", wrap=True)
        self.problem.setObjectName("signInProblem")
        self.hint = label("faint", wrap=True)
        self.next = button("primary", "signInNext")
        self.next.setMinimumHeight(26)
        self.next.setDefault(True)
        self.next.clicked.connect(self._next)
        self.back = button("link", "signInBack")
        self.back.setAutoDefault(False)
        self.back.clicked.connect(model.back)
        self.resend = button("link", "signInResend")
        self.resend.setAutoDefault(False)
        self.resend.clicked.connect(model.resend)
        links = QHBoxLayout()
        links.addWidget(self.back)
        links.addStretch(1)
        links.addWidget(self.resend)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(36, 30, 36, 22)
        layout.setSpacing(6)
        layout.addWidget(self._icon)
        layout.addSpacing(6)
        layout.addWidget(self.title)
        layout.addWidget(self.text)
        layout.addSpacing(14)
        for widget in (self.name, self.field, self.problem, self.hint):
            layout.addWidget(widget)
        layout.addSpacing(8)
        layout.addWidget(self.next)
        layout.addLayout(links)
        model.changed.connect(self.refresh)
        model.done.connect(self.accept)
        shell.i18n.changed.connect(self.refresh)
        shell.theme.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the step as it stands."""
        tr, model = self._shell.tr, self._model
        step = "password" if model.step == "done" else model.step
        if step != self._step:
            self._step = step
            self.field.clear()
            secret = step == "password"
            mode = QLineEdit.EchoMode.Password if secret else QLineEdit.EchoMode.Normal
            self.field.setEchoMode(mode)
            self.field.setFocus()
        self.setWindowTitle(tr("sign-in-title"))
        self._icon.setPixmap(self._shell.icons.pixmap("telegram", "telegram", 44))
        self.title.setText(tr(f"sign-in-{step}-title"))
        self.text.setText(tr(f"sign-in-{step}-text", phone=formats.phone(model.phone)))
        self.name.setText(tr(f"sign-in-{step}-label"))
        self.field.setAccessibleName(tr(f"sign-in-{step}-label"))
        self.field.setPlaceholderText("+7 900 000-00-00" if step == "phone" else "")
        self.problem.setText(self._shell.problem(model.problem) if model.problem else "")
        self.problem.setVisible(model.problem is not None)
        restyle(self.field, "bad", "true" if model.problem else "false")
        if model.problem is not None and not model.busy:
            self.field.selectAll()  # what is typed now takes the place of what was wrong
        self.hint.setText(tr(f"sign-in-{step}-hint"))
        self.field.setEnabled(not model.busy)
        self.next.setText(tr("sign-in-busy" if model.busy else f"sign-in-{step}-next"))
        self.back.setText(tr("sign-in-back"))
        self.back.setVisible(step != "phone")
        self.resend.setText(tr("sign-in-resend"))
        self.resend.setVisible(step == "code")
        self._typed()
        if not model.busy and self.isVisible():
            self.field.setFocus()
        self.adjustSize()

    def _typed(self) -> None:
        self.next.setEnabled(bool(self.field.text().strip()) and not self._model.busy)

    def _next(self) -> None:
        self._model.submit(self.field.text())
