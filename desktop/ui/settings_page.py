"""A section of the settings: its words, its fields, and the rare ones folded below."""

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.shell.context import Shell
from desktop.shell.fuzzy import score
from desktop.shell.layouts import swapped
from desktop.shell.tasks import Tasks
from desktop.ui.parts import button, label
from desktop.ui.setting_row import SettingRow
from desktop.viewmodels import settings
from desktop.viewmodels.settings import FIELDS, KEPT, Fault


def fits(typed: str, name: str, text: str = "") -> bool:
    """Whether what was typed is meant by ``name``, by its letters, or stands in ``text``; in
    either layout. Letters strewn over a whole sentence say nothing."""
    ways = (typed.casefold(), swapped(typed).casefold())
    if any(way in f"{name} {text}".casefold() for way in ways):
        return True
    words = name.split()
    pairs = [" ".join(words[i : i + 2]) for i in range(len(words))]
    return any((score(typed, pair) or 0) > len(typed) * 5 for pair in pairs)


class SettingsPage(QWidget):
    """``changed`` gives id and value. ``tail`` are buttons below the fields, by the key of their
    words."""

    changed = Signal(str, str)

    def __init__(
        self, shell: Shell, section: str, tasks: Tasks, tail: Mapping[str, Callable[[], object]]
    ) -> None:
        super().__init__()
        self.section, self._shell = section, shell
        self.rows = [SettingRow(shell, one, tasks) for one in FIELDS if one.section == section]
        self._title, self._text = label("heading"), label("muted", wrap=True)
        self._more = QPushButton()
        self._more.setObjectName(f"more-{section}")
        self._more.setProperty("look", "fold")
        self._more.setAutoDefault(False)
        self._more.setCheckable(True)
        self._more.toggled.connect(self._unfold)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 10)
        layout.setSpacing(4)
        layout.addWidget(self._title)
        layout.addWidget(self._text)
        layout.addSpacing(10)
        self._first: QWidget | None = None
        self.spare: Callable[[str], bool] = lambda _key: False
        """Whether a button of the tail has nothing to do now."""
        plain = [row for row in self.rows if not row.field.advanced]
        for row in plain:
            layout.addWidget(row)
        self._tail: list[tuple[str, QPushButton]] = []
        for key, work in tail.items():
            made = button("", f"{section}-{key}")
            made.setAutoDefault(False)
            made.clicked.connect(lambda _checked=False, work=work: work())
            layout.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
            self._tail.append((key, made))
        layout.addSpacing(6)
        layout.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        for row in self.rows:
            row.changed.connect(self.changed)
            if row.field.advanced:
                layout.addWidget(row)
        self._typed = ""
        self.retranslate()

    def put_first(self, widget: QWidget) -> None:
        """Show something over the fields."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        self._first = widget
        layout.insertWidget(3, widget)

    def button(self, key: str) -> QPushButton:
        """One of the tail."""
        return dict(self._tail)[key]

    def load(self, values: Mapping[str, str]) -> None:
        """What is kept; rare fields that were changed are not hidden."""
        for row in self.rows:
            row.load(values.get(row.field.id, ""))
        self._more.setChecked(
            any(row.value not in (row.field.default, "", KEPT) for row in self._rare())
        )

    def bad(self) -> Iterator[tuple[SettingRow, Fault]]:
        """Fields that cannot be kept."""
        for row in self.rows:
            if not row.check() and row.fault is not None:
                yield row, row.fault

    def arrange(self, values: Mapping[str, str], typed: str) -> bool:
        """Show the fields that are asked for with these values; with something typed, those that
        it finds. Returns whether there is any."""
        self._typed = typed
        named = bool(typed) and fits(typed, self._title.text())
        found = False
        for row in self.rows:
            asked = settings.shown(row.field, values)
            if typed:
                visible = named or fits(typed, row.name.text(), row.matches())
                # what a choice hides is still found: it says what it would take
                row.setVisible(visible and (asked or not named))
                found = found or visible
            else:
                row.setVisible(asked and (self._more.isChecked() or not row.field.advanced))
                found = True
        self._text.setVisible(not typed)
        if self._first is not None:
            self._first.setVisible(not typed)
        self._more.setVisible(not typed and bool(self._rare()))
        for key, one in self._tail:
            one.setVisible(not typed and not self.spare(key))
        return found

    def show_row(self, row: SettingRow) -> None:
        """Unfold what hides it, and type there."""
        if row.field.advanced:
            self._more.setChecked(True)
        row.take_focus()

    def retranslate(self) -> None:
        """Another language."""
        tr = self._shell.tr
        self._title.setText(tr(f"section-{self.section}"))
        self._text.setText(tr(f"section-{self.section}-text"))
        self._more.setText(tr("settings-more"))
        for key, one in self._tail:
            one.setText(tr(key))
        for row in self.rows:
            row.retranslate()
        self._tint()

    def _rare(self) -> list[SettingRow]:
        return [row for row in self.rows if row.field.advanced]

    def _unfold(self, on: bool) -> None:
        self._tint()
        if not self._typed:
            for row in self._rare():
                row.setVisible(on)

    def _tint(self) -> None:
        name = "chevron-down" if self._more.isChecked() else "chevron-right"
        self._more.setIcon(self._shell.icons.icon(name))
