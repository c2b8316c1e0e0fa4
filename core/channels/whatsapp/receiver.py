"""The webhook's end in this process: verified, signed, on disk before it is acknowledged.

Anything but 200 is retried by Meta for up to 7 days, so a failed append is answered with 500.
Sources: https://developers.facebook.com/docs/graph-api/webhooks/getting-started
"""

import hashlib
import hmac
import logging
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Final

import msgspec
from aiohttp import web

from core.support.front import Front, FullError, Held, TooLargeError, body_of

log = logging.getLogger(__name__)

# Meta's payloads are up to 3 MB.
BODY_LIMIT = 4 * 2**20
SIGNATURE: Final = "X-Hub-Signature-256"
LOOKS_SIGNED: Final = re.compile(r"sha256=[0-9a-fA-F]{64}")
Take = Callable[[bytes], Awaitable[None]]


def signature(app_secret: str, body: bytes) -> str:
    """The value of X-Hub-Signature-256: HMAC-SHA256 over the raw bytes."""
    return "sha256=" + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()


def _same(given: str, wanted: str) -> bool:
    """Compared in constant time; whatever bytes a stranger sends are only not the same."""
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), wanted.encode())


def signed(body: bytes, given: Sequence[str], secrets: Iterable[str]) -> bool:
    """Whether the raw bytes were signed with one of ``secrets``. ``given``: the values of
    X-Hub-Signature-256; several that differ are nobody's, all have to be ours."""
    wanted = [signature(secret, body) for secret in secrets if secret]
    return bool(given) and any(all(_same(each, one) for each in given) for one in wanted)


def challenge(query: Mapping[str, str], tokens: Iterable[str]) -> str | None:
    """What answers Meta's question whether a callback is ours; None: it is refused."""
    token = query.get("hub.verify_token", "")
    ours = any(each and _same(token, each) for each in tokens)
    if not ours or query.get("hub.mode") != "subscribe":
        return None
    return query.get("hub.challenge") or None


class Bounds(msgspec.Struct, frozen=True, kw_only=True):
    """What strangers may take of this machine."""

    connections: int = 200
    header_seconds: float = 10.0
    body_seconds: float = 30.0
    held_bytes: int = 32 * 2**20


class WebhookReceiver:
    """Listens on ``host``:``port``. ``take`` makes a body durable; what it raises becomes 500."""

    def __init__(
        self,
        *,
        host: str,
        port: int,
        path: str,
        app_secret: str,
        verify_token: str,
        take: Take,
        bounds: Bounds | None = None,
    ) -> None:
        self._host = host
        self._port = port
        self._path = "/" + path.strip("/")
        self._secret = app_secret
        self._token = verify_token
        self._take = take
        self._bounds = bounds or Bounds()
        self._held = Held(self._bounds.held_bytes)
        self._front: Front | None = None
        self._full = False

    @property
    def url(self) -> str:
        """Where this machine listens; the port is known once started."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}{self._path}"

    async def start(self) -> None:
        """Listen. Raises OSError where the port is taken."""
        front = Front(self._answer, self._bounds, lambda reason: log.info("refused: %s", reason))
        self._port = await front.start(self._host, self._port)
        self._front = front

    async def stop(self) -> None:
        """Stop listening; a delivery being written is finished first."""
        front, self._front = self._front, None
        if front is not None:
            await front.stop(2.0)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path != self._path:
            return web.Response(status=404)
        if request.method == "GET":
            answer = challenge(request.query, [self._token])
            if answer is None:
                return web.Response(status=403)
            return web.Response(text=answer, content_type="text/plain")
        if request.method != "POST":
            return web.Response(status=405)
        response = web.Response(status=await self._post(request))
        if response.status in (401, 408, 413, 415):
            response.force_close()  # what it did not read of the body is no next request
        return response

    async def _post(self, request: web.BaseRequest) -> int:
        given = request.headers.getall(SIGNATURE, [])
        if not given or not all(LOOKS_SIGNED.fullmatch(each) for each in given):
            log.warning("a webhook without a signature was refused")
            return 401
        if request.headers.get("Content-Encoding", "identity").lower() != "identity":
            return 415
        try:
            async with body_of(request, BODY_LIMIT, self._bounds.body_seconds, self._held) as body:
                return await self._signed(body, given)
        except TooLargeError:
            return 413
        except FullError:
            if not self._full:  # said when it begins
                log.warning("too much is on its way at once; Meta will deliver it again")
            self._full = True
            return 503
        except TimeoutError:
            return 408
        except (ConnectionError, web.RequestPayloadError):
            log.info("a webhook broke off before its end")
            return 400

    async def _signed(self, body: bytes, given: Sequence[str]) -> int:
        if not signed(body, given, [self._secret]):
            log.warning("a webhook without our signature was refused")
            return 401
        self._full = False
        try:
            await self._take(body)
        except Exception:
            log.exception("a webhook could not be stored; Meta will deliver it again")
            return 500
        return 200
