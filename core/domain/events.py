"""The events of the log: everything that ever happened to a thread, in order.

An event is written once. Its key is (channel, account, external_id, kind): appending the same key
again is a no-op. Times are milliseconds since the epoch, UTC, and are the sender's.
"""

from typing import Literal

import msgspec

from core.domain.around import Around, Look, Page
from core.domain.channels import Actor, Channel, Direction, Peer, Profile, Reacting
from core.domain.chats import ChatState, Folder, MuteDefaults, Wish
from core.domain.keys import Keys
from core.domain.marks import Mark
from core.domain.polls import Poll
from core.domain.reading import Candidate, Fact, Intent
from core.domain.sends import Content, Quote

AttachmentKind = Literal["image", "document", "voice", "audio", "video", "sticker", "other"]
Delivery = Literal["queued", "sending", "sent", "delivered", "read", "failed"]
Verdict = Literal["confirmed", "corrected", "rejected", "withdrawn"]
"""``withdrawn``: the operator takes back what they said of a fact."""
Severity = Literal["info", "warning", "severe"]


class Attachment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file as the channel announces it. ``ref`` is what the channel needs to fetch it."""

    kind: AttachmentKind
    name: str = ""
    mime: str = ""
    size: int = 0
    seconds: int = 0
    sha256: str = ""
    ref: str = ""
    look: Look | None = None


class Referral(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The ad or post that the client came from; ``click`` is Meta's id of the click
    (``ctwa_clid``), ``source`` "ad", "post" or what else WhatsApp names."""

    source: str = ""
    source_id: str = ""
    url: str = ""
    headline: str = ""
    text: str = ""
    media: str = ""
    click: str = ""


