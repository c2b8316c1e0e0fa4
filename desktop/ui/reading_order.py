"""The order in which Tab goes: the one in which a window is laid out, and so read.

Qt goes by the order in which widgets were made, and in a window that lives what is made last
stands anywhere.
"""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QStackedWidget, QWidget

from desktop.ui.panes import Panes


def stops(widget: QWidget) -> Iterator[QWidget]:
    """What takes the keys by Tab in ``widget``, itself among it, as it stands on screen."""
    if not widget.isVisible() or not widget.isEnabled():
        return
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    for part in _parts(widget):
        yield from stops(part)


def step(window: QWidget, stages: QWidget, forward: bool) -> bool:
    """Give the keys to the next stop of ``stages``; False where they are elsewhere."""
    here, order = window.focusWidget(), list(stops(stages))
    if here not in order:
        return False
    there = order[(order.index(here) + (1 if forward else -1)) % len(order)]
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    there.setFocus(reason)
    return True


def _parts(widget: QWidget) -> Iterator[QWidget]:
    if isinstance(widget, QScrollArea):
        inner = widget.widget()
        if inner is not None:
            yield inner
    elif isinstance(widget, QStackedWidget):
        current = widget.currentWidget()
        if current is not None:
            yield current
    elif isinstance(widget, Panes):
        yield from widget.in_order()
    elif (layout := widget.layout()) is not None:
        yield from _laid_out(layout)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for i in range(layout.count()):
        item = layout.itemAt(i)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _laid_out(inner)
