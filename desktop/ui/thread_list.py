"""The list itself: picks one thread or many, and stays where one reads while it changes."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QListView

from desktop.ui.whole_bar import WholeBar
from desktop.viewmodels.rows import KEY
from desktop.viewmodels.threads import ThreadListModel

_MANY = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class ThreadList(QListView):
    """``entered_`` when a row was clicked or Enter pressed, ``left`` on Escape, ``menu`` gives the
    place for the menu of the current rows, ``typed`` letters for the answer. ``extending`` while
    keys or the mouse choose several: what is current then is not to be opened."""

    entered_ = Signal()
    left = Signal()
    typed = Signal(str)
    menu = Signal(QPoint)

    def __init__(self, model: ThreadListModel) -> None:
        super().__init__()
        self.setObjectName("threadList")
        self.extending = False
        self._threads = model
        self._anchor: tuple[list[tuple[object, int]], int] = ([], 0)
        self._to: int | None = None
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().valueChanged.connect(self._look)
        model.about_to_show.connect(self._hold)
        self.whole = WholeBar(self, model)

    def top_row(self) -> int:
        """The row at the top of the screen."""
        return max(0, self.indexAt(QPoint(4, 1)).row())

    def enterEvent(self, event: QEnterEvent) -> None:
        """Qt's hook: the mouse may take the bar."""
        super().enterEvent(event)
        self._threads.outline()

    def _look(self) -> None:
        self._threads.outline()
        top = self.top_row()
        tall = max(1, self.visualRect(self.model().index(top, 0)).height())
        self._threads.look(top, top + self.viewport().height() // tall)

    def chosen(self) -> list[int]:
        """The ids of the chosen threads, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self._threads.rows[row].id for row in rows if row < len(self._threads.rows)]

    def go_to(self, index: QModelIndex) -> None:
        """Only this row is chosen and current, even while a command's Ctrl is held, with which Qt
        would choose it beside the others."""
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )

    def stay(self) -> None:
        """After a change: what was at the top of the screen is there again, unless the list
        stands at its beginning, where what is new is to be seen."""
        seen, value = self._anchor
        self._anchor = ([], 0)
        if self._reached() or self.whole.arrived():
            return
        moved = [(self._threads.row_of(key), row) for key, row in seen]
        moved = [(new, old) for new, old in moved if new >= 0]
        if not moved:
            return
        # of the rows on screen the one that moved least: another may have gone to the top
        new, old = min(moved, key=lambda pair: abs(pair[0] - pair[1]))
        if new != old:
            self.doItemsLayout()
            height = self.visualRect(self.model().index(new, 0)).height()
            self.verticalScrollBar().setValue(value + (new - old) * height)

    def _reached(self) -> bool:
        """The end of the list that a key asked for is there: its row is the current one."""
        model, to = self._threads, self._to
        if to is None or not (model.all_loaded() if to else model.at_top):
            return False
        self._to = None
        self.go_to(model.index(model.rowCount() - 1 if to else 0))
        return True

    def _hold(self) -> None:
        value = self.verticalScrollBar().value()
        top = self.top_row()
        rows = self._threads.rows[top : top + 5] if value or not self._threads.at_top else ()
        self._anchor = ([(row.id, top + i) for i, row in enumerate(rows)], value)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt's hook."""
        right = event.button() == Qt.MouseButton.RightButton
        index = self.indexAt(event.position().toPoint())
        if right and index.isValid() and self.selectionModel().isSelected(index):
            return  # the menu is for all that are chosen
        self.extending = right or bool(event.modifiers() & _MANY)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt's hook."""
        super().mouseReleaseEvent(event)
        extended, self.extending = self.extending, False
        if extended and not self.selectionModel().hasSelection():
            self.left.emit()  # the last one was let go: the open thread is the chosen one
        if event.button() == Qt.MouseButton.LeftButton and not extended:
            self.entered_.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging over rows chooses nothing."""
        if event.buttons() == Qt.MouseButton.NoButton:
            super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's hook."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_.emit()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        if not event.modifiers() & _MANY and self._far(event.key()):
            return
        self.extending = bool(event.modifiers() & _MANY)
        super().keyPressEvent(event)
        self.extending = False

    def _far(self, key: int) -> bool:
        """Home and End go to the ends of the whole list; False where they are loaded."""
        if key == Qt.Key.Key_Home and not self._threads.at_top:
            self._to = 0
            self._threads.to_top()
        elif key == Qt.Key.Key_End and not self._threads.all_loaded():
            self._to = 1
            self._threads.to_end()
        else:
            return False
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's hook."""
        super().resizeEvent(event)
        self.whole.place()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt's hook: by the mouse on a row, by its key on the current one."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if index.isValid():
            place = self.viewport().mapToGlobal(self.visualRect(index).center())
            self.menu.emit(event.globalPos() if by_mouse else place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The focus alone opens nothing: Qt would make the first row current, and Down would go to
        the second."""
        picks, had = self.selectionModel(), self.currentIndex().isValid()
        picks.blockSignals(True)
        super().focusInEvent(event)
        if not had:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        picks.blockSignals(False)

    def keyboardSearch(self, search: str) -> None:
        """Qt would open the next thread whose name begins so; here it is the answer to the open
        one."""
        one = len(self.selectionModel().selectedIndexes()) == 1
        if one and search.isprintable() and search.strip():
            self.typed.emit(search)

    def key_at(self, index: QModelIndex) -> int | None:
        """The thread of a row."""
        key = index.data(KEY)
        return int(key) if key is not None else None
