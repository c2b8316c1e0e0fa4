"""`/health` for whoever restarts or calls somebody, `/metrics` for Prometheus."""

import asyncio
import shutil
import time
from pathlib import Path
from typing import Any, Final

import msgspec
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from core.hub.desks import Desks
from core.hub.fetching import Fetching
from core.hub.home import ReadHome
from core.hub.ingress import Ingress
from core.hub.measures import Measures
from core.support.clock import Clock
from core.support.front import Front, Held

_OLD: Final = 3600.0
"""A file that waits for longer is worth a look."""


class Watch:
    """Looks at the parts of a hub when it is asked."""

    def __init__(
        self,
        data: Path,
        spare: int,
        measures: Measures,
        clock: Clock,
        *,
        version: str,
        held: Held,
        front: Front,
        ingress: Ingress,
        fetching: Fetching | None,
        home: ReadHome | None,
        desks: Desks | None,
    ) -> None:
        self._data = data
        self._spare = spare
        self._measures = measures
        self._clock = clock
        self._version = version
        self._held = held
        self._front = front
        self._ingress = ingress
        self._fetching = fetching
        self._home = home
        self._desks = desks
        self._began = time.monotonic()

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """503 from `/health` where webhooks cannot be kept."""
        if request.method != "GET" or request.path not in ("/health", "/metrics"):
            return web.Response(status=404)
        told = await self.look()
        if request.path == "/metrics":
            body = generate_latest(self._measures.registry)
            return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})
        status = 200 if told["ok"] else 503
        return web.Response(
            status=status, body=msgspec.json.encode(told), content_type="application/json"
        )

    async def look(self) -> dict[str, Any]:
        """How everything stands; the gauges are set."""
        measures = self._measures
        free = (await asyncio.to_thread(shutil.disk_usage, self._data)).free
        measures.free.set(free)
        measures.held.set(self._held.bytes)
        measures.connections.set(self._front.open)
        home: dict[str, Any] = {"ok": not self._ingress.problem, "problem": self._ingress.problem}
        media: dict[str, Any] = {"ok": True, "fetched_here": self._fetching is not None}
        if self._home is not None:
            backlog = await self._home.backlog()
            measures.updates.set(backlog.last)
            measures.due.set(backlog.files)
            measures.oldest.set(backlog.oldest)
            home["updates"] = backlog.last
            late = self._fetching is not None and backlog.oldest > _OLD
            media |= {"due": backlog.files, "oldest_seconds": backlog.oldest, "ok": not late}
        if self._fetching is not None:
            media["rests_seconds"] = self._fetching.rests
        disk = {"ok": free >= self._spare, "free_bytes": free}
        return {
            "ok": bool(home["ok"] and disk["ok"]),
            "version": self._version,
            "uptime_seconds": time.monotonic() - self._began,
            "home": home,
            "disk": disk,
            "media": media,
            "clock": {
                "ok": not self._clock.off,
                "now_ms": self._clock.now(),
                "behind_ms": self._clock.behind_ms,
            },
            "desks": self._desks.measure() if self._desks is not None else [],
        }
