"""Where a conversation stands: at its end, or at the message that is being read."""

from typing import Any, Final

from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QListView

from desktop.viewmodels.rows import KEY, RowsModel

_NEAR: Final = 24
_BELOW: Final = 8


class Standing:
    """Keeps the place of ``view`` while its rows change: ``hold`` before, ``settle`` after. At
    the end it stays at the end, else the topmost row that is seen stays where it is."""

    def __init__(self, view: QListView, model: RowsModel[Any]) -> None:
        self._view, self._model = view, model
        self._held: tuple[object, int] | None = None
        self._moving = False
        self.at_end = True

    def hold(self) -> None:
        """Remember what stands at the top. Until ``settle`` Qt scrolls, not the operator."""
        self._moving = True
        if self.at_end or self._held is not None:
            return
        index = self._view.indexAt(QPoint(self._view.viewport().width() // 2, 2))
        if index.isValid():
            self._held = (index.data(KEY), self._view.visualRect(index).top())

    def settle(self) -> None:
        """Lay out now and stand where we stood."""
        held, self._held = self._held, None
        bar = self._view.verticalScrollBar()
        self._moving = True
        self.lay_out()
        row = self._model.row_of(held[0]) if held is not None else -1
        if self.at_end:
            bar.setValue(bar.maximum())
        elif held is not None and row >= 0:
            top = self._view.visualRect(self._model.index(row)).top()
            bar.setValue(bar.value() + top - held[1])
        self._moving = False
        self.moved()

    def to_end(self) -> None:
        """Stand at the end from now on."""
        self.at_end, self._held = True, None
        self.settle()

    def moved(self) -> None:
        """The view was scrolled."""
        if not self._moving:
            bar = self._view.verticalScrollBar()
            self.at_end = bar.value() >= bar.maximum() - _NEAR

    def lay_out(self) -> None:
        """Few messages stand at the bottom, as in every messenger."""
        view = self._view
        view.doItemsLayout()
        last = self._model.index(self._model.rowCount() - 1)
        height = 0
        if last.isValid():
            # where the row itself ends: what is drawn of it may stand in another one
            height = QListView.visualRect(view, last).bottom() + view.verticalOffset() + 1
        top = max(0, view.height() - height - _BELOW - 2) if height else 0
        if view.viewportMargins().top() != top:
            view.setViewportMargins(0, top, 0, _BELOW)
            view.doItemsLayout()


def near(view: QListView) -> tuple[bool, bool]:
    """Whether little is left above and below what is seen."""
    bar, screen = view.verticalScrollBar(), QSize(view.viewport().size()).height()
    return bar.value() < screen, bar.value() > bar.maximum() - screen
