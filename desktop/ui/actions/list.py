"""Where one goes in the list and what it shows: the next that waits, orders, filters, views."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import structs
from PySide6.QtCore import QPoint, Qt

from core.domain.thread_filter import SPAM
from core.domain.views import ThreadRow
from desktop.ui.actions.triage_work import TriageWork
from desktop.ui.filter_menu import plain_menu
from desktop.ui.follow_up import NameDialog, ask_name
from desktop.viewmodels.views import CLOSING, View

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

_MANY = 1000
"""So many threads are chosen at once, at most."""
_PAGE = 200


class ListActions:
    """Made by the main window."""

    def __init__(self, window: "MainWindow", work: TriageWork) -> None:
        self._window, self._shell, self._desk = window, window.shell, window.desk
        self._work = work

    def new_talk(self) -> None:
        """Ask whom to write to."""
        self._window.people.new_talk()

    def select_all(self) -> None:
        """Choose everything that is listed."""
        self._work.start(self._select_all())

    def next_unread(self) -> None:
        """To the next unread one, wherever in the list it is."""
        self._work.start(
            self._next({"unread": True}, lambda row: row.unread > 0 or row.marked, "told-no-unread")
        )

    def next_waiting(self) -> None:
        """To the next that waits for us."""
        self._work.start(
            self._next(
                {"waiting": True}, lambda row: row.waiting_since is not None, "told-no-waiting"
            )
        )

    def sort(self) -> None:
        """The orders."""
        self._window.folding.show_list()
        self._window.pane.head.open_sort()

    def filter(self) -> None:
        """The conditions."""
        self._window.folding.show_list()
        self._window.pane.head.open_filter()

    def save_view(self) -> None:
        """Ask what the list as it stands is to be called."""
        views, at = self._desk.views, self._desk.browse.at
        name = at.name if at is not None else ""
        kind = ("view-name-title", "view-name-text", "view-name")
        taken = frozenset(view.name.casefold() for view in views.saved)
        dialog = NameDialog(self._shell, self._window, kind, name, taken)
        dialog.named.connect(self._desk.browse.save)
        dialog.show()

    def say_me(self) -> None:
        """Ask who the operator is."""
        ask_name(self._shell, self._window, ("me-title", "me-text", "assign-name"), self._work.am)

    def view_1(self) -> None:
        """To the first saved view; the others are by their numbers."""
        self._go(1)

    def view_2(self) -> None:
        """The second."""
        self._go(2)

    def view_3(self) -> None:
        """The third."""
        self._go(3)

    def view_4(self) -> None:
        """The fourth."""
        self._go(4)

    def view_5(self) -> None:
        """The fifth."""
        self._go(5)

    def view_6(self) -> None:
        """The sixth."""
        self._go(6)

    def view_7(self) -> None:
        """The seventh."""
        self._go(7)

    def view_8(self) -> None:
        """The eighth."""
        self._go(8)

    def view_9(self) -> None:
        """The ninth."""
        self._go(9)

    def closing(self) -> None:
        """To the clients who wait while their windows are about to close."""
        self._desk.browse.go_view(CLOSING)

    def _go(self, number: int) -> None:
        saved = self._desk.views.saved
        if number <= len(saved):
            self._desk.browse.go_view(saved[number - 1].id)
        else:
            self._window.toast.tell(self._shell.tr("told-no-view", n=number))

    def view_menu(self, view: View, at: QPoint) -> None:
        """What can be done to a saved view."""
        if view.built_in:
            return
        tr, views, browse = self._shell.tr, self._desk.views, self._desk.browse
        menu = plain_menu(self._window, "viewMenu")
        menu.addAction(tr("view-rename"), lambda: self._rename(view))
        if browse.view == view.id and browse.narrowed:
            name = view.name.replace("&", "&&")
            menu.addAction(tr("view-update", name=name), browse.update_view)
        menu.addAction(tr("view-up"), lambda: views.move(view.id, -1))
        menu.addAction(tr("view-down"), lambda: views.move(view.id, 1))
        menu.addSeparator()
        menu.addAction(self._shell.icons.icon("trash"), tr("view-remove"),
                       lambda: self._remove_view(view))  # fmt: skip
        menu.popup(at)

    def _rename(self, view: View) -> None:
        kind = ("view-rename-title", "view-name-text", "view-name")
        ask_name(self._shell, self._window, kind,
                 lambda name: self._desk.views.rename(view.id, name), view.name)  # fmt: skip

    def _remove_view(self, view: View) -> None:
        self._desk.views.remove(view.id)

        async def undo() -> None:
            self._desk.views.save(view.name, view.filter)

        self._work.tell_undo(self._shell.tr("told-view-removed", name=view.name), undo)

    async def _select_all(self) -> None:
        await self._desk.threads.load_many(_MANY)
        self._window.pane.list.selectAll()
        self._window.pane.list.setFocus(Qt.FocusReason.OtherFocusReason)

    async def _next(
        self, conditions: dict[str, bool], fits: Callable[[ThreadRow], bool], none: str
    ) -> None:
        """The next such thread below the open one, else the first of the whole list."""
        desk, pane = self._desk, self._window.pane
        in_spam = desk.threads.queue == SPAM

        def asks(row: ThreadRow) -> bool:
            return fits(row) and (in_spam or row.queue != SPAM)

        loaded = [row.id for row in desk.threads.rows if asks(row)]
        current = desk.current.id if desk.current is not None else None
        here = desk.threads.row_of(current) if current is not None else -1
        below = [id_ for id_ in loaded if desk.threads.row_of(id_) > here]
        thread = next((id_ for id_ in below if id_ != current), None)
        if thread is None:
            wanted = structs.replace(desk.threads.wanted, **conditions)
            rows = await desk.backend.lists.listed(wanted, _PAGE)
            found = [row.id for row in rows if asks(row)]
            if current in found and not desk.threads.all_loaded():
                found = found[found.index(current) + 1 :] + found[: found.index(current)]
            thread = next((id_ for id_ in found if id_ != current), None)
        if thread is None:
            self._window.toast.tell(self._shell.tr(none))
            return
        await self._window.open_thread(thread)
        pane.show_row(thread)
        self._window.going.arrived()
