"""Keeps what is begun to be written while it is, and shows what another device began."""

from collections.abc import Collection

from PySide6.QtCore import QObject, QTimer

from core.domain.changes import Change
from core.domain.channels import Peer
from desktop.shell.tasks import Tasks
from desktop.viewmodels.composer import ComposerState
from desktop.viewmodels.drafting_port import Drafting

PAUSE_MS = 700
STEADY_MS = 1500
"""Whoever writes without a pause has what they wrote kept so often."""


class DraftKeeper(QObject):
    """Follows ``composer``; what was not kept yet is kept by ``close``."""

    def __init__(self, backend: Drafting, composer: ComposerState, tasks: Tasks) -> None:
        super().__init__()
        self._backend, self._composer, self._tasks = backend, composer, tasks
        self._due: dict[tuple[int, Peer | None], None] = {}
        self._writing: dict[tuple[int, Peer | None], None] = {}
        self._pause, self._steady = (self._timer(ms) for ms in (PAUSE_MS, STEADY_MS))
        self._pause.timeout.connect(lambda: tasks.start(self._keep()))
        self._steady.timeout.connect(lambda: tasks.start(self._keep(quiet=True)))
        self._asked: tuple[Peer, str] | None = None
        composer.begun.connect(self._begun)
        composer.left.connect(lambda peer: tasks.start(self._leave(peer)))
        composer.changed.connect(self._answers)

    def _timer(self, ms: int) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(ms)
        return made

    async def load(self) -> None:
        """Take what was kept."""
        self._composer.load_drafts(await self._backend.drafts())

    async def read(self, thread: int) -> None:
        """Take what is begun in a thread by now."""
        drafts = await self._backend.drafts(thread)
        self._composer.take_drafts(thread, drafts, self._ours(thread))

    def changed(self, change: Change) -> None:
        """Something was written."""
        if "drafts" in change.kinds:
            for thread in change.threads:
                self._tasks.start(self.read(thread))

    async def close(self) -> None:
        """Keep what is left."""
        self._pause.stop()
        self._steady.stop()
        await self._keep()

    def _begun(self, thread: int, peer: Peer | None) -> None:
        self._due[thread, peer] = None
        if peer is not None:
            self._backend.typing_draft(peer)
        if self._text(thread, peer):
            self._pause.start()
            if not self._steady.isActive():
                self._steady.start()
        else:  # it was sent: after a crash it must not stand here again
            self._tasks.start(self._keep())

    def _text(self, thread: int, peer: Peer | None) -> str:
        found = self._composer.begun_in(thread, peer)
        return found.text if found is not None else ""

    def _ours(self, thread: int) -> Collection[Peer | None]:
        """Chats whose draft is not kept yet as it stands in the window."""
        both = (*self._due, *self._writing)
        return {peer for at, peer in both if peer is not None or at == thread}

    async def _keep(self, *, quiet: bool = False) -> None:
        due, self._due = self._due, {}
        self._writing |= due
        try:
            for thread, peer in due:
                found = self._composer.begun_in(thread, peer)
                text, reply = (found.text, found.reply_to) if found is not None else ("", "")
                await self._backend.keep_draft(thread, text, peer, reply, quiet=quiet)
        finally:
            for one in due:
                self._writing.pop(one, None)

    async def _leave(self, peer: Peer) -> None:
        await self._keep()
        await self._backend.left_draft(peer)

    def _answers(self) -> None:
        wanted = self._composer.answers
        if wanted is not None and wanted != self._asked:
            self._tasks.start(self._show_answered(*wanted))
        self._asked = wanted

    async def _show_answered(self, peer: Peer, external_id: str) -> None:
        row = await self._backend.message(peer, external_id)
        if row is not None and self._composer.answers == (peer, external_id):
            self._composer.answer(row)
