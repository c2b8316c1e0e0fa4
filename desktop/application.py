"""The application without its window: store, channels, model, stages, wired together once."""

import asyncio
import importlib
import logging
import sys
from collections.abc import Callable, Coroutine, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from core.domain.changes import Change
from core.domain.channels import Peer
from core.domain.problems import Problem
from core.pipeline.actions import Actions
from core.pipeline.chats import ChatsStage, ChatWishes
from core.pipeline.drafts import Drafts
from core.pipeline.files import FilesStage
from core.pipeline.hearing import HearingStage
from core.pipeline.indexing import IndexingStage
from core.pipeline.messengers import Messengers
from core.pipeline.outgoing_files import OutgoingFiles
from core.pipeline.pipeline import Pipeline
from core.pipeline.reviews import Reviews
from core.pipeline.rooms import GroupWork
from core.pipeline.sending import SendingStage
from core.pipeline.suggest import Suggester
from core.pipeline.triage import Triage
from core.pipeline.understanding import UnderstandingStage
from core.pipeline.uploads import Uploads
from core.ports import ChannelPort, ChannelState, Feed
from core.routing import rules as routing_rules
from core.routing.decide import decide
from core.store.projection import windows
from core.store.read import work
from core.store.searching import Searcher
from core.store.store import Store
from core.support.clock import Clock
from core.support.worker import Worker
from desktop.bots import Bots
from desktop.crm_outbox import CrmOutbox
from desktop.model_in_use import ModelInUse
from desktop.profile import Profile
from desktop.services import services
from desktop.spelling.process import SpellingProcess
from desktop.team import open_feed
from desktop.telegrams import Telegrams
from desktop.viewmodels.backend import HealthRow

if TYPE_CHECKING:
    from desktop.backup import Unpacked
    from desktop.parts import (
        RecognizerPool,
        SpeechListener,
        TelegramChannel,
        WhatsAppChannel,
    )

log = logging.getLogger(__name__)

SPEECH_COMMAND: Final = "speech-worker"
_TELEGRAM_WITHIN_MS: Final = 2_000


