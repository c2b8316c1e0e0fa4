"""Rows of the read side: snapshots that the desk shows. Times are ms since the epoch, UTC."""

from typing import Literal

import msgspec

from core.domain.around import Around, Look
from core.domain.channels import Channel, Direction, Peer, Reacting
from core.domain.events import AttachmentKind, Delivery, Pricing, Referral, Severity
from core.domain.marks import Mark
from core.domain.reading import Fact, Intent
from core.domain.rooms import Room, Topic
from core.domain.window import NO_AD, AdPrice


class ThreadRow(msgspec.Struct, frozen=True, kw_only=True):
    """A thread in the list.

    ``seq`` is the log position of its newest content, ``understood`` the position up to which it
    was read: the tags are current when ``understood >= seq``. ``waiting_since`` is when the
    client wrote what we have not answered. ``has_window`` is True when the client is on WhatsApp;
    ``window_closes`` is then when free text ends (None: never opened), and where only a bot may
    answer, when it no longer may. Times are ms since the
    epoch; ``draft`` is what the operator has begun to write. ``accounts`` are our Telegram accounts
    that know the client, ``last_account`` is the one of the last message, ``last_author`` who wrote
    it in a group. ``marked``: as unread, by hand. ``mentioned``: something unread in a group names
    us, or answers us. ``begun``: nothing is said in it yet.
    """

    id: int
    name: str
    channels: tuple[Channel, ...]
    last_text: str = ""
    last_note: str = ""
    last_at: int = 0
    last_direction: Direction = "in"
    last_channel: Channel = Channel.TELEGRAM
    last_account: str = ""
    last_author: str = ""
    accounts: tuple[str, ...] = ()
    unread: int = 0
    waiting_since: int | None = None
    queue: str = ""
    queue_reason: str = ""
    queue_by: str = ""
    intents: tuple[Intent, ...] = ()
    has_window: bool = False
    window_closes: int | None = None
    budget: str = ""
    phones: tuple[str, ...] = ()
    merged: tuple[int, ...] = ()
    seq: int = 0
    understood: int = 0
    pinned_at: int | None = None
    snoozed_until: int | None = None
    done_at: int | None = None
    follow_up_at: int | None = None
    follow_up_note: str = ""
    owner: str = ""
    draft: str = ""
    archived: bool = False
    muted_until: int = 0
    marked: bool = False
    mentioned: bool = False
    begun: bool = False

    def muted(self, now: int) -> bool:
        """Whether nothing is to be heard of it at ``now``."""
        return self.muted_until > now


