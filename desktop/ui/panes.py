"""The panes beside one another: the list, the conversation, the side panel. The two at the edges
fold; in a small window the side panel stands over the conversation instead of beside it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QSplitterHandle, QWidget

from desktop.ui.parts import restyle

LIST: Final = "list"
SIDE: Final = "side"
_WIDTH: Final = 308
_MOST: Final = 2000
_LEFT: Final = 96
"""So much of the conversation is seen beside what stands over it, at least."""


class Panes(QSplitter):
    """``folded`` are the names of those that the operator put away; without an open thread the
    list stands all the same. ``leave`` when Escape leaves the side panel, ``turned`` when a pane
    folds or stands again."""

    leave = Signal()
    turned = Signal()

    def __init__(self, listing: QWidget, middle: QWidget, side: QWidget, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._panes = {LIST: listing, SIDE: side}
        self._middle = middle
        self.folded: set[str] = set()
        self.over = False
        self._talk, self._narrow, self._top = False, False, 0
        self._widths = {LIST: _WIDTH, SIDE: _WIDTH}
        self.setHandleWidth(1)
        for pane in (listing, middle, side):
            self.addWidget(pane)
        self.setCollapsible(1, False)
        self.setStretchFactor(1, 1)
        self.splitterMoved.connect(lambda: self._note())
        side.installEventFilter(self)
        middle.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)
        self._lay()

    def in_order(self) -> Sequence[QWidget]:
        """The panes as one reads them; the side panel is the last wherever it stands."""
        return (self._panes[LIST], self._middle, self._panes[SIDE])

    def stands(self, name: str) -> bool:
        """Whether a pane is to be seen."""
        return not self._panes[name].isHidden()

    def width_of(self, name: str) -> int:
        """How wide a pane is, or will be when it stands again."""
        return self._widths[name]

    def toggle(self, name: str) -> None:
        """Fold a pane, or let it stand again."""
        self.fold(name, fold=self.stands(name))

    def fold(self, name: str, *, fold: bool = True) -> None:
        """Put a pane away, or let it stand."""
        if name == SIDE and self._narrow:
            self.over = not fold
        elif fold:
            self.folded.add(name)
        else:
            self.folded.discard(name)
        self._lay()
        self.turned.emit()

    def resize_pane(self, name: str, by: int) -> None:
        """Make a pane wider by so many pixels, as far as there is room."""
        self._widths[name] = self._fitting(name, self._widths[name] + by)
        self._lay()

    def reset(self, name: str) -> None:
        """As wide as in the beginning."""
        self.resize_pane(name, _WIDTH - self._widths[name])

    def settle(self) -> None:
        """What was dragged to the edge is folded."""
        for name, pane in self._panes.items():
            at = self.indexOf(pane)
            if at >= 0 and not pane.isHidden() and not self.sizes()[at]:
                self.fold(name)

    def set_narrow(self, narrow: bool) -> None:
        """In a small window the side panel stands over the conversation when it is asked for."""
        self._narrow, self.over = narrow, False
        self._lay()

    def set_talk(self, talk: bool, top: int) -> None:
        """Whether a thread is open, and how high the head is over it."""
        changed = talk != self._talk or top != self._top
        self._talk, self._top = talk, top
        if changed:
            self._lay()

    # Where everything stands, as one string.

    def kept(self) -> str:
        """The widths, and what is folded."""
        return f"{self._widths[LIST]},{self._widths[SIDE]},{'+'.join(sorted(self.folded))}"

    def restore(self, state: str) -> None:
        """Stand so again; what cannot be read changes nothing."""
        first, _, rest = state.partition(",")
        second, _, folded = rest.partition(",")
        if not (first.isascii() and first.isdigit() and second.isascii() and second.isdigit()):
            return
        kept = {LIST: int(first), SIDE: int(second)}
        # how wide the window is going to be is not known yet
        for name, wide in kept.items():
            self._widths[name] = max(self._panes[name].minimumWidth(), min(wide, _MOST))
        self.folded = set(folded.split("+")) & set(self._panes)
        self._lay()
        self.turned.emit()

    # How they are laid.

    def _wanted(self, name: str) -> bool:
        if name == LIST:
            return LIST not in self.folded or not self._talk
        return self._talk and (self.over if self._narrow else SIDE not in self.folded)

    def _lay(self) -> None:
        for name, pane in self._panes.items():
            now = QApplication.focusWidget()
            if self._talk and not self._wanted(name) and now and pane.isAncestorOf(now):
                self.leave.emit()
        side = self._panes[SIDE]
        if self._narrow and side.parent() is not self._middle:
            side.setParent(self._middle)
        elif not self._narrow and side.parent() is not self:
            self.addWidget(side)
        restyle(side, "over", "true" if self._narrow else "false")
        for name, pane in self._panes.items():
            pane.setVisible(self._wanted(name))
        self._spread()
        self._lay_over()

    def _spread(self) -> None:
        """Each pane as wide as it was made, as far as there is room."""
        wide = [self._fitting(n, self._widths[n]) if self.stands(n) else 0 for n in (LIST, SIDE)]
        if self._narrow:
            self.setSizes([wide[0], max(1, self.width() - wide[0])])
        else:
            self.setSizes([wide[0], max(1, self.width() - sum(wide)), wide[1]])

    def _lay_over(self) -> None:
        side, middle = self._panes[SIDE], self._middle
        if side.parent() is middle and not side.isHidden():
            wide = min(self._widths[SIDE], middle.width() - _LEFT)
            side.setGeometry(middle.width() - wide, self._top, wide, middle.height() - self._top)
            side.raise_()

    def _fitting(self, name: str, wide: int) -> int:
        other = SIDE if name == LIST else LIST
        beside = self._widths[other] if self.stands(other) and not self._narrow else 0
        room = max(self.width(), 900) - self._middle.minimumWidth() - beside
        return max(self._panes[name].minimumWidth(), min(wide, room))

    def _note(self) -> None:
        for name, pane in self._panes.items():
            at = self.indexOf(pane)
            if at >= 0 and not pane.isHidden() and self.sizes()[at]:
                self._widths[name] = self.sizes()[at]

    # Qt's hooks.

    def createHandle(self) -> QSplitterHandle:
        """Qt's hook."""
        return _Divider(self.orientation(), self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape leaves the side panel; what stands over the conversation grows with it."""
        if watched is self._middle:
            if event.type() == QEvent.Type.Resize:
                self._lay_over()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and (
            event.key() == Qt.Key.Key_Escape
        ):  # fmt: skip
            self.leave.emit()
            if self._narrow:
                self.fold(SIDE)
            return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's hook."""
        super().resizeEvent(event)
        self._spread()
        self._lay_over()

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        side = self._panes[SIDE]
        went = now is not None and self._middle.isAncestorOf(now) and not side.isAncestorOf(now)
        if went and self._narrow and self.over and now is not side:
            self.fold(SIDE)


class _Divider(QSplitterHandle):
    """Dragged to the edge it folds the pane there; a double click makes that as wide as before."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt's hook."""
        super().mouseReleaseEvent(event)
        panes = self.splitter()
        assert isinstance(panes, Panes)
        panes.settle()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Qt's hook."""
        panes = self.splitter()
        assert isinstance(panes, Panes)
        panes.reset(LIST if panes.handle(1) is self else SIDE)
        event.accept()


def fit(window: QMainWindow, room: QSize) -> None:
    """No larger than a screen with so much room, its frame among it."""
    within = room - QSize(16, 48)
    window.resize(window.size().boundedTo(within).expandedTo(window.minimumSize()))


def kept(window: QMainWindow, panes: Panes) -> str:
    """The place of the window and of its panes."""
    return f"{bytes(window.saveGeometry().toBase64().data()).decode()} {panes.kept()}"


def restore(window: QMainWindow, panes: Panes, state: str) -> None:
    """Put them back; what cannot be read changes nothing."""
    parts = state.split(" ")
    if len(parts) == 2:
        window.restoreGeometry(QByteArray.fromBase64(QByteArray(parts[0].encode())))
        panes.restore(parts[1])
