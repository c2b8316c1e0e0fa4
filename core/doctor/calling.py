"""Calls of a webhook's end, as Meta makes them."""

import io
import secrets
import ssl
from typing import Any, Final, NamedTuple

import aiohttp
import msgspec

from core.channels.whatsapp.receiver import signature

_SECONDS: Final = 30.0
_SIGNATURE: Final = "X-Hub-Signature-256"


class Answer(NamedTuple):
    """``status``: 0 where there was none; ``text`` then says why, else it begins the body."""

    status: int
    text: str


class Caller:
    """Calls a webhook's end; ``trusted`` decides about certificates."""

    def __init__(self, trusted: ssl.SSLContext) -> None:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(ssl=trusted, force_close=True),
            timeout=aiohttp.ClientTimeout(total=_SECONDS, sock_connect=10.0),
        )

    async def close(self) -> None:
        """Give back the connections."""
        await self._session.close()

    async def ask(self, url: str, method: str = "GET", **more: Any) -> Answer:
        """What is answered."""
        try:
            async with self._session.request(method, url, allow_redirects=False, **more) as answer:
                text = (await answer.content.read(2**16)).decode("utf-8", "replace")
                return Answer(answer.status, text)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            return Answer(0, str(error) or type(error).__name__)

    async def shakes_hands(self, url: str, token: str) -> tuple[Answer, bool]:
        """The answer to Meta's question whether the callback is ours, and whether it is right."""
        challenge = secrets.token_hex(8)
        query = {
            "hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": challenge,
        }  # fmt: skip
        answer = await self.ask(url, params=query)
        return answer, answer.status == 200 and answer.text == challenge

    async def deliver(self, url: str, body: bytes, secret: str) -> Answer:
        """A webhook with that body, signed with that secret."""
        headers = {"Content-Type": "application/json", _SIGNATURE: signature(secret, body)}
        return await self.ask(url, "POST", data=io.BytesIO(body), headers=headers)


def decoded(answer: Answer) -> dict[str, Any]:
    """The body as a JSON object; empty where it is none."""
    try:
        return msgspec.json.decode(answer.text, type=dict[str, Any])
    except msgspec.DecodeError:
        return {}
