"""The webhook's end, called as Meta calls it: on this machine, then by its public address."""

import asyncio
import secrets
import socket
import ssl
import sys
from collections.abc import Sequence
from typing import Final, Literal

from core.doctor import certificate
from core.doctor.calling import Answer, Caller, decoded
from core.doctor.findings import Finding, bad, good, unknown
from core.doctor.setup import App, Front
from core.domain.problems import Problem

Here = Literal["ours", "free", "other"]

HARMLESS: Final = (
    b'{"object":"whatsapp_business_account","entry":[{"id":"0","changes":[{"field":"messages",'
    b'"value":{"messaging_product":"whatsapp","metadata":{"phone_number_id":"0"}}}]}]}'
)
"""Signed and taken like a webhook; of a number that no desk has. The same body is kept once."""
_LARGEST: Final = b" " * (3 * 2**20)


async def here(front: Front, apps: Sequence[App], caller: Caller) -> tuple[Here, Finding]:
    """Who listens where webhooks are to come."""
    told = {"place": f"{front.host}:{front.port}"}
    if not front.port:
        return "other", unknown("listen", "listen-any")
    try:
        await asyncio.to_thread(_bind, front.host, front.port)
    except OSError as error:
        url = f"http://{near(front.host)}:{front.port}{front.path}"
        for app in apps:
            _, ours = await caller.shakes_hands(url, app.verify_token)
            if ours:
                return "ours", good("listen", "listen-ours", **told)
        if front.watch and "home" in decoded(await caller.ask(f"{front.watch}/health")):
            return "ours", bad("listen", "listen-stale", **told)
        params = {"port": str(front.port), "key": "listen.port", "detail": error.strerror or ""}
        return "other", bad("listen", Problem("hub-port-busy", params))
    return "free", good("listen", "listen-free", **told)


def _bind(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if sys.platform != "win32":  # where it would take the port from whoever has it
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


def near(host: str) -> str:
    """The host of a URL that leads to what listens on ``host``, from this machine."""
    host = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"[{host}]" if ":" in host else host


async def outside(
    front: Front, apps: Sequence[App], who: Here, caller: Caller, trusted: ssl.SSLContext
) -> list[Finding]:
    """The public address: its certificate, the handshake, a webhook of ours and a forged one."""
    later = ("handshake", "delivery", "forgery")
    if not front.url:
        untold = unknown("certificate", "no-public")
        return [untold, *(unknown(step, "after-public") for step in later)]
    try:
        shown = await certificate.shown(front.url, trusted)
    except certificate.SilentError as error:
        silent = bad("certificate", "public-silent", place=front.url, detail=str(error))
        return [silent, *(unknown(step, "after-public") for step in later)]
    found = [certificate.judged("certificate", front.url, shown)]
    if shown.code:
        return [*found, *(unknown(step, "after-certificate") for step in later)]
    if who == "free":
        return [*found, *(unknown(step, "after-start") for step in later)]
    for app in apps:
        found += await _called(front.url, app, caller)
    return found


async def _called(url: str, app: App, caller: Caller) -> list[Finding]:
    answer, right = await caller.shakes_hands(url, app.verify_token)
    found = [handshake(url, app.name, answer, right)]
    if not right:
        return [*found, *(unknown(step, "after-handshake") for step in ("delivery", "forgery"))]
    secret = app.secrets[0] if app.secrets else ""
    found.append(delivery(app.name, await caller.deliver(url, HARMLESS, secret)))
    # as large as any of Meta's; it is refused, so nothing of it is kept
    forged = await caller.deliver(url, _LARGEST, secrets.token_hex(16))
    return [*found, forgery(app.name, forged)]


def handshake(url: str, app: str, answer: Answer, right: bool) -> Finding:
    """What the answer to Meta's question means. Pure."""
    told = {"place": url, "app": app, "status": str(answer.status)}
    if right:
        return good("handshake", "handshake-good", **told)
    match answer.status:
        case 0:
            return bad("handshake", "public-silent", place=url, detail=answer.text)
        case 403:
            return bad("handshake", "handshake-token", **told)
        case 404:
            return bad("handshake", "handshake-path", **told)
        case 502 | 503 | 504:
            return bad("handshake", "handshake-proxy", **told)
        case _:
            return bad("handshake", "handshake-other", **told)


def delivery(app: str, answer: Answer) -> Finding:
    """What the answer to a webhook that is signed means. Pure."""
    told = {"app": app, "status": str(answer.status)}
    match answer.status:
        case 200:
            return good("delivery", "delivery-good", **told)
        case 401:
            return bad("delivery", "delivery-signature", **told)
        case 503:
            return bad("delivery", "delivery-full", **told)
        case _:
            return bad("delivery", "delivery-other", **told)


def forgery(app: str, answer: Answer) -> Finding:
    """What the answer to a webhook of 3 MB with a wrong signature means. Pure."""
    told = {"app": app, "status": str(answer.status)}
    match answer.status:
        case 401:
            return good("forgery", "forgery-good", **told)
        case 200:
            return bad("forgery", "forgery-taken", **told)
        case 413:
            return bad("forgery", "forgery-size", **told)
        case _:
            return bad("forgery", "forgery-other", **told)
