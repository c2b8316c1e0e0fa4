"""A hub's feed over HTTPS, for a desk with a token of its own. `wire` says what is said."""

import asyncio
import contextlib
import ipaddress
import logging
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, TypeVar
from urllib.parse import quote, urlsplit

import aiohttp
import msgspec

from core.domain.problems import ChannelError, Problem, ProblemError
from core.ports import ChannelState, Taken
from core.support.backoff import Backoff
from core.team import wire

T = TypeVar("T")
log = logging.getLogger(__name__)

_CALL_SECONDS: Final = 20.0
_FILE_SECONDS: Final = 300.0
_CONNECT_SECONDS: Final = 10.0
_WAIT: Final = 45
_RETRY: Final = 5.0
_REFUSED_RETRY: Final = 60.0
_ANSWER_LIMIT: Final = 16 * 2**20
_FILE_LIMIT: Final = 100 * 2**20
_OFF_MS: Final = 300_000


class HttpFeed:
    """A Feed. ``url`` is the hub's scheme and host, and the path before ``/updates`` if any."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url.rstrip("/")
        self._token = token.strip()
        self._session: aiohttp.ClientSession | None = None
        self._state: ChannelState = "off"
        self._problem: Problem | None = None
        self._on_state: Callable[[], None] = lambda: None
        self._reader: asyncio.Task[None] | None = None

    @property
    def state(self) -> ChannelState:
        """``waiting`` while the hub cannot be reached, ``failed`` where it refuses us."""
        return self._state

    @property
    def problem(self) -> Problem | None:
        """Why the state is not online."""
        return self._problem

    async def start(self, after: str, take: Taken, on_state: Callable[[], None]) -> None:
        """Read from behind ``after`` until stopped."""
        self._on_state = on_state
        if not self._url or not self._token.isascii() or not self._token:
            self._tell("signed_out", Problem("feed-not-configured"))
            return
        if not private(self._url):
            self._tell("failed", Problem("feed-insecure", {"place": self._url}))
            return
        self._tell("connecting")
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=_CALL_SECONDS, sock_connect=_CONNECT_SECONDS),
            headers={"Authorization": f"Bearer {self._token}"},
        )
        self._reader = asyncio.create_task(self._read_on(after, take), name="hub feed")

    async def stop(self) -> None:
        """Give back the connection."""
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.cancel()
            await asyncio.gather(reader, return_exceptions=True)
        session, self._session = self._session, None
        if session is not None:
            await session.close()
        self._tell("off")

    async def media(self, ref: str) -> bytes | None:
        """A file that the hub fetched. Raises ChannelError."""
        if not ref.isalnum():
            return None
        return await self._call("GET", f"/media/{ref}", seconds=_FILE_SECONDS, most=_FILE_LIMIT)

    async def share(self, key: str, body: bytes) -> None:
        """Tell the other desks. Raises ChannelError."""
        await self._call("POST", "/share", msgspec.msgpack.encode(wire.Shared(key, body)))

    async def _read_on(self, after: str, take: Taken) -> None:
        """Again and again where the line breaks or ``take`` fails."""
        place, backoff = after, Backoff()
        while True:
            try:
                clock = _clock_problem(_decoded(await self._call("GET", "/me"), wire.Me).now)
                wait, gap = 0, None
                while True:
                    path = f"/updates?wait={wait}&after={quote(place)}"
                    answer = await self._call("GET", path, seconds=wait + _CALL_SECONDS)
                    page = _decoded(answer, wire.Page)
                    # a desk that never read has lost nothing
                    gap = Problem("feed-gap") if page.lost and place else gap
                    self._tell("online", clock or gap)
                    if page.updates or page.position != place:
                        await take(page.updates, page.position)
                        place = page.position
                    backoff.reset()
                    wait = 0 if page.more else _WAIT
            except ChannelError as error:
                refused = error.problem.code in ("feed-auth", "feed-certificate")
                self._tell("failed" if refused else "waiting", error.problem)
                await asyncio.sleep(_REFUSED_RETRY if refused else backoff.next())
                continue
            except ProblemError as error:
                log.warning("updates could not be taken, they are read again: %s", error)
            except Exception:
                log.exception("updates could not be taken; they are read again")
            await asyncio.sleep(backoff.next())

    async def _call(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        seconds: float = _CALL_SECONDS,
        most: int = _ANSWER_LIMIT,
    ) -> bytes | None:
        """The body of an answer, None for 404. Raises ChannelError."""
        session = self._session
        if session is None:
            raise ChannelError(self._problem or self._away(), retry_in=_RETRY)
        timeout = aiohttp.ClientTimeout(
            total=seconds, sock_connect=_CONNECT_SECONDS, sock_read=min(seconds, 90.0)
        )
        headers = {"Content-Type": wire.MSGPACK} if body is not None else {}
        try:
            async with session.request(
                method, self._url + path, data=body, headers=headers, timeout=timeout,
                allow_redirects=False,
            ) as answer:  # fmt: skip
                status, parts, size = answer.status, [], 0
                async for part in answer.content.iter_chunked(2**16):
                    size += len(part)
                    if size > most:
                        raise ChannelError(Problem("feed-refused", {"detail": "413"}))
                    parts.append(part)
        except aiohttp.ClientConnectorCertificateError as error:
            raise ChannelError(self._untrusted(error.certificate_error), retry_in=_RETRY) from error
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise ChannelError(self._away(), retry_in=_RETRY) from error
        if 200 <= status < 300:
            return b"".join(parts)
        if status == 404 and path != "/me" and not path.startswith("/updates"):
            return None
        raise self._refusal(status)

    def _refusal(self, status: int) -> ChannelError:
        where = {"place": self._url}
        match status:
            case 401 | 403:
                return ChannelError(Problem("feed-auth", where), retry_in=_REFUSED_RETRY)
            case 404 | 405:
                missing = Problem("feed-missing", {"name": self._url})
                return ChannelError(missing, retry_in=_REFUSED_RETRY)
            case 503 | 507:
                return ChannelError(Problem("feed-full"), retry_in=_RETRY)
            case 502 | 504:
                return ChannelError(self._away(), retry_in=_RETRY)
            case 400 | 413:  # the same again would be refused again
                return ChannelError(Problem("feed-refused", {"detail": f"HTTP {status}"}))
            case _:
                problem = Problem("feed-refused", {"detail": f"HTTP {status}"})
                return ChannelError(problem, retry_in=_RETRY)

    def _away(self) -> Problem:
        return Problem("feed-unreachable", {"place": self._url})

    def _untrusted(self, error: Exception) -> Problem:
        why = error.verify_message if isinstance(error, ssl.SSLCertVerificationError) else ""
        return Problem("feed-certificate", {"place": self._url, "detail": why or str(error)})

    def _tell(self, state: ChannelState, problem: Problem | None = None) -> None:
        if (state, problem) != (self._state, self._problem):
            self._state, self._problem = state, problem
            self._on_state()


def private(url: str) -> bool:
    """Whether nobody on the way can read the token."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https" or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _decoded(body: bytes | None, kind: type[T]) -> T:
    """An answer as its record. Raises ChannelError."""
    with contextlib.suppress(msgspec.DecodeError, msgspec.ValidationError):
        return msgspec.msgpack.decode(body or b"", type=kind)
    raise ChannelError(Problem("feed-refused", {"detail": "msgpack"}), retry_in=_RETRY)


def _clock_problem(theirs: int) -> Problem | None:
    """Where this machine's clock is off against the hub's (ms)."""
    off = datetime.now(UTC).timestamp() * 1000 - theirs
    minutes = {"minutes": str(round(abs(off) / 60_000))}
    return Problem("feed-clock", minutes) if abs(off) > _OFF_MS else None
