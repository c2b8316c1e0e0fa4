"""The mouse over the messages: what is clicked, what is selected, and how the pointer looks."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QListView

from core.domain.views import MessageRow
from desktop.ui.album_tiles import Tile
from desktop.ui.bubble import Bubble
from desktop.ui.selecting import Selecting

_LEFT = Qt.MouseButton.LeftButton


class Pointing:
    """``bubble`` gives the layout of a row, ``do`` is told of the part of a message that was
    clicked. A drag selects, wherever it begins."""

    def __init__(
        self, view: QListView, bubble: Callable[[QModelIndex], Bubble], selecting: Selecting,
        do: Callable[[MessageRow, object], None],
    ) -> None:  # fmt: skip
        self._view, self._bubble, self._selecting, self._do = view, bubble, selecting, do
        self._pressed: tuple[QPoint, tuple[MessageRow, object] | None] | None = None

    def press(self, event: QMouseEvent) -> None:
        """A selection may begin; what can be clicked waits for the release."""
        if event.button() != _LEFT:
            return
        at = event.position().toPoint()
        hit = self._hit(at)
        self._pressed = (at, hit)
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if hit is None or extend:
            self._selecting.press(at, extend=extend)

    def double(self, event: QMouseEvent) -> bool:
        """A word; False where it was no word."""
        at = event.position().toPoint()
        if event.button() != _LEFT or self._hit(at) is not None:
            return False
        self._pressed = (at, None)
        self._selecting.word(at)
        return True

    def move(self, event: QMouseEvent) -> bool:
        """A held button selects; True where it did."""
        at = event.position().toPoint()
        if not event.buttons() & _LEFT or self._pressed is None:
            self._look(at)
            return False
        if not self._selecting.dragging:
            if (at - self._pressed[0]).manhattanLength() < QApplication.startDragDistance():
                return True
            self._selecting.press(self._pressed[0], extend=False)
        self._pressed = (self._pressed[0], None)
        self._selecting.drag(at)
        return True

    def release(self, event: QMouseEvent) -> None:
        """A click on a part of a message, where the button was pressed on it, too."""
        pressed, self._pressed = self._pressed, None
        self._selecting.release()
        if event.button() != _LEFT or pressed is None or pressed[1] is None:
            return
        hit = self._hit(event.position().toPoint())
        if hit is not None and hit[0].id == pressed[1][0].id:
            self._selecting.clear()
            self._do(*hit)

    def _hit(self, at: QPoint) -> tuple[MessageRow, object] | None:
        index = self._view.indexAt(at)
        if not index.isValid():
            return None
        made = self._bubble(index)
        what = made.part_at((at - self._view.visualRect(index).topLeft()).toPointF())
        if isinstance(what, Tile):
            return what.row, what.item
        return (made.row, what) if what is not None else None

    def _look(self, at: QPoint) -> None:
        """A hand over what can be clicked, a beam over words."""
        shape, index = Qt.CursorShape.ArrowCursor, self._view.indexAt(at)
        if index.isValid():
            made = self._bubble(index)
            where = (at - self._view.visualRect(index).topLeft()).toPointF()
            if made.part_at(where) is not None:
                shape = Qt.CursorShape.PointingHandCursor
            elif made.text_box.contains(where):
                shape = Qt.CursorShape.IBeamCursor
        self._view.viewport().setCursor(shape)
