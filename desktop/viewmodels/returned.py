"""What did not go out because a window had closed goes back to where it was written."""

from typing import Final

from msgspec import structs
from PySide6.QtCore import QObject, Signal

from core.domain.changes import Change
from core.domain.views import Unsent
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels.backend import Backend
from desktop.viewmodels.composer import ComposerState

_KINDS: Final = frozenset({"send_failed", "window_closed"})


class Returned(QObject):
    """``back`` gives an Unsent whose text is to be a draft again, all of a thread as one. Where the
    thread has another draft by now, they stay in the thread as what did not go out."""

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
        kept: dict[int, list[Unsent]] = {}
        for one in await self._backend.sending.unsent(threads):
            kept.setdefault(one.thread, []).append(one)
        for thread, texts in kept.items():
            if self._composer.draft(thread).strip():
                continue
            whole = structs.replace(texts[0], text="\n\n".join(one.text for one in texts))
            # first the draft: whatever ends the window in between, the text is not lost
            self.back.emit(whole)
            await self._backend.drafting.keep_draft(thread, whole.text)
            for one in texts:
                await self._backend.sending.discard_send(one.client_ref)
