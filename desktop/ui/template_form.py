"""What a template needs before it goes: its values and its file, and how it will read."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from desktop.shell.context import Shell
from desktop.ui.chat_preview import ChatPreview
from desktop.ui.file_dialog import choose_path
from desktop.ui.parts import Picker, clear, label, restyle
from desktop.viewmodels import templates
from desktop.viewmodels.quick_replies import GAPS
from desktop.viewmodels.templates import Filling, Slot, TemplateRow

ThreadFile = tuple[str, str]
"""Name and path of a file of the thread."""


class _Field(QWidget):
    """One slot: what it is, its value, and what is wrong with it. ``changed`` with every key."""

    changed = Signal()
    entered = Signal()

    def __init__(self, shell: Shell, row: TemplateRow, slot: Slot, number: int, value: str) -> None:
        super().__init__()
        self._shell, self.slot = shell, slot
        self._name = _name(shell, row, slot)
        self.touched = False
        self.head = label("section", self._name)
        self.said = label("danger", wrap=True)
        self.said.setObjectName(f"templateWrong{number}")
        self.said.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.head)
        self.stop: QWidget = self._made(number, value)
        column.addWidget(self.stop)
        column.addWidget(self.said)
        self.stop.setAccessibleName(self._name)

    def _made(self, number: int, value: str) -> QWidget:
        self.line = QLineEdit(value)
        self.line.setObjectName(f"templateParam{number}")
        self.line.setPlaceholderText(_hint(self._shell, self.slot))
        self.line.textChanged.connect(self._typed)
        self.line.returnPressed.connect(self.entered)
        self.head.setBuddy(self.line)
        return self.line

    @property
    def value(self) -> str:
        """What stands in it."""
        return self.line.text()

    def wrong(self) -> str:
        """Which sentence it needs, '' for none."""
        return templates.wrong(self.slot, self.value)

    def say(self) -> None:
        """Show what is wrong, an empty one only once it was left or asked for."""
        what = self.wrong()
        shown = bool(what) and (what != "empty" or self.touched)
        if shown:
            self.said.setText(_sentence(self._shell, self.slot, what, self.value))
        self.said.setVisible(shown)
        self.stop.setAccessibleDescription(self.said.text() if shown else "")
        restyle(self.stop, "bad", "true" if shown else "false")

    def _typed(self) -> None:
        self.touched = True
        self.changed.emit()


class _FileField(_Field):
    """The file above the text: from this computer, or one of the thread."""

    def __init__(
        self, shell: Shell, row: TemplateRow, slot: Slot, number: int, value: str,
        files: Sequence[ThreadFile],
    ) -> None:  # fmt: skip
        self._path, self._files = value, files
        super().__init__(shell, row, slot, number, value)
        self.setAcceptDrops(False)

    def _made(self, number: int, value: str) -> QWidget:
        self.pick = Picker(self._shell, f"templateParam{number}")
        self.pick.setMaximumWidth(self._shell.theme.px(300))
        self.pick.clicked.connect(self._open)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.pick)
        row.addStretch(1)
        holder.setFocusProxy(self.pick)
        self._title()
        return holder

    @property
    def value(self) -> str:
        """Its path."""
        return self._path

    def take(self, path: str) -> None:
        """This file."""
        self._path = path
        self._title()
        self._typed()

    def _title(self) -> None:
        words = Path(self._path).name or self._shell.tr("template-file-choose")
        room = self._shell.theme.px(240)
        elide = Qt.TextElideMode.ElideMiddle
        self.pick.setText(self.pick.fontMetrics().elidedText(words, elide, room))
        self.pick.setToolTip(self._path)
        self.pick.setAccessibleName(f"{self._name}: {words}")
        self.pick.setFixedWidth(self.pick.sizeHint().width())

    def _open(self) -> None:
        tr = self._shell.tr
        menu = QMenu(self.pick)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        icons = self._shell.icons
        menu.addAction(
            icons.icon("folder"), tr("template-file-disk"),
            lambda: choose_path(self.pick, self._shell, self.take),
        )  # fmt: skip
        if self._files:
            menu.addSeparator()
        for name, path in self._files[:12]:
            menu.addAction(icons.icon("file"), name, lambda path=path: self.take(path))
        menu.popup(self.pick.mapToGlobal(self.pick.rect().bottomLeft()))


class TemplateForm(QWidget):
    """``show_row`` takes a template; ``submit`` asks to send it, ``left`` to go back to the list,
    ``finished`` says that the last value was entered.
    ``prefill`` says what is known for its slots, ``files`` which files of the thread fit."""

    submit = Signal()
    left = Signal()
    finished = Signal()
    changed = Signal()

    def __init__(self, shell: Shell, preview: ChatPreview) -> None:
        super().__init__()
        self.setObjectName("templateForm")
        self._shell, self.preview = shell, preview
        self.row: TemplateRow | None = None
        self.fields: list[_Field] = []
        self.prefill: Callable[[TemplateRow], Sequence[str]] = _nothing
        self.files: Callable[[str], Sequence[ThreadFile]] = _no_files
        self.long = label("danger", wrap=True)
        self._holder = QWidget()
        self._fields = QVBoxLayout(self._holder)
        self._fields.setContentsMargins(0, 0, 0, 0)
        self._fields.setSpacing(7)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(8)
        for part in (self._holder, self.long):
            column.addWidget(part)
        column.addStretch(1)

    def show_row(self, row: TemplateRow | None, typed: Sequence[str] | None = None) -> None:
        """Another template, with what was typed for it before."""
        clear(self._fields)
        self.row, self.fields = row, []
        self.preview.setVisible(row is not None)
        if row is None:
            self.long.hide()
            return
        slots = templates.slots(row)
        values = list(self.prefill(row)) if typed is None else list(typed)
        values += [""] * (len(slots) - len(values))
        if row.sendable:
            for number, (slot, value) in enumerate(zip(slots, values, strict=False), start=1):
                self._add(row, slot, number, value)
        self._refresh()

    def _add(self, row: TemplateRow, slot: Slot, number: int, value: str) -> None:
        if slot.part == "media" and slot.gap != "location":
            files = self.files(slot.gap)
            field: _Field = _FileField(self._shell, row, slot, number, value, files)
        else:
            field = _Field(self._shell, row, slot, number, value)
        field.changed.connect(self._refresh)
        field.entered.connect(lambda: self._next(field))
        self.fields.append(field)
        self._fields.addWidget(field)

    @property
    def typed(self) -> list[str]:
        """What stands in the slots."""
        return [field.value for field in self.fields]

    @property
    def filling(self) -> Filling:
        """What goes out."""
        assert self.row is not None
        slots = templates.slots(self.row)
        return templates.gathered(self.row, [*self.typed, *[""] * (len(slots) - len(self.fields))])

    def ready(self) -> bool:
        """Whether it may go; where not, every sentence is shown and the first slot has the keys."""
        if self.row is None or not self.row.sendable:
            return False
        for field in self.fields:
            field.touched = True
            field.say()
        bad = next((field for field in self.fields if field.wrong()), None)
        if bad is not None:
            bad.stop.setFocus()
        return bad is None and not self._too_long()

    @property
    def missing(self) -> bool:
        """Whether a slot has no value that could go."""
        return any(field.wrong() for field in self.fields)

    def begin(self) -> None:
        """Give the first slot without a value the keys, else the first."""
        every = [field for field in self.fields if field.wrong()] or self.fields
        if every:
            every[0].stop.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's hook."""
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and held:
            self.submit.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _next(self, field: _Field) -> None:
        i = self.fields.index(field) + 1
        if i < len(self.fields):
            self.fields[i].stop.setFocus()
        else:
            self.finished.emit()

    def _refresh(self) -> None:
        if self.row is None:
            return
        for field in self.fields:
            field.say()
        self.preview.show_message(templates.shown(self.row, self.filling))
        self._too_long()
        self.changed.emit()

    def _too_long(self) -> bool:
        """Say where the whole is too long though no value is."""
        assert self.row is not None
        found = templates.too_long(self.row, self.filling.values)
        self.long.setVisible(found is not None)
        if found is not None:
            part, count, most = found
            numbers = {"count": count, "most": most}
            self.long.setText(self._shell.tr(f"template-long-{part}", **numbers))
        return found is not None


