"""The window as a screen reader meets it: Qt's accessibility tree, read into plain nodes."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget

Role, Text = QAccessible.Role, QAccessible.Text
_STATES = (
    "focusable", "focused", "disabled", "checkable", "checked", "expandable", "expanded",
    "collapsed", "selectable", "selected", "invisible",
)  # fmt: skip
_MOST = 120


@dataclass
class Node:
    """``spoken`` is the name, or what a label says that is bound to it."""

    role: QAccessible.Role
    name: str
    description: str
    value: str
    states: frozenset[str]
    spoken: str
    widget: QWidget | None
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """This one, then all below, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def where(self) -> str:
        """The way from the window, for a test that fails."""
        here = type(self.widget).__name__ if self.widget is not None else "item"
        own = self.widget.objectName() if self.widget is not None else ""
        above = self.parent.where() + " > " if self.parent is not None else ""
        return f"{above}{here} {own}".strip()


def tree(widget: QWidget) -> Node:
    """What is shown of ``widget`` and all it holds."""
    QAccessible.setActive(True)
    top = QAccessible.queryAccessibleInterface(widget)
    assert top is not None
    return _node(top, None)


def _node(one: QAccessibleInterface, parent: Node | None) -> Node:
    state, thing = one.state(), one.object()
    name = one.text(Text.Name)
    labels = [
        other.text(Text.Name)
        for other, kind in one.relations()
        if kind & QAccessible.RelationFlag.Label
    ]
    made = Node(
        one.role(), name, one.text(Text.Description), _value(one),
        frozenset(s for s in _STATES if getattr(state, s)), labels[0] if labels else name,
        thing if isinstance(thing, QWidget) else None, parent,
    )  # fmt: skip
    for i in range(min(one.childCount(), _MOST)):
        child = one.child(i)
        if child is not None and child.isValid() and not child.state().invisible:
            made.children.append(_node(child, made))
    return made


def _value(one: QAccessibleInterface) -> str:
    return one.text(Text.Value)
