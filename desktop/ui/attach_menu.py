"""What may be sent besides text: files, places, contacts, and on WhatsApp questions, templates."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QToolButton

from desktop.shell.context import Shell
from desktop.viewmodels.composer import ComposerState

_MORE: Final = (
    ("place", "location"), ("contact", "person"), ("question", "menu"), ("template", "template"),
)  # fmt: skip


class AttachMenu(QObject):
    """A click on ``button`` asks for a file, and on WhatsApp for what it is to be; the other mouse
    button asks everywhere. ``more`` is told which of the others was picked."""

    def __init__(
        self, shell: Shell, button: QToolButton, state: ComposerState,
        attach: Callable[[], object], more: Callable[[str], object],
    ) -> None:  # fmt: skip
        super().__init__(button)
        self._shell, self._button, self._state = shell, button, state
        self._attach, self._more = attach, more
        button.clicked.connect(self._clicked)
        button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        button.customContextMenuRequested.connect(self._open)

    def _clicked(self) -> None:
        if self._state.peer is not None and self._state.peer.has_window:
            self._open()
        else:
            self._attach()

    def _open(self) -> None:
        if self._state.peer is None:
            return
        tr, icons, over = self._shell.tr, self._shell.icons, self._button
        menu = QMenu(over)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icons.icon("file"), tr("command-attach"), self._attach)
        for what, icon in _MORE if self._state.peer.has_window else _MORE[:2]:
            action = menu.addAction(icons.icon(icon), tr(f"more-{what}"))
            action.triggered.connect(lambda _=False, what=what: self._more(what))
        above = over.mapToGlobal(over.rect().topLeft())
        menu.popup(above - QPoint(0, menu.sizeHint().height() + 4))
