"""Photos of clients where they are drawn: one store of pictures for the whole window, looked up and
never waited for."""

from collections import OrderedDict
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPixmap

SIDE: Final = 96
"""Pixels of a picture, enough for the largest place on a fine screen."""
_KEPT: Final = 600


class Faces(QObject):
    """``wanted`` gives the threads whose photo was looked for and is not known; ``changed`` the
    one whose photo came, or went."""

    wanted = Signal(object)
    changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._kept: OrderedDict[int, QPixmap | None] = OrderedDict()
        self._asked: list[int] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._ask)
        self.on = False
        """Whether anybody answers ``wanted``."""

    def of(self, thread: int) -> QPixmap | None:
        """The round photo of the client of a thread; None for initials."""
        if not self.on:
            return None
        if thread in self._kept:
            self._kept.move_to_end(thread)
            return self._kept[thread]
        self._kept[thread] = None
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self._asked.append(thread)
        self._soon.start()
        return None

    def put(self, thread: int, image: QImage) -> None:
        """The photo, made by ``rounded``; a null one for none."""
        before = self._kept.get(thread)
        if image.isNull() and before is None:
            return
        self._kept[thread] = None if image.isNull() else QPixmap.fromImage(image)
        self.changed.emit(thread)

    def again(self, thread: int) -> None:
        """Look for it once more: it may be another by now."""
        if self.on:
            self._asked.append(thread)
            self._soon.start()

    def retry(self) -> None:
        """Look for those again that have none: somebody can be asked by now."""
        if self.on:
            self._asked += [thread for thread, photo in self._kept.items() if photo is None]
            self._soon.start()

    def stop(self) -> None:
        """Nobody answers any more."""
        self.on = False
        self._soon.stop()
        self._asked.clear()
        self._kept.clear()

    def _ask(self) -> None:
        asked, self._asked = list(dict.fromkeys(self._asked)), []
        if asked:
            self.wanted.emit(asked)


def rounded(path: str) -> QImage:
    """A picture as it is drawn, null where it cannot be read. To be called off the GUI thread."""
    image = QImage(path)
    if image.isNull():
        return image
    both = Qt.AspectRatioMode.KeepAspectRatioByExpanding
    image = image.scaled(SIDE, SIDE, both, Qt.TransformationMode.SmoothTransformation)
    made = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path_ = QPainterPath()
    path_.addEllipse(0, 0, SIDE, SIDE)
    painter.setClipPath(path_)
    painter.drawImage((SIDE - image.width()) // 2, (SIDE - image.height()) // 2, image)
    painter.end()
    return made
