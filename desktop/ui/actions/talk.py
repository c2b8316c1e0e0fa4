"""What one does in the conversation: find, take back what was sent, look at files, listen."""

import asyncio
import shutil
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from core.domain import markdown
from core.domain.problems import Problem, ProblemError
from core.domain.views import AttachmentRow, MessageRow
from desktop.shell.commands import COMMANDS
from desktop.shell.context import Shell
from desktop.ui.bubble import SOUNDS
from desktop.ui.conversation import Conversation
from desktop.ui.media_viewer import MediaViewer
from desktop.viewmodels.desk import Desk
from desktop.viewmodels.rows import ROW

_UNDO: Final = next(command for command in COMMANDS if command.id == "undo_send")


class TalkActions(QObject):
    """The commands of the conversation; ``told`` gives a sentence to say in passing."""

    told = Signal(str)

    def __init__(
        self, shell: Shell, desk: Desk, conversation: Conversation, viewer: MediaViewer
    ) -> None:
        super().__init__(conversation)
        self._shell, self._desk = shell, desk
        self._conversation, self._viewer = conversation, viewer
        self._taken: set[str] = set()
        asked = conversation.view.actions_
        asked.undo.connect(lambda row: desk.tasks.start(self.take_back(row)))
        asked.fetch.connect(lambda peer: desk.tasks.start(desk.backend.talk.fetch_missing(peer)))
        asked.picture.connect(lambda row, item: desk.tasks.start(self.look_at(row, item)))
        asked.save.connect(lambda source, to: desk.tasks.start(self.save_copy(source, to)))
        conversation.composer.draft.installEventFilter(self)
        viewer.saved.connect(self._saved)
        viewer.left.connect(conversation.view.setFocus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: the field would take the key that undoes a send for its own "redo", which
        has another one."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            pressed = QKeySequence(int(event.modifiers().value) | event.key())
            if pressed == QKeySequence(self._shell.keymap.keys(_UNDO)):
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def find(self) -> None:
        """Look for words in the open thread."""
        self._conversation.open_find()

    def find_next(self) -> None:
        """The next one found."""
        self._conversation.step_found(1)

    def find_previous(self) -> None:
        """The one found before."""
        self._conversation.step_found(-1)

    def undo_send(self) -> None:
        """Take back the last text that has not gone out."""
        now = self._shell.now()
        rows = self._desk.messages.rows
        waiting = [r for r in rows if r.goes_at > now and r.client_ref not in self._taken]
        if waiting:
            self._desk.tasks.start(self.take_back(waiting[-1]))
        else:
            self.told.emit(self._shell.tr("nothing-to-undo"))

    def play(self) -> None:
        """Pause what is heard, wherever it is; else play the voice message that has the focus, go
        on with the one that was paused, or play the newest one."""
        sounds, view = self._conversation.sounds, self._conversation.view
        player = sounds.player
        current: MessageRow | None = view.currentIndex().data(ROW)
        if player.sound is not None and player.state == "playing":
            player.toggle(player.sound)
        elif current is not None and (item := _sound(current)) is not None:
            sounds.toggle(current, item)
        elif player.sound is not None:
            player.toggle(player.sound)
        else:
            for row in reversed(self._desk.messages.rows):
                if (item := _sound(row)) is not None:
                    sounds.toggle(row, item)
                    return

    def faster(self) -> None:
        """The next speed of what is heard."""
        player = self._conversation.sounds.player
        if player.sound is not None:
            player.next_speed()

    async def take_back(self, row: MessageRow) -> None:
        """Have it not sent, or its file stopped on its way; its words stand in the draft again,
        before what was written since."""
        if row.uploaded is not None:
            if not await self._desk.backend.sending.stop_upload(row.client_ref):
                self.told.emit(self._shell.tr("problem-send-went-out"))
            return
        if row.client_ref in self._taken:
            return
        self._taken.add(row.client_ref)
        await self._desk.backend.sending.take_back(row.client_ref)
        if row.note:  # a place, a question: its words are no draft
            return
        self._to_draft(row)

    async def rewrite(self, row: MessageRow) -> None:
        """Take a text that was refused out of the thread; its words stand in the draft."""
        if row.client_ref in self._taken:
            return
        self._taken.add(row.client_ref)
        await self._desk.backend.sending.discard_send(row.client_ref)
        self._to_draft(row)

    def _to_draft(self, row: MessageRow) -> None:
        composer, state = self._conversation.composer, self._desk.composer
        open_ = state.thread_id == row.thread
        since = composer.draft.toPlainText() if open_ else state.draft(row.thread)
        written = markdown.write(row.text, row.marks)
        text = f"{written}\n{since}" if since.strip() else written
        if open_:
            composer.draft.setPlainText(text)
            composer.draft.moveCursor(composer.draft.textCursor().MoveOperation.End)
            answered = self._desk.messages.row_of(row.reply_to) if row.reply_to else -1
            if answered >= 0 and state.reply is None:
                state.answer(self._desk.messages.rows[answered])
            composer.focus()
        else:
            state.keep_draft(row.thread, text)

    async def look_at(self, row: MessageRow, item: AttachmentRow) -> None:
        """Show a picture, and those around it."""
        rows = await self._desk.backend.talk.pictures(row.thread)
        current = self._desk.current
        self._viewer.client = current.name if current is not None else ""
        self._viewer.open(rows, row.id, item.index)

    async def save_copy(self, source: str, target: str) -> None:
        """Copy a file of a message to where the operator said."""
        name = Path(target).name
        try:
            await asyncio.to_thread(shutil.copyfile, source, target)
        except OSError as error:
            raise ProblemError(Problem("file-not-saved", {"name": name})) from error
        self._saved(name)

    def _saved(self, name: str) -> None:
        self.told.emit(self._shell.tr("viewer-saved", name=name))


def _sound(row: MessageRow) -> AttachmentRow | None:
    return next((item for item in row.attachments if item.kind in SOUNDS and item.path), None)
