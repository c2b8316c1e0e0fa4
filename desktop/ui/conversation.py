"""The middle of the window: header, messages and composer, or what stands there without them."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from core.domain.channels import Channel
from core.domain.views import FoundRow, MessageRow
from desktop.media.opener import Opener
from desktop.shell.context import Shell
from desktop.ui.composer_bar import ComposerBar
from desktop.ui.find_bar import FindBar
from desktop.ui.header import Header
from desktop.ui.message_view import MessageView
from desktop.ui.parts import Empty
from desktop.ui.pinned_bar import PinnedBar
from desktop.ui.sounds import Sounds
from desktop.ui.thumbnails import Thumbnails
from desktop.viewmodels.desk import Desk
from desktop.viewmodels.find import FindModel
from desktop.viewmodels.pinned import PinnedModel

_SLOW_MS = 180
"""A thread that opens faster than this says nothing of it."""


class Conversation(QStackedWidget):
    """Shows the open thread of the desk; ``new_talk`` asks for another one."""

    new_talk = Signal()

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__()
        self.setMinimumWidth(380)
        self._shell, self._desk = shell, desk
        self.empty = Empty(shell, "inbox", "emptyConversation", self.new_talk.emit)
        self.empty.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.opener = Opener()
        self.thumbnails = Thumbnails(desk.tasks)
        self.sounds = Sounds(desk.tasks, self.opener)
        self.header = Header(shell, desk.queues)
        self.found = FindModel(desk.backend.talk, desk.tasks)
        self.find_bar = FindBar(shell, self.found)
        self.pinned = PinnedModel(desk.backend.talk, desk.tasks)
        for made in (self.thumbnails, self.sounds, self.found, self.pinned):
            made.setParent(self)  # what they are connected to ends with the window
        self.pinned_bar = PinnedBar(shell, self.pinned)
        self.view = MessageView(shell, desk.messages, self.thumbnails, self.sounds)
        self.trouble = Empty(shell, "warning", "talkFailed", desk.messages.open_again)
        self.waiting = Empty(shell, "clock", "talkLoading")
        self.begun = Empty(shell, "send", "talkBegun")
        self.body = QStackedWidget()
        for part in (self.view, self.trouble, self.waiting, self.begun):
            self.body.addWidget(part)
        self.composer = ComposerBar(shell, desk.composer, desk.clock, desk.templates)
        self.page = QWidget()
        self.page.setObjectName("conversation")
        self.page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.addWidget(self.empty)
        self.addWidget(self.page)
        layout = QVBoxLayout(self.page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.pinned_bar)
        layout.addWidget(self.find_bar)
        layout.addWidget(self.body, 1)
        layout.addWidget(self.composer)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_SLOW_MS)
        self._slow.timeout.connect(self._say_state)
        desk.messages.state_changed.connect(self._state_changed)
        self.find_bar.asked.connect(self._look)
        self.find_bar.left.connect(self.view.setFocus)
        self.found.changed.connect(self._show_found)
        self.found.moved.connect(lambda row: desk.tasks.start(self.go_to(row)))
        self.pinned_bar.asked.connect(lambda row: desk.tasks.start(self._show_pinned(row)))
        desk.messages.settled.connect(lambda: self.pinned.look(desk.messages.thread_id))
        desk.messages.settled.connect(self._settled)
        self.sounds.problem.connect(desk.problem)
        desk.thread_changed.connect(self.refresh)
        desk.threads.loaded.connect(self._say_nothing)
        desk.health.changed.connect(self._say_nothing)
        shell.i18n.changed.connect(self.refresh)
        self.refresh()

    def _say_nothing(self) -> None:
        tr = self._shell.tr
        action = tr("command-new-talk")
        if self._desk.threads.ready and not self._desk.threads.rows:
            self.empty.say(tr("no-thread-yet"), "", action)
        else:
            self.empty.say(tr("no-thread-title"), tr("no-thread-text"), action)
        self.empty.button.setVisible(self._desk.health.connected)

    def refresh(self) -> None:
        """The open thread is another one or changed."""
        row = self._desk.current
        self._say_nothing()
        self.setCurrentWidget(self.page if row is not None else self.empty)
        if row is None:
            self.find_bar.leave()
            return
        self.view.selecting.client = row.name
        peers = self._desk.composer.peers
        self.header.show_thread(row, peers)
        self.view.show_writers([name for peer in peers for name in peer.writers])
        self.view.show_unread(row.unread)
        if self.found.thread_id is not None and self.found.thread_id != row.id:
            self.find_bar.leave()
        else:
            self.found.touch()
        self._say_state()

    # A thread that is being read, or cannot be.

    def _state_changed(self) -> None:
        messages = self._desk.messages
        if messages.loading and self.body.currentWidget() is self.view:
            self._slow.start()
        else:
            self._say_state()

    def _settled(self) -> None:
        if self.body.currentWidget() is self.begun:
            self._say_state()  # something is said by now

    def _say_state(self) -> None:
        messages, tr = self._desk.messages, self._shell.tr
        self._slow.stop()
        shown: QWidget = self.view
        if messages.failed is not None:
            why = self._shell.problem(messages.failed)
            self.trouble.say(tr("talk-failed-title"), why, tr("talk-again"))
            shown = self.trouble
        elif messages.loading:
            self.waiting.say(tr("talk-loading"), "")
            shown = self.waiting
        elif (row := self._desk.current) is not None and row.begun and not messages.rows:
            template = Channel.TELEGRAM not in row.channels
            self.begun.say(
                tr("talk-begin-title"), tr(f"talk-begin-{'template-' if template else ''}text")
            )
            shown = self.begun
        self.body.setCurrentWidget(shown)

    # Finding.

    def open_find(self) -> None:
        """Look for words in the open thread, for those that are selected first."""
        if self._desk.current is None:
            return
        selecting = self.view.selecting
        words = selecting.text() if selecting.selection else ""
        self.find_bar.open(words if "\n" not in words else "")

    def step_found(self, by: int) -> None:
        """To the next or the last found; opens the line where it is not open."""
        if self.find_bar.isVisible():
            self.find_bar.step(by)
        else:
            self.open_find()

    def _show_found(self) -> None:
        self.view.show_hits(self.found.rows)
        if self.find_bar.isVisible() and self.found.current is None and not self.found.searching:
            self.view.unlight()

    def _look(self, words: str) -> None:
        row = self._desk.current
        if not words:
            self.view.unlight()
        self.found.look(row.id if row and words else None, words, self.view.lowest())

    async def go_to(self, row: FoundRow) -> None:
        """Show a place that was found, wherever in the thread it is."""
        if await self._desk.messages.reach(row.message, row.at) and row == self.found.current:
            self.view.light(row.message, row.start, row.end)

    async def _show_pinned(self, row: MessageRow) -> None:
        if await self._desk.messages.reach(row.id, row.at):
            self.view.light(row.id, 0, 0)

    async def shut_down(self) -> None:
        """Be silent."""
        self._slow.stop()
        await self.sounds.close()
