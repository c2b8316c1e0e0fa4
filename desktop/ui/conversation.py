"""The middle of the window: header, messages and composer, or what stands there without them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.shell.context import Shell
from desktop.ui.composer_bar import ComposerBar
from desktop.ui.header import Header
from desktop.ui.message_view import MessageView
from desktop.ui.parts import Empty
from desktop.ui.thumbnails import Thumbnails
from desktop.viewmodels.desk import Desk


class Conversation(QStackedWidget):
    """Shows the open thread of the desk."""

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__()
        self.setMinimumWidth(380)
        self._shell, self._desk = shell, desk
        self.empty = Empty(shell, "inbox", "emptyConversation")
        self.empty.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.thumbnails = Thumbnails(desk.tasks)
        self.header = Header(shell, desk.queues)
        self.view = MessageView(shell, desk.messages, self.thumbnails)
        self.composer = ComposerBar(shell, desk.composer, desk.clock)
        self.page = QWidget()
        self.page.setObjectName("conversation")
        self.page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(self.page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.composer)
        self.addWidget(self.empty)
        self.addWidget(self.page)
        desk.thread_changed.connect(self.refresh)
        desk.threads.loaded.connect(self._say_nothing)
        shell.i18n.changed.connect(self.refresh)
        self.refresh()

    def _say_nothing(self) -> None:
        tr = self._shell.tr
        if self._desk.threads.ready and not self._desk.threads.rows:
            self.empty.say(tr("no-thread-yet"), "")
        else:
            self.empty.say(tr("no-thread-title"), tr("no-thread-text"))

    def refresh(self) -> None:
        """The open thread is another one or changed."""
        row = self._desk.current
        self._say_nothing()
        self.setCurrentWidget(self.page if row is not None else self.empty)
        if row is not None:
            self.header.show_thread(row, self._desk.composer.peers)
            self.view.show_unread(row.unread)
