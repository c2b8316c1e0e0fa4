"""Whom a server lets in: TLS with a CA of one's own, credentials in a file's text."""

import base64
import binascii
import datetime
import ipaddress
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.domain.problems import ProblemError
from core.team.nats_access import NatsAccess
from core.team.nats_feed import NatsFeed
from core.team.nats_line import Line
from tests.core.team.conftest import Desk, NatsServer, until

OPERATOR, ACCOUNT, USER, SEED = 14 << 3, 0, 20 << 3, 18 << 3


def nkey(prefix: bytes, raw: bytes) -> str:
    body = prefix + raw
    check = binascii.crc_hqx(body, 0).to_bytes(2, "little")
    return base64.b32encode(body + check).decode().rstrip("=")


class Keys:
    """A key pair as nkeys write it."""

    def __init__(self, kind: int) -> None:
        self._key = Ed25519PrivateKey.generate()
        self.public = nkey(bytes([kind]), self._key.public_key().public_bytes_raw())
        prefix = bytes([SEED | (kind >> 5), (kind & 31) << 3])
        self.seed = nkey(prefix, self._key.private_bytes_raw())

    def sign(self, subject: str, name: str, nats: dict[str, object]) -> str:
        """A JWT about ``subject``."""
        claims = {"jti": name, "iat": 1_700_000_000, "iss": self.public, "name": name,
                  "sub": subject, "nats": {"version": 2, **nats}}  # fmt: skip
        parts = [
            base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
            for part in ({"typ": "JWT", "alg": "ed25519-nkey"}, claims)
        ]
        signature = base64.urlsafe_b64encode(self._key.sign(b".".join(parts))).rstrip(b"=")
        return b".".join((*parts, signature)).decode()


class Plain(NatsServer):
    """A server with a configuration of its own."""

    def __init__(self, folder: Path, config: str) -> None:
        super().__init__(folder)
        self.config = config

    def text(self) -> str:
        return self.config


@pytest.fixture
async def servers() -> AsyncIterator[list[NatsServer]]:
    started: list[NatsServer] = []
    yield started
    for server in started:
        await server.kill()


async def test_the_text_of_a_credentials_file(tmp_path: Path, servers: list[NatsServer]) -> None:
    operator, account, user, stranger = Keys(OPERATOR), Keys(ACCOUNT), Keys(USER), Keys(USER)
    free = dict.fromkeys(("subs", "data", "payload", "imports", "exports", "conn", "leaf"), -1)
    limits = {**free, "wildcards": True}
    account_jwt = operator.sign(account.public, "team", {"type": "account", "limits": limits})
    user_jwt = account.sign(user.public, "anna", {"type": "user", "subs": -1, "data": -1,
                                                  "payload": -1})  # fmt: skip
    server = Plain(
        tmp_path,
        f"""
        operator: {operator.sign(operator.public, "operator", {"type": "operator"})}
        resolver: MEMORY
        resolver_preload: {{ {account.public}: {account_jwt} }}
    """,
    )
    servers.append(server)
    await server.start()

    def access(seed: str) -> NatsAccess:
        text = (
            f"-----BEGIN NATS USER JWT-----\n{user_jwt}\n------END NATS USER JWT------\n\n"
            f"-----BEGIN USER NKEY SEED-----\n{seed}\n------END USER NKEY SEED------\n"
        )
        return NatsAccess(servers=(server.url,), name="anna", user="anna", secret=text)

    line = Line(access(user.seed))
    await line.start()
    await until(lambda: line.state in ("online", "failed"))
    assert (line.state, line.problem) == ("online", None)
    await line.stop()
    line = Line(access(stranger.seed))
    await line.start()
    await until(lambda: line.state == "failed")
    assert line.problem is not None
    assert line.problem.code == "feed-auth"
    await line.stop()
    with pytest.raises(ProblemError, match="feed-credentials"):
        access(user.seed[:-1] + ("A" if user.seed[-1] != "A" else "B")).options()
    with pytest.raises(ProblemError, match="feed-credentials"):
        access("SU").options()


def certificate(folder: Path) -> None:
    """A server's certificate that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name)
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    encoding = serialization.Encoding.PEM
    (folder / "cert.pem").write_bytes(made.public_bytes(encoding))
    (folder / "key.pem").write_bytes(
        key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


async def test_a_certificate_is_looked_at(tmp_path: Path, servers: list[NatsServer]) -> None:
    certificate(tmp_path)
    tls = f'tls {{ cert_file: "{tmp_path}/cert.pem", key_file: "{tmp_path}/key.pem" }}'
    server = Plain(tmp_path, tls)
    servers.append(server)
    await server.start()
    url = server.url.replace("nats://", "tls://")
    line = Line(NatsAccess(servers=(url,), name="anna", ca_file=str(tmp_path / "cert.pem")))
    await line.start()
    await until(lambda: line.state == "online")
    await line.stop()
    desk = Desk(NatsFeed(NatsAccess(servers=(url,), name="anna")))
    await desk.start()
    await until(lambda: desk.feed.state == "failed")
    assert desk.feed.problem is not None
    assert desk.feed.problem.code == "feed-certificate"
    await desk.feed.stop()
    with pytest.raises(ProblemError, match="feed-ca-file"):
        NatsAccess(servers=(url,), name="anna", ca_file=str(tmp_path / "none")).options()


async def test_without_a_server_or_a_name_nobody_is_asked() -> None:
    desk = Desk(NatsFeed(NatsAccess(servers=(), name="anna")))
    await desk.start()
    assert desk.states == ["signed_out feed-not-configured"]
    await desk.feed.stop()
