"""Phone, code, password of Telegram: one field a step, in a dialog or on a page."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui.parts import button, label, restyle
from desktop.ui.qr_code import QrCode
from desktop.viewmodels.sign_in import SignInModel


class SignInForm(QWidget):
    """``signInField`` and ``signInNext``. ``resized`` when it may need another size."""

    resized = Signal()

    def __init__(self, shell: Shell, model: SignInModel, *, centred: bool = True) -> None:
        super().__init__()
        self._shell, self._model = shell, model
        self._step = ""
        self.title, self.text = label("heading"), label("muted", wrap=True)
        if centred:
            for part in (self.title, self.text):
                part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.code = QrCode(shell)
        self.by_phone = label("faint")
        self.name, self.field = label("section"), QLineEdit()
        self.field.setObjectName("signInField")
        self.field.setMinimumHeight(26)
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.problem = label("danger", wrap=True)
        self.problem.setObjectName("signInProblem")
        self.hint = label("faint", wrap=True)
        self.next = button("primary", "signInNext")
        self.next.setMinimumHeight(26)
        self.next.setDefault(True)
        self.next.clicked.connect(self.submit)
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
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.title)
        layout.addWidget(self.text)
        layout.addSpacing(14 if centred else 6)
        side = Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft
        layout.addWidget(self.code, 0, side)
        layout.addWidget(self.by_phone, 0, side)
        self.by_phone.setContentsMargins(0, 0, 0, 8)
        for widget in (self.name, self.field, self.problem, self.hint):
            layout.addWidget(widget)
        layout.addSpacing(8)
        layout.addWidget(self.next)
        layout.addLayout(links)
        model.changed.connect(self.refresh)
        shell.i18n.changed.connect(self.refresh)
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
            self._focus()
        self.title.setText(tr(f"sign-in-{step}-title"))
        said = model.delivery or "other" if step == "code" else "text"
        self.text.setText(tr(f"sign-in-{step}-{said}", phone=formats.phone(model.phone)))
        self.code.show_link(model.link, tr("sign-in-qr-waits"))
        self.code.setAccessibleName(tr("sign-in-qr-name" if model.link else "sign-in-qr-waits"))
        self.by_phone.setText(tr("sign-in-by-phone"))
        for part in (self.code, self.by_phone):
            part.setVisible(step == "phone")
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
        self.resend.setText(tr(f"sign-in-resend-{model.next_delivery or 'again'}"))
        self.resend.setVisible(step == "code")
        self._typed()
        if not model.busy:
            self._focus()
        self.resized.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: Enter is the answer, and nothing else's business."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.submit()
                return True
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt's hook."""
        super().showEvent(event)
        self._model.show_code()

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt's hook."""
        super().hideEvent(event)
        self._model.hide_code()

    def submit(self) -> None:
        """The answer to the step."""
        self._model.submit(self.field.text())

    def _focus(self) -> None:
        if self.isVisible():
            self.field.setFocus()

    def _typed(self) -> None:
        self.next.setEnabled(bool(self.field.text().strip()) and not self._model.busy)
