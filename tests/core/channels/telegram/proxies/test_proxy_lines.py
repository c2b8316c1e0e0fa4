"""The channel through every kind of proxy, and from one to the next."""

from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest

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
