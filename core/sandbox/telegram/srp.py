"""Two-step verification, server side: SRP with Telegram's parameters.

Source: https://core.telegram.org/api/srp. The password itself is never kept.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from hashlib import pbkdf2_hmac, sha256

from core.sandbox.telegram.keys import DH_G, DH_PRIME, SECRET_BITS

P_BYTES = DH_PRIME.to_bytes(256, "big")
G_BYTES = DH_G.to_bytes(256, "big")


@dataclass(frozen=True)
class Verifier:
    """What is kept of a password: two salts and v = g^x."""

    salt1: bytes
    salt2: bytes
    v: bytes


@dataclass(frozen=True)
class Challenge:
    """One attempt: `b` is ours, `public` is the srp_B told to the client."""

    id: int
    b: int
    public: bytes


def make_verifier(password: str) -> Verifier:
    """Derive the verifier of a password (100,000 rounds of PBKDF2, some 0.1 s)."""
    salt1, salt2 = os.urandom(16), os.urandom(16)
    first = _hash(salt2, _hash(salt1, password.encode(), salt1), salt2)
    second = _hash(salt2, pbkdf2_hmac("sha512", first, salt1, 100_000), salt2)
    return Verifier(salt1, salt2, _pad(pow(DH_G, int.from_bytes(second, "big"), DH_PRIME)))


def make_challenge(verifier: Verifier) -> Challenge:
    """A new srp_B for a client that asks for the password parameters."""
    b = secrets.randbits(SECRET_BITS)
    k = int.from_bytes(_hash(P_BYTES, G_BYTES), "big")
    v = int.from_bytes(verifier.v, "big")
    public = (k * v + pow(DH_G, b, DH_PRIME)) % DH_PRIME
    return Challenge(secrets.randbits(63), b, _pad(public))


def proves(verifier: Verifier, challenge: Challenge, a_bytes: bytes, m1: bytes) -> bool:
    """Whether the client's A and M1 show that it knows the password."""
    a = int.from_bytes(a_bytes, "big")
    if not 1 < a < DH_PRIME - 1:
        return False
    u = int.from_bytes(_hash(_pad(a), challenge.public), "big")
    v = int.from_bytes(verifier.v, "big")
    shared = pow(a * pow(v, u, DH_PRIME) % DH_PRIME, challenge.b, DH_PRIME)
    masked = bytes(x ^ y for x, y in zip(_hash(P_BYTES), _hash(G_BYTES), strict=True))
    expected = _hash(
        masked,
        _hash(verifier.salt1),
        _hash(verifier.salt2),
        _pad(a),
        challenge.public,
        _hash(_pad(shared)),
    )
    return secrets.compare_digest(expected, m1)


def _hash(*parts: bytes) -> bytes:
    return sha256(b"".join(parts)).digest()


def _pad(number: int) -> bytes:
    return number.to_bytes(256, "big")
