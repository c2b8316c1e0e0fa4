"""A line to a NATS server that is laid again when it breaks, and tells a refusal from an outage."""

import asyncio
import contextlib
import logging
import re
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, Final, Literal

import msgspec
import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg

from core.domain.problems import Problem
from core.support.backoff import Backoff
from core.team.nats_access import NatsAccess
from core.team.nats_answers import Broken, Denied, Refused, answered

log = logging.getLogger(__name__)

ANSWER_SECONDS: Final = 5.0
_CONNECT_SECONDS: Final = 5
_DENIED = re.compile(r'permissions violation for (publish|subscription) to "([^"]+)"')
_AUTH = ("authorization", "authentication", "user authentication")


class Inbox:
    """What was answered to ``subject``; whoever asks says how much may come."""

    def __init__(self, subject: str) -> None:
        self.subject = subject
        self._come: asyncio.Queue[Msg | None] = asyncio.Queue()

    async def put(self, message: Msg) -> None:
        """One more."""
        self._come.put_nowait(message)

    def end(self, _: object) -> None:
        """The line broke."""
        self._come.put_nowait(None)

    @property
    def ready(self) -> bool:
        """Whether the next one is here."""
        return not self._come.empty()

    async def next(self, seconds: float) -> Msg:
        """The next one. Raises Broken when the line breaks, or nothing comes in time."""
        try:
            async with asyncio.timeout(seconds):
                message = await self._come.get()
        except TimeoutError:
            raise Broken("no answer") from None
        if message is None:
            raise Broken("line broke")
        return message


