"""A small window that asks for a moment, written as one says it, with a note for a follow-up."""

from collections.abc import Callable

from babel.dates import format_date
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from core.domain.later import ONLINE
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui.dialogs import Dialog
from desktop.ui.list_words import ahead
from desktop.ui.parts import Flow, button, label
from desktop.viewmodels.when import days, parse, presets


class WhenDialog(Dialog):
    """``kind`` is ``snooze``, ``follow-up``, ``later`` or ``later-online``, where the messenger may
    wait for the client instead. ``chosen`` gives the moment (ms; 0 for no follow-up
    any more) and the note."""

    chosen = Signal(object, str)

    def __init__(
        self, shell: Shell, parent: QWidget, kind: str, due: int = 0, note: str = ""
    ) -> None:
        super().__init__(
            shell, parent, "whenDialog", shell.tr(f"when-title-{kind.removesuffix('-online')}")
        )
        self.setMinimumWidth(shell.theme.px(400))
        self._kind = kind
        tr = shell.tr
        self.text.setText(tr(f"when-text-{kind.removesuffix('-online')}"))
        self.field = QLineEdit()
        self.field.setObjectName("whenField")
        self.field.setPlaceholderText(tr("when-hint"))
        self.field.textChanged.connect(self._typed)
        self.field.returnPressed.connect(self._take)
        self.said = label("faint", wrap=True)
        self.said.setObjectName("whenSaid")
        usual = QWidget()
        usual.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        flow = Flow(usual)
        for name, moment in presets(formats.local(shell.now())):
            chip = button("chip", f"when-{name}")
            chip.setText(tr(f"snooze-{name}"))
            chip.setAutoDefault(False)
            at = int(moment.timestamp() * 1000)
            chip.clicked.connect(lambda _=False, at=at: self.field.setText(self._written(at)))
            flow.addWidget(chip)
        for moment in days(formats.local(shell.now())):
            chip = button("chip", f"when-day-{moment.day}")
            chip.setText(format_date(moment.date(), "EEE d", locale=shell.i18n.lang))
            chip.setAutoDefault(False)
            at = int(moment.timestamp() * 1000)
            chip.clicked.connect(lambda _=False, at=at: self.field.setText(self._written(at)))
            flow.addWidget(chip)
        if kind == "later-online":
            there = button("chip", "whenOnline")
            there.setText(tr("when-online"))
            there.setAutoDefault(False)
            there.clicked.connect(self._online)
            flow.addWidget(there)
        self.note = QLineEdit(note)
        self.note.setObjectName("whenNote")
        self.note.setMaxLength(200)
        self.note.setPlaceholderText(tr("when-note-hint"))
        self.note.returnPressed.connect(self._take)
        head, foot = label("section", tr("when-field")), label("section", tr("when-note"))
        head.setBuddy(self.field)
        foot.setBuddy(self.note)
        self.field.setAccessibleName(tr("when-field"))
        self.note.setAccessibleName(tr("when-note"))
        for widget in (head, self.field, self.said, usual, foot, self.note):
            self.body.addWidget(widget)
        for widget in (foot, self.note):
            widget.setVisible(kind == "follow-up")
        row = self.foot()
        if kind == "follow-up" and due:
            gone = button("link", "whenRemove")
            gone.setText(tr("when-remove"))
            gone.setAutoDefault(False)
            gone.clicked.connect(self._remove)
            row.insertWidget(0, gone)
        self.keep = button("primary", "whenKeep")
        self.keep.setText(tr("when-snooze" if kind == "snooze" else "when-keep"))
        self.keep.setDefault(True)
        self.keep.clicked.connect(self._take)
        row.addWidget(self.keep)
        if due > shell.now():
            self.field.setText(self._written(due))
        self.field.selectAll()
        self.field.setFocus()
        self._typed()

    def _written(self, at: int) -> str:
        return f"{formats.local(at):%d.%m.%Y %H:%M}"

    def _moment(self) -> int:
        found = parse(self.field.text(), formats.local(self.shell.now()))
        return int(found.timestamp() * 1000) if found is not None else 0

    def _typed(self) -> None:
        at = self._moment()
        words = ahead(self.shell.i18n, at, self.shell.now()) if at else ""
        if not at and self.field.text().strip():
            words = self.shell.tr("when-unclear")
        self.said.setText(words or " ")
        self.keep.setEnabled(bool(at))

    def _take(self) -> None:
        at = self._moment()
        if at:
            self.chosen.emit(at, self.note.text().strip())
            self.close()

    def _online(self) -> None:
        self.chosen.emit(ONLINE, "")
        self.close()

    def _remove(self) -> None:
        self.chosen.emit(0, "")
        self.close()


def ask_name(
    shell: Shell, parent: QWidget, kind: tuple[str, str, str], take: Callable[[str], object],
    name: str = "",
) -> None:  # fmt: skip
    """Ask for a name and hand it to ``take``."""
    dialog = NameDialog(shell, parent, kind, name)
    dialog.named.connect(take)
    dialog.show()


class NameDialog(Dialog):
    """Asks for a name: of a view, of an owner. ``named`` gives it."""

    named = Signal(str)

    def __init__(
        self, shell: Shell, parent: QWidget, kind: tuple[str, str, str], name: str = "",
        taken: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        """``kind``: keys of the title, the text and the field."""
        title, text, field = kind
        super().__init__(shell, parent, "nameDialog", shell.tr(title))
        self.setMinimumWidth(shell.theme.px(380))
        self._taken = taken
        self.text.setText(shell.tr(text))
        self.field = QLineEdit(name)
        self.field.setObjectName("nameField")
        self.field.setMaxLength(40)
        self.field.setAccessibleName(shell.tr(field))
        self.field.textChanged.connect(self._typed)
        self.field.returnPressed.connect(self._take)
        head = label("section", shell.tr(field))
        head.setBuddy(self.field)
        self.said = label("faint", wrap=True)
        for widget in (head, self.field, self.said):
            self.body.addWidget(widget)
        row = self.foot()
        self.keep = button("primary", "nameKeep")
        self.keep.setText(shell.tr("save"))
        self.keep.setDefault(True)
        self.keep.clicked.connect(self._take)
        row.addWidget(self.keep)
        self.field.selectAll()
        self.field.setFocus()
        self._typed()

    def _typed(self) -> None:
        name = " ".join(self.field.text().split())
        taken = name.casefold() in self._taken
        self.said.setText(self.shell.tr("view-name-taken") if taken else " ")
        self.keep.setEnabled(bool(name))

    def _take(self) -> None:
        name = " ".join(self.field.text().split())
        if name:
            self.named.emit(name)
            self.close()
