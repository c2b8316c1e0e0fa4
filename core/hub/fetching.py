"""Files of webhooks, fetched as soon as they are known and kept for the desks.

An id is good for 7 days. 20 failed GETs within an hour block a token for half an hour: it is given
a rest before. Source: https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media
"""

import asyncio
import logging
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from typing import Final

from core.channels.whatsapp import errors
from core.channels.whatsapp.graph import Graph
from core.domain.problems import ChannelError
from core.hub import config
from core.hub.home import Home
from core.hub.measures import Measures
from core.hub.media_ids import MediaId
from core.support.clock import Clock
from core.support.worker import Worker

log = logging.getLogger(__name__)

_AT_ONCE: Final = 4
_LOOK: Final = 5.0
_HOUR: Final = 3600.0
_FAILURES: Final = 15
_TRIES: Final = 6
_FIRST_PAUSE: Final = 30.0
_AUTH_PAUSE: Final = 900.0
_DISK_PAUSE: Final = 60.0
_OFFLINE: Final = (2.0, 60.0)
_HINTS: Final = 10_000


class Budget:
    """When a token may be used. Pure: each call is told the time in seconds."""

    def __init__(self) -> None:
        self._failures: deque[float] = deque(maxlen=_FAILURES)
        self._rest = 0.0

    def failed(self, now: float, retry_in: float = 0.0) -> None:
        """A GET was refused; the server may have said when it may be asked again."""
        self._failures.append(now)
        self._rest = max(self._rest, now + retry_in)

    def wait(self, now: float) -> float:
        """Seconds until it may be used, 0 for now."""
        full = len(self._failures) == _FAILURES
        return max(0.0, self._rest - now, self._failures[0] + _HOUR - now if full else 0.0)


class _Line:
    """One token, and the numbers that have it."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.numbers: set[str] = set()
        self.budget = Budget()


def backoff(tries: int) -> float | None:
    """Seconds until the next try after ``tries`` that were refused; None: it cannot be had."""
    return _FIRST_PAUSE * 4.0 ** (tries - 1) if tries < _TRIES else None


class Fetching:
    """Fetches what is due at ``home``, a few files at a time."""

    def __init__(
        self,
        numbers: Sequence[config.Number],
        graph: config.Graph,
        home: Home,
        measures: Measures,
        clock: Clock,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._numbers = numbers
        self._graph = graph
        self._home = home
        self._measures = measures
        self._clock = clock
        self._now = now
        self._lines: dict[str, _Line] = {}
        self._hints: OrderedDict[str, str] = OrderedDict()
        self._tries: dict[str, int] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._offline = 0.0
        self._offline_pause = _OFFLINE[0]
        self._worker = Worker("hub media", self._step)

    def start(self) -> None:
        """Begin with what is due."""
        for number in self._numbers:
            token = number.access_token.value
            if token not in self._lines:
                graph = Graph(self._graph.base_url, token, self._graph.timeout, self._clock)
                self._lines[token] = _Line(graph)
            self._lines[token].numbers.add(number.phone_number_id)
        self._worker.start()

    async def close(self) -> None:
        """Stop; what was begun is due again later."""
        await self._worker.close()
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        for line in self._lines.values():
            await line.graph.close()

    def found(self, files: Sequence[MediaId]) -> None:
        """There are new ones."""
        for file in files:
            self._hints[file.id] = file.number
        while len(self._hints) > _HINTS:
            self._hints.popitem(last=False)
        self._worker.wake()

    @property
    def rests(self) -> float:
        """Seconds for which no token may be used."""
        return min((line.budget.wait(self._now()) for line in self._lines.values()), default=0.0)

    async def _step(self) -> float | None:
        pause = max(self._offline - self._now(), self.rests)
        if pause > 0:
            return pause
        room = _AT_ONCE - len(self._running)
        try:
            refs = await self._home.due(room) if room else []
        except OSError:
            return _LOOK  # the webhooks tell that the home is away
        for ref in refs:
            task = asyncio.create_task(self._fetch(ref), name=f"hub file {ref}")
            self._running.add(task)
            task.add_done_callback(self._ended)
        return _LOOK

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a file was not fetched: %s", type(error).__name__)
        self._worker.wake()

    async def _fetch(self, ref: str) -> None:
        number = self._hints.get(ref, "")
        lines = sorted(self._lines.values(), key=lambda line: number not in line.numbers)
        told: list[ChannelError] = []
        for line in lines:
            if line.budget.wait(self._now()):
                continue
            try:
                data = await line.graph.media(self._graph.url(ref))
            except ChannelError as error:
                self._measures.fetched.labels(error.problem.code).inc()
                if error.problem.code == "whatsapp-unreachable":
                    return await self._unreachable(ref)
                throttled = error.problem.code == "whatsapp-throttled"
                line.budget.failed(self._now(), (error.retry_in or 0.0) if throttled else 0.0)
                told.append(error)
            else:
                return await self._keep(ref, data)
        await self._refused(ref, told)

    async def _keep(self, ref: str, data: bytes) -> None:
        self._offline_pause = _OFFLINE[0]
        try:
            await self._home.put_media(ref, data)
        except OSError:
            self._measures.fetched.labels("home").inc()
            await self._put_off(ref, _DISK_PAUSE)  # the webhooks tell that the disk is full
            return
        self._measures.fetched.labels("kept").inc()
        self._forget(ref)

    async def _unreachable(self, ref: str) -> None:
        self._offline = self._now() + self._offline_pause
        self._offline_pause = min(self._offline_pause * 2, _OFFLINE[1])
        await self._put_off(ref, 0.0)

    async def _refused(self, ref: str, told: Sequence[ChannelError]) -> None:
        if all(error.problem.code == "whatsapp-throttled" for error in told):
            return await self._put_off(ref, max(1.0, self.rests))
        if any(errors.is_auth(error) for error in told):
            log.error("a file was refused to us: the access token may have run out")
            return await self._put_off(ref, _AUTH_PAUSE)
        tries = self._tries.pop(ref, 0) + 1
        if len(self._tries) < _HINTS:
            self._tries[ref] = tries
        pause = backoff(tries)
        if pause is None:
            log.warning("a file cannot be had, it is given up: %s", told[-1].problem.code)
            self._forget(ref)
        await self._put_off(ref, pause)

    async def _put_off(self, ref: str, seconds: float | None) -> None:
        try:
            await self._home.put_off(ref, seconds)
        except OSError:
            log.info("a file is due again when its time has run out")

    def _forget(self, ref: str) -> None:
        self._tries.pop(ref, None)
        self._hints.pop(ref, None)
