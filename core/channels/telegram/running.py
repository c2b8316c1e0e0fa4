"""One signed-in account at work: takes updates, notices a dead line, catches up, backfills."""

import asyncio
import contextlib
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, Final, Protocol

from telethon import errors

from core.channels.telegram.business_book import BusinessBook
from core.channels.telegram.chats import Chats
from core.channels.telegram.line import LineClient, server_now
from core.channels.telegram.problems import flood_wait, is_signed_out
from core.channels.telegram.session import TelegramSettings
from core.channels.telegram.steady import Pulse, clocks
from core.domain.problems import Problem
from core.support.ending import to_the_end

log = logging.getLogger(__name__)

CLOCK_TOLERANCE: Final = 60.0
"""Seconds; a clock that is further off stops reception (tulir/mautrix-telegram#831)."""

_LATER: Final = 6
"""So many heartbeats later what can wait is asked again."""
PULSE: Final = 5.0
"""Seconds between two looks at the clocks."""

LIVE_FIRST: Final = 1.0
"""Seconds that a page of history waits at most while more and more comes live."""

_TRANSIENT: Final = (errors.RPCError, errors.TypeNotFoundError, OSError, TimeoutError)
LONGEST: Final = 60.0
"""Seconds between two tries of what the server goes on refusing."""
UNANSWERED: Final = 900.0
"""Seconds between two tries of what it goes on not answering."""


class Kept(Protocol):
    """What is kept equal to the server; ``chats`` is None where histories cannot be read."""

    @property
    def chats(self) -> Chats | None:
        """The histories."""

    @property
    def business(self) -> BusinessBook | None:
        """What Telegram Business holds of the account; a bot has no such thing."""

    async def catch_up(self) -> None:
        """After a start or a cut: everything that changed meanwhile."""

    async def take_updates(self, container: Any) -> None:
        """Append what a raw container of updates says."""

    async def compare(self) -> None:
        """The heartbeat."""


