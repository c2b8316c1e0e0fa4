"""The threads that are chosen for an action on many."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal


class Selection(QObject):
    """``ids`` in the order of the list. One chosen thread is only the open one: there are
    ``many`` from two on. ``changed`` when it is another set."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.ids: tuple[int, ...] = ()

    @property
    def many(self) -> bool:
        """Whether actions go to all of them."""
        return len(self.ids) > 1

    def take(self, ids: Iterable[int]) -> None:
        """Choose these and no others."""
        taken = tuple(ids)
        if taken != self.ids:
            self.ids = taken
            self.changed.emit()

    def clear(self) -> None:
        """None."""
        self.take(())
