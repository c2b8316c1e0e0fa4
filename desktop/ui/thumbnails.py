"""Pictures of messages, read and scaled off the GUI thread, kept while they are shown."""

import asyncio
from collections import OrderedDict
from typing import Final

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from desktop.shell.tasks import Tasks

_KEPT: Final = 200
_BOX: Final = QSize(520, 336)


class Thumbnails(QObject):
    """``get`` gives a picture or begins to read it; ``ready`` when one came or cannot be read."""

    ready = Signal()

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._kept: OrderedDict[str, QPixmap | None] = OrderedDict()
        self._broken: set[str] = set()

    def get(self, path: str) -> QPixmap | None:
        """The picture at ``path``; None while it is read or when it cannot be."""
        if path in self._kept:
            self._kept.move_to_end(path)
            return self._kept[path]
        self._kept[path] = None
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self._tasks.start(self._read(path))
        return None

    def broken(self, path: str) -> bool:
        """Whether it was tried and cannot be read."""
        return path in self._broken

    async def _read(self, path: str) -> None:
        image = await asyncio.to_thread(load, path, _BOX)
        if image.isNull():
            self._broken.add(path)
        else:
            self._broken.discard(path)
            picture = QPixmap.fromImage(image)
            picture.setDevicePixelRatio(2.0)
            self._kept[path] = picture
        self.ready.emit()


def load(path: str, box: QSize | None = None) -> QImage:
    """Read a picture, turned as its camera says, and with ``box`` scaled to cover that; null where
    it cannot be read. QImage may be used in any thread."""
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    size = reader.size()
    if box is not None and size.isValid():
        reader.setScaledSize(size.scaled(box, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    return reader.read()
