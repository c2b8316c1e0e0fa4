"""Where one goes: by the palette, and to the thread below or above."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.shell import commands
from desktop.ui.list_words import view_name
from desktop.ui.palette import Palette
from desktop.ui.rail import queue_icon, queue_name
from desktop.viewmodels.palette import Entry, PaletteModel

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow


class GoActions:
    """Made by the main window; the palette stands over ``body``."""

    def __init__(self, window: "MainWindow", body: QWidget) -> None:
        self._window, self._shell = window, window.shell
        model = PaletteModel(window.backend.lists, window.desk.tasks, self._places)
        self.palette = Palette(window.shell, model, body)
        self.palette.chosen.connect(self._go)

    def open_palette(self) -> None:
        """Everything one can do or go to, by typing."""
        self.palette.open()

    def next_thread(self) -> None:
        """One down."""
        self._step(1)

    def previous_thread(self) -> None:
        """One up."""
        self._step(-1)

    def arrived(self) -> None:
        """A thread was gone to by a key: what is typed next is its answer, unless one reads or
        walks the list."""
        window, now = self._window, self._window.focusWidget()
        areas = (window.pane.list, window.conversation, window.sidebar)
        if now is None or not any(a is now or a.isAncestorOf(now) for a in areas):
            window.conversation.composer.focus()

    def _step(self, by: int) -> None:
        self._window.pane.step(by)
        self.arrived()

    def _places(self) -> list[Entry]:
        shell, window = self._shell, self._window
        commands_ = [
            Entry("command", c.id, shell.tr(c.title), shell.keymap.shown(c), "chevron-right")
            for c in commands.COMMANDS
            if c.id != "palette" and not c.id.startswith("view_")
            if window.actions_[c.id].isEnabled()
        ]
        queues = [
            Entry("queue", row.id, shell.tr("palette-queue", name=queue_name(shell, row.id)),
                  str(row.threads or ""), queue_icon(row.id))
            for row in window.queues.rows
        ]  # fmt: skip
        kept = window.desk.views
        views = [
            Entry("view", row.id, shell.tr("palette-view", name=view_name(shell, row)),
                  str(row.count or ""), "bookmark")
            for row in [*kept.saved, *(r for r in kept.rows if r.built_in)]
        ]  # fmt: skip
        folders = [
            Entry("view", row.id, shell.tr("palette-folder", name=row.name),
                  str(row.count or ""), "folder")
            for row in window.desk.folders.rows
        ]  # fmt: skip
        return [*commands_, *queues, *folders, *views]

    def _go(self, entry: Entry) -> None:
        """What was taken in the palette."""
        window = self._window
        if entry.kind == "command":
            window.actions_[entry.id].trigger()
        elif entry.kind == "queue":
            window.rail.pick(entry.id)
        elif entry.kind == "view":
            window.desk.browse.go_view(entry.id)
        else:
            window.desk.tasks.start(self._open(int(entry.id)))

    async def _open(self, thread: int) -> None:
        """Who is asked for by name is written to next."""
        await self._window.open_thread(thread)
        self._window.conversation.composer.focus()
