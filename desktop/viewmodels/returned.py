"""What did not go out because a window had closed goes back to where it was written."""

from typing import Final

from PySide6.QtCore import QObject, Signal

from core.domain.changes import Change
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels.backend import Backend
from desktop.viewmodels.composer import ComposerState

_KINDS: Final = frozenset({"send_failed", "window_closed"})


class Returned(QObject):
    """``back`` gives each Unsent whose text is to be a draft again. Where the thread has another
    draft by now, the message stays in the thread as one that did not go out."""

    back = Signal(object)

    def __init__(self, backend: Backend, composer: ComposerState, tasks: Tasks) -> None:
        super().__init__()
        self._backend, self._composer = backend, composer
        self._threads: set[int] = set()
        self._latest = Latest(tasks, self._look)

    def changed(self, change: Change) -> None:
        """Something was written."""
        if change.kinds & _KINDS:
            self._threads |= change.threads
            self._latest.ask()

    async def _look(self) -> None:
        threads, self._threads = self._threads, set()
        for one in await self._backend.unsent(threads):
            if not self._composer.draft(one.thread).strip():
                # first the draft: whatever ends the window in between, the text is not lost
                self.back.emit(one)
                await self._backend.keep_draft(one.thread, one.text)
                await self._backend.discard_send(one.client_ref)
