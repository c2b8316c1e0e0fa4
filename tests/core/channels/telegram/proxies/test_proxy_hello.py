"""The hello of FakeTLS: a browser's in every byte that a server looks at."""

import hashlib
import hmac

from hypothesis import given
from hypothesis import strategies as st

from core.channels.telegram.proxies.hello import HELLO_LENGTH, RANDOM, client_hello
from core.channels.telegram.proxies.links import Secret


@given(st.binary(min_size=16, max_size=16), st.integers(1, 182), st.integers(0, 2**32 - 1))
def test_the_hello_is_whole_and_proves_the_secret(key: bytes, length: int, now: int) -> None:
    site = ("a" * 60 + ".") * 3
    hello = client_hello(Secret(key, "tls", site[:length]), now)
    assert len(hello) == HELLO_LENGTH
    assert hello.startswith(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")
    blank = hello[: RANDOM.start] + bytes(32) + hello[RANDOM.stop :]
    digest = hmac.digest(key, blank, hashlib.sha256)
    assert hello[RANDOM][:28] == digest[:28]
    stamp = bytes(a ^ b for a, b in zip(hello[RANDOM], digest, strict=True))[28:]
    assert int.from_bytes(stamp, "little") == now
    assert extensions(hello)[0] == _server_name(site[:length].encode())


def extensions(hello: bytes) -> dict[int, bytes]:
    """The extensions of a hello, read as RFC 8446 has them; fails where a length is wrong."""
    at = 43
    at += 1 + hello[at]
    at += 2 + int.from_bytes(hello[at : at + 2], "big")
    at += 1 + hello[at]
    assert int.from_bytes(hello[at : at + 2], "big") == len(hello) - at - 2
    at += 2
    found = {}
    while at < len(hello):
        kind, size = (int.from_bytes(hello[n : n + 2], "big") for n in (at, at + 2))
        found[kind] = hello[at + 4 : at + 4 + size]
        at += 4 + size
    assert at == len(hello)
    return found


def _server_name(site: bytes) -> bytes:
    entry = b"\x00" + len(site).to_bytes(2, "big") + site
    return len(entry).to_bytes(2, "big") + entry
