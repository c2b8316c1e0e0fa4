"""Webhook deliveries: signed POSTs, at least once, retried until the receiver answers 200."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
import random
import secrets
import time
from collections.abc import Callable
from typing import Any

import aiohttp

log = logging.getLogger(__name__)

_FIRST_BACKOFF = 0.1
_LAST_BACKOFF = 2.0
_POST_SECONDS = 10.0
_COPY_GAP_SECONDS = 0.05
_PARALLEL = 16
_SHUFFLE_SECONDS = 0.4


class VerificationError(Exception):
    """The callback did not answer the handshake with the challenge."""


def signature(app_secret: str, body: bytes) -> str:
    """The value of X-Hub-Signature-256 over the raw bytes."""
    return "sha256=" + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()


class WebhookSender:
    """Delivers to one callback. Within a thread (`key`) first attempts keep their order.

    Nothing goes out before `register` succeeded, nor while `pause` holds; it is kept meanwhile.
    With `out_of_order` deliveries wait a random moment each instead of for one another.
    """

    def __init__(self, app_secret: str, verify_token: str, *, out_of_order: bool = False) -> None:
        self.out_of_order = out_of_order
        self.url: str | None = None
        self._secret = app_secret
        self._token = verify_token
        self._session: aiohttp.ClientSession | None = None
        self._registered = asyncio.Event()
        self._running = asyncio.Event()
        self._running.set()
        self._tails: dict[str, asyncio.Event] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(_PARALLEL)
        self._random = random.Random(0)

    @property
    def pending(self) -> int:
        """How many deliveries are not yet answered with 200 (their copies included in one)."""
        return len(self._tasks)

    @property
    def tasks(self) -> set[asyncio.Task[None]]:
        """The deliveries under way."""
        return set(self._tasks)

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=_POST_SECONDS)
            )
        return self._session

    async def register(self, url: str) -> None:
        """Verify the callback (hub.mode, hub.verify_token, hub.challenge) and begin delivering.

        Raises VerificationError.
        """
        challenge = str(secrets.randbelow(10**9))
        query = {
            "hub.mode": "subscribe",
            "hub.verify_token": self._token,
            "hub.challenge": challenge,
        }
        try:
            async with self._client().get(url, params=query, allow_redirects=False) as answer:
                said = await answer.text()
                status = answer.status
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise VerificationError(f"no answer from {url}: {error}") from error
        if status != 200 or said != challenge:
            raise VerificationError(f"{url} answered {status}, not the challenge")
        self.url = url
        self._registered.set()

    def pause(self) -> None:
        """Hold everything back."""
        self._running.clear()

    def resume(self) -> None:
        """Go on with what was held back."""
        self._running.set()

    def post(
        self,
        payload: dict[str, Any],
        *,
        key: str,
        redeliver: int = 0,
        on_first: Callable[[float], None] | None = None,
    ) -> None:
        """Deliver, and deliver the same bytes `redeliver` times more.

        Needs a running loop. `on_first` hears when the first attempt begins (epoch seconds).
        """
        body = json.dumps(payload, ensure_ascii=False).encode()
        ahead = self._tails.get(key)
        done = asyncio.Event()
        self._tails[key] = done
        task = asyncio.create_task(self._deliver(body, key, ahead, done, redeliver, on_first))
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a delivery broke", exc_info=error)

    async def _deliver(
        self,
        body: bytes,
        key: str,
        ahead: asyncio.Event | None,
        done: asyncio.Event,
        redeliver: int,
        on_first: Callable[[float], None] | None,
    ) -> None:
        try:
            if self.out_of_order:
                await asyncio.sleep(self._random.uniform(0, _SHUFFLE_SECONDS))
            elif ahead is not None:
                await ahead.wait()
            async with self._slots:
                await self._ready()
                if on_first is not None:
                    on_first(time.time())
                taken = await self._attempt(body)
        finally:
            done.set()
            if self._tails.get(key) is done:
                del self._tails[key]
        if not taken:
            await self._insist(body, _FIRST_BACKOFF)
        for _ in range(redeliver):
            await self._insist(body, _COPY_GAP_SECONDS)

    async def _insist(self, body: bytes, wait: float) -> None:
        """Wait, attempt, and attempt again with a growing backoff until it is taken."""
        taken = False
        while not taken:
            await asyncio.sleep(wait)
            wait = min(max(_FIRST_BACKOFF, wait * 2), _LAST_BACKOFF)
            async with self._slots:
                await self._ready()
                taken = await self._attempt(body)

    async def _ready(self) -> None:
        await self._registered.wait()
        await self._running.wait()

    async def _attempt(self, body: bytes) -> bool:
        assert self.url is not None
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "facebookexternalua",
            "X-Hub-Signature-256": signature(self._secret, body),
        }
        try:
            async with self._client().post(
                self.url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                await answer.read()
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError) as error:
            log.info("webhook not taken: %r", error)
            return False

    async def close(self) -> None:
        """Drop what is undelivered and close the connections."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        session, self._session = self._session, None
        if session is not None:
            await session.close()
