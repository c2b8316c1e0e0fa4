"""What leaves the composer: text, files and templates, each to the client of the open thread."""

from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.domain.problems import ProblemError
from core.domain.views import MessageRow
from desktop.ui.actions.mending import MendActions
from desktop.ui.file_dialog import choose_files
from desktop.ui.quoting import quoted
from desktop.viewmodels.templates import Filling, TemplateRow

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow


class SendActions:
    """Made by the main window."""

    def __init__(self, window: "MainWindow") -> None:
        self._window, self._desk, self._backend = window, window.desk, window.backend
        self._conversation = window.conversation
        self._composer = composer = window.conversation.composer
        self._last_folder = ""
        composer.send.connect(self._send)
        composer.send_files.connect(self._send_files)
        composer.send_voice.connect(self._send_voice)
        composer.template.connect(self._send_template)
        self.mending = MendActions(window)
        composer.attach.connect(self.attach)
        self._desk.composer.changed.connect(self._load_templates)

    def attach(self) -> None:
        """Choose files to send."""
        if self._desk.composer.free_text:
            choose_files(self._window, self._window.shell, self._chosen, start=self._last_folder)

    def next_channel(self) -> None:
        """Answer in the next messenger."""
        self._desk.composer.choose_next()

    def answer(self, row: MessageRow) -> None:
        """What is written next answers this message, or those of its words that are selected."""
        selecting = self._conversation.view.selecting
        words = quoted(row, selecting.selection)
        self._desk.composer.answer_part(row, words)
        if words is not None:  # they stand over the draft from now on
            selecting.clear()
        self._composer.focus()

    def _send(self, text: str) -> None:
        state = self._desk.composer
        if state.peer is None or state.thread_id is None:
            return
        reply = state.reply.external_id if state.reply is not None else None
        work = self._backend.sending.send(
            state.thread_id, state.peer.peer, text, reply, quote=state.quote,
            silent=self._composer.silent,
        )  # fmt: skip
        self._desk.tasks.start(self._or_give_back(work, state.thread_id, text))
        state.answered()
        self._conversation.view.to_end()

    async def _or_give_back(self, work: Coroutine[Any, Any, None], thread: int, text: str) -> None:
        """What was refused is written again in its thread, unless something else is by now."""
        try:
            await work
        except ProblemError:
            self._composer.give_back(thread, text)
            raise

    def _send_template(self, template: TemplateRow, filling: Filling) -> None:
        state = self._desk.composer
        if state.peer is not None and state.thread_id is not None:
            work = self._backend.sending.send_template(
                state.thread_id, state.peer.peer, template, filling
            )
            self._desk.tasks.start(self._sent_template(template, work))

    async def _sent_template(self, template: TemplateRow, work: Coroutine[Any, Any, None]) -> None:
        await work
        self._desk.templates.used(template)
        self._composer.templates.sent()
        self._conversation.view.to_end()

    def _send_files(self, paths: Sequence[Path], caption: str) -> None:
        state = self._desk.composer
        if state.peer is None or state.thread_id is None:
            return
        thread, peer, silent = state.thread_id, state.peer.peer, self._composer.silent
        sending = self._backend.sending
        if len(paths) == 1:
            work = sending.send_file(thread, peer, paths[0], caption, silent=silent)
        else:
            work = sending.send_files(thread, peer, paths, caption, silent=silent)
        self._desk.tasks.start(self._or_give_back(work, state.thread_id, caption))
        self._conversation.view.to_end()

    def _send_voice(self, path: Path, wave: bytes) -> None:
        state = self._desk.composer
        if state.peer is None or state.thread_id is None:
            return
        work = self._backend.sending.send_voice(state.thread_id, state.peer.peer, path, wave)
        self._desk.tasks.start(work)
        self._conversation.view.to_end()

    def _chosen(self, paths: Sequence[str]) -> None:
        if paths:
            self._last_folder = str(Path(paths[0]).parent)
            self._composer.take_files([Path(path) for path in paths])

    def _load_templates(self) -> None:
        state = self._desk.composer
        if state.peer is not None and not state.free_text:
            self._desk.templates.open(state.peer.peer)
