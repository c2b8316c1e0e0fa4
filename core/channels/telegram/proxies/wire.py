"""Telethon's transport over whichever way the route says."""

import asyncio
import contextlib
import socket
import time
from collections.abc import Callable
from typing import Any, Final

import python_socks
from python_socks.async_.asyncio import Proxy as Socks
from telethon.network.connection.tcpfull import ConnectionTcpFull, FullPacketCodec
from telethon.network.connection.tcpintermediate import IntermediatePacketCodec
from telethon.network.connection.tcpmtproxy import MTProxyIO

from core.channels.telegram.proxies import hello
from core.channels.telegram.proxies.links import Proxy, Secret
from core.channels.telegram.proxies.packets import PaddedCodec, checked
from core.channels.telegram.proxies.route import Route

_KINDS: Final = {"socks5": python_socks.ProxyType.SOCKS5, "http": python_socks.ProxyType.HTTP}
_ANSWER_LIMIT: Final = 2**14 + 256
_NEXT_ADDRESS: Final = 0.25
"""Seconds after which the next address of a name is tried beside the one before (RFC 8305)."""


class ProxyRefused(ConnectionError):
    """The proxy answered, and will not have us: a wrong secret, name or password."""


class RoutedConnection(ConnectionTcpFull):  # type: ignore[misc]
    """Telethon's connection (``telethon/network/connection/connection.py``) with our own way of
    opening it. What it has got through is told to ``route``, which every subclass names; ``now`` is
    the time (ms), which some proxies compare with theirs: the machine's own may be off."""

    route = Route()
    now: Callable[[], int] = staticmethod(lambda: time.time_ns() // 1_000_000)
    way: Proxy | None = None
    heard = False
    """Whether the server's words have come through since the connection was opened."""

    async def _connect(self, timeout: Any = None, ssl: Any = None) -> None:  # noqa: ASYNC109
        self.way, self.heard, self._obfuscation = self.route.now, False, None
        # what lies there is of the connection before
        self._send_queue: asyncio.Queue[Any] = asyncio.Queue(1)
        self._recv_queue: asyncio.Queue[Any] = asyncio.Queue(1)
        try:
            async with asyncio.timeout(timeout):
                await self._open(self.way, timeout)
        except BaseException as error:
            if self._writer is not None:
                self._writer.close()
            # UnicodeError: the library takes names and passwords of ASCII alone
            if isinstance(error, OSError | EOFError | UnicodeError | python_socks.ProxyError):
                self.route.failed(self.way)
                if not isinstance(error, OSError):
                    raise ProxyRefused(type(error).__name__) from error
            raise

    async def _open(self, way: Proxy | None, patience: float | None) -> None:
        if way is None or way.secret is None:
            self.packet_codec = FullPacketCodec
            self._reader, self._writer = await self._plain(way, patience)
            self._codec = self.packet_codec(self)
        else:
            padded = way.secret.disguise != "plain"
            self.packet_codec = PaddedCodec if padded else IntermediatePacketCodec
            self._reader, self._writer = await asyncio.open_connection(
                way.host, way.port, happy_eyeballs_delay=_NEXT_ADDRESS
            )
            if way.secret.disguise == "tls":
                await self._masked(way, way.secret)
            self._secret = way.secret.key
            self._codec = self.packet_codec(self)
            self._obfuscation = MTProxyIO(self)
            self._writer.write(bytes(self._obfuscation.header))
        await self._writer.drain()

    async def _plain(self, way: Proxy | None, patience: float | None) -> tuple[Any, Any]:
        if way is None:
            return await asyncio.open_connection(self._ip, self._port)
        away: Exception = OSError("no address")
        hosts = await _addresses(way)
        each = patience / len(hosts) if patience else None
        for host in hosts:
            proxy = Socks(_KINDS[way.kind], host, way.port, way.user or None, way.password or None)
            try:
                sock = await proxy.connect(self._ip, self._port, timeout=each)
            except (python_socks.ProxyConnectionError, python_socks.ProxyTimeoutError) as error:
                away = error  # nobody there; perhaps at the next
            except OSError as error:
                raise ProxyRefused(error.strerror) from error
            else:
                return await asyncio.open_connection(sock=sock)
        raise away

    async def _masked(self, way: Proxy, secret: Secret) -> None:
        """Shake hands, and once more by the time of the site where that is why we are refused."""
        said = self.route.clock.ms(self.now())
        try:
            await self._disguise(secret, said)
        except (ProxyRefused, EOFError):
            self._writer.close()
            if not await self.route.clock.learns(way, said):
                raise
            self._reader, self._writer = await asyncio.open_connection(way.host, way.port)
            await self._disguise(secret, self.route.clock.ms(self.now()))

    async def _disguise(self, secret: Secret, now: int) -> None:
        """Shake hands as a browser would. Raises ProxyRefused, or EOFError where it is cut."""
        said = hello.client_hello(secret, now // 1000)
        self._writer.write(said)
        await self._writer.drain()
        answer = b""
        for kind in (hello.HANDSHAKE, hello.CHANGE_CIPHER, hello.DATA):
            head = await self._reader.readexactly(5)
            size = int.from_bytes(head[3:], "big")
            if head[:3] != kind + hello.VERSION or size > _ANSWER_LIMIT:
                raise ProxyRefused("a web site, or another secret's proxy")
            answer += head + await self._reader.readexactly(size)
        if not hello.is_answer(secret, said, answer):
            raise ProxyRefused("not our secret")
        self._reader, self._writer = _Unwrapping(self._reader), _Wrapping(self._writer)

    async def disconnect(self) -> None:
        """Close; a way through which nothing came has failed. Where it breaks while something is
        sent Telethon tells nobody who reads: they would wait, and nothing is asked of a line that
        is cut, until its ping of once a minute finds out."""
        stood = self._connected
        if stood and not self.heard:
            self.route.failed(self.way)
        if stood and self._writer is not None:
            _let_go(self._writer)
        try:
            await super().disconnect()
        finally:
            if stood:
                with contextlib.suppress(asyncio.QueueFull):
                    self._recv_queue.put_nowait((None, ConnectionError("closed")))

    def _init_conn(self) -> None:
        """Done while opening."""

    def _send(self, data: bytes) -> None:
        out = self._writer if self._obfuscation is None else self._obfuscation
        out.write(self._codec.encode_packet(data))

    async def _recv(self) -> Any:
        packet = checked(await self._codec.read_packet(self._obfuscation or self._reader))
        if not self.heard:
            self.heard = True
            self.route.served(self.way)
        return packet


def _let_go(writer: Any) -> None:
    """What nobody takes any more is not waited for: Telethon would, for ten seconds."""
    transport = writer.transport
    if transport.get_write_buffer_size():
        transport.abort()


async def _addresses(way: Proxy) -> list[str]:
    """Every address of a proxy: a name may have several, and not all of them answer. Raises
    OSError."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(way.host, way.port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class _Unwrapping:
    """Reads what stands in TLS records."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader
        self._rest = bytearray()

    async def readexactly(self, size: int) -> bytes:
        while len(self._rest) < size:
            head = await self._reader.readexactly(5)
            length = int.from_bytes(head[3:], "big")
            known = head[:1] in (hello.DATA, hello.CHANGE_CIPHER)
            if not known or head[1:3] != hello.VERSION or length > _ANSWER_LIMIT:
                raise ConnectionError("no TLS record")
            body = await self._reader.readexactly(length)
            if head[:1] == hello.DATA:
                self._rest += body
        found = bytes(self._rest[:size])
        del self._rest[:size]
        return found


class _Wrapping:
    """Writes in TLS records."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        self._greeting = hello.READY
        self.drain, self.close, self.wait_closed = writer.drain, writer.close, writer.wait_closed
        self.transport = writer.transport

    def write(self, data: bytes) -> None:
        greeting, self._greeting = self._greeting, b""
        parts = range(0, len(data), hello.RECORD_LIMIT)
        self._writer.write(
            greeting
            + b"".join(hello.record(hello.DATA, data[at : at + hello.RECORD_LIMIT]) for at in parts)
        )
