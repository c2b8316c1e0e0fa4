"""Who the client is: a contact's name, and that nothing more is wanted of somebody."""

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from shiboken6 import isValid

from core.domain.channels import Channel, Peer, is_group
from core.domain.views import PeerRow
from desktop.ui.composer_parts import WindowNotice
from desktop.ui.follow_up import NameDialog
from desktop.ui.person_dialog import PersonDialog
from desktop.viewmodels.portraits import PortraitModel

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow


class PersonActions(QObject):
    """Made by the main window, once the side panel stands."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._shell, self._desk = window, window.shell, window.desk
        self._shown: int | None = None
        self._online: list[str] = []
        self._backend = window.backend.people
        faces = window.shell.faces
        self.portraits = PortraitModel(faces, self._backend, window.desk.tasks, self)
        window.card.changed.connect(self._face_again)
        window.desk.health.changed.connect(self._reached)
        faces.changed.connect(self._show_face)
        notice = window.conversation.composer.findChild(WindowNotice)
        if notice is not None:
            notice.unblock.connect(self._unblock)
        profile = window.sidebar.profile
        profile.rename.connect(self.rename)
        profile.copied.connect(lambda _text: window.toast.tell(window.shell.tr("copied")))
        window.desk.thread_changed.connect(self._another)
        window.desk.composer.changed.connect(self._another)

    def _another(self) -> None:
        """Another chat is open, or chosen for the answer."""
        row = self._desk.current
        if row is not None and row.id != self._shown:
            self._shell.faces.again(row.id)
        self._shown = row.id if row is not None else None
        open_ = row is not None
        self._window.card.open(self._desk.composer.peer if open_ else None)

    def _face_again(self) -> None:
        """More is known of the open client: their photo, too."""
        if self._window.card.card is not None and self._desk.current is not None:
            self._shell.faces.again(self._desk.current.id)

    def _show_face(self, _thread: int) -> None:
        self._window.pane.list.viewport().update()
        self._window.conversation.header.update_face()

    def _reached(self) -> None:
        """Where Telegram is there again, photos may be had that were not."""
        rows = self._desk.health.rows
        online = [row.key for row in rows if row.id == "telegram" and row.state == "online"]
        if online != self._online:
            self._online = online
            self._shell.faces.retry()

    def profile(self) -> None:
        """To what the client tells of themselves; of a group, to who is there."""
        if self._window.card.peer is None:
            if self._desk.composer.peer is not None:
                self._window.rooming.members()
            return
        self._window.folding.show_side()
        self._window.sidebar.unfold("person")
        section = self._window.sidebar.sections[-1]
        section.head.setFocus()
        self._window.sidebar.reveal(section)

    def rename(self) -> None:
        """Ask for the name of a contact."""
        peer, card = self._window.card.peer, self._window.card.card
        if peer is None or card is None:
            return
        name = " ".join(filter(None, (card.first_name, card.last_name))) or peer.name
        kind = ("contact-title", "contact-text", "contact-field")
        dialog = NameDialog(self._shell, self._window, kind, name)
        dialog.named.connect(lambda name: self._start(self._named(peer.peer, name)))
        dialog.show()

    async def _named(self, peer: Peer, name: str) -> None:
        first, _, last = name.partition(" ")
        await self._window.card.rename(peer, first, last)
        self._window.toast.tell(self._shell.tr("contact-saved", name=name))

    # Nothing of them any more.

    def fill(self, menu: QMenu, thread: int) -> None:
        """The part of a row's menu that is about one person at Telegram; that it is one is asked
        for while the menu opens."""
        tr, icon = self._shell.tr, self._shell.icons.icon
        menu.addSeparator()
        actions = [
            menu.addAction(icon("lock"), tr("menu-block")),
            menu.addAction(icon("flag"), tr("menu-report-spam")),
            menu.addAction(icon("trash"), tr("menu-delete-chat")),
        ]
        for action in actions:
            action.setVisible(False)
        self._start(self._offer(actions, thread))

    async def _offer(self, actions: list[QAction], thread: int) -> None:
        peers = await self._people_of(thread)
        if not peers or not isValid(actions[0]):
            return
        block, report, delete = actions
        blocked = all(one.blocked for one in peers)
        block.setText(self._shell.tr("menu-unblock" if blocked else "menu-block"))
        block.triggered.connect(lambda: self._ask_block(peers, not blocked))
        report.triggered.connect(lambda: self._ask_report(peers))
        delete.triggered.connect(lambda: self._ask_delete(peers))
        for action in actions:
            action.setVisible(True)

    async def _people_of(self, thread: int) -> list[PeerRow]:
        """The chats of a thread with a person at Telegram, by an account that is signed in."""
        found = await self._desk.backend.talk.peers(thread)
        bot = self._shell.accounts.bot
        return [
            one
            for one in found
            if one.peer.channel is Channel.TELEGRAM
            and not is_group(one.peer)
            and bot(one.peer.account) is None
        ]

    def block(self) -> None:
        """Block the client, or take it back."""
        self._of_open(lambda peers: self._ask_block(peers, not all(p.blocked for p in peers)))

    def report_spam(self) -> None:
        """Say that the client sends spam."""
        self._of_open(self._ask_report)

    def delete_chat(self) -> None:
        """Empty the chat at Telegram."""
        self._of_open(self._ask_delete)

    def _of_open(self, ask: Callable[[list[PeerRow]], None]) -> None:
        if self._desk.current is not None:
            self._start(self._asked(self._desk.current.id, ask))

    async def _asked(self, thread: int, ask: Callable[[list[PeerRow]], None]) -> None:
        peers = await self._people_of(thread)
        if peers:
            ask(peers)
        else:
            self._window.toast.tell(self._shell.tr("told-no-person"))

    def _unblock(self) -> None:
        peer = self._desk.composer.peer
        if peer is not None:
            self._start(self._backend.block([peer.peer], False))

    def _ask_block(self, peers: list[PeerRow], blocked: bool) -> None:
        chats = [one.peer for one in peers]
        if not blocked:
            self._start(self._backend.block(chats, False))
            return
        dialog = PersonDialog(self._shell, self._window, "block", peers[0].name)
        dialog.agreed.connect(lambda _also: self._start(self._backend.block(chats, True)))
        dialog.show()

    def _ask_report(self, peers: list[PeerRow]) -> None:
        chats = [one.peer for one in peers]
        dialog = PersonDialog(self._shell, self._window, "report", peers[0].name, also=True)
        dialog.agreed.connect(lambda also: self._start(self._report(chats, also)))
        dialog.show()

    async def _report(self, chats: Sequence[Peer], block: bool) -> None:
        for one in chats:
            await self._backend.report(one)
        self._window.toast.tell(self._shell.tr("told-reported"))
        if block:
            await self._backend.block(chats, True)

    def _ask_delete(self, peers: list[PeerRow]) -> None:
        chats = [one.peer for one in peers]
        dialog = PersonDialog(self._shell, self._window, "delete-chat", peers[0].name, also=True)
        dialog.agreed.connect(lambda also: self._start(self._delete(chats, also)))
        dialog.show()

    async def _delete(self, chats: Sequence[Peer], both: bool) -> None:
        for one in chats:
            await self._backend.empty(one, both)
        self._window.toast.tell(self._shell.tr("told-chat-deleted"))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._desk.tasks.start(work)
