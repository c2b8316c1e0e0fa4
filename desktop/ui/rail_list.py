"""A list of the rail: an icon, a name, and who waits or how many there are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.shell.context import Shell
from desktop.ui import paint
from desktop.viewmodels.rows import ROW, RowsModel
from desktop.viewmodels.views import MOST


@dataclass(frozen=True)
class Looks:
    """How a row of the rail is shown: its icon, its name, what waits (in a badge) and how many
    there are (pale). A badge draws the eye: what only lies there has none. ``emoji`` stands in the
    icon's place, ``ink`` is the token of whose row it is. From ``most`` on nobody counts."""

    icon: Callable[[Any], str]
    name: Callable[[Any], str]
    counts: Callable[[Any], tuple[int, int]]
    emoji: Callable[[Any], str] = lambda _row: ""
    ink: Callable[[Any], str] = lambda _row: ""
    most: Callable[[Any], int] = lambda _row: MOST


class _Delegate(QStyledItemDelegate):
    def __init__(self, shell: Shell, parent: QWidget, looks: Looks) -> None:
        super().__init__(parent)
        self._shell, self._looks = shell, looks
        self.narrow = False

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(40, row_height(self._shell))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = index.data(ROW)
        shell, theme = self._shell, self._shell.theme
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(8, 1, -8, -1)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selected" if chosen else "hover"))
            painter.drawRoundedRect(box, 8, 8)
        paint.focus_ring(painter, shell, option, box, 8)
        middle, side = box.center().y(), theme.px(20)
        tint = "accent_text" if chosen else "text_2"
        left = box.center().x() - side / 2 if self.narrow else box.left() + 9
        mark = QRectF(left, middle - side / 2, side, side)
        own = self._looks.ink(row)
        self._mark(painter, row, own or tint, mark, dot=own)
        waiting, held = self._looks.counts(row)
        if self.narrow:
            if waiting:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("badge"))
                painter.drawEllipse(QPointF(box.right() - 9, box.top() + 9), 4, 4)
            painter.restore()
            return
        right = box.right() - 9
        if waiting:
            at = QPointF(box.right() - 6, middle)
            right -= paint.badge(painter, shell, at, waiting, most=self._looks.most(row)) + 4
        elif held:
            text = str(held) if held != MOST else f"{MOST - 1}+"
            font = theme.font("small")
            painter.setFont(font)
            painter.setPen(theme.colour("text_3"))
            painter.drawText(QRectF(right - 70, box.top(), 70, box.height()), paint.RIGHT, text)
            right -= QFontMetricsF(font).horizontalAdvance(text) + 8
        font = theme.font("body", bold=chosen)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        left = mark.right() + 10
        name_box = QRectF(left, box.top(), right - left, box.height())
        name = paint.elide(font, self._looks.name(row), name_box.width())
        painter.drawText(name_box, paint.LEFT, name)
        painter.restore()

    def _mark(self, painter: QPainter, row: object, tint: str, box: QRectF, *, dot: str) -> None:
        """The icon, or the emoji in its place with a dot in the colour of whose it is."""
        emoji = self._looks.emoji(row)
        if not emoji:
            self._shell.icons.paint(painter, self._looks.icon(row), tint, box)
            return
        font = QFont(self._shell.theme.font("body"))
        font.setPixelSize(round(box.height() * 0.8))
        painter.setFont(font)
        painter.setPen(self._shell.theme.colour("text"))
        painter.drawText(box.adjusted(-4, -4, 4, 4), paint.CENTER, emoji)
        if dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._shell.theme.colour(dot))
            painter.drawEllipse(box.bottomRight() - QPointF(1, 1), 3.5, 3.5)


def row_height(shell: Shell) -> int:
    """Every row of the rail is so high."""
    return shell.theme.px(34)


class RailList(QListView):
    """As high as its rows where there is room; ``menu`` gives a row's index and where. Escape
    and typing leave the choice as it is."""

    menu = Signal(QModelIndex, QPoint)

    def __init__(self, shell: Shell, model: RowsModel[Any], name: str, looks: Looks) -> None:
        super().__init__()
        self._shell = shell
        self.setObjectName(name)
        # Before the view connects: when the chosen row goes Qt makes its neighbour current.
        self.removing = False
        model.rowsAboutToBeRemoved.connect(lambda: self._set_removing(True))
        self.setModel(model)
        model.rowsRemoved.connect(lambda: self._set_removing(False))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.delegate = _Delegate(shell, self, looks)
        self.setItemDelegate(self.delegate)
        for signal in (model.rowsInserted, model.rowsRemoved, shell.theme.changed):
            signal.connect(self.fit)
        self.fit()

    def _set_removing(self, removing: bool) -> None:
        self.removing = removing

    def fit(self) -> None:
        """Take the room of the rows."""
        self.setMaximumHeight(row_height(self._shell) * self.model().rowCount() + 2)
        self.scheduleDelayedItemsLayout()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Qt's hook."""
        return QSize(100, self.maximumHeight())

    def minimumSizeHint(self) -> QSize:
        """Qt's hook: two rows, that one sees there are more."""
        return QSize(40, min(self.maximumHeight(), 2 * row_height(self._shell) + 2))

    def mark(self, row: int) -> None:
        """Show a row as the chosen one (-1: none) without choosing it."""
        picks = self.selectionModel()
        picks.blockSignals(True)
        if row >= 0:
            self.setCurrentIndex(self.model().index(row, 0))
            self.scrollTo(self.model().index(row, 0))
        else:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        picks.blockSignals(False)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for all rows none is cut; the chosen one stays in sight."""
        super().resizeEvent(event)
        tight = self.height() < self.maximumHeight()
        cut = (self.height() - 2) % row_height(self._shell) if tight else 0
        if cut != self.viewportMargins().bottom():
            self.setViewportMargins(0, 0, 0, cut)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt's hook: by the mouse on a row, by its key on the current one."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if index.isValid():
            place = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
            self.menu.emit(index, event.globalPos() if by_mouse else place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's hook."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers():
            at = self.currentIndex().row()
            down = event.key() == Qt.Key.Key_Down
            if at == (self.model().rowCount() - 1 if down else 0):
                # one walks from the queues to the views and back
                self.focusNextPrevChild(down)
                return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters choose no queue: the rows are called otherwise than what is painted."""
