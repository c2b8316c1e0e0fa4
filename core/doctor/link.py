"""A desk's way to the hub that it reads over HTTPS."""

import ssl
from datetime import UTC, datetime
from typing import Final

import aiohttp
import msgspec

from core.doctor import certificate
from core.doctor.findings import Finding, bad, good, unknown
from core.doctor.setup import Link
from core.domain.problems import Problem
from core.team.http_feed import private
from core.team.wire import Me

_SECONDS: Final = 20.0
_OFF_MS: Final = 60_000


async def look(link: Link, trusted: ssl.SSLContext) -> list[Finding]:
    """Its certificate, and whether it knows this desk."""
    url = link.url.rstrip("/")
    if not url or not link.token or not link.token.isascii():
        return [bad("hub", Problem("feed-not-configured"))]
    if not private(url):
        return [bad("hub", Problem("feed-insecure", {"place": url}))]
    found: list[Finding] = []
    if url.startswith("https://"):
        try:
            shown = await certificate.shown(url, trusted)
        except certificate.SilentError:
            return [bad("hub", Problem("feed-unreachable", {"place": url}))]
        found.append(certificate.judged("hub-certificate", url, shown))
        if shown.code:
            return [*found, unknown("hub", "after-certificate")]
    timeout = aiohttp.ClientTimeout(total=_SECONDS)
    headers = {"Authorization": f"Bearer {link.token}"}
    connector = aiohttp.TCPConnector(ssl=trusted, force_close=True)
    try:
        async with (
            aiohttp.ClientSession(connector=connector, timeout=timeout) as http,
            http.get(f"{url}/me", headers=headers, allow_redirects=False) as answer,
        ):
            status, body = answer.status, await answer.content.read(2**16)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        return [*found, bad("hub", Problem("feed-unreachable", {"place": url}))]
    now = int(datetime.now(UTC).timestamp() * 1000)
    return found + judged(url, status, body, now)


def judged(url: str, status: int, body: bytes, now: int) -> list[Finding]:
    """What the hub's answer to `GET /me` means; ``now`` in ms. Pure."""
    match status:
        case 200:
            pass
        case 401 | 403:
            return [bad("hub", Problem("feed-auth", {"place": url}))]
        case 502 | 503 | 504:
            return [bad("hub", Problem("feed-unreachable", {"place": url}))]
        case _:
            return [bad("hub", Problem("feed-missing", {"name": url}))]
    try:
        me = msgspec.msgpack.decode(body, type=Me)
    except msgspec.DecodeError:
        return [bad("hub", Problem("feed-missing", {"name": url}))]
    found = [good("hub", "hub-good", place=url, name=me.desk, version=me.version)]
    off = now - me.now
    seconds = str(round(abs(off) / 1000))
    if abs(off) > _OFF_MS:
        return [*found, bad("hub-clock", "hub-clock-off", seconds=seconds)]
    return [*found, good("hub-clock", "hub-clock-good", seconds=seconds)]
