"""The status line, and the passing notice."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from core.domain.problems import Problem
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui.accessible import Role, announce, spoken_as
from desktop.ui.parts import button, caption, clear, label, pill, tool
from desktop.viewmodels.backend import HealthRow
from desktop.viewmodels.health import HealthModel

INKS = {
    "online": "ok", "connecting": "text_3", "waiting": "warn", "signed_out": "warn",
    "failed": "danger", "off": "border_strong",
}  # fmt: skip
_TOAST_MS = 7000
_LONGEST = 12
"""Characters of an account's name in the bar."""
_MANY = 3
"""Of more accounts than that only those that are not well are named; hints name all."""


def service_name(shell: Shell, row: HealthRow, *, several: bool = False) -> str:
    """What the service is called; ``several``: one of several Telegram accounts."""
    if several and row.id == "telegram":
        return account_called(shell, row.name, row.phone)
    if row.id == "bot":
        return row.name or shell.tr("service-bot")
    return shell.tr(f"service-{row.id}")


def account_called(shell: Shell, name: str, phone: str) -> str:
    """A Telegram account among others."""
    called = name or formats.phone(phone) or shell.tr("accounts-new")
    return shell.tr("accounts-called", name=called)


def sentence(shell: Shell, row: HealthRow) -> str:
    """What is the matter, and what to do."""
    if row.problem is not None:
        return shell.problem(row.problem)
    key = f"state-{row.state.replace('_', '-')}"
    return shell.tr(f"{key}-text" if shell.i18n.has(f"{key}-text") else key)


class Dot(QWidget):
    """The colour of a state."""

    def __init__(self, shell: Shell, state: str) -> None:
        super().__init__()
        self._shell, self._ink = shell, INKS[state]
        self.setFixedSize(8, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's hook."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._shell.theme.colour(self._ink))
        painter.drawEllipse(QRectF(0.5, 0.5, 7, 7))


class HealthBar(QWidget):
    """A dot and a word for each service; whether the operator is not to be disturbed. ``opened``
    when more is asked for, ``aloud`` when notices are wanted again."""

    opened = Signal()
    aloud = Signal()

    def __init__(self, shell: Shell, model: HealthModel) -> None:
        super().__init__()
        self.setObjectName("healthBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._shell, self._model = shell, model
        self.more = tool("mini", "healthOpen", 16)
        self.more.clicked.connect(self.opened)
        self.quiet = pill("link", "quietState", 14)
        self.quiet.clicked.connect(self.aloud)
        self.quiet.hide()
        self._services = QHBoxLayout()
        self._services.setSpacing(18)
        self._local = label("hint")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 10, 0)
        layout.setSpacing(14)
        layout.addLayout(self._services)
        layout.addStretch(1)
        layout.addWidget(self.quiet)
        layout.addWidget(self._local)
        layout.addWidget(self.more)
        changed = (model.changed, shell.i18n.changed, shell.theme.changed, shell.accounts.changed)
        for signal in changed:
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the states as they are."""
        self.setFixedHeight(self._shell.theme.px(28))
        clear(self._services)
        many = sum(row.id == "telegram" for row in self._model.rows) > _MANY
        for row in self._model.rows:
            part = _Part(self.opened)
            part.setObjectName(f"health-{row.key}")
            inner = QHBoxLayout(part)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(7)
            several = self._model.several and row.id == "telegram"
            words = name = service_name(self._shell, row, several=several)
            if several:
                words = "" if many and row.state == "online" else self._short(row)
            if row.state != "online" and row.id != "clock" and not (several and many):
                state = self._shell.tr(f"state-{row.state.replace('_', '-')}")
                words = f"{words}: {state.lower()}"
            inner.addWidget(Dot(self._shell, row.state))
            if several:
                ink = self._shell.accounts.ink(row.detail) or "telegram"
                mark = QLabel()
                mark.setPixmap(self._shell.icons.pixmap("telegram", ink, 14))
                inner.addWidget(mark)
            if words:
                inner.addWidget(label("hint", words))
            said = sentence(self._shell, row)
            if row.phone:
                said = f"{formats.phone(row.phone)}. {said}"
            part.setToolTip(said)
            part.setAccessibleName(said if name in said else f"{name}: {said}")
            self._services.addWidget(part)
        self._local.setText(self._shell.tr("local-only"))
        self.more.setIconSize(QSize(self._shell.theme.px(16), self._shell.theme.px(16)))
        self.quiet.setIconSize(QSize(self._shell.theme.px(14), self._shell.theme.px(14)))
        self.more.setIcon(self._shell.icons.icon("pulse", "text_2", 16))
        caption(self.more, self._shell.tr("command-health"), self._shell.keymap.of("health"))
        self.quiet.setIcon(self._shell.icons.icon("bell-off", "accent_text", 14))
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Qt's hook: what is new is as wide as its font makes it, which is known only now."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _short(self, row: HealthRow) -> str:
        """An account in the bar: its first name."""
        name = (row.name.split() or [""])[0] or formats.phone(row.phone)
        name = name or self._shell.tr("accounts-new")
        return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room the services and what is quiet are said first."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        taken = self._services.sizeHint().width() + self.more.sizeHint().width() + 78
        if not self.quiet.isHidden():
            taken += self.quiet.sizeHint().width() + 14
        self._local.setVisible(taken + self._local.sizeHint().width() < self.width())

    def say_quiet(self, words: str, hint: str) -> None:
        """That the operator is not to be disturbed; '' when they may be."""
        self.quiet.setText(words)
        self.quiet.setToolTip(hint)
        self.quiet.setAccessibleName(words)
        self.quiet.setAccessibleDescription(hint)
        self.quiet.setVisible(bool(words))
        self._fit()


class _Part(QWidget):
    """A service in the bar: a click asks for more."""

    def __init__(self, clicked: SignalInstance) -> None:
        super().__init__()
        spoken_as(self, Role.Indicator)
        self._clicked = clicked

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt's hook."""
        if self.rect().contains(event.position().toPoint()):
            self._clicked.emit()


class Toast(QFrame):
    """Says in passing what was done or why it was refused, perhaps with a way to take it back."""

    def __init__(self, shell: Shell, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("toast")
        spoken_as(self, Role.Notification)
        self._shell, self._over = shell, over
        self.text = label("", wrap=True)
        self.text.setObjectName("toastText")
        self._close = button("", "toastClose")
        self._close.clicked.connect(self.hide)
        self.action = button("", "toastAction")
        self._work: Callable[[], object] = lambda: None
        self.action.clicked.connect(self._act)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 9, 8, 9)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.action)
        layout.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        over.installEventFilter(self)
        self.hide()

    def say(self, problem: Problem) -> None:
        """Show the sentence of a problem for a while."""
        self.tell(self._shell.problem(problem))

    def tell(self, text: str, action: str = "", work: Callable[[], object] | None = None) -> None:
        """Show a sentence for a while, with a button ``action`` that does ``work``."""
        self.text.setText(text)
        self.action.setText(action)
        self.action.setVisible(work is not None)
        self.setAccessibleName(text)
        announce(self, text)
        self._work = work or (lambda: None)
        self._close.setText(self._shell.tr("close"))
        self.show()
        self.raise_()
        self._place()
        self._timer.start(_TOAST_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stays at its place when the window is resized."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _act(self) -> None:
        self.hide()
        self._work()

    def _place(self) -> None:
        width = min(560, self._over.width() - 40)
        height = max(44, self.heightForWidth(width))
        # Over the conversation's top: what is being written stays in view.
        self.setGeometry((self._over.width() - width) // 2, 76, width, height)
