"""Texts that the messenger sends when their time comes."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from core.domain import markdown
from core.domain.channels import Channel, Peer, is_group
from core.domain.later import ONLINE, Later
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
        send.customContextMenuRequested.connect(self._open)

    def _open(self, at: QPoint) -> None:
        """On WhatsApp there is none of it."""
        chosen, send = self._desk.composer.peer, self._composer.send_button
        if chosen is not None and chosen.peer.channel is Channel.TELEGRAM:
            self.menu().popup(send.mapToGlobal(at))

    def silently(self) -> None:
        """Send what is written so that it makes no sound at the client's."""
        if self._peer("silent-not-here") is None:
            return
        if not self._composer.submit_silently():
            self._window.toast.tell(self._shell.tr("later-nothing"))

    def online(self) -> None:
        """Have what is written sent when the client is there."""
        peer, thread = self._peer(), self._desk.composer.thread_id
        if peer is None or thread is None:
            return
        if is_group(peer):
            self._window.toast.tell(self._shell.tr("online-not-here"))
        elif self._written():
            self._desk.tasks.start(self._postpone(thread, peer, ONLINE))

    def _written(self) -> bool:
        """Whether there is a text to be sent; says so where there is none."""
        if self._composer.draft.toPlainText().strip() and not self._desk.composer.editing:
            return True
        self._window.toast.tell(self._shell.tr("later-nothing"))
        return False

    def menu(self) -> QMenu:
        """Of the button that sends; it deletes itself when closed."""
        menu, icons, tr = QMenu(self._window), self._shell.icons, self._shell.tr
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icons.icon("bell-off"), tr("command-silent"), self.silently)
        if (chosen := self._desk.composer.peer) is not None and not is_group(chosen.peer):
            menu.addAction(icons.icon("person"), tr("command-online"), self.online)
        menu.addAction(icons.icon("clock"), tr("command-later"), self.ask)
        menu.addAction(icons.icon("calendar"), tr("command-waiting"), self.show)
        return menu

    def ask(self) -> None:
        """Have what is written sent at a time that is asked for."""
        peer, thread = self._peer(), self._desk.composer.thread_id
        if peer is None or thread is None:
            return
        if not self._written():
            return
        # what reads times is not needed at a start
        from desktop.ui.follow_up import WhenDialog

        kind = "later" if is_group(peer) else "later-online"
        dialog = WhenDialog(self._shell, self._window, kind)
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

    def _peer(self, why: str = "later-not-here") -> Peer | None:
        chosen = self._desk.composer.peer
        if chosen is None or chosen.peer.channel is not Channel.TELEGRAM:
            self._window.toast.tell(self._shell.problem(Problem(why)))
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

            when = WhenDialog(self._shell, dialog, "later", 0 if row.at == ONLINE else row.at)
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
