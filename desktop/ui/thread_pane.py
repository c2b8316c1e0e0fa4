"""The pane of the list of threads: its head, its conditions, the list or why it is empty."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from core.domain.views import ThreadRow
from desktop.shell.commands import COMMANDS
from desktop.shell.context import Shell
from desktop.ui.bulk_bar import BulkBar
from desktop.ui.by_keys import quiet
from desktop.ui.filter_menu import ListMenus
from desktop.ui.list_head import Chips, ListHead
from desktop.ui.parts import Empty
from desktop.ui.thread_delegate import ThreadDelegate, row_height
from desktop.ui.thread_list import ThreadList
from desktop.viewmodels.desk import Desk
from desktop.viewmodels.rows import ROW

if TYPE_CHECKING:
    from desktop.ui.search_panel import SearchPanel

_TYPING_MS = 6000
_MINUTE_MS = 60_000


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
        width, height, px = self.width(), row_height(self._shell.theme), self._shell.theme.px
        left = 16 + px(42) + 12
        for i in range(self.height() // height):
            top = i * height + px(12)
            painter.drawEllipse(QRectF(16, top, px(42), px(42)))
            wide = width * (0.3 + i % 3 * 0.08)
            painter.drawRoundedRect(QRectF(left, top + px(2), wide, px(12)), 6, 6)
            wide = width * (0.62 - i % 2 * 0.1)
            painter.drawRoundedRect(QRectF(left, top + px(24), wide, px(10)), 5, 5)
            painter.drawRoundedRect(QRectF(left, top + px(44), px(72), px(14)), 6, 6)


class ThreadPane(QWidget):
    """``opened`` gives the thread that was picked, ``entered`` says that the operator goes on in
    it, ``connect_asked`` asks for the accounts, ``command`` for one of the commands,
    ``menu_asked`` for the menu of what is chosen."""

    opened = Signal(int)
    entered = Signal()
    connect_asked = Signal()
    command = Signal(str)
    menu_asked = Signal(QPoint)

    def __init__(self, shell: Shell, desk: Desk, asks: ListMenus) -> None:
        super().__init__()
        self.setObjectName("threadPane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(270)
        self._shell, self._desk, self._model = shell, desk, desk.threads
        self._wanted: int | None = None
        self._removing = False
        self._connected = True
        self._panel: SearchPanel | None = None
        self.head, self.chips = ListHead(shell, desk, asks), Chips(shell, desk, asks)
        self.search = self.head.search
        self.bulk = BulkBar(shell, desk.selection)
        self.bulk.asked.connect(self.command)
        self.bulk.leave.connect(self.leave_many)
        self._top = QStackedLayout()
        self._top.addWidget(self.head)
        self._top.addWidget(self.bulk)
        model = self._model
        # Before the view connects: when the open thread leaves the list Qt makes its neighbour
        # current, which is not the operator picking it.
        model.rowsAboutToBeRemoved.connect(lambda: self._set_removing(True))
        self.list = ThreadList(model)
        self.list.setModel(model)
        model.rowsRemoved.connect(lambda: self._set_removing(False))
        self._delegate = ThreadDelegate(shell, self.list)
        model.speak = self._delegate.spoken
        self.list.setItemDelegate(self._delegate)
        self.list.entered_.connect(self._entered)
        self.list.left.connect(self.leave_many)
        self.list.menu.connect(self.menu_asked)
        self.list.selectionModel().currentChanged.connect(self._picked)
        self.list.selectionModel().selectionChanged.connect(lambda: self._chosen())
        self._nothing = Empty(shell, "inbox", "noThreads", self._next_step)
        self._stack = QStackedLayout()
        for page in (_Skeleton(shell), self.list, self._nothing):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 1, 0)
        layout.setSpacing(0)
        layout.addLayout(self._top)
        layout.addWidget(self.chips)
        layout.addSpacing(8)
        layout.addLayout(self._stack, 1)
        self.search.installEventFilter(self)
        self._typing_end = QTimer(self)
        self._typing_end.setSingleShot(True)
        self._typing_end.timeout.connect(self._typing_over)
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self.list.viewport().update)
        model.loaded.connect(self._loaded)
        model.outlined.connect(self.head.refresh)
        desk.clock.tick.connect(self.list.viewport().update)
        desk.browse.changed.connect(self.retranslate)
        desk.queues.counted.connect(self.head.refresh)
        desk.views.dataChanged.connect(self._say_nothing)
        desk.selection.changed.connect(self._many)
        shell.i18n.changed.connect(self.retranslate)
        shell.theme.changed.connect(self._resized)
        self.retranslate()

    def add_results(self, panel: "SearchPanel") -> None:
        """While ``panel`` shows what a search finds it stands in place of the list."""
        self._panel = panel
        self._stack.addWidget(panel)
        panel.shown.connect(lambda _on: self._turn())

    def select(self, thread: int | None) -> None:
        """Mark a thread as the open one, now or when it is loaded."""
        moved, self._wanted = thread != self._wanted, thread
        row = self._model.row_of(thread) if thread is not None else -1
        picks = self.list.selectionModel()
        picks.blockSignals(True)
        if row >= 0:
            self.list.go_to(self._model.index(row))
        else:
            self.list.clearSelection()
            self.list.setCurrentIndex(QModelIndex())
        picks.blockSignals(False)
        if moved and row >= 0:
            self.list.scrollTo(self._model.index(row))
        self.list.viewport().update()
        self._chosen()

    def leave_many(self) -> None:
        """Only the open thread is chosen."""
        self.select(self._wanted)

    def step(self, by: int) -> None:
        """Go to the thread ``by`` rows on."""
        here = self._model.row_of(self._wanted) if self._wanted is not None else -1
        i = here + by
        if 0 <= i < self._model.rowCount() and i != here:
            self.list.go_to(self._model.index(i))
            self._picked(self._model.index(i))  # it may have been current before it was open

    def after(self, gone: Collection[int]) -> int | None:
        """The next thread below the open one that is not among ``gone``, else the nearest above."""
        rows: list[ThreadRow] = list(self._model.rows)
        here = self._model.row_of(self._wanted) if self._wanted is not None else -1
        around = [*rows[here + 1 :], *reversed(rows[: max(0, here)])]
        return next((row.id for row in around if row.id not in gone), None)

    def take_keys(self) -> None:
        """The keys go to the list, to the next step where it is empty. Nothing is to be seen of it
        in the list: nobody has pressed a key."""
        shown = self._stack.currentWidget()
        if shown is self.list:
            quiet(self.list)
        elif shown is self._nothing and self._nothing.button.isVisible():
            self._nothing.button.setFocus()
        elif shown is not None:
            shown.setFocus()

    def show_row(self, thread: int) -> None:
        """Scroll to a thread where it is loaded."""
        row = self._model.row_of(thread)
        if row >= 0:
            self.list.scrollTo(self._model.index(row))

    def place(self) -> QPoint:
        """Where a menu is to stand that a key asked for."""
        if self._desk.selection.many:
            return self.bulk.mapToGlobal(QPoint(14, self.bulk.height()))
        index = self.list.currentIndex()
        if index.isValid() and self._stack.currentWidget() is self.list:
            box = self.list.visualRect(index).intersected(self.list.viewport().rect())
            if not box.isEmpty():
                return self.list.viewport().mapToGlobal(box.center())
        return self.list.mapToGlobal(QPoint(30, 30))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search, while nothing is looked for, Down and Escape go to the list."""
        if watched is self.search and isinstance(event, QKeyEvent) and (
            event.type() == QEvent.Type.KeyPress
        ):  # fmt: skip
            if event.key() == Qt.Key.Key_Down and self._model.rowCount():
                self.list.setFocus(Qt.FocusReason.TabFocusReason)
                if not self.list.currentIndex().isValid():
                    self.step(1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.list.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """On screen: how long they wait is counted in minutes."""
        super().showEvent(event)
        self._minute.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Off screen: nothing ticks."""
        super().hideEvent(event)
        self._minute.stop()

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
        """Another language or another list."""
        self.list.setAccessibleName(self._shell.tr("threads"))
        self.list.whole.setAccessibleName(self._shell.tr("threads"))
        self._delegate.queues = self._model.queue is None
        self._delegate.money = self._model.wanted.order == "money"
        self._delegate.within = self._model.wanted.within
        self._delegate.archive = self._model.wanted.state == "archived"
        self.head.refresh()
        self.chips.refresh()
        self._say_nothing()
        self.list.viewport().update()

    def _say_nothing(self) -> None:
        """Why the list is empty, and the next step."""
        tr, browse, view = self._shell.tr, self._desk.browse, self._desk.browse.at
        title, text, action = "no-threads-title", "no-threads-text", ""
        if browse.narrowed and self._model.wanted != browse.base:
            only = self._model.wanted.waiting and self._model.queue == browse.queue
            kind = "waiting" if only else "filter"
            title, text, action = f"empty-{kind}-title", f"empty-{kind}-text", "filter-clear"
        elif view is not None:
            kind = "folder" if view.folder else view.id if view.built_in else "view"
            title, text, action = f"empty-{kind}-title", f"empty-{kind}-text", "empty-show-all"
        elif self._model.queue:
            title, text, action = "empty-queue-title", "empty-queue-text", "empty-show-all"
        elif not self._connected:
            text, action = "connect-text", "connect-messenger"
        elif any(row.held or (row.id == "snoozed" and row.count) for row in self._desk.views.rows):
            title, text = "empty-left-title", "empty-left-text"  # not for want of clients
        keys = {"empty-due-text": "follow_up", "empty-snoozed-text": "snooze",
                "empty-done-text": "done", "empty-archive-text": "archive",
                "empty-folder-text": "folder"}.get(text)  # fmt: skip
        shown = next((self._shell.keymap.shown(c) for c in COMMANDS if c.id == keys), "")
        words = tr(text, keys=shown) if keys else tr(text)
        self._nothing.say(tr(title), words, tr(action) if action else "")
        self._nothing.button.setVisible(bool(action))

    def _next_step(self) -> None:
        """The button of the empty list."""
        browse = self._desk.browse
        if browse.narrowed:
            browse.widen()
        elif browse.view or self._model.queue:
            browse.go(None)
        else:
            self.connect_asked.emit()

    def _resized(self) -> None:
        """Another text size or theme: rows are as high as their words need."""
        self.list.scheduleDelayedItemsLayout()
        self.list.viewport().update()

    def _loaded(self) -> None:
        self._turn()
        self.list.stay()
        self.head.refresh()
        self._say_nothing()
        current = self.list.currentIndex().data(ROW)
        if self._desk.selection.many:
            self._chosen()
        elif (current.id if current is not None else None) != self._wanted:
            self.select(self._wanted)

    def _turn(self) -> None:
        """Show what is to be seen: what a search found, the threads, or why there are none."""
        here, shown = self.window().focusWidget(), self._stack.currentWidget()
        wanted = shown
        if self._panel is not None and self._panel.active:
            wanted = self._panel
        elif self._model.ready:
            wanted = self.list if self._model.rowCount() else self._nothing
        if wanted is None or wanted is shown:
            return
        had = here is not None and shown is not None and (here is shown or shown.isAncestorOf(here))
        self._stack.setCurrentWidget(wanted)
        if had and wanted is not self._panel:
            self.take_keys()  # not to whatever comes next

    def _chosen(self) -> None:
        chosen = self.list.chosen()
        self._desk.selection.take(chosen if len(chosen) > 1 else ())

    def _many(self) -> None:
        self._top.setCurrentWidget(self.bulk if self._desk.selection.many else self.head)

    def _picked(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if (
            row is not None
            and row.id != self._wanted
            and not self._removing
            and not self.list.extending
        ):
            self._wanted = row.id
            self.opened.emit(row.id)

    def _entered(self) -> None:
        if self.list.currentIndex().isValid():
            self._picked(self.list.currentIndex())
        else:
            self.step(1)
        self.entered.emit()

    def _set_removing(self, removing: bool) -> None:
        self._removing = removing

    def _typing_over(self) -> None:
        self._delegate.typing.clear()
        self.list.viewport().update()
