"""Numbers of the key exchange: the server's RSA key, Telegram's DH prime, the pq challenge."""

from __future__ import annotations

import secrets
from functools import cache
from hashlib import sha1, sha256

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from telethon.crypto import AES

from core.sandbox.telegram.envelope import tl_bytes
from core.sandbox.telegram.transport import MalformedPacket

# https://core.telegram.org/mtproto/auth_key: the prime clients know and accept at once.
DH_PRIME = int(
    "C71CAEB9C6B1C9048E6C522F70F13F73980D40238E3E21C14934D037563D930F"
    "48198A0AA7C14058229493D22530F4DBFA336F6E0AC925139543AED44CCE7C37"
    "20FD51F69458705AC68CD4FE6B6B13ABDC9746512969328454F18FAF8C595F64"
    "2477FE96BB2A941D5BCD1D4AC8CC49880708FA9B378E3C4F3A9060BEE67CF9A4"
    "A4A695811051907E162753B56B0F6B410DBA74D8A84B2A14B3144E0EF1284754"
    "FD17ED950D5965B4B9DD46582DB1178D169C6BC465B0D6FF9CA3928FEF5B9AE4"
    "E418FC15E83EBEA0F87FA9FF5EED70050DED2849F47BF959D956850CE929851F"
    "0D8115F635B105EE2E4E15D04B2454BF6F4FADF034B10403119CD8E3B92FCC5B",
    16,
)
DH_G = 3
# Short exponents cost a sixteenth of full ones, and nobody attacks a sandbox.
SECRET_BITS = 128


class ServerKey:
    """The RSA key a client needs the public half of."""

    def __init__(self, pem: bytes | None = None) -> None:
        if pem is None:
            self._key = _process_key()
        else:
            loaded = serialization.load_pem_private_key(pem, password=None)
            if not isinstance(loaded, rsa.RSAPrivateKey):
                raise ValueError("the stored server key is not an RSA key")
            self._key = loaded
        self._numbers = self._key.private_numbers()

    @property
    def private_pem(self) -> bytes:
        """The whole key, for the state file."""
        return self._key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )

    @property
    def public_pem(self) -> str:
        """The public half in PKCS#1 PEM, as clients carry it."""
        return (
            self._key.public_key()
            .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.PKCS1)
            .decode()
        )

    @property
    def fingerprint(self) -> int:
        """Last 8 bytes of SHA1(n, e as TL bytes), little endian and signed."""
        public = self._numbers.public_numbers
        digest = sha1(tl_bytes(big_endian(public.n)) + tl_bytes(big_endian(public.e))).digest()
        return int.from_bytes(digest[-8:], "little", signed=True)

    def open(self, encrypted: bytes) -> bytes:
        """The p_q_inner_data a client encrypted, with whatever padding follows it.

        Takes the old padding (sha1 + data + pad) and the new RSA_PAD of
        https://core.telegram.org/mtproto/auth_key#presenting-proof-of-work-server-authentication.
        The old one's hash is left to the caller, who knows where the data ends.
        """
        block = self._raw(encrypted)
        padded = _open_rsa_pad(block)
        return block[21:] if padded is None else padded

    def _raw(self, encrypted: bytes) -> bytes:
        n, c = self._numbers, int.from_bytes(encrypted, "big")
        if not 0 < c < n.public_numbers.n:
            raise MalformedPacket("RSA block out of range")
        m1, m2 = pow(c, n.dmp1, n.p), pow(c, n.dmq1, n.q)
        return (m2 + n.q * ((m1 - m2) * n.iqmp % n.p)).to_bytes(256, "big")


@cache
def _process_key() -> rsa.RSAPrivateKey:
    """One new key a process: making it takes longer than all the rest of a start."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _open_rsa_pad(block: bytes) -> bytes | None:
    masked, body = block[:32], block[32:]
    mask = sha256(body).digest()
    temp_key = bytes(a ^ b for a, b in zip(masked, mask, strict=True))
    opened = bytes(AES.decrypt_ige(body, temp_key, bytes(32)))
    data = opened[:192][::-1]
    return data if sha256(temp_key + data).digest() == opened[192:] else None


def big_endian(number: int) -> bytes:
    """The shortest big-endian bytes of a number."""
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def challenge() -> tuple[int, int]:
    """A prime of 16 bits and one of 31. Telegram's are both of 31; to find the smaller costs a
    client the root of it. 47 bits at most: clients read the product as signed bytes."""
    return _prime(16), _prime(31)


def _prime(bits: int) -> int:
    while True:
        candidate = secrets.randbits(bits) | (1 << (bits - 1)) | 1
        if _is_prime(candidate):
            return candidate


def _is_prime(n: int) -> bool:
    """Miller-Rabin; these bases decide it for every n below 3.2e9."""
    odd, twos = n - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for base in (2, 3, 5, 7):
        x = pow(base, odd, n)
        if x in (1, n - 1):
            continue
        for _ in range(twos - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True
