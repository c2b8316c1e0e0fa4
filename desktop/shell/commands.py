"""The commands: one table that makes the menu, the shortcuts and the help."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop.shell.layouts import latin_key


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
    Command("palette", "command-palette", "Ctrl+K", "go.open_palette"),
    Command("new_talk", "command-new-talk", "Ctrl+N", "people.new_talk"),
    Command("search", "command-search", "Ctrl+Shift+F", "focus_search"),
    Command("search_client", "command-search-client", "Ctrl+Alt+F", "search.in_client"),
    Command("next", "command-next", "Ctrl+Down", "go.next_thread"),
    Command("previous", "command-previous", "Ctrl+Up", "go.previous_thread"),
    Command("next_unread", "command-next-unread", "Ctrl+J", "list.next_unread"),
    Command("next_waiting", "command-next-waiting", "Ctrl+Shift+J", "list.next_waiting"),
    Command("done", "command-done", "Ctrl+D", "triage.done", "list"),
    Command("snooze", "command-snooze", "Ctrl+H", "triage.snooze", "list"),
    Command("follow_up", "command-follow-up", "Ctrl+U", "triage.follow_up", "list"),
    Command("pin", "command-pin", "Ctrl+P", "triage.pin", "list"),
    Command("move", "command-move", "Ctrl+Shift+M", "triage.move", "list"),
    Command("assign", "command-assign", "Ctrl+Shift+P", "triage.assign", "list"),
    Command("mark_read", "command-mark-read", "Ctrl+Alt+M", "triage.mark_read", "list"),
    Command("mark_unread", "command-mark-unread", "Ctrl+Alt+N", "shelf.mark_unread", "list"),
    Command("archive", "command-archive", "Ctrl+Alt+A", "shelf.archive", "list"),
    Command("mute", "command-mute", "Ctrl+Alt+U", "shelf.mute", "list"),
    Command("folder", "command-folder", "Ctrl+Alt+D", "shelf.folder", "list"),
    Command("block", "command-block", "", "person.block", "list"),
    Command("report_spam", "command-report-spam", "", "person.report_spam", "list"),
    Command("delete_chat", "command-delete-chat", "", "person.delete_chat", "list"),
    Command("take_back", "command-take-back", "Ctrl+Alt+Z", "triage.take_back", "list"),
    Command("select", "command-select", "Ctrl+Shift+A", "list.select_all", "list"),
    Command("filter", "command-filter", "Ctrl+Shift+R", "list.filter", "list"),
    Command("sort", "command-sort", "Ctrl+Shift+T", "list.sort", "list"),
    Command("save_view", "command-save-view", "Ctrl+Alt+V", "list.save_view", "list"),
    Command("closing", "command-closing", "Ctrl+Alt+W", "list.closing", "list"),
    Command("view_1", "command-view-1", "Ctrl+1", "list.view_1", "list"),
    Command("view_2", "command-view-2", "Ctrl+2", "list.view_2", "list"),
    Command("view_3", "command-view-3", "Ctrl+3", "list.view_3", "list"),
    Command("view_4", "command-view-4", "Ctrl+4", "list.view_4", "list"),
    Command("view_5", "command-view-5", "Ctrl+5", "list.view_5", "list"),
    Command("view_6", "command-view-6", "Ctrl+6", "list.view_6", "list"),
    Command("view_7", "command-view-7", "Ctrl+7", "list.view_7", "list"),
    Command("view_8", "command-view-8", "Ctrl+8", "list.view_8", "list"),
    Command("view_9", "command-view-9", "Ctrl+9", "list.view_9", "list"),
    Command("reply", "command-reply", "Ctrl+L", "focus_composer", "message"),
    Command("attach", "command-attach", "Ctrl+O", "send.attach", "message"),
    Command("channel", "command-channel", "Ctrl+T", "send.next_channel", "message"),
    Command("quick_replies", "command-quick-replies", "Ctrl+;", "write.quick_replies", "message"),
    Command("templates", "command-templates", "Ctrl+Shift+S", "write.templates", "message"),
    Command("place", "command-place", "Ctrl+Alt+L", "write.place", "message"),
    Command("contact", "command-contact", "Ctrl+Alt+C", "write.contact", "message"),
    Command("question", "command-question", "Ctrl+Alt+Q", "write.question", "message"),
    Command("react", "command-react", "Ctrl+Shift+Y", "write.react", "message"),
    Command("choose", "command-choose", "Ctrl+Alt+K", "asked.choose", "message"),
    Command("pin_message", "command-pin-message", "Ctrl+Alt+H", "asked.pin", "message"),
    Command("silent", "command-silent", "", "later.silently", "message"),
    Command("online", "command-online", "", "later.online", "message"),
    Command("later", "command-later", "Ctrl+Alt+S", "later.ask", "message"),
    Command("waiting", "command-waiting", "", "later.show", "message"),
    Command("edit", "command-edit", "Ctrl+Alt+E", "change.edit", "message"),
    Command("forward", "command-forward", "Ctrl+Alt+O", "change.forward", "message"),
    Command("delete", "command-delete", "Ctrl+Alt+X", "change.delete", "message"),
    Command("suggestion", "command-suggestion", "Ctrl+G", "write.suggestion", "message"),
    Command("spell", "command-spell", "F7", "write.spell", "message"),
    Command("manage_replies", "command-manage-replies", "", "write.manage_replies", "message"),
    Command("undo_send", "command-undo-send", "Ctrl+Shift+Z", "talk.undo_send", "message"),
    Command("answer_source", "command-answer-source", "Ctrl+Shift+G", "answers.source", "message"),
    Command("answer_insert", "command-answer-insert", "Ctrl+Shift+E", "answers.insert", "message"),
    Command("find", "command-find", "Ctrl+F", "talk.find", "talk"),
    Command("find_next", "command-find-next", "F3", "talk.find_next", "talk"),
    Command("find_previous", "command-find-previous", "Shift+F3", "talk.find_previous", "talk"),
    Command("members", "command-members", "Ctrl+Alt+I", "rooms.members", "talk"),
    Command("next_mention", "command-next-mention", "Ctrl+Alt+J", "rooms.next_mention", "talk"),
    Command("new_group", "command-new-group", "", "rooms.new_group", "talk"),
    Command("date", "command-date", "Ctrl+Alt+T", "days.ask", "talk"),
    Command("play", "command-play", "Ctrl+Shift+Space", "talk.play", "talk"),
    Command("faster", "command-faster", "Ctrl+Alt+P", "talk.faster", "talk"),
    Command("facts", "command-facts", "Ctrl+I", "focus_facts", "facts"),
    Command("next_step", "command-next-step", "Ctrl+Shift+I", "side.focus_step", "facts"),
    Command("ask_unknown", "command-ask-unknown", "Ctrl+Shift+K", "side.ask", "facts"),
    Command("documents", "command-documents", "Ctrl+Shift+O", "side.focus_documents", "facts"),
    Command("profile", "command-profile", "", "person.profile", "facts"),
    Command("crm", "command-crm", "Ctrl+E", "export_crm", "facts"),
    Command("next_pane", "command-next-pane", "F6", "panes.next_pane", "window"),
    Command("previous_pane", "command-previous-pane", "Shift+F6", "panes.previous_pane", "window"),
    Command("sidebar", "command-sidebar", "Ctrl+B", "panes.toggle_side", "window"),
    Command("list", "command-list", "Ctrl+Shift+B", "panes.toggle_list", "window"),
    Command("wider", "command-wider", "Ctrl+]", "panes.wider", "window"),
    Command("narrower", "command-narrower", "Ctrl+[", "panes.narrower", "window"),
    Command("settings", "command-settings", "Ctrl+,", "open_settings", "window"),
    Command("models", "command-models", "Ctrl+M", "open_models", "window"),
    Command("devices", "command-devices", "", "first.devices", "window"),
    Command("business", "command-business", "", "first.business", "window"),
    Command("bots", "command-bots", "", "first.bots", "window"),
    Command("proxies", "command-proxies", "", "first.proxies", "window"),
    Command("health", "command-health", "F2", "app.health", "window"),
    Command("dnd", "command-dnd", "Ctrl+Shift+D", "app.toggle_quiet", "window"),
    Command("theme", "command-theme", "Ctrl+Shift+L", "toggle_theme", "window"),
    Command("help", "command-help", "F1", "open_help", "window"),
    Command("help_here", "command-help-here", "Shift+F1", "first.here", "window"),
    Command("guide", "command-guide", "Ctrl+Alt+G", "first.guide", "window"),
    Command("history", "command-history", "", "first.history", "window"),
    Command("backup", "command-backup", "Ctrl+Alt+B", "first.backup", "window"),
    Command("restore", "command-restore", "Ctrl+Alt+R", "first.restore", "window"),
    Command("quit", "command-quit", "Ctrl+Q", "quit", "window"),
)


class AnyLayout(QObject):
    """Triggers the commands for keys that no shortcut took because the layout is Russian.

    Where the platform maps such keys itself the shortcut wins and no key press arrives here.
    """

    def __init__(self, window: QWidget, actions: Mapping[str, QAction]) -> None:
        super().__init__(window)
        self._actions = actions
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: True when the key was a command."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = latin_key(event.key())
            modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if key != event.key() and modifiers & Qt.KeyboardModifier.ControlModifier:
                wanted = QKeySequence(int(modifiers.value) | key)
                for action in self._actions.values():
                    if action.shortcut() == wanted and action.isEnabled():
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
