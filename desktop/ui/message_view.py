"""The messages: stays at the end while new ones come, keeps its place while one reads above."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QListView, QMenu

from core.domain.views import FoundRow, MessageRow, Stand
from desktop.shell.context import Shell
from desktop.ui.album_tiles import tile_at
from desktop.ui.bubble_delegate import BubbleDelegate
from desktop.ui.countdown import Countdown
from desktop.ui.down_button import DownButton
from desktop.ui.message_actions import MessageActions
from desktop.ui.message_words import spoken
from desktop.ui.pointing import Pointing
from desktop.ui.quoting import quoted
from desktop.ui.selecting import Selecting
from desktop.ui.selection import Spot
from desktop.ui.sounds import Sounds
from desktop.ui.standing import Standing, near
from desktop.ui.stepping import Stepping
from desktop.ui.thumbnails import Thumbnails
from desktop.viewmodels.messages import MessageListModel
from desktop.viewmodels.rows import ROW


class MessageView(QListView):
    """``actions_`` says what the operator asked of a message. ``read_to_end`` when the newest one
    came into view, ``typed`` gives letters, ``left`` when Escape asks for the composer."""

    read_to_end = Signal()
    typed = Signal(str)
    left = Signal()

    def __init__(
        self, shell: Shell, model: MessageListModel, thumbnails: Thumbnails, sounds: Sounds
    ) -> None:
        super().__init__()
        self.setObjectName("messageList")
        self._shell, self._model = shell, model
        self._delegate = BubbleDelegate(shell, thumbnails, sounds.waves, sounds.player, self)
        self.actions_ = MessageActions(shell, self, sounds, self._delegate.lights)
        self._stepping = Stepping(model, self._delegate.bubble)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.selecting = Selecting(
            shell, self, model, self._delegate.lights.selection, self._delegate.bubble
        )
        self._pointing = Pointing(self, self._delegate.bubble, self.selecting, self.actions_.do)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setAutoScroll(False)
        self._standing = Standing(self, model)
        model.prepare = self._delegate.prepare
        model.describe = self._spoken
        self.verticalScrollBar().setSingleStep(40)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._down = DownButton(shell, self)
        self._down.clicked.connect(self.to_end)
        model.changing.connect(self._standing.hold)
        model.settled.connect(self._settled)
        model.opened.connect(self._opened)
        thumbnails.ready.connect(self.viewport().update)
        sounds.repaint.connect(self.viewport().update)
        sounds.heard.connect(self._repaint)
        self.actions_.reveal.connect(self._reveal)
        self.actions_.more.changed.connect(self._repaint)
        self._countdown = Countdown(shell, model, self)
        self._countdown.tick.connect(self.viewport().update)
        shell.theme.changed.connect(self._restyle)
        shell.i18n.changed.connect(self._restyle)
        self._restyle()

    @property
    def at_end(self) -> bool:
        """Whether the newest message is in view."""
        return self._standing.at_end and self._model.newest

    @property
    def spot(self) -> Spot | None:
        """What is lit."""
        return self._delegate.lights.spot

    def light(self, message: int, start: int, end: int) -> bool:
        """Light characters [start, end) of a message and go there; False when it is not loaded."""
        row = self._model.row_of(message)
        if row < 0:
            return False
        self._delegate.lights.spot = Spot(message, start, end)
        self.setCurrentIndex(self._model.index(row))
        self.scrollTo(self._model.index(row), QListView.ScrollHint.PositionAtCenter)
        self._standing.moved()
        self.viewport().update()
        return True

    def unlight(self) -> None:
        """Nothing is lit."""
        if self._delegate.lights.spot is not None:
            self._delegate.lights.spot = None
            self.viewport().update()

    def show_writers(self, names: Sequence[str]) -> None:
        """Who writes in the open thread, in the order in which they first wrote."""
        if self._delegate.writers.know(names):
            self.viewport().update()

    def show_hits(self, rows: list[FoundRow]) -> None:
        """Mark what was found."""
        hits: dict[int, list[tuple[int, int]]] = {}
        for row in rows:
            hits.setdefault(row.message, []).append((row.start, row.end))
        self._delegate.lights.hits = hits
        self.viewport().update()

    def lowest(self) -> Stand | None:
        """Where the message stands that is at the lower edge; None where there is none."""
        at = QPoint(self.viewport().width() // 2, self.viewport().height() - 4)
        index = self.indexAt(at)
        if not index.isValid():
            index = self._model.index(self._model.rowCount() - 1)
        row: MessageRow | None = index.data(ROW)
        return row.stand if row is not None else None

    def to_end(self) -> None:
        """Go to the newest message."""
        if self._model.newest:
            self._standing.to_end()
        else:
            self._model.to_newest()

    def show_unread(self, count: int) -> None:
        """How many messages wait below."""
        self._down.show_count(count)

    def _spoken(self, row: MessageRow) -> str:
        album = [one.id for one in self._model.album(row.id)]
        place = (album.index(row.id) + 1, len(album)) if len(album) > 1 else None
        return spoken(self._shell, row, self.selecting.client, place)

    # Qt's hooks.

    def visualRect(self, index: QModelIndex | QPersistentModelIndex) -> QRect:
        """A picture of an album stands in the row that shows the album."""
        row = self._model.index(index.row()) if index.isValid() else QModelIndex()
        found = self._stepping.box(row)
        if found is None:
            return super().visualRect(index)
        return found[1].toAlignedRect().translated(super().visualRect(found[0]).topLeft())

    def moveCursor(
        self, action: QListView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Arrows and pages, where the keyboard is in an album."""
        current = self.currentIndex()
        found = self._stepping.step(current, action)
        if found is not None:
            return found
        pages = {QListView.CursorAction.MovePageUp: -1, QListView.CursorAction.MovePageDown: 1}
        if action in pages and current.isValid():
            return self._stepping.page(current, pages[action], self.viewport().height())
        return super().moveCursor(action, modifiers)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Bubbles are laid out for a width; what is read stays in view."""
        self._standing.hold()
        # whether the scroll bar shows or not: who lays out anew each time it comes pays twice
        self._delegate.width = self.width() - self.verticalScrollBar().sizeHint().width()
        super().resizeEvent(event)
        self._down.move(self.width() - 56, self.height() - 52)
        self._settled()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A selection may begin; what can be clicked waits for the release."""
        super().mousePressEvent(event)
        self._pointing.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A word."""
        if not self._pointing.double(event):
            self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what can be clicked, a beam over words; a held button selects."""
        if not self._pointing.move(event):
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Clicks on files, on what is answered, and on the words under a message."""
        super().mouseReleaseEvent(event)
        self._pointing.release(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Copy, answer, try again; with the keyboard for the message that has the focus."""
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if keyboard else self.indexAt(event.pos())
        row = index.data(ROW) if index.isValid() else None
        if row is None:
            return
        where, made = event.globalPos(), self._delegate.bubble(index)
        if keyboard:
            box = made.box.center().toPoint()
            place = self.visualRect(index)
            middle = place.topLeft() + box if made.height else place.center()
            where = self.viewport().mapToGlobal(middle)
        else:
            at = (event.pos() - self.visualRect(index).topLeft()).toPointF()
            tile = tile_at(made.tiles, at)
            row = tile.row if tile is not None else row
        self.menu_for(row).popup(where)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard begins at the newest message that is seen."""
        if not self.currentIndex().isValid():
            at = QPoint(self.viewport().width() // 2, self.viewport().height() - 4)
            index = self.indexAt(at)
            last = self._model.index(self._model.rowCount() - 1)
            self.selectionModel().setCurrentIndex(
                index if index.isValid() else last, self.selectionModel().SelectionFlag.NoUpdate
            )
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the file or answers, Space plays, Copy takes what is selected or the whole
        message, Shift with arrows selects, Escape lets go and then goes to write."""
        row: MessageRow | None = self.currentIndex().data(ROW)
        if event.matches(QKeySequence.StandardKey.Copy):
            if not self.selecting.copy() and row is not None:
                album = [one.text for one in self._model.album(row.id)]
                QGuiApplication.clipboard().setText(row.text or "".join(album))
        elif self.selecting.key(event):
            return
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            place = self.visualRect(self.currentIndex()).center()
            self.actions_.main(row, self.viewport().mapToGlobal(place))
        elif row is not None and self.actions_.sound_key(row, event):
            return
        elif row is not None and event.key() == Qt.Key.Key_Delete:
            self.actions_.delete.emit(row)
        elif event.key() == Qt.Key.Key_Escape:
            if not self.selecting.clear():
                self.unlight()
                self.left.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters over the messages are meant for the draft."""
        if search.isprintable() and search.strip():
            self.typed.emit(search)

    def menu_for(self, row: MessageRow) -> QMenu:
        """The menu of a message; it deletes itself when closed."""
        copy = self.selecting.copy if self.selecting.selection else None
        part = quoted(row, self.selecting.selection) is not None
        return self.actions_.menu_for(row, copy, self._model.album(row.id), part=part)

    def _reveal(self, row: MessageRow) -> None:
        """Cover nothing of a message any more."""
        self._delegate.reveal(row.id)
        self._repaint(row.id)

    def _repaint(self, message: int) -> None:
        """One message looks different, at the height it has."""
        row = self._model.row_of(message)
        if row >= 0:
            self.viewport().update(self.visualRect(self._model.index(row)))

    def _restyle(self) -> None:
        self._delegate.forget()
        self.setAccessibleName(self._shell.tr("messages"))
        self._settled()
        self.viewport().update()

    # Where the view stands.

    def _settled(self) -> None:
        self._delegate.look_at_date()
        self._standing.settle()
        self._follow()

    def _scrolled(self) -> None:
        self._standing.moved()
        self._follow()

    def _follow(self) -> None:
        """What hangs on the place: older and newer pages, the button down, what is read."""
        bar, model = self.verticalScrollBar(), self._model
        self._down.setVisible(not self.at_end and bar.maximum() > 0)
        model.following = self.at_end
        above, below = near(self)
        if bar.maximum() > 0:
            if above:
                model.fetch_older()
            if below:
                model.fetch_newer()
        if self.at_end:
            self.read_to_end.emit()

    def _opened(self) -> None:
        self._delegate.lights.spot = None
        self.selecting.clear()
        self._standing.to_end()
        unread = self._model.unread_from
        row = self._model.row_of(unread) if unread is not None else -1
        if row >= 0:
            shown = self._model.index(self._model.shown_at(row))
            self.scrollTo(shown, QListView.ScrollHint.PositionAtTop)
            self._standing.moved()
        self._follow()
