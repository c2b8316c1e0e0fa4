"""What the desk asks of core, as protocols that the bootstrap implements. Nothing else is known
of the store, the channels or the model.

Every call returns at once (a coroutine); what the operator can act on is raised as ProblemError.
"""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Literal, Protocol

import msgspec

from core.domain.channels import Peer
from core.domain.deal_view import Said
from core.domain.drafts import Draft
from core.domain.events import Verdict
from core.domain.later import Later
from core.domain.problems import Problem
from core.domain.reading import Fact
from core.domain.said import Told
from core.domain.sends import Content
from core.domain.standing import Standing
from core.domain.thread_filter import ThreadFilter
from core.domain.views import (
    FactRow,
    FoundRow,
    MessageRow,
    PeerRow,
    PictureRow,
    QueueRow,
    ThreadFiles,
    ThreadRow,
    Unsent,
    VersionRow,
)
from core.ports import ChannelState, CrmWrite
from core.search.found import Found
from core.search.query import Query
from desktop.viewmodels.accounts_port import Accounts
from desktop.viewmodels.backups_port import Saving
from desktop.viewmodels.bots_port import ConnectedBots
from desktop.viewmodels.business_port import Businesses
from desktop.viewmodels.chats_port import Shelving
from desktop.viewmodels.checks_port import Checking
from desktop.viewmodels.history_port import Histories
from desktop.viewmodels.models_port import Modelling
from desktop.viewmodels.notices_port import Noticing
from desktop.viewmodels.proxies_port import Proxying
from desktop.viewmodels.templates import Filling, TemplateRow

Cursor = tuple[int, int]
"""Place of a message in its thread: (at, row id)."""
CrmStateName = Literal["off", "none", "pending", "delivered", "failed"]
HealthId = Literal["telegram", "bot", "whatsapp", "hub", "model", "crm", "store", "clock"]


class HealthRow(msgspec.Struct, frozen=True, kw_only=True):
    """A service of the status line. ``problem`` says why it is not well; ``detail`` is e.g. an
    account's id. ``slot``, ``name``, ``phone`` and ``standing`` are a Telegram account's."""

    id: HealthId
    state: ChannelState
    problem: Problem | None = None
    detail: str = ""
    slot: str = ""
    name: str = ""
    phone: str = ""
    standing: Standing | None = None

    @property
    def key(self) -> str:
        """Tells it from every other service: ``telegram`` is the first account."""
        return self.id if self.slot in ("", "1") else f"{self.id}:{self.slot}"


class CrmState(msgspec.Struct, frozen=True, kw_only=True):
    """Where a thread's record stands: ``target`` is the CRM's name, ``at`` when it was taken."""

    target: str = ""
    state: CrmStateName = "off"
    at: int = 0
    remote: str = ""
    problem: Problem | None = None


