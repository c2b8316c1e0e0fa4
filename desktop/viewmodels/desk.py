"""The desk: the models of the window, opened and refreshed together as changes arrive."""

import asyncio
import contextlib
from collections.abc import Mapping
from typing import Final

from msgspec import structs
from PySide6.QtCore import QObject, Signal

from core.domain.changes import Change
from core.domain.channels import Peer
from core.domain.problems import Problem, ProblemError
from core.domain.views import ThreadRow
from desktop.shell.context import Shell
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels.accounts import AccountsModel
from desktop.viewmodels.backend import Backend
from desktop.viewmodels.bots import BotsModel
from desktop.viewmodels.browse import SETTING as ORDERS
from desktop.viewmodels.browse import Browse
from desktop.viewmodels.business import BusinessBook
from desktop.viewmodels.clock import WindowClock
from desktop.viewmodels.comebacks import Comebacks
from desktop.viewmodels.composer import ComposerState
from desktop.viewmodels.deal import DealModel
from desktop.viewmodels.deal_port import CrmState
from desktop.viewmodels.drafts import DraftKeeper
from desktop.viewmodels.facts import FactListModel
from desktop.viewmodels.feed import Feed
from desktop.viewmodels.folders import FolderListModel
from desktop.viewmodels.guard import GuardModel
from desktop.viewmodels.health import HealthModel
from desktop.viewmodels.messages import MessageListModel
from desktop.viewmodels.models import ModelsModel
from desktop.viewmodels.proposals import ProposalModel
from desktop.viewmodels.queues import QueueListModel
from desktop.viewmodels.reply_book import ReplyBook
from desktop.viewmodels.returned import Returned
from desktop.viewmodels.rooms import RoomModel
from desktop.viewmodels.selection import Selection
from desktop.viewmodels.shelving import ShelvingModel
from desktop.viewmodels.sign_in import SignInModel
from desktop.viewmodels.spelling import SpellingModel
from desktop.viewmodels.template_list import TemplateListModel
from desktop.viewmodels.threads import ThreadListModel
from desktop.viewmodels.triage import TriageModel
from desktop.viewmodels.views import Names, ViewListModel

UPLOAD: Final = frozenset({"upload"})


