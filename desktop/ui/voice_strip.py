"""The line over the draft while a voice message is recorded: how long it is, and the way out."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui.parts import caption, label, tool

_TICK_MS: Final = 250


class VoiceStrip(QFrame):
    """``dropped`` when what was said is not to be sent."""

    dropped = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.setObjectName("voiceStrip")
        self._shell = shell
        self._seconds: Callable[[], float] | None = None
        self._icon, self.said = QLabel(), label("strong")
        self.said.setObjectName("voiceLength")
        self._away = tool("mini", "voiceAway", 14)
        self._away.clicked.connect(self.dropped)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 7, 8, 7)
        layout.addWidget(self._icon)
        layout.addWidget(self.said, 1)
        layout.addWidget(self._away)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self.refresh)
        self.refresh()

    @property
    def running(self) -> bool:
        """Whether it is recorded."""
        return self._seconds is not None

    def show_length(self, seconds: Callable[[], float] | None) -> None:
        """It is recorded, ``seconds`` says how long it is; None: no longer."""
        self._seconds = seconds
        if seconds is None:
            self._tick.stop()
        else:
            self._tick.start()
        self.refresh()

    def refresh(self) -> None:
        """Another second, language or theme."""
        shell, seconds = self._shell, self._seconds
        self.setVisible(seconds is not None)
        self._icon.setPixmap(shell.icons.pixmap("voice", "danger", 16))
        self._away.setIcon(shell.icons.icon("close", "text_3", 14))
        caption(self._away, shell.tr("voice-drop"))
        if seconds is not None:
            time = formats.seconds(int(seconds()))
            self.said.setText(shell.tr("voice-recording", time=time))
