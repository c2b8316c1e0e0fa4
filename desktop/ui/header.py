"""Over the conversation: who it is, how they are reached, which queue they are in."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from core.domain.channels import Channel, is_group
from core.domain.views import MOST_WRITERS, PeerRow, ThreadRow
from desktop.shell.context import Shell
from desktop.ui import paint
from desktop.ui.accessible import Role, spoken_as
from desktop.ui.parts import Elided, Picker, caption, open_menu, pill, tool
from desktop.ui.rail import queue_icon, queue_name
from desktop.ui.words import channel_name, handle
from desktop.viewmodels.queues import ALL, QueueListModel

_ROOMY = 600
_NARROW = 470
"""Where there is less room the name goes before what a key does too."""


class _Avatar(QWidget):
    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._row: ThreadRow | None = None
        self.fit()

    def fit(self) -> None:
        """As large as the text wants it."""
        self.setFixedSize(self._shell.theme.px(40), self._shell.theme.px(40))

    def show_row(self, row: ThreadRow) -> None:
        self._row = row
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._row is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0, 0, self.width(), self.height())
        paint.avatar(painter, self._shell, box, self._row.id, self._row.name)


class _Reach(QWidget):
    """How the client is reached: the mark of a messenger and the name or number there. ``asked``:
    it was clicked, who is in the group is wanted."""

    asked = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        spoken_as(self, Role.StaticText)
        self._shell = shell
        self._peers: tuple[PeerRow, ...] = ()
        self.fit()

    def fit(self) -> None:
        """As high as its words."""
        self.setFixedHeight(self._shell.theme.px(18))

    def show_peers(self, peers: tuple[PeerRow, ...]) -> None:
        self._peers = peers
        caption(self, "\n".join(_reach(self._shell, peer) for peer in peers))
        if any(_listed(peer) for peer in peers):
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and any(map(_listed, self._peers)):
            self.asked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = self._shell.theme.font("small")
        painter.setFont(font)
        painter.setPen(self._shell.theme.colour("text_3"))
        left, middle, mark = 0.0, self.height() / 2, self._shell.theme.px(14)
        side = mark + 5
        for peer in self._peers:
            text = _reached(self._shell, peer)
            room = self.width() - left - side
            if room < 40:
                break
            channel, account = peer.peer.channel, peer.peer.account
            paint.channel_mark(painter, self._shell, channel, left, middle, mark, account)
            text = paint.elide(font, text, room)
            box = QRectF(left + side, 0, room, self.height())
            painter.drawText(box, paint.LEFT, text)
            left += side + painter.fontMetrics().horizontalAdvance(text) + 14


class Header(QWidget):
    """``move`` gives a queue, ``undo_merge`` the thread to let go,
    ``asked`` gives the id of a command."""

    move_to = Signal(str)
    undo_merge = Signal(int)
    asked = Signal(str)

    def __init__(self, shell: Shell, queues: QueueListModel) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._shell, self._queues = shell, queues
        self._row: ThreadRow | None = None
        self._peers: tuple[PeerRow, ...] = ()
        self._side = True
        self._avatar = _Avatar(shell)
        self.name = Elided("title")
        self.name.setObjectName("threadName")
        self.reach = _Reach(shell)
        self.reach.asked.connect(lambda: self.asked.emit("members"))
        self.members, self.mention = tool(name="headerMembers"), tool(name="headerMention")
        self.members.clicked.connect(lambda: self.asked.emit("members"))
        self.mention.clicked.connect(lambda: self.asked.emit("next_mention"))
        self.merged = pill("chip", "mergedButton", 15)
        self.queue = Picker(shell, "queueButton")
        self.merged.clicked.connect(self._merge_menu)
        self.queue.clicked.connect(self._queue_menu)
        self.snooze, self.done = tool(name="headerSnooze"), tool(name="headerDone")
        self.snooze.clicked.connect(lambda: self.asked.emit("snooze"))
        self.done.clicked.connect(lambda: self.asked.emit("done"))
        self.panel = tool(name="sidebarButton")
        self.panel.clicked.connect(lambda: self.asked.emit("sidebar"))
        self.listing = tool(name="listButton")
        self.listing.clicked.connect(lambda: self.asked.emit("list"))
        self.listing.hide()
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addStretch()
        words.addWidget(self.name)
        words.addWidget(self.reach)
        words.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 0, 12, 0)
        layout.setSpacing(10)
        layout.addWidget(self.listing)
        layout.addWidget(self._avatar)
        layout.addLayout(words, 1)
        layout.addWidget(self.merged)
        layout.addWidget(self.queue)
        marks = QHBoxLayout()
        marks.setSpacing(2)
        for made in (self.mention, self.members, self.snooze, self.done, self.panel):
            marks.addWidget(made)
        layout.addLayout(marks)
        shell.i18n.changed.connect(self.retranslate)
        shell.theme.changed.connect(self.retranslate)
        shell.accounts.changed.connect(self.retranslate)
        shell.keymap.changed.connect(self.retranslate)

    def show_thread(self, row: ThreadRow, peers: tuple[PeerRow, ...]) -> None:
        """Another thread, or the same one changed."""
        self._row, self._peers = row, peers
        self._avatar.show_row(row)
        self.retranslate()

    def update_face(self) -> None:
        """A photo came."""
        self._avatar.update()

    @property
    def listed(self) -> bool:
        """Whether who is in the open chat can be listed."""
        return any(map(_listed, self._peers))

    def show_panes(self, listing: bool, side: bool) -> None:
        """Which panes stand beside: while the list does not, here is the way to it."""
        self.listing.setVisible(not listing)
        self._side = side
        self.retranslate()

    def retranslate(self) -> None:
        """Put the words of the thread in the language in force."""
        shell, row = self._shell, self._row
        self.setFixedHeight(shell.theme.px(64))
        self._avatar.fit()
        self.reach.fit()
        finished = row is not None and row.done_at is not None
        names = {
            self.panel: (
                "panel",
                "pane-side-fold" if self._side else "pane-side-unfold",
                "sidebar",
            ),
            self.listing: ("panel-left", "pane-list-unfold", "list"),
            self.snooze: ("snooze", "menu-snooze", "snooze"),
            self.done: ("check", "menu-reopen" if finished else "menu-done", "done"),
            self.members: ("group", "members-title", "members"),
            self.mention: ("at", "mention-next", "next_mention"),
        }
        side = shell.theme.px(20)
        for made, (icon, key, command) in names.items():
            caption(made, shell.tr(key), shell.keymap.of(command))
            made.setIconSize(QSize(side, side))
            ink = "accent_text" if made is self.done and finished else "text_2"
            ink = "accent_text" if made is self.mention else ink
            made.setIcon(shell.icons.icon(icon, ink, side))
        if row is None:
            return
        self.name.setText(row.name)
        self.reach.show_peers(self._peers)
        self.merged.setVisible(bool(row.merged))
        self.merged.setIcon(shell.icons.icon("merge", "chip_text"))
        self._fit()
        caption(self.merged, shell.tr("merged-hint"))
        self.queue.setText(queue_name(shell, row.queue) if row.queue else shell.tr("queue-none"))
        self.queue.setIcon(shell.icons.icon(queue_icon(row.queue) if row.queue else "queue"))
        caption(self.queue, shell.tr("move-hint"), shell.keymap.of("move"))
        self.queue.setAccessibleName(f"{self.queue.text()}. {shell.tr('move-hint')}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the mark of a merge has no word."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        roomy = self.width() >= _ROOMY or len(self._peers) < 2
        self.merged.setText(self._shell.tr("merged") if roomy else "")
        for made in (self.snooze, self.done):
            made.setVisible(self.width() >= self._shell.theme.px(_NARROW))
        # where there is little room the line below the name is the way there
        self.members.setVisible(self.listed and self.width() >= _ROOMY)
        self.mention.setVisible(self._row is not None and self._row.mentioned)

    def _merge_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        icon = self._shell.icons.icon("undo")
        for other in self._row.merged if self._row else ():
            menu.addAction(icon, self._shell.tr("undo-merge"),
                           lambda other=other: self.undo_merge.emit(other))  # fmt: skip
        open_menu(menu, self.merged)

    def _queue_menu(self) -> None:
        menu = self.queue_menu()
        open_menu(menu, self.queue)

    def queue_menu(self) -> QMenu:
        """Every queue; the present one is ticked."""
        menu, shell = QMenu(self), self._shell
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for queue in self._queues.rows:
            if queue.id == ALL:
                continue
            here = self._row is not None and queue.id == self._row.queue
            icon = shell.icons.icon("check" if here else queue_icon(queue.id))
            menu.addAction(icon, queue_name(shell, queue.id),
                           lambda queue=queue: self.move_to.emit(queue.id))  # fmt: skip
        return menu


def _listed(peer: PeerRow) -> bool:
    """Whether who is there can be listed."""
    return is_group(peer.peer) and peer.peer.channel is Channel.TELEGRAM


def _reached(shell: Shell, peer: PeerRow) -> str:
    """The name or number there; of a group, how many are in it and how many of them write, or
    that it is left out."""
    if not is_group(peer.peer):
        return " · ".join(filter(None, (shell.tr("blocked") if peer.blocked else "", handle(peer))))
    if peer.left_out:
        return f"{shell.tr('group-chat')} · {shell.tr('group-left-out')}"
    count = len(peer.writers)
    key = "group-writers-many" if count >= MOST_WRITERS else "group-writers"
    parts = [
        shell.tr("group-chat"),
        shell.tr("group-members", n=peer.members) if peer.members else "",
        shell.tr(key, n=count) if count else "",
    ]
    return " · ".join(filter(None, parts))


def _reach(shell: Shell, peer: PeerRow) -> str:
    ours = shell.accounts.name(peer.peer.account)
    named = f"{channel_name(peer.peer.channel)} {_reached(shell, peer)}".strip()
    return f"{named} ({ours})" if ours else named
