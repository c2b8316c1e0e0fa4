"""People chosen by name: who is, each taken away by a click, and a field that finds others."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from core.domain.persons import Person
from desktop.shell.context import Shell
from desktop.ui.parts import Flow, caption, clear, label, pill
from desktop.viewmodels.business import BusinessModel

_OFFERED = 6


class _Search(QLineEdit):
    """Enter takes what was found while something is typed, and is the dialog's else."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's hook."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.text().strip():
            self.entered.emit()
            return
        super().keyPressEvent(event)


class PeoplePick(QWidget):
    """``users`` are the ids of who is chosen, in the order they were; ``changed`` with each."""

    changed = Signal()

    def __init__(self, shell: Shell, model: BusinessModel, users: Sequence[str]) -> None:
        super().__init__()
        self._shell, self._model = shell, model
        self._chosen = {user: Person(id=user) for user in users}
        self._found: list[Person] = []
        self._picked, self._offered = QWidget(), QWidget()
        self.search = _Search()
        self.search.setObjectName("peoplePick")
        self.search.setPlaceholderText(shell.tr("business-person-find"))
        self.search.setAccessibleName(shell.tr("business-person-find"))
        self.none = label("faint", shell.tr("business-person-none"), wrap=True)
        self._finding = model.latest(self._find)
        self._naming = model.latest(self._name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        for holder in (self._picked, self.search, self._offered):
            if holder is not self.search:
                Flow(holder, 6)
            column.addWidget(holder)
        column.addWidget(self.none)
        self.none.hide()
        self.search.textChanged.connect(self._finding.ask)
        self.search.entered.connect(self._first)
        self._show()
        if users:
            self._naming.ask()

    @property
    def users(self) -> tuple[str, ...]:
        """The ids of who is chosen."""
        return tuple(self._chosen)

    def _first(self) -> None:
        if self._found:
            self._add(self._found[0])

    async def _name(self) -> None:
        for one in await self._model.named(tuple(self._chosen)):
            if one.id in self._chosen:
                self._chosen[one.id] = one
        self._show()

    async def _find(self) -> None:
        words = self.search.text().strip()
        found = await self._model.people(words, _OFFERED + len(self._chosen)) if words else []
        self._found = [one for one in found if one.id not in self._chosen][:_OFFERED]
        self.none.setVisible(bool(words) and not self._found)
        self._show()

    def _add(self, one: Person) -> None:
        self._chosen[one.id] = one
        self._found = []
        self.search.clear()
        self.search.setFocus()
        self._show()
        self.changed.emit()

    def _remove(self, one: Person) -> None:
        self._chosen.pop(one.id, None)
        self.search.setFocus()
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        tr = self._shell.tr
        for holder, people, sign, key, do in (
            (self._picked, list(self._chosen.values()), "{}  ×", "remove", self._remove),
            (self._offered, self._found, "+  {}", "add", self._add),
        ):
            flow = holder.layout()
            assert flow is not None
            clear(flow)
            for one in people:
                name = one.name or tr("business-person-unknown", id=one.id)
                chip = pill("chip", f"person-{key}-{one.id}")
                chip.setText(sign.format(name).replace("&", "&&"))
                caption(chip, tr(f"business-person-{key}", name=name))
                chip.clicked.connect(lambda _=False, do=do, one=one: do(one))
                flow.addWidget(chip)
            holder.setVisible(bool(people))
            holder.updateGeometry()
