"""The webhook's end in this process: verified, signed, on disk before it is acknowledged.

Anything but 200 is retried by Meta for up to 7 days, so a failed append is answered with 500.
Sources: https://developers.facebook.com/docs/graph-api/webhooks/getting-started
"""

import hashlib
import hmac
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

from aiohttp import web

log = logging.getLogger(__name__)

# Meta's payloads are up to 3 MB.
BODY_LIMIT = 4 * 2**20
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


class WebhookReceiver:
    """Listens on ``host``:``port``. ``take`` makes a body durable; what it raises becomes 500."""

    def __init__(
        self, *, host: str, port: int, path: str, app_secret: str, verify_token: str, take: Take
    ) -> None:
        self._host = host
        self._port = port
        self._path = "/" + path.strip("/")
        self._secret = app_secret
        self._token = verify_token
        self._take = take
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Where this machine listens; the port is known once started."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}{self._path}"

    async def start(self) -> None:
        """Listen. Raises OSError where the port is taken."""
        app = web.Application(client_max_size=BODY_LIMIT)
        app.router.add_get(self._path, self._verify)
        app.router.add_post(self._path, self._post)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._host, self._port).start()
        except BaseException:
            await runner.cleanup()
            raise
        self._runner = runner
        self._port = int(runner.addresses[0][1])

    async def stop(self) -> None:
        """Stop listening; a delivery being written is finished first."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def _verify(self, request: web.Request) -> web.Response:
        answer = challenge(request.query, [self._token])
        if answer is None:
            return web.Response(status=403)
        return web.Response(text=answer, content_type="text/plain")

    async def _post(self, request: web.Request) -> web.Response:
        try:
            body = await request.read()  # 413 above the limit
        except (ConnectionError, web.RequestPayloadError):
            log.info("a webhook broke off before its end")
            return web.Response(status=400)
        if not signed(body, request.headers.getall("X-Hub-Signature-256", []), [self._secret]):
            log.warning("a webhook without our signature was refused")
            return web.Response(status=401)
        try:
            await self._take(body)
        except Exception:
            log.exception("a webhook could not be stored; Meta will deliver it again")
            return web.Response(status=500)
        return web.Response(status=200)
