"""The line to the server: Telethon with its update logic taken out, and timed requests.

Telethon keeps the connection, the keys, resending and files. Its update loop is replaced: after a
gap it delivers missed messages but loses edits, deletions and reads, and its position is written
apart from what was done with the updates. Here the raw containers are handed on, in order.
"""

import asyncio
import contextlib
import logging
import math
import time
import zlib
from collections.abc import Callable, Iterator
from typing import Any, Final, Literal

from telethon import TelegramClient, errors, functions, types
from telethon import utils as _utils
from telethon.tl import TLObject, TLRequest
from telethon.tl.alltlobjects import tlobjects

from core.channels.telegram import steady
from core.channels.telegram.problems import StrangeAnswer, is_signed_out
from core.channels.telegram.proxies.route import Route
from core.channels.telegram.proxies.wire import RoutedConnection
from core.channels.telegram.reading import UNREADABLE, read_tolerantly
from core.channels.telegram.session import TelegramSettings

log = logging.getLogger(__name__)
_telethon_log = logging.getLogger(f"{__name__}.telethon")
# It warns of every attempt to connect; the state of the channel tells that.
_telethon_log.setLevel(logging.ERROR)

FOREVER: Final = -1
"""Telethon counts negative retries as endless (``helpers.retry_range``)."""

_KINDS: Final = frozenset(
    one.SUBCLASS_OF_ID for one in tlobjects.values() if not issubclass(one, TLRequest)
)
"""What objects can be an instance of; a Bool or a vector is none of these."""
_BOOL: Final = zlib.crc32(b"Bool")
_EMPTY: Final[dict[type, Callable[[], Any]]] = {
    types.messages.MessagesNotModified: lambda: types.messages.Messages([], [], [], []),
    types.messages.DialogsNotModified: lambda: types.messages.Dialogs([], [], [], []),
}

Notice = Callable[[], None]
LineState = Literal["up", "down", "refused"]


class LineClient(TelegramClient):  # type: ignore[misc]
    """A client that hands raw update containers to ``updates`` and tells of reconnects.

    Overridden are four methods of Telethon 1.45 (pinned):
    ``_update_loop`` and ``_handle_auto_reconnect`` of
    https://github.com/LonamiWebs/Telethon/blob/v1/telethon/client/updates.py (the latter is the
    sender's ``auto_reconnect_callback``, called after every reconnection), ``_on_login`` of
    ``client/auth.py``, which would fetch a difference only to set up Telethon's own box, and
    ``_switch_dc`` of ``client/telegrambaseclient.py``, which would lose a session whose account was
    moved to another data centre (USER_MIGRATE_X).
    """

    me: Any = None
    """The signed-in user as the server gave it on ``connect``; None when nobody is signed in."""

    closing: bool = False
    """Set before ``disconnect``: no attempt to connect is made any more."""

    reconnected: Notice = staticmethod(lambda: None)

    route: Route
    """The way that the next connection takes."""

    _moving: asyncio.Lock

    transfers: int = 0
    """Uploads and downloads under way: behind their parts an answer may take longer."""

    @contextlib.contextmanager
    def transferring(self) -> Iterator[None]:
        """A file is on its way."""
        self.transfers += 1
        try:
            yield
        finally:
            self.transfers -= 1

    @property
    def updates(self) -> "asyncio.Queue[Any]":
        """Raw ``Updates`` containers in the order in which they came; own requests' too."""
        queue: asyncio.Queue[Any] = self._updates_queue
        return queue

    @property
    def alive(self) -> bool:
        """Whether the transport stands; ``is_connected()`` stays True while reconnecting."""
        return bool(self._sender._transport_connected())

    @property
    def behind_ms(self) -> int:
        """How far this machine's clock is behind the server's now, by what the server's messages
        said (``MTProtoState.time_offset``, whole seconds)."""
        return steady.behind_ms(self._sender._state.time_offset)

    async def close(self) -> None:
        """Disconnect for good."""
        self.closing = True
        await self.disconnect()

    def break_line(self) -> None:
        """Reconnect now: the transport stands but nobody answers."""
        if self.alive:
            self.route.failed(self._sender._connection.way)
            self._sender._start_reconnect(ConnectionError("no answer"))

    def forget(self) -> None:
        """What nobody waits for any more is not sent (again): Telethon would do so over its next
        connection, and a server may not know it by its ``random_id``."""
        queue, pending = self._sender._send_queue._deque, self._sender._pending_state
        waited = [one for one in queue if not one.future.cancelled()]
        queue.clear()
        queue.extend(waited)
        for number in [n for n, one in pending.items() if one.future.cancelled()]:
            del pending[number]

    async def move(self, dc: int) -> None:
        """Follow the account to another data centre, once."""
        async with self._moving:
            if self.session.dc_id != dc:
                await self._switch_dc(dc)

    async def _switch_dc(self, new_dc: int) -> Any:
        """The authorisation goes along: https://core.telegram.org/api/datacenter."""
        exported = None
        with contextlib.suppress(errors.RPCError):  # nobody is signed in yet
            exported = await self._sender.send(functions.auth.ExportAuthorizationRequest(new_dc))
        done = await super()._switch_dc(new_dc)
        if exported is not None:
            request = functions.auth.ImportAuthorizationRequest(exported.id, exported.bytes)
            await self._on_login((await self(request)).user)
            self.reconnected()
        return done

    async def _update_loop(self) -> None:
        return

    async def _on_login(self, user: Any) -> Any:
        self._mb_entity_cache.set_self_user(user.id, user.bot, user.access_hash)
        self._authorized = True
        self.me = user
        return user

    async def _handle_auto_reconnect(self) -> None:
        self.reconnected()


