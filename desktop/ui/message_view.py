"""The messages: stays at the end while new ones come, keeps its place while older ones do."""

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDesktopServices,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QListView, QMenu, QToolButton

from core.domain.views import AttachmentRow, MessageRow
from desktop.shell.context import Shell
from desktop.ui.bubble_delegate import BubbleDelegate, Spot
from desktop.ui.parts import caption, tool
from desktop.ui.thumbnails import Thumbnails
from desktop.viewmodels.messages import MessageListModel
from desktop.viewmodels.rows import ROW


class MessageView(QListView):
    """``answer`` gives a row to reply to, ``retry`` and ``discard`` a client_ref, ``page`` a
    document to read (message row, attachment)."""

    answer = Signal(object)
    retry = Signal(str)
    discard = Signal(str)
    page = Signal(object, object)
    read_to_end = Signal()

    def __init__(self, shell: Shell, model: MessageListModel, thumbnails: Thumbnails) -> None:
        super().__init__()
        self.setObjectName("messageList")
        self._shell, self._model = shell, model
        self._from_end: int | None = None
        self._at_end = True
        self._delegate = BubbleDelegate(shell, thumbnails, self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(40)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._down: QToolButton = tool("picker", "scrollDown")
        self._down.setParent(self)
        self._down.setFixedSize(36, 36)
        self._down.hide()
        self._down.clicked.connect(self.to_end)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._settled)
        model.rowsAboutToBeInserted.connect(self._about_to_insert)
        model.rowsInserted.connect(self._inserted)
        model.rowsRemoved.connect(self._changed)
        model.dataChanged.connect(self._changed)
        model.opened.connect(self._opened)
        thumbnails.ready.connect(self.viewport().update)
        shell.theme.changed.connect(self._restyle)
        shell.i18n.changed.connect(self._restyle)
        self._restyle()

    def light(self, message: int, start: int, end: int) -> bool:
        """Light characters [start, end) of a message and go there; False when it is not loaded."""
        row = self._model.row_of(message)
        if row < 0:
            return False
        self._delegate.spot = Spot(message, start, end)
        self._relayout()
        self.scrollTo(self._model.index(row), QListView.ScrollHint.PositionAtCenter)
        self.viewport().update()
        return True

    def unlight(self) -> None:
        """Nothing is lit."""
        if self._delegate.spot is not None:
            self._delegate.spot = None
            self.viewport().update()

    @property
    def spot(self) -> Spot | None:
        """What is lit."""
        return self._delegate.spot

    def to_end(self) -> None:
        """Go to the newest message."""
        self._relayout()
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum())

    # Qt's hooks.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Bubbles are laid out for a width; the end stays in view."""
        stay = self._at_end
        self._delegate.width = self.viewport().width()
        super().resizeEvent(event)
        self._down.move(self.width() - 56, self.height() - 48)
        self._relayout()
        if stay:
            self.to_end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what can be clicked."""
        hit = self._hit(event.position().toPoint())
        shape = Qt.CursorShape.PointingHandCursor if hit else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Clicks on files and on the words under a failed message."""
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        hit = self._hit(event.position().toPoint())
        if hit is None:
            return
        row, what = hit
        if what == "retry":
            self.retry.emit(row.client_ref)
        elif what == "discard":
            self.discard.emit(row.client_ref)
        elif isinstance(what, AttachmentRow):
            self._open_file(row, what)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Copy, answer, try again."""
        index = self.indexAt(event.pos())
        row = index.data(ROW) if index.isValid() else None
        if row is not None:
            menu = self.menu_for(row)
            menu.popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy takes the whole message."""
        row = self.currentIndex().data(ROW)
        if event.matches(QKeySequence.StandardKey.Copy) and row is not None:
            QGuiApplication.clipboard().setText(row.text)
            return
        super().keyPressEvent(event)

    def menu_for(self, row: MessageRow) -> QMenu:
        """The menu of a message; it deletes itself when closed."""
        menu, tr, icons = QMenu(self), self._shell.tr, self._shell.icons
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if row.text:
            menu.addAction(icons.icon("copy"), tr("copy-text"),
                           lambda: QGuiApplication.clipboard().setText(row.text))  # fmt: skip
        if row.external_id:
            menu.addAction(icons.icon("reply"), tr("reply"), lambda: self.answer.emit(row))
        for item in row.attachments:
            if item.pages:
                menu.addAction(icons.icon("docs"), tr("read-document"),
                               lambda item=item: self.page.emit(row, item))  # fmt: skip
        if row.status == "failed":
            menu.addAction(icons.icon("retry"), tr("retry"),
                           lambda: self.retry.emit(row.client_ref))  # fmt: skip
            menu.addAction(icons.icon("trash"), tr("discard"),
                           lambda: self.discard.emit(row.client_ref))  # fmt: skip
        return menu

    def _hit(self, at: QPoint) -> tuple[MessageRow, AttachmentRow | str] | None:
        index = self.indexAt(at)
        if not index.isValid():
            return None
        made = self._delegate.bubble(index)
        inside = (at - self.visualRect(index).topLeft()).toPointF()
        if made.retry is not None and made.retry.contains(inside):
            return made.row, "retry"
        if made.discard is not None and made.discard.contains(inside):
            return made.row, "discard"
        for box, item in made.files:
            if box.contains(inside) and (item.path or item.pages):
                return made.row, item
        return None

    def _open_file(self, row: MessageRow, item: AttachmentRow) -> None:
        if item.path:
            QDesktopServices.openUrl(QUrl.fromLocalFile(item.path))
        else:
            self.page.emit(row, item)

    def _restyle(self) -> None:
        self._delegate.forget()
        caption(self._down, self._shell.tr("to-newest"))
        self._down.setIcon(self._shell.icons.icon("arrow-down"))
        self.setAccessibleName(self._shell.tr("messages"))
        self._relayout()
        self.viewport().update()

    # Where the view stands.

    def _relayout(self) -> None:
        """Lay out now; few messages stand at the bottom, as in every messenger."""
        self.doItemsLayout()
        last = self._model.index(self._model.rowCount() - 1)
        height = 0
        if last.isValid():
            height = self.visualRect(last).bottom() + self.verticalOffset() + 1
        free = self.height() - height - 10
        top = max(0, free) if height else 0
        if self.viewportMargins().top() != top:
            self.setViewportMargins(0, top, 0, 8)
            self.doItemsLayout()

    def _scrolled(self, value: int) -> None:
        bar = self.verticalScrollBar()
        self._at_end = value >= bar.maximum() - 24
        self._down.setVisible(not self._at_end and bar.maximum() > 0)
        if value < 400 and not self._model.complete and bar.maximum() > 0:
            self._model.fetch_older()
        if self._at_end:
            self.read_to_end.emit()

    def _about_to_insert(self, _parent: QModelIndex, first: int, _last: int) -> None:
        bar = self.verticalScrollBar()
        older = first == 0 and self._model.rowCount() > 0
        self._from_end = bar.maximum() - bar.value() if older else None

    def _inserted(self) -> None:
        stay, self._from_end = self._from_end, None
        follow = self._at_end
        self._relayout()
        bar = self.verticalScrollBar()
        if stay is not None:
            bar.setValue(bar.maximum() - stay)
        elif follow:
            bar.setValue(bar.maximum())
        self._settle.start(0)

    def _changed(self) -> None:
        self._settle.start(0)

    def _settled(self) -> None:
        follow = self._at_end
        self._relayout()
        if follow:
            bar = self.verticalScrollBar()
            bar.setValue(bar.maximum())
        self.viewport().update()

    def _opened(self) -> None:
        self._delegate.spot = None
        self._at_end = True
        unread = self._model.unread_from
        self.to_end()
        if unread is not None:
            row = self._model.row_of(unread)
            hint = QListView.ScrollHint.PositionAtTop
            if row >= 0:
                self.scrollTo(self._model.index(row), hint)
