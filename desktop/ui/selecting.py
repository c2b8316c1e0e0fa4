"""Selecting text across messages, with the mouse and from the keyboard."""

import asyncio
import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QListView

from core.domain.views import MessageRow
from desktop.shell.context import Shell
from desktop.ui.album_tiles import tile_at
from desktop.ui.bubble import Bubble
from desktop.ui.bubble_text import index_at, next_word, word_around
from desktop.ui.selection import End, Selection, copied
from desktop.viewmodels.messages import MessageListModel
from desktop.viewmodels.rows import ROW

_SCROLL_MS: Final = 30


class Selecting(QObject):
    """Moves ``selection`` over ``view``. ``bubble`` gives the layout of a row; ``client`` is who
    we talk to, for what is copied."""

    def __init__(
        self, shell: Shell, view: QListView, model: MessageListModel, selection: Selection,
        bubble: Callable[[QModelIndex], Bubble],
    ) -> None:  # fmt: skip
        super().__init__(view)
        self._shell, self._view, self._model = shell, view, model
        self.selection, self._bubble = selection, bubble
        self.client = ""
        self._dragging = False
        self._word: tuple[End, End] | None = None
        self._doubled = 0.0
        self._at = QPoint()
        self._scroll = QTimer(self)
        self._scroll.setInterval(_SCROLL_MS)
        self._scroll.timeout.connect(self._pull)

    @property
    def dragging(self) -> bool:
        """Whether the mouse is selecting."""
        return self._dragging

    def clear(self) -> bool:
        """Nothing is selected; whether something was."""
        had = bool(self.selection)
        self.selection.clear()
        self.release()
        self._view.viewport().update()
        return had

    # The mouse.

    def press(self, at: QPoint, *, extend: bool) -> None:
        """A selection begins there, or with ``extend`` goes to there. A third click after a double
        one takes the whole message."""
        end = self.end_at(at)
        if end is None:
            return
        quick = time.monotonic() - self._doubled < QApplication.doubleClickInterval() / 1000
        if quick and self.selection and end.message == self.selection.ends[0].message:
            self._whole(self._row(end))
        elif extend:
            self.selection.anchor = self.selection.anchor or self._current()
            self.selection.head = end
        else:
            self.selection.begin(end)
        self._dragging, self._word, self._at = True, None, at
        self._view.viewport().update()

    def word(self, at: QPoint) -> None:
        """A double click takes a word; dragging on takes words."""
        end = self.end_at(at)
        if end is None:
            return
        row = self._row(end)
        start, stop = word_around(row.text, end.place) if row else (end.place, end.place)
        first, last = end._replace(place=start), end._replace(place=stop)
        self.selection.anchor, self.selection.head = first, last
        self._dragging, self._word, self._at = True, (first, last), at
        self._doubled = time.monotonic()
        self._view.viewport().update()

    def drag(self, at: QPoint) -> None:
        """The head goes to the mouse; beyond the edge the messages come along."""
        self._at = at
        self._to(at)
        outside = not 0 <= at.y() < self._view.viewport().height()
        if outside and not self._scroll.isActive():
            self._scroll.start()
        elif not outside:
            self._scroll.stop()

    def release(self) -> None:
        """The mouse is let go."""
        self._dragging, self._word = False, None
        self._scroll.stop()

    def end_at(self, at: QPoint) -> End | None:
        """The place in the conversation nearest to a point of the viewport."""
        viewport = self._view.viewport()
        y = min(max(at.y(), 0), viewport.height() - 1)
        index = self._view.indexAt(QPoint(viewport.width() // 2, y))
        if not index.isValid():
            last = self._model.rowCount() - 1
            if last < 0:
                return None
            below = self._view.visualRect(self._model.index(last)).bottom() <= y
            index = self._model.index(last if below else 0)
        row: MessageRow = index.data(ROW)
        made = self._bubble(index)
        point = (QPoint(at.x(), y) - self._view.visualRect(index).topLeft()).toPointF()
        tile = tile_at(made.tiles, point)
        if tile is not None and tile.row.id != row.id:
            return End(*tile.row.stand, 0)
        return End(*row.stand, index_at(made, point))

    def _to(self, at: QPoint) -> None:
        end = self.end_at(at)
        if end is None or self.selection.anchor is None:
            return
        if self._word is not None:
            first, last = self._word
            row = self._row(end)
            start, stop = word_around(row.text, end.place) if row else (end.place, end.place)
            backwards = end < first
            self.selection.anchor = last if backwards else first
            self.selection.head = min(first, end._replace(place=start)) if backwards else max(
                last, end._replace(place=stop)
            )  # fmt: skip
        else:
            self.selection.head = end
        self._view.viewport().update()

    def _pull(self) -> None:
        """The mouse is held beyond the edge."""
        bar, height = self._view.verticalScrollBar(), self._view.viewport().height()
        over = self._at.y() if self._at.y() < 0 else self._at.y() - height
        bar.setValue(bar.value() + max(-60, min(60, over)))
        self._to(self._at)

    # The keyboard.

    def key(self, event: QKeyEvent) -> bool:
        """Shift with the arrows selects, Ctrl+A takes the message and then all that is loaded.
        True when the key was one of these."""
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self._all()
            return True
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if not shift:
            return False
        by_word = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match event.key():
            case Qt.Key.Key_Left:
                self._step(-1, by_word=by_word)
            case Qt.Key.Key_Right:
                self._step(1, by_word=by_word)
            case Qt.Key.Key_Up:
                self._message(-1)
            case Qt.Key.Key_Down:
                self._message(1)
            case Qt.Key.Key_Home | Qt.Key.Key_End:
                self._edge(end=event.key() == Qt.Key.Key_End)
            case _:
                return False
        self._view.viewport().update()
        return True

    def _head(self) -> End | None:
        """Where the keyboard is; it begins at the message that has the focus."""
        if self.selection.head is None:
            current = self._current()
            if current is None:
                return None
            self.selection.begin(current)
        return self.selection.head

    def _step(self, step: int, *, by_word: bool) -> None:
        head = self._head()
        if head is None:
            return
        row, i = self._row(head), self._model.row_of(head.message)
        text = row.text if row is not None else ""
        index = next_word(text, head.place, step) if by_word else head.place + step
        if 0 <= index <= len(text):
            self._move(head._replace(place=index))
        elif 0 <= i + step < self._model.rowCount():
            near = self._model.rows[i + step]
            self._move(End(*near.stand, 0 if step > 0 else len(near.text)))

    def _message(self, step: int) -> None:
        """By whole messages: the first press takes the one that has the focus."""
        if not self.selection:
            current = self._current()
            if current is not None:
                self._whole(self._row(current), backwards=step < 0)
            return
        anchor, head = self.selection.anchor, self.selection.head
        assert anchor is not None
        assert head is not None
        i = self._model.row_of(head.message) + step
        first = self._row(anchor)
        if not 0 <= i < self._model.rowCount() or first is None:
            return
        row = self._model.rows[i]
        down = row.stand >= anchor[:3]
        self.selection.anchor = anchor._replace(place=0 if down else len(first.text))
        self._move(End(*row.stand, len(row.text) if down else 0))

    def _edge(self, *, end: bool) -> None:
        head = self._head()
        row = self._row(head) if head else None
        if head is not None and row is not None:
            self._move(head._replace(place=len(row.text) if end else 0))

    def _move(self, head: End) -> None:
        self.selection.head = head
        index = self._model.index(self._model.row_of(head.message))
        if index.isValid():
            selection = self._view.selectionModel()
            selection.setCurrentIndex(index, selection.SelectionFlag.NoUpdate)
            self._view.scrollTo(index)

    def _all(self) -> None:
        current, rows = self._current(), self._model.rows
        row = self._row(current) if current else None
        if not rows:
            return
        if row is not None and row.text and self.selection.span(row) != (0, len(row.text)):
            self._whole(row)
        else:
            self.selection.anchor = End(*rows[0].stand, 0)
            self.selection.head = End(*rows[-1].stand, len(rows[-1].text))
        self._view.viewport().update()

    def _whole(self, row: MessageRow | None, *, backwards: bool = False) -> None:
        if row is not None:
            ends = End(*row.stand, 0), End(*row.stand, len(row.text))
            self.selection.anchor, self.selection.head = reversed(ends) if backwards else ends

    def _current(self) -> End | None:
        row: MessageRow | None = self._view.currentIndex().data(ROW)
        return End(*row.stand, 0) if row is not None else None

    def _row(self, end: End | None) -> MessageRow | None:
        i = self._model.row_of(end.message) if end is not None else -1
        return self._model.rows[i] if i >= 0 else None

    # The clipboard.

    def text(self) -> str:
        """What is selected of the messages that are loaded."""
        return copied(self._shell, self._model.rows, self.selection, self.client)

    def copy(self) -> bool:
        """Copy what is selected; False where nothing is. What is no longer loaded is read again."""
        if not self.selection:
            return False
        first, last = self.selection.ends
        if self._model.row_of(first.message) >= 0 and self._model.row_of(last.message) >= 0:
            QGuiApplication.clipboard().setText(self.text())
        else:
            self._model.tasks.start(self._read_and_put(first, last))
        return True

    async def _read_and_put(self, first: End, last: End) -> None:
        rows = await self._model.between(first[:3], last[:3])
        taken = Selection()
        taken.anchor, taken.head = first, last
        # thousands of messages, each with its date, take longer than a frame
        text = await asyncio.to_thread(copied, self._shell, rows, taken, self.client)
        QGuiApplication.clipboard().setText(text)
