"""What may be sent besides text: a file, and on WhatsApp places, contacts, questions, templates."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from desktop.shell.context import Shell

_MORE: Final = (
    ("place", "location"), ("contact", "person"), ("question", "menu"), ("template", "template"),
)  # fmt: skip


def open_attach_menu(
    shell: Shell, over: QWidget, attach: Callable[[], object], more: Callable[[str], object]
) -> None:
    """Above ``over``; ``more`` is told which of the others was picked."""
    tr, icons = shell.tr, shell.icons
    menu = QMenu(over)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addAction(icons.icon("file"), tr("command-attach"), attach)
    for what, icon in _MORE:
        action = menu.addAction(icons.icon(icon), tr(f"more-{what}"))
        action.triggered.connect(lambda _=False, what=what: more(what))
    above = over.mapToGlobal(over.rect().topLeft())
    menu.popup(above - QPoint(0, menu.sizeHint().height() + 4))
