"""A hub behind a real Caddy on loopback, with the sandbox's Graph, as an administrator has them."""

import asyncio
import hashlib
import ipaddress
import os
import shutil
import socket
import ssl
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from core.doctor.examine import examine
from core.doctor.findings import Finding
from core.doctor.setup import Setup
from core.hub.config import load
from core.hub.hub import Hub
from core.sandbox.graph import GraphServer
from desktop.doctor_setup import of_hub

ROOT = Path(__file__).parents[3]
CADDYFILE = ROOT / "resources" / "hub" / "Caddyfile"
TOKEN = "token of anna"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Pair(NamedTuple):
    """Files of a certificate and its key."""

    cert: Path
    key: Path

    def server(self) -> ssl.SSLContext:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(self.cert, self.key)
        return made


class Authority:
    """One that nobody knows by himself: ``file`` has to be trusted."""

    def __init__(self, folder: Path, name: str = "Threadline Test CA") -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, name)])
        now = datetime.now(UTC)
        ours = self._builder(self._name, self._key, now - timedelta(1), now + timedelta(30))
        ours = ours.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        ours = ours.add_extension(
            x509.KeyUsage(
                digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False,
                key_encipherment=False, data_encipherment=False, key_agreement=False,
                encipher_only=False, decipher_only=False,
            ),
            critical=True,
        )  # fmt: skip
        self.file = folder / "ca.pem"
        signed = ours.sign(self._key, hashes.SHA256())
        self._issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        self.file.write_bytes(signed.public_bytes(serialization.Encoding.PEM))

    def _builder(
        self, name: x509.Name, key: ec.EllipticCurvePrivateKey, since: datetime, until: datetime
    ) -> x509.CertificateBuilder:
        identity = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        return (
            x509.CertificateBuilder(subject_name=name, issuer_name=self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(since)
            .not_valid_after(until)
            .add_extension(identity, critical=False)
        )

    def issue(
        self, name: str = "localhost", *, since: int = -2, until: int = 90, file: str = "site"
    ) -> Pair:
        """A certificate for ``name`` from ``since`` to ``until`` days from now."""
        key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        made = self._builder(subject, key, now + timedelta(since), now + timedelta(until))
        names = [x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.9"))]
        made = made.add_extension(x509.SubjectAlternativeName(names), critical=False)
        made = made.add_extension(self._issuer, critical=False)
        pair = Pair(self._folder / f"{file}.pem", self._folder / f"{file}.key")
        signed = made.sign(self._key, hashes.SHA256())
        pair.cert.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
        pair.key.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        return pair


class Caddy:
    """The shipped Caddyfile on a port of loopback, with a certificate of our own."""

    def __init__(self, folder: Path, pair: Pair, upstream: int) -> None:
        found = shutil.which("caddy", path=Path(sys.executable).parent)
        assert found is not None
        self._program = found
        self._folder = folder
        self.port = free_port()
        self.changes = {
            "admin off": f"admin off\n\tauto_https off\n\tstorage file_system {folder}/caddy",
            "hub.example.com {": f"https://localhost:{self.port} {{\n\tbind 127.0.0.1\n"
            f"\ttls {pair.cert} {pair.key}",
            "127.0.0.1:8765": f"127.0.0.1:{upstream}",
            "lb_try_duration 5s": "lb_try_duration 100ms",
        }
        self.process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    async def start(self) -> None:
        text = CADDYFILE.read_text("utf-8")
        for old, new in self.changes.items():
            before, found, after = text.rpartition(old)
            assert found, old
            text = before + new + after
        file, log = self._folder / "Caddyfile", self._folder / "caddy.log"
        file.write_text(text, "utf-8")
        with log.open("wb") as out:
            self.process = await asyncio.create_subprocess_exec(
                self._program, "run", "--config", str(file), "--adapter", "caddyfile",
                env={**os.environ, "HOME": str(self._folder)}, stdout=out, stderr=out,
            )  # fmt: skip
        async with asyncio.timeout(60):
            while True:
                assert self.process.returncode is None, log.read_text()
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                except OSError:
                    await asyncio.sleep(0.02)
                else:
                    writer.close()
                    await writer.wait_closed()
                    return

    async def stop(self) -> None:
        process, self.process = self.process, None
        if process is not None:
            if process.returncode is None:
                process.terminate()
            await process.wait()


class World:
    """All of it; a test breaks one thing and looks."""

    def __init__(self, folder: Path, graph: GraphServer, authority: Authority) -> None:
        self.folder = folder
        self.graph = graph
        self.authority = authority
        self.port, self.watch = free_port(), free_port()
        self.caddy = Caddy(folder, authority.issue(), self.port)
        self.file = folder / "hub.toml"
        self.hub: Hub | None = None
        self.ca_file = str(authority.file)
        account = graph.account
        for name, text in (
            ("app-secret", account.app_secret), ("verify-token", account.verify_token),
            ("access-token", account.access_token), ("nats-password", "hub-secret"),
        ):  # fmt: skip
            (folder / name).write_text(text)
        self.configure()

    @property
    def callback(self) -> str:
        return f"{self.caddy.url}/webhook"

    def configure(self, more: str = "", top: str = "", public: str | None = None) -> None:
        """Write the configuration as the model of it has it."""
        public = self.caddy.url if public is None else public
        account = self.graph.account
        self.file.write_text(f"""
data = "data"
{top}
[listen]
port = {self.port}
{f'public_url = "{public}"' if public else ""}
[watch]
port = {self.watch}
[[apps]]
name = "main"
secrets = [{{ file = "app-secret" }}]
verify_token = {{ file = "verify-token" }}
[[numbers]]
phone_number_id = "{account.phone_number_id}"
access_token = {{ file = "access-token" }}
[[desks]]
name = "anna"
token_sha256 = "{hashlib.sha256(TOKEN.encode()).hexdigest()}"
[graph]
base_url = "{self.graph.base_url}"
{more}
""")

    async def run(self) -> None:
        """The hub, by its configuration."""
        self.hub = Hub(load(self.file))
        await self.hub.start()

    async def stop(self) -> None:
        hub, self.hub = self.hub, None
        if hub is not None:
            await hub.stop()

    async def look(self) -> list[Finding]:
        """What the doctor finds."""
        setup, first = of_hub(self.file, self.ca_file)
        return [first, *await looked(setup)]


async def looked(setup: Setup) -> list[Finding]:
    return [finding async for finding in examine(setup)]


def wrong(found: list[Finding]) -> list[tuple[str, str]]:
    """Step and sentence of each problem."""
    return [(one.step, one.key) for one in found if one.state == "problem"]


def open_(found: list[Finding]) -> list[tuple[str, str]]:
    """Step and sentence of what was not checked."""
    return [(one.step, one.key) for one in found if one.state == "unchecked"]


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
async def graph() -> AsyncIterator[GraphServer]:
    server = GraphServer()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def world(tmp_path: Path, graph: GraphServer, authority: Authority) -> AsyncIterator[World]:
    """A hub that runs, without its proxy."""
    made = World(tmp_path, graph, authority)
    graph.console.callback = made.callback
    await made.run()
    yield made
    await made.caddy.stop()
    await made.stop()


@pytest.fixture
async def whole(world: World) -> World:
    """With its proxy."""
    await world.caddy.start()
    return world


Shows = Callable[[Pair], Awaitable[None]]


@pytest.fixture
async def shows(world: World) -> AsyncIterator[Shows]:
    """Something in place of the proxy that shows a certificate and is gone."""
    servers: list[asyncio.Server] = []

    async def serve(pair: Pair) -> None:
        async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.close()

        made = await asyncio.start_server(answer, "127.0.0.1", world.caddy.port, ssl=pair.server())
        servers.append(made)

    yield serve
    for made in servers:
        made.close()
        await made.wait_closed()