class AttachmentRow(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a message; ``path`` is absolute and '' until it was fetched. ``parts`` are the
    words heard in a voice message, each with the millisecond it begins at."""

    index: int
    kind: AttachmentKind
    name: str
    mime: str = ""
    size: int = 0
    seconds: int = 0
    path: str = ""
    pages: int = 0
    problem: str = ""
    parts: tuple[tuple[int, str], ...] = ()
    look: Look | None = None


Gap = Literal["", "fetching", "failed"]
"""Whether messages above one may be missing here, and what becomes of them."""


Stand = tuple[int, int, int]
"""Where a message stands in its thread: when it was written (ms), its channel's count of it, which
tells the order within one moment (0: the channel has none), and the store's id."""


class MessageRow(msgspec.Struct, frozen=True, kw_only=True):
    """A message in the conversation. ``id`` is the store's, ``external_id`` the channel's
    ('' until a send of ours was taken). ``problem`` is an encoded Problem. ``goes_at`` is when a
    send that may still be taken back goes out, 0 for any other. ``uploaded`` is the share of its
    file that is with the messenger, None where no file is on its way. ``author`` is who wrote it in
    a group, ``reply_author`` who wrote what it answers there, ``reply_ours`` whether we did.
    ``number``: see ``Stand``. ``topic``: of a forum, that it is in."""

    id: int
    thread: int
    peer: Peer
    external_id: str
    direction: Direction
    at: int
    text: str
    edited_at: int | None = None
    status: Delivery | None = None
    problem: str = ""
    note: str = ""
    client_ref: str = ""
    reply_to: int | None = None
    reply_text: str = ""
    reply_at: int = 0
    reply_author: str = ""
    reply_ours: bool = False
    attachments: tuple[AttachmentRow, ...] = ()
    reactions: tuple[tuple[Reacting, str], ...] = ()
    seq: int = 0
    goes_at: int = 0
    uploaded: float | None = None
    gap: Gap = ""
    ad: Referral | None = None
    product: str = ""
    author: str = ""
    service: bool = False
    around: Around | None = None
    pinned: bool = False
    pricing: Pricing | None = None
    marks: tuple[Mark, ...] = ()
    topic: Topic | None = None
    number: int = 0

    @property
    def stand(self) -> Stand:
        """Its place in the thread."""
        return (self.at, self.number, self.id)


class VersionRow(msgspec.Struct, frozen=True):
    """What a message said from ``at`` on."""

    at: int
    text: str


class NoticeRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a channel said of our account there; ``code`` and ``params`` make the sentence
    ``account-<code>``."""

    channel: Channel
    subject: str
    code: str
    params: dict[str, str]
    severity: Severity
    at: int


class TemplateState(msgspec.Struct, frozen=True, kw_only=True):
    """What was last told of a message template; '' is what was not told. ``status``, ``category``
    and ``quality`` are Meta's words (APPROVED, MARKETING, GREEN)."""

    name: str
    language: str
    at: int
    status: str = ""
    reason: str = ""
    category: str = ""
    quality: str = ""


class FoundRow(msgspec.Struct, frozen=True):
    """Where a thread says what is looked for: characters [start, end) of a message written
    ``at``; both 0 where the name of one of its files says it."""

    message: int
    at: int
    start: int
    end: int
    number: int = 0

    @property
    def stand(self) -> Stand:
        """The place of the message in the thread."""
        return (self.at, self.number, self.message)


class PictureRow(msgspec.Struct, frozen=True):
    """A picture of a thread: whose message it is in, the file, and who sent it in a group."""

    message: int
    at: int
    direction: Direction
    file: AttachmentRow
    author: str = ""


class FileRow(msgspec.Struct, frozen=True, kw_only=True):
    """A document of a thread: whose message it came with, when and where; ``author`` is who sent
    it in a group."""

    message: int
    at: int
    direction: Direction
    channel: Channel
    file: AttachmentRow
    author: str = ""


class ThreadFiles(msgspec.Struct, frozen=True, kw_only=True):
    """The newest documents of a thread, how many there are, and messages with other things."""

    documents: tuple[FileRow, ...] = ()
    total: int = 0
    images: int = 0
    videos: int = 0
    voices: int = 0
    links: int = 0


class FactRow(msgspec.Struct, frozen=True, kw_only=True):
    """A standing fact, the row id of the message it stands in and what the channel calls that
    message, and what it replaced (newest first). ``second`` is when it is said in a voice
    message. ``reaction``: the client reacted so to that message, which is ours. ``conflicts`` are
    other sources that say something else, and that the operator has not chosen between. ``author``
    is who says so in a group. ``corrected_at``: when the operator put this value in place of what
    the client's words were ``read`` as, ms; 0 where nobody did."""

    fact: Fact
    message: int | None
    message_at: int
    channel: Channel
    external_id: str = ""
    document: str = ""
    second: int | None = None
    history: tuple["FactRow", ...] = ()
    reaction: bool = False
    author: str = ""
    conflicts: tuple["FactRow", ...] = ()
    corrected_at: int = 0
    read: "FactRow | None" = None


class QueueRow(msgspec.Struct, frozen=True, kw_only=True):
    """A queue of the sidebar: how many threads, how many of them wait for us, unread."""

    id: str
    threads: int
    waiting: int
    unread: int


class Unsent(msgspec.Struct, frozen=True):
    """A text that did not leave this machine: its reference, the thread and its name."""

    client_ref: str
    thread: int
    name: str
    text: str


MOST_WRITERS = 200
"""More people than these are not told of."""


class PeerRow(msgspec.Struct, frozen=True, kw_only=True):
    """A way to reach the client: one chat on one channel, with its service window, and what the
    ad that the client came from does to the price (``core.domain.window.AdPrice``). ``client_at``
    is when the client wrote last (ms; 0: never). ``writers`` are those who have written in a group,
    at most ``MOST_WRITERS``, the first one first; none in any other chat. ``members`` are in it,
    0 where that is not known; ``left_out``: no messages of it are taken. ``blocked``: our account
    takes nothing of them, and nothing may be sent. ``room`` is what is known of a group from
    within."""

    peer: Peer
    name: str
    phone: str = ""
    username: str = ""
    has_window: bool = False
    window_closes: int | None = None
    ad: AdPrice = NO_AD
    last_at: int = 0
    client_at: int = 0
    writers: tuple[str, ...] = ()
    members: int = 0
    left_out: bool = False
    room: Room | None = None
    blocked: bool = False
