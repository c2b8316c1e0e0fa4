"""What the stages ask of the outside; implemented in channels, models, crm, store, desktop."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Literal, Protocol, runtime_checkable

import msgspec

from core.domain.answers import Pressed, ReadBy
from core.domain.around import Page
from core.domain.changes import Change
from core.domain.channels import Peer
from core.domain.chats import ChatState, Folder, MuteDefaults, Wish
from core.domain.drafts import Content
from core.domain.events import Event, SendRequested
from core.domain.keys import Keys
from core.domain.later import Later
from core.domain.marks import Mark
from core.domain.persons import Card, Person
from core.domain.problems import CrmError, Problem
from core.domain.reading import ModelReading, ModelRequest
from core.domain.telegram_names import Named

ChannelState = Literal["off", "connecting", "signed_out", "online", "waiting", "failed"]
Hears = Literal["nothing", "new", "all"]
"""Voice messages that a messenger may be asked to transcribe now; ``new``: what comes live."""


class Appended(msgspec.Struct, frozen=True):
    """Positions of the events that were new (those known already are left out)."""

    new: tuple[int, ...]
    change: Change


class KnownMessage(msgspec.Struct, frozen=True):
    """A stored message as a channel needs it to reconcile: what stands here now."""

    external_id: str
    peer: Peer
    text: str
    at: int
    edited_at: int | None
    deleted: bool
    direction: str
    reactions: tuple[tuple[str, str], ...] = ()
    note: str = ""
    pinned: bool = False
    page: Page | None = None
    keys: Keys | None = None


class ChatLedger(msgspec.Struct, frozen=True):
    """What a channel knows of a chat, in its own words (``body``), and what the thread shows of it:
    ``gaps`` are pairs of external ids, messages from the first up to before the second may be
    missing; ``problem`` (encoded) says why they cannot be fetched, '' while they are."""

    body: bytes
    gaps: tuple[tuple[str, str], ...] = ()
    problem: str = ""


class Ingest(Protocol):
    """What a channel may do with the log."""

    async def append(self, events: Sequence[Event]) -> Appended:
        """Write events durably; returns after the commit. Known keys are skipped."""

    async def known(
        self, peer_channel: str, account: str, ids: Sequence[str]
    ) -> dict[str, KnownMessage]:
        """The stored messages of that account with those external ids."""

    async def recent(self, peer: Peer, limit: int) -> list[KnownMessage]:
        """The newest messages of a chat, newest first, deleted ones too."""

    async def stretch(self, peer: Peer, since: int, until: int | None) -> list[KnownMessage]:
        """The messages of a chat dated from ``since`` to ``until`` (ms; None: to the end)."""

    async def ledgers(self, channel: str, account: str) -> list[tuple[str, bytes]]:
        """What a channel knows of the chats of an account: (peer's id, body)."""

    async def keep_ledgers(
        self, channel: str, account: str, kept: Mapping[str, ChatLedger]
    ) -> None:
        """Keep what a channel knows of chats, by the peer's id; durably."""

    async def append_page(
        self,
        events: Sequence[Event],
        channel: str,
        account: str,
        kept: Mapping[str, ChatLedger],
    ) -> None:
        """Write a page of history and what is known of chats by it, in one transaction. After a
        power cut both may be gone together: then the page is asked for again."""

    async def chats(
        self, channel: str, account: str, peers: Sequence[str] | None
    ) -> dict[str, ChatState]:
        """What the messenger is known to have set for chats, by the peer's id; ``peers`` None: of
        all for which anything but their kind is set."""

    async def account_chats(
        self, channel: str, account: str
    ) -> tuple[tuple[Folder, ...], MuteDefaults]:
        """The folders of an account and what it mutes, as the messenger is known to have it."""

    async def get_state(self, key: str) -> bytes | None:
        """A channel's own cursor (e.g. Telegram's pts)."""

    async def set_state(self, key: str, value: bytes) -> None:
        """Keep a channel's own cursor, durably."""


class Sent(msgspec.Struct, frozen=True):
    """What the channel calls the message that it took, its time (ms), and the channel's own id of
    the file that went with it."""

    external_id: str
    at: int
    media: str = ""


Progress = Callable[[str, int, int], None]
"""Hears that of the file of a send (its client_ref) so many bytes of so many are on their way."""


@runtime_checkable
class Doubting(Protocol):
    """A channel that can look whether a send stands in its chat already."""

    def doubt(self, client_ref: str, since: int) -> None:
        """The next ``send`` of that reference was handed over before, ``since`` (ms) at the
        earliest, and nobody knows what became of it: it goes out only where it does not stand
        there."""


@runtime_checkable
class Uploader(Protocol):
    """A channel that tells how far a file is and can stop it."""

    on_upload: Progress | None

    def stop_upload(self, client_ref: str) -> bool:
        """Stop the file of a send on its way; the send fails. False: it is not on its way."""


@runtime_checkable
class Typist(Protocol):
    """A channel that can show the client that an answer is being written."""

    async def typing(self, peer: Peer, answering: str) -> None:
        """Show it for a while, to the message ``answering`` of the client. To be called only
        while somebody writes. Raises ChannelError."""


@runtime_checkable
class Crowded(Protocol):
    """A channel that has groups."""

    def members(self, peer: Peer) -> int:
        """How many are in a group; 0 where that is not known."""


@runtime_checkable
class Finder(Protocol):
    """A channel whose server can be searched."""

    async def find(self, words: str) -> int:
        """Take into the log what the server finds; how much of it was new. Raises
        ChannelError."""


@runtime_checkable
class Keeper(Protocol):
    """A channel that keeps its chats equal to the messenger's, and may lack a part of one."""

    async def fetch_missing(self, peer: Peer) -> None:
        """Try again what could not be fetched of a chat. Raises ChannelError."""


@runtime_checkable
class ChatSetter(Protocol):
    """A channel whose messenger keeps an archive, mutes, marks and folders of chats."""

    async def set_chat(self, peer: Peer, wish: Wish) -> None:
        """Have it so at the messenger; a second time changes nothing. When it returns, what the
        messenger says of the chat from then on is in the log. Raises ChannelError."""


@runtime_checkable
class Choosy(Protocol):
    """A channel whose groups can be left out by the operator."""

    @property
    def state(self) -> ChannelState:
        """For the status line."""

    def left_out(self, peer: Peer) -> bool:
        """Whether no messages of this group are taken."""

    async def leave_out(self, peer: Peer, *, out: bool) -> None:
        """Take no messages of a group any more, or take them again, with what came meanwhile.
        Raises ChannelError."""


class Lookup(Protocol):
    """Whom an account of ours can write to first. What is asked raises ChannelError."""

    async def contacts(self) -> list[Person]:
        """The account's contacts as they are known here; there offline."""

    async def refresh(self) -> bool:
        """Ask for them where that was not done lately; whether they are others now."""

    async def look_up(self, named: Named) -> list[Person]:
        """What the messenger finds by words, a username or a number."""

    async def add(self, phone: str, name: str) -> Person:
        """Make a contact of a number."""

    async def introduce(self, ident: str) -> Person:
        """Have a message to somebody that was found go out from now on."""

    def named(self, named: Named) -> str:
        """The peer's id that a link with a number means; '' where it names none."""


class Acquainting(Protocol):
    """What a messenger tells of a person, and what an account makes of them. Raises
    ChannelError."""

    async def kept(self, peer: Peer) -> Card | None:
        """What was told last; there offline."""

    async def card(self, peer: Peer) -> Card:
        """What is told now, asked for where it was not within a day."""

    async def rename(self, peer: Peer, first: str, last: str) -> Card:
        """A contact of that name."""

    async def report(self, peer: Peer) -> None:
        """Say that somebody sends spam."""

    async def empty(self, peer: Peer, *, both: bool) -> None:
        """Delete the messages of a chat, ``both``: for the client too."""

    def portrait(self, peer: Peer) -> str | None:
        """The id of somebody's photo as it is known now, '' for none; None where it is not."""

    async def photo(self, peer: Peer, photo: str) -> bytes:
        """The small photo of a profile, while it is that."""


@runtime_checkable
class Acquainted(Protocol):
    """A channel by which one may write first."""

    @property
    def state(self) -> ChannelState:
        """For the status line."""

    @property
    def directory(self) -> Lookup:
        """Whom there is."""

    @property
    def profiles(self) -> Acquainting:
        """What is told of them."""


@runtime_checkable
class Reactor(Protocol):
    """A channel whose server says what one may react with."""

    async def reactions(self) -> tuple[str, ...]:
        """The emoji that it takes, its own order. Raises ChannelError."""


@runtime_checkable
class Answerer(Protocol):
    """A channel whose server can be asked about one message. Every call raises ChannelError."""

    async def read_by(self, peer: Peer, message: str) -> list[ReadBy]:
        """When the client read a message of ours; of a group, who of it did."""

    async def press(self, peer: Peer, message: str, data: bytes) -> Pressed:
        """Hand the data of a bot's button to the bot."""

    async def address(self, peer: Peer, message: str) -> str:
        """Where a message of a supergroup is found by who is in it."""


@runtime_checkable
class Cautious(Protocol):
    """A channel that keeps its account from being taken for a sender of spam."""

    async def admit(self, peer: Peer, *, first: bool) -> None:
        """To be asked before a send. ``first``: nothing was ever written in that chat, by neither
        side. Raises ChannelError with when it may go out."""


@runtime_checkable
class Postponer(Protocol):
    """A channel whose server sends a text when its time comes. Every call raises ChannelError."""

    async def postpone(
        self, peer: Peer, text: str, marks: tuple[Mark, ...], at: int, client_ref: str,
        topic: int = 0,
    ) -> None:  # fmt: skip
        """Have a text sent ``at`` (ms), to a ``topic`` of a forum; the same ``client_ref`` is taken
        once."""

    async def waiting(self, peer: Peer) -> list[Later]:
        """What waits in a chat, the next one first."""

    async def move(self, peer: Peer, waiting: str, at: int) -> None:
        """Another time for one that waits."""

    async def cancel(self, peer: Peer, waiting: str) -> None:
        """One that waits is not to be sent."""


class DraftBook(Protocol):
    """Where a channel tells what drafts its messenger's cloud holds."""

    async def told(
        self, account: str, found: Mapping[str, tuple[Content, int]], *,
        whole: bool = False, spared: Collection[str] = (),
    ) -> None:  # fmt: skip
        """Drafts by chat, with their dates (ms, 0: none); ``whole``: no other chat of the account
        has one, but the ``spared`` may."""

    async def clears(self, peer: Peer) -> bool:
        """Whether the message that goes out now is to take the cloud's draft along."""

    async def cleared(self, peer: Peer) -> None:
        """It did."""


@runtime_checkable
class Drafter(Protocol):
    """A channel whose messenger keeps drafts."""

    async def save_draft(self, peer: Peer, content: Content) -> None:
        """Put it into the cloud, where nothing empties it. Raises ChannelError."""


class ChannelPort(Protocol):
    """A connected account."""

    @property
    def channel(self) -> str:
        """``telegram`` or ``whatsapp``."""

    @property
    def account(self) -> str:
        """Our side of every peer of this account."""

    @property
    def state(self) -> ChannelState:
        """For the status line."""

    @property
    def problem(self) -> Problem | None:
        """Why the state is not online."""

    async def send(self, peer: Peer, request: SendRequested) -> Sent:
        """Hand a send to the messenger. Sending the same ``client_ref`` again must not show
        twice. Raises ChannelError."""

    async def fetch(self, ref: str) -> bytes:
        """The bytes of an attachment. Raises ChannelError."""

    @property
    def hears(self) -> Hears:
        """What ``transcribe`` may be asked for now."""

    async def transcribe(self, peer: Peer, message: str) -> str:
        """What the messenger itself hears in a voice message, '' for no words. Raises
        ChannelError."""

    async def mark_read(self, peer: Peer, up_to: str) -> None:
        """Tell the messenger what the operator has read. Raises ChannelError."""


class Update(msgspec.Struct, frozen=True):
    """What a hub took in: the body of one webhook as it came, or what desk ``desk`` did."""

    body: bytes
    desk: str = ""


Taken = Callable[[Sequence[Update], str], Awaitable[None]]
"""Makes updates durable, with the place in the feed that stands behind the last of them."""


class Feed(Protocol):
    """What a hub took in, for a desk that reads on from the place where it stood."""

    @property
    def state(self) -> ChannelState:
        """``waiting`` while the hub cannot be reached."""

    @property
    def problem(self) -> Problem | None:
        """Why the state is not online."""

    async def start(self, after: str, take: Taken, on_state: Callable[[], None]) -> None:
        """Read from behind ``after`` ('': from the beginning) until stopped, again and again where
        the line breaks. Never raises for the hub's absence. What ``take`` raises is tried again."""

    async def stop(self) -> None:
        """Give back the connection."""

    async def media(self, ref: str) -> bytes | None:
        """A file that the hub fetched; None where it has none (yet). Raises ChannelError."""

    async def share(self, key: str, body: bytes) -> None:
        """Tell the other desks, once for each ``key``; durable when it returns. Raises
        ChannelError."""


class ThreadModel(Protocol):
    """The local model. Raises ProblemError when it cannot read now (it is restarting)."""

    async def read(self, request: ModelRequest) -> ModelReading:
        """Read the last turn of the request."""


class Secrets(Protocol):
    """Tokens and sessions, in the OS keyring or an encrypted file."""

    def get(self, key: str) -> str | None:
        """The secret, or None."""

    def set(self, key: str, value: str) -> None:
        """Keep a secret."""

    def delete(self, key: str) -> None:
        """Forget a secret; no error when there is none."""


class CrmField(msgspec.Struct, frozen=True, kw_only=True):
    """One fact on its way to the CRM: canonical value, the sentence it came from, its time."""

    name: str
    value: str
    unit: str = ""
    quote: str = ""
    at: int = 0
    channel: str = ""
    message: str = ""
    document: str = ""
    page: int | None = None


class CrmRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of one thread that the mapping sends. ``key`` is ours, for ever the same."""

    key: str
    contact: str
    fields: tuple[CrmField, ...]
    intents: tuple[str, ...] = ()
    queue: str = ""


class CrmWrite(msgspec.Struct, frozen=True):
    """One line of a preview: what would be written where."""

    model: str
    field: str
    value: str


class CrmTarget(Protocol):
    """Where facts go."""

    @property
    def name(self) -> str:
        """Stable name of the target, e.g. ``folder`` or ``tryton``."""

    async def preview(self, record: CrmRecord) -> list[CrmWrite]:
        """Exactly what ``deliver`` would write. Pure; no network."""

    async def deliver(self, record: CrmRecord) -> str:
        """Write the record, once however often it is called; returns the CRM's own reference.
        Raises CrmError."""

    async def close(self) -> None:
        """Give back connections."""


@runtime_checkable
class TakesMany(Protocol):
    """A target for which many records at once are hardly more work than one."""

    @property
    def pace(self) -> float:
        """Seconds that it is to be left alone after it took some."""

    async def deliver_all(self, records: Sequence[CrmRecord]) -> list[str | CrmError]:
        """``deliver`` for each of them: its reference, or why it was not taken. Raises CrmError
        where none was."""


ChangeListener = Callable[[Change], None]
Stage = Callable[[], Awaitable[None]]
