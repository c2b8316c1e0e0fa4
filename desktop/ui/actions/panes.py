"""Folding, widening and walking the panes, by keys."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.ui.panes import LIST, SIDE
from desktop.ui.reading_order import stops

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

_STEP = 24


class PaneActions:
    """Made by the main window."""

    def __init__(self, window: "MainWindow") -> None:
        self._window, self._panes = window, window.panes
        window.panes.leave.connect(self._leave)
        window.panes.turned.connect(self._turned)
        window.side.needed.connect(self.show_side)
        window.rail.chosen.connect(lambda _queue: self.show_list())
        window.rail.view_chosen.connect(lambda _view: self.show_list())

    def toggle_list(self) -> None:
        """Put the list away, or let it stand."""
        if self._window.desk.current is not None:
            self._panes.toggle(LIST)

    def toggle_side(self) -> None:
        """Put the side panel away, or let it stand."""
        if self._window.desk.current is None:
            return
        self._panes.toggle(SIDE)
        if self._panes.over and self._panes.stands(SIDE):
            self._enter(self._window.sidebar)

    def show_list(self) -> None:
        """The list is needed."""
        if LIST in self._panes.folded:
            self._panes.fold(LIST, fold=False)

    def show_side(self) -> None:
        """The side panel is needed."""
        if self._window.desk.current is not None and not self._panes.stands(SIDE):
            self._panes.fold(SIDE, fold=False)

    def wider(self) -> None:
        """Widen the pane with the keys; from the conversation, the list."""
        self._panes.resize_pane(self._meant(), _STEP)

    def narrower(self) -> None:
        """Narrow it."""
        self._panes.resize_pane(self._meant(), -_STEP)

    def next_pane(self) -> None:
        """The keys go to the next pane."""
        self._go(1)

    def previous_pane(self) -> None:
        """The keys go back by a pane."""
        self._go(-1)

    def _meant(self) -> str:
        now = self._window.focusWidget()
        in_side = now is not None and self._window.sidebar.isAncestorOf(now)
        return SIDE if in_side or not self._panes.stands(LIST) else LIST

    def _go(self, by: int) -> None:
        window, talk = self._window, self._window.conversation
        areas: list[QWidget] = [window.rail, window.pane, talk.body, talk.composer, window.sidebar]
        areas = [area for area in areas if area.isVisible()]
        now = window.focusWidget()
        here = next((i for i, a in enumerate(areas) if now and (a is now or a.isAncestorOf(now))),
                    -1 if by > 0 else 0)  # fmt: skip
        for n in range(1, len(areas) + 1):
            if self._enter(areas[(here + by * n) % len(areas)]):
                return

    def _enter(self, area: QWidget) -> bool:
        window, talk = self._window, self._window.conversation
        best = {window.pane: window.pane.list, talk.composer: talk.composer.draft}.get(area)
        there = best if best is not None and best.isVisible() else next(stops(area), None)
        if there is None:
            return False
        there.setFocus(Qt.FocusReason.TabFocusReason)
        if area is window.sidebar:
            window.sidebar.reveal(there)
        return True

    def _leave(self) -> None:
        self._window.conversation.composer.focus()

    def _turned(self) -> None:
        header = self._window.conversation.header
        header.show_panes(self._panes.stands(LIST), self._panes.stands(SIDE))
