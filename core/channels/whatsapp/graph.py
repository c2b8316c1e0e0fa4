"""Calls of the Graph API: bearer, error bodies, and what is known when the line breaks.

Source: https://developers.facebook.com/docs/whatsapp/cloud-api/reference
"""

import asyncio
import hashlib
from collections.abc import Mapping
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import aiohttp
import msgspec

from core.channels.whatsapp import errors
from core.channels.whatsapp.content import sha256_hex
from core.domain.problems import ChannelError, Problem
from core.support.clock import Clock

_MEDIA_LIMIT = 100 * 2**20
_FILE_SECONDS = 300.0
_OFFLINE_RETRY = 5.0
_ADDRESS_RETRY = 10.0


class _Error(msgspec.Struct, frozen=True):
    code: int | str | float | None = None
    message: object = None
    error_data: object = None


class _Refused(msgspec.Struct, frozen=True):
    error: _Error


class _MediaInfo(msgspec.Struct, frozen=True):
    url: str
    sha256: str | None = None


def _offline() -> ChannelError:
    return ChannelError(Problem("whatsapp-unreachable"), retry_in=_OFFLINE_RETRY)


def _uncertain(why: str) -> ChannelError:
    return ChannelError(Problem("whatsapp-unsure", {"why": why}), uncertain=True)


def read_refusal(status: int, body: bytes) -> ChannelError:
    """The error of an answer that is none of 2xx. Without Graph's own words a 5xx may come from
    something in between, after the message was taken: uncertain, as is an unknown error of
    Graph's own."""
    try:
        error = msgspec.json.decode(body, type=_Refused).error
    except (msgspec.DecodeError, UnicodeError):
        if status == 429:
            problem = Problem("whatsapp-throttled", {"number": "429", "text": ""})
            return ChannelError(problem, retry_in=30.0)
        if status >= 500:
            return _uncertain(f"HTTP {status}")
        return errors.refusal(190 if status == 401 else -1, f"HTTP {status}")
    if status >= 500 and errors.number(error.code) in errors.UNKNOWN:
        return _uncertain(f"HTTP {status}, {error.code}")
    data = error.error_data
    text = str((data.get("details") if isinstance(data, dict) else None) or error.message or "")
    return errors.refusal(errors.number(error.code), text)


class Graph:
    """One session with the Graph API. ``base_url`` is the scheme and host that it answers on;
    ``clock`` learns from the date of each answer."""

    def __init__(
        self, base_url: str, token: str, timeout: float, clock: Clock | None = None
    ) -> None:
        self._base = urlsplit(base_url)
        self._clock = clock or Clock()
        # A fresh connection a call: on a kept one that the server has just closed nobody can
        # tell whether the send was taken.
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(force_close=True),
            timeout=aiohttp.ClientTimeout(total=timeout, sock_connect=min(timeout, 10.0)),
            headers={"Authorization": f"Bearer {token}"},
        )
        # A file takes as long as its line; what stands still is given up as anything else.
        self._patient = aiohttp.ClientTimeout(
            total=max(timeout, _FILE_SECONDS), sock_connect=min(timeout, 10.0), sock_read=timeout
        )

    async def close(self) -> None:
        """Give back the connections."""
        await self._session.close()

    async def post(self, url: str, body: Mapping[str, Any]) -> bytes:
        """A call that must not happen twice. Raises ChannelError."""
        return await self._call("POST", url, json=body)

    async def get(self, url: str, query: Mapping[str, str] | None = None) -> bytes:
        """A call that can be made again. Raises ChannelError."""
        return await self._again("GET", url, params=query)

    async def upload(self, url: str, file: BinaryIO, name: str, mime: str) -> str:
        """Keep a file at Meta's for a send; gives its media id. It is read as it goes out. Raises
        ChannelError."""
        form = aiohttp.FormData(quote_fields=False)  # or names beyond ASCII arrive as %D1%81
        name = "".join(char if char.isprintable() else "_" for char in name)
        form.add_field("messaging_product", "whatsapp")
        form.add_field("type", mime)
        form.add_field("file", file, filename=name, content_type=mime)
        answer = await self._again("POST", url, data=form, timeout=self._patient)
        try:
            return str(msgspec.json.decode(answer, type=dict[str, Any])["id"])
        except (msgspec.DecodeError, KeyError):
            raise ChannelError(Problem("whatsapp-media", {"text": "upload"})) from None

    async def media(self, url: str) -> bytes:
        """The bytes of a media id: its address is asked for, fetched at once (it is good for some
        five minutes) and held to its digest. Raises ChannelError."""
        try:
            info = msgspec.json.decode(await self.get(url), type=_MediaInfo)
        except (msgspec.DecodeError, UnicodeError):
            raise ChannelError(Problem("whatsapp-media", {"text": "address"})) from None
        if urlsplit(info.url).scheme not in ("https", self._base.scheme):
            raise ChannelError(Problem("whatsapp-media", {"text": "address"}))
        try:
            data = await self._again("GET", info.url, timeout=self._patient)
        except ChannelError as error:
            if error.retry_in is not None:
                raise
            # The address has run out or was taken back: the id is good for another one.
            problem = Problem("whatsapp-media", {"text": error.problem.params.get("text", "")})
            raise ChannelError(problem, retry_in=_ADDRESS_RETRY) from error
        wanted = sha256_hex(info.sha256 or "")
        # a large one takes a while, in which others are answered
        digest = await asyncio.to_thread(lambda: hashlib.sha256(data).hexdigest())
        if wanted and digest != wanted:
            raise ChannelError(Problem("whatsapp-media", {"text": "sha256"}), retry_in=30.0)
        return data

    async def _again(self, method: str, url: str, **more: Any) -> bytes:
        """Whatever broke, nothing of ours was sent to a client: try later."""
        try:
            return await self._call(method, url, **more)
        except ChannelError as error:
            if error.uncertain:
                raise _offline() from error
            raise

    async def _call(self, method: str, url: str, **more: Any) -> bytes:
        asked = self._clock.count()
        try:
            async with self._session.request(method, url, allow_redirects=False, **more) as answer:
                if "Age" not in answer.headers:  # else it was kept on the way
                    self._clock.answered(asked, answer.headers.get("Date", ""))
                body = await self._body(answer)
                if 200 <= answer.status < 300:
                    return body
                raise read_refusal(answer.status, body)
        except (
            aiohttp.ClientConnectorError,
            aiohttp.ConnectionTimeoutError,
            aiohttp.InvalidURL,
            aiohttp.NonHttpUrlClientError,
        ) as error:
            # No connection: nothing was sent.
            raise _offline() from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _uncertain(type(error).__name__) from error

    async def _body(self, answer: aiohttp.ClientResponse) -> bytes:
        parts: list[bytes] = []
        size = 0
        async for part in answer.content.iter_chunked(2**16):
            size += len(part)
            if size > _MEDIA_LIMIT:
                raise ChannelError(Problem("whatsapp-media", {"text": "size"}))
            parts.append(part)
        return b"".join(parts)