class Reading(Protocol):
    """The read side. Times are ms since the epoch, UTC."""

    async def threads(
        self, queue: str | None, search: str, limit: int, offset: int
    ) -> list[ThreadRow]:
        """Threads in the order they are to be shown; ``queue`` None is all of them."""

    async def listed(self, wanted: ThreadFilter, limit: int, offset: int) -> list[ThreadRow]:
        """A page of the list that a filter shows, in its order."""

    async def count(self, wanted: ThreadFilter, most: int) -> int:
        """How many threads a filter shows, ``most`` at most."""

    async def next_due(self) -> int | None:
        """When the next thread comes back by itself (a snooze ends, a follow-up is due)."""

    async def owners(self) -> list[str]:
        """Everybody who has threads."""

    async def thread(self, thread: int) -> ThreadRow | None:
        """One thread, None when there is no such one (any more)."""

    async def search(self, query: Query) -> Found | None:
        """What is found in all threads; None where a later call overtook this one."""

    async def postpone(self, thread: int, peer: Peer, text: str, at: int) -> None:
        """Have the messenger send a text ``at`` (ms). Raises where it cannot."""

    async def waiting(self, peer: Peer) -> list[Later]:
        """What waits at the messenger in a chat, the next one first."""

    async def move_waiting(self, peer: Peer, waiting: str, at: int) -> None:
        """Another time for one that waits."""

    async def cancel_waiting(self, peer: Peer, waiting: str) -> None:
        """One that waits is not to be sent."""

    async def versions(self, message: int) -> list[VersionRow]:
        """What a message said, oldest first; the last is what it says now."""

    async def find_at_messengers(self, words: str) -> int:
        """Have the messengers' servers search too: what they find is here then. How much of it was
        not. Raises where none answers."""

    async def queues(self) -> list[QueueRow]:
        """Every queue with its counts."""

    async def messages(self, thread: int, before: Cursor | None, limit: int) -> list[MessageRow]:
        """The newest ``limit`` messages before ``before`` (None: of all), oldest first."""

    async def messages_after(self, thread: int, after: Cursor, limit: int) -> list[MessageRow]:
        """The ``limit`` messages that follow ``after``, oldest first."""

    async def pinned(self, thread: int) -> list[MessageRow]:
        """What is pinned in the thread, the newest first."""

    async def facts(self, thread: int) -> list[FactRow]:
        """What stands in the thread, with what it replaced and what contradicts it."""

    async def last_words(self, thread: int) -> list[Said]:
        """The last messages, oldest first, as far as the deal goes."""

    async def files(self, thread: int) -> ThreadFiles:
        """The documents of the thread, and how much else there is."""

    async def told(self, thread: int) -> Told:
        """What was said in the thread, for the guard against asking twice."""

    async def peers(self, thread: int) -> list[PeerRow]:
        """The chats of the client, the last used one first."""

    async def page_texts(self, message: int, attachment: int) -> tuple[str, ...]:
        """Text of each page of a document, '' where a page has none."""

    async def find(self, thread: int, words: str) -> list[FoundRow]:
        """Every place of the thread that says ``words``, the oldest first."""

    async def pictures(self, thread: int) -> list[PictureRow]:
        """Every picture of the thread, the oldest first."""

    async def templates(self, peer: Peer) -> list[TemplateRow]:
        """The templates of the peer's account, those that cannot be sent now too."""

    async def crm_preview(self, thread: int) -> list[CrmWrite]:
        """Exactly what an export would write."""

    async def crm_state(self, thread: int) -> CrmState:
        """Whether the thread's record is in the CRM."""

    async def health(self) -> list[HealthRow]:
        """Every service, well or not."""


class Helping(Protocol):
    """What helps to write. Nothing of it is ever sent by itself."""

    def can_write(self) -> bool:
        """Whether a model can write an answer now."""

    async def suggest(self, thread: int, lang: str) -> str:
        """What might be answered to the client's last words, in ``lang``; '' for nothing."""

    async def misspelt(self, words: Sequence[str]) -> list[str]:
        """Those of ``words`` that no dictionary here has; none where there is none."""

    async def spellings(self, word: str) -> list[str]:
        """What may have been meant, the likeliest first."""


class Acting(Protocol):
    """What the operator does. Each comes back when it is durable; the outcome arrives by feed."""

    async def send(self, thread: int, peer: Peer, text: str, reply_to: str | None) -> None:
        """Queue a text. ``reply_to`` is the external id of the message answered."""

    async def send_file(self, thread: int, peer: Peer, path: Path, caption: str) -> None:
        """Queue a file."""

    async def send_voice(self, thread: int, peer: Peer, path: Path, wave: bytes) -> None:
        """Queue a recording of ours; ``wave`` are its peaks, 0 to 255 each."""

    async def send_files(
        self, thread: int, peer: Peer, paths: Sequence[Path], caption: str
    ) -> None:
        """Queue several files, ``caption`` with the first; an album where the messenger has
        such."""

    async def send_template(
        self, thread: int, peer: Peer, template: TemplateRow, filling: Filling
    ) -> None:
        """Queue a template with its places filled."""

    async def send_content(
        self, thread: int, peer: Peer, content: Content, reply_to: str | None
    ) -> None:
        """Queue a place, a contact, or a question with buttons or a list."""

    async def react(self, thread: int, peer: Peer, message: str, emoji: str) -> None:
        """Our reaction on a message (external id) is ``emoji``, '' for none. Raises where the
        messenger cannot be reached now."""

    async def edit(self, thread: int, peer: Peer, message: str, text: str) -> None:
        """The words of a message of ours (external id, or client_ref while it has none) are to be
        these. Raises where the messenger will not have it: then it reads as before."""

    async def delete(self, thread: int, peer: Peer, messages: Sequence[str]) -> None:
        """Messages (external ids) are to be gone for both sides. Raises where one will not."""

    async def forward(self, rows: Sequence[MessageRow], thread: int, *, named: bool) -> None:
        """Pass messages on to another thread; ``named``: with whose they were. To another
        messenger or account go copies."""

    async def reactions(self, peer: Peer) -> tuple[str, ...]:
        """The reactions that the server of a chat takes; none where that is not known now."""

    async def typing(self, thread: int, peer: Peer) -> None:
        """An answer is being written. Never raises: it is told where it can be."""

    async def stop_upload(self, client_ref: str) -> bool:
        """Stop the file of a send on its way; False where it is not (any more)."""

    async def mark_read(self, thread: int) -> None:
        """The operator has seen everything in the thread."""

    async def review_fact(
        self, thread: int, fact: Fact, verdict: Verdict, value: str, unit: str
    ) -> None:
        """The operator's word on a fact; ``value`` and ``unit`` of a correction, else ''."""

    async def correct_intents(self, thread: int, tags: Sequence[str]) -> None:
        """The operator's tags, the primary one first."""

    async def move(self, thread: int, queue: str) -> None:
        """Put the thread into a queue."""

    async def undo_merge(self, thread: int, other: int) -> None:
        """Let ``other`` stand by itself again."""

    async def export_crm(self, thread: int) -> None:
        """Hand the thread's record to the outbox now."""

    async def retry_send(self, client_ref: str) -> None:
        """Try a failed send again."""

    async def discard_send(self, client_ref: str) -> None:
        """Forget a failed send."""

    async def unsent(self, threads: Collection[int]) -> list[Unsent]:
        """Texts of those threads that did not go out because their window had closed."""

    async def fetch_missing(self, peer: Peer) -> None:
        """Try again to fetch the messages of a chat that may be missing here. Raises where the
        messenger cannot be reached now."""

    async def take_back(self, client_ref: str) -> None:
        """Take back a text that has not gone out yet; raises where it has."""