class Desk(QObject):
    """Holds the models and what is open. ``thread_changed`` when the open thread or its row
    did, ``moved`` when it went on as another thread, ``problem`` when an action was refused,
    ``configured`` gives settings that are in force from now on."""

    thread_changed = Signal()
    problem = Signal(object)
    moved = Signal(int)
    typing = Signal(int)
    configured = Signal(object)

    def __init__(self, backend: Backend, feed: Feed, shell: Shell) -> None:
        super().__init__()
        self.backend = backend
        self.tasks = Tasks(self._refused)
        self.threads = ThreadListModel(backend.lists, self.tasks)
        self.queues = QueueListModel(backend.lists, self.tasks)
        self.views = ViewListModel(backend, self.tasks)
        self.browse = Browse(self.threads, self.views, backend, self.tasks)
        self.triage = TriageModel(backend, self.threads, self.tasks)
        self.folders = FolderListModel(backend, self.tasks)
        self.views.more = self.folders.view
        self.folders.changed.connect(self.views.changed)
        self.shelving = ShelvingModel(backend.chats, self.triage, self.tasks)
        self.selection, self.names = Selection(), Names(backend)
        self.comebacks = Comebacks(backend.lists, self.tasks, shell.now)
        self.comebacks.came.connect(self._came_back)
        self.messages = MessageListModel(backend.talk, self.tasks)
        self.facts = FactListModel(backend.deal, self.tasks)
        self.deal = DealModel(backend.deal, self.tasks, self.facts, shell.now)
        self.health = HealthModel(backend, self.tasks, shell.now)
        self.sign_in = SignInModel(backend.accounts.of(""), self.tasks)
        self.accounts = AccountsModel(backend.accounts, self.tasks, shell.accounts)
        self.business = BusinessBook(backend.business, self.tasks)
        self._models: ModelsModel | None = None
        self.composer = ComposerState(shell.now)
        self.bots = BotsModel(backend.bots, self.tasks, shell.accounts)
        self.rooms = RoomModel(backend.rooms, self.composer, self.tasks)
        self.composer.gone = self._removed_name
        self.composer.by_bot, self.composer.barred = self.bots.by_bot, self.bots.barred
        self.accounts.changed.connect(self.composer.accounts_changed)
        self.accounts.changed.connect(self.folders.touch)
        self.bots.changed.connect(self.composer.accounts_changed)
        self.templates = TemplateListModel(backend, self.tasks)
        self.templates.lang = lambda: self.deal.client_lang or shell.i18n.lang
        self.drafts = DraftKeeper(backend.drafting, self.composer, self.tasks)
        self.returned = Returned(backend, self.composer, self.tasks)
        self.guard = GuardModel(backend.deal, self.composer, self.tasks, shell.now)
        self.replies = ReplyBook(backend, self.tasks, shell.i18n)
        self.proposals = ProposalModel(
            backend.writing, self.deal, self.tasks, shell.i18n, shell.now
        )
        self.spelling = SpellingModel(backend.writing, self.tasks)
        self.clock = WindowClock(shell.now, self)
        self.current: ThreadRow | None = None
        self.crm = CrmState()
        self._opening: int | None = None
        self._unmarks = False
        self._thread_latest = Latest(self.tasks, self._refresh_thread)
        self.shelving.turned = self._thread_latest.ask
        self.rooms.looked.connect(self._thread_latest.ask)
        self.rooms.looked.connect(self.messages.touch)  # topics have names by now
        self.threads.loaded.connect(self._watch_windows)
        self.health.changed.connect(self._thread_latest.ask)  # the CRM may be there by now
        self.clock.tick.connect(self.composer.tick)
        self._feed = feed
        feed.changed.connect(self._changed)
        feed.health_changed.connect(self.health.touch)
        feed.health_changed.connect(self.accounts.touch)
        feed.health_changed.connect(self.bots.touch)
        feed.health_changed.connect(self.business.touch)
        feed.health_changed.connect(self.templates.health_changed)
        feed.typing.connect(self.typing)
        others = (feed, *vars(shell).values())
        for made in vars(self).values():  # what they are connected to ends with the window
            if isinstance(made, QObject) and made not in others and made.parent() is None:
                made.setParent(self)

    @property
    def models(self) -> ModelsModel:
        """Models on this machine; made when it is first asked for."""
        if self._models is None:
            self._models = ModelsModel(self.backend.models, self.tasks)
            self._models.setParent(self)
        return self._models

    async def start(self) -> None:
        """Read everything once."""
        settings = await self.backend.settings()
        self.views.load(settings)
        self.configure(settings)
        self.browse.load(settings.get(ORDERS, ""))
        await asyncio.gather(
            self.threads.refresh(), self.queues.refresh(), self.health.refresh(),
            self.drafts.load(), self.comebacks.refresh(), self.names.refresh(),
            self.accounts.refresh(), self.bots.refresh(), self.folders.refresh(),
        )  # fmt: skip
        self.views.touch()

    def configure(self, settings: Mapping[str, str]) -> None:
        """Take over what concerns the window, of all settings or of those that changed."""
        for part in (self.guard, self.replies, self.proposals, self.spelling, self.names,
                     self.templates):  # fmt: skip
            part.configure(settings)
        self.views.configure(settings)
        self.configured.emit(settings)

    async def open(self, thread: int | None) -> None:
        """Show a thread (None: none); returns when every model shows it."""
        self._opening = thread
        if thread is None:
            self.current, self.crm = None, CrmState()
            await asyncio.gather(
                self.messages.open(None), self.facts.open(None), self.deal.open(None)
            )
            self.composer.open(None, (), None)
            self.guard.open(None)
            self.thread_changed.emit()
            return
        row = self.threads.fresh(thread) or await self.backend.lists.thread(thread)
        if row is None or self._opening != thread:
            return
        peers, crm, *_ = await asyncio.gather(
            self.backend.talk.peers(thread),
            self.backend.deal.crm_state(thread),
            self.messages.open(thread, row.unread),
            self.facts.open(thread),
            self.deal.open(thread),
            self.drafts.read(thread),
        )
        if self._opening != thread:
            return
        self.current, self.crm = row, crm
        self._unmarks = True
        waits = row.waiting_since is not None
        self.composer.open(thread, peers, row.last_channel, account=row.last_account, waits=waits)
        self.guard.open(thread)
        self._watch_windows()
        self.thread_changed.emit()

    def mark_read(self) -> None:
        """The operator looks at the open thread. Told once; the refresh that follows says again
        how much is unread."""
        if self.current is not None and self.current.unread:
            self.current = structs.replace(self.current, unread=0)
            self.tasks.start(self.backend.talk.mark_read(self.current.id))
        if self.current is not None and self.current.marked and self._unmarks:
            self.tasks.start(self.backend.chats.mark([self.current.id], False))
        self._unmarks = False  # who marks the open thread wants it marked

    async def close(self) -> None:
        """End all work."""
        self._feed.stop()
        self._feed.changed.disconnect(self._changed)
        self.clock.set_visible(False)
        for part in (self.comebacks, self.threads, self.queues, self.views, self.folders,
                     self.guard, self.proposals):  # fmt: skip
            part.stop()
        with contextlib.suppress(ProblemError):  # a full disk is said elsewhere
            await self.drafts.close()
        await self.tasks.close()

    def _changed(self, change: Change) -> None:
        if change.kinds == UPLOAD:  # each per cent of a file: nothing else is another one
            if self.current is not None and self.current.id in change.threads:
                self.messages.touch()
            return
        self.threads.touch(change.threads)
        self.queues.touch()
        self.views.touch()
        self.folders.take(change)
        self.comebacks.changed(change)
        self.returned.changed(change)
        self.drafts.changed(change)
        self.templates.changed(change)
        if "assigned" in change.kinds:
            self.tasks.start(self.names.refresh())
        if self.current is not None and self.current.id in change.threads:
            self.messages.touch()
            self.facts.touch()
            self.deal.touch()
            self.guard.touch()
            self.rooms.refresh()
            self._thread_latest.ask()

    def _came_back(self) -> None:
        self.threads.reload()
        self.queues.touch()
        self.views.touch()
        self.folders.touch()

    async def _refresh_thread(self) -> None:
        if self.current is None:
            return
        thread = self.current.id
        row, peers, crm = await asyncio.gather(
            self.backend.lists.thread(thread),
            self.backend.talk.peers(thread),
            self.backend.deal.crm_state(thread),
        )
        if self.current is None or self.current.id != thread:
            return
        if row is None:
            await self.open(None)
            return
        if row.id != thread:  # it was merged into another thread while it was open
            self.composer.move_draft(thread, row.id)
            await self.open(row.id)
            self.moved.emit(row.id)
            return
        self.current, self.crm = row, crm
        self.composer.update(peers, waits=row.waiting_since is not None)
        self._watch_windows()
        self.thread_changed.emit()

    def _watch_windows(self) -> None:
        closes: list[int | None] = [row.window_closes for row in self.threads.rows]
        for peer in self.composer.peers:
            if self.bots.by_bot(peer.peer):
                closes += [self.composer.window_of(peer).closes_at]
            if peer.has_window:
                closes += [peer.window_closes, peer.ad.until, peer.ad.answer_by]
            if peer.room is not None:
                closes += [peer.room.slow_until, peer.room.rights.until]
        self.clock.watch(closes)

    def _removed_name(self, peer: Peer) -> str:
        if self.bots.by_bot(peer):
            return ""
        return self.accounts.removed_name(peer) or self.bots.removed_name(peer)

    def _refused(self, problem: Problem) -> None:
        self.problem.emit(problem)