def _nothing(_row: TemplateRow) -> Sequence[str]:
    return ()


def _no_files(_kind: str) -> Sequence[ThreadFile]:
    return ()


def _name(shell: Shell, row: TemplateRow, slot: Slot) -> str:
    """What the operator reads above a slot."""
    tr = shell.tr
    if slot.part == "media":
        return tr(f"template-slot-{slot.gap}")
    if slot.part == "button":
        key = "template-slot-code" if slot.gap == "copy_code" else "template-slot-link"
        return tr(key, button=row.buttons[slot.button].text)
    words = GAPS.get(slot.about)
    about = words[shell.i18n.lang != "ru"] if words else "" if slot.gap.isdigit() else slot.gap
    about = about.replace("_", " ").capitalize()
    if slot.part == "header":
        return tr("template-slot-header")
    return about or tr("template-param", n=int(slot.gap))


def _hint(shell: Shell, slot: Slot) -> str:
    if slot.part == "media":
        return shell.tr("place-hint")
    if slot.part == "button" and slot.gap == "url":
        return shell.tr("template-slot-link-hint")
    return ""


def _sentence(shell: Shell, slot: Slot, what: str, value: str) -> str:
    if what == "kind":
        return shell.tr(f"template-wrong-kind-{slot.gap}")
    if what == "empty" and slot.part == "media" and slot.gap != "location":
        return shell.tr("template-wrong-file")
    if what == "long":
        most = {"header": templates.HEADER_MOST, "button": templates.URL_MOST}.get(
            slot.part, templates.BODY_MOST
        )
        most = templates.CODE_MOST if slot.gap == "copy_code" else most
        numbers = {"count": len(value.strip()), "most": most}
        return shell.tr("template-wrong-long", **numbers)
    return shell.tr(f"template-wrong-{what}")