class Triaging(Protocol):
    """What the operator puts on threads, one or many at a time; times are ms since the epoch."""

    async def pin(self, threads: Sequence[int], pinned: bool) -> None:
        """Keep them at the top of the list, or no longer."""

    async def snooze(self, threads: Sequence[int], until: int) -> None:
        """Put them aside until then (0: they are back), or until the client writes."""

    async def done(self, threads: Sequence[int], done: bool) -> None:
        """Nothing is left to do there, or there is again."""

    async def follow_up(self, threads: Sequence[int], due: int, note: str) -> None:
        """Come back to them then (0: not)."""

    async def assign(self, threads: Sequence[int], owner: str) -> None:
        """Say whose they are; '' for nobody's."""

    async def move_all(self, threads: Sequence[int], queue: str) -> None:
        """Put them into a queue."""

    async def mark_all_read(self, threads: Sequence[int]) -> None:
        """The operator has seen everything in them."""

    async def drafts(self, thread: int | None = None) -> Sequence[Draft]:
        """What was begun to be written, in one thread or in all, the newest last."""

    async def keep_draft(
        self, thread: int, text: str, peer: Peer | None = None, reply_to: str = "", *,
        quiet: bool = False,
    ) -> None:  # fmt: skip
        """Keep it for the chat ``peer`` (None: the one that it would go to); '' forgets it.
        ``quiet``: somebody is in the middle of it, nothing is to be shown anew."""

    def typing_draft(self, peer: Peer) -> None:
        """The operator pressed a key in the draft of a chat."""

    async def left_draft(self, peer: Peer) -> None:
        """The operator is elsewhere: what was begun in a chat may go to the cloud."""

    async def message(self, peer: Peer, external_id: str) -> MessageRow | None:
        """One message of a chat, by the channel's id."""


class Preferring(Protocol):
    """Settings by the ids of ``viewmodels.settings.FIELDS``."""

    async def settings(self) -> Mapping[str, str]:
        """Every setting; a secret that is kept comes as ``KEPT``, never itself."""

    async def save_settings(self, changed: Mapping[str, str]) -> None:
        """Keep what was changed and let it take effect."""


class Backend(Reading, Helping, Acting, Triaging, Preferring, Protocol):
    """Everything together: what the main window is made with."""

    @property
    def accounts(self) -> Accounts:
        """The Telegram accounts."""

    @property
    def business(self) -> Businesses:
        """Telegram Business."""

    @property
    def chats(self) -> Shelving:
        """Archive, mutes, marks and folders."""

    @property
    def models(self) -> Modelling:
        """Models on this machine."""

    @property
    def backups(self) -> Saving:
        """Everything in one file."""

    @property
    def notices(self) -> Noticing:
        """What the operator is told of outside the window, and how everything is."""

    @property
    def history(self) -> Histories:
        """Histories in files."""

    @property
    def bots(self) -> ConnectedBots:
        """The bots that accounts have connected."""

    @property
    def proxies(self) -> Proxying:
        """Ways to Telegram."""

    @property
    def checks(self) -> Checking:
        """What the first steps ask."""
