"""What is only asked of the messengers: nothing of it waits here, nothing of it is in the log."""

import logging
import uuid
from collections.abc import Callable, Mapping

from core.domain import markdown
from core.domain.channels import Channel, Peer
from core.domain.later import Later
from core.domain.problems import Problem, ProblemError
from core.ports import Answerer, ChannelPort, Finder, Postponer, Reactor, Typist, Uploader
from core.store.read import acting
from core.store.store import Store

log = logging.getLogger(__name__)


class Messengers:
    """Hands on to the channel of a chat what that channel can do."""

    def __init__(
        self, store: Store, channels: Callable[[], Mapping[tuple[str, str], ChannelPort]]
    ) -> None:
        self._store = store
        self._channels = channels

    async def postpone(self, peer: Peer, text: str, at: int, topic: int = 0) -> None:
        """Have the messenger send a text ``at`` (ms), to a ``topic`` of a forum: it waits there,
        this machine may be off. Raises ProblemError."""
        text, marks = markdown.read_for(peer.channel, text)
        await self._postponer(peer).postpone(peer, text, marks, at, uuid.uuid4().hex, topic)

    async def waiting(self, peer: Peer) -> list[Later]:
        """What waits in a chat at the messenger; none where it keeps none. Raises ProblemError."""
        if peer.channel is not Channel.TELEGRAM:
            return []
        return await self._postponer(peer).waiting(peer)

    async def move_waiting(self, peer: Peer, waiting: str, at: int) -> None:
        """Another time for one that waits. Raises ProblemError."""
        await self._postponer(peer).move(peer, waiting, at)

    async def cancel_waiting(self, peer: Peer, waiting: str) -> None:
        """One that waits is not to be sent. Raises ProblemError."""
        await self._postponer(peer).cancel(peer, waiting)

    def _postponer(self, peer: Peer) -> Postponer:
        channel = self._of(peer)
        if not isinstance(channel, Postponer):
            if channel is not None and channel.channel == Channel.TELEGRAM:
                raise ProblemError(Problem("telegram-bot-cannot"))
            raise ProblemError(Problem("later-not-here"))
        return channel

    def answerer(self, peer: Peer) -> Answerer:
        """Whom to ask about one message of a chat. Raises ProblemError."""
        channel = self._of(peer)
        if not isinstance(channel, Answerer):
            raise ProblemError(Problem("telegram-bot-cannot"))
        return channel

    async def find(self, words: str) -> int:
        """Look for words at every messenger that can be searched; how many messages were not here
        before. Raises ProblemError where none answers."""
        found, problem = 0, Problem("find-nowhere")
        answered = False
        for channel in self._channels().values():
            if isinstance(channel, Finder) and channel.state == "online":
                try:
                    found += await channel.find(words)
                    answered = True
                except ProblemError as error:
                    problem = error.problem
        if not answered:
            raise ProblemError(problem)
        return found

    async def reactions(self, peer: Peer) -> tuple[str, ...]:
        """The emoji that the messenger takes as reactions, () where it does not say (now)."""
        channel = self._of(peer)
        if not isinstance(channel, Reactor) or channel.state != "online":
            return ()
        try:
            return await channel.reactions()
        except ProblemError as error:
            log.info("which reactions it takes is not known: %s", error)
            return ()

    async def typing(self, peer: Peer) -> None:
        """Show the client that an answer to their last message is being written, where the
        messenger can and nothing is unread; best effort."""
        channel = self._of(peer)
        if not isinstance(channel, Typist) or channel.state != "online":
            return
        last = await self._store.read(lambda conn: acting.last_read(conn, peer))
        if last is not None:
            try:
                await channel.typing(peer, last)
            except ProblemError as error:
                log.info("typing not shown: %s", error)

    def stop_upload(self, client_ref: str) -> bool:
        """Stop the file of a send on its way; False where it is not."""
        channels = self._channels().values()
        return any(isinstance(c, Uploader) and c.stop_upload(client_ref) for c in channels)

    def _of(self, peer: Peer) -> ChannelPort | None:
        return self._channels().get((peer.channel.value, peer.account))