def open_client(
    settings: TelegramSettings,
    session: Any,
    *,
    route: Route,
    on_line: Callable[[LineState], None],
    on_reconnect: Notice,
    now: Callable[[], int],
) -> LineClient:
    """A client that reconnects for ever. ``on_line`` is told when the transport comes, goes, or
    could not be had; ``on_reconnect`` is called when requests can be made again after a cut.
    ``now`` is the time (ms)."""

    def tell(wire: Any, state: LineState) -> None:
        # Files of other data centres come over wires of their own.
        if client._sender._connection is wire:
            on_line(state)

    class Wire(RoutedConnection):
        """The transport; it is the one thing that knows at once that the line is cut."""

        opened: float = -math.inf

        async def connect(self, timeout: Any = None, ssl: Any = None) -> None:  # noqa: ASYNC109
            if client.closing:
                # Telethon waits in ``wait_for``, which may swallow a cancellation
                # (https://github.com/python/cpython/issues/86296); its endless attempts would
                # then go on after the client was closed.
                raise asyncio.CancelledError
            await self._wound_up()
            if client._sender._connection is self:
                client.forget()
            try:
                await super().connect(timeout=timeout, ssl=ssl)
            except OSError:
                tell(self, "refused")
                raise
            tell(self, "up")

        async def disconnect(self) -> None:
            await super().disconnect()
            tell(self, "down")

        async def _wound_up(self) -> None:
            """Where a connection is taken and dropped at once (a proxy before a server that is
            away) Telethon connects again without a pause, while the loops of the connection
            before still stand: they would read from the new one."""
            left = [one for one in (self._send_task, self._recv_task) if one and not one.done()]
            for one in left:
                one.cancel()
            await asyncio.gather(*left, return_exceptions=True)
            await asyncio.sleep(max(0.0, self.opened + settings.retry_delay - time.monotonic()))
            self.opened = time.monotonic()

    client = LineClient(
        session,
        settings.api_id,
        settings.api_hash,
        connection=Wire,
        connection_retries=FOREVER,
        retry_delay=settings.retry_delay,
        auto_reconnect=True,
        timeout=settings.connect_wait,
        request_retries=2,
        flood_sleep_threshold=settings.flood_sleep,
        raise_last_call_error=True,
        device_model=settings.device,
        app_version=settings.app_version,
        lang_code=settings.lang,
        system_lang_code=settings.lang,
        base_logger=_telethon_log,
    )
    steady.install()
    read_tolerantly()
    # Telethon keeps the addresses of data centres for the whole process: they may have moved.
    LineClient._config = None
    client._moving = asyncio.Lock()
    client.reconnected = on_reconnect
    client.route = Wire.route = route
    Wire.now = staticmethod(now)
    return client


async def call(client: LineClient, request: Any, settings: TelegramSettings) -> Any:
    """One request, sent once, answered within ``settings.request_timeout`` seconds.

    Telethon's own call repeats a request that the server failed (500), which hides
    RANDOM_ID_DUPLICATE. Flood waits up to ``settings.flood_sleep`` are slept. While files are on
    their way it may take twice as long. Raises RPCError, ConnectionError, TimeoutError, and
    StrangeAnswer where the answer is none to this request. After a timeout the request may still
    go out, but not over another connection.
    """
    if not client.alive:
        raise ConnectionError("the line is cut")
    await request.resolve(client, _utils)
    for patience in (True, True, False):
        try:
            seconds = settings.request_timeout * (2 if client.transfers else 1)
            async with asyncio.timeout(seconds):
                return _fitting(request, await _answer(client._sender.send(request)))
        except errors.UserMigrateError as error:
            if not patience:
                raise
            async with asyncio.timeout(settings.connect_wait * 2):
                await client.move(error.new_dc)
        except errors.FloodWaitError as error:
            if not patience or error.seconds > settings.flood_sleep:
                raise
            await asyncio.sleep(max(1, error.seconds))
    raise AssertionError("unreachable")


def _fitting(request: Any, answer: Any) -> Any:
    """The answer, if it is of the type that the request asks for. We never say what we have
    (``hash`` is 0), so to some servers “not modified” means that there is nothing."""
    asked = request
    while (inner := getattr(asked, "query", None)) is not None and not isinstance(inner, str):
        asked = inner  # in the name of a bot's client, and the like
    wanted = asked.SUBCLASS_OF_ID
    if isinstance(answer, TLObject):
        fits = wanted == answer.SUBCLASS_OF_ID
    else:
        fits = wanted not in _KINDS and isinstance(answer, bool) == (wanted == _BOOL)
    if not fits:
        raise StrangeAnswer(f"{type(answer).__name__} to {type(request).__name__}")
    return _EMPTY[type(answer)]() if type(answer) in _EMPTY else answer


async def _answer(future: "asyncio.Future[Any]") -> Any:
    try:
        return await future
    except UNREADABLE as error:
        raise StrangeAnswer(f"{type(error).__name__}: {error}") from error
    except asyncio.CancelledError:
        # Telethon cancels what waits when the client is closed; that is not our cancellation.
        task = asyncio.current_task()
        if future.cancelled() and task is not None and not task.cancelling():
            raise ConnectionError("closed while waiting") from None
        raise


async def server_now(client: LineClient, settings: TelegramSettings) -> int:
    """The server's time, seconds since the epoch (``help.getConfig`` says it); as far as the
    connection tells where the server does not say. Raises ConnectionError, UnauthorizedError."""
    try:
        config = await call(client, functions.help.GetConfigRequest(), settings)
    except (errors.RPCError, errors.TypeNotFoundError, TimeoutError) as error:
        if is_signed_out(error):
            raise
        log.info("telegram: no time from the server: %s", error)
        return round(time.time() + client.behind_ms / 1000)
    return int(config.date.timestamp())
