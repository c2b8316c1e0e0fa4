"""Over the list: what is shown and how many wait, the order, the filter, the search."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop.shell.context import Shell
from desktop.ui.accessible import name_inner_buttons
from desktop.ui.filter_menu import ListMenus, filter_menu, sort_menu
from desktop.ui.list_words import conditions, queue_name, view_name
from desktop.ui.parts import Elided, Flow, button, caption, clear, label, open_menu, tool
from desktop.viewmodels.desk import Desk


class ListHead(QWidget):
    """What stands over the list: its name and count, order, filter and the search."""

    def __init__(self, shell: Shell, desk: Desk, asks: ListMenus) -> None:
        super().__init__()
        self._shell, self._desk, self._asks = shell, desk, asks
        self.title, self.count = Elided("title"), label("faint")
        self.title.setObjectName("listTitle")
        self.count.setObjectName("listCount")
        self.sort, self.filter = tool(name="listSort", size=18), tool(name="listFilter", size=18)
        self.new = tool(name="newTalk", size=18)
        self.new.clicked.connect(asks.new_talk)
        self.sort.clicked.connect(self.open_sort)
        self.filter.clicked.connect(self.open_filter)
        self.filter.setCheckable(True)
        self.search = QLineEdit()
        self.search.setObjectName("search")
        self.search.setProperty("look", "search")
        self.search.setClearButtonEnabled(True)
        self._search_icon: QAction = self.search.addAction(
            shell.icons.icon("search", "text_3"), QLineEdit.ActionPosition.LeadingPosition
        )
        row = QHBoxLayout()
        row.setContentsMargins(2, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.title, 1)
        row.addWidget(self.count)
        row.addWidget(self.new)
        row.addWidget(self.sort)
        row.addWidget(self.filter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 10, 0)
        layout.setSpacing(8)
        layout.addLayout(row)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 4, 0)
        line.addWidget(self.search)
        layout.addLayout(line)
        shell.theme.changed.connect(self._tint)
        shell.keymap.changed.connect(self.refresh)
        self._tint()

    def refresh(self) -> None:
        """Another list, or another language."""
        shell, tr = self._shell, self._shell.tr
        browse, model = self._desk.browse, self._desk.threads
        view = browse.at
        name = view_name(shell, view) if view else queue_name(shell, model.queue or "")
        self.title.setText(name)
        self.title.setToolTip(name)
        self.count.setText(self._counted())
        self._fit()
        self.search.setPlaceholderText(tr("search-placeholder"))
        caption(self.search, tr("search-placeholder"), shell.keymap.of("search"))
        name_inner_buttons(self.search, tr("line-clear"))
        self.sort.setEnabled(model.wanted.state in ("open", "all"))  # the others have their own
        order = tr("list-order", name=tr(f"order-{model.wanted.order}"))
        caption(self.new, tr("command-new-talk"), shell.keymap.of("new_talk"))
        caption(self.sort, order, shell.keymap.of("sort"))
        asked = len(conditions(shell, model.wanted, browse.base))
        words = tr("list-filtered", n=asked) if asked else tr("list-filter")
        caption(self.filter, words, shell.keymap.of("filter"))
        self.filter.setChecked(bool(asked))
        ink, side = "accent_text" if asked else "text_2", shell.theme.px(18)
        self.filter.setIcon(shell.icons.icon("filter", ink, side))

    def open_sort(self) -> None:
        """The orders."""
        self._under(self.sort, sort_menu(self, self._shell, self._desk.browse))

    def open_filter(self) -> None:
        """The conditions."""
        desk = self._desk
        self._under(
            self.filter,
            filter_menu(self, self._shell, desk.browse, desk.queues, desk.names, self._asks),
        )
        self.refresh()  # the click has checked the button

    def _under(self, at: QToolButton, menu: QMenu) -> None:
        open_menu(menu, at)

    def _counted(self) -> str:
        """Who waits for us where the whole queue stands, else how many are listed."""
        model, browse = self._desk.threads, self._desk.browse
        if not browse.view and not browse.narrowed:
            row = self._desk.queues.row_of(model.queue or "")
            waiting = self._desk.queues.rows[row].waiting if row >= 0 else 0
            return self._shell.tr("list-waiting", n=waiting) if waiting else ""
        count = model.total if model.counted else model.first + model.rowCount()
        return f"{count}{'' if model.counted else '+'}" if count else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The name goes before the count where there is no room for both."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        tools = (self.new, self.sort, self.filter)
        edges = sum(made.sizeHint().width() for made in tools) + 40
        words = self.title.fontMetrics().horizontalAdvance(self.title.text())
        self.count.setVisible(words + self.count.sizeHint().width() + edges <= self.width())

    def _tint(self) -> None:
        icons = self._shell.icons
        side = self._shell.theme.px(18)
        for made in (self.new, self.sort, self.filter):
            made.setIconSize(QSize(side, side))
        self._search_icon.setIcon(icons.icon("search", "text_3"))
        self.sort.setIcon(icons.icon("sort", size=side))
        self.new.setIcon(icons.icon("plus", size=side))
        self.refresh()


class Chips(QWidget):
    """What the list is narrowed to, each taken away by a click; and the way to keep it all."""

    def __init__(self, shell: Shell, desk: Desk, asks: ListMenus) -> None:
        super().__init__()
        self.setObjectName("listChips")
        self._shell, self._desk, self._asks = shell, desk, asks
        self._shown: object = None
        self._flow = Flow(None, 6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 14, 0)
        layout.addLayout(self._flow)
        shell.theme.changed.connect(self._again)

    def refresh(self) -> None:
        """Make them anew where they are others."""
        shell, browse = self._shell, self._desk.browse
        found = conditions(shell, browse.wanted, browse.base)
        shown = (shell.i18n.lang, found)
        if shown == self._shown:
            return
        self._shown = shown
        held = self.isAncestorOf(focus) if (focus := shell.app.focusWidget()) else False
        clear(self._flow)
        for name, field, value in found:
            chip = button("chip", f"chip-{field}")
            chip.setText(f"{name}  ×".replace("&", "&&"))
            caption(chip, shell.tr("filter-remove", name=name))
            chip.clicked.connect(lambda _=False, f=field, v=value: browse.narrow(**{f: v}))
            self._flow.addWidget(chip)
        if found:
            keep = button("chip", "chipSave")
            keep.setProperty("unsure", True)
            keep.setText(shell.tr("view-save"))
            keep.clicked.connect(lambda _=False: self._asks.save_view())
            self._flow.addWidget(keep)
        self.setVisible(bool(found))
        self.updateGeometry()
        if held and found:
            first = self._flow.itemAt(0)
            if first is not None and (widget := first.widget()) is not None:
                widget.setFocus()

    def _again(self) -> None:
        self._shown = None
        self.refresh()
