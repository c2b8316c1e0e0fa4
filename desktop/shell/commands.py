"""The commands: one table that makes the menu, the shortcuts and the help."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Command:
    """``title`` is a key of the translations; ``handler`` the method that does it, of the window,
    or with the name of another object in front (``list.snooze``)."""

    id: str
    title: str
    shortcut: str
    handler: str
    group: str = "threads"


COMMANDS: Final = (
    Command("search", "command-search", "Ctrl+K", "focus_search"),
    Command("next", "command-next", "Ctrl+Down", "next_thread"),
    Command("previous", "command-previous", "Ctrl+Up", "previous_thread"),
    Command("next_unread", "command-next-unread", "Ctrl+J", "next_unread"),
    Command("reply", "command-reply", "Ctrl+L", "focus_composer", "message"),
    Command("attach", "command-attach", "Ctrl+O", "attach_file", "message"),
    Command("channel", "command-channel", "Ctrl+T", "next_channel", "message"),
    Command("facts", "command-facts", "Ctrl+F", "focus_facts", "facts"),
    Command("crm", "command-crm", "Ctrl+E", "export_crm", "facts"),
    Command("sidebar", "command-sidebar", "Ctrl+B", "toggle_sidebar", "window"),
    Command("settings", "command-settings", "Ctrl+,", "open_settings", "window"),
    Command("models", "command-models", "Ctrl+M", "open_models", "window"),
    Command("theme", "command-theme", "Ctrl+Shift+L", "toggle_theme", "window"),
    Command("help", "command-help", "F1", "open_help", "window"),
    Command("quit", "command-quit", "Ctrl+Q", "quit", "window"),
)

# The key of the Russian layout at the place of the Latin one: a shortcut is a place, not a letter.
_RUSSIAN: Final = dict(
    zip("ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ", "QWERTYUIOP[]ASDFGHJKL;'ZXCVBNM,.", strict=True)
)


def latin_key(key: int) -> int:
    """The Latin key at the place of a Cyrillic one; any other key as it is."""
    if 0x400 <= key <= 0x4FF:
        return ord(_RUSSIAN.get(chr(key).upper(), "\0")) or key
    return key


class AnyLayout(QObject):
    """Triggers the commands for keys that no shortcut took because the layout is Russian.

    Where the platform maps such keys itself the shortcut wins and no key press arrives here.
    """

    def __init__(self, window: QWidget, actions: Mapping[str, QAction]) -> None:
        super().__init__(window)
        self._actions = {
            action.shortcut().toString(QKeySequence.SequenceFormat.PortableText): action
            for action in actions.values()
        }
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: True when the key was a command."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = latin_key(event.key())
            modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if key != event.key() and modifiers & Qt.KeyboardModifier.ControlModifier:
                wanted = QKeySequence(int(modifiers.value) | key)
                text = wanted.toString(QKeySequence.SequenceFormat.PortableText)
                action = self._actions.get(text)
                if action is not None and action.isEnabled():
                    action.trigger()
                    return True
        return super().eventFilter(watched, event)


def install(window: QWidget, handlers: Mapping[str, object]) -> dict[str, QAction]:
    """An action a command on ``window``, wired to the method that it names; ``handlers`` are the
    objects by name, the window's own is ``window``."""
    actions: dict[str, QAction] = {}
    for command in COMMANDS:
        action = QAction(window)
        action.setObjectName(f"command-{command.id}")
        action.setShortcut(QKeySequence(command.shortcut))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        name, _, method = command.handler.rpartition(".")
        handler: Callable[[], object] = getattr(handlers[name or "window"], method)
        action.triggered.connect(_without_argument(handler))
        window.addAction(action)
        actions[command.id] = action
    AnyLayout(window, actions)
    return actions


def _without_argument(handler: Callable[[], object]) -> Callable[[bool], None]:
    def run(_checked: bool = False) -> None:
        handler()

    return run
