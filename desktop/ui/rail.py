"""The rail on the left: the queues, then the views, with who waits for us in each; and the way to
the settings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

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
from PySide6.QtGui import QContextMenuEvent, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.shell.context import Shell
from desktop.shell.icons import app_icon
from desktop.ui import paint
from desktop.ui.list_words import queue_name as queue_name
from desktop.ui.list_words import view_name
from desktop.ui.parts import caption, label, tool
from desktop.viewmodels.queues import ALL, QueueListModel
from desktop.viewmodels.rows import ROW, RowsModel
from desktop.viewmodels.views import MOST, View, ViewListModel

WIDE, NARROW = 204, 60
_ICONS: Final = {
    "": "inbox", "sales": "sales", "support": "support", "complaints": "complaint",
    "documents": "docs", "docs": "docs", "billing": "billing", "finance": "billing",
    "accounting": "billing", "payments": "billing", "logistics": "logistics",
    "delivery": "logistics", "partners": "partners", "partnership": "partners", "hr": "hr",
    "jobs": "hr", "spam": "trash", "inbox": "queue",
}  # fmt: skip
_VIEW_ICONS: Final = {"due": "flag", "snoozed": "snooze", "done": "check"}


def queue_icon(queue: str) -> str:
    """The icon of a queue; one for all that we do not know."""
    return _ICONS.get(queue, "queue")


@dataclass(frozen=True)
class _Looks:
    """How a row of the rail is shown: its icon, its name, what waits (in a badge) and how many
    there are (pale). A badge draws the eye: what only lies there has none."""

    icon: Callable[[Any], str]
    name: Callable[[Any], str]
    counts: Callable[[Any], tuple[int, int]]


class _Delegate(QStyledItemDelegate):
    def __init__(self, shell: Shell, parent: QWidget, looks: _Looks) -> None:
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
        shell.icons.paint(painter, self._looks.icon(row), tint, mark)
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
            right -= paint.badge(painter, shell, QPointF(box.right() - 6, middle), waiting) + 4
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


def row_height(shell: Shell) -> int:
    """Every row of the rail is so high."""
    return shell.theme.px(34)


class _List(QListView):
    """As high as its rows where there is room; ``menu`` gives a row's index and where. Escape
    and typing leave the choice as it is."""

    menu = Signal(QModelIndex, QPoint)

    def __init__(self, shell: Shell, model: RowsModel[Any], name: str, looks: _Looks) -> None:
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
        return QSize(40, min(self.maximumHeight(), 2 * row_height(self._shell)))

    def mark(self, row: int) -> None:
        """Show a row as the chosen one (-1: none) without choosing it."""
        picks = self.selectionModel()
        picks.blockSignals(True)
        if row >= 0:
            self.setCurrentIndex(self.model().index(row, 0))
        else:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        picks.blockSignals(False)
        self.viewport().update()

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


class Rail(QWidget):
    """``chosen`` gives the queue to show, None for all; ``view_chosen`` the id of a view;
    ``view_menu`` a view and where its menu is to stand."""

    chosen = Signal(object)
    view_chosen = Signal(str)
    view_menu = Signal(object, QPoint)
    settings = Signal()
    help = Signal()

    def __init__(self, shell: Shell, model: QueueListModel, views: ViewListModel) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._shell = shell
        self._model, self._views = model, views
        self._at: tuple[str | None, str] = (None, "")
        self._narrow = False
        self._mark, self._name = QLabel(), label("title", "Threadline")
        self._mark.setPixmap(app_icon().pixmap(QSize(26, 26), 2.0))
        self.list = _List(shell, model, "queueList", _Looks(
            lambda row: queue_icon(row.id),
            lambda row: queue_name(shell, row.id),
            lambda row: (row.waiting, row.threads),
        ))  # fmt: skip
        self.views = _List(shell, views, "viewList", _Looks(
            lambda row: _VIEW_ICONS.get(row.id, "bookmark"),
            lambda row: view_name(shell, row),
            lambda row: (0, row.count) if row.id == "snoozed" else (row.count, 0),
        ))  # fmt: skip
        model.speak = lambda row: self._spoken(queue_name(shell, row.id), row.waiting)
        views.speak = lambda row: self._spoken(
            view_name(shell, row), 0 if row.built_in else row.count
        )
        self._head = label("section")
        self.list.selectionModel().currentChanged.connect(self._picked)
        self.views.selectionModel().currentChanged.connect(self._picked_view)
        self.views.menu.connect(lambda index, at: self.view_menu.emit(index.data(ROW), at))
        for changed in (model.rowsInserted, model.rowsRemoved, views.rowsInserted):
            changed.connect(self._mark_again)
        self._settings = tool(name="settingsButton")
        self._settings.clicked.connect(self.settings)
        self._help = tool(name="helpButton")
        self._help.clicked.connect(self.help)
        top = QHBoxLayout()
        top.setContentsMargins(17, 14, 12, 12)
        top.setSpacing(10)
        top.addWidget(self._mark)
        top.addWidget(self._name, 1)
        self._foot = QHBoxLayout()
        self._foot.setContentsMargins(13, 8, 12, 10)
        self._foot.addWidget(self._settings)
        self._foot.addWidget(self._help)
        self._foot.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(18, 14, 12, 4)
        head.addWidget(self._head)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.list, 8)
        layout.addLayout(head)
        layout.addWidget(self.views, 5)
        layout.addStretch(1)
        layout.addLayout(self._foot)
        shell.i18n.changed.connect(self.retranslate)
        shell.theme.changed.connect(self._tint)
        self._tint()
        self.retranslate()
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Icons alone, for small windows."""
        self._narrow = narrow
        self.list.delegate.narrow = self.views.delegate.narrow = narrow
        for part in (self._name, self._help, self._head):
            part.setVisible(not narrow)
        self._widen()
        bars = Qt.ScrollBarPolicy
        for view in (self.list, self.views):  # a bar would stand on the icons
            view.setVerticalScrollBarPolicy(
                bars.ScrollBarAlwaysOff if narrow else bars.ScrollBarAsNeeded
            )
            view.viewport().update()

    def pick(self, queue: str) -> None:
        """Choose a queue, as a click does."""
        row = self._model.row_of(queue)
        if row >= 0:
            self.list.setCurrentIndex(self._model.index(row))

    def mark(self, queue: str | None, view: str) -> None:
        """Show which queue or view stands."""
        self._at = (queue, view)
        self._mark_again()

    def retranslate(self) -> None:
        """Another language."""
        tr = self._shell.tr
        self.list.setAccessibleName(tr("queues"))
        self.views.setAccessibleName(tr("views"))
        self._head.setText(tr("views"))
        caption(self._settings, tr("command-settings"))
        caption(self._help, tr("command-help"))
        for view in (self.list, self.views):
            view.viewport().update()

    def _spoken(self, name: str, count: int) -> str:
        return f"{name}, {self._shell.tr('list-waiting', n=count)}" if count else name

    def _widen(self) -> None:
        wide = WIDE if self._shell.theme.px(100) <= 115 else self._shell.theme.px(WIDE) - 30
        self.setFixedWidth(NARROW if self._narrow else wide)

    def _tint(self) -> None:
        side = self._shell.theme.px(20)
        for made, icon in ((self._settings, "settings"), (self._help, "keyboard")):
            made.setIconSize(QSize(side, side))
            made.setIcon(self._shell.icons.icon(icon, size=side))
        self._widen()
        for view in (self.list, self.views):
            view.viewport().update()

    def _mark_again(self) -> None:
        queue, view = self._at
        self.list.mark(-1 if view else self._model.row_of(queue or ALL))
        self.views.mark(self._views.row_of(view) if view else -1)

    def _picked(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if row is not None and not self.list.removing:
            self.chosen.emit(None if row.id == ALL else row.id)

    def _picked_view(self, index: QModelIndex) -> None:
        row: View | None = index.data(ROW)
        if row is not None and not self.views.removing:
            self.view_chosen.emit(row.id)
