"""The commands and menus for what one does to threads: by key, on a row, from the bar of many."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from core.domain.channels import Channel
from desktop.ui.actions.shelves import ShelfActions
from desktop.ui.actions.triage_work import TriageWork
from desktop.ui.filter_menu import plain_menu
from desktop.ui.follow_up import WhenDialog, ask_name
from desktop.ui.list_words import queue_name
from desktop.ui.rail import queue_icon
from desktop.ui.snooze_menu import fill_snooze, snooze_menu
from desktop.viewmodels.queues import ALL

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow


class TriageActions:
    """Made by the main window; ``work`` does what is asked for here."""

    def __init__(self, window: "MainWindow", work: TriageWork) -> None:
        self._window, self._shell, self._desk = window, window.shell, window.desk
        self._triage, self._work = self._desk.triage, work
        self.shelves = ShelfActions(window, work)

    # The commands.

    def done(self) -> None:
        """Nothing is left to do there; where all of them are done, there is again."""
        if ids := self._work.targets():
            rows = self._work.rows(ids)
            finished = bool(rows) and all(row.done_at is not None for row in rows)
            self._work.done(ids, not finished)

    def snooze(self) -> None:
        """Ask until when."""
        if ids := self._work.targets():
            menu = snooze_menu(
                self._window, self._shell, lambda at: self._work.snooze(ids, at),
                lambda: self._ask_snooze(ids), wake=self._work.asleep(ids),
            )  # fmt: skip
            self._pop(menu)

    def pin(self) -> None:
        """To the top, or back to its place."""
        if ids := self._work.targets():
            self._work.start(self._triage.pin(ids))

    def follow_up(self) -> None:
        """Ask when to come back to them, and for what."""
        if ids := self._work.targets():
            self._ask_follow_up(ids)

    def move(self) -> None:
        """Ask for the queue."""
        if ids := self._work.targets():
            menu = plain_menu(self._window, "moveMenu")
            self._fill_queues(menu, ids)
            self._pop(menu)

    def assign(self) -> None:
        """Ask for the owner."""
        if ids := self._work.targets():
            menu = plain_menu(self._window, "assignMenu")
            self._fill_owners(menu, ids)
            self._pop(menu)

    def mark_read(self) -> None:
        """Seen."""
        if ids := self._work.targets():
            self._work.start(self._triage.mark_read(ids))

    def take_back(self) -> None:
        """Undo what was done last, once."""
        self._work.take_back()

    # The menus and questions.

    def row_menu(self, at: QPoint) -> None:
        """Everything one can do to the chosen rows."""
        ids = self._window.pane.list.chosen()
        if not ids:
            return
        rows, tr, icon = self._work.rows(ids), self._shell.tr, self._shell.icons.icon
        menu = plain_menu(self._window, "rowMenu")
        if len(ids) == 1:
            only = ids[0]
            menu.addAction(
                tr("menu-open"), lambda: self._work.start(self._window.open_thread(only))
            )
            menu.addSeparator()
        finished = all(row.done_at is not None for row in rows)
        menu.addAction(icon("check"), tr("menu-reopen" if finished else "menu-done"), lambda:
                       self._work.done(ids, not finished))  # fmt: skip
        part = QMenu(tr("menu-snooze"), menu)
        part.setIcon(icon("snooze"))
        fill_snooze(part, self._shell, lambda at: self._work.snooze(ids, at),
                    lambda: self._ask_snooze(ids), wake=self._work.asleep(ids))  # fmt: skip
        menu.addMenu(part)
        menu.addAction(icon("flag"), tr("menu-follow-up"), lambda: self._ask_follow_up(ids))
        pinned = all(row.pinned_at is not None for row in rows)
        menu.addAction(icon("pin"), tr("menu-unpin" if pinned else "menu-pin"),
                       lambda: self._work.start(self._triage.pin(ids)))  # fmt: skip
        menu.addSeparator()
        for name, symbol, fill in (("move", "folder", self._fill_queues),
                                   ("assign", "assign", self._fill_owners)):  # fmt: skip
            part = QMenu(tr(f"menu-{name}"), menu)
            part.setIcon(icon(symbol))
            fill(part, ids)
            menu.addMenu(part)
        read = menu.addAction(icon("read"), tr("menu-read"),
                              lambda: self._work.start(self._triage.mark_read(ids)))  # fmt: skip
        read.setEnabled(any(r.unread or r.marked for r in rows) or len(rows) < len(ids))
        self.shelves.fill(menu, ids)
        if len(ids) == 1 and Channel.TELEGRAM in rows[0].channels:
            self._window.person.fill(menu, ids[0])
        if not self._desk.selection.many:
            # the open thread is the chosen one again: what is done by keys is done to it
            menu.aboutToHide.connect(self._window.pane.leave_many)
        menu.popup(at)

    def _pop(self, menu: QMenu) -> None:
        menu.popup(self._window.pane.place())
        first = next((action for action in menu.actions() if action.isEnabled()), None)
        if first is not None:
            menu.setActiveAction(first)  # it was asked for by a key: go on by keys

    def _fill_queues(self, menu: QMenu, ids: Sequence[int]) -> None:
        here = {row.queue for row in self._work.rows(ids)}
        for queue in self._desk.queues.rows:
            if queue.id != ALL:
                icon = "check" if here == {queue.id} else queue_icon(queue.id)
                menu.addAction(self._shell.icons.icon(icon), queue_name(self._shell, queue.id),
                               partial(self._work.put, ids, queue.id))  # fmt: skip

    def _fill_owners(self, menu: QMenu, ids: Sequence[int]) -> None:
        tr, names = self._shell.tr, self._desk.names
        here = {row.owner for row in self._work.rows(ids)}
        choices = [(name, name) for name in names.others]
        if names.me:
            choices.insert(0, (names.me, tr("assign-me-named", name=names.me)))
        else:
            kind = ("me-title", "me-text", "assign-name")
            menu.addAction(
                tr("assign-me"),
                partial(
                    ask_name, self._shell, self._window, kind, lambda name: self._work.am(name, ids)
                ),
            )
        for owner, shown in [*choices, ("", tr("assign-nobody"))]:
            action = menu.addAction(
                shown.replace("&", "&&"),
                partial(self._work.give, ids, owner),
            )
            action.setCheckable(True)
            action.setChecked(here == {owner})
        menu.addSeparator()
        kind = ("assign-title", "assign-text", "assign-name")
        menu.addAction(
            tr("assign-other"),
            partial(
                ask_name, self._shell, self._window, kind, lambda name: self._work.give(ids, name)
            ),
        )

    def _ask_snooze(self, ids: Sequence[int]) -> None:
        rows = self._work.rows(ids)
        until = (rows[0].snoozed_until or 0) if len(rows) == 1 else 0
        dialog = WhenDialog(self._shell, self._window, "snooze", until)
        dialog.chosen.connect(lambda at, _note: self._work.snooze(ids, at))
        dialog.show()

    def _ask_follow_up(self, ids: Sequence[int]) -> None:
        rows = self._work.rows(ids)
        due, note = 0, ""
        if len(rows) == 1 and rows[0].follow_up_at is not None:
            due, note = rows[0].follow_up_at, rows[0].follow_up_note
        dialog = WhenDialog(self._shell, self._window, "follow-up", due, note)
        dialog.chosen.connect(lambda at, said: self._work.come_back(ids, at, said))
        dialog.show()
