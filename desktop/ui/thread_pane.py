"""The list of threads with its search."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desktop.shell.context import Shell
from desktop.ui.parts import Empty, label
from desktop.ui.rail import queue_name
from desktop.ui.thread_delegate import HEIGHT, ThreadDelegate
from desktop.viewmodels.clock import WindowClock
from desktop.viewmodels.rows import ROW
from desktop.viewmodels.threads import ThreadListModel

_SEARCH_MS = 180
_TYPING_MS = 6000


class _Skeleton(QWidget):
    """Pale shapes while the first page is read."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.setObjectName("threadsLoading")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's hook."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._shell.theme.colour("sunken"))
        width = self.width()
        for i in range(self.height() // HEIGHT):
            top = i * HEIGHT + 12
            painter.drawEllipse(QRectF(16, top, 42, 42))
            painter.drawRoundedRect(QRectF(70, top + 2, width * (0.3 + i % 3 * 0.08), 12), 6, 6)
            painter.drawRoundedRect(QRectF(70, top + 24, width * (0.62 - i % 2 * 0.1), 10), 5, 5)
            painter.drawRoundedRect(QRectF(70, top + 44, 72, 14), 6, 6)


class _List(QListView):
    """``entered_`` when a row was clicked or Enter pressed. Letters go to no other thread."""

    entered_ = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.entered_.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The focus alone opens nothing: Qt would make the first row current."""
        picks = self.selectionModel()
        picks.blockSignals(True)
        super().focusInEvent(event)
        picks.blockSignals(False)

    def keyboardSearch(self, search: str) -> None:
        """Qt would open the next thread whose name begins so."""


class ThreadPane(QWidget):
    """``opened`` gives the thread that was picked, ``entered`` says that the operator goes on in
    it, ``connect_asked`` asks for the accounts."""

    opened = Signal(int)
    entered = Signal()
    connect_asked = Signal()

    def __init__(self, shell: Shell, model: ThreadListModel, clock: WindowClock) -> None:
        super().__init__()
        self.setObjectName("threadPane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(270)
        self._shell, self._model = shell, model
        self._wanted: int | None = None
        self._open_first = False
        self.search = QLineEdit()
        self.search.setObjectName("search")
        self.search.setProperty("look", "search")
        self.search.setClearButtonEnabled(True)
        self._search_icon = self.search.addAction(
            shell.icons.icon("search", "text_3"), QLineEdit.ActionPosition.LeadingPosition
        )
        self._title = label("title")
        self._count = label("faint")
        self.list = _List()
        self.list.entered_.connect(self._entered)
        self.list.setObjectName("threadList")
        # Before the view connects: when the open thread leaves the list Qt makes its neighbour
        # current, which is not the operator picking it.
        self._removing = False
        model.rowsAboutToBeRemoved.connect(lambda: self._set_removing(True))
        self.list.setModel(model)
        model.rowsRemoved.connect(lambda: self._set_removing(False))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._delegate = ThreadDelegate(shell, self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.selectionModel().currentChanged.connect(self._picked)
        self._nothing = Empty(shell, "inbox", "noThreads", self.connect_asked.emit)
        self._connected = True
        self._loading = _Skeleton(shell)
        self._stack = QStackedLayout()
        for page in (self._loading, self.list, self._nothing):
            self._stack.addWidget(page)
        head = QHBoxLayout()
        head.setContentsMargins(2, 0, 2, 0)
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        top = QVBoxLayout()
        top.setContentsMargins(14, 16, 14, 8)
        top.setSpacing(10)
        top.addLayout(head)
        top.addWidget(self.search)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 1, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addLayout(self._stack, 1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_SEARCH_MS)
        self._pause.timeout.connect(self._search_now)
        self.search.textChanged.connect(lambda: self._pause.start())
        self.search.returnPressed.connect(self._first_match)
        self.search.installEventFilter(self)
        self._typing_end = QTimer(self)
        self._typing_end.setSingleShot(True)
        self._typing_end.timeout.connect(self._typing_over)
        model.loaded.connect(self._loaded)
        clock.tick.connect(self.list.viewport().update)
        shell.i18n.changed.connect(self.retranslate)
        shell.theme.changed.connect(self._tint)
        self.retranslate()

    def select(self, thread: int | None) -> None:
        """Mark a thread as the open one, now or when it is loaded."""
        self._wanted = thread
        row = self._model.row_of(thread) if thread is not None else -1
        picks = self.list.selectionModel()
        picks.blockSignals(True)
        if row >= 0:
            self.list.setCurrentIndex(self._model.index(row))
        else:
            self.list.clearSelection()
            self.list.setCurrentIndex(QModelIndex())
        picks.blockSignals(False)
        self.list.viewport().update()

    def step(self, by: int, *, unread: bool = False) -> None:
        """Go to the thread ``by`` rows on; with ``unread`` to the next that is."""
        here = self._model.row_of(self._wanted) if self._wanted is not None else -1
        count = self._model.rowCount()
        if unread:
            rows = self._model.rows
            around = [(here + by * i) % count for i in range(1, count + 1)] if count else []
            i = next((i for i in around if rows[i].unread), -1)
        else:
            i = here + by
        if 0 <= i < count and i != here:
            self.list.setCurrentIndex(self._model.index(i))
            self._picked(self._model.index(i))  # it may have been current before it was open

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search Down goes to the list, Escape empties the search and then leaves it."""
        if watched is self.search and isinstance(event, QKeyEvent) and (
            event.type() == QEvent.Type.KeyPress
        ):  # fmt: skip
            if event.key() == Qt.Key.Key_Down and self._model.rowCount():
                self.list.setFocus(Qt.FocusReason.TabFocusReason)
                if not self.list.currentIndex().isValid():
                    self.step(1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                if self.search.text():
                    self.search.clear()
                else:
                    self.list.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def set_connected(self, connected: bool) -> None:
        """Whether any messenger is set up: without one the empty list says how to go on."""
        self._connected = connected
        self.retranslate()

    def typing(self, thread: int) -> None:
        """A client writes."""
        self._delegate.typing.add(thread)
        self._typing_end.start(_TYPING_MS)
        self.list.viewport().update()

    def retranslate(self) -> None:
        """Another language, another queue or another search."""
        tr = self._shell.tr
        self.search.setPlaceholderText(tr("search-placeholder"))
        self.search.setAccessibleName(tr("search-placeholder"))
        self.list.setAccessibleName(tr("threads"))
        self._title.setText(queue_name(self._shell, self._model.queue or ""))
        count = self._model.rowCount()
        more = "" if self._model.all_loaded() else "+"
        self._count.setText(f"{count}{more}" if count else "")
        if self._model.search:
            self._nothing.say(tr("no-matches-title"), tr("no-matches-text"))
        elif self._model.queue:
            self._nothing.say(tr("empty-queue-title"), tr("empty-queue-text"))
        else:
            text = "no-threads-text" if self._connected else "connect-text"
            self._nothing.say(tr("no-threads-title"), tr(text), tr("connect-messenger"))
        plain = not self._model.search and not self._model.queue
        self._nothing.button.setVisible(plain and not self._connected)
        self.list.viewport().update()

    def _tint(self) -> None:
        self._search_icon.setIcon(self._shell.icons.icon("search", "text_3"))

    def _loaded(self) -> None:
        self._stack.setCurrentWidget(self.list if self._model.rowCount() else self._nothing)
        self.retranslate()
        first, self._open_first = self._open_first, False
        if first and self._model.rowCount():
            self.list.setCurrentIndex(self._model.index(0))
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
        current = self.list.currentIndex().data(ROW)
        if (current.id if current is not None else None) != self._wanted:
            self.select(self._wanted)

    def _picked(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if row is not None and row.id != self._wanted and not self._removing:
            self._wanted = row.id
            self.opened.emit(row.id)

    def _entered(self) -> None:
        self._picked(self.list.currentIndex())
        self.entered.emit()

    def _set_removing(self, removing: bool) -> None:
        self._removing = removing

    def _search_now(self) -> None:
        self._model.filter(self._model.queue, self.search.text().strip())

    def _first_match(self) -> None:
        """Enter opens the first that is found, also when it was typed faster than found."""
        self._pause.stop()
        self._open_first = True
        self._search_now()

    def _typing_over(self) -> None:
        self._delegate.typing.clear()
        self.list.viewport().update()
