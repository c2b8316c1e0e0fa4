"""What stands around the draft: the chats to answer in, the answered message, the closed window."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from core.domain.channels import Channel, Peer
from core.domain.views import PeerRow
from desktop.shell.context import Shell
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
        shown = (tuple(p.peer for p in state.peers), shell.i18n.lang, shell.theme.scheme)
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
        if sum(p.peer.channel == channel for p in self._state.peers) > 1:
            name = f"{name} {_short(handle(peer))}".strip()
        part = pill("segment", f"channel-{channel.value}", 16)
        part.setCheckable(True)
        part.setText(name)
        known = channel in (Channel.TELEGRAM, Channel.WHATSAPP)
        icon, ink = (channel.value, channel.value) if known else ("inbox", "text_2")
        part.setIcon(shell.icons.icon(icon, ink))
        caption(part, shell.tr("answer-in", channel=name))
        part.clicked.connect(lambda: self._state.choose(peer.peer))
        group.addButton(part)
        self._flow.addWidget(part)
        return part


class ReplyStrip(QFrame):
    """The message that is answered."""

    def __init__(self, shell: Shell, state: ComposerState) -> None:
        super().__init__()
        self.setObjectName("replyStrip")
        self._shell, self._state = shell, state
        self._icon, self._text = QLabel(), Elided("muted")
        self._close = tool("mini", "replyCancel", 14)
        self._close.clicked.connect(lambda: self._state.answer(None))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 7, 8, 7)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._close)

    def refresh(self) -> None:
        """Another message or none, another language or theme."""
        shell, state = self._shell, self._state
        self.setVisible(state.reply is not None and state.free_text)
        if state.reply is not None:
            who = sender(shell, state.reply, state.peer.name if state.peer else "")
            text = " ".join(state.reply.text.split())
            self._text.setText(f"{who}: {text[:200]}")
        self._icon.setPixmap(shell.icons.pixmap("reply", "accent_text", 16))
        self._close.setIcon(shell.icons.icon("close", "text_3", 14))
        caption(self._close, shell.tr("reply-cancel"))


class WindowNotice(QFrame):
    """That WhatsApp takes a template alone; ``elsewhere`` asks for the chat that takes text."""

    elsewhere = Signal()

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
        layout.addWidget(Why(shell, "closed"))

    def refresh(self) -> None:
        """Another chat, language or theme."""
        shell, state = self._shell, self._state
        self.setVisible(state.peer is not None and not state.free_text)
        self._text.setText(shell.tr("window-closed-notice"))
        self._icon.setPixmap(shell.icons.pixmap("lock", "warn", 18))
        other = state.elsewhere
        self._other.setVisible(other is not None)
        if other is not None:
            name = channel_name(other.peer.channel)
            self._other.setText(shell.tr("write-elsewhere", channel=name))


def _short(text: str) -> str:
    return text if len(text) <= _HANDLE else text[: _HANDLE - 1] + "…"
