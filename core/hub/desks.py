"""The hub's side of `core.team.wire`: desks read on, fetch files, share what they did."""

import asyncio
import hashlib
import hmac
import logging
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Any, Final

import msgspec
from aiohttp import web

from core.hub.config import Desk, Limits
from core.hub.home import ReadHome
from core.hub.measures import Measures
from core.support.front import RETRY, FullError, Held, TooLargeError, body_of
from core.team import wire

log = logging.getLogger(__name__)

_TOGETHER: Final = 0.05
"""Seconds between two answers to a desk that is not behind: what comes meanwhile goes together."""
_AWAY: Final = 60.0
"""A desk that has not read for as long (and does not now) is away."""
_LIMIT: Final = 200


class _Reader:
    """What is known of a desk while this process runs."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.polls = 0
        self.seen = 0.0
        self.answered = 0.0
        self.position: str | None = None

    @property
    def connected(self) -> bool:
        """Whether it reads."""
        return self.polls > 0 or (self.seen > 0 and time.monotonic() - self.seen < _AWAY)


class Desks:
    """Answers the requests of desks. ``now`` tells the time, ms."""

    def __init__(
        self,
        desks: Sequence[Desk],
        home: ReadHome,
        limits: Limits,
        held: Held,
        measures: Measures,
        now: Callable[[], int],
    ) -> None:
        self._readers = [_Reader(desk) for desk in desks]
        self._home = home
        self._limits = limits
        self._held = held
        self._measures = measures
        self._now = now
        self._version = version("threadline")

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """See `core.team.wire`."""
        reader = self._who(request)
        if reader is None:
            self._measures.refused.labels("desk-token").inc()
            return web.Response(status=401, headers={"WWW-Authenticate": "Bearer"})
        match (request.method, request.path.split("/")[1:]):
            case ("GET", ["updates"]):
                return await self._updates(request, reader)
            case ("GET", ["media", ref]):
                return await self._media(ref)
            case ("POST", ["share"]):
                return await self._share(request, reader)
            case ("GET", ["me"]):
                name, now = reader.desk.name, self._now()
                return _packed(wire.Me(name, self._version, self._home.identity, now))
        return web.Response(status=404)

    def _who(self, request: web.BaseRequest) -> _Reader | None:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            return None
        digest = hashlib.sha256(token.strip().encode("utf-8", "surrogateescape")).hexdigest()
        found = None
        for reader in self._readers:
            if hmac.compare_digest(digest, reader.desk.token_sha256):
                found = reader
        return found

    async def _updates(self, request: web.BaseRequest, reader: _Reader) -> web.Response:
        query = request.query
        after = query.get("after", "")
        try:
            wait = float(query.get("wait", "0"))
            limit = int(query.get("limit", str(_LIMIT)))
        except ValueError:
            return web.Response(status=400)
        if not (0 <= wait <= wire.WAIT_LIMIT and 1 <= limit <= wire.UPDATES_LIMIT):
            return web.Response(status=400)
        if reader.polls >= wire.POLLS:
            return web.Response(status=429, headers=RETRY)
        reader.polls += 1
        reader.position = after
        try:
            if wait:
                await asyncio.sleep(max(0.0, reader.answered + _TOGETHER - time.monotonic()))
                await self._home.grown(after, wait)
            page = await self._home.after(after, limit)
            return _packed(page)
        finally:
            reader.polls -= 1
            reader.seen = time.monotonic()
            reader.answered = reader.seen

    async def _media(self, ref: str) -> web.StreamResponse:
        path = await self._home.file(ref) if ref.isalnum() else None
        if path is None or not await asyncio.to_thread(path.is_file):
            return web.Response(status=404)
        return web.FileResponse(path, headers={"Content-Type": "application/octet-stream"})

    async def _share(self, request: web.BaseRequest, reader: _Reader) -> web.Response:
        seconds = self._limits.body_seconds
        most = wire.SHARED_LIMIT + 1024
        try:
            async with body_of(request, most, seconds, self._held) as body:
                shared = msgspec.msgpack.decode(body, type=wire.Shared)
                if not 1 <= len(shared.key) <= 200:
                    return web.Response(status=400)
                key = f"desk:{reader.desk.name}:{shared.key}"
                await self._home.put(key, shared.body, desk=reader.desk.name)
        except TooLargeError:
            return web.Response(status=413)
        except TimeoutError:
            return web.Response(status=408)
        except (ConnectionError, web.RequestPayloadError, msgspec.DecodeError, UnicodeError):
            return web.Response(status=400)
        except (FullError, OSError):
            return web.Response(status=503, headers=RETRY)
        return web.Response(status=204)

    def measure(self) -> list[dict[str, Any]]:
        """How each desk stands, for `/health`; the gauges are set."""
        told = []
        for reader in self._readers:
            name = reader.desk.name
            behind = None if reader.position is None else self._home.behind(reader.position)
            self._measures.reading.labels(name).set(reader.connected)
            if behind is not None:
                self._measures.behind.labels(name).set(behind)
            told.append({"desk": name, "connected": reader.connected, "behind": behind})
        return told


def _packed(record: msgspec.Struct) -> web.Response:
    return web.Response(body=msgspec.msgpack.encode(record), content_type=wire.MSGPACK)
