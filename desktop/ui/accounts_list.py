"""The Telegram accounts in the settings: each with its colour, its state and what can be done."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui.health_bar import Dot
from desktop.ui.parts import button, caption, clear, label, line, open_menu
from desktop.viewmodels.accounts import AccountsModel
from desktop.viewmodels.accounts_port import AccountRow

_COLOURS = 6


class AccountsList(QWidget):
    """``asked`` gives what is wanted (``sign_in``, ``devices``, ``business``) and the slot of the
    account. Removing is asked for twice: the button first says what it will do."""

    asked = Signal(str, str)
    refreshed = Signal()

    def __init__(self, shell: Shell, model: AccountsModel) -> None:
        super().__init__()
        self.setObjectName("accountsList")
        self._shell, self._model, self._sure = shell, model, ""
        self.heading, self.problem = label("section"), label("danger", wrap=True)
        self.problem.setObjectName("accountsProblem")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.add = button("", "accountAdd")
        self.add.setAutoDefault(False)
        self.add.clicked.connect(model.add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 12)
        layout.setSpacing(6)
        layout.addWidget(self.heading)
        layout.addLayout(self._rows)
        layout.addWidget(self.problem)
        self.bots = button("", "accountBots")
        self.bots.setAutoDefault(False)
        self.bots.clicked.connect(lambda: self._ask("bots", ""))
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.add)
        foot.addWidget(self.bots)
        foot.addStretch(1)
        layout.addLayout(foot)
        model.added.connect(lambda slot: self.asked.emit("sign_in", slot))
        for signal in (model.changed, shell.i18n.changed, shell.theme.changed):
            signal.connect(self.refresh)
        self.refresh()

    @property
    def any_here(self) -> bool:
        """Whether there is an account, signed in to or not."""
        return bool(self._model.here)

    def refresh(self) -> None:
        """Show them as they are; the focus stays on the same button."""
        shell, model = self._shell, self._model
        focused = self.focusWidget()
        kept = focused.objectName() if focused is not None else ""
        self.heading.setText(shell.tr("accounts-title"))
        self.add.setText(shell.tr("accounts-add"))
        self.bots.setText(shell.tr("accounts-bots"))
        self.bots.setEnabled(bool(model.here))
        self.add.setEnabled(bool(model.here) and not model.busy)
        clear(self._rows)
        if not model.here:
            self._rows.addWidget(label("muted", shell.tr("accounts-none"), wrap=True))
        for i, row in enumerate(model.rows):
            if i:
                self._rows.addWidget(line())
            self._rows.addWidget(self._row(row))
        self.problem.setText(shell.problem(model.problem) if model.problem else "")
        self.problem.setVisible(model.problem is not None)
        if kept and kept != "accountAdd":
            again = self.findChild(QPushButton, kept)
            if again is not None:
                again.setFocus()
        self.refreshed.emit()

    def _row(self, row: AccountRow) -> QWidget:
        shell = self._shell
        name = row.called or shell.tr("accounts-new")
        holder = QWidget()
        holder.setObjectName(f"account-{row.slot}")
        across = QHBoxLayout(holder)
        across.setContentsMargins(0, 9, 0, 9)
        across.setSpacing(8)
        across.addWidget(self._colour(row, name), 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label("strong", name))
        state = QHBoxLayout()
        state.setSpacing(7)
        state.addWidget(Dot(shell, row.state))
        state.addWidget(label("faint", self._state(row), wrap=True), 1)
        words.addLayout(state)
        across.addLayout(words, 1)
        for made in self._buttons(row, name):
            across.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)
        holder.setAccessibleName(f"{name}. {self._state(row)}")
        return holder

    def _state(self, row: AccountRow) -> str:
        shell = self._shell
        if row.removed:
            return shell.tr("accounts-removed-unended" if row.unended else "accounts-removed")
        state = shell.tr(f"state-{row.state.replace('_', '-')}")
        phone = formats.phone(row.phone) if row.name else ""
        return "  ·  ".join(part for part in (phone, state) if part)

    def _colour(self, row: AccountRow, name: str) -> QPushButton:
        shell = self._shell
        made = button("", f"accountColour-{row.slot}")
        made.setAutoDefault(False)
        made.setFixedWidth(shell.theme.px(34))
        made.setIcon(self._dot(row.colour))
        made.setEnabled(not row.removed and not self._model.busy)
        said = shell.tr("accounts-colour", name=shell.tr(f"accounts-colour-{row.colour}"))
        caption(made, f"{name}. {said}")
        made.clicked.connect(lambda: self._palette(row, made))
        return made

    def _palette(self, row: AccountRow, below: QPushButton) -> None:
        menu = QMenu(self)
        menu.setObjectName("accountColours")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for colour in range(1, _COLOURS + 1):
            text = self._shell.tr(f"accounts-colour-{colour}")
            action = menu.addAction(self._dot(colour), text[:1].upper() + text[1:])
            action.triggered.connect(partial(self._model.paint, row.slot, colour))
            action.setCheckable(True)
            action.setChecked(colour == row.colour)
        open_menu(menu, below)

    def _dot(self, colour: int) -> QIcon:
        side = self._shell.theme.px(14)
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(side * ratio), round(side * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._shell.theme.colour(f"account_{colour}"))
        painter.drawEllipse(QRectF(1, 1, side - 2, side - 2))
        painter.end()
        return QIcon(picture)

    def _buttons(self, row: AccountRow, name: str) -> list[QPushButton]:
        made: list[QPushButton] = []
        if row.removed:
            return made
        if row.state == "signed_out":
            made.append(self._button(row, name, "sign-in", lambda: self._ask("sign_in", row.slot)))
        elif row.account:
            made.append(
                self._button(row, name, "business", lambda: self._ask("business", row.slot))
            )
            made.append(self._button(row, name, "devices", lambda: self._ask("devices", row.slot)))
        if row.account or len(self._model.here) > 1:
            sure = self._sure == row.slot
            key = "remove-sure" if sure else "remove"
            made.append(self._button(row, name, key, lambda: self._remove(row.slot)))
        return made

    def _button(
        self, row: AccountRow, name: str, key: str, work: Callable[[], None]
    ) -> QPushButton:
        made = button("", f"account-{key.removesuffix('-sure')}-{row.slot}")
        made.setAutoDefault(False)
        made.setText(self._shell.tr(f"accounts-{key}"))
        made.setAccessibleName(
            self._shell.tr("accounts-action-name", action=made.text(), name=name)
        )
        made.setEnabled(not self._model.busy)
        made.clicked.connect(work)
        return made

    def _ask(self, what: str, slot: str) -> None:
        self.asked.emit(what, slot)

    def _remove(self, slot: str) -> None:
        sure, self._sure = self._sure == slot, slot
        if sure:
            self._sure = ""
            self._model.remove(slot)
        else:
            self.refresh()
