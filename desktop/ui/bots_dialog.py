"""The business bots: one is added by its token; each shows whose chats it brings, and how to
connect it on the phone."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.shell.context import Shell
from desktop.ui.dialogs import Dialog
from desktop.ui.health_bar import Dot
from desktop.ui.parts import button, clear, label, line, restyle
from desktop.viewmodels.bots import BotsModel
from desktop.viewmodels.bots_port import BotRow, LinkRow

_RIGHTS = ("reply", "read_messages", "delete_sent_messages", "delete_received_messages")


class BotsDialog(Dialog):
    """What was pasted is checked at Telegram before the bot is kept. Removing is asked for twice:
    the button first says what it will do."""

    def __init__(self, shell: Shell, parent: QWidget, model: BotsModel) -> None:
        super().__init__(shell, parent, "botsDialog", shell.tr("bots-title"))
        self.model, self._sure, self._renews = model, "", ""
        self.resize(min(parent.width() - 40, shell.theme.px(620)), shell.theme.px(560))
        self.text.setText(shell.tr("bots-text"))
        self.token = QLineEdit()
        self.token.setObjectName("botToken")
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.setPlaceholderText("123456789:AA…")
        self.token.textChanged.connect(self._enable)
        self.token.installEventFilter(self)
        self.give = button("primary", "botGive")
        self.give.setAutoDefault(False)
        self.give.clicked.connect(self._give)
        self.asked = label("section")
        self.problem = label("danger", wrap=True)
        self.problem.setObjectName("botsProblem")
        across = QHBoxLayout()
        across.setSpacing(8)
        across.addWidget(self.token, 1)
        across.addWidget(self.give)
        self.body.addSpacing(6)
        self.body.addWidget(self.asked)
        self.body.addLayout(across)
        self.body.addWidget(self.problem)
        self.body.addSpacing(4)
        self._rows = self.scrolled()
        self.foot()
        model.changed.connect(self.refresh)
        model.done.connect(self._done)
        for signal in (shell.i18n.changed, shell.theme.changed):
            signal.connect(self.refresh)
        self.refresh()
        self.token.setFocus()

    def refresh(self) -> None:
        """Show them as they are."""
        tr, model = self.shell.tr, self.model
        row = next((one for one in model.rows if one.slot == self._renews), None)
        if row is None:
            self._renews = ""
        asked = tr("bots-token-of", name=row.name) if row is not None else tr("bots-token")
        self.asked.setText(asked)
        self.token.setAccessibleName(asked)
        self.give.setText(tr("bots-checking" if model.busy else "bots-give"))
        self.problem.setText(self.shell.problem(model.problem) if model.problem else "")
        self.problem.setVisible(model.problem is not None)
        restyle(self.token, "bad", "true" if model.problem else "false")
        clear(self._rows)
        for i, one in enumerate(model.rows):
            if i:
                self._rows.addWidget(line())
            self._rows.addWidget(self._row(one))
        if not any(link for one in model.rows for link in one.links):
            self._rows.addWidget(self._steps())
        self._enable()

    def _steps(self) -> QWidget:
        """What is to be done at BotFather and on the phone, in order."""
        tr = self.shell.tr
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 12, 0, 4)
        inside.setSpacing(7)
        inside.addWidget(label("section", tr("bots-steps")))
        for number in range(1, 5):
            across = QHBoxLayout()
            across.setSpacing(10)
            count = label("muted", str(number))
            count.setFixedWidth(self.shell.theme.px(14))
            across.addWidget(count, 0, Qt.AlignmentFlag.AlignTop)
            across.addWidget(label("", tr(f"bots-step-{number}"), wrap=True), 1)
            inside.addLayout(across)
        return holder

    def _row(self, row: BotRow) -> QWidget:
        tr = self.shell.tr
        name = row.name or row.bot
        holder = QWidget()
        holder.setObjectName(f"bot-{row.slot}")
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 10, 0, 10)
        inside.setSpacing(5)
        across = QHBoxLayout()
        across.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(label("strong", name))
        state = QHBoxLayout()
        state.setSpacing(7)
        state.addWidget(Dot(self.shell, row.state), 0, Qt.AlignmentFlag.AlignVCenter)
        said = (
            tr("bots-revoked")
            if row.state == "signed_out"
            else tr(f"state-{row.state.replace('_', '-')}")
        )
        state.addWidget(label("faint", said), 1)
        words.addLayout(state)
        across.addLayout(words, 1)
        if row.state == "signed_out":
            renew = button("", f"botRenew-{row.slot}")
            renew.setText(tr("bots-renew"))
            renew.setAutoDefault(False)
            renew.clicked.connect(lambda: self._renew(row.slot))
            across.addWidget(renew, 0, Qt.AlignmentFlag.AlignTop)
        remove = button("", f"botRemove-{row.slot}")
        remove.setText(tr("accounts-remove-sure" if self._sure == row.slot else "accounts-remove"))
        remove.setAccessibleName(tr("accounts-action-name", action=remove.text(), name=name))
        remove.setAutoDefault(False)
        remove.setEnabled(not self.model.busy)
        remove.clicked.connect(lambda: self._remove(row.slot))
        across.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(across)
        if row.problem is not None:
            inside.addWidget(label("muted", self.shell.problem(row.problem), wrap=True))
        for link in row.links:
            inside.addWidget(self._link(link))
        return holder

    def _link(self, link: LinkRow) -> QWidget:
        """An account, and what it lets the bot do."""
        holder = QWidget()
        across = QHBoxLayout(holder)
        across.setContentsMargins(15, 3, 0, 0)
        across.setSpacing(8)
        icon = label()
        ink = "text_3" if link.disabled else "telegram"
        icon.setPixmap(self.shell.icons.pixmap("person", ink, 16))
        across.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label("", link.name))
        words.addWidget(label("faint", self._may(link), wrap=True))
        across.addLayout(words, 1)
        holder.setAccessibleName(f"{link.name}. {self._may(link)}")
        return holder

    def _may(self, link: LinkRow) -> str:
        tr = self.shell.tr
        if link.disabled:
            return tr("bots-link-off")
        if link.own:
            return tr("bots-link-own")
        rights = [tr(f"bots-may-{one.replace('_', '-')}") for one in _RIGHTS if one in link.rights]
        if "reply" not in link.rights:
            rights.insert(0, tr("bots-may-not-reply"))
        said = ", ".join(rights)
        return said[:1].upper() + said[1:]

    def _enable(self) -> None:
        self.give.setEnabled(bool(self.token.text().strip()) and not self.model.busy)

    def _give(self) -> None:
        text = self.token.text().strip()
        if not text or self.model.busy:
            return
        if self._renews:
            self.model.renew(self._renews, text)
        else:
            self.model.add(text)

    def _done(self) -> None:
        """What was pasted is with Telegram: it need not be seen any more."""
        self._renews = ""
        self.token.clear()
        self.refresh()

    def _renew(self, slot: str) -> None:
        self._renews = slot
        self.refresh()
        self.token.setFocus()

    def _remove(self, slot: str) -> None:
        sure, self._sure = self._sure == slot, slot
        if sure:
            self._sure = ""
            self.model.remove(slot)
            return
        self.refresh()
        again = self.findChild(QWidget, f"botRemove-{slot}")
        if again is not None:
            again.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: Enter gives the token, and closes nothing."""
        if watched is self.token and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.token.text().strip():
                self._give()
                return True
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt's hook: a token that was typed and not given is forgotten."""
        self.token.clear()
        super().closeEvent(event)
