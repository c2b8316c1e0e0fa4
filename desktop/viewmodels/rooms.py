"""The open group: what may be done there, and the topic that is written to."""

from PySide6.QtCore import QObject, Signal

from core.domain.channels import Peer, is_group
from core.domain.problems import ProblemError
from core.domain.rooms import GENERAL, Room, Topic
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels.composer import ComposerState
from desktop.viewmodels.rooms_port import Rooms


class RoomModel(QObject):
    """Follows the composer's chat. ``looked`` when the messenger told what it is now, ``changed``
    when another topic is written to. While nothing is begun that is the topic in which somebody
    wrote last, unless the operator chose another."""

    looked = Signal()
    changed = Signal()

    def __init__(self, backend: Rooms, composer: ComposerState, tasks: Tasks) -> None:
        super().__init__()
        self.backend, self._composer = backend, composer
        self._peer: Peer | None = None
        self._chosen: set[Peer] = set()
        self._number = 0
        self._look = Latest(tasks, self._ask)
        self._follow = Latest(tasks, self._topic)
        composer.changed.connect(self._chat)

    @property
    def peer(self) -> Peer | None:
        """The group; None where the chat is none."""
        row = self._composer.peer
        return row.peer if row is not None and is_group(row.peer) else None

    @property
    def room(self) -> Room | None:
        """What is known of it."""
        return self._composer.peer.room if self._composer.peer is not None else None

    @property
    def topics(self) -> tuple[Topic, ...]:
        """Those of a forum that may be written to."""
        room = self.room
        return tuple(one for one in room.topics if not one.hidden) if room and room.forum else ()

    @property
    def topic(self) -> Topic | None:
        """The one that is written to; what is answered says it where something is."""
        reply = self._composer.reply
        number = self._number
        if reply is not None:
            number = reply.around.topic if reply.around is not None else 0
        found = (one for one in self.topics if one.id == (number or GENERAL))
        return next(found, None)

    def choose(self, topic: int) -> None:
        """Write there from now on."""
        if self.peer is not None:
            self._chosen.add(self.peer)
            self._take(topic)

    def refresh(self) -> None:
        """Something was written in the chat."""
        if self.topics:
            self._follow.ask()

    def _chat(self) -> None:
        if self.peer != self._peer:
            self._peer, self._number = self.peer, 0
            if self._peer is not None:
                self._look.ask()
                self._follow.ask()
        self.changed.emit()

    async def _ask(self) -> None:
        peer = self.peer
        if peer is None or peer.channel.value != "telegram":
            return
        try:
            await self.backend.look(peer)
        except ProblemError:
            return  # it is shown as it is known here
        if peer == self.peer:
            self.looked.emit()

    async def _topic(self) -> None:
        peer = self.peer
        if peer is None or peer in self._chosen or self._composer.draft(self._composer.thread_id):
            return
        self.backend.choose(peer, None)
        topic = await self.backend.topic(peer)
        if peer == self.peer:
            self._take(topic)

    def _take(self, topic: int) -> None:
        """What is shown is where it goes, whatever is written there meanwhile."""
        assert self.peer is not None
        self._number = 0 if topic == GENERAL else topic
        self.backend.choose(self.peer, self._number)
        self.changed.emit()
