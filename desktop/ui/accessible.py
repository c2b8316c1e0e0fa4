"""What painted and hand-made widgets are to a screen reader.

Qt calls a frame a border and a plain widget a client area, whatever they are for. A widget that
is marked with ``spoken_as`` is met as what it is; its name stays what ``setAccessibleName`` says.
"""

from functools import cache
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QLineEdit, QToolButton, QWidget

Role = QAccessible.Role
_PROPERTY: Final = "spokenAs"


def spoken_as(widget: QWidget, role: QAccessible.Role) -> None:
    """Mark a widget, before anything has asked what it is."""
    widget.setProperty(_PROPERTY, int(role.value))


def announce(widget: QWidget, text: str) -> None:
    """Say what came up by itself, once nothing else is being said."""
    event = QAccessibleAnnouncementEvent(widget, text)
    event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
    QAccessible.updateAccessibility(event)


def name_inner_buttons(line: QLineEdit, text: str) -> None:
    """The button that Qt puts into a line to empty it has an icon and no word of its own."""
    for button in line.findChildren(QToolButton):
        button.setAccessibleName(text)


@cache
def install() -> None:
    """Let Qt ask for the marked widgets; once a process."""
    QAccessible.installFactory(_made)


def _made(_class: str, thing: QObject) -> QAccessibleInterface | None:
    """Qt's question what ``thing`` is; None leaves it to Qt's own answer."""
    if not isinstance(thing, QWidget):
        return None
    role = thing.property(_PROPERTY)
    return None if role is None else QAccessibleWidget(thing, QAccessible.Role(role))
