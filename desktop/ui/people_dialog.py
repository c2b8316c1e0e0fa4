"""Whom to take into a group: a new one, which wants a name, or one that stands."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from core.domain.channels import Peer
from core.domain.persons import Person
from core.domain.rooms import Candidate, Missing
from desktop.shell.context import Shell
from desktop.ui.dialogs import Dialog
from desktop.ui.member_list import MemberDelegate, listing
from desktop.ui.parts import button, label
from desktop.viewmodels.rows import ROW, RowsModel

LONGEST = 255
"""Characters of a name."""


class CandidateModel(RowsModel[Candidate]):
    """Whom the account knows."""

    def key(self, row: Candidate) -> object:
        """The messenger's id."""
        return row.person.id

    def text(self, row: Candidate) -> str:
        """The name."""
        return row.person.name


class PeopleDialog(Dialog):
    """``typed`` gives what is looked for, ``wanted`` the name ('' for a group that stands) and who
    is to come in. ``link`` asks for an invite link."""

    typed = Signal(str)
    wanted = Signal(str, object)
    link = Signal()

    def __init__(
        self, shell: Shell, parent: QWidget, *, new: bool, chosen: Sequence[Person] = ()
    ) -> None:
        title = shell.tr("group-new-title" if new else "group-add-title")
        super().__init__(shell, parent, "peopleDialog", title)
        self.resize(min(parent.width() - 40, round(shell.theme.px(520))),
                    min(parent.height() - 40, round(shell.theme.px(580))))  # fmt: skip
        self._new = new
        self.text.hide()
        self.peer: Peer | None = None
        """The group, once it stands."""
        self._chosen = {one.id: one for one in chosen}
        self.name = QLineEdit()
        self.name.setObjectName("groupName")
        self.name.setMaxLength(LONGEST)
        self.name.setPlaceholderText(shell.tr("group-new-name"))
        self.name.setAccessibleName(shell.tr("group-new-name"))
        self.name.setVisible(new)
        self.name.textChanged.connect(lambda _: self.refresh())
        self.search = QLineEdit()
        self.search.setObjectName("peopleSearch")
        self.search.setProperty("look", "search")
        self.search.setPlaceholderText(shell.tr("group-people-search"))
        self.search.setAccessibleName(shell.tr("group-people-search"))
        self.search.textChanged.connect(self.typed)
        self.model = CandidateModel()
        self.list = listing(shell, self.model, "peopleList")
        self.list.setAccessibleName(title)
        self.list.clicked.connect(lambda index: self._tick(index.data(ROW)))
        self.list.activated.connect(lambda index: self._tick(index.data(ROW)))
        self.who, self.problem = label("muted", wrap=True), label("danger", wrap=True)
        for part in (self.name, self.search):
            self.body.addWidget(part)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.who)
        self.body.addWidget(self.problem)
        foot = self.foot()
        self.by_link = button("link", "groupByLink")
        self.by_link.setText(shell.tr("group-missing-link"))
        self.by_link.clicked.connect(self.link)
        self.by_link.setAutoDefault(False)
        foot.insertWidget(0, self.by_link)
        self.go = button("primary", "groupGo")
        self.go.setText(shell.tr("group-new-go" if new else "group-add-go"))
        self.go.clicked.connect(self._go)
        foot.addWidget(self.go)
        self.go.setDefault(True)
        self.say_missing(())
        self.refresh()
        (self.name if new else self.search).setFocus()

    @property
    def chosen(self) -> list[Person]:
        """Who is to come in."""
        return list(self._chosen.values())

    def show_rows(self, rows: Sequence[Candidate]) -> None:
        """Whom one may choose."""
        self.model.show(list(rows))
        self.refresh()

    def refresh(self) -> None:
        """As it stands."""
        tr = self.shell.tr
        delegate = self.list.itemDelegate()
        assert isinstance(delegate, MemberDelegate)
        delegate.ticked = set(self._chosen)
        self.list.viewport().update()
        names = ", ".join(one.name for one in self.chosen)
        self.who.setText(tr("group-chosen", names=names) if names else tr("group-chosen-nobody"))
        named = bool(self.name.text().strip()) or not self._new
        self.go.setEnabled(named and bool(self._chosen))

    def say(self, problem: str) -> None:
        """Why it did not come to that."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.go.setEnabled(True)

    def say_missing(self, missing: Sequence[Missing]) -> None:
        """Whom the messenger did not let in: what is left is a link."""
        names = ", ".join(one.name or one.id for one in missing)
        self.say(self.shell.tr("group-missing", names=names) if names else "")
        self.by_link.setVisible(bool(missing))
        if missing:
            self.name.setEnabled(False)
            self.go.setVisible(False)

    def _tick(self, row: Candidate | None) -> None:
        if row is None:
            return
        if self._chosen.pop(row.person.id, None) is None:
            self._chosen[row.person.id] = row.person
        self.refresh()

    def _go(self) -> None:
        self.say("")
        self.go.setEnabled(False)
        self.wanted.emit(self.name.text().strip(), self.chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's hook: from the search down into the list."""
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus() and self.model.rowCount():
            self.list.setFocus()
            self.list.setCurrentIndex(self.model.index(0))
            return
        super().keyPressEvent(event)
