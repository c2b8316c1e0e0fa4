"""The seconds under messages that wait to go out: a tick while there is one, none otherwise."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.shell.context import Shell
from desktop.viewmodels.messages import MessageListModel

_TICK_MS: Final = 200
_LAST: Final = 12
"""What waits stands at the end of the conversation."""


class Countdown(QObject):
    """``tick`` while one of the newest messages may be taken back."""

    tick = Signal()

    def __init__(self, shell: Shell, model: MessageListModel, parent: QObject) -> None:
        super().__init__(parent)
        self._shell, self._model = shell, model
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._beat)
        model.settled.connect(self._look)

    def _look(self) -> None:
        now = self._shell.now()
        if any(row.goes_at > now for row in self._model.rows[-_LAST:]):
            self._timer.start()

    def _beat(self) -> None:
        now = self._shell.now()
        if not any(row.goes_at > now for row in self._model.rows[-_LAST:]):
            self._timer.stop()
        self.tick.emit()