class Line:
    """``on_state`` hears of every change of ``state`` or ``problem``."""

    def __init__(
        self, access: NatsAccess, on_state: Callable[[], None] = lambda: None, first: float = 0.25
    ) -> None:
        self.access = access
        self.state: Literal["off", "connecting", "online", "waiting", "failed"] = "off"
        self.problem: Problem | None = None
        self._on_state = on_state
        self._first = first
        self._client: Client | None = None
        self._broken: asyncio.Future[None] | None = None
        self._open = asyncio.Event()
        self._known = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None
        self._waiting: dict[str, set[asyncio.Future[str]]] = {}

    async def start(self) -> None:
        """Lay the line and keep it. Raises ProblemError for what we were told wrongly."""
        options = self.access.options()
        self._tell("connecting")
        self._keeper = asyncio.create_task(self._keep(options), name="nats line")

    async def stop(self) -> None:
        """Let go; whoever waits for an answer is told that the line broke."""
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)
        self._tell("off")

    async def opened(self, seconds: float | None = None) -> None:
        """Return when there is a line. With ``seconds`` raises Broken after them, and at once
        where the server refuses us."""
        if seconds is None:
            await self._open.wait()
            return
        try:
            async with asyncio.timeout(seconds):
                await self._known.wait()
        except TimeoutError:
            raise Broken("no line") from None
        if not self._open.is_set():
            raise Broken("no line")

    @property
    def client(self) -> Client:
        """The line itself. Raises Broken where there is none."""
        if self._client is None:
            raise Broken("no line")
        return self._client

    @property
    def most(self) -> int:
        """Bytes that the server takes in one message, its headers included."""
        return self.client.max_payload

    async def ask(
        self,
        subject: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        seconds: float = ANSWER_SECONDS,
    ) -> Msg:
        """A request. Raises Broken, Denied."""
        client, broken = self.client, self._broken
        assert broken is not None
        refused: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        waiting = self._waiting.setdefault(subject.lower(), set())
        waiting.add(refused)
        asked = asyncio.ensure_future(
            client.request(
                subject, body, timeout=seconds, headers=dict(headers) if headers else None
            )
        )
        try:
            waits: set[asyncio.Future[Any]] = {asked, refused, broken}
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            if refused.done():
                raise Denied(refused.result())
            if not asked.done() or asked.cancelled():
                raise Broken("line broke")
            return asked.result()
        except nats.errors.NoRespondersError:
            raise Refused(503, 0, "nobody answers") from None
        except (nats.errors.Error, OSError) as error:
            raise Broken(str(error) or type(error).__name__) from error
        finally:
            if not asked.done():
                asked.cancel()
                await asyncio.gather(asked, return_exceptions=True)
            refused.cancel()
            waiting.discard(refused)
            if not waiting:
                self._waiting.pop(subject.lower(), None)

    async def api(self, what: str, body: Any = None) -> bytes:
        """A call of JetStream's API, ``$JS.API.`` left out. Raises Broken, Denied, Refused."""
        asked = b"" if body is None else msgspec.json.encode(body)
        return answered((await self.ask(f"$JS.API.{what}", asked)).data)

    @contextlib.asynccontextmanager
    async def inbox(self) -> "AsyncIterator[Inbox]":
        """A place for answers of our own. Raises Broken."""
        client, inbox = self.client, Inbox(self.client.new_inbox())
        assert self._broken is not None
        self._broken.add_done_callback(inbox.end)
        try:
            answers = await client.subscribe(inbox.subject, cb=inbox.put)
        except (nats.errors.Error, OSError) as error:
            raise Broken(str(error)) from error
        try:
            yield inbox
        finally:
            with contextlib.suppress(nats.errors.Error, OSError):
                await answers.unsubscribe()

    async def say(self, subject: str, body: bytes, reply: str = "") -> None:
        """A message that nobody acknowledges. Raises Broken."""
        try:
            await self.client.publish(subject, body, reply)
        except (nats.errors.Error, OSError) as error:
            raise Broken(str(error)) from error

    async def _keep(self, options: dict[str, Any]) -> None:
        backoff, turn = Backoff(self._first), 0
        while True:
            server = self.access.servers[turn % len(self.access.servers)]
            turn += 1
            client = Client()
            broken: asyncio.Future[None] = asyncio.get_running_loop().create_future()

            async def closed(broken: "asyncio.Future[None]" = broken) -> None:
                if not broken.done():
                    broken.set_result(None)

            try:
                await client.connect(
                    server,
                    allow_reconnect=False,
                    max_reconnect_attempts=1,
                    reconnect_time_wait=0,
                    connect_timeout=_CONNECT_SECONDS,
                    ping_interval=20,
                    max_outstanding_pings=2,
                    closed_cb=closed,
                    error_cb=self._heard,
                    **options,
                )
                self._client, self._broken = client, broken
                self._open.set()
                self._tell("online")
                backoff.reset()
                while not client.is_closed and not broken.done():
                    await asyncio.wait({broken}, timeout=1.0)
                self._tell("waiting", Problem("feed-unreachable", {"place": server}))
            except (nats.errors.Error, OSError, ValueError) as error:
                log.info("no line to %s: %s", server, error)
                self._tell(*_meant(error, server))
            finally:
                self._open.clear()
                self._client = self._broken = None
                if not broken.done():
                    broken.set_result(None)
                await _let_go(client)
            await asyncio.sleep(backoff.next())

    async def _heard(self, error: Exception) -> None:
        found = _DENIED.search(str(error).lower())
        if found is None:
            log.info("the line said: %s", error)
            return
        log.warning("the server does not let us: %s", error)
        what, subject = found.groups()
        # without its inbox nobody is answered
        some = self._waiting.values() if what == "subscription" else [self._waiting.get(subject)]
        for waiting in [each for group in some for each in group or ()]:
            if not waiting.done():
                waiting.set_result(subject)

    def _tell(
        self,
        state: Literal["off", "connecting", "online", "waiting", "failed"],
        problem: Problem | None = None,
    ) -> None:
        if state in ("online", "failed"):
            self._known.set()
        else:
            self._known.clear()
        if (state, problem) != (self.state, self.problem):
            self.state, self.problem = state, problem
            self._on_state()


async def _let_go(client: Client) -> None:
    try:
        with contextlib.suppress(Exception):
            await client.close()
    finally:
        # nats-py leaves its socket open where closing met a broken line
        if (transport := getattr(client, "_transport", None)) is not None:
            transport.close()


def _meant(error: Exception, server: str) -> tuple[Literal["waiting", "failed"], Problem]:
    text = str(error).lower()
    if isinstance(error, nats.errors.AuthorizationError) or any(word in text for word in _AUTH):
        return "failed", Problem("feed-auth", {"place": server})
    if isinstance(error, ssl.SSLCertVerificationError):
        why = {"place": server, "detail": error.verify_message}
        return "failed", Problem("feed-certificate", why)
    return "waiting", Problem("feed-unreachable", {"place": server})
