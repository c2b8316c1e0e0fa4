"""One WhatsApp number: its webhook is listened for here or read from a hub's feed, its sends go to
Graph from here."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from core.channels.whatsapp import errors, template_list
from core.channels.whatsapp.converters import to_events
from core.channels.whatsapp.feeding import FeedIntake
from core.channels.whatsapp.graph import Graph
from core.channels.whatsapp.receiver import WebhookReceiver
from core.channels.whatsapp.sending import Sender
from core.channels.whatsapp.settings import WhatsAppSettings
from core.channels.whatsapp.templates import Template
from core.domain.channels import Channel, Peer
from core.domain.events import Event, SendRequested
from core.domain.problems import ChannelError, Problem
from core.ports import ChannelState, Feed, Hears, Ingest, Progress, Secrets, Sent
from core.support.clock import Clock

log = logging.getLogger(__name__)

_FIRST_WAIT, _LAST_WAIT = 2.0, 60.0
_PAGES = 50
_LARGE = 2**18


class WhatsAppChannel:
    """A ChannelPort. ``on_state`` is called after every change of ``state`` or ``problem``."""

    channel = Channel.WHATSAPP.value

    def __init__(
        self,
        settings: WhatsAppSettings,
        secrets: Secrets,
        ingest: Ingest,
        on_state: Callable[[], None] = lambda: None,
        clock: Clock | None = None,
        feed: Feed | None = None,
    ) -> None:
        """``clock`` tells the time and learns from what Meta says of it. ``feed``: a hub takes
        the webhooks in, and nothing is listened for here."""
        self._feed = feed
        self._clock = clock or Clock()
        self._settings = settings
        self._secrets = secrets
        self._ingest = ingest
        self._on_state = on_state
        self._state: ChannelState = "off"
        self._problem: Problem | None = None
        self._receiver: WebhookReceiver | None = None
        self._graph: Graph | None = None
        self._greeting: asyncio.Task[None] | None = None
        self._templates: list[Template] = []
        self._sender = Sender(
            settings, ingest, self._line, self._template, self._heard, self._clock.now
        )

    @property
    def account(self) -> str:
        """Our phone number id."""
        return self._settings.phone_number_id

    @property
    def state(self) -> ChannelState:
        """``waiting`` while Graph cannot be reached; webhooks are taken all the same."""
        return self._state

    @property
    def problem(self) -> Problem | None:
        """Why the state is not online."""
        return self._problem

    @property
    def webhook_url(self) -> str:
        """What to register as the callback; '' until started."""
        if self._receiver is None:
            return ""
        return self._settings.public_url or self._receiver.url

    @property
    def local_url(self) -> str:
        """Where this machine listens for it; '' until started."""
        return self._receiver.url if self._receiver is not None else ""

    async def start(self) -> None:
        """Listen for the webhook and see whether Graph knows us; never raises for either."""
        if self._receiver is not None or self._graph is not None:
            return
        settings = self._settings
        token, app_secret, verify_token = (
            # pasted ones bring blanks along, and a line break is no header
            (self._secrets.get(key) or "").strip()
            for key in (
                settings.access_token_key, settings.app_secret_key, settings.verify_token_key,
            )
        )  # fmt: skip
        if not token or (self._feed is None and not (app_secret and verify_token)):
            self._set("signed_out", Problem("whatsapp-not-configured"))
            return
        self._set("connecting")
        if self._feed is None and not await self._listen(app_secret, verify_token):
            return
        self._graph = Graph(settings.base_url, token, settings.timeout, self._clock)
        self._greet()
        if self._feed is not None:
            intake = FeedIntake(self._ingest, self.account, self._read)
            await self._feed.start(await intake.place(), intake.take, self._on_state)

    async def _listen(self, app_secret: str, verify_token: str) -> bool:
        settings = self._settings
        receiver = WebhookReceiver(
            host=settings.host,
            port=settings.port,
            path=settings.path,
            app_secret=app_secret,
            verify_token=verify_token,
            take=self._take,
        )
        try:
            await receiver.start()
        except OSError as error:
            params = {"port": str(settings.port), "why": error.strerror or ""}
            self._set("failed", Problem("whatsapp-port-busy", params))
            return False
        self._receiver = receiver
        return True

    async def stop(self) -> None:
        """Stop listening and close everything."""
        greeting, self._greeting = self._greeting, None
        if greeting is not None:
            greeting.cancel()
            await asyncio.gather(greeting, return_exceptions=True)
        receiver, self._receiver = self._receiver, None
        if receiver is not None:
            await receiver.stop()
        if self._feed is not None:
            await self._feed.stop()
        graph, self._graph = self._graph, None
        if graph is not None:
            await graph.close()
        self._set("off")

    def _set(self, state: ChannelState, problem: Problem | None = None) -> None:
        if (state, problem) != (self._state, self._problem):
            self._state, self._problem = state, problem
            self._on_state()

    async def _take(self, body: bytes) -> None:
        events = await self._read(body)
        if events:
            await self._ingest.append(events)

    async def _read(self, body: bytes) -> list[Event]:
        read = partial(to_events, body, self.account, now=self._clock.now())
        # a large batch takes a tenth of a second, in which the window goes on painting
        events = await asyncio.to_thread(read) if len(body) > _LARGE else read()
        if events:
            self._clock.arrived(max(event.at for event in events))
        return events

    def _greet(self, wait: float = 0.0) -> None:
        """See, after ``wait`` seconds, whether Graph knows us, until it does."""
        if self._graph is not None and (self._greeting is None or self._greeting.done()):
            self._greeting = asyncio.create_task(self._greeted(wait), name="whatsapp greeting")

    async def _greeted(self, wait: float) -> None:
        await asyncio.sleep(wait)
        wait = _FIRST_WAIT
        while True:
            try:
                await self._line().get(self._settings.url(self.account))
            except ChannelError as error:
                # What is refused may be put right there, at Meta's.
                refused = error.retry_in is None
                self._set("failed" if refused else "waiting", error.problem)
                await asyncio.sleep(_LAST_WAIT if refused else wait)
                wait = min(wait * 2, _LAST_WAIT)
            else:
                self._set("online")
                return

    def _heard(self, error: ChannelError | None) -> None:
        """What a send taught about the line."""
        if error is None:
            self._set("online")
        elif errors.is_auth(error):
            self._set("failed", error.problem)
            self._greet(_LAST_WAIT)
        elif error.problem.code == "whatsapp-unreachable":
            self._set("waiting", error.problem)
            self._greet(_FIRST_WAIT)

    def _line(self) -> Graph:
        if self._graph is None:
            problem = self._problem or Problem("whatsapp-unreachable")
            raise ChannelError(problem, retry_in=_LAST_WAIT)
        return self._graph

    async def send(self, peer: Peer, request: SendRequested) -> Sent:
        """Hand a send to Graph, once for each ``client_ref``: what was taken before is told
        again; what broke half-way before (this process or an earlier one) stays uncertain.
        Raises ChannelError."""
        return await self._sender.send(peer, request)

    async def sent(self, client_ref: str) -> Sent | None:
        """As what Graph took a send, None where it did not."""
        return await self._sender.sent(client_ref)

    @property
    def on_upload(self) -> Progress | None:
        """Hears how far the file of a send is."""
        return self._sender.uploads.on_progress

    @on_upload.setter
    def on_upload(self, hears: Progress | None) -> None:
        self._sender.uploads.on_progress = hears

    def stop_upload(self, client_ref: str) -> bool:
        """Stop the file of a send on its way; the send fails. False: it is not on its way."""
        return self._sender.uploads.stop(client_ref)

    async def fetch(self, ref: str) -> bytes:
        """The bytes of a media id (good for 7 days after its webhook): the hub has them for
        longer, and for all desks. Raises ChannelError."""
        if not ref.isalnum():
            raise ChannelError(Problem("whatsapp-media", {"text": "id"}))
        if self._feed is not None:
            with contextlib.suppress(ChannelError):
                if (data := await self._feed.media(ref)) is not None:
                    return data
        return await self._line().media(self._settings.url(ref))

    @property
    def hears(self) -> Hears:
        """Nothing: the Graph API has no transcription."""
        return "nothing"

    async def transcribe(self, peer: Peer, message: str) -> str:
        """There is none. Raises ChannelError."""
        raise ChannelError(Problem("whatsapp-media", {"text": "transcription"}))

    async def mark_read(self, peer: Peer, up_to: str) -> None:
        """Blue ticks up to message ``up_to``. Raises ChannelError."""
        await self._say({"status": "read", "message_id": up_to})

    async def typing(self, peer: Peer, answering: str) -> None:
        """Show for 25 s, or until the next message of ours, that an answer to the client's
        message ``answering`` is being written; WhatsApp marks it as read with that. Raises
        ChannelError."""
        typing = {"type": "text"}
        await self._say({"status": "read", "message_id": answering, "typing_indicator": typing})

    async def _say(self, what: dict[str, Any]) -> None:
        """What may be said twice."""
        body = {"messaging_product": "whatsapp", **what}
        try:
            await self._line().post(self._settings.url(f"{self.account}/messages"), body)
        except ChannelError as error:
            if error.uncertain:
                raise ChannelError(error.problem, retry_in=_FIRST_WAIT) from error
            raise

    async def templates(self) -> list[Template]:
        """All templates of the account, every language one. Raises ChannelError."""
        found: list[Template] = []
        query = {
            "limit": "100",
            "fields": template_list.FIELDS,
        }
        for _ in range(_PAGES):
            url = self._settings.url(f"{self._settings.waba_id}/message_templates")
            try:
                rows, after = template_list.page(await self._line().get(url, query))
            except msgspec.DecodeError:
                problem = Problem("whatsapp-template", {"number": "", "text": "list"})
                raise ChannelError(problem, retry_in=_LAST_WAIT) from None
            found += rows
            if after is None or after == query.get("after"):
                break
            query["after"] = after
        self._templates = found
        return found

    async def _template(self, name: str, language: str) -> Template:
        """From the list last seen, or a fresh one where it is not there."""
        template = self._known(name, language)
        if template is None:
            await self.templates()
            template = self._known(name, language)
        if template is not None:
            return template
        params = {"number": "132001", "text": f"{name} ({language})", "name": name}
        raise ChannelError(Problem("whatsapp-template-gone", params))

    def _known(self, name: str, language: str) -> Template | None:
        for template in self._templates:
            if (template.name, template.language) == (name, language):
                return template
        return None
