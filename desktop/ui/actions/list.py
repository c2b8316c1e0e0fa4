"""What one does to threads from the list: by key, by the menu of a row, by the bar of many."""

from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import structs
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from core.domain.thread_filter import SPAM
from core.domain.views import ThreadRow
from desktop.ui.follow_up import NameDialog, WhenDialog
from desktop.ui.list_words import ahead, queue_name
from desktop.ui.rail import queue_icon
from desktop.ui.snooze_menu import fill_snooze, snooze_menu
from desktop.viewmodels.queues import ALL
from desktop.viewmodels.triage import Told
from desktop.viewmodels.views import View

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

_MANY = 1000
"""So many threads are chosen at once, at most."""
_PAGE = 200


class ListActions:
    """Made by the main window. Everything goes to the chosen threads, else to the open one."""

    def __init__(self, window: "MainWindow") -> None:
        self._window, self._shell, self._desk = window, window.shell, window.desk
        self._triage = self._desk.triage
        self._undo: Callable[[], Coroutine[Any, Any, None]] | None = None
        self._left: int | None = None
        self._triage.told.connect(self._tell)

    # To whom.

    def targets(self) -> list[int]:
        """The threads that an action is meant for."""
        if self._desk.selection.many:
            return list(self._desk.selection.ids)
        return [self._desk.current.id] if self._desk.current is not None else []

    def _rows(self, ids: Sequence[int]) -> list[ThreadRow]:
        found = [self._desk.threads.row(id_) for id_ in ids]
        current = self._desk.current
        rows = [row for row in found if row is not None]
        if not rows and current is not None and current.id in ids:
            rows = [current]
        return rows

    def _start(self, work: Coroutine[Any, Any, object]) -> None:
        self._desk.tasks.start(work)

    # The commands.

    def done(self) -> None:
        """Nothing is left to do there; where all of them are done, there is again."""
        if ids := self.targets():
            rows = self._rows(ids)
            finished = bool(rows) and all(row.done_at is not None for row in rows)
            self._start(self._put_away(ids, self._triage.done(ids, not finished), not finished))

    def snooze(self) -> None:
        """Ask until when."""
        if ids := self.targets():
            menu = snooze_menu(self._window, self._shell, lambda at: self._snooze(ids, at),
                               lambda: self._ask_snooze(ids), wake=self._asleep(ids))  # fmt: skip
            self._pop(menu)

    def pin(self) -> None:
        """To the top, or back to its place."""
        if ids := self.targets():
            self._start(self._triage.pin(ids))

    def follow_up(self) -> None:
        """Ask when to come back to them, and for what."""
        if ids := self.targets():
            self._ask_follow_up(ids)

    def move(self) -> None:
        """Ask for the queue."""
        if ids := self.targets():
            menu = self._menu("moveMenu")
            self._fill_queues(menu, ids)
            self._pop(menu)

    def assign(self) -> None:
        """Ask for the owner."""
        if ids := self.targets():
            menu = self._menu("assignMenu")
            self._fill_owners(menu, ids)
            self._pop(menu)

    def mark_read(self) -> None:
        """Seen."""
        if ids := self.targets():
            self._start(self._triage.mark_read(ids))

    def take_back(self) -> None:
        """Undo what was done last, once."""
        undo, self._undo = self._undo, None
        if undo is None:
            self._window.toast.tell(self._shell.tr("told-nothing"))
        else:
            self._window.toast.hide()
            self._start(self._taken_back(undo, self._left))

    def select_all(self) -> None:
        """Choose everything that is listed."""
        self._start(self._select_all())

    def next_unread(self) -> None:
        """To the next unread one, wherever in the list it is."""
        self._start(self._next({"unread": True}, lambda row: row.unread > 0, "told-no-unread"))

    def next_waiting(self) -> None:
        """To the next that waits for us."""
        self._start(
            self._next(
                {"waiting": True}, lambda row: row.waiting_since is not None, "told-no-waiting"
            )
        )

    def sort(self) -> None:
        """The orders."""
        self._window.pane.head.open_sort()

    def filter(self) -> None:
        """The conditions."""
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
        self._ask_name(("me-title", "me-text", "assign-name"), self._am)

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

    def _go(self, number: int) -> None:
        saved = self._desk.views.saved
        if number <= len(saved):
            self._desk.browse.go_view(saved[number - 1].id)
        else:
            self._window.toast.tell(self._shell.tr("told-no-view", n=number))

    # The menus.

    def row_menu(self, at: QPoint) -> None:
        """Everything one can do to the chosen rows."""
        ids = self._window.pane.list.chosen()
        if not ids:
            return
        rows, tr, icon = self._rows(ids), self._shell.tr, self._shell.icons.icon
        menu = self._menu("rowMenu")
        if len(ids) == 1:
            only = ids[0]
            menu.addAction(tr("menu-open"), lambda: self._start(self._window.open_thread(only)))
            menu.addSeparator()
        finished = all(row.done_at is not None for row in rows)
        menu.addAction(icon("check"), tr("menu-reopen" if finished else "menu-done"), lambda:
                       self._start(self._put_away(ids, self._triage.done(ids, not finished),
                                                  not finished)))  # fmt: skip
        part = QMenu(tr("menu-snooze"), menu)
        part.setIcon(icon("snooze"))
        fill_snooze(part, self._shell, lambda at: self._snooze(ids, at),
                    lambda: self._ask_snooze(ids), wake=self._asleep(ids))  # fmt: skip
        menu.addMenu(part)
        menu.addAction(icon("flag"), tr("menu-follow-up"), lambda: self._ask_follow_up(ids))
        pinned = all(row.pinned_at is not None for row in rows)
        menu.addAction(icon("pin"), tr("menu-unpin" if pinned else "menu-pin"),
                       lambda: self._start(self._triage.pin(ids)))  # fmt: skip
        menu.addSeparator()
        for name, symbol, fill in (("move", "folder", self._fill_queues),
                                   ("assign", "assign", self._fill_owners)):  # fmt: skip
            part = QMenu(tr(f"menu-{name}"), menu)
            part.setIcon(icon(symbol))
            fill(part, ids)
            menu.addMenu(part)
        read = menu.addAction(icon("read"), tr("menu-read"),
                              lambda: self._start(self._triage.mark_read(ids)))  # fmt: skip
        read.setEnabled(any(row.unread for row in rows) or len(rows) < len(ids))
        menu.popup(at)

    def view_menu(self, view: View, at: QPoint) -> None:
        """What can be done to a saved view."""
        if view.built_in:
            return
        tr, views, browse = self._shell.tr, self._desk.views, self._desk.browse
        menu = self._menu("viewMenu")
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

    def _menu(self, name: str) -> QMenu:
        menu = QMenu(self._window)
        menu.setObjectName(name)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _pop(self, menu: QMenu) -> None:
        menu.popup(self._window.pane.place())
        first = next((action for action in menu.actions() if action.isEnabled()), None)
        if first is not None:
            menu.setActiveAction(first)  # it was asked for by a key: go on by keys

    def _fill_queues(self, menu: QMenu, ids: Sequence[int]) -> None:
        here = {row.queue for row in self._rows(ids)}
        for queue in self._desk.queues.rows:
            if queue.id != ALL:
                icon = "check" if here == {queue.id} else queue_icon(queue.id)
                menu.addAction(self._shell.icons.icon(icon), queue_name(self._shell, queue.id),
                               partial(self._put, ids, queue.id))  # fmt: skip

    def _fill_owners(self, menu: QMenu, ids: Sequence[int]) -> None:
        tr, names = self._shell.tr, self._desk.names
        here = {row.owner for row in self._rows(ids)}
        choices = [(name, name) for name in names.others]
        if names.me:
            choices.insert(0, (names.me, tr("assign-me-named", name=names.me)))
        else:
            kind = ("me-title", "me-text", "assign-name")
            menu.addAction(
                tr("assign-me"),
                partial(self._ask_name, kind, lambda name: self._am(name, ids)),
            )
        for owner, shown in [*choices, ("", tr("assign-nobody"))]:
            action = menu.addAction(
                shown.replace("&", "&&"),
                partial(self._give, ids, owner),
            )
            action.setCheckable(True)
            action.setChecked(here == {owner})
        menu.addSeparator()
        kind = ("assign-title", "assign-text", "assign-name")
        menu.addAction(
            tr("assign-other"),
            partial(self._ask_name, kind, lambda name: self._give(ids, name)),
        )

    # The questions.

    def _ask_snooze(self, ids: Sequence[int]) -> None:
        rows = self._rows(ids)
        until = (rows[0].snoozed_until or 0) if len(rows) == 1 else 0
        dialog = WhenDialog(self._shell, self._window, "snooze", until)
        dialog.chosen.connect(lambda at, _note: self._snooze(ids, at))
        dialog.show()

    def _ask_follow_up(self, ids: Sequence[int]) -> None:
        rows = self._rows(ids)
        due, note = 0, ""
        if len(rows) == 1 and rows[0].follow_up_at is not None:
            due, note = rows[0].follow_up_at, rows[0].follow_up_note
        dialog = WhenDialog(self._shell, self._window, "follow-up", due, note)
        dialog.chosen.connect(lambda at, said: self._start(self._triage.follow_up(ids, at, said)))
        dialog.show()

    def _ask_name(self, kind: tuple[str, str, str], take: Callable[[str], object]) -> None:
        dialog = NameDialog(self._shell, self._window, kind)
        dialog.named.connect(take)
        dialog.show()

    def _rename(self, view: View) -> None:
        kind = ("view-rename-title", "view-name-text", "view-name")
        dialog = NameDialog(self._shell, self._window, kind, view.name)
        dialog.named.connect(lambda name: self._desk.views.rename(view.id, name))
        dialog.show()

    # The work.

    def _asleep(self, ids: Sequence[int]) -> bool:
        return any(row.snoozed_until is not None for row in self._rows(ids))

    def _snooze(self, ids: Sequence[int], until: int) -> None:
        self._start(self._put_away(ids, self._triage.snooze(ids, until), bool(until)))

    async def _put_away(
        self, ids: Sequence[int], work: Coroutine[Any, Any, None], away: bool
    ) -> None:
        """Do it; where the open thread leaves the list the next one is opened."""
        current = self._desk.current
        leaves = (
            away and self._desk.threads.wanted.state == "open" and not self._desk.threads.search
        )
        going = leaves and current is not None and current.id in ids
        after = self._window.pane.after(set(ids)) if going else None
        await work
        if going and current is not None:
            await self._window.open_thread(after)
            self._left = current.id
        self._window.pane.leave_many()

    def _put(self, ids: Sequence[int], queue: str) -> None:
        self._start(self._move(ids, queue))

    def _give(self, ids: Sequence[int], owner: str) -> None:
        self._start(self._assign(ids, owner))

    async def _taken_back(
        self, undo: Callable[[], Coroutine[Any, Any, None]], left: int | None
    ) -> None:
        """As before: the thread that was open then is open again."""
        await undo()
        if left is not None:
            await self._window.open_thread(left)

    async def _move(self, ids: Sequence[int], queue: str) -> None:
        await self._triage.move(ids, queue)
        self._window.pane.leave_many()

    async def _assign(self, ids: Sequence[int], owner: str) -> None:
        await self._triage.assign(ids, owner)
        await self._desk.names.refresh()
        self._window.pane.leave_many()

    def _am(self, name: str, ids: Sequence[int] = ()) -> None:
        async def work() -> None:
            await self._desk.backend.save_settings({"desk.me": name})
            await self._desk.names.refresh()
            if ids:
                await self._assign(ids, name)

        self._start(work())

    def _remove_view(self, view: View) -> None:
        self._desk.views.remove(view.id)

        async def undo() -> None:
            self._desk.views.save(view.name, view.filter)

        self._tell_undo(self._shell.tr("told-view-removed", name=view.name), undo)

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
            rows = await desk.backend.listed(wanted, _PAGE, 0)
            found = [row.id for row in rows if asks(row)]
            if current in found and not desk.threads.all_loaded():
                found = found[found.index(current) + 1 :] + found[: found.index(current)]
            thread = next((id_ for id_ in found if id_ != current), None)
        if thread is None:
            self._window.toast.tell(self._shell.tr(none))
            return
        await self._window.open_thread(thread)
        pane.show_row(thread)

    # What was done.

    def _tell(self, told: Told) -> None:
        shell = self._shell
        when = ahead(shell.i18n, told.at, shell.now()) if told.at else ""
        name = queue_name(shell, told.name) if told.key == "moved" else told.name
        text = shell.tr(f"told-{told.key}", n=told.count, when=when, name=name)
        if told.undo is None:
            self._window.toast.tell(text)
        else:
            self._tell_undo(text, told.undo)

    def _tell_undo(self, text: str, undo: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._undo, self._left = undo, None
        self._window.toast.tell(text, self._shell.tr("told-undo"), self.take_back)
