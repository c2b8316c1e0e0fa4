"""A machine with a wrong clock whose only way out is a FakeTLS proxy: the site tells the time."""

import asyncio
import email.utils
import ssl
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from core.channels.telegram.proxies.links import Proxy, Secret
from core.channels.telegram.proxies.site_clock import date_ms
from core.channels.telegram.proxies.trial import try_proxy
from core.sandbox.telegram.proxies import LoopbackProxy

KEY, SITE = bytes(range(16)), "www.example.org"
YEAR = 365 * 86_400


class Site:
    """A real one: TLS, and HTTP behind it; its clock is right, this machine's a year behind."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[bytes] = []
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, SITE)])
        begins = datetime.fromtimestamp(self.clock(), UTC)  # this machine takes it for a future one
        made = x509.CertificateBuilder().subject_name(name).issuer_name(name).serial_number(1)
        made = made.public_key(key.public_key())
        made = made.not_valid_before(begins).not_valid_after(begins + timedelta(days=90))
        file = folder / "site.pem"
        plain = serialization.NoEncryption(), serialization.PrivateFormat.PKCS8
        file.write_bytes(
            made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(serialization.Encoding.PEM, plain[1], plain[0])
        )
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(file)

    def clock(self) -> float:
        return time.time() + YEAR

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            self.asked.append(await reader.readuntil(b"\r\n\r\n"))
            date = email.utils.formatdate(self.clock(), usegmt=True)
            writer.write(f"HTTP/1.1 200 OK\r\nServer: site\r\nDate: {date}\r\n\r\n".encode())
            await writer.drain()
        except (OSError, EOFError):
            pass
        finally:
            writer.close()


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[tuple[Site, tuple[str, int]]]:
    made = Site(tmp_path)
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0, ssl=made.context)
    yield made, server.sockets[0].getsockname()[:2]
    server.close()


async def test_it_gets_through_and_goes_on(stage: Any, site: Any, wait: Any) -> None:
    there, address = site
    target = stage.server.host, stage.server.port
    door = LoopbackProxy(target, secret=KEY, form="tls", clock=there.clock, site=address)
    await door.start()
    way = Proxy(
        kind="mtproxy", host=door.host, port=door.port, secret=Secret(KEY, "tls", SITE)
    )  # fmt: skip
    try:
        channel = await stage.signed_in(proxies=(way,))
        stage.write("через сайт")
        await stage.agree()
        assert there.asked == [
            f"HEAD / HTTP/1.1\r\nHost: {SITE}\r\nConnection: close\r\n\r\n".encode()
        ]
        served = door.served
        door.cut()
        await wait(lambda: door.served > served and channel.state == "online")
        assert len(there.asked) == 1  # once known, it is not asked again
        other = msgspec.structs.replace(way, secret=Secret(bytes(16), "tls", SITE))
        tried = await try_proxy(other, stage.settings(), now=lambda: round(there.clock() * 1000))
        assert tried.problem is not None
        assert tried.problem.code == "proxy-refused"  # it is the secret, and not the time
    finally:
        for made in stage.channels:
            await made.close()
        await door.stop()


def test_a_date_is_read_from_whatever_a_site_says() -> None:
    good = b"HTTP/1.1 301 Moved\r\ndate:Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n"
    assert date_ms(good) == 784_111_777_000
    for odd in (b"", b"HTTP/1.1 200 OK\r\n\r\n", b"X\r\nDate: soon\r\n\r\n", b"\xff\r\nDate\r\n"):
        assert date_ms(odd) is None