class Running:
    """Owns the tasks of a signed-in session; ``run`` ends when the session does."""

    def __init__(
        self,
        client: LineClient,
        settings: TelegramSettings,
        sync: Kept,
        on_online: Callable[[Problem | None], None],
        on_silent: Callable[[], None],
        on_flood: Callable[[int], Awaitable[None]],
        now: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._now = now
        self._client = client
        self._settings = settings
        self._sync = sync
        self._on_online = on_online
        self._on_silent = on_silent
        self._on_flood = on_flood
        self._nudge = asyncio.Event()
        self._look = sync.chats.wanted if sync.chats is not None else asyncio.Event()
        self._finished = False
        self._flood: asyncio.TimerHandle | None = None
        self._again: asyncio.TimerHandle | None = None
        self._clock: Problem | None = None
        self._refusals: Counter[str] = Counter()
        self._woken = asyncio.Event()
        self._over = asyncio.Event()
        self._idle = asyncio.Event()
        """Set while nothing that came live waits to be taken in."""

    def nudge(self) -> None:
        """Something may be missing: catch up now, and try again what was refused."""
        self._nudge.set()
        self._refusals.clear()
        self._woken.set()
        self._woken = asyncio.Event()

    def end(self) -> None:
        """The session is over here, whatever the server goes on answering."""
        self._over.set()

    async def _end(self) -> None:
        await self._over.wait()
        raise errors.AuthKeyUnregisteredError(None)

    async def run(self) -> None:
        """Work until cancelled, or until a task ends: raises what ended it."""
        self._nudge.set()
        tasks = [
            asyncio.create_task(work(), name=f"telegram {name}")
            for name, work in (
                ("updates", self._pump),
                ("watch", self._watch),
                ("history", self._history),
                ("business", self._business),
                ("pulse", self._pulse),
                ("end", self._end),
            )
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for timer in (self._flood, self._again):
                if timer is not None:
                    timer.cancel()
            await to_the_end(self._wind_up(tasks))

    async def _wind_up(self, tasks: "list[asyncio.Task[None]]") -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._sync.chats is not None:
            await self._sync.chats.close()

    async def _pump(self) -> None:
        while True:
            if self._client.updates.empty():
                self._idle.set()
            container = await self._client.updates.get()
            self._idle.clear()
            if not await self._survives(self._sync.take_updates(container), at_once=True):
                self._nudge.set()

    async def _watch(self) -> None:
        while True:
            try:
                async with asyncio.timeout(self._settings.heartbeat):
                    await self._nudge.wait()
            except TimeoutError:
                await self._survives(self._sync.compare())
                continue
            self._nudge.clear()
            if not await self._survives(self._catch_up()):
                self._nudge.set()

    async def _pulse(self) -> None:
        """After sleep the line may be dead without anybody saying so: it is asked at once. A clock
        that was set is looked at anew."""
        every = min(PULSE, self._settings.heartbeat)
        pulse = Pulse(round(every * 1000))
        while True:
            said = pulse.beat(*clocks())
            if said:
                log.info("telegram: %s", "awake again" if said == "gap" else "the clock was set")
                if await self._survives(self._sync.compare()):
                    self.nudge()
            await asyncio.sleep(every)

    async def _catch_up(self) -> None:
        await self._sync.catch_up()
        self._on_online(self._clock)
        skew = time.time() - await server_now(self._client, self._settings)
        off = abs(skew) > CLOCK_TOLERANCE
        self._clock = Problem("telegram-clock", {"seconds": str(round(skew))}) if off else None
        self._on_online(self._clock)
        self._look.set()
        if self._sync.business is not None:
            self._sync.business.wanted.set()

    async def _business(self) -> None:
        """Compare what Telegram Business holds after each catch-up, and where an update asks for
        it. Nothing waits for it, and a server that will not tell is no reason to cut the line: it
        is asked again after a while."""
        book = self._sync.business
        while True:
            if book is None:
                await asyncio.Event().wait()
                continue
            await book.wanted.wait()
            book.wanted.clear()
            try:
                await book.refresh()
                continue
            except errors.FloodWaitError as error:
                pause = float(error.seconds)
            except Exception as error:
                if is_signed_out(error):
                    raise
                if isinstance(error, _TRANSIENT):
                    log.info("telegram business: %s %s", type(error).__name__, error)
                else:
                    log.exception("telegram business: could not be read")
                pause = self._settings.heartbeat * _LATER
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await book.wanted.wait()
            book.wanted.set()

    async def _history(self) -> None:
        """Look at the chats after each catch-up, and fetch older history in between, also while
        the server will not list them. Apart from ``_watch``: a long flood wait here must not keep
        a new gap open."""
        while True:
            await self._look.wait()
            self._look.clear()
            if self._sync.chats is None:
                continue  # a bot sees no history
            look = self._sync.chats.look()
            await self._survives(look, waits=True, later=self._look_again)
            while not self._look.is_set():
                await asyncio.sleep(self._settings.backfill_pause)
                await self._live_first()
                pause: list[float] = []
                if not await self._survives(self._one_page(), waits=True, later=pause.append):
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(*pause):
                            await self._look.wait()
                elif self._finished:
                    break

    def _look_again(self, seconds: float) -> None:
        """The chats could not be looked at: once more after so long."""
        if self._again is not None:
            self._again.cancel()
        self._again = asyncio.get_running_loop().call_later(seconds, self._look.set)

    async def _live_first(self) -> None:
        """Let those who wait take what came live: page after page, each would wait for one."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LIVE_FIRST):
                while not (self._idle.is_set() and self._client.updates.empty()):
                    await asyncio.sleep(0)  # what has just come is about to be taken
                    await self._idle.wait()

    async def _one_page(self) -> None:
        self._finished = self._sync.chats is None or not await self._sync.chats.step()

    async def _survives(
        self,
        work: Awaitable[None],
        *,
        waits: bool = False,
        at_once: bool = False,
        later: Callable[[float], None] | None = None,
    ) -> bool:
        """Do ``work``; False when it failed in a way that passes, after a pause (but not where the
        caller wants to go on ``at_once``, or ``later`` takes the seconds of the pause). A flood
        wait is slept where the caller ``waits``; elsewhere it is no reason to stop: the server is
        asked again after it. The end of the session is raised, anything unexpected is logged as
        the bug it is."""
        name = getattr(work, "__qualname__", "")
        try:
            await work
        except errors.FloodWaitError as error:
            log.info("telegram: %s", error)
            await self._on_flood(error.seconds)
            if not waits:
                self._put_off(error.seconds)
                return True
            await asyncio.sleep(error.seconds)
            if later is not None:
                later(0.0)
            return False
        except Exception as error:
            if is_signed_out(error):
                raise
            if isinstance(error, _TRANSIENT):
                log.info("telegram: %s %s", type(error).__name__, error)
            else:
                log.exception("telegram: could not take in what came")
            if isinstance(error, TimeoutError) and not waits:
                # The transport stands and nobody answers.
                self._on_silent()
                self._client.break_line()
            if not at_once:
                pause = self._pause(name, error)
                await self._rest(pause) if later is None else later(pause)
            return False
        self._refusals.pop(name, None)
        return True

    def _pause(self, name: str, error: Exception) -> float:
        """The seconds after a failure: more each time, unless the line was only cut. What is not
        answered at all holds up what comes live while it is asked, so that it is asked seldom."""
        delay = self._settings.retry_delay
        if isinstance(error, OSError) and not isinstance(error, TimeoutError):
            return delay
        delay *= float(2 ** min(self._refusals[name], 12))
        self._refusals[name] += 1
        longest = UNANSWERED if isinstance(error, TimeoutError) else LONGEST
        return min(delay, max(longest, self._settings.retry_delay))

    async def _rest(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()

    def _put_off(self, seconds: int) -> None:
        """Catch up when the flood wait is over; what comes live is shown meanwhile."""
        self._on_online(flood_wait(seconds, self._now()))
        if self._flood is not None:
            self._flood.cancel()
        self._flood = asyncio.get_running_loop().call_later(seconds, self._nudge.set)
