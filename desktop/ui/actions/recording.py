"""Recording a voice message: begun by a button, sent with Enter, dropped with Escape."""

import asyncio
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from core.domain.problems import Problem, ProblemError
from desktop.media.recording import Microphone, Recorder, microphones
from desktop.shell.context import Shell
from desktop.ui.composer_bar import ComposerBar
from desktop.viewmodels.desk import Desk


class RecordActions:
    """The button is hidden until ``look`` has found a microphone."""

    def __init__(
        self, shell: Shell, desk: Desk, composer: ComposerBar, recorder: Recorder | None = None
    ) -> None:
        self._shell, self._desk, self._composer = shell, desk, composer
        self.recorder = recorder or Recorder(Microphone)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        composer.voice_button.clicked.connect(lambda: desk.tasks.start(self.begin()))
        composer.recorded.connect(self._end)

    async def look(self, count: Callable[[], int] = microphones) -> None:
        """Whether there is a microphone."""
        self._composer.may_record(await asyncio.to_thread(count) > 0)

    async def begin(self) -> None:
        """Record; what is heard goes to the chat that is open."""
        recorder, thread = self.recorder, self._desk.composer.thread_id
        if recorder.running:
            return
        await asyncio.to_thread(recorder.start)
        if self._desk.composer.thread_id != thread:
            await asyncio.to_thread(recorder.drop)
            return
        self._composer.record(lambda: recorder.seconds)

    def _end(self, sent: bool) -> None:
        self._composer.record(None)
        self._desk.tasks.start(self._send() if sent else asyncio.to_thread(self.recorder.drop))

    async def _send(self) -> None:
        thread = self._desk.composer.thread_id
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="threadline-")
        name = time.strftime("%Y-%m-%d %H.%M.%S")
        path = Path(self._folder.name) / f"{self._shell.tr('note-voice')} {name}.ogg"
        try:
            wave = await asyncio.to_thread(self.recorder.finish, path)
        except OSError as error:
            raise ProblemError(Problem("file-not-saved", {"name": path.name})) from error
        if wave and self._desk.composer.thread_id == thread:
            self._composer.send_voice.emit(path, wave)

    def close(self) -> None:
        """Record nothing more, and leave no recording behind."""
        self.recorder.drop()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None
