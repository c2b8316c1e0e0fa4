"""A hub from its start to its end: the parts of it wired."""

import asyncio
import contextlib
import logging
from importlib.metadata import version
from typing import Final

from aiohttp import web

from core.domain.problems import Problem, ProblemError, StoreError, unwritable
from core.hub.config import HubConfig, Limits
from core.hub.desks import Desks
from core.hub.embedded import EmbeddedHome
from core.hub.fetching import Fetching
from core.hub.home import Home
from core.hub.ingress import Ingress
from core.hub.measures import Measures
from core.hub.watch import Watch
from core.support.clock import Clock
from core.support.front import Front, Held
from core.support.locks import FileLock, take_lock
from core.support.worker import Worker

log = logging.getLogger(__name__)

_SWEEP: Final = 600.0
_SWEEPING: Final = 0.05
_END_IN: Final = 3.0
_WATCHED: Final = Limits(connections=50)


class Hub:
    """Takes webhooks in for all desks. Without ``home`` it keeps them itself, in the data folder,
    and the desks read here."""

    def __init__(self, config: HubConfig, home: Home | None = None) -> None:
        self._config = config
        self._lock: FileLock | None = None
        self.clock = Clock()
        limits = config.limits
        self._held = held = Held(limits.held_bytes)
        self._measures = measures = Measures()
        embedded = (
            EmbeddedHome(config.data, config.days, limits.disk_free_bytes) if home is None else None
        )
        made: Home | None = home if home is not None else embedded
        assert made is not None
        self._home, self._embedded = made, embedded
        self._fetching = (
            Fetching(config.numbers, config.graph, made, measures, self.clock)
            if config.numbers
            else None
        )
        found = self._fetching.found if self._fetching is not None else None
        self._ingress = Ingress(config.apps, made, limits, held, measures, found)
        self._desks = (
            Desks(config.desks, embedded, limits, held, measures, self.clock.now)
            if embedded is not None
            else None
        )
        self._front = Front(self._answer, limits, self._refused)
        self._watch = Watch(
            config.data,
            limits.disk_free_bytes,
            measures,
            self.clock,
            version=version("threadline"),
            held=held,
            front=self._front,
            ingress=self._ingress,
            fetching=self._fetching,
            home=embedded,
            desks=self._desks,
        )
        self._watched = Front(self._watch.answer, _WATCHED, lambda reason: None)
        self._sweeper = Worker("hub sweep", self._sweep)
        self.port = self.watch_port = 0

    def _refused(self, reason: str) -> None:
        self._measures.refused.labels(reason).inc()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path == self._config.listen.path:
            return await self._ingress.answer(request)
        if self._desks is not None:
            return await self._desks.answer(request)
        return web.Response(status=404)

    async def start(self) -> None:
        """Take the folder, open the home, listen. Raises ProblemError: ``hub-locked``,
        ``hub-unwritable``, ``hub-port-busy``, or the home's own."""
        data = self._config.data
        try:
            data.mkdir(parents=True, exist_ok=True)
            lock = take_lock(data / "hub.lock")
        except OSError as error:
            params = unwritable(error, data).params
            problem = Problem("hub-unwritable", {"path": str(data), "detail": "", **params})
            raise ProblemError(problem) from error
        if lock is None:
            raise ProblemError(Problem("hub-locked", {"path": str(data)}))
        self._lock = lock
        try:
            await self._home.open()
            listen, watch = self._config.listen, self._config.watch
            self.port = await _listening(self._front, "listen.port", listen.host, listen.port)
            self.watch_port = await _listening(self._watched, "watch.port", watch.host, watch.port)
        except BaseException:
            await self.stop()
            raise
        if self._fetching is not None:
            self._fetching.start()
        if self._embedded is not None:
            self._sweeper.start()

    async def stop(self) -> None:
        """End what is being answered (a new request is told to come later), then give all back."""
        self._front.refuse()
        if self._embedded is not None:
            self._embedded.wake()
        await self._front.stop(_END_IN)
        await self._watched.stop(0.5)
        await self._sweeper.close()
        if self._fetching is not None:
            await self._fetching.close()
        await self._home.close()
        lock, self._lock = self._lock, None
        if lock is not None:
            lock.unlock()

    async def _sweep(self) -> float | None:
        assert self._embedded is not None
        try:
            return _SWEEPING if await self._embedded.sweep() else _SWEEP
        except (OSError, StoreError):
            return _SWEEP  # the webhooks tell that the disk is full


async def _listening(front: Front, key: str, host: str, port: int) -> int:
    try:
        return await front.start(host, port)
    except OSError as error:
        detail = error.strerror or str(error)
        params = {"key": key, "port": str(port), "detail": detail}
        raise ProblemError(Problem("hub-port-busy", params)) from error


async def serve(hub: Hub, asked: asyncio.Event) -> None:
    """From the start until ``asked`` to stop."""
    await hub.start()
    log.info("listening on port %d, watched on port %d", hub.port, hub.watch_port)
    try:
        await asked.wait()
    finally:
        with contextlib.suppress(asyncio.CancelledError):
            await hub.stop()
    log.info("stopped")
