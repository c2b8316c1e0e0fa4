"""The settings, made from the table of fields: a page a section."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.shell.context import Shell
from desktop.ui.file_dialog import choose_path
from desktop.ui.parts import Choice, button, caption, label, line, restyle, tool
from desktop.viewmodels import settings
from desktop.viewmodels.settings import FIELDS, KEPT, SECTIONS, Field

_ICONS = {
    "general": "settings", "telegram": "telegram", "whatsapp": "whatsapp", "model": "model",
    "crm": "crm",
}  # fmt: skip
LOOKS = ("language", "theme", "desk.text_size")
"""Settings that show at once, before they are kept."""
_DOTS = "••••••••"


class _Row(QWidget):
    """One field with its label and its description. ``changed`` gives id and value."""

    changed = Signal(str, str)

    def __init__(self, shell: Shell, field: Field) -> None:
        super().__init__()
        self.field, self._shell = field, shell
        self.name, self.hint = label("strong"), label("faint", wrap=True)
        self._box: QComboBox | None = None
        self._edit: QLineEdit | None = None
        self._kept = self._bad = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 10)
        layout.setSpacing(4)
        layout.addWidget(self.name)
        if field.kind == "choice":
            self._box = Choice(shell, f"setting-{field.id}")
            for option in field.options:
                self._box.addItem(option, option)
            self._box.currentIndexChanged.connect(lambda: self._emit())
            layout.addWidget(self._box)
        else:
            layout.addLayout(self._line(field))
        layout.addWidget(self.hint)
        self.retranslate()

    def _line(self, field: Field) -> QHBoxLayout:
        self._edit = QLineEdit()
        self._edit.setObjectName(f"setting-{field.id}")
        if field.kind == "secret":
            self._edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._edit.textEdited.connect(lambda: self._emit())
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._edit, 1)
        if field.kind == "folder":
            self._browse = tool("picker", f"browse-{field.id}", 18)
            self._browse.setIcon(self._shell.icons.icon("folder"))
            self._browse.clicked.connect(self._pick)
            row.addWidget(self._browse)
        return row

    @property
    def value(self) -> str:
        """What is entered."""
        if self._box is not None:
            return str(self._box.currentData())
        assert self._edit is not None
        text = self._edit.text().strip()
        return KEPT if self._kept and not text else text

    def show_value(self, value: str) -> None:
        """What is kept."""
        if self._box is not None:
            self._box.blockSignals(True)
            self._box.setCurrentIndex(max(0, self._box.findData(value or self.field.default)))
            self._box.blockSignals(False)
            return
        assert self._edit is not None
        self._kept = value == KEPT
        self._edit.setText("" if self._kept else value or self.field.default)
        self._edit.setPlaceholderText(_DOTS if self._kept else "")

    def take_focus(self) -> None:
        """Type here."""
        part = self._box or self._edit
        if part is not None:
            part.setFocus()

    def check(self) -> bool:
        """Whether the value can be kept; where not the field says so."""
        good = self.field.kind != "number" or not self.value or self.value.isdecimal()
        self._bad = not good
        if self._edit is not None:
            restyle(self._edit, "bad", "true" if self._bad else "false")
        restyle(self.hint, "look", "danger" if self._bad else "faint")
        self.retranslate()
        return good

    def retranslate(self) -> None:
        """Another language."""
        shell, key = self._shell, self.field.label
        self.name.setText(shell.tr(key))
        has = shell.i18n.has(f"{key}-hint")
        hint = shell.tr(f"{key}-hint") if has else ""
        self.hint.setText(shell.tr("setting-not-a-number") if self._bad else hint)
        self.hint.setVisible(has or self._bad)
        for part in (self._box, self._edit):
            if part is not None:
                part.setAccessibleName(shell.tr(key))
        if self._box is not None:
            for i, option in enumerate(self.field.options):
                name = f"option-{self.field.label.removeprefix('setting-')}-{option}"
                self._box.setItemText(i, shell.tr(name))
        if self.field.kind == "folder":
            caption(self._browse, shell.tr("browse"))

    def _emit(self) -> None:
        if self._bad:
            self.check()
        self.changed.emit(self.field.id, self.value)

    def _pick(self) -> None:
        choose_path(self, self._shell, self._picked, folder=True)

    def _picked(self, path: str) -> None:
        self.show_value(path)
        self._emit()


class SettingsDialog(QDialog):
    """``save`` gives what was changed, ``sign_in`` too before it asks for the phone. Language and
    theme are shown at once through ``look``. ``models`` asks for the model manager."""

    save = Signal(object)
    look = Signal(str, str)
    sign_in = Signal(object)
    models = Signal()

    def __init__(self, shell: Shell, values: dict[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("settings")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 540)
        self._shell = shell
        self._before = {f.id: values.get(f.id) or f.default for f in FIELDS}
        self._values = dict(self._before)
        self._rows: dict[str, _Row] = {}
        self._heads: dict[str, Callable[[], None]] = {}
        self.pages = QListWidget()
        self.pages.setObjectName("settingsPages")
        self.pages.setFixedWidth(168)
        self.stack = QStackedWidget()
        for section in SECTIONS:
            self.pages.addItem(QListWidgetItem(""))
            self.stack.addWidget(self._page(section))
        self.pages.currentRowChanged.connect(self.stack.setCurrentIndex)
        self._save, self._cancel = button("primary", "settingsSave"), button("", "settingsCancel")
        self._save.clicked.connect(self._done)
        self._cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 12, 20, 14)
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._save)
        body = QHBoxLayout()
        body.setContentsMargins(12, 16, 0, 0)
        body.setSpacing(8)
        body.addWidget(self.pages)
        body.addWidget(self.stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(body, 1)
        layout.addWidget(line())
        layout.addLayout(foot)
        self.rejected.connect(self._restore)
        shell.i18n.changed.connect(self.retranslate)
        self.retranslate()
        self._arrange()
        self.pages.setCurrentRow(0)

    def show_section(self, section: str) -> None:
        """Open at a section."""
        if section in SECTIONS:
            self.pages.setCurrentRow(SECTIONS.index(section))
            first = next((r for r in self._rows.values() if r.field.section == section), None)
            if first is not None:
                first.take_focus()

    def retranslate(self) -> None:
        """Another language."""
        tr = self._shell.tr
        self.setWindowTitle(tr("command-settings"))
        self.pages.setAccessibleName(tr("command-settings"))
        for i, section in enumerate(SECTIONS):
            self.pages.item(i).setText(tr(f"section-{section}"))
            self.pages.item(i).setIcon(self._shell.icons.icon(_ICONS[section]))
        for row in self._rows.values():
            row.retranslate()
        for head in self._heads.values():
            head()
        self._save.setText(tr("save"))
        self._cancel.setText(tr("cancel"))

    def _page(self, section: str) -> QWidget:
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(16, 2, 24, 16)
        layout.setSpacing(4)
        title, text = label("heading"), label("muted", wrap=True)
        layout.addWidget(title)
        layout.addWidget(text)
        layout.addSpacing(12)
        for field in FIELDS:
            if field.section == section:
                row = _Row(self._shell, field)
                row.show_value(self._before[field.id])
                row.changed.connect(self._changed)
                self._rows[field.id] = row
                layout.addWidget(row)
        enter = button("", "settingsSignIn")
        enter.clicked.connect(self._enter)
        enter.setVisible(section == "telegram")
        layout.addWidget(enter, 0, Qt.AlignmentFlag.AlignLeft)
        manage = button("", "settingsModels")
        manage.setAutoDefault(False)
        manage.clicked.connect(self.models)
        manage.setVisible(section == "model")
        layout.addWidget(manage, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)

        def head() -> None:
            title.setText(self._shell.tr(f"section-{section}"))
            text.setText(self._shell.tr(f"section-{section}-text"))
            enter.setText(self._shell.tr("sign-in-action"))
            manage.setText(self._shell.tr("models-button"))

        self._heads[section] = head
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return scroll

    def _changed(self, field: str, value: str) -> None:
        self._values[field] = value
        if field in LOOKS:
            self.look.emit(field, value)
        self._arrange()

    def _arrange(self) -> None:
        for row in self._rows.values():
            row.setVisible(settings.shown(row.field, self._values))

    def _taken(self) -> dict[str, str] | None:
        """What was changed; None where something cannot be kept, which is then shown."""
        for section in SECTIONS:
            rows = [row for row in self._rows.values() if row.field.section == section]
            if not all([row.check() for row in rows]):
                self.show_section(section)
                return None
        self._values = {name: row.value for name, row in self._rows.items()}
        return settings.changes(self._before, self._values)

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
