"""Keeps what is begun to be written, a little after the typing pauses."""

from PySide6.QtCore import QObject, QTimer

from desktop.shell.tasks import Tasks
from desktop.viewmodels.backend import Triaging
from desktop.viewmodels.composer import ComposerState

PAUSE_MS = 700


class DraftKeeper(QObject):
    """Follows ``composer``; what was not kept yet is kept by ``close``."""

    def __init__(self, backend: Triaging, composer: ComposerState, tasks: Tasks) -> None:
        super().__init__()
        self._backend, self._composer, self._tasks = backend, composer, tasks
        self._due: set[int] = set()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(lambda: tasks.start(self._keep()))
        composer.drafted.connect(self._drafted)

    async def load(self) -> None:
        """Take what was kept."""
        self._composer.load_drafts(await self._backend.drafts())

    async def close(self) -> None:
        """Keep what is left."""
        self._pause.stop()
        await self._keep()

    def _drafted(self, thread: int) -> None:
        self._due.add(thread)
        if self._composer.draft(thread):
            self._pause.start()
        else:  # it was sent: after a crash it must not stand here again
            self._tasks.start(self._keep())

    async def _keep(self) -> None:
        due, self._due = self._due, set()
        for thread in due:
            await self._backend.keep_draft(thread, self._composer.draft(thread))
