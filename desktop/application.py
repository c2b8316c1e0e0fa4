"""The application without its window: store, channels, model, stages, wired together once."""

import asyncio
import importlib
import logging
import sys
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from core.domain.changes import Change
from core.domain.channels import Peer
from core.domain.deal_view import Said
from core.domain.problems import Problem, ProblemError
from core.domain.standing import Standing
from core.pipeline.actions import Actions
from core.pipeline.chats import ChatsStage, ChatWishes
from core.pipeline.delivery import DeliveryStage
from core.pipeline.drafts import Drafts
from core.pipeline.files import FilesStage
from core.pipeline.hearing import HearingStage
from core.pipeline.indexing import IndexingStage
from core.pipeline.pipeline import Pipeline
from core.pipeline.sending import SendingStage
from core.pipeline.suggest import Suggester, Writes
from core.pipeline.triage import Triage
from core.pipeline.understanding import ModelState, UnderstandingStage
from core.pipeline.uploads import Uploads
from core.ports import ChannelPort, ChannelState, CrmRecord, CrmTarget, Feed
from core.routing import rules as routing_rules
from core.routing.decide import decide
from core.store.read import crm as read_crm
from core.store.read import work
from core.store.searching import Searcher
from core.store.store import Store
from core.support.clock import Clock
from core.support.worker import Worker
from desktop.bots import Bots
from desktop.profile import Profile
from desktop.spelling.process import SpellingProcess
from desktop.team import hub_address, open_feed
from desktop.telegrams import Telegrams
from models.catalog import resolve
from models.client import LocalModel
from models.prompts import Said as Turn
from models.writing import last_turns, plain

if TYPE_CHECKING:
    from core.crm.mapping import Mapping as CrmMapping
    from desktop.backup import Unpacked
    from desktop.parts import (
        BotChannel,
        RecognizerPool,
        SpeechListener,
        TelegramChannel,
        WhatsAppChannel,
    )

log = logging.getLogger(__name__)

WORKER_COMMAND: Final = "model-worker"
SPEECH_COMMAND: Final = "speech-worker"
_TELEGRAM_WITHIN_MS: Final = 2_000
_MODEL_STATES: Final[Mapping[str, ChannelState]] = {
    "starting": "connecting",
    "ready": "online",
    "restarting": "waiting",
    "failed": "failed",
    "stopped": "off",
}


