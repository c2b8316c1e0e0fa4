"""Which list shows that it has the keys: one that was gone to by a key, not by a click."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from desktop.ui.parts import restyle


class ByKeys(QObject):
    """Marks lists for the stylesheet (``keys``) as the focus moves in ``app``."""

    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        app.focusChanged.connect(self._moved)

    def _moved(self, old: QWidget | None, now: QWidget | None) -> None:
        if not isinstance(now, QAbstractItemView):
            return
        clicked = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if old is None and now.property("keys") is not None and not clicked:
            return  # the window is looked at again: as it was
        restyle(now, "keys", "false" if clicked else "true")


def quiet(view: QAbstractItemView) -> None:
    """The keys are given to ``view`` though nobody pressed one: nothing is to be seen of it."""
    restyle(view, "keys", "false")
    view.setFocus(Qt.FocusReason.OtherFocusReason)
    restyle(view, "keys", "false")
