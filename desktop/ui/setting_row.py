"""One field of the settings: its label, its editor, its description or what is wrong with it."""

import asyncio

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.shell.context import Shell
from desktop.shell.tasks import Tasks
from desktop.ui.file_dialog import choose_path
from desktop.ui.parts import Choice, button, caption, label, restyle, tool
from desktop.viewmodels import settings
from desktop.viewmodels.settings import KEPT, Fault, Field

_DOTS = "••••••••"


class SettingRow(QWidget):
    """``changed`` gives id and value. What cannot be kept is said below the editor at once; until
    the editor is left, a value that is still being typed is not blamed for being short."""

    changed = Signal(str, str)

    def __init__(self, shell: Shell, field: Field, tasks: Tasks, *, plain: bool = False) -> None:
        """``plain``: a secret that is ours to show (a token that we made up)."""
        super().__init__()
        self.setObjectName(f"row-{field.id}")
        self.field, self._shell, self._tasks, self._plain = field, shell, tasks, plain
        self.name, self.hint = label("strong"), label("faint", wrap=True)
        self._box: QComboBox | None = None
        self._check: QCheckBox | None = None
        self._edit: QLineEdit | None = None
        self._kept, self._was = False, ""
        self._fault: Fault | None = None
        self.revert = button("link", f"revert-{field.id}")
        self.revert.setAutoDefault(False)
        self.revert.clicked.connect(self._revert)
        # hidden it keeps its place: lines do not jump while one types
        policy = self.revert.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.revert.setSizePolicy(policy)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.name, 1)
        head.addWidget(self.revert)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(3)
        layout.addLayout(head)
        layout.addLayout(self._editor(plain))
        layout.addWidget(self.hint)
        shell.theme.changed.connect(self._tint)
        self.retranslate()

    def _editor(self, plain: bool) -> QHBoxLayout:
        field, row = self.field, QHBoxLayout()
        row.setSpacing(6)
        if field.kind == "choice":
            self._box = Choice(self._shell, f"setting-{field.id}")
            for option in field.options:
                self._box.addItem(option, option)
            self._box.currentIndexChanged.connect(lambda: self._edited())
            # it says only its value by itself: its name is read from the label
            self.name.setBuddy(self._box)
            row.addWidget(self._box, 1)
            return row
        if field.kind == "bool":
            self._check = QCheckBox()
            self._check.setObjectName(f"setting-{field.id}")
            self._check.toggled.connect(lambda: self._edited())
            row.addWidget(self._check, 1)
            return row
        self._edit = QLineEdit()
        self._edit.setObjectName(f"setting-{field.id}")
        if field.kind == "secret" and not plain:
            self._edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._edit.textEdited.connect(lambda: self._edited(typing=True))
        self._edit.editingFinished.connect(self._left)
        row.addWidget(self._edit, 1)
        if plain:
            self._copy = tool("picker", f"copy-{field.id}", 18)
            self._copy.clicked.connect(
                lambda: QGuiApplication.clipboard().setText(self._edit.text() if self._edit else "")
            )
            row.addWidget(self._copy)
        if field.kind == "folder":
            self._browse = tool("picker", f"browse-{field.id}", 18)
            self._browse.clicked.connect(self._pick)
            row.addWidget(self._browse)
        return row

    @property
    def value(self) -> str:
        """What is entered."""
        if self._box is not None:
            return str(self._box.currentData())
        if self._check is not None:
            return "on" if self._check.isChecked() else "off"
        assert self._edit is not None
        text = self._edit.text().strip()
        return KEPT if self._kept and not text else text

    @property
    def fault(self) -> Fault | None:
        """What is wrong with it, as far as one has looked."""
        return self._fault

    @property
    def editor(self) -> QWidget:
        """What takes the focus."""
        part = self._box or self._check or self._edit
        assert part is not None
        return part

    def load(self, value: str) -> None:
        """What is kept: to this it goes back."""
        self._was = value
        self.show_value(value)

    def show_value(self, value: str) -> None:
        """Enter a value for the operator."""
        if self._box is not None:
            self._box.blockSignals(True)
            self._box.setCurrentIndex(max(0, self._box.findData(value or self.field.default)))
            self._box.blockSignals(False)
        elif self._check is not None:
            self._check.blockSignals(True)
            self._check.setChecked((value or self.field.default) == "on")
            self._check.blockSignals(False)
        elif self._edit is not None:
            self._kept = value == KEPT
            self._edit.setText("" if self._kept else value or self.field.default)
            self._edit.setPlaceholderText(_DOTS if self._kept else "")
        self._judge()

    def take_focus(self) -> None:
        """Type here."""
        self.editor.setFocus()
        if self._edit is not None:
            self._edit.selectAll()

    def check(self) -> bool:
        """Whether the value can be kept; where not the field says so."""
        self._judge()
        return self._fault is None

    def matches(self) -> str:
        """Everything that a search may find it by."""
        tr, label_ = self._shell.tr, self.field.label
        words = [tr(label_), self._described()]
        if self._box is not None:
            words += [self._box.itemText(i) for i in range(self._box.count())]
        return " ".join(words)

    def retranslate(self) -> None:
        """Another language."""
        tr, key = self._shell.tr, self.field.label
        self.name.setText(tr(key))
        self.editor.setAccessibleName(tr(key))
        if self._box is not None:
            for i, option in enumerate(self.field.options):
                self._box.setItemText(i, tr(f"option-{key.removeprefix('setting-')}-{option}"))
        if self._check is not None:
            self._check.setText(tr("setting-on"))
        if self.field.kind == "folder":
            caption(self._browse, tr("browse"))
        if self._plain:
            caption(self._copy, tr("copy-of", name=tr(key)))
        self._say()
        self._tint()

    def _described(self) -> str:
        key = f"{self.field.label}-hint"
        return self._shell.tr(key) if self._shell.i18n.has(key) else ""

    def _say(self) -> None:
        """The description, or what is wrong; and the way back."""
        tr, key, fault = self._shell.tr, self.field.label, self._fault
        said = tr(fault.key, **fault.args) if fault is not None else self._described()
        self.hint.setText(said)
        self.hint.setVisible(bool(said))
        self.editor.setAccessibleDescription(said)
        restyle(self.hint, "look", "danger" if fault is not None else "faint")
        if self._edit is not None:
            restyle(self._edit, "bad", "true" if fault is not None else "false")
        value = self.value
        changed = value != (self._was or self.field.default)
        back = "setting-as-it-was" if changed else "setting-default"
        self.revert.setText(tr(back))
        self.revert.setAccessibleName(tr(f"{back}-of", name=tr(key)))
        other = bool(self.field.default) and value != self.field.default
        self.revert.setVisible(changed or other)

    def _tint(self) -> None:
        if self.field.kind == "folder":
            self._browse.setIcon(self._shell.icons.icon("folder"))
        if self._plain:
            self._copy.setIcon(self._shell.icons.icon("copy"))

    def _edited(self, typing: bool = False) -> None:
        # what is being typed is blamed only for what no more typing can mend
        if typing and self._fault is None and self.field.kind in ("url", "time", "folder"):
            self._say()
        else:
            self._judge()
        self.changed.emit(self.field.id, self.value)

    def _left(self) -> None:
        """The editor was left: now everything counts, the disk too."""
        self._judge()
        if self.field.kind == "folder" and self._fault is None and self.value:
            self._tasks.start(self._look_at_folder(self.value))

    async def _look_at_folder(self, value: str) -> None:
        fault = await asyncio.to_thread(settings.folder_fault, value)
        if value == self.value:
            self._fault = fault
            self._say()

    def _judge(self) -> None:
        self._fault = settings.fault(self.field, self.value)
        self._say()

    def _revert(self) -> None:
        changed = self.value != (self._was or self.field.default)
        self.show_value(self._was if changed else self.field.default)
        self.editor.setFocus()
        self.changed.emit(self.field.id, self.value)

    def _pick(self) -> None:
        choose_path(self, self._shell, self._picked, folder=True)

    def _picked(self, path: str) -> None:
        self.show_value(path)
        self._left()
        self.changed.emit(self.field.id, self.value)
