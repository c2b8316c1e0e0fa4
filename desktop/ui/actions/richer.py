"""More than text: places, contacts, questions with answers, reactions, and that one is writing."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from core.domain.abilities import may_react
from core.domain.channels import Channel, Peer
from core.domain.sends import Content
from core.domain.views import MessageRow
from desktop.shell.context import Shell
from desktop.ui.conversation import Conversation
from desktop.ui.message_actions import reaction_menu
from desktop.viewmodels.desk import Desk
from desktop.viewmodels.map_links import read_place
from desktop.viewmodels.rows import ROW

if TYPE_CHECKING:
    from desktop.ui.content_dialogs import ContentDialog

_TYPING_MS: Final = 20_000
"""WhatsApp shows it for 25 s; it is told again no more often than this while one writes."""

_TELEGRAM_MS: Final = 5_000
"""Telegram shows it for 6 s."""


class RichActions(QObject):
    """``told`` gives a sentence to say in passing."""

    told = Signal(str)

    def __init__(self, shell: Shell, desk: Desk, conversation: Conversation) -> None:
        super().__init__(conversation)
        self._shell, self._desk, self._conversation = shell, desk, conversation
        self._composer = composer = conversation.composer
        self._typing_told: tuple[int | None, int] = (None, 0)
        composer.draft.typed.connect(self._typing)
        composer.place_asked.connect(self._place_from_draft)
        conversation.view.actions_.react.connect(self._react)
        desk.thread_changed.connect(self._learn)

    def place(self) -> None:
        """Send a place on the map."""
        if self._may(anywhere=True):
            # what reads phones is not needed at a start, here and below
            from desktop.ui.content_dialogs import PlaceDialog

            self._open(PlaceDialog(self._shell, self._conversation.window()))

    def contact(self) -> None:
        """Send somebody's name and phone."""
        if self._may(anywhere=True):
            from desktop.ui.content_dialogs import CardDialog

            self._open(CardDialog(self._shell, self._conversation.window()))

    def question(self) -> None:
        """Ask with buttons or a list to choose from."""
        if self._may():
            from desktop.ui.content_dialogs import QuestionDialog

            self._open(QuestionDialog(self._shell, self._conversation.window()))

    def react(self) -> None:
        """React to the message that has the keys, else to the client's last one."""
        view = self._conversation.view
        current: MessageRow | None = view.currentIndex().data(ROW) if view.hasFocus() else None
        rows = self._desk.messages.rows
        row = current or next((r for r in reversed(rows) if r.direction == "in"), None)
        if row is not None and (album := self._desk.messages.album(row.id)):
            row = album[0]
        if row is None or not may_react(row, self._shell.accounts.bot(row.peer.account)):
            self.told.emit(self._shell.tr("react-not-here"))
            return
        menu = QMenu(view)
        reaction_menu(self._shell, menu, row, view.actions_.emoji(row), self._react)
        menu.popup(view.mapToGlobal(view.rect().center()))

    def _may(self, *, anywhere: bool = False) -> bool:
        """Whether such a thing can be sent in the chosen chat now, on Telegram too (``anywhere``);
        says why not."""
        state = self._desk.composer
        if state.peer is None:
            return False
        anywhere = anywhere and state.peer.peer.channel is Channel.TELEGRAM
        if not (state.peer.has_window or anywhere):
            there = any(one.has_window for one in state.peers)
            self.told.emit(self._shell.tr("rich-whatsapp-only" if there else "rich-no-whatsapp"))
            return False
        if not state.free_text:
            key = "rich-window-closed" if state.peer.has_window else "rich-not-now"
            self.told.emit(self._shell.tr(key))
            self._composer.focus()
            return False
        return True

    def _open(self, dialog: "ContentDialog") -> None:
        dialog.made.connect(self._send)
        dialog.show()

    def _place_from_draft(self) -> None:
        """The draft is a place: it goes as one."""
        found = read_place(self._composer.draft.toPlainText())
        if found is not None and self._may(anywhere=True):
            from desktop.ui.content_dialogs import PlaceDialog

            dialog = PlaceDialog(
                self._shell, self._conversation.window(), self._composer.draft.toPlainText()
            )
            dialog.made.connect(lambda _content: self._composer.take())
            self._open(dialog)

    def _send(self, content: Content) -> None:
        state = self._desk.composer
        if state.peer is None or state.thread_id is None:
            return
        reply = state.reply.external_id if state.reply is not None else None
        backend = self._desk.backend
        self._desk.tasks.start(
            backend.sending.send_content(state.thread_id, state.peer.peer, content, reply)
        )
        if state.reply is not None:
            state.answer(None)
        self._conversation.view.to_end()

    def _react(self, row: MessageRow, emoji: str) -> None:
        backend = self._desk.backend
        self._desk.tasks.start(backend.changing.react(row.thread, row.peer, row.external_id, emoji))

    def _learn(self) -> None:
        """Which reactions the server takes, once an account."""
        known = self._conversation.view.actions_.taken
        for one in self._desk.composer.peers:
            key = (one.peer.channel, one.peer.account)
            if one.peer.channel is Channel.TELEGRAM and key not in known:
                known[key] = ()
                self._desk.tasks.start(self._ask(one.peer))

    async def _ask(self, peer: Peer) -> None:
        known = self._conversation.view.actions_.taken
        taken = await self._desk.backend.changing.reactions(peer)
        if taken:
            known[peer.channel, peer.account] = taken
        else:
            known.pop((peer.channel, peer.account), None)  # asked again with the next thread

    def _typing(self) -> None:
        """A letter was written by hand: the client may see that, every now and then."""
        state, now = self._desk.composer, self._shell.now()
        thread, told = self._typing_told
        if state.peer is None or state.thread_id is None or not self._composer.writes_free:
            return
        shown = _TYPING_MS if state.peer.has_window else _TELEGRAM_MS
        if thread == state.thread_id and now - told < shown:
            return
        self._typing_told = (state.thread_id, now)
        self._desk.tasks.start(self._desk.backend.drafting.typing(state.thread_id, state.peer.peer))
