"""What time it is by the site that a FakeTLS proxy stands before.

Such a proxy refuses a hello whose time is more than minutes off, and leads whoever it refuses to
the real site, as it does with every visitor. On a machine with a wrong clock and no other way out
nothing else tells the time: so the site is visited once, as a browser would, and its ``Date``
(https://www.rfc-editor.org/rfc/rfc9110#field.date) is what the hello's stamp goes by. Nothing else
does: a lie makes the proxy refuse us once more. So its certificate, which the same wrong clock
would have to judge, is not looked at, and nothing of ours is told.
"""

import asyncio
import contextlib
import email.utils
import ssl
from typing import Final

from core.channels.telegram.proxies.links import Proxy
from core.support.clock import counter

PATIENCE: Final = 5.0
"""Seconds for the visit."""
AGAIN_MS: Final = 600_000
"""Until a site is visited again."""
CLOSE_MS: Final = 60_000
"""The proxy does not refuse for less than this."""


async def site_ms(way: Proxy) -> int | None:
    """Ms since the epoch by the site of ``way``; None where it does not say."""
    secret = way.secret
    if secret is None or not secret.site:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols(["http/1.1"])
    head = b""
    try:
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection(
                way.host, way.port, ssl=context, server_hostname=secret.site
            )
            try:
                asked = f"HEAD / HTTP/1.1\r\nHost: {secret.site}\r\nConnection: close\r\n\r\n"
                writer.write(asked.encode("ascii"))
                head = await reader.readuntil(b"\r\n\r\n")
            finally:
                writer.close()
                with contextlib.suppress(OSError):
                    await writer.wait_closed()
    except (OSError, EOFError, ValueError, asyncio.LimitOverrunError):
        return None
    return date_ms(head)


def date_ms(head: bytes) -> int | None:
    """The ``Date`` of an HTTP answer in ms; None where there is none."""
    for line in head.decode("latin-1").split("\r\n")[1:]:
        name, _, value = line.partition(":")
        if name.strip().lower() == "date":
            try:
                return round(email.utils.parsedate_to_datetime(value.strip()).timestamp() * 1000)
            except (ValueError, OverflowError, OSError):
                return None
    return None


class SiteClock:
    """The time for hellos: this machine's, until a site had to tell it."""

    def __init__(self) -> None:
        self._base: int | None = None
        self._asked: dict[Proxy, int] = {}

    def ms(self, now: int) -> int:
        """Ms since the epoch, where it is ``now`` by what else is known here."""
        return now if self._base is None else self._base + counter()

    async def learns(self, way: Proxy, now: int) -> bool:
        """After a refusal: whether the site has another time than the hello had (``now``), which
        counts from here on."""
        asked = self._asked.get(way)
        if asked is not None and counter() - asked < AGAIN_MS:
            return False
        self._asked[way] = counter()
        there = await site_ms(way)
        if there is None or abs(there - now) < CLOSE_MS:
            return False
        self._base = there - counter()
        return True
