"""Texts that the messenger sends when their time comes."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from core.domain import markdown
from core.domain.channels import Channel, Peer
from core.domain.later import Later
from core.domain.problems import Problem, ProblemError
from desktop.ui.list_words import ahead

if TYPE_CHECKING:
    from desktop.ui.later_dialog import LaterDialog
    from desktop.ui.main_window import MainWindow


class LaterActions:
    """Made by the main window."""

    def __init__(self, window: "MainWindow") -> None:
        self._window, self._shell, self._desk = window, window.shell, window.desk
        self._composer = window.conversation.composer
        send = self._composer.send_button
        send.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        send.customContextMenuRequested.connect(lambda at: self.menu().popup(send.mapToGlobal(at)))

    def menu(self) -> QMenu:
        """Of the button that sends; it deletes itself when closed."""
        menu, icons, tr = QMenu(self._window), self._shell.icons, self._shell.tr
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icons.icon("clock"), tr("command-later"), self.ask)
        menu.addAction(icons.icon("calendar"), tr("command-waiting"), self.show)
        return menu

    def ask(self) -> None:
        """Have what is written sent at a time that is asked for."""
        peer, thread = self._peer(), self._desk.composer.thread_id
        if peer is None or thread is None:
            return
        if not self._composer.draft.toPlainText().strip() or self._desk.composer.editing:
            self._window.toast.tell(self._shell.tr("later-nothing"))
            return
        # what reads times is not needed at a start
        from desktop.ui.follow_up import WhenDialog

        dialog = WhenDialog(self._shell, self._window, "later")
        dialog.chosen.connect(
            lambda at, _note: self._desk.tasks.start(self._postpone(thread, peer, at))
        )
        dialog.show()

    def show(self) -> None:
        """What waits in the chosen chat."""
        peer = self._peer()
        if peer is not None:
            from desktop.ui.later_dialog import LaterDialog

            dialog = LaterDialog(self._shell, self._window)
            dialog.asked.connect(lambda what, row: self._do(dialog, peer, what, row))
            self._desk.tasks.start(self._list(dialog, peer))

    def _peer(self) -> Peer | None:
        chosen = self._desk.composer.peer
        if chosen is None or chosen.peer.channel is not Channel.TELEGRAM:
            self._window.toast.tell(self._shell.problem(Problem("later-not-here")))
            return None
        return chosen.peer

    async def _postpone(self, thread: int, peer: Peer, at: int) -> None:
        if self._desk.composer.thread_id != thread:
            return
        text = self._composer.take()
        try:
            await self._desk.backend.postponed.postpone(thread, peer, text, at)
        except ProblemError:
            self._composer.give_back(thread, text)
            raise
        when = ahead(self._shell.i18n, at, self._shell.now())
        self._window.toast.tell(self._shell.tr("later-sent", when=when))

    async def _list(self, dialog: "LaterDialog", peer: Peer) -> None:
        dialog.show_rows(await self._desk.backend.postponed.waiting(peer))
        dialog.show()

    def _do(self, dialog: "LaterDialog", peer: Peer, what: str, row: Later) -> None:
        if what == "move":
            from desktop.ui.follow_up import WhenDialog

            when = WhenDialog(self._shell, dialog, "later", row.at)
            when.chosen.connect(
                lambda at, _note: self._desk.tasks.start(self._move(dialog, peer, row, at))
            )
            when.show()
        else:
            self._desk.tasks.start(self._cancel(dialog, peer, row, back=what == "draft"))

    async def _move(self, dialog: "LaterDialog", peer: Peer, row: Later, at: int) -> None:
        await self._desk.backend.postponed.move_waiting(peer, row.id, at)
        await self._list(dialog, peer)

    async def _cancel(self, dialog: "LaterDialog", peer: Peer, row: Later, *, back: bool) -> None:
        await self._desk.backend.postponed.cancel_waiting(peer, row.id)
        thread = self._desk.composer.thread_id
        if back and thread is not None:
            self._composer.give_back(thread, markdown.write(row.text, row.marks))
        await self._list(dialog, peer)
