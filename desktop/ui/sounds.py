"""What is heard in the window: one player for all voice messages, and how they look."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from core.domain.views import AttachmentRow, MessageRow
from desktop.media.opener import Opener
from desktop.media.output import Output, Speaker
from desktop.media.player import Player, Sound
from desktop.media.waves import Waves
from desktop.shell.tasks import Tasks


class Sounds(QObject):
    """``repaint`` when voice messages look different, ``heard`` gives the message whose does as it
    is played; ``problem`` says why one cannot be heard."""

    repaint = Signal()
    heard = Signal(int)
    problem = Signal(object)

    def __init__(
        self, tasks: Tasks, opener: Opener, speaker: Callable[[int], Output] = Speaker
    ) -> None:
        super().__init__()
        self.waves = Waves(tasks, opener)
        self.player = Player(tasks, opener, speaker)
        self.waves.setParent(self)
        self.player.setParent(self)
        self.waves.ready.connect(self.repaint)
        self.player.changed.connect(self.repaint)
        self.player.moved.connect(self._moved)
        self.player.problem.connect(self.problem)
        self.player.peaks.connect(self.waves.put)

    def toggle(self, row: MessageRow, item: AttachmentRow) -> None:
        """Play it, pause it."""
        if item.path:
            self.player.toggle(_sound(row, item))

    def seek(self, row: MessageRow, item: AttachmentRow, share: float) -> None:
        """Play it from there: a share of its length."""
        if item.path:
            self.player.seek(_sound(row, item), share)

    def seek_ms(self, row: MessageRow, item: AttachmentRow, ms: int) -> None:
        """Play it from that millisecond."""
        if item.path:
            self.player.seek(_sound(row, item), 0.0, ms)

    def faster(self, row: MessageRow, item: AttachmentRow) -> None:
        """The next speed, where it is the one that is heard; else it is played."""
        if self.player.is_at(row.id, item.index):
            self.player.next_speed()
        else:
            self.toggle(row, item)

    def _moved(self) -> None:
        if self.player.sound is not None:
            self.heard.emit(self.player.sound.message)

    async def close(self) -> None:
        """Be silent and let the device go."""
        await self.player.close()


def _sound(row: MessageRow, item: AttachmentRow) -> Sound:
    return Sound(row.id, item.index, item.path, item.seconds)
