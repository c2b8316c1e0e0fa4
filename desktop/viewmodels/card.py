"""What the open client tells of themselves, read when their thread is opened."""

import contextlib

from PySide6.QtCore import QObject, Signal

from core.domain.channels import Channel, Peer, is_group
from core.domain.persons import Card
from core.domain.problems import ProblemError
from core.domain.views import PeerRow
from desktop.shell.tasks import Tasks
from desktop.viewmodels.people_port import Acquainting


class CardModel(QObject):
    """``peer`` is the chat that is chosen, ``card`` what is told of who is there; ``changed`` when
    either is another. What the messenger does not answer leaves what is known."""

    changed = Signal()

    def __init__(self, backend: Acquainting, tasks: Tasks) -> None:
        super().__init__()
        self._backend, self._tasks = backend, tasks
        self.peer: PeerRow | None = None
        self.card: Card | None = None

    def open(self, peer: PeerRow | None) -> None:
        """Another chat, or the same one changed. Of a group nothing is asked."""
        before = self.peer.peer if self.peer is not None else None
        if peer is not None and is_group(peer.peer):
            peer = None
        if peer == self.peer:
            return
        self.peer = peer
        there = peer.peer if peer is not None else None
        if there != before:
            self.card = None
            if there is not None and there.channel is Channel.TELEGRAM:
                self._tasks.start(self._read(there))
        self.changed.emit()

    async def _read(self, peer: Peer) -> None:
        self._take(peer, await self._backend.kept_card(peer))
        with contextlib.suppress(ProblemError):
            self._take(peer, await self._backend.card(peer))

    async def rename(self, peer: Peer, first: str, last: str) -> None:
        """A contact of that name. Raises ProblemError."""
        self._take(peer, await self._backend.rename(peer, first, last))

    def _take(self, peer: Peer, card: Card | None) -> None:
        if self.peer is not None and self.peer.peer == peer and card != self.card:
            self.card = card
            self.changed.emit()
