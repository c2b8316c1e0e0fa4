"""A proxy as it is pasted, and as it is shared."""

import base64
import contextlib
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.channels.telegram.proxies.links import (
    Proxy,
    Secret,
    read_proxies,
    read_proxy,
    read_secret,
)
from core.domain.problems import ProblemError

KEY = bytes(range(16))
SITES = st.text(string.ascii_lowercase + string.digits + ".-", min_size=1, max_size=182)
WORDS = st.text(min_size=0, max_size=20).filter(lambda text: "\0" not in text)
SECRETS = st.one_of(
    st.builds(Secret, st.binary(min_size=16, max_size=16), st.sampled_from(["plain", "padded"])),
    st.builds(Secret, st.binary(min_size=16, max_size=16), st.just("tls"), SITES),
)
PROXIES = st.one_of(
    st.builds(
        Proxy, kind=st.just("mtproxy"), host=SITES, port=st.integers(1, 65535), secret=SECRETS,
    ),
    st.builds(
        Proxy, kind=st.just("socks5"), host=st.just("proxy.example"), port=st.integers(1, 65535),
        user=st.text("aя:@/ &+%", min_size=1), password=st.text("bю:@/ &+%", min_size=1),
    ),
    st.builds(
        Proxy, kind=st.just("http"), host=st.just("proxy.example"), port=st.integers(1, 65535),
        user=st.text("aя:@/ &+%", min_size=1), password=st.text("bю:@/ &+%", min_size=1),
    ),
)  # fmt: skip


@given(PROXIES)
def test_a_link_leads_back_to_its_proxy(proxy: Proxy) -> None:
    assert read_proxy(proxy.link()) == proxy
    assert read_proxy(proxy.link().replace("tg://", "https://t.me/")) == proxy


@given(SECRETS)
def test_a_secret_is_read_from_hex_and_base64(secret: Secret) -> None:
    raw = bytes.fromhex(secret.hex())
    assert read_secret(secret.hex()) == read_secret(secret.hex().upper()) == secret
    wide = base64.urlsafe_b64encode(raw).decode()
    if not all(char in string.hexdigits for char in wide.rstrip("=")):
        assert read_secret(wide) == read_secret(wide.rstrip("=")) == secret
        assert read_secret(base64.b64encode(raw).decode()) == secret


@given(st.text(max_size=60))
def test_whatever_is_pasted_is_a_proxy_or_a_sentence(text: str) -> None:
    for given_text in (text, "tg://" + text, "https://t.me/" + text, "socks5://" + text):
        with contextlib.suppress(ProblemError):
            read_proxy(given_text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            f"https://t.me/proxy?server=1.2.3.4&port=443&secret=dd{KEY.hex()}",
            Proxy(kind="mtproxy", host="1.2.3.4", port=443, secret=Secret(KEY, "padded")),
        ),
        (
            f"  <tg://proxy?server=p.example&port=8443&secret=ee{KEY.hex()}7777772e61>\n",
            Proxy(kind="mtproxy", host="p.example", port=8443, secret=Secret(KEY, "tls", "www.a")),
        ),
        (
            "t.me/socks?server=p.example&port=1080",
            Proxy(kind="socks5", host="p.example", port=1080),
        ),
        (
            "tg:socks?server=p.example&port=1080&user=a&pass=b",
            Proxy(kind="socks5", host="p.example", port=1080, user="a", password="b"),
        ),
        (
            "socks5h://a:b%40c@[::1]:1080",
            Proxy(kind="socks5", host="::1", port=1080, user="a", password="b@c"),
        ),
        ("http://p.example:3128", Proxy(kind="http", host="p.example", port=3128)),
        (
            f"p.example:443:{KEY.hex()}",
            Proxy(kind="mtproxy", host="p.example", port=443, secret=Secret(KEY)),
        ),
    ],
)
def test_the_forms_that_people_have(text: str, wanted: Proxy) -> None:
    assert read_proxy(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.com",
        "http://example.com",
        "tg://resolve?domain=x",
        "tg://proxy?server=a&port=1",
        "tg://proxy?server=a&port=99999&secret=" + KEY.hex(),
        "tg://proxy?server=a&port=443&secret=dd" + KEY.hex() + "00",
        "tg://proxy?server=a&port=443&secret=ee" + KEY.hex(),
        "tg://proxy?server=a&port=443&secret=ee" + KEY.hex() + "d0b0",
        "tg://proxy?server=a%20b&port=443&secret=" + KEY.hex(),
    ],
)
def test_what_is_no_proxy(text: str) -> None:
    with pytest.raises(ProblemError):
        read_proxy(text)


def test_many_at_once_without_repeats() -> None:
    one = f"tg://proxy?server=a&port=443&secret={KEY.hex()}"
    found, strange = read_proxies(f"{one}\n{one} http://b:1\nпрокси")
    assert [proxy.name for proxy in found] == ["a:443", "b:1"]
    assert strange == 1