class Application:
    """Open, connect, close. ``holds_sends`` where somebody sits before the window: what they send
    waits a little and can be taken back. ``on_change`` hears of every write, ``on_health`` of every
    service that is in another state, ``on_typing`` of threads whose client is writing."""

    def __init__(
        self,
        profile: Profile,
        *,
        on_change: Callable[[Change], None],
        on_health: Callable[[], None],
        on_typing: Callable[[Iterable[int]], None],
    ) -> None:
        self.profile = profile
        self.clock = Clock(changed=on_health)
        self.store = Store(profile.database)
        self.searcher = Searcher(profile.database)
        self.holds_sends = False
        self.replacement: Unpacked | None = None
        """The backup that is to stand in this profile's place once it is closed."""
        self.drafts = Drafts(
            self.store, lambda: self.channels, self.now,
            lambda: profile.get("telegram.drafts") == "on",
        )  # fmt: skip
        self.telegrams = Telegrams(
            profile, self.store, changed=self._health_changed, typing=self._typing,
            start=self._start, drafts=self.drafts, now=self.now,
        )  # fmt: skip
        self.bots = Bots(
            profile, self.store, own=self.telegrams.signed_in, changed=self._health_changed,
            now=self.now, start=self._start,
        )  # fmt: skip
        closed = self._shut
        self.rooms = GroupWork(self.store, lambda: self.channels, self.now)
        self.actions = Actions(
            self.store, profile.media, lambda: self.channels, self.now, self._hold_ms, closed,
            self.rooms.topic,
        )  # fmt: skip
        self.outgoing_files = OutgoingFiles(self.actions.request, profile.media)
        self.messengers = Messengers(self.store, lambda: self.channels)
        self.reviews = Reviews(self.store, self.now)
        self.triage = Triage(self.store, self.now)
        self.chats = ChatWishes(self.store, self.now)
        self.model = ModelInUse(profile, self._health_changed)
        self.crm = CrmOutbox(profile, self.store)
        self.suggester = Suggester(self.store, self.model.writer)
        self.spelling = SpellingProcess(profile.folder / "dictionaries")
        self.channels: dict[tuple[str, str], ChannelPort] = {}
        self.whatsapp: WhatsAppChannel | None = None
        self.up = False
        """Whether all that is set up was opened: until then it is on its way."""
        self.hub: Feed | None = None
        """Where webhooks come from, where not to this desk itself."""
        self._on_change = on_change
        self._on_health = on_health
        self._on_typing = on_typing
        self._rules = routing_rules.load()
        self._recognizers: RecognizerPool | None = None
        self._documents: RecognizerPool | None = None
        self._pipeline: Pipeline | None = None
        self.uploads: Uploads | None = None
        self._turn = asyncio.Lock()
        self._closed = False
        self._telegram_behind: int | None = None
        self._by_bots: frozenset[str] | None = None
        self._leaving = False
        self._held: list[object] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def _shut(self, peer: Peer) -> Problem | None:
        """Why nothing goes out to a peer any more."""
        if self.bots.rights(peer.account) is not None:
            return None
        return self.telegrams.closed(peer) or self.bots.closed(peer)

    def _hold_ms(self) -> int:
        """How long a text waits for whoever may want it back; nobody does where nobody looks."""
        seconds = self.profile.get("desk.undo_seconds")
        return int(seconds) * 1000 if self.holds_sends and seconds.isdecimal() else 0

    @property
    def queues(self) -> tuple[str, ...]:
        """The queues that the rules know, in their order."""
        return self._rules.queues

    @property
    def telegram(self) -> "TelegramChannel | None":
        """The first account, None where none is set up."""
        return self.telegrams.first

    @property
    def telegram_state(self) -> ChannelState:
        """Of the first account, ``off`` where none is set up."""
        return self.telegrams.state

    def now(self) -> int:
        """Ms since the epoch, whatever the machine's clock says."""
        return self.clock.now()

    @property
    def recognizer_pid(self) -> int | None:
        """Of the process that reads by rules, None while it does not run."""
        return self._recognizers.pid if self._recognizers is not None else None

    @property
    def behind_ms(self) -> int | None:
        """How far this machine's clock is behind the messengers' (below 0: ahead of them), None
        where that is not known."""
        self._hear_telegram()
        return self.clock.behind_ms

    def _hear_telegram(self) -> None:
        """Telegram measures once, when a line stands."""
        told = (one.behind_ms for one in self.telegrams.live.values())
        behind = next((one for one in told if one is not None), None)
        if behind != self._telegram_behind:
            self._telegram_behind = behind
            if behind is not None:
                self.clock.told_behind(behind, _TELEGRAM_WITHIN_MS)

    def hold(self, thing: object) -> None:
        """Keep something (the profile's lock) until the end."""
        self._held.append(thing)

    async def open(self) -> None:
        """Open the log: from here on the window can read. Raises ProblemError."""
        await self.store.open()
        self.store.listen(self._on_change)
        self.store.listen(self._service_changed)

    async def connect(self) -> None:
        """Start the model, the channels and the stages. What cannot start says so in its state."""
        async with self._turn:
            await self._connect()

    async def _connect(self) -> None:
        if self._closed:
            return
        # a second's worth of imports: the window stands already and goes on painting
        await asyncio.to_thread(importlib.import_module, "desktop.parts")
        from desktop import parts

        recognizers, documents = self.recognizers(), self.documents()
        self._start(self._recognizers_ready(recognizers))
        self.model.open(self._start)
        self.crm.open()
        reader = parts.Reader(recognizers, self.model.current)
        understanding = UnderstandingStage(
            self.store,
            reader,
            parts.judge,
            partial(decide, self._rules),
            model=self.model.reads,
        )
        closed = self._shut
        sending = SendingStage(self.store, lambda: self.channels, self.now, closed)
        self.uploads = sending.uploads
        files = FilesStage(self.store, self.profile.media, documents, lambda: self.channels)
        hearing = HearingStage(
            self.store, self.profile.media, self._listener(), lambda: self.channels
        )
        workers: list[Worker] = [
            understanding.worker, *sending.workers, files.worker, hearing.worker,
            IndexingStage(self.store).worker,
            ChatsStage(self.store, lambda: self.channels, self.now, closed).worker,
            self.drafts.worker,
        ]  # fmt: skip
        if self.crm.delivery is not None:
            workers.append(self.crm.delivery.worker)
        self._make_whatsapp()
        if self.whatsapp is not None and self.hub is not None:
            account, sent = self.whatsapp.account, self.whatsapp.sent
            workers.append(parts.SharingStage(self.store, self.hub, account, sent).worker)
        self._pipeline = Pipeline(self.store, workers)
        self._pipeline.start()
        await self._open_channels()

    def _listener(self) -> "SpeechListener":
        from desktop import parts

        frozen = getattr(sys, "frozen", False)
        command = (SPEECH_COMMAND,) if frozen else ("-m", "models.speech")
        return parts.SpeechListener(self.profile.models, command=(sys.executable, *command))

    def can_hear(self) -> bool:
        """Whether voice messages are heard on this machine. Looks at the models' files."""
        return self._listener().missing() is None

    def recognizers(self) -> "RecognizerPool":
        """The process that reads by rules, made where nothing has needed it yet."""
        from desktop import parts

        self._recognizers = self._recognizers or parts.RecognizerPool()
        return self._recognizers

    def documents(self) -> "RecognizerPool":
        """The process that reads files: one takes as long as it takes, no message waits for it."""
        from desktop import parts

        self._documents = self._documents or parts.RecognizerPool()
        return self._documents

    async def _recognizers_ready(self, recognizers: "RecognizerPool") -> None:
        if not await recognizers.start():
            log.warning("natasha does not load: names are read by rules alone")

    def _make_whatsapp(self) -> None:
        from desktop import parts

        settings = self.profile.whatsapp()
        if settings.phone_number_id:
            self.hub = open_feed(self.profile)
            secrets, changed = self.profile.secrets, self._health_changed
            self.whatsapp = parts.WhatsAppChannel(
                settings, secrets, self.store, changed, self.clock, self.hub
            )

    async def _open_channels(self) -> None:
        if self.whatsapp is not None:
            await self.whatsapp.start()
            self.channels[("whatsapp", self.whatsapp.account)] = self.whatsapp
        self.telegrams.open()
        self.bots.open()
        self.up = True
        self._health_changed()

    def _service_changed(self, change: Change) -> None:
        if change.kinds & {"crm", "crm_delivered", "store"}:
            self._on_health()

    def _typing(self, peer: Peer) -> None:
        async def tell() -> None:
            found = await self.store.read(
                lambda conn: conn.execute(
                    "SELECT thread FROM identities WHERE channel = ? AND account = ? AND peer = ?",
                    (peer.channel.value, peer.account, peer.id),
                ).fetchone()
            )
            if found is not None:
                self._on_typing([int(found[0])])

        self._start(tell())

    async def _window_of_bots(self, accounts: frozenset[str]) -> None:
        """Where only a bot may answer, it may for a day."""
        now = self.now()
        threads = await self.store.write(lambda conn: windows.serve(conn, accounts, now))
        if threads:
            self.store.notify(Change(frozenset({"window_closed"}), frozenset(threads), 0))

    def _health_changed(self) -> None:
        # what waits for one account of the operator's must not go out through another one
        for key in [k for k in self.channels if k[0] == "telegram"]:
            del self.channels[key]
        own = self.telegrams.by_account()
        served = {
            key: one for key, one in self.bots.by_account().items()
            if key not in own or not self.telegrams.signed_in(one.account)
        }  # fmt: skip
        self.channels |= own | served
        self._hear_telegram()
        alone = self.bots.alone()
        if alone != self._by_bots and not self._leaving:  # then who is signed in says nothing
            self._by_bots = alone
            self._start(self._window_of_bots(alone))
        if self._pipeline is not None:
            self._pipeline.wake()
        self._on_health()

    async def services(self) -> list[HealthRow]:
        """The state of everything that can be down."""
        return await services(self)

    async def add_bot(self, token: str) -> str:
        """Sign in as a bot, while the others go on; returns its slot. Raises ProblemError."""
        async with self._turn:
            return await self.bots.add(token)

    async def remove_bot(self, slot: str) -> None:
        """Let a bot go; its threads stay. Raises ProblemError."""
        async with self._turn:
            await self.bots.remove(slot)

    async def add_telegram(self) -> str:
        """Room for one more account, while the others go on; returns its slot. Raises
        ProblemError."""
        async with self._turn:
            return self.telegrams.add()

    async def remove_telegram(self, slot: str) -> None:
        """Sign an account out and let it go; its threads stay, what waited for it fails. Raises
        ProblemError."""
        async with self._turn:
            account = self.telegrams.of(slot).account
            await self.telegrams.remove(slot)
            if account:
                await self.store.write(lambda conn: work.give_up(conn, "telegram", account))
                await self.drafts.forget(account)
        if self._pipeline is not None:
            self._pipeline.wake()

    async def reconfigure(self, changed: Mapping[str, str]) -> None:
        """Keep settings and start anew what they concern. What is the window's alone (``desk.``)
        concerns no service."""
        before = self.profile.all()
        self.profile.save(changed)
        other = {k for k in changed if before.get(k) != changed[k] and not k.startswith("desk.")}
        if other - {"language", "theme"}:
            async with self._turn:
                await self._disconnect()
                await self._connect()

    async def reconnect(self) -> None:
        """Start everything anew, as the settings are."""
        async with self._turn:
            await self._disconnect()
            await self._connect()

    async def _disconnect(self) -> None:
        self._leaving = True
        self.up = False
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        # first: a stage that met a channel half closed would take it for an answer
        if self._pipeline is not None:
            await self._pipeline.close()
        await self.bots.close()
        await self.telegrams.close()
        if self.whatsapp is not None:
            await self.whatsapp.stop()
        await self.model.close()
        await self.crm.close()
        self.channels.clear()
        self.whatsapp = self.hub = None
        self._pipeline = self._by_bots = None
        self._leaving = self._closed

    async def close(self) -> None:
        """End everything that was started, and the log last."""
        async with self._turn:
            self._closed = True
            await self._disconnect()
            for pool in (self._recognizers, self._documents):
                if pool is not None:
                    await pool.close()
            await self.searcher.close()
            await self.spelling.close()
            await self.store.close()
            self._held.clear()

    def _start(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a part of the application could not start", exc_info=error)
