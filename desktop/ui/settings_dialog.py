"""The settings, made from the table of fields: a section a page, and a line that finds any."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.shell.context import Shell
from desktop.shell.tasks import Tasks
from desktop.ui.accessible import name_inner_buttons
from desktop.ui.accounts_list import AccountsList
from desktop.ui.parts import button, label, line
from desktop.ui.setting_row import SettingRow
from desktop.ui.settings_page import SettingsPage
from desktop.viewmodels import settings
from desktop.viewmodels.settings import FIELDS, SECTIONS

_ICONS = {
    "general": "settings", "notices": "bell", "telegram": "telegram", "whatsapp": "whatsapp",
    "model": "model", "crm": "crm",
}  # fmt: skip
LOOKS = ("language", "theme", "desk.text_size")
"""Settings that show at once, before they are kept."""


class SettingsDialog(QDialog):
    """``save`` gives what was changed, ``sign_in`` too before it asks for the phone. Language and
    theme are shown at once through ``look``. ``models`` asks for the model manager, ``command``
    for what else is to be done, by the id of the command."""

    save = Signal(object)
    look = Signal(str, str)
    sign_in = Signal(object)
    models = Signal()
    command = Signal(str)
    account = Signal(str, str)

    def __init__(
        self, shell: Shell, values: Mapping[str, str], parent: QWidget, tasks: Tasks
    ) -> None:
        super().__init__(parent)
        self.setObjectName("settings")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        size = shell.theme.px
        self.resize(min(size(780), parent.width() - 40), min(size(600), parent.height() - 40))
        self._shell = shell
        self._before = {f.id: values.get(f.id) or f.default for f in FIELDS if f.section}
        self._values = dict(self._before)
        self._pages = [self._page(section, tasks) for section in SECTIONS]
        self._lay_out()
        self.rejected.connect(self._restore)
        shell.i18n.changed.connect(self.retranslate)
        shell.theme.changed.connect(self.retranslate)
        self.retranslate()
        self.pages.setCurrentRow(0)
        self._arrange()

    def _page(self, section: str, tasks: Tasks) -> SettingsPage:
        tails: dict[str, dict[str, Callable[[], None]]] = {
            "general": {
                "settings-guide": self._leave_for("guide"),
                "command-backup": self._leave_for("backup"),
                "command-restore": self._leave_for("restore"),
                "intake-button": self._leave_for("history"),
            },
            "telegram": {
                "sign-in-action": self._enter,
                "proxies-button": self._leave_for("proxies"),
            },
            "model": {"models-button": self.models.emit},
        }
        page = SettingsPage(self._shell, section, tasks, tails.get(section, {}))
        page.load(self._values)
        page.changed.connect(self._changed)
        return page

    def _leave_for(self, command: str) -> Callable[[], None]:
        """What was changed is kept on the way."""

        def leave() -> None:
            changed = self._taken()
            if changed is not None:
                if changed:
                    self.save.emit(changed)
                self.accept()
                self.command.emit(command)

        return leave

    def put_accounts(self, accounts: AccountsList) -> None:
        """Show the accounts over the fields of Telegram; ``account`` gives what is asked of one,
        once what was changed is kept."""

        def leave(what: str, slot: str) -> None:
            changed = self._taken()
            if changed is not None:
                if changed:
                    self.save.emit(changed)
                self.accept()
                self.account.emit(what, slot)

        accounts.asked.connect(leave)
        page = self._pages[SECTIONS.index("telegram")]
        page.put_first(accounts)
        page.spare = lambda key: key == "sign-in-action" and accounts.any_here
        accounts.refreshed.connect(self._arrange)

    def _lay_out(self) -> None:
        self.filter = QLineEdit()
        self.filter.setObjectName("settingsFilter")
        self.filter.setProperty("look", "search")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(lambda: self._arrange())
        self.filter.installEventFilter(self)
        self.pages = QListWidget()
        self.pages.setObjectName("settingsPages")
        for _section in SECTIONS:
            self.pages.addItem(QListWidgetItem(""))
        self.pages.currentRowChanged.connect(self._go)
        self.nothing = label("muted", wrap=True)
        self.nothing.setObjectName("settingsNothing")
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 2, 24, 16)
        column.setSpacing(4)
        for page in self._pages:
            column.addWidget(page)
        column.addWidget(self.nothing)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(inner)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._save, self._cancel = button("primary", "settingsSave"), button("", "settingsCancel")
        self._save.clicked.connect(self._done)
        self._save.setDefault(True)
        self._cancel.setAutoDefault(False)
        self._cancel.clicked.connect(self.reject)
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addWidget(self.filter)
        side.addWidget(self.pages, 1)
        self._side = QWidget()
        self._side.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 12, 20, 14)
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._save)
        body = QHBoxLayout()
        body.setContentsMargins(12, 16, 0, 0)
        body.setSpacing(8)
        body.addWidget(self._side)
        body.addWidget(self._scroll, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(body, 1)
        layout.addWidget(line())
        layout.addLayout(foot)

    def show_section(self, section: str) -> None:
        """Open at a section, at the search where none is meant: what is typed changes nothing."""
        if section not in SECTIONS:
            self.filter.setFocus()
        else:
            self.filter.clear()
            self.pages.setCurrentRow(SECTIONS.index(section))
            self._pages[SECTIONS.index(section)].rows[0].take_focus()

    def retranslate(self) -> None:
        """Another language, another size."""
        tr, shell = self._shell.tr, self._shell
        self.setWindowTitle(tr("command-settings"))
        self.pages.setAccessibleName(tr("command-settings"))
        self.filter.setPlaceholderText(tr("settings-filter"))
        self.filter.setAccessibleName(tr("settings-filter"))
        name_inner_buttons(self.filter, tr("line-clear"))
        self.nothing.setText(tr("settings-nothing"))
        self._side.setFixedWidth(shell.theme.px(190))
        for i, section in enumerate(SECTIONS):
            self.pages.item(i).setText(tr(f"section-{section}"))
            self.pages.item(i).setIcon(shell.icons.icon(_ICONS[section]))
        for page in self._pages:
            page.retranslate()
        self._save.setText(tr("save"))
        self._cancel.setText(tr("cancel"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: Enter in the filter goes to what it found, Down to the sections."""
        if watched is self.filter and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._to_first()
                return True
            if event.key() == Qt.Key.Key_Down:
                self.pages.setFocus()
                return True
            if event.key() == Qt.Key.Key_Escape and self.filter.text():
                self.filter.clear()
                return True
        return super().eventFilter(watched, event)

    def _to_first(self) -> None:
        for page in self._pages:
            for row in page.rows:
                if not page.isHidden() and not row.isHidden():
                    row.take_focus()
                    return

    def _go(self, _row: int) -> None:
        if self.filter.text():
            self.filter.clear()
        self._arrange()
        self._scroll.verticalScrollBar().setValue(0)

    def _changed(self, field: str, value: str) -> None:
        self._values[field] = value
        if field in LOOKS:
            self.look.emit(field, value)
        self._arrange()

    def _arrange(self) -> None:
        typed, here = self.filter.text().strip(), self.pages.currentRow()
        any_found = False
        for i, page in enumerate(self._pages):
            found = page.arrange(self._values, typed)
            any_found = any_found or found
            page.setVisible(found if typed else i == here)
        self.nothing.setVisible(not any_found)

    def _taken(self) -> dict[str, str] | None:
        """What was changed; None where something cannot be kept, which is then shown."""
        for i, page in enumerate(self._pages):
            bad = next(page.bad(), None)
            if bad is not None and settings.shown(bad[0].field, self._values):
                self.filter.clear()
                self.pages.setCurrentRow(i)
                page.show_row(bad[0])
                return None
        self._values = {row.field.id: row.value for row in self._rows()}
        return settings.changes(self._before, self._values)

    def _rows(self) -> list[SettingRow]:
        return [row for page in self._pages for row in page.rows]

    def _done(self) -> None:
        changed = self._taken()
        if changed is None:
            return
        if changed:
            self.save.emit(changed)
        self.accept()

    def _enter(self) -> None:
        changed = self._taken()
        if changed is not None:
            self.accept()
            self.sign_in.emit(changed)

    def _restore(self) -> None:
        for name in LOOKS:
            if self._values[name] != self._before[name]:
                self.look.emit(name, self._before[name])
