"""Webhooks of Meta: registered, checked, durable before they are acknowledged.

Whatever is not durable is answered with anything but 200, and Meta delivers it again for days.
"""

import asyncio
import errno
import hashlib
import logging
import time
from collections.abc import Callable, Sequence
from typing import Final

from aiohttp import web

from core.channels.whatsapp.receiver import LOOKS_SIGNED, SIGNATURE, challenge, signed
from core.hub.config import App, Limits
from core.hub.home import Home
from core.hub.measures import Measures
from core.hub.media_ids import MediaId, media_ids
from core.support.front import RETRY, FullError, Held, TooLargeError, body_of

log = logging.getLogger(__name__)

_LARGE: Final = 2**18


class Ingress:
    """What is done with a request to the webhook's path. ``found`` is told of files to
    fetch; None: nobody fetches them."""

    def __init__(
        self,
        apps: Sequence[App],
        home: Home,
        limits: Limits,
        held: Held,
        measures: Measures,
        found: Callable[[Sequence[MediaId]], None] | None,
    ) -> None:
        self._secrets = [secret.value for app in apps for secret in app.secrets]
        self._tokens = [app.verify_token.value for app in apps]
        self._home = home
        self._limits = limits
        self._held = held
        self._measures = measures
        self._found = found
        self.problem = ""
        """Why nothing can be kept now, '' while all is well."""

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """200 and its body is durable; anything else and it is not."""
        if request.method == "GET":
            return self._verify(request)
        if request.method != "POST":
            return self._refuse(405, "method")
        # nothing of a stranger is read who does not even try
        given = request.headers.getall(SIGNATURE, [])
        if not given or not all(LOOKS_SIGNED.fullmatch(each) for each in given):
            return self._refuse(401, "signature")
        if request.headers.get("Content-Encoding", "identity").lower() != "identity":
            return self._refuse(415, "encoding")
        began = time.perf_counter()
        limits = self._limits
        try:
            async with body_of(request, limits.body_bytes, limits.body_seconds, self._held) as body:
                return await self._take(body, given, began)
        except TooLargeError:
            return self._refuse(413, "size")
        except FullError:
            return self._refuse(503, "memory")
        except TimeoutError:
            return self._refuse(408, "body-time")
        except (ConnectionError, web.RequestPayloadError):
            return self._refuse(400, "truncated")

    def _verify(self, request: web.BaseRequest) -> web.Response:
        answer = challenge(request.query, self._tokens)
        if answer is None:
            return self._refuse(403, "verify-token")
        log.info("the callback was verified")
        return web.Response(text=answer, content_type="text/plain")

    async def _take(self, body: bytes, given: Sequence[str], began: float) -> web.Response:
        # a large one takes a while, in which others are answered
        large = len(body) > _LARGE
        read = (
            await asyncio.to_thread(self._read, body, given) if large else self._read(body, given)
        )
        if read is None:
            return self._refuse(401, "signature")
        key, files = read
        try:
            await self._home.put(key, body, media=[file.id for file in files])
        except OSError as error:
            self._note(errno.errorcode.get(error.errno or 0, "unknown"))
            return self._refuse(503, "home")
        self._note("")
        self._measures.received.inc()
        self._measures.bytes.inc(len(body))
        self._measures.durable.observe(time.perf_counter() - began)
        if files and self._found is not None:
            self._found(files)
        return web.Response(status=200)

    def _read(self, body: bytes, given: Sequence[str]) -> tuple[str, tuple[MediaId, ...]] | None:
        if not signed(body, given, self._secrets):
            return None
        files = media_ids(body) if self._found is not None else ()
        return hashlib.sha256(body).hexdigest(), files

    def _note(self, problem: str) -> None:
        """One line when it begins and one when it is over, however many webhooks that are."""
        if problem and not self.problem:
            log.error("webhooks cannot be kept now, Meta will deliver them again: %s", problem)
        elif self.problem and not problem:
            log.warning("webhooks are kept again")
        self.problem = problem

    def _refuse(self, status: int, reason: str) -> web.Response:
        self._measures.refused.labels(reason).inc()
        response = web.Response(status=status, headers=RETRY if status == 503 else None)
        if status in (401, 408, 413, 415):
            response.force_close()
        return response