class _Body(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind"):
    """What happened; the tag is the kind in the log's key."""


class MessageReceived(_Body, frozen=True, kw_only=True, tag="message"):
    """A message stands in the chat, theirs or ours (written on any device).

    ``note`` names what this version cannot show ("location", "poll", …). ``opens_window`` is
    False for what does not open WhatsApp's service window. ``client_ref`` is set when the channel
    hands back the reference of a send of ours. ``ad`` is where the client came from, ``product``
    the article of the catalogue that is asked about, ``author`` who wrote it in a group.
    ``service``: a line of the messenger's own, which nobody waits to have answered. ``marks``:
    how its words look.
    """

    direction: Direction
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    reply_to: str | None = None
    profile: Profile | None = None
    note: str = ""
    history: bool = False
    opens_window: bool = True
    client_ref: str | None = None
    ad: Referral | None = None
    product: str = ""
    author: str = ""
    service: bool = False
    marks: tuple[Mark, ...] = ()
    around: Around | None = None


class ContentChanged(_Body, frozen=True, kw_only=True, tag="content"):
    """What the messenger shows under ``target`` is now this, and nobody edited it: a poll was
    answered, a place moved, a link was looked up, a bot has other buttons."""

    target: str
    text: str
    note: str = ""
    page: Page | None = None
    poll: Poll | None = None
    keys: Keys | None = None


class MessagePinned(_Body, frozen=True, kw_only=True, tag="pin"):
    """``target`` is kept at the top of the chat for both sides, or no longer."""

    target: str
    pinned: bool


class MediaArrived(_Body, frozen=True, kw_only=True, tag="media"):
    """The files of message ``target``, told of without them; ``text`` is their caption."""

    target: str
    attachments: tuple[Attachment, ...]
    text: str = ""


class CallEnded(_Body, frozen=True, kw_only=True, tag="call_ended"):
    """What became of call ``target``, and how long was spoken (seconds)."""

    target: str
    outcome: Literal["answered", "missed", "rejected"]
    seconds: int = 0


class MessageEdited(_Body, frozen=True, kw_only=True, tag="edit"):
    """The text of ``target`` (external id) is now ``text``; ``edited_at`` orders edits.
    ``attachments`` are its files by then, where it has any."""

    target: str
    text: str
    edited_at: int
    marks: tuple[Mark, ...] = ()
    attachments: tuple[Attachment, ...] = ()


class MessageDeleted(_Body, frozen=True, kw_only=True, tag="delete"):
    """``target`` (external id) is gone for both sides."""

    target: str


class ReactionSet(_Body, frozen=True, kw_only=True, tag="reaction"):
    """``actor``'s reaction on ``target`` is now ``emoji``; empty takes it back."""

    target: str
    actor: Reacting
    emoji: str = ""


class ReadUpTo(_Body, frozen=True, kw_only=True, tag="read"):
    """``reader`` has read the chat up to and with message ``up_to`` (external id)."""

    reader: Actor
    up_to: str


class Pricing(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the channel says of a message's price: its category ("marketing", "utility",
    "authentication", "service", …), whether it is billed, by which model and under which kind of
    rule ("regular", "free_entry_point", …), and the conversation with the time it ends (ms)."""

    category: str = ""
    billable: bool | None = None
    model: str = ""
    rule: str = ""
    conversation: str = ""
    ends: int = 0


class DeliveryChanged(_Body, frozen=True, kw_only=True, tag="delivery"):
    """State of a message of ours; ``target`` is its external id or, before it has one, ''."""

    status: Delivery
    target: str = ""
    client_ref: str | None = None
    problem: str = ""
    pricing: Pricing | None = None


class ProfileSeen(_Body, frozen=True, kw_only=True, tag="profile"):
    """The channel told who the peer is."""

    profile: Profile


class IdentityChanged(_Body, frozen=True, kw_only=True, tag="identity"):
    """The same person goes on under another id of the same account (a changed number)."""

    new_id: str
    profile: Profile | None = None


class MarketingSet(_Body, frozen=True, kw_only=True, tag="marketing"):
    """Whether the client takes marketing messages of ours."""

    allowed: bool


class AccountNotice(_Body, frozen=True, kw_only=True, tag="account_notice"):
    """The channel says something of our account there, and not of a chat. ``code`` names the
    sentence (``account-<code>``) and ``params`` fill it; the newest of a ``code`` and ``subject``
    (a number, a template) is what stands."""

    channel: Channel
    code: str
    params: dict[str, str] = {}
    severity: Severity = "info"
    subject: str = ""


class TemplateChanged(_Body, frozen=True, kw_only=True, tag="template"):
    """What changed of a message template: only what is told is not ''. ``reason`` says why it was
    rejected, paused or disabled."""

    name: str
    language: str
    status: str = ""
    category: str = ""
    quality: str = ""
    reason: str = ""


class WindowClosed(_Body, frozen=True, kw_only=True, tag="window_closed"):
    """The channel says that free text cannot be sent now (WhatsApp 131047)."""


class Unreadable(_Body, frozen=True, kw_only=True, tag="unreadable"):
    """Something arrived that could not be understood; its raw bytes are kept."""

    problem: str = ""


class AttachmentStored(_Body, frozen=True, kw_only=True, tag="attachment"):
    """The ``index``-th file of message ``target`` lies at ``path``, relative to the media folder.

    ``pages`` is the text that could be read from it, a page an item. ``problem`` says why there
    is no file or no text. ``ref``: which file it was, where another may stand there by now.
    """

    target: str
    index: int
    ref: str = ""
    path: str = ""
    size: int = 0
    sha256: str = ""
    pages: tuple[str, ...] = ()
    problem: str = ""


class Part(msgspec.Struct, frozen=True):
    """Words of a voice message that begin ``at`` milliseconds from its start."""

    at: int
    text: str


class VoiceHeard(_Body, frozen=True, kw_only=True, tag="voice_heard"):
    """What is said in the ``index``-th file of message ``target``; ``problem`` says why nothing
    was heard. ``waits``: it will be, once what is missing is installed."""

    target: str
    index: int
    parts: tuple[Part, ...] = ()
    problem: str = ""
    waits: bool = False


class SentFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that goes out: where it is kept in the media folder, what the client sees."""

    file: str
    name: str
    mime: str


class SendRequested(_Body, frozen=True, kw_only=True, tag="send"):
    """The operator sends. ``client_ref`` names the send on every channel, for ever. ``hold_ms``:
    it waits so long, for it may be taken back.

    ``text`` is what the thread shows, and the message where there is no ``content``; with a file
    its caption. ``more``: files that go with the first as an album.
    ``media``: a file that the channel holds already, by its own id, with ``mime``.
    ``wave``: the peaks of a recording, 0 to 255 each, ``seconds`` how long it is. ``preview``: a
    link in the text is shown with its page. ``params``: texts for a template's body, where it has
    no ``content`` (`sends.Values`). ``quote``: the words of the answered message that are meant,
    ``quote_at`` UTF-16 units from its beginning. ``silent``: it makes no sound there.
    ``topic``: of a forum, where it goes (0: to the general one)."""

    client_ref: str
    text: str = ""
    file: str = ""
    file_name: str = ""
    mime: str = ""
    more: tuple[SentFile, ...] = ()
    reply_to: str | None = None
    template: str = ""
    template_lang: str = ""
    params: tuple[str, ...] = ()
    hold_ms: int = 0
    preview: bool = False
    media: str = ""
    content: Content | None = None
    marks: tuple[Mark, ...] = ()
    wave: bytes = b""
    seconds: int = 0
    quote: Quote | None = None
    silent: bool = False
    topic: int = 0


class MessageSent(_Body, frozen=True, kw_only=True, tag="sent"):
    """The channel took the send ``client_ref`` and calls it ``external_id``."""

    client_ref: str
    message_id: str


class SendFailed(_Body, frozen=True, kw_only=True, tag="send_failed"):
    """The send will not be tried again by itself."""

    client_ref: str
    problem: str


class TurnRead(_Body, frozen=True, kw_only=True, tag="turn_read"):
    """What was read in one client message whose content has ``digest``. ``provisional``: by rules
    alone, because the model was away; it is read again when the model is back."""

    target: str
    digest: str
    provisional: bool = False
    intents: tuple[Intent, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    ms: float = 0.0


class ThreadUnderstood(_Body, frozen=True, kw_only=True, tag="understood"):
    """What stands in thread ``thread`` after everything up to log position ``upto`` was read."""

    thread: int
    upto: int
    intents: tuple[Intent, ...] = ()
    facts: tuple[Fact, ...] = ()


class FactReviewed(_Body, frozen=True, kw_only=True, tag="fact_reviewed"):
    """The operator's word on a fact; ``value`` is the corrected one."""

    thread: int
    fact: str
    fact_kind: str
    verdict: Verdict
    value: str = ""
    unit: str = ""


class IntentsCorrected(_Body, frozen=True, kw_only=True, tag="intents_corrected"):
    """The operator's tags for the thread as it stands at its last client turn."""

    thread: int
    tags: tuple[str, ...]


class Routed(_Body, frozen=True, kw_only=True, tag="routed"):
    """The thread's queue and why. ``by`` operator is a correction and outlives the rules."""

    thread: int
    queue: str
    reason: str
    by: Literal["rule", "operator"] = "rule"


class ContactsMerged(_Body, frozen=True, kw_only=True, tag="merged"):
    """Thread ``other`` is the same person as ``thread``; ``reason`` is shown ("phone")."""

    thread: int
    other: int
    reason: str


class MergeUndone(_Body, frozen=True, kw_only=True, tag="unmerged"):
    """Thread ``other`` stands by itself again, and is not merged by rule any more."""

    thread: int
    other: int


class ThreadPinned(_Body, frozen=True, kw_only=True, tag="pinned"):
    """The operator keeps the thread at the top of the list, or no longer."""

    thread: int
    pinned: bool


class ThreadSnoozed(_Body, frozen=True, kw_only=True, tag="snoozed"):
    """Out of the list ``until`` then (ms since the epoch, 0: back at once) or until the client
    writes."""

    thread: int
    until: int


class ThreadDone(_Body, frozen=True, kw_only=True, tag="done"):
    """Nothing is left to do here until the client writes, or there is again."""

    thread: int
    done: bool


class FollowUpSet(_Body, frozen=True, kw_only=True, tag="follow_up"):
    """When the operator wants to come back to the client (``due``, ms since the epoch, 0: not)."""

    thread: int
    due: int
    note: str = ""


class ThreadAssigned(_Body, frozen=True, kw_only=True, tag="assigned"):
    """Whose thread it is; '' for nobody's."""

    thread: int
    owner: str


class TeamMarked(_Body, frozen=True, kw_only=True, tag="team"):
    """Another desk of the team put this on the client's thread (``thread`` in ``mark`` is 0: desks
    number threads differently). ``seen`` is the newest message of the client that stood there (ms):
    what is put aside or done is so only for who has heard no later one. ``desk`` is its name."""

    mark: ThreadSnoozed | ThreadDone | FollowUpSet | ThreadAssigned | Routed
    seen: int = 0
    desk: str = ""


class ThreadOpened(_Body, frozen=True, kw_only=True, tag="opened"):
    """The operator wants to write to this peer first: the thread stands before anything is said."""

    profile: Profile = Profile()


class ChatSet(_Body, frozen=True, kw_only=True, tag="chat"):
    """The messenger says what is set for the chat: archived, muted, marked as unread, pinned,
    blocked."""

    state: ChatState


class ChatWished(_Body, frozen=True, kw_only=True, tag="chat_wish"):
    """The operator wants this of the chat; the event's external id names the wish."""

    wish: Wish


class ChatSettled(_Body, frozen=True, kw_only=True, tag="chat_settled"):
    """The messenger took the wish that the external id names, or (``problem``) will not."""

    problem: str = ""


class FoldersSet(_Body, frozen=True, kw_only=True, tag="folders"):
    """The folders of the account, in its order; the peer of the event is ourselves."""

    folders: tuple[Folder, ...]


class MutesSet(_Body, frozen=True, kw_only=True, tag="mutes"):
    """Which chats the account mutes unasked; the peer of the event is ourselves."""

    defaults: MuteDefaults


class CrmDelivered(_Body, frozen=True, kw_only=True, tag="crm_delivered"):
    """The CRM ``target`` holds the record with ``digest`` under ``remote``."""

    thread: int
    target: str
    digest: str
    remote: str


Body = (
    MessageReceived
    | ContentChanged
    | MessagePinned
    | MediaArrived
    | CallEnded
    | MessageEdited
    | MessageDeleted
    | ReactionSet
    | ReadUpTo
    | DeliveryChanged
    | ProfileSeen
    | IdentityChanged
    | MarketingSet
    | AccountNotice
    | TemplateChanged
    | WindowClosed
    | Unreadable
    | AttachmentStored
    | VoiceHeard
    | SendRequested
    | MessageSent
    | SendFailed
    | TurnRead
    | ThreadUnderstood
    | FactReviewed
    | IntentsCorrected
    | Routed
    | ContactsMerged
    | MergeUndone
    | ThreadPinned
    | ThreadSnoozed
    | ThreadDone
    | FollowUpSet
    | ThreadAssigned
    | TeamMarked
    | ThreadOpened
    | ChatSet
    | ChatWished
    | ChatSettled
    | FoldersSet
    | MutesSet
    | CrmDelivered
)


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the log before it has a position.

    ``peer`` is None for what concerns a thread and not one chat of it; ``external_id`` makes the
    key unique together with the kind; ``raw`` is what came over the wire, kept as it was.
    """

    external_id: str
    at: int
    body: Body
    peer: Peer | None = None
    raw: bytes = b""

    @property
    def kind(self) -> str:
        """The tag of the body, e.g. ``message``."""
        tag = self.body.__struct_config__.tag
        assert isinstance(tag, str)
        return tag

    @property
    def channel(self) -> Channel:
        """The channel of the key; ``core`` for events that concern no chat."""
        return self.peer.channel if self.peer else Channel.CORE

    @property
    def account(self) -> str:
        """The account of the key."""
        return self.peer.account if self.peer else ""
