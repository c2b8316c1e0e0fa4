"""The filters in force as chips under the search: a click takes one away."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.search.query import Query, without
from desktop.shell.context import Shell
from desktop.ui.parts import Flow, clear, pill


class SearchChips(QWidget):
    """``changed`` gives what stands in the line when a filter was taken away."""

    changed = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.setObjectName("searchChips")
        self._shell = shell
        self._shown: Query | None = None
        self._flow = Flow(self, gap=6)
        self.hide()

    def show_query(self, query: Query) -> None:
        """A chip for each filter."""
        if self._shown is not None and self._shown.filters == query.filters:
            self._shown = query
            return
        self._shown = query
        clear(self._flow)
        for part in query.filters:
            made = pill("chip", f"chip-{part.name}", 12)
            made.setText(f"{part.typed}{part.text}")
            made.setIcon(self._shell.icons.icon("close", "text_2"))
            made.setAccessibleName(self._shell.tr("search-without", filter=made.text()))
            made.setToolTip(made.accessibleName())
            made.clicked.connect(lambda _=False, part=part: self._without(part.name, part.text))
            self._flow.addWidget(made)
        self.setVisible(bool(query.filters))
        self.updateGeometry()

    def _without(self, name: str, text: str) -> None:
        query = self._shown
        if query is None:
            return
        part = next((p for p in query.filters if (p.name, p.text) == (name, text)), None)
        if part is not None:
            self.changed.emit(without(query, part))
