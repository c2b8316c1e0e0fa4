"""The rail on the left: the queues with their counts, and the way to the settings."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter
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

from core.domain.views import QueueRow
from desktop.shell.context import Shell
from desktop.shell.icons import app_icon
from desktop.ui import paint
from desktop.ui.parts import caption, label, tool
from desktop.viewmodels.queues import ALL, QueueListModel
from desktop.viewmodels.rows import ROW

WIDE, NARROW = 204, 60
_ICONS = {
    "": "inbox", "sales": "sales", "support": "support", "complaints": "complaint",
    "documents": "docs", "docs": "docs", "billing": "billing", "finance": "billing",
    "accounting": "billing", "payments": "billing", "logistics": "logistics",
    "delivery": "logistics", "partners": "partners", "partnership": "partners", "hr": "hr",
    "jobs": "hr", "spam": "trash", "inbox": "queue",
}  # fmt: skip


def queue_icon(queue: str) -> str:
    """The icon of a queue; one for all that we do not know."""
    return _ICONS.get(queue, "queue")


def queue_name(shell: Shell, queue: str) -> str:
    """The name of a queue; a queue of the team's own is called by its id."""
    key = f"queue-{queue}" if queue else "queue-all"
    return shell.tr(key) if shell.i18n.has(key) else queue


class _QueueDelegate(QStyledItemDelegate):
    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell = shell
        self.narrow = False

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(40, 36)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row: QueueRow = index.data(ROW)
        shell, theme = self._shell, self._shell.theme
        rect = QRectF(option.rect)
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = rect.adjusted(8, 1, -8, -1)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selected" if chosen else "hover"))
            painter.drawRoundedRect(box, 8, 8)
        paint.focus_ring(painter, shell, option, box, 8)
        middle = box.center().y()
        tint = "accent_text" if chosen else "text_2"
        left = box.center().x() - 10 if self.narrow else box.left() + 9
        shell.icons.paint(painter, queue_icon(row.id), tint, QRectF(left, middle - 10, 20, 20))
        if self.narrow:
            if row.unread:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("badge"))
                painter.drawEllipse(QPointF(box.right() - 9, box.top() + 9), 4, 4)
            painter.restore()
            return
        right = box.right() - 9
        if row.unread:
            right -= paint.badge(painter, shell, QPointF(box.right() - 6, middle), row.unread) + 4
        elif row.threads:
            font = theme.font("small")
            painter.setFont(font)
            painter.setPen(theme.colour("text_3"))
            painter.drawText(QRectF(right - 60, box.top(), 60, box.height()), paint.RIGHT,
                             str(row.threads))  # fmt: skip
            right -= QFontMetricsF(font).horizontalAdvance(str(row.threads)) + 8
        font = theme.font("body", bold=chosen)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        name_box = QRectF(left + 30, box.top(), right - left - 32, box.height())
        name = paint.elide(font, queue_name(shell, row.id), name_box.width())
        painter.drawText(name_box, paint.LEFT, name)
        painter.restore()


class Rail(QWidget):
    """``chosen`` gives the queue to show, None for all."""

    chosen = Signal(object)
    settings = Signal()
    help = Signal()

    def __init__(self, shell: Shell, model: QueueListModel) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._shell = shell
        self._model = model
        self._mark, self._name = QLabel(), label("title", "Threadline")
        self._mark.setPixmap(app_icon().pixmap(QSize(26, 26), 2.0))
        self.list = QListView()
        self.list.setObjectName("queueList")
        self.list.setModel(model)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._delegate = _QueueDelegate(shell, self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.selectionModel().currentChanged.connect(self._picked)
        model.rowsInserted.connect(self._first)
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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        layout.addLayout(self._foot)
        shell.i18n.changed.connect(self.retranslate)
        shell.theme.changed.connect(self._tint)
        self._tint()
        self.retranslate()
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Icons alone, for small windows."""
        self._delegate.narrow = narrow
        self._name.setVisible(not narrow)
        self._help.setVisible(not narrow)
        self.setFixedWidth(NARROW if narrow else WIDE)
        self.list.viewport().update()

    def pick(self, queue: str) -> None:
        """Choose a queue, as a click does."""
        row = self._model.row_of(queue)
        if row >= 0:
            self.list.setCurrentIndex(self._model.index(row))

    def retranslate(self) -> None:
        """Another language."""
        self.list.setAccessibleName(self._shell.tr("queues"))
        caption(self._settings, self._shell.tr("command-settings"))
        caption(self._help, self._shell.tr("command-help"))
        self.list.viewport().update()

    def _tint(self) -> None:
        self._settings.setIcon(self._shell.icons.icon("settings"))
        self._help.setIcon(self._shell.icons.icon("keyboard"))
        self.list.viewport().update()

    def _first(self) -> None:
        if not self.list.currentIndex().isValid():
            self.list.selectionModel().blockSignals(True)
            self.list.setCurrentIndex(self._model.index(0))
            self.list.selectionModel().blockSignals(False)

    def _picked(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if row is not None:
            self.chosen.emit(None if row.id == ALL else row.id)
