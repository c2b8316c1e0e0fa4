"""Proxies on loopback in front of the sandbox's Telegram: SOCKS5, HTTP CONNECT, MTProxy.

The MTProxy takes plain secrets, padded ones (`dd`) and FakeTLS (`ee`), as a real one does: it
knows the client's obfuscation by its secret and speaks obfuscated MTProto without one to Telegram.
https://core.telegram.org/mtproto/mtproto-transports#transport-obfuscation
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import hmac
import os
import socket
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext, algorithms, modes

CHUNK = 64 * 1024
TAGS = (b"\xef" * 4, b"\xee" * 4, b"\xdd" * 4)
CLOCK_SECONDS = 1200
_RANDOM = slice(11, 43)


class Source(Protocol):
    """What the client says, disguises taken off."""

    async def readexactly(self, n: int) -> bytes: ...
    async def read(self, n: int) -> bytes: ...


Sink = Callable[[bytes], None]
Open = Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]


class Refused(Exception):
    """A stranger; the connection is closed."""


@dataclass
class LoopbackProxy:
    """Serves one kind of proxy on a port of its own. `kind`: socks5, http or mtproxy. Whatever
    address a client asks for, it is led to `target`. `login` is user and password. `secret` is 16
    bytes; `form`: plain, padded or tls; a `tls` one leads other visitors, and who has another time
    than its `clock` (epoch seconds), to its `site`; without one it answers as a site might."""

    target: tuple[str, int]
    kind: str = "mtproxy"
    login: tuple[str, str] | None = None
    secret: bytes = b""
    form: str = "plain"
    host: str = "127.0.0.1"
    port: int = 0
    served: int = 0
    refused: int = 0
    clock: Callable[[], float] = time.time
    site: tuple[str, int] | None = None
    _server: asyncio.Server | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _digests: set[bytes] = field(default_factory=set)

    async def start(self) -> None:
        """Listen; the same port again after `stop`."""
        self._server = await asyncio.start_server(self._accept, self.host, self.port)
        self.port = int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Stop listening and cut everybody."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
        self.cut()
        while self._tasks:
            await asyncio.wait(self._tasks)

    def cut(self) -> None:
        """Break every connection; new ones are served."""
        for task in self._tasks:
            task.cancel()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            serve = {"socks5": self._socks, "http": self._http, "mtproxy": self._mtproxy}
            await serve[self.kind](reader, writer)
        except Refused:
            self.refused += 1
        except (OSError, EOFError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection(*self.target)
        self.served += 1
        return reader, writer

    async def _socks(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        version, count = await reader.readexactly(2)
        methods = await reader.readexactly(count)
        wanted = 2 if self.login else 0
        if version != 5 or wanted not in methods:
            writer.write(b"\x05\xff")
            await writer.drain()
            raise Refused
        writer.write(bytes((5, wanted)))
        if self.login:
            _, size = await reader.readexactly(2)
            user = (await reader.readexactly(size)).decode()
            password = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
            good = (user, password) == self.login
            writer.write(b"\x01\x00" if good else b"\x01\x01")
            if not good:
                await writer.drain()
                raise Refused
        _, _, _, kind = await reader.readexactly(4)
        size = {1: 4, 4: 16}.get(kind) or (await reader.readexactly(1))[0]
        await reader.readexactly(size + 2)
        theirs = await self._open()
        writer.write(b"\x05\x00\x00\x01" + socket.inet_aton(self.host) + b"\x00\x00")
        await _both(reader, writer.write, writer, *theirs, theirs[1].write)

    async def _http(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        given = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in head[1:])}
        if self.login:
            token = base64.b64encode(":".join(self.login).encode()).decode()
            if given.get("proxy-authorization") != f"Basic {token}":
                writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
                await writer.drain()
                raise Refused
        if not head[0].startswith("CONNECT "):
            writer.write(b"HTTP/1.1 405 Method Not Allowed\r\n\r\n")
            await writer.drain()
            raise Refused
        theirs = await self._open()
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await _both(reader, writer.write, writer, *theirs, theirs[1].write)

    async def _mtproxy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        source: Source = reader
        sink: Sink = writer.write
        if self.form == "tls":
            await self._shake_hands(reader, writer)
            source, sink = _Records(reader), lambda data: writer.write(_records(data))
        head = await source.readexactly(64)
        decrypt = self._cipher(head[8:40], head[40:56])
        encrypt = self._cipher(head[8:56][::-1][:32], head[8:56][::-1][32:])
        tag = decrypt.update(head)[56:60]
        if tag not in TAGS or (self.form != "plain" and tag != TAGS[2]):
            await source.read(1)  # as a real one: it says nothing, and waits until they leave
            raise Refused
        theirs, ours = await self._open()
        forth = bytearray(os.urandom(64))
        forth[0], forth[4] = 0x55, forth[4] | 1
        out = _ctr(bytes(forth[8:40]), bytes(forth[40:56]))
        back = bytes(forth[8:56][::-1])
        into = _ctr(back[:32], back[32:])
        forth[56:60] = tag
        forth[56:64] = out.update(bytes(forth))[56:64]
        ours.write(bytes(forth))
        await _both(
            source, lambda data: sink(encrypt.update(into.update(data))), writer,
            theirs, ours, lambda data: ours.write(out.update(decrypt.update(data))),
        )  # fmt: skip

    async def _shake_hands(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        head = await reader.readexactly(5)
        if head[:3] != b"\x16\x03\x01":
            raise Refused
        hello = head + await reader.readexactly(int.from_bytes(head[3:], "big"))
        blank = hello[: _RANDOM.start] + bytes(32) + hello[_RANDOM.stop :]
        digest = hmac.digest(self.secret, blank, hashlib.sha256)
        given = hello[_RANDOM]
        told = bytes(a ^ b for a, b in zip(digest, given, strict=True))
        stamp = int.from_bytes(told[28:], "little")
        seen = given in self._digests
        if any(told[:28]) or abs(self.clock() - stamp) > CLOCK_SECONDS or seen:
            if self.site is not None:
                theirs = await asyncio.open_connection(*self.site)
                theirs[1].write(hello)
                await _both(reader, writer.write, writer, *theirs, theirs[1].write)
                raise Refused
            # what any site says to a hello that it does not like
            writer.write(b"\x15\x03\x03\x00\x02\x02\x28")
            await writer.drain()
            raise Refused
        self._digests.add(given)
        session = hello[44 : 44 + hello[43]]
        body = (
            b"\x03\x03" + bytes(32) + bytes((len(session),)) + session + b"\x13\x01\x00"
            + b"\x00\x2e\x00\x2b\x00\x02\x03\x04\x00\x33\x00\x24\x00\x1d\x00\x20" + os.urandom(32)
        )  # fmt: skip
        answer = b"\x16\x03\x03" + (len(body) + 4).to_bytes(2, "big")
        answer += b"\x02" + len(body).to_bytes(3, "big") + body
        made_up = os.urandom(1800 + os.urandom(1)[0])
        answer += (
            b"\x14\x03\x03\x00\x01\x01\x17\x03\x03" + len(made_up).to_bytes(2, "big") + made_up
        )
        proof = hmac.digest(self.secret, given + answer, hashlib.sha256)
        writer.write(answer[: _RANDOM.start] + proof + answer[_RANDOM.stop :])

    def _cipher(self, key: bytes, iv: bytes) -> CipherContext:
        return _ctr(hashlib.sha256(key + self.secret).digest(), iv)


class _Records:
    """The data in TLS records."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader
        self._rest = b""

    async def readexactly(self, n: int) -> bytes:
        while len(self._rest) < n:
            self._rest += await self._record()
        found, self._rest = self._rest[:n], self._rest[n:]
        return found

    async def read(self, n: int) -> bytes:
        if not self._rest:
            with contextlib.suppress(EOFError):
                self._rest = await self._record()
        found, self._rest = self._rest[:n], self._rest[n:]
        return found

    async def _record(self) -> bytes:
        while True:
            head = await self._reader.readexactly(5)
            body = await self._reader.readexactly(int.from_bytes(head[3:], "big"))
            if head[:3] == b"\x17\x03\x03":
                return body
            if head[:3] != b"\x14\x03\x03":
                raise Refused


def _records(data: bytes) -> bytes:
    parts = (data[at : at + 16_000] for at in range(0, len(data), 16_000))
    return b"".join(b"\x17\x03\x03" + len(part).to_bytes(2, "big") + part for part in parts)


def _ctr(key: bytes, iv: bytes) -> CipherContext:
    return Cipher(algorithms.AES(key), modes.CTR(iv)).encryptor()


async def _both(
    source: Source,
    sink: Sink,
    client: asyncio.StreamWriter,
    theirs: asyncio.StreamReader,
    ours: asyncio.StreamWriter,
    forth: Sink,
) -> None:
    """Carry bytes both ways until either end closes."""

    async def carry(source: Source, sink: Sink, writer: asyncio.StreamWriter) -> None:
        while data := await source.read(CHUNK):
            sink(data)
            await writer.drain()

    ways = [
        asyncio.create_task(carry(source, forth, ours)),
        asyncio.create_task(carry(theirs, sink, client)),
    ]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        ours.transport.abort()
