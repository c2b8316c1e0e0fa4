"""What is found while one types in the search, in place of the list of threads."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView, QStackedLayout, QVBoxLayout, QWidget

from core.search.query import parse, with_filter
from desktop.shell.context import Shell
from desktop.ui.parts import Empty, label
from desktop.ui.search_chips import SearchChips
from desktop.ui.search_delegate import SearchDelegate
from desktop.viewmodels.rows import ROW
from desktop.viewmodels.search import SearchModel, SearchRow

_PAGE: Final = 6
_AGAIN_MS: Final = 1000
_STEPS: Final = {
    Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _PAGE, Qt.Key.Key_PageUp: -_PAGE,
}  # fmt: skip


class SearchPanel(QWidget):
    """Belongs to the line ``line``, whose keys it takes first. ``opened`` gives the hit to go to,
    ``shown`` says whether it is to be seen."""

    opened = Signal(object)
    shown = Signal(bool)

    def __init__(self, shell: Shell, model: SearchModel, line: QLineEdit) -> None:
        super().__init__()
        self.setObjectName("searchPanel")
        self._shell, self._model, self.line = shell, model, line
        self._moved = False
        self._take_first = False
        self.active = False
        self.chips = SearchChips(shell)
        self.notice = label("muted", wrap=True)
        self.notice.setObjectName("searchNotice")
        self.list = QListView()
        self.list.setObjectName("searchResults")
        self.list.setModel(model)
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setItemDelegate(SearchDelegate(shell, self.list))
        self.list.clicked.connect(self._clicked)
        self.nothing = Empty(shell, "search", "searchNothing", self._loosen)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.nothing)
        top = QVBoxLayout()
        top.setContentsMargins(16, 0, 14, 0)
        top.setSpacing(6)
        top.addWidget(self.chips)
        top.addWidget(self.notice)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addLayout(self._stack, 1)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(model.touch)
        self.chips.changed.connect(self.put)
        line.textChanged.connect(self._typed)
        line.installEventFilter(self)
        model.changed.connect(self._changed)
        shell.i18n.changed.connect(self.retranslate)
        shell.theme.changed.connect(self.list.doItemsLayout)
        self.retranslate()

    def retranslate(self) -> None:
        """Another language, or something else was found."""
        self.list.setAccessibleName(self._shell.tr("search-list"))
        self._say_notice()
        self._say_nothing()
        self.list.viewport().update()

    def begin(self) -> None:
        """Into the line; with nothing typed it shows what was searched for and what can be."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()
        if not self.active:
            self._model.begin()
            self._show(True)

    def put(self, text: str) -> None:
        """Type for the operator."""
        self.line.setText(text)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.setCursorPosition(len(text))

    def leave(self) -> None:
        """Back to the threads."""
        self.line.clear()
        self._show(False)

    def touch(self) -> None:
        """Something was written: what is shown may be other hits, in a while."""
        if self.active and self._model.active and not self._again.isActive():
            self._again.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: the line's keys move among what is found."""
        if watched is not self.line:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(event.key())
        if event.type() == QEvent.Type.MouseButtonPress and not self.active:
            self._model.begin()
            self._show(True)
        if event.type() == QEvent.Type.FocusOut and self.active and not self.line.text():
            self._show(False)
        return False

    def _typed(self, text: str) -> None:
        self._moved = self._take_first = False
        self._model.type(text)
        self._show(bool(text.strip()) or (self.active and self.line.hasFocus()))

    def _pressed(self, key: int) -> bool:
        if key == Qt.Key.Key_Escape and (self.active or self.line.text()):
            self.leave()
            return True
        if not self.active:
            return False
        if key in _STEPS:
            self._step(_STEPS[Qt.Key(key)])
            return True
        row: SearchRow | None = self.list.currentIndex().data(ROW)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if row is not None and (self._moved or self._model.fresh):
                self._take(row)
            else:
                self._take_first = True
            return True
        if key == Qt.Key.Key_Tab and self._model.query.typing is not None:
            if row is None or row.suggestion is None:
                row = next((r for r in self._model.rows if r.kind == "suggestion"), None)
            if row is not None:
                self._take(row)
                return True
        return False

    def _step(self, by: int) -> None:
        rows = [i for i, row in enumerate(self._model.rows) if row.kind != "header"]
        if not rows:
            return
        here = self.list.currentIndex().row()
        at = rows.index(here) if here in rows else (-1 if by > 0 else len(rows))
        to = (at + by) % len(rows) if abs(by) == 1 else max(0, min(len(rows) - 1, at + by))
        self._moved = True
        self._go(rows[to])
        if to == 0:
            self.list.scrollToTop()

    def _go(self, row: int) -> None:
        self.list.setCurrentIndex(self._model.index(row))

    def _clicked(self, index: QModelIndex | QPersistentModelIndex) -> None:
        row: SearchRow | None = index.data(ROW)
        if row is not None and row.kind != "header":
            self._moved = True
            self._take(row)

    def _take(self, row: SearchRow) -> None:
        self._take_first = False
        if row.hit is not None:
            self._model.keep()
            self.opened.emit(row.hit)
        elif row.kind == "server":
            self._model.ask_servers()
        elif row.kind == "more":
            self._model.show_all(row.name)
        elif row.kind == "recent" and row.suggestion is not None:
            self.put(row.suggestion.value + " ")
        elif row.suggestion is not None:
            said = row.suggestion
            self.put(with_filter(self._model.query, said.typed, said.value))

    def _changed(self) -> None:
        rows = self._model.rows
        first = next((i for i, row in enumerate(rows) if row.kind == "hit"), -1)
        begun = self._model.query.begun is not None
        if begun and rows and rows[0].kind == "suggestion":
            first = 0
        current = self.list.currentIndex()
        if not (self._moved and current.isValid()):
            if first >= 0:
                self._go(first)
                if first <= 1:
                    self.list.scrollToTop()
            else:
                self.list.setCurrentIndex(QModelIndex())
        empty = self._model.nothing and not rows
        self._stack.setCurrentWidget(self.nothing if empty else self.list)
        self.chips.show_query(self._model.query)
        self.retranslate()
        if self._take_first and first >= 0 and self._model.fresh:
            self._take(rows[first])

    def _say_notice(self) -> None:
        model, tr = self._model, self._shell.tr
        found = model.found
        said = []
        if found is not None and model.active:
            if model.typed_other:
                said.append(tr("search-other-layout", words=model.typed_other.strip()))
            elif found.meant and found.hits:
                typed = self._quoted(one for one, _ in found.meant)
                meant = self._quoted(one for _, one in found.meant)
                said.append(tr("search-meant", typed=typed, meant=meant))
            if found.indexed < 1:
                said.append(tr("search-indexing", percent=int(found.indexed * 100)))
        self.notice.setText("\n".join(said))
        self.notice.setVisible(bool(said))

    def _say_nothing(self) -> None:
        tr, found, query = self._shell.tr, self._model.found, self._model.query
        text = tr("search-nothing-try")
        if query.filters:
            text = tr("search-nothing-filters")
        elif found is not None and found.missing:
            text = tr("search-nothing-word", words=self._quoted(found.missing))
        elif len(query.words) > 1:
            text = tr("search-nothing-together")
        on = not query.filters and self._model.offers_servers
        way = tr(f"search-server-{self._model.asked or 'ask'}") if on else tr("search-loosen")
        self.nothing.say(tr("search-nothing-title"), text, way)
        self.nothing.button.setVisible(bool(query.filters) or on)
        self.nothing.button.setEnabled(not on or not self._model.asked)

    def _quoted(self, words: Iterable[str]) -> str:
        return ", ".join(self._shell.tr("search-quoted", word=word) for word in words)

    def _loosen(self) -> None:
        """Without the filters; where there are none, at the messengers."""
        if not self._model.query.filters:
            self._model.ask_servers()
            return
        query = parse(self.line.text())
        words = " ".join(str(part.text) for part in query.words)
        self.put(words) if words else self.leave()

    def _show(self, on: bool) -> None:
        if on != self.active:
            self.active = on
            self.shown.emit(on)