class Service(msgspec.Struct, frozen=True):
    """One line of the health page; ``slot``, ``name`` and ``phone`` are a Telegram account's."""

    id: Literal["telegram", "bot", "whatsapp", "hub", "model", "crm", "clock"]
    state: ChannelState
    problem: Problem | None = None
    detail: str = ""
    slot: str = ""
    name: str = ""
    phone: str = ""
    standing: Standing | None = None


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
        self.actions = Actions(
            self.store, profile.media, lambda: self.channels, self.now, self._hold_ms, closed
        )
        self.triage = Triage(self.store, self.now)
        self.chats = ChatWishes(self.store, self.now)
        self.suggester = Suggester(self.store, self._writer)
        self.spelling = SpellingProcess(profile.folder / "dictionaries")
        self.channels: dict[tuple[str, str], ChannelPort] = {}
        self.whatsapp: WhatsAppChannel | None = None
        self.hub: Feed | None = None
        """Where webhooks come from, where not to this desk itself."""
        self.delivery: DeliveryStage | None = None
        self._on_change = on_change
        self._on_health = on_health
        self._on_typing = on_typing
        self._rules = routing_rules.load()
        self._recognizers: RecognizerPool | None = None
        self._documents: RecognizerPool | None = None
        self._model: LocalModel | None = None
        self._model_problem: Problem | None = None
        self._crm_problem: Problem | None = None
        self._pipeline: Pipeline | None = None
        self.uploads: Uploads | None = None
        self._turn = asyncio.Lock()
        self._closed = False
        self._telegram_behind: int | None = None
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

    @property
    def model_failed(self) -> bool:
        """True where the model will not come back by itself."""
        return self._model is not None and self._model.state == "failed"

    @property
    def model_gpu(self) -> bool:
        """Whether the running model's build can use a graphics card."""
        info = self._model.info() if self._model is not None else None
        return info is not None and info.gpu

    def now(self) -> int:
        """Ms since the epoch, whatever the machine's clock says."""
        return self.clock.now()

    @property
    def model(self) -> LocalModel | None:
        """The model in use, ready or not."""
        return self._model

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
        self._open_model()
        await self._open_crm()
        reader = parts.Reader(recognizers, self._model)
        understanding = UnderstandingStage(
            self.store,
            reader,
            parts.judge,
            partial(decide, self._rules),
            model=self._model_state,
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
            ChatsStage(self.store, lambda: self.channels, self.now).worker, self.drafts.worker,
        ]  # fmt: skip
        if self.delivery is not None:
            workers.append(self.delivery.worker)
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

    def _model_state(self) -> ModelState:
        if self._model is None:
            return "none"
        return "ready" if self._model.state == "ready" and not self._model.busy else "away"

    def _writer(self) -> Writes | None:
        """What writes answers: a chat model that is loaded."""
        model = self._model
        if model is None or not model.writes:
            return None

        async def write(thread: str, said: Sequence[Said], lang: str) -> str:
            turns = last_turns([Turn(sender=s.sender, text=s.text) for s in said])
            return plain(await model.write(thread, turns, lang))

        return write

    def _open_model(self) -> None:
        path = self.profile.get("model.path")
        if path == "none":
            return
        try:
            file = resolve(path, self.profile.models)
        except ProblemError as error:
            self._model_problem = error.problem
            return
        self._model = self.new_model(file)
        self._model.on_state(lambda _state: self._health_changed())
        self._start(self._warm(self._model))

    def new_model(self, file: Path) -> LocalModel:
        """The model of a file, not yet started, in a process as the settings want it."""
        command = [sys.executable, WORKER_COMMAND] if getattr(sys, "frozen", False) else None
        threads = self.profile.get("model.threads")
        return LocalModel(
            file,
            command=command,
            threads=int(threads) if threads.isdecimal() else 0,
            gpu=self.profile.get("model.gpu") == "on",
        )

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

    async def _warm(self, model: LocalModel) -> None:
        try:
            await model.start()
        except ProblemError as error:
            log.warning("the model does not start: %s", error)

    async def _open_crm(self) -> None:
        from desktop import parts

        try:
            mapping = parts.crm_mapping.load()
            target = self._crm_target(mapping)
        except ProblemError as error:
            self._crm_problem = error.problem
            return
        self._crm_problem = None
        if target is not None:
            self.delivery = DeliveryStage(
                self.store,
                target,
                partial(parts.build_record, mapping),
                parts.digest,
                parts.retry_delay,
            )

    def _crm_target(self, mapping: "CrmMapping") -> CrmTarget | None:
        from desktop import parts

        get = self.profile.get
        match get("crm.target"):
            case "folder":
                folder = get("crm.folder")
                where = Path(folder) if folder else self.profile.folder / "crm"
                return parts.FolderTarget(where, mapping, self.profile.language)
            case "tryton":
                return parts.TrytonTarget(self.profile.tryton(), self.profile.secrets, mapping)
            case _:
                return None

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
        if self._pipeline is not None:
            self._pipeline.wake()
        self._on_health()

    async def services(self) -> list[Service]:
        """The state of everything that can be down."""
        found = []
        found += self._telegram_services()
        found += self._bot_services()
        if self.whatsapp is not None:
            found.append(self._channel_service("whatsapp", self.whatsapp))
        else:
            found.append(Service("whatsapp", "off", Problem("whatsapp-not-set-up")))
        if self.hub is not None:
            where = hub_address(self.profile)
            found.append(Service("hub", self.hub.state, self.hub.problem, where))
        if self._model is not None:
            state = _MODEL_STATES[self._model.state]
            found.append(Service("model", state, self._model.problem))
        elif self.profile.get("model.path") == "none":
            found.append(Service("model", "off"))
        else:
            state = "failed" if self._model_problem else "connecting"  # not started yet
            found.append(Service("model", state, self._model_problem))
        if self.delivery is not None:
            found.append(await self._crm_service(self.delivery))
        elif self._crm_problem is not None:
            found.append(Service("crm", "failed", self._crm_problem))
        behind = self.behind_ms
        if self.clock.off and behind is not None:
            code = "clock-behind" if behind > 0 else "clock-ahead"
            minutes = str(round(abs(behind) / 60_000))
            found.append(Service("clock", "waiting", Problem(code, {"minutes": minutes})))
        return found

    def _telegram_services(self) -> list[Service]:
        telegrams = self.telegrams
        if not telegrams.live:
            why = telegrams.problem
            state: ChannelState = "failed" if why is not None else "off"
            return [Service("telegram", state, why or Problem("telegram-not-set-up"))]
        return [
            msgspec.structs.replace(
                self._channel_service("telegram", telegrams.live[one.slot]),
                slot=one.slot, name=one.name, phone=one.phone,
                standing=telegrams.live[one.slot].standing,
            )
            for one in telegrams.rows if not one.removed and one.slot in telegrams.live
            and (one.account or len(telegrams.live) > 1 or not self.bots.live)
        ]  # fmt: skip

    def _bot_services(self) -> list[Service]:
        return [
            msgspec.structs.replace(
                self._channel_service("bot", channel), detail=row.bot,
                slot=row.slot, name=channel.name or row.name,
            )
            for row in self.bots.rows if (channel := self.bots.live.get(row.slot)) is not None
        ]  # fmt: skip

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

    def _channel_service(
        self, name: Literal["telegram", "bot", "whatsapp"], channel: "ChannelPort | BotChannel"
    ) -> Service:
        """What cannot be kept waits at the messenger, whatever the channel's own state."""
        if self.store.problem is not None:
            return Service(name, "waiting", self.store.problem)
        return Service(name, channel.state, channel.problem, getattr(channel, "account", ""))

    async def _crm_service(self, delivery: DeliveryStage) -> Service:
        row = await self.store.read(
            lambda conn: conn.execute(
                "SELECT problem FROM crm c JOIN threads t ON t.id = c.thread WHERE target = ?"
                " AND problem != '' AND t.merged_into IS NULL ORDER BY next_at DESC LIMIT 1",
                (delivery.target.name,),
            ).fetchone()
        )
        if row is None:
            return Service("crm", "online", None, delivery.target.name)
        return Service("crm", "waiting", Problem.decode(row[0]), delivery.target.name)

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

    async def crm_busy(self) -> bool:
        """Whether some thread's facts are still on their way."""
        delivery, now = self.delivery, 1 << 62
        if delivery is None:
            return False
        due = await self.store.read(
            lambda conn: work.next_delivery(conn, delivery.target.name, now)
        )
        return due is not None

    async def delivered_record(self, thread: int) -> CrmRecord | None:
        """The thread's record where the CRM holds it as it stands; None where it does not."""
        if self.delivery is None:
            return None
        target = self.delivery.target.name
        row = await self.store.read(lambda conn: read_crm.state(conn, thread, target))
        return await self.delivery.record(thread) if row.state == "delivered" else None

    def kill_model(self) -> None:
        """End the model's process, as a crash would."""
        if self._model is not None:
            self._model.kill()

    async def _disconnect(self) -> None:
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
        if self._model is not None:
            await self._model.close()
        if self.delivery is not None:
            await self.delivery.target.close()
        self.channels.clear()
        self.whatsapp = self.hub = None
        self._pipeline = self._model = self.delivery = None

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
