"""Who is in a group, looked for by name; what may be done with them, and with the group."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPushButton, QWidget

from core.domain.rooms import Known, Rights
from desktop.shell.context import Shell
from desktop.ui.dialogs import Dialog
from desktop.ui.member_list import listing
from desktop.ui.parts import button, label
from desktop.viewmodels.members import MembersModel
from desktop.viewmodels.rows import ROW

_NEAR_END = 12
"""So many rows from the end the next page is asked for."""


class MembersDialog(Dialog):
    """``opened`` gives somebody whose thread is to be shown, ``removed`` who is to be put out;
    ``asked`` what is to be done with the group (``add``, ``rename``, ``link``, ``leave``). What
    cannot be undone is asked for twice."""

    opened = Signal(object)
    removed = Signal(object)
    asked = Signal(str)

    def __init__(self, shell: Shell, parent: QWidget, model: MembersModel, title: str) -> None:
        super().__init__(shell, parent, "membersDialog", title)
        self.model, self._rights, self._sure = model, Rights(), ""
        wide = min(parent.width() - 40, round(shell.theme.px(560)))
        self.resize(wide, min(parent.height() - 40, round(shell.theme.px(620))))
        self.search = QLineEdit()
        self.search.setObjectName("memberSearch")
        self.search.setProperty("look", "search")
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(shell.tr("members-search"))
        self.search.setAccessibleName(shell.tr("members-search"))
        self.search.textChanged.connect(lambda text: model.load(text, at_once=False))
        self.body.addWidget(self.search)
        self.nothing = label("muted", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setObjectName("membersNothing")
        self.body.addWidget(self.nothing)
        self.list = listing(shell, model, "memberList")
        self.list.setAccessibleName(title)
        self.list.activated.connect(lambda index: self._open(index.data(ROW)))
        self.list.doubleClicked.connect(lambda index: self._open(index.data(ROW)))
        self.list.selectionModel().currentChanged.connect(lambda *_: self._turned())
        self.list.verticalScrollBar().valueChanged.connect(lambda _: self._scrolled())
        self.body.addWidget(self.list, 1)
        one = QHBoxLayout()
        one.setSpacing(8)
        self.write = self._button("memberWrite", lambda: self._open(self._current()))
        self.out = self._button("memberOut", lambda: self._twice("out", self._remove))
        one.addWidget(self.write)
        one.addWidget(self.out)
        one.addStretch(1)
        self.body.addLayout(one)
        foot = self.foot()
        self.add = self._button("groupAdd", lambda: self.asked.emit("add"))
        self.link = self._button("groupLink", lambda: self.asked.emit("link"))
        self.name = self._button("groupRename", lambda: self.asked.emit("rename"))
        self.leave = self._button(
            "groupLeave", lambda: self._twice("leave", lambda: self.asked.emit("leave"))
        )
        for i, made in enumerate((self.add, self.link, self.name, self.leave)):
            foot.insertWidget(i, made)
        for made in self.findChildren(QPushButton):
            made.setAutoDefault(False)  # Enter in the line opens whom it found
        self.search.returnPressed.connect(self._enter)
        model.told.connect(self.refresh)
        self.refresh()
        self.search.setFocus()

    def show_rights(self, rights: Rights) -> None:
        """What we may do there."""
        self._rights = rights
        self.refresh()

    def show_title(self, title: str) -> None:
        """The group is called so now."""
        self.setWindowTitle(title)
        self.heading.setText(title)

    def say(self, text: str) -> None:
        """A sentence about what was done."""
        self.text.setText(text)

    def refresh(self) -> None:
        """As the model stands."""
        tr, model, shown = self.shell.tr, self.model, self.model.rowCount()
        told = tr("group-members", n=model.total) if model.total and not model.hidden else ""
        if model.hidden:
            told = tr("members-hidden" if shown else "members-hidden-all")
        self.text.setText(told)
        words = ""
        if model.problem is not None:
            words = self.shell.problem(model.problem)
        elif not shown:
            words = tr("members-loading") if model.busy else tr("members-nobody")
            words = "" if model.hidden and not model.busy else words
        self.nothing.setText(words)
        self.nothing.setVisible(bool(words))
        self.list.setVisible(bool(shown) or not words)
        self.body.setStretchFactor(self.nothing, int(self.list.isHidden()))
        self.add.setText(tr("members-add"))
        self.link.setText(tr("members-link"))
        self.name.setText(tr("members-rename"))
        self.leave.setText(tr("members-leave-sure" if self._sure == "leave" else "members-leave"))
        there = self._rights.silent != "gone"
        self.add.setVisible(there and self._rights.add)
        self.link.setVisible(there and self._rights.add)
        self.name.setVisible(there and self._rights.rename)
        self.leave.setVisible(there)
        self._turned()

    def _turned(self) -> None:
        """Another one is chosen."""
        tr, row = self.shell.tr, self._current()
        if self._sure == "out":
            self._sure = ""
        someone = row is not None and not row.member.us and not row.member.bot
        self.write.setText(
            tr("members-open" if row is not None and row.thread is not None else "members-write")
        )
        self.write.setEnabled(someone)
        self.out.setText(tr("members-out"))
        may = row is not None and not row.member.us and row.member.role not in ("owner", "admin")
        self.out.setEnabled(bool(may))
        self.out.setVisible(self._rights.remove)

    def _current(self) -> Known | None:
        row: Known | None = self.list.currentIndex().data(ROW)
        return row

    def _enter(self) -> None:
        """Of those that were found the chosen one, or the first."""
        first = self.model.index(0).data(ROW) if self.model.rowCount() else None
        self._open(self._current() or first)

    def _open(self, row: Known | None) -> None:
        if row is not None and not row.member.us and not row.member.bot:
            self.opened.emit(row)

    def _remove(self) -> None:
        row = self._current()
        if row is not None:
            self.removed.emit(row)

    def _twice(self, what: str, do: Callable[[], None]) -> None:
        """Once to ask, once more to do it."""
        sure, self._sure = self._sure == what, "" if self._sure == what else what
        if sure:
            do()
            return
        if what == "out":
            row = self._current()
            name = row.member.name if row is not None else ""
            self.out.setText(self.shell.tr("members-out-sure", name=name[:30]))
        else:
            self.refresh()
            self._sure = what

    def _scrolled(self) -> None:
        bar = self.list.verticalScrollBar()
        if bar.maximum() - bar.value() < _NEAR_END * self.list.sizeHintForRow(0):
            self.model.more()

    def _button(self, name: str, do: Callable[[], None]) -> QPushButton:
        made = button("", name)
        made.setAutoDefault(False)
        made.clicked.connect(lambda: do())
        return made


def copy_link(link: str) -> None:
    """Into the clipboard."""
    QApplication.clipboard().setText(link)
