"""The account's connection through its life: connecting, signed out, at work, cut, closed."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from typing import Any, Final

from telethon import functions

from core.channels.telegram.converters import Account
from core.channels.telegram.line import LineClient, LineState, call, open_client, server_now
from core.channels.telegram.problems import (
    NO_PROXY_WORKS,
    OFFLINE,
    SIGNED_OUT,
    channel_error,
    is_signed_out,
)
from core.channels.telegram.proxies.route import Route
from core.channels.telegram.running import Running
from core.channels.telegram.safety import Safety
from core.channels.telegram.session import SESSION_KEY, SessionKeeper, TelegramSettings
from core.channels.telegram.signin import SignIn
from core.channels.telegram.sync import Sync
from core.channels.telegram.voices import Transcripts
from core.domain.channels import Peer
from core.domain.problems import Problem, ProblemError
from core.ports import ChannelState, DraftBook, Ingest, Secrets
from core.support.ending import to_the_end

log = logging.getLogger(__name__)

FAILED_PAUSE: Final = 10.0
"""Seconds before another attempt where the reason is none that passes by itself."""


class Connection:
    """Connects again whatever happens, and owns what runs on the connection.

    ``client`` is there while there is one to talk through, ``sync`` while an account is signed
    in. ``state`` and ``problem`` are what the status line shows; ``on_state`` tells of a change.
    ``taken`` says whether an account is signed in beside this one: a colleague's.
    """

    def __init__(
        self,
        settings: TelegramSettings,
        secrets: Secrets,
        ingest: Ingest,
        on_state: Callable[[], None],
        on_typing: Callable[[Peer], None] | None,
        key: str = SESSION_KEY,
        taken: Callable[[str], bool] = lambda _account: False,
        drafts: DraftBook | None = None,
        now: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._drafts, self._now = drafts, now
        self.settings = settings
        self.keeper = SessionKeeper(settings, secrets, key)
        self.safety = Safety(settings, ingest)
        self._taken = taken
        self.state: ChannelState = "off"
        self.problem: Problem | None = None
        self.client: LineClient | None = None
        self.sync: Sync | None = None
        self.transcripts = Transcripts()
        self.route = Route(settings.proxies)
        self.sign_in = SignIn(
            lambda: self.client, self._authorised, patience=settings.request_timeout * 2, now=now
        )
        self._ingest = ingest
        self._on_state = on_state
        self._on_typing = on_typing
        self._running: Running | None = None
        self._task: asyncio.Task[None] | None = None
        self._settled = asyncio.Event()
        self._signed_in: asyncio.Future[Any] | None = None
        self._left = False

    async def start(self) -> None:
        """Connect in the background; returns when the state is known, or after
        ``settings.connect_wait`` seconds without an answer."""
        if self._task is not None:
            return
        self._set("connecting")
        self._task = asyncio.create_task(self._run(), name="telegram channel")
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.settings.connect_wait):
                await self._settled.wait()

    async def close(self) -> None:
        """End everything that was started."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        self._set("off")

    def nudge(self) -> None:
        """Something may be missing or over: ask the server now."""
        if self._running is not None:
            self._running.nudge()

    def leave(self) -> None:
        """The operator signed out: nothing is wrong, and somebody may sign in."""
        self._left = True
        if self._running is not None:
            self._running.end()

    async def _run(self) -> None:
        while True:
            pause = self.settings.retry_delay
            try:
                await self._connected()
            except (OSError, TimeoutError, EOFError) as error:
                log.info("telegram: %s", error)
                self._set("waiting", self._away)
            except ProblemError as error:  # the keyring is closed, the disk is full
                log.info("telegram: %s", error)
                self._set("failed", error.problem)
                pause = FAILED_PAUSE
            except Exception as error:
                refused = channel_error(error, self._now())
                if is_signed_out(error):
                    self._forget()
                elif refused.retry_in is not None:
                    log.info("telegram: %s", error)
                    self._set("waiting", refused.problem)
                    pause = refused.retry_in
                else:
                    log.exception("telegram: the connection ended")
                    self._set("failed", refused.problem)
                    pause = FAILED_PAUSE
            self._settled.set()
            await asyncio.sleep(pause)

    async def _connected(self) -> None:
        """One client from its connection to its end."""
        client = open_client(
            self.settings,
            self.keeper.open(),
            route=self.route,
            on_line=self._line,
            on_reconnect=self.nudge,
            now=self._now,
        )
        self.client = client
        gone = None
        try:
            await self._connect(client)
            gone = asyncio.create_task(self._gone(client), name="telegram line")
            user = client.me or await _first(self._wait_for_sign_in(), gone)
            if user is not None:
                await _first(self._serve(client, user), gone)
        finally:
            self.client = self.sync = self._running = None
            await to_the_end(_wind_up(client, gone))

    async def _connect(self, client: LineClient) -> None:
        """Connect; gives up after a while (a server that accepts and is then silent)."""
        task = asyncio.create_task(client.connect(), name="telegram connect")
        try:
            await asyncio.wait({task}, timeout=self.settings.connect_wait * 3)
            if not task.done():
                raise TimeoutError("no answer")
            task.result()
        finally:
            client.closing = not task.done()
            await to_the_end(_end(task))

    async def _wait_for_sign_in(self) -> Any | None:
        if self.keeper.signed_in:
            self._forget()
            return None
        self._signed_in = asyncio.get_running_loop().create_future()
        self.sign_in.reset()
        self._set("signed_out", self.problem if self.problem == SIGNED_OUT else None)
        self._settled.set()
        try:
            return await self._signed_in
        finally:
            self._signed_in = None

    async def _authorised(self, user: Any) -> None:
        """The sign-in succeeded: its session is kept at once. Raises ProblemError for an account
        that is signed in beside this one: what was begun is ended at Telegram."""
        if self._taken(str(user.id)):
            await self._turn_away()
            raise ProblemError(Problem("telegram-account-twice"))
        if self.client is not None:
            self.client.me = user
            self.keeper.keep(self.client.session, str(user.id))
        if self._signed_in is not None and not self._signed_in.done():
            self._signed_in.set_result(user)

    async def _turn_away(self) -> None:
        """Back to a fresh key: the one at hand is the other session's account now."""
        if self.client is not None:
            with contextlib.suppress(Exception):
                await call(self.client, functions.auth.LogOutRequest(), self.settings)
        if self._signed_in is not None and not self._signed_in.done():
            self._signed_in.set_result(None)

    async def _serve(self, client: LineClient, user: Any) -> None:
        self._set("connecting")
        self.keeper.keep(client.session, str(user.id))
        self.sign_in.done()
        account = Account(user.id, await self._since(client, user.id), self._taken)
        sync = Sync(
            client, self.settings, account, self._ingest, self._on_typing, self.transcripts,
            self._on_state, self._drafts, self._now,
        )  # fmt: skip
        await sync.load()
        await self.safety.load(str(user.id))
        self.sync = sync
        self._running = Running(
            client, self.settings, sync, self._online, self._silent, self._flooded, self._now
        )
        await self._running.run()

    async def _since(self, client: LineClient, user: int) -> int:
        """When this account was first signed in here, by the server's clock (ms)."""
        key = f"telegram/{user}/since"
        kept = await self._ingest.get_state(key)
        if kept:
            return int(kept)
        since = await server_now(client, self.settings) * 1000
        await self._ingest.set_state(key, str(since).encode())
        return since

    async def _gone(self, client: LineClient) -> None:
        """Returns or raises when the client gave up for good. A change of data centre during
        sign-in (PHONE_MIGRATE) also disconnects, and connects again."""
        while True:
            await client.disconnected
            deadline = time.monotonic() + self.settings.connect_wait
            while not client.is_connected():
                if time.monotonic() > deadline:
                    raise ConnectionError("disconnected")
                await asyncio.sleep(0.2)

    # -- what happened ------------------------------------------------------------------------

    def _line(self, state: LineState) -> None:
        if self._task is None or self.state == "signed_out":
            return
        if state == "down":
            self._set("connecting")
        elif state == "refused" and not self.route.another:
            self._set("waiting", self._away)
            self._settled.set()

    def _online(self, problem: Problem | None) -> None:
        if self.client is not None and self.client.alive:
            # it may be another one: the account was moved to another data centre
            self.keeper.keep(self.client.session, self.keeper.account)
            self._set("online", problem or self.keeper.problem)
            self._settled.set()

    async def _flooded(self, seconds: int) -> None:
        await self.safety.flooded(seconds, self._now(), sending=False)

    @property
    def _away(self) -> Problem:
        return NO_PROXY_WORKS if self.route.none_works else OFFLINE

    def _silent(self) -> None:
        self._set("connecting", self._away)

    def _forget(self) -> None:
        left, self._left = self._left, False
        self.keeper.forget()
        self._set("signed_out", None if left else SIGNED_OUT)

    def _set(self, state: ChannelState, problem: Problem | None = None) -> None:
        if (state, problem) != (self.state, self.problem):
            self.state, self.problem = state, problem
            self._on_state()


async def _first(work: Any, gone: "asyncio.Task[None]") -> Any:
    """The outcome of ``work``, unless the line is gone for good before."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        gone.result()
        raise ConnectionError("disconnected")
    finally:
        await to_the_end(_end(task))


async def _wind_up(client: LineClient, gone: "asyncio.Task[None] | None") -> None:
    if gone is not None:
        await _end(gone)
    await client.close()


async def _end(task: "asyncio.Future[Any]") -> None:
    """Cancel, and again where the cancellation was swallowed, until the task is over."""
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=1.0)
    await asyncio.gather(task, return_exceptions=True)
