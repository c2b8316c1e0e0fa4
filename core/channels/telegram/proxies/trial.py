"""Whether a proxy leads to Telegram, and how fast."""

import asyncio
import logging
import os
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Final

import msgspec
import python_socks
from telethon import functions
from telethon.client.telegrambaseclient import DEFAULT_IPV4_IP
from telethon.network import MTProtoPlainSender

from core.channels.telegram.proxies.links import Proxy
from core.channels.telegram.proxies.route import Route
from core.channels.telegram.proxies.wire import ProxyRefused, RoutedConnection
from core.channels.telegram.session import TelegramSettings
from core.domain.problems import Problem

PATIENCE: Final = 10.0
"""Seconds."""
_quiet = logging.getLogger(f"{__name__}.telethon")
_quiet.setLevel(logging.CRITICAL)


class Tried(msgspec.Struct, frozen=True):
    """What came of it: ``ms`` until Telegram answered, or why it did not."""

    ms: int = 0
    problem: Problem | None = None


async def try_proxy(
    proxy: Proxy | None,
    settings: TelegramSettings,
    patience: float = PATIENCE,
    now: Callable[[], int] = RoutedConnection.now,
) -> Tried:
    """Ask Telegram for the first word of a key exchange (``req_pq_multi``) through ``proxy`` (None:
    straight), where it is ``now`` (ms). Nobody is signed in for it, and nothing of ours is told.
    Never raises."""

    class Wire(RoutedConnection):
        route = Route([proxy] if proxy else [])

    Wire.now = staticmethod(now)

    host = settings.host or DEFAULT_IPV4_IP
    loggers: defaultdict[str, logging.Logger] = defaultdict(lambda: _quiet)
    wire = Wire(host, settings.port, settings.dc_id, loggers=loggers)
    began = time.monotonic()
    try:
        async with asyncio.timeout(patience):
            await wire.connect(timeout=patience)
            nonce = int.from_bytes(os.urandom(16), "big", signed=True)
            request = functions.ReqPqMultiRequest(nonce)
            answer = await MTProtoPlainSender(wire, loggers=loggers).send(request)
        if getattr(answer, "nonce", None) != nonce:
            return Tried(problem=Problem("proxy-strange"))
    except TimeoutError:
        return Tried(problem=Problem("proxy-silent"))
    except (ProxyRefused, python_socks.ProxyError, EOFError):
        return Tried(problem=Problem("proxy-refused"))
    except OSError as error:
        # Cut after it was opened: a proxy that does not know our secret says nothing else.
        opened = wire.way is not None and wire._writer is not None
        why = "proxy-refused" if opened else "proxy-unreachable"
        said = os.strerror(error.errno) if error.errno else error.strerror or ""
        return Tried(problem=Problem(why, {"why": said}))
    except Exception:
        return Tried(problem=Problem("proxy-strange"))
    finally:
        await wire.disconnect()
    return Tried(round((time.monotonic() - began) * 1000))
