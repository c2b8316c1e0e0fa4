"""What one does with messages that stand: change one's own, delete for both, pass on."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from core.domain import markdown
from core.domain.abilities import Bot, may_delete, may_edit, may_forward
from core.domain.problems import ProblemError
from core.domain.views import MessageRow
from desktop.ui.delete_dialog import DeleteDialog
from desktop.ui.file_dialog import choose_path
from desktop.ui.palette import Palette
from desktop.ui.versions_dialog import VersionsDialog
from desktop.viewmodels.palette import Entry, PaletteModel
from desktop.viewmodels.rows import ROW

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow


class ChangeActions:
    """Made by the main window; the palette of threads to forward to stands over ``body``."""

    def __init__(self, window: "MainWindow", body: QWidget) -> None:
        self._window, self._shell, self._desk = window, window.shell, window.desk
        self._view = window.conversation.view
        self._composer = window.conversation.composer
        self._passed: tuple[tuple[MessageRow, ...], bool] = ((), True)
        model = PaletteModel(window.backend.lists, window.desk.tasks, list)
        self.palette = Palette(window.shell, model, body, name="forward")
        self.palette.chosen.connect(self._forward_to)
        asked = self._view.actions_
        asked.edit.connect(self._composer.edit)
        asked.delete.connect(lambda row: self._ask(self._with_selected(row)))
        asked.forward.connect(lambda row, named: self._pass(self._with_selected(row), named=named))
        asked.delete_all.connect(self._ask)
        asked.forward_all.connect(lambda rows, named: self._pass(rows, named=named))
        asked.told.connect(window.toast.tell)
        asked.replace.connect(self._choose_file)
        asked.versions.connect(lambda row: self._desk.tasks.start(self._show_versions(row)))
        self._composer.draft.up.connect(self.edit)
        self._composer.edited.connect(self._edited)

    def edit(self) -> None:
        """Change the message of ours that has the keys, else the last one."""
        now = self._shell.now()
        rows = [r for r in self._here() if may_edit(r, now, self._bot(r))]
        if rows:
            self._composer.edit(rows[-1])
        else:
            self._window.toast.tell(self._shell.tr("edit-nothing"))

    def delete(self) -> None:
        """Delete what is selected, or the message that has the keys, for both sides."""
        self._ask(self._selected() or self._current())

    def forward(self) -> None:
        """Pass what is selected, or the message that has the keys, on to another thread."""
        self._pass(self._selected() or self._current(), named=True)

    def _bot(self, row: MessageRow) -> Bot:
        return self._shell.accounts.bot(row.peer.account)

    def _here(self) -> Sequence[MessageRow]:
        return self._current() or self._desk.messages.rows

    def _current(self) -> list[MessageRow]:
        row: MessageRow | None = self._view.currentIndex().data(ROW)
        return [row] if row is not None and self._view.hasFocus() else []

    def _selected(self) -> list[MessageRow]:
        chosen = self._view.selecting.selection
        return [row for row in self._desk.messages.rows if chosen.span(row) is not None]

    def _with_selected(self, row: MessageRow) -> list[MessageRow]:
        """What is selected, where the message is in it."""
        rows = self._selected()
        return rows if any(one.id == row.id for one in rows) else [row]

    def _edited(self, row: MessageRow, text: str) -> None:
        if text == markdown.write(row.text, row.marks):
            return
        if text or row.attachments:
            self._desk.tasks.start(self._change(row, text))
        else:
            self._ask([row])  # nothing is left of it

    async def _change(self, row: MessageRow, text: str) -> None:
        """What is refused is written again, unless something else is by now."""
        name = row.external_id or row.client_ref
        try:
            await self._desk.backend.changing.edit(row.thread, row.peer, name, text)
        except ProblemError:
            self._composer.give_back(row.thread, text)
            raise

    def _choose_file(self, row: MessageRow) -> None:
        start = self._desk.tasks.start
        choose_path(self._window, self._shell, lambda path: start(self._replace(row, Path(path))))

    async def _replace(self, row: MessageRow, path: Path) -> None:
        text = markdown.write(row.text, row.marks)
        edit = self._desk.backend.changing.edit
        await edit(row.thread, row.peer, row.external_id, text, path)

    async def _show_versions(self, row: MessageRow) -> None:
        rows = await self._desk.backend.talk.versions(row.id)
        VersionsDialog(self._shell, self._window, rows).show()

    def _ask(self, rows: Sequence[MessageRow]) -> None:
        taken = [row for row in rows if may_delete(row, self._bot(row))]
        if not taken or len(taken) < len(rows):
            self._window.toast.tell(self._shell.tr("delete-nothing"))
            return
        words = " ".join(taken[0].text.split()) if len(taken) == 1 else ""
        dialog = DeleteDialog(self._shell, self._window, len(taken), words[:120])
        dialog.agreed.connect(lambda: self._delete(taken))
        dialog.show()

    def _delete(self, rows: Sequence[MessageRow]) -> None:
        self._view.selecting.clear()
        chats: dict[object, list[MessageRow]] = {}
        for row in rows:
            chats.setdefault(row.peer, []).append(row)
        for same in chats.values():
            names = [row.external_id for row in same]
            work = self._desk.backend.changing.delete(same[0].thread, same[0].peer, names)
            self._desk.tasks.start(work)

    def _pass(self, rows: Sequence[MessageRow], *, named: bool) -> None:
        taken = tuple(row for row in rows if may_forward(row, self._bot(row)))
        if not taken:
            self._window.toast.tell(self._shell.tr("forward-nothing"))
            return
        self._passed = (taken, named)
        self.palette.open()

    def _forward_to(self, entry: Entry) -> None:
        rows, named = self._passed
        self._desk.tasks.start(self._forward(rows, int(entry.id), entry.title, named=named))

    async def _forward(
        self, rows: Sequence[MessageRow], thread: int, name: str, *, named: bool
    ) -> None:
        await self._desk.backend.sending.forward(rows, thread, named=named)
        self._view.selecting.clear()
        self._window.toast.tell(self._shell.tr("forwarded-to", name=name))
