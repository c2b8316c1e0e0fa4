"""The channel through every kind of proxy, and from one to the next."""

import asyncio
import errno
import os
import socket
import struct
import time
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest

from core.channels.telegram import TelegramChannel
from core.channels.telegram.proxies.links import Proxy, Secret
from core.channels.telegram.proxies.trial import try_proxy
from core.sandbox.telegram.proxies import LoopbackProxy

KEY = bytes(range(16))
SITE = "www.example.org"
KINDS = ("socks5", "socks5-login", "http", "http-login", "plain", "padded", "tls")


class Doors:
    """Proxies in front of the stage's server."""

    def __init__(self, stage: Any) -> None:
        self.target = (stage.server.host, stage.server.port)
        self.open: list[LoopbackProxy] = []

    async def door(self, kind: str) -> tuple[LoopbackProxy, Proxy]:
        login = ("anna", "p@ss") if kind.endswith("-login") else None
        plain = kind.removesuffix("-login")
        if plain in ("socks5", "http"):
            served = LoopbackProxy(self.target, plain, login)
        else:
            served = LoopbackProxy(self.target, secret=KEY, form=plain)
        await served.start()
        self.open.append(served)
        user, password = login or ("", "")
        site = SITE if kind == "tls" else ""
        known = Proxy(
            kind=plain if plain in ("socks5", "http") else "mtproxy",  # type: ignore[arg-type]
            host=served.host,
            port=served.port,
            user=user,
            password=password,
            secret=None if plain in ("socks5", "http") else Secret(KEY, plain, site),  # type: ignore[arg-type]
        )
        return served, known


@pytest.fixture
async def doors(stage: Any) -> AsyncIterator[Doors]:
    made = Doors(stage)
    yield made
    for channel in stage.channels:
        await channel.close()
    for door in made.open:
        await door.stop()


@pytest.mark.parametrize("kind", KINDS)
async def test_everything_goes_through(stage: Any, doors: Doors, kind: str) -> None:
    door, proxy = await doors.door(kind)
    await stage.signed_in(proxies=(proxy,))
    stage.write("через прокси")
    stage.write("я" * 4000)
    await stage.agree()
    assert door.served


@pytest.mark.parametrize("kind", KINDS)
async def test_a_trial_says_how_fast(stage: Any, doors: Doors, kind: str) -> None:
    door, proxy = await doors.door(kind)
    tried = await try_proxy(proxy, stage.settings())
    assert tried.problem is None
    assert tried.ms >= 0
    await door.stop()
    tried = await try_proxy(proxy, stage.settings())
    assert tried.problem is not None
    assert tried.problem.code == "proxy-unreachable"


@pytest.mark.parametrize("password", ["nein", "нет"])
@pytest.mark.parametrize("kind", ["socks5-login", "http-login", "plain", "padded", "tls"])
async def test_a_trial_with_what_is_wrong(
    stage: Any, doors: Doors, kind: str, password: str
) -> None:
    _, proxy = await doors.door(kind)
    if proxy.secret is None:
        wrong = msgspec.structs.replace(proxy, password=password)
    else:
        other = msgspec.structs.replace(proxy.secret, key=bytes(16))
        wrong = msgspec.structs.replace(proxy, secret=other)
    tried = await try_proxy(wrong, stage.settings(), patience=1.0)
    assert tried.problem is not None
    # one that does not know us may say nothing at all
    assert tried.problem.code in ("proxy-refused", "proxy-silent")


async def test_a_machine_whose_clock_is_wrong_gets_through(
    stage: Any, doors: Doors, wait: Any
) -> None:
    """The proxy has another time than the machine; what is known of it here is what counts."""
    door, proxy = await doors.door("tls")
    door.clock = lambda: time.time() + 24 * 3600
    assert (await try_proxy(proxy, stage.settings(), patience=1.0)).problem is not None

    def now() -> int:
        return round(door.clock() * 1000)

    assert (await try_proxy(proxy, stage.settings(), now=now)).problem is None
    made = TelegramChannel(
        stage.settings(proxies=(proxy,)), stage.secrets, stage.log, on_state=lambda: None, now=now
    )
    stage.channels.append(made)
    await made.start()
    await wait(lambda: made.state == "signed_out")


async def test_a_trial_of_what_is_no_proxy(stage: Any, doors: Doors) -> None:
    """A FakeTLS client at a door that speaks SOCKS, and the other way round."""
    door, _ = await doors.door("socks5")
    secret = Secret(KEY, "tls", SITE)
    wrong = Proxy(kind="mtproxy", host=door.host, port=door.port, secret=secret)
    tried = await try_proxy(wrong, stage.settings(), patience=1.0)
    assert tried.problem is not None


async def test_where_one_fails_the_next_serves_and_nothing_is_lost(
    stage: Any, doors: Doors, wait: Any
) -> None:
    first, one = await doors.door("tls")
    second, two = await doors.door("socks5")
    channel = await stage.signed_in(proxies=(one, two))
    assert first.served
    assert not second.served
    stage.write("до обрыва")
    await stage.agree()
    await first.stop()
    stage.write("во время обрыва")
    await wait(lambda: second.served > 0 and channel.state == "online")
    await stage.agree()
    await second.stop()
    await wait(lambda: channel.problem is not None and channel.problem.code == "telegram-proxies")
    stage.write("никого нет")
    await first.start()
    await wait(lambda: channel.state == "online")
    await stage.agree()


async def test_a_door_that_never_was(stage: Any, doors: Doors) -> None:
    gone, one = await doors.door("plain")
    await gone.stop()
    _, two = await doors.door("tls")
    await stage.signed_in(proxies=(one, two))
    stage.write("второй открыт")
    await stage.agree()


@pytest.mark.parametrize("kind", ["socks5", "http", "padded"])
async def test_a_name_with_several_addresses(
    stage: Any, doors: Doors, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody is at the first the next one is tried, as with IPv6 that leads nowhere."""
    _, proxy = await doors.door(kind)

    async def two(host: str, port: int, **_: Any) -> list[Any]:
        tcp = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        found = ["127.0.0.2", "127.0.0.1"] if host == "proxy.example" else [host]
        return [(*tcp, (one, port)) for one in found]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", two)
    named = msgspec.structs.replace(proxy, host="proxy.example")
    tried = await try_proxy(named, stage.settings())
    assert tried.problem is None
    await stage.signed_in(proxies=(named,))
    stage.write("по имени")
    await stage.agree()


@pytest.mark.parametrize("kind", ["socks5", "http", "plain", "padded", "tls"])
async def test_a_trial_of_what_hangs_up(stage: Any, kind: str) -> None:
    """Somebody is there who breaks the connection off: it is not the address that is wrong."""

    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        linger = struct.pack("ii", 1, 0)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        writer.transport.abort()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    if kind in ("socks5", "http"):
        proxy = Proxy(kind=kind, host="127.0.0.1", port=port)  # type: ignore[arg-type]
    else:
        secret = Secret(KEY, kind, SITE if kind == "tls" else "")  # type: ignore[arg-type]
        proxy = Proxy(kind="mtproxy", host="127.0.0.1", port=port, secret=secret)
    tried = await try_proxy(proxy, stage.settings())
    assert tried.problem is not None
    assert tried.problem.code == "proxy-refused"
    server.close()
    await server.wait_closed()
    tried = await try_proxy(proxy, stage.settings())
    assert tried.problem is not None
    assert (tried.problem.code, tried.problem.params) == (
        "proxy-unreachable", {"why": os.strerror(errno.ECONNREFUSED)},
    )  # fmt: skip
