"""The colours of who writes in a group: a different one for each of the first few, the same for
ever."""

from collections.abc import Sequence
from zlib import crc32

from PySide6.QtGui import QColor

from desktop.shell.theme import Theme


class Writers:
    """``know`` takes those of the open thread, in the order in which they first wrote."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._places: dict[str, int] = {}

    def know(self, names: Sequence[str]) -> bool:
        """These write here; whether that is news."""
        places = {name: i for i, name in enumerate(names)}
        news, self._places = places != self._places, places
        return news

    def face(self, name: str) -> tuple[QColor, QColor]:
        """Ground and ink of a writer's mark; the ink can be read on any ground of a message."""
        place = self._places.get(name)
        if place is None:  # nobody told of them yet
            place = crc32(name.encode("utf-8", "surrogatepass"))
        return self._theme.face(place)

    def ink(self, name: str) -> QColor:
        """The ink of a writer's name."""
        return self.face(name)[1]
