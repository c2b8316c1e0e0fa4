"""HTTP connections of strangers: how many, how long a header may take, how much is held.

A proxy in front shields from much of this; who stands without one holds out too.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final, Protocol

from aiohttp import web
from aiohttp.http import HttpProcessingError

log = logging.getLogger(__name__)

Answer = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
RETRY: Final = {"Retry-After": "5"}
_IDLE: Final = 75.0
"""Seconds: longer than proxies keep a line that is not used."""
_BUFFER: Final = 2**14
_LINGER: Final = 1.0
_NOT_NOW: Final = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\n"
    b"Content-Length: 0\r\nConnection: close\r\n\r\n"
)
_TOO_SLOW: Final = b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Limits(Protocol):
    """How many connections may be open, and how long (seconds) a header may take."""

    @property
    def connections(self) -> int: ...

    @property
    def header_seconds(self) -> float: ...


class FullError(Exception):
    """More would be held than may be."""


class Held:
    """Bytes that requests hold in memory, all together; never more than ``most``."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.bytes = 0

    def take(self, count: int) -> None:
        """Hold ``count`` more. Raises FullError."""
        if self.bytes + count > self._most:
            raise FullError
        self.bytes += count

    def give_back(self, count: int) -> None:
        """They are held no more."""
        self.bytes -= count


class TooLargeError(Exception):
    """A body is longer than may be."""


@contextlib.asynccontextmanager
async def body_of(
    request: web.BaseRequest, most: int, seconds: float, held: Held
) -> AsyncIterator[bytes]:
    """The raw body, held while the context is open.

    Raises TooLargeError (before a byte is read, where the request says so), FullError,
    TimeoutError; ConnectionError and web.RequestPayloadError where it broke off.
    """
    if (request.content_length or 0) > most:
        raise TooLargeError
    if request.headers.get("Expect", "").lower() == "100-continue" and request.transport:
        request.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    size = 0
    try:
        parts: list[bytes] = []
        async with asyncio.timeout(seconds):
            while part := await request.content.readany():
                if size + len(part) > most:
                    raise TooLargeError
                held.take(len(part))
                size += len(part)
                parts.append(part)
        body = b"".join(parts)
        parts.clear()
        yield body
    finally:
        held.give_back(size)


class _Connection(web.RequestHandler):
    """A connection that has to send its header in time."""

    __slots__ = ("_busy", "_front", "_timer")

    def __init__(self, front: "Front", server: web.Server) -> None:
        super().__init__(
            server,
            loop=asyncio.get_running_loop(),
            keepalive_timeout=_IDLE,
            access_log=None,  # type: ignore[arg-type]
            read_bufsize=_BUFFER,
            lingering_time=_LINGER,
            auto_decompress=False,
        )
        self._front = front
        self._busy = False
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count it, and wait for the first header."""
        super().connection_made(transport)
        self._front.open += 1
        self._wait()

    def connection_lost(self, exc: BaseException | None) -> None:
        """It is gone."""
        self._front.open -= 1
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Outside of a request it is the beginning of a header."""
        super().data_received(data)
        if not self._busy and self._timer is None:
            self._wait()

    def log_exception(self, *args: Any, **kw: Any) -> None:
        """What is no HTTP is a stranger's doing: counted, not logged with his words."""
        if isinstance(kw.get("exc_info"), HttpProcessingError):
            self._front.refused("malformed")
        else:
            super().log_exception(*args, **kw)

    def begin(self) -> None:
        """A header has come as a whole."""
        self._busy = True
        self._stop_waiting()

    def end(self) -> None:
        """Its request was answered."""
        self._busy = False

    def _wait(self) -> None:
        seconds = self._front.limits.header_seconds
        self._timer = asyncio.get_running_loop().call_later(seconds, self._too_slow)

    def _stop_waiting(self) -> None:
        timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()

    def _too_slow(self) -> None:
        self._timer = None
        if not self._busy and self.transport is not None:
            self._front.refused("header-time")
            self.transport.write(_TOO_SLOW)
            self.force_close()


class _Full(asyncio.Protocol):
    """One connection too many."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Say so and close."""
        assert isinstance(transport, asyncio.Transport)
        transport.write(_NOT_NOW)
        transport.close()


class Front:
    """A server of HTTP within ``limits``. ``refused`` is told why a connection was."""

    def __init__(self, answer: Answer, limits: Limits, refused: Callable[[str], None]) -> None:
        self.limits = limits
        self.refused = refused
        self.open = 0
        self._running = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._answer = answer
        self._stopping = False
        self._server: web.Server | None = None
        self._listening: asyncio.Server | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen; returns the port. Raises OSError where it is taken."""
        server = self._server = web.Server(self._handle)
        loop = asyncio.get_running_loop()

        def protocol() -> asyncio.Protocol:
            if self.open >= self.limits.connections:
                self.refused("connections")
                return _Full()
            return _Connection(self, server)

        self._listening = await loop.create_server(protocol, host, port, backlog=512)
        return int(self._listening.sockets[0].getsockname()[1])

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        connection = request.protocol
        assert isinstance(connection, _Connection)
        connection.begin()
        self._running += 1
        self._idle.clear()
        try:
            if self._stopping:
                response: web.StreamResponse = web.Response(status=503, headers=RETRY)
            else:
                response = await self._answer(request)
        except Exception:
            log.exception("a request could not be answered")
            response = web.Response(status=500)
        finally:
            self._running -= 1
            if not self._running:
                self._idle.set()
            connection.end()
        if self._stopping:
            response.force_close()
        return response

    def refuse(self) -> None:
        """From now on whatever comes is told to come later."""
        self._stopping = True

    async def stop(self, seconds: float) -> None:
        """End what is being answered, within ``seconds``, then listen no more."""
        self.refuse()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._idle.wait()
        if self._listening is not None:
            self._listening.close()
        if self._server is not None:
            self._server.pre_shutdown()
            await self._server.shutdown(0.5)
