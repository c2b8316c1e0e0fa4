"""The key of another server, as people have it."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from core.channels.telegram.server_key import pkcs1_pem
from core.domain.problems import ProblemError


def written(pem: str) -> list[str]:
    """Ways in which a key comes out of files, fields and environments."""
    spki = load_pem_public_key(pem.encode()).public_bytes(
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
    )
    ways = []
    for one in (pem, spki.decode()):
        lines = one.strip()
        ways += [one, f"\n  {lines}  \n"]
        ways += [lines.replace("\n", with_) for with_ in ("\\n", " ", "", "\r\n", "\u2029")]
    return ways


def test_however_it_was_written() -> None:
    key = rsa.generate_private_key(65537, 2048).public_key()
    pem = key.public_bytes(Encoding.PEM, PublicFormat.PKCS1).decode()
    assert {pkcs1_pem(one) for one in written(pem)} == {pem}


def test_what_is_none() -> None:
    other = ed25519.Ed25519PrivateKey.generate().public_key()
    spki = other.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    begin, end = "-----BEGIN RSA PUBLIC KEY-----", "-----END RSA PUBLIC KEY-----"
    for text in (spki, "ключ", "MIIBCgKCAQ", f"{begin}\n{end}", f"{begin}\nMIIB!\n{end}"):
        with pytest.raises(ProblemError) as caught:
            pkcs1_pem(text)
        assert caught.value.problem.code == "telegram-server-key"


async def test_a_server_by_its_key_in_one_line(stage: Any) -> None:
    for text in written(stage.server.public_key_pem)[::4]:
        channel = await stage.signed_in(public_key=text)
        await channel.close()


async def test_a_key_that_is_none_is_said(stage: Any, wait: Any) -> None:
    channel = stage.channel(public_key="не ключ")
    await channel.start()
    await wait(lambda: channel.problem is not None)
    assert (channel.state, channel.problem.code) == ("failed", "telegram-server-key")
