"""Watches what is being written: has the client answered that already?"""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from core.domain.said import Answer, Told
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels.composer import ComposerState

if TYPE_CHECKING:
    from core.understanding.reask import AnswerIndex

SETTING: Final = "desk.guard"
PAUSE_MS: Final = 60
"""So long the typing must pause before the draft is looked at."""
SETTLE_MS: Final = 300
"""So long a thread must stand open before it is indexed, unless something is being written."""


def _breathe() -> None:
    """Python runs one thread at a time: the window's goes first."""
    time.sleep(0.0005)


def _index(told: Told, before: "AnswerIndex | None") -> "AnswerIndex":
    """Not in the window's thread; the rules load with the first thread."""
    from core.understanding.reask import AnswerIndex

    return AnswerIndex.of(told, before, _breathe)


class Answering(Protocol):
    """What is asked of the backend."""

    async def told(self, thread: int) -> Told:
        """Everything said in a thread, with what stands in it."""


class GuardModel(QObject):
    """``answer`` is what the client has said to the question in the draft, None where there is
    nothing to say. ``changed`` when it is another one, or ``writing`` began or ended."""

    changed = Signal()

    def __init__(
        self, backend: Answering, composer: ComposerState, tasks: Tasks, now: Callable[[], int]
    ) -> None:
        super().__init__()
        self._backend, self._composer, self._now = backend, composer, now
        self._tasks = tasks
        self._latest = Latest(tasks, self._read)
        self._index: AnswerIndex | None = None
        self._of: int | None = None
        self._thread: int | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._dismissed = False
        self._stopped = False
        self.enabled = True
        self.writing = False
        self.answer: Answer | None = None
        self._pause = self._timer(PAUSE_MS, self.look)
        self._settle = self._timer(SETTLE_MS, self._latest.ask)
        composer.drafted.connect(self._drafted)

    def configure(self, settings: Mapping[str, str]) -> None:
        """Take over settings, all of them or those that changed."""
        on = settings.get(SETTING, "on" if self.enabled else "off") != "off"
        if on != self.enabled:
            self.enabled = on
            self._start()

    def open(self, thread: int | None) -> None:
        """Another thread is open."""
        if thread == self._thread:
            return
        self._thread, self._dismissed = thread, False
        # kept: while the window closes a step may come from Qt's own loop, where none is running
        self._loop = self._loop or asyncio.get_running_loop()
        self._pause.stop()
        self._start()

    def touch(self) -> None:
        """Something in the open thread changed."""
        if self._thread is None or not self.enabled or self._stopped:
            return
        if self.writing:
            self._latest.ask()
        else:
            self._settle.start()

    def dismiss(self) -> None:
        """Say nothing more to this draft."""
        self._dismissed = True
        self._tell(None)

    def stop(self) -> None:
        """Nothing more, ever."""
        self._stopped = True
        self._pause.stop()
        self._settle.stop()

    def look(self) -> None:
        """Look at the draft now; a few milliseconds."""
        text = self._text()
        if self._dismissed or not self.enabled or self._index is None or self._of != self._thread:
            self._tell(None)
            return
        from core.understanding.reask import answer  # loaded with the index

        self._tell(answer(text, self._index, self._now()) if text.strip() else None)

    def _start(self) -> None:
        """Index what is open, at once where something is written there."""
        self._settle.stop()
        if self._of != self._thread:
            self._index = None
        self._tell(None)
        if self._thread is None or not self.enabled or self._stopped:
            return
        if self._text().strip():
            self._latest.ask()
        else:
            self._settle.start()

    def _drafted(self, thread: int) -> None:
        if thread != self._composer.thread_id or not self.enabled or self._stopped:
            return
        if not self._text().strip():
            self._dismissed = False
            self._pause.stop()
            self._tell(None)
            return
        if self._settle.isActive():
            self._settle.stop()
            self._latest.ask()
        if not self.writing:
            self.writing = True
            self.changed.emit()
        self._pause.start()

    async def _read(self) -> None:
        thread = self._thread
        if thread is None:
            return
        told = await self._backend.told(thread)
        before = self._index if self._of == thread else None
        assert self._loop is not None
        made = await self._loop.run_in_executor(None, _index, told, before)
        if thread == self._thread:
            self._index, self._of = made, thread
            self.look()

    def _text(self) -> str:
        return self._composer.draft(self._thread)

    def _tell(self, found: Answer | None) -> None:
        writing = bool(self._text().strip())
        if found == self.answer and writing == self.writing:
            return
        self.answer, self.writing = found, writing
        self.changed.emit()

    def _timer(self, ms: int, work: Callable[[], object]) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(ms)
        made.timeout.connect(lambda: work())
        return made
