"""What stands around the draft: the chats to answer in, the answered message, the closed window."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from core.domain.channels import Channel, Peer
from core.domain.views import PeerRow
from desktop.shell.context import Shell
from desktop.ui.list_words import ahead
from desktop.ui.paint import mark_ink
from desktop.ui.parts import Elided, Flow, button, caption, clear, label, pill, tool
from desktop.ui.why import Why
from desktop.ui.words import channel_name, handle, sender
from desktop.viewmodels.composer import ComposerState

_HANDLE = 20  # characters of a username on a button


class ChannelSwitch(QWidget):
    """The chats to answer in; made anew only when they are other ones, so that a message that
    arrives takes no focus away."""

    def __init__(self, shell: Shell, state: ComposerState) -> None:
        super().__init__()
        self.setObjectName("channelSwitch")
        self._shell, self._state = shell, state
        self._flow = Flow(self, 4)
        self._group: QButtonGroup | None = None
        self._parts: dict[Peer, QPushButton] = {}
        self._shown: tuple[object, ...] = ()

    def refresh(self) -> None:
        """Other chats, another one chosen, another language or theme."""
        shell, state = self._shell, self._state
        names = tuple(shell.accounts.names)
        shown = (tuple(p.peer for p in state.peers), shell.i18n.lang, shell.theme.scheme, names)
        if shown != self._shown:
            self._shown = shown
            clear(self._flow)
            self._group = QButtonGroup(self)
            self._parts = {peer.peer: self._segment(peer, self._group) for peer in state.peers}
        for peer, part in self._parts.items():
            part.setChecked(state.peer is not None and peer == state.peer.peer)

    def _segment(self, peer: PeerRow, group: QButtonGroup) -> QPushButton:
        shell, channel = self._shell, peer.peer.channel
        name = channel_name(channel)
        beside = [p for p in self._state.peers if p.peer.channel == channel]
        ours = shell.accounts.name(peer.peer.account)
        if len(beside) > 1:
            # the same person by two of our accounts: which of us writes tells the chats apart
            alone = sum(p.peer.account == peer.peer.account for p in beside) == 1
            told = (ours, "" if ours and alone else handle(peer))
            name = " ".join([name, *(_short(part) for part in told if part)])
        part = pill("segment", f"channel-{channel.value}", 16)
        part.setCheckable(True)
        part.setText(name)
        known = channel in (Channel.TELEGRAM, Channel.WHATSAPP)
        ink = mark_ink(shell, channel, peer.peer.account) if known else "text_2"
        icon = channel.value if known else "inbox"
        part.setIcon(shell.icons.icon(icon, ink))
        through = f"{name} ({ours})" if ours and len(beside) < 2 else name
        caption(part, shell.tr("answer-in", channel=through))
        part.clicked.connect(lambda: self._state.choose(peer.peer))
        group.addButton(part)
        self._flow.addWidget(part)
        return part


class ReplyStrip(QFrame):
    """The message that is answered, or changed. ``left``: no longer."""

    left = Signal()

    def __init__(self, shell: Shell, state: ComposerState) -> None:
        super().__init__()
        self.setObjectName("replyStrip")
        self._shell, self._state = shell, state
        self._icon, self._text = QLabel(), Elided("muted")
        self._close = tool("mini", "replyCancel", 14)
        self._close.clicked.connect(self.left)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 7, 8, 7)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._close)

    def refresh(self) -> None:
        """Another message or none, another language or theme."""
        shell, state = self._shell, self._state
        row = state.editing or state.reply
        self.setVisible(row is not None and state.free_text)
        if state.editing is not None:
            text = " ".join(state.editing.text.split())
            self._text.setText(shell.tr("editing-label", text=text[:200]))
        elif state.reply is not None:
            who = sender(shell, state.reply, state.peer.name if state.peer else "")
            part = state.quote.text if state.quote is not None else ""
            text = " ".join((part or state.reply.text).split())[:200]
            self._text.setText(f"{who}: «{text}»" if part else f"{who}: {text}")
        icon = "edit" if state.editing is not None else "reply"
        self._icon.setPixmap(shell.icons.pixmap(icon, "accent_text", 16))
        self._close.setIcon(shell.icons.icon("close", "text_3", 14))
        caption(self._close, shell.tr("editing-cancel" if state.editing else "reply-cancel"))


class WindowNotice(QFrame):
    """That WhatsApp takes a template alone; ``elsewhere`` asks for the chat that takes text,
    ``unblock`` for the client not to be blocked any more."""

    elsewhere = Signal()
    unblock = Signal()

    def __init__(self, shell: Shell, state: ComposerState) -> None:
        super().__init__()
        self.setObjectName("windowNotice")
        self._shell, self._state = shell, state
        self._icon, self._text = QLabel(), label("", wrap=True)
        self._other = button("", "writeElsewhere")
        self._other.clicked.connect(self.elsewhere)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(10)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._other)
        self._unblock = button("", "composerUnblock")
        self._unblock.clicked.connect(self.unblock)
        layout.addWidget(self._unblock)
        self._why = Why(shell, "closed")
        layout.addWidget(self._why)

    def refresh(self) -> None:
        """Another chat, language or theme."""
        shell, state = self._shell, self._state
        self.setVisible(state.peer is not None and not state.free_text)
        removed = state.removed
        bot = state.peer is not None and not state.peer.has_window
        day_over = f"problem-telegram-bot-{state.bar}" if state.bar else "bots-day-over"
        closed = day_over if bot else "window-closed-notice"
        notice = "accounts-removed-notice" if removed else closed
        self._text.setText(shell.tr(notice, name=removed))
        if (rights := state.silence) is not None and not removed:
            key = "until" if rights.silent == "restricted" and rights.until else rights.silent
            when = ahead(shell.i18n, rights.until, shell.now()) if key == "until" else ""
            told = {"at": when} if when else {}
            self._text.setText(shell.tr(f"group-silent-{key.replace('_', '-')}", **told))
        blocked = state.peer is not None and state.peer.blocked and not removed
        if blocked:
            self._text.setText(shell.tr("blocked-notice"))
        self._unblock.setText(shell.tr("menu-unblock"))
        self._unblock.setVisible(blocked)
        self._why.setVisible(not removed and not bot)
        self._icon.setPixmap(shell.icons.pixmap("lock", "warn", 18))
        other = state.elsewhere
        self._other.setVisible(other is not None)
        if other is not None:
            ours = shell.accounts.name(other.peer.account)
            name = " ".join(part for part in (channel_name(other.peer.channel), ours) if part)
            self._other.setText(shell.tr("write-elsewhere", channel=name))


def _short(text: str) -> str:
    return text if len(text) <= _HANDLE else text[: _HANDLE - 1] + "…"
