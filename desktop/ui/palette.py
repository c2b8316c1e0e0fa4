"""The palette: one line to type in, and everything one can do or go to under it."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.shell.context import Shell
from desktop.ui import paint
from desktop.ui.accessible import Role, spoken_as
from desktop.ui.parts import label
from desktop.viewmodels.new_talk import NewTalkModel
from desktop.viewmodels.palette import Entry, PaletteModel
from desktop.viewmodels.rows import ROW

_WIDTH, _ROW, _MOST = 600, 40, 9
_BORDER = 1


class _Delegate(QStyledItemDelegate):
    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, self._shell.theme.px(_ROW))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row: Entry = index.data(ROW)
        theme = self._shell.theme
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        box = QRectF(option.rect).adjusted(8, 1, -8, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selected" if chosen else "hover"))
            painter.drawRoundedRect(box, 8, 8)
        mark = QRectF(box.left() + 10, box.center().y() - 11, 22, 22)
        if row.kind in ("thread", "person"):
            here = row.kind == "thread"
            key = int(row.id) if here else row.face
            paint.avatar(painter, self._shell, mark, key, row.title, thread=here)
        else:
            self._shell.icons.paint(painter, row.icon, "text_2", mark.adjusted(2, 2, -2, -2))
        left, right = mark.right() + 12, box.right() - 12
        font, small = theme.font("body"), theme.font("small")
        title_width = QFontMetricsF(font).horizontalAdvance(row.title)
        room = right - left
        if row.note:
            note_room = min(room * 0.5, max(60.0, room - title_width - 24))
            note = paint.elide(small, row.note, note_room)
            painter.setFont(small)
            painter.setPen(theme.colour("text_3"))
            painter.drawText(QRectF(right - note_room, box.top(), note_room, box.height()),
                             paint.RIGHT, note)  # fmt: skip
            room -= QFontMetricsF(small).horizontalAdvance(note) + 20
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        painter.drawText(QRectF(left, box.top(), room, box.height()), paint.LEFT,
                         paint.elide(font, row.title, room))  # fmt: skip
        painter.restore()


class Palette(QFrame):
    """Lies over ``parent``. ``chosen`` gives the entry that was taken; it is closed by then."""

    chosen = Signal(object)

    def __init__(
        self,
        shell: Shell,
        model: PaletteModel | NewTalkModel,
        parent: QWidget,
        *,
        name: str = "palette",
    ) -> None:
        """``name`` begins the keys of its words, too."""
        super().__init__(parent)
        self.setObjectName(name)
        self._name = name
        spoken_as(self, Role.Dialog)
        self.setProperty("look", "floating")
        self._shell, self._model, self._over = shell, model, parent
        self._before: QWidget | None = None
        self.line = QLineEdit()
        self.line.setObjectName("paletteLine")
        self.line.setProperty("look", "search")
        self.list = QListView()
        self.list.setObjectName("paletteList")
        self.list.setModel(model)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(_Delegate(shell, self.list))
        self.list.clicked.connect(self._take)
        self.nothing = label("muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setFixedHeight(64)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 8)
        layout.setSpacing(8)
        top = QVBoxLayout()
        top.setContentsMargins(10, 0, 10, 0)
        top.addWidget(self.line)
        layout.addLayout(top)
        layout.addWidget(self.list)
        layout.addWidget(self.nothing)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(36)
        shadow.setOffset(0, 8)
        shadow.setColor(shell.theme.colour("shadow"))
        self.setGraphicsEffect(shadow)
        self.line.textChanged.connect(model.type)
        self.line.installEventFilter(self)
        parent.installEventFilter(self)
        for signal in (model.rowsInserted, model.rowsRemoved, model.rowsMoved,
                       model.layoutChanged):  # fmt: skip
            signal.connect(self._fit)
        shell.i18n.changed.connect(self.retranslate)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Another language."""
        title = self._shell.tr(f"command-{self._name}")
        self.line.setPlaceholderText(self._shell.tr(f"{self._name}-placeholder"))
        self.setAccessibleName(title)
        self.line.setAccessibleName(title)
        self.list.setAccessibleName(self._shell.tr("palette-list"))
        self.nothing.setText(self._shell.tr("palette-nothing"))

    def open(self) -> None:
        """Show it, empty; the focus goes back to where it was when it is closed."""
        if not self.isVisible():
            self._before = self.window().focusWidget()
        self.line.clear()
        self._model.type("")
        self._fit()
        self.show()
        self.raise_()
        self.line.setFocus()

    def leave(self) -> None:
        """Close it."""
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: arrows go to the list, the window's size is followed."""
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._fit()
        if watched is self.line and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            return self._pressed(event.key())
        left = watched is self.line and event.type() == QEvent.Type.FocusOut
        if left and self.isVisible() and self.window().isActiveWindow():
            self.hide()
        return super().eventFilter(watched, event)

    def _pressed(self, key: int) -> bool:
        count, here = self._model.rowCount(), self.list.currentIndex().row()
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _MOST - 1,
                 Qt.Key.Key_PageUp: 1 - _MOST}  # fmt: skip
        if key in steps:
            step = steps[Qt.Key(key)]
            to = (here + step) % count if abs(step) == 1 and count else here + step
            self._go(max(0, min(count - 1, to)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            return False
        return True

    def _go(self, row: int) -> None:
        self.list.setCurrentIndex(self._model.index(row))

    def _take(self, index: QModelIndex) -> None:
        entry = index.data(ROW)
        if entry is not None:
            self.leave()
            self.chosen.emit(entry)

    def _fit(self) -> None:
        """The first is the one that Enter takes; as high as what was found."""
        count = self._model.rowCount()
        if count:
            self._go(0)
        self.list.setVisible(bool(count))
        self.nothing.setVisible(not count)
        self.list.setFixedHeight(min(count, _MOST) * self._shell.theme.px(_ROW) + 2 * _BORDER)
        self._place()

    def _place(self) -> None:
        area = self._over.rect()
        width = min(_WIDTH, area.width() - 48)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((area.width() - width) // 2, max(24, area.height() // 9))
