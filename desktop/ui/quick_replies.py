"""The list over the composer: quick replies and templates by name, and how the best one reads."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
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
from desktop.ui.parts import button, label
from desktop.viewmodels.offers import Offer, OfferModel
from desktop.viewmodels.rows import ROW, Index

_WIDTH, _ROW, _MOST, _GAP, _SIDE = 560, 34, 6, 6, 18
_BORDER: Final = 1
"""Of the list; without room for it the list would scroll with every row in sight."""
_PREVIEW: Final = 5
"""Lines of the preview."""
_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _MOST - 1,
                 Qt.Key.Key_PageUp: 1 - _MOST}  # fmt: skip


class _Delegate(QStyledItemDelegate):
    """Icon, name, and the short word at the right."""

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._shell.theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Offer = index.data(ROW)
        theme = self._shell.theme
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        box = QRectF(option.rect).adjusted(6, 1, -6, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selected" if chosen else "hover"))
            painter.drawRoundedRect(box, 7, 7)
        size = theme.px(16)
        mark = QRectF(box.left() + 9, box.center().y() - size / 2, size, size)
        icon = {"template": "template", "kept": "telegram"}.get(row.kind, "reply")
        self._shell.icons.paint(painter, icon, "text_2", mark)
        left, right = mark.right() + 9, box.right() - 10
        note = f"/{row.word}" if row.word else ""
        if row.kind == "template":
            note = self._shell.tr("offer-template")
        elif row.kind == "kept":
            note = self._shell.tr("offer-kept", word=row.word)
        small, font = theme.font("small"), theme.font("body")
        room = QFontMetricsF(small).horizontalAdvance(note)
        painter.setFont(small)
        painter.setPen(theme.colour("text_3"))
        painter.drawText(QRectF(right - room, box.top(), room, box.height()), paint.RIGHT, note)
        width = right - left - room - 14
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        painter.drawText(QRectF(left, box.top(), width, box.height()), paint.LEFT,
                         paint.elide(font, row.name, width))  # fmt: skip
        painter.restore()


class ReplyList(QFrame):
    """Lies over ``parent``, its foot on ``above``. ``taken`` gives the offer that was picked,
    ``typed`` what was typed in its own line, ``left`` when it was put away by key, ``manage`` asks
    for the manager."""

    taken = Signal(object)
    typed = Signal(str)
    left = Signal()
    manage = Signal()

    def __init__(self, shell: Shell, model: OfferModel, parent: QWidget, above: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("replyList")
        self.setProperty("look", "floating")
        self._shell, self._model, self._over, self._above = shell, model, parent, above
        self.line = QLineEdit()
        self.line.setObjectName("replyLine")
        self.line.setProperty("look", "search")
        self.list = QListView()
        self.list.setObjectName("replies")
        self.list.setModel(model)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(_Delegate(shell, self.list))
        self.list.clicked.connect(lambda index: self._take(index.data(ROW)))
        self.list.selectionModel().currentChanged.connect(lambda *_: self._preview())
        self.nothing = label("muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview = label("", wrap=True)
        self.preview.setObjectName("replyPreview")
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.keys = label("hint")
        self.edit = button("link", "replyManage")
        self.edit.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.edit.clicked.connect(self.manage)
        self._lay_out()
        self.line.textChanged.connect(self.typed)
        self.line.installEventFilter(self)
        parent.installEventFilter(self)
        above.installEventFilter(self)
        for signal in (model.rowsInserted, model.rowsRemoved, model.rowsMoved, model.dataChanged,
                       model.layoutChanged):  # fmt: skip
            signal.connect(self._fit)
        shell.i18n.changed.connect(self.retranslate)
        shell.theme.changed.connect(self._fit)
        self.retranslate()
        self.hide()

    def _lay_out(self) -> None:
        self._well = QFrame()
        self._well.setProperty("look", "well")
        inner = QVBoxLayout(self._well)
        inner.setContentsMargins(11, 8, 11, 8)
        inner.addWidget(self.preview)
        foot = QHBoxLayout()
        foot.setContentsMargins(4, 0, 0, 0)
        foot.addWidget(self.keys)
        foot.addStretch(1)
        foot.addWidget(self.edit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 6)
        layout.setSpacing(6)
        for part in (self.line, self.list, self.nothing, self._well):
            layout.addWidget(part)
        layout.addLayout(foot)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(30)
        shadow.setOffset(0, 6)
        shadow.setColor(self._shell.theme.colour("shadow"))
        self.setGraphicsEffect(shadow)

    def retranslate(self) -> None:
        """Another language."""
        tr = self._shell.tr
        self.line.setPlaceholderText(tr("replies-placeholder"))
        self.line.setAccessibleName(tr("command-quick-replies"))
        self.list.setAccessibleName(tr("replies-list"))
        self.preview.setAccessibleName(tr("replies-preview"))
        self.nothing.setText(tr("replies-nothing"))
        self.keys.setText(tr("replies-keys"))
        self.edit.setText(tr("replies-manage"))

    def open(self, *, typing_here: bool) -> None:
        """Show it; with ``typing_here`` what narrows it is typed in its own line."""
        self.line.setVisible(typing_here)
        self.line.blockSignals(True)
        self.line.clear()
        self.line.blockSignals(False)
        self._fit()
        self.show()
        self._place()
        self.raise_()
        if typing_here:
            self.line.setFocus()

    def pressed(self, key: int) -> bool:
        """A key for the list; whether it was one."""
        count, here = self._model.rowCount(), self.list.currentIndex().row()
        step = _STEPS.get(Qt.Key(key)) if key in _STEPS else None
        if step is not None and count:
            to = (here + step) % count if abs(step) == 1 else max(0, min(count - 1, here + step))
            self.list.setCurrentIndex(self._model.index(to))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab) and count:
            self._take(self.list.currentIndex().data(ROW))
        elif key == Qt.Key.Key_Escape:
            self.hide()
            self.left.emit()
        else:
            return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: keys of its line; the window's and the composer's size are followed."""
        moved = event.type() in (QEvent.Type.Resize, QEvent.Type.Move)
        if moved and self.isVisible() and watched is not self.line:
            self._place()
        typed = watched is self.line and event.type() == QEvent.Type.KeyPress
        if typed and isinstance(event, QKeyEvent):
            return self.pressed(event.key())
        gone = watched is self.line and event.type() == QEvent.Type.FocusOut
        if gone and self.isVisible() and self.window().isActiveWindow():
            self.hide()
        return super().eventFilter(watched, event)

    def _take(self, offer: Offer | None) -> None:
        if offer is not None:
            self.hide()
            self.taken.emit(offer)

    def _preview(self) -> None:
        offer: Offer | None = self.list.currentIndex().data(ROW)
        self._well.setVisible(offer is not None)
        if offer is None:
            return
        whole = offer.kept is not None and offer.kept.words is None
        self.keys.setText(self._shell.tr("replies-keys-send" if whole else "replies-keys"))
        lines = offer.text.splitlines()
        text = "\n".join(lines[:_PREVIEW]) + ("\n…" if len(lines) > _PREVIEW else "")
        self.preview.setText(text if len(text) <= 600 else text[:600] + "…")
        self._place()

    def _fit(self) -> None:
        """The first is the one that Enter takes; as high as what was found."""
        count = self._model.rowCount()
        if count:
            self.list.setCurrentIndex(self._model.index(0))
        self.list.setVisible(bool(count))
        self.nothing.setVisible(not count)
        self.nothing.setFixedHeight(self._shell.theme.px(44))
        rows = min(count, _MOST) * self._shell.theme.px(_ROW)
        self.list.setFixedHeight(rows + 2 * _BORDER)
        self._preview()
        self._place()

    def _place(self) -> None:
        width = min(self._shell.theme.px(_WIDTH), self._over.width() - 2 * _SIDE)
        self.setFixedWidth(max(200, width))
        inner = max(160, width - 40)
        self.preview.setFixedHeight(max(1, self.preview.heightForWidth(inner)))
        self.adjustSize()
        top = self._above.mapTo(self._over, QPoint(0, 0))
        self.move(top.x() + _SIDE, max(8, top.y() - self.height() - _GAP))
