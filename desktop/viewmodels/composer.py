"""Where an answer goes, whether it may be free text, and what is begun."""

from collections.abc import Callable, Collection, Sequence

from msgspec import structs
from PySide6.QtCore import QObject, Signal

from core.domain.channels import Channel, Peer
from core.domain.drafts import Draft
from core.domain.rooms import Rights
from core.domain.sends import Quote
from core.domain.views import MessageRow, PeerRow
from core.domain.window import NO_AD, AdPrice, Window, closes_at, window


class ComposerState(QObject):
    """The chat chosen for the answer, the message answered or changed, and a draft a chat.
    ``changed`` whenever what may be written changes, ``drafted`` gives the thread whose draft the
    operator changed, ``begun`` thread and chat (None: the one it would go to), ``came`` says that
    the open chat's is another one by now, ``left`` gives a chat that is no longer open."""

    changed = Signal()
    drafted = Signal(int)
    begun = Signal(int, object)
    came = Signal()
    left = Signal(object)

    def __init__(self, now: Callable[[], int]) -> None:
        super().__init__()
        self._now = now
        self.gone: Callable[[Peer], str] = lambda _peer: ""
        """The name of our account that a chat was in, where it was removed; '' where it stands."""
        self.by_bot: Callable[[Peer], bool] = lambda _peer: False
        """Whether a chat comes by a bot, which may answer for a day after the client wrote."""
        self.barred: Callable[[Peer], str] = lambda _peer: ""
        """Why the account lets nothing be written in a chat (``BotsModel.barred``)."""
        self._drafts: dict[int, dict[Peer | None, Draft]] = {}
        self._reply_to = ""
        self._quotes: dict[int, Quote] = {}
        self._last: tuple[str, AdPrice, Rights | None] | None = None
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
        """Another thread; the answer goes where one is begun, else where the client wrote last, by
        the same account."""
        before = self.peer.peer if self.peer is not None else None
        self.thread_id, self.reply, self.waits = thread, None, waits
        self.editing = None
        self.peers = tuple(peers)
        there = [p for p in self.peers if p.peer.channel == last]
        self.peer = next((p for p in there if p.peer.account == account), next(iter(there), None))
        if self.peer is None and self.peers:
            self.peer = max(self.peers, key=lambda p: p.last_at)
        if before is not None and (self.peer is None or before != self.peer.peer):
            self.left.emit(before)
        self._go_on()
        self._emit()

    def _go_on(self) -> None:
        """To the chat that something is begun in; what can go out there no more goes along."""
        held = self._drafts.get(self.thread_id or 0, {})
        if self.peer is None or not held:
            return
        if self.peer.peer not in held:
            begun = next((p for p in self.peers if p.peer in held and self._takes_text(p)), None)
            if begun is not None:
                self.peer = begun
            else:
                self._move(next(reversed(held)), self.peer.peer)
        self._reply_to = held[self.peer.peer].reply_to

    def _move(self, old: Peer | None, new: Peer) -> None:
        """What is begun in one chat of the open thread is for another one."""
        held = self._drafts.get(self.thread_id or 0, {})
        moved = held.pop(old, None)
        if moved is None or self.thread_id is None:
            return
        held[new] = structs.replace(moved, peer=new, reply_to="")
        self._reply_to = ""
        for chat in (old, new):
            if chat is not None:
                self.begun.emit(self.thread_id, chat)

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
            before = self.peer.peer if self.peer is not None else None
            held = self._drafts.get(self.thread_id or 0, {})
            if before in held and peer not in held:
                self._move(before, peer)
            self.peer = found
            self._reply_to = held[peer].reply_to if peer in held else ""
            if before is not None:
                self.left.emit(before)
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
        self._reply_to = message.external_id if message is not None else ""
        self.keep_draft(self.thread_id, self.draft(self.thread_id))
        self._emit()

    def answer_part(self, message: MessageRow, quote: Quote | None) -> None:
        """Answer a message, or (``quote``) some of its words."""
        self._quotes.pop(message.id, None)
        if quote is not None:
            self._quotes[message.id] = quote
        self.answer(message)

    @property
    def quote(self) -> Quote | None:
        """Which words of the answered message are meant; None: all of it."""
        return self._quotes.get(self.reply.id) if self.reply is not None else None

    def answered(self) -> None:
        """What was written is on its way: nothing is answered any more."""
        if self.reply is not None:
            self._quotes.pop(self.reply.id, None)
            self.answer(None)

    def edit(self, message: MessageRow | None) -> None:
        """Change a message of ours (None: no longer)."""
        self.editing = message
        if message is not None:
            self.reply = None
            self.choose(message.peer)
        self._emit()

    def window_of(self, peer: PeerRow) -> Window:
        """The service window of a chat now."""
        if self.by_bot(peer.peer):
            return window(closes_at(peer.client_at or None), self._now())
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

    @property
    def bar(self) -> str:
        """Why the account lets nothing be written in the chosen chat."""
        return self.barred(self.peer.peer) if self.peer is not None else ""

    @property
    def silence(self) -> Rights | None:
        """What keeps one from writing in the chosen group; None where nothing does."""
        return self._silenced(self.peer) if self.peer is not None else None

    def _silenced(self, peer: PeerRow) -> Rights | None:
        rights = peer.room.rights if peer.room is not None else None
        if rights is None or not rights.silent or 0 < rights.until <= self._now():
            return None
        return rights

    @property
    def slow_left(self) -> int:
        """How long until a message may go out in slow mode (ms); below 0 where nothing waits."""
        room = self.peer.room if self.peer is not None else None
        return room.slow_until - self._now() if room is not None and room.slow else -1

    def _takes_text(self, peer: PeerRow) -> bool:
        if peer.blocked or self._silenced(peer) is not None:
            return False
        if self.barred(peer.peer):
            return False
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
        if self._last is not None and (self.window.state, self.ad, self.silence) != self._last:
            self._emit()

    def draft(self, thread: int | None) -> str:
        """What was begun in a thread: in its chosen chat where it is open, else the newest."""
        found = self._draft(thread)
        return found.text if found is not None else ""

    @property
    def answers(self) -> tuple[Peer, str] | None:
        """Chat and id of a message that the open draft answers, while it is not shown."""
        found = self._draft(self.thread_id)
        if found is None or found.peer is None or not self._reply_to or self.reply is not None:
            return None
        return found.peer, self._reply_to

    def _draft(self, thread: int | None) -> Draft | None:
        held = self._drafts.get(thread or 0, {})
        if thread == self.thread_id and self.peer is not None:
            return held.get(self.peer.peer)
        return held[next(reversed(held))] if held else None

    def begun_in(self, thread: int, peer: Peer | None) -> Draft | None:
        """What was begun in a chat, wherever its thread went; ``thread`` tells where the chat is
        not known."""
        if peer is None:
            return self._drafts.get(thread, {}).get(None)
        return next((held[peer] for held in self._drafts.values() if peer in held), None)

    def keep_draft(self, thread: int | None, text: str) -> None:
        """Remember what was begun."""
        if thread is None:
            return
        held = self._drafts.setdefault(thread, {})
        open_ = thread == self.thread_id and self.peer is not None
        chat = self.peer.peer if open_ and self.peer else next(reversed(held), None)
        stands = held.get(chat)
        reply = self._reply_to if open_ else stands.reply_to if stands else ""
        same = text.strip() == (stands.text.strip() if stands else "")
        if same and (stands is None or stands.reply_to == reply):
            return
        held.pop(chat, None)
        if text.strip():
            held[chat] = Draft(thread, chat, text, reply)
        self.begun.emit(thread, chat)
        self.drafted.emit(thread)

    def load_drafts(self, drafts: Sequence[Draft]) -> None:
        """What was begun when the window was open last."""
        self._drafts = {}
        for one in drafts:
            self._drafts.setdefault(one.thread, {})[one.peer] = one

    def take_drafts(
        self, thread: int, drafts: Sequence[Draft], spared: Collection[Peer | None]
    ) -> None:
        """What is begun in a thread by now, but for ``spared`` chats, where it is ours to say."""
        before = self._draft(thread)
        held = self._drafts.get(thread, {})
        made = {one.peer: one for one in drafts if one.peer not in spared}
        made |= {peer: one for peer, one in held.items() if peer in spared}
        self._drafts[thread] = made
        after = self._draft(thread)
        if thread != self.thread_id or after == before:
            return
        self._reply_to = after.reply_to if after is not None else ""
        if self.reply is not None and self.reply.external_id != self._reply_to:
            self.reply = None
        self.came.emit()
        self._emit()

    def move_draft(self, thread: int, to: int) -> None:
        """Two threads became one: what was begun goes along."""
        moved = self._drafts.pop(thread, {})
        self._drafts[to] = {**moved, **self._drafts.get(to, {})}

    def _emit(self) -> None:
        self._last = (self.window.state, self.ad, self.silence)
        self.changed.emit()
