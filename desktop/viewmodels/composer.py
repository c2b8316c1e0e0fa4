"""Where an answer goes and whether it may be free text."""

from collections.abc import Callable, Mapping, Sequence

from msgspec import structs
from PySide6.QtCore import QObject, Signal

from core.domain.channels import Channel, Peer
from core.domain.views import MessageRow, PeerRow
from core.domain.window import NO_AD, AdPrice, Window, window


class ComposerState(QObject):
    """The chat chosen for the answer, the message answered or changed, and a draft a thread.
    ``changed`` whenever what may be written changes, ``drafted`` gives the thread whose draft
    did."""

    changed = Signal()
    drafted = Signal(int)

    def __init__(self, now: Callable[[], int]) -> None:
        super().__init__()
        self._now = now
        self.gone: Callable[[Peer], str] = lambda _peer: ""
        """The name of our account that a chat was in, where it was removed; '' where it stands."""
        self._drafts: dict[int, str] = {}
        self._last: tuple[str, AdPrice] | None = None
        self.waits = False
        """Whether the client waits for our answer."""
        self.thread_id: int | None = None
        self.peers: tuple[PeerRow, ...] = ()
        self.peer: PeerRow | None = None
        self.reply: MessageRow | None = None
        self.editing: MessageRow | None = None

    def open(
        self, thread: int | None, peers: Sequence[PeerRow], last: Channel | None, *,
        account: str = "", waits: bool = False,
    ) -> None:  # fmt: skip
        """Another thread; the answer goes where the client wrote last, by the same account."""
        self.thread_id, self.reply, self.waits = thread, None, waits
        self.editing = None
        self.peers = tuple(peers)
        there = [p for p in self.peers if p.peer.channel == last]
        self.peer = next((p for p in there if p.peer.account == account), next(iter(there), None))
        if self.peer is None and self.peers:
            self.peer = max(self.peers, key=lambda p: p.last_at)
        self._emit()

    def update(self, peers: Sequence[PeerRow], *, waits: bool = False) -> None:
        """The chats of the same thread, read again; the choice stays."""
        told, self.waits = self.waits, waits
        chosen = self.peer.peer if self.peer else None
        same = [structs.replace(p, last_at=0) for p in peers] == [
            structs.replace(p, last_at=0) for p in self.peers
        ]
        self.peers = tuple(peers)
        self.peer = next(
            (p for p in self.peers if p.peer == chosen), self.peers[0] if self.peers else None
        )
        if not same or told != waits:  # that a message came is no news here
            self._emit()

    def choose(self, peer: Peer) -> None:
        """Answer in another chat."""
        found = next((p for p in self.peers if p.peer == peer), None)
        if found is not None and found is not self.peer:
            self.peer = found
            if self.reply is not None and self.reply.peer != peer:
                self.reply = None
            if self.editing is not None and self.editing.peer != peer:
                self.editing = None
            self._emit()

    def choose_next(self) -> None:
        """The next chat in turn."""
        if self.peer is not None and len(self.peers) > 1:
            i = self.peers.index(self.peer)
            self.choose(self.peers[(i + 1) % len(self.peers)].peer)

    def answer(self, message: MessageRow | None) -> None:
        """Answer a message (None: no longer)."""
        self.reply = message
        if message is not None:
            self.editing = None
            self.choose(message.peer)
        self._emit()

    def edit(self, message: MessageRow | None) -> None:
        """Change a message of ours (None: no longer)."""
        self.editing = message
        if message is not None:
            self.reply = None
            self.choose(message.peer)
        self._emit()

    def window_of(self, peer: PeerRow) -> Window:
        """The service window of a chat now."""
        return window(peer.window_closes, self._now(), exists=peer.has_window)

    @property
    def window(self) -> Window:
        """The service window of the chosen chat now."""
        return self.window_of(self.peer) if self.peer else Window("none")

    @property
    def ad(self) -> AdPrice:
        """What the ad that the client came from does to the price of the chosen chat now."""
        told, now = self.peer.ad if self.peer else NO_AD, self._now()
        until, by = (at if at and at > now else None for at in (told.until, told.answer_by))
        return AdPrice(until, by)

    @property
    def free_text(self) -> bool:
        """Whether free text may be sent now."""
        return self.peer is not None and self._takes_text(self.peer)

    @property
    def removed(self) -> str:
        """Our account that the chosen chat was in, where it was removed: it can only be read."""
        return self.gone(self.peer.peer) if self.peer is not None else ""

    def _takes_text(self, peer: PeerRow) -> bool:
        return self.window_of(peer).state != "closed" and not self.gone(peer.peer)

    def accounts_changed(self) -> None:
        """An account was removed, or is here again."""
        self._emit()

    @property
    def elsewhere(self) -> PeerRow | None:
        """A chat that takes free text where the chosen one does not."""
        if self.free_text:
            return None
        return next((p for p in self.peers if self._takes_text(p)), None)

    def tick(self) -> None:
        """Time went on: ``changed`` when the window's state did, or the ad's price."""
        if self._last is not None and (self.window.state, self.ad) != self._last:
            self._emit()

    def draft(self, thread: int | None) -> str:
        """What was begun in a thread."""
        return self._drafts.get(thread, "") if thread is not None else ""

    def keep_draft(self, thread: int | None, text: str) -> None:
        """Remember what was begun."""
        if thread is None or text.strip() == self._drafts.get(thread, "").strip():
            return
        if text.strip():
            self._drafts[thread] = text
        else:
            self._drafts.pop(thread, None)
        self.drafted.emit(thread)

    def load_drafts(self, drafts: Mapping[int, str]) -> None:
        """What was begun when the window was open last."""
        self._drafts = dict(drafts)

    def move_draft(self, thread: int, to: int) -> None:
        """Two threads became one: what was begun goes along."""
        text = self._drafts.pop(thread, "")
        if text and not self._drafts.get(to):
            self._drafts[to] = text

    def _emit(self) -> None:
        self._last = (self.window.state, self.ad)
        self.changed.emit()
