"""FakeTLS: the handshake that makes an MTProxy look like a web site. Pure.

The client's hello is a browser's, but for its random: an HMAC of the hello itself by the secret,
with the time in its last four bytes. The server's random is an HMAC of the client's random and of
its whole answer, a made-up certificate included. Behind it obfuscated MTProto goes in TLS records.
Sources: https://core.telegram.org/mtproto/mtproto-transports#transport-obfuscation,
https://github.com/TelegramMessenger/MTProxy (TLS transport), RFC 8446 (sections 4.1.2, 5.1).
"""

import hashlib
import hmac
import os
import struct
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from core.channels.telegram.proxies.links import Secret

HELLO_LENGTH: Final = 517
"""Bytes of the hello's record: servers of the first generation take no other."""
RANDOM: Final = slice(11, 43)
HANDSHAKE, CHANGE_CIPHER, DATA = b"\x16", b"\x14", b"\x17"
VERSION: Final = b"\x03\x03"
READY: Final = CHANGE_CIPHER + VERSION + b"\x00\x01\x01"
"""What a client sends in front of its first data."""
RECORD_LIMIT: Final = 2**14

# RFC 8701: values that every peer has to pass over.
_GREASE: Final = tuple(bytes((x, x)) for x in range(0x0A, 0x100, 0x10))
_CIPHERS: Final = (
    0x1301, 0x1302, 0x1303, 0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0xC013, 0xC014,
    0x009C, 0x009D, 0x002F, 0x0035,
)  # fmt: skip
_SIGNATURES: Final = (0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601)


def client_hello(secret: Secret, now: int) -> bytes:
    """A record of ``HELLO_LENGTH`` bytes for the site of ``secret``; ``now`` in seconds since the
    epoch, which the server compares with its own clock."""
    first, second, *groups = (_GREASE[x % len(_GREASE)] for x in os.urandom(5))
    key = X25519PrivateKey.generate().public_key().public_bytes_raw()
    name = secret.site.encode("ascii")
    shares = groups[0] + b"\x00\x01\x00" + b"\x00\x1d" + _sized(key)
    extensions = b"".join((
        first + b"\x00\x00",
        _extension(0, _sized(b"\x00" + _sized(name))),
        _extension(23),
        _extension(0xFF01, b"\x00"),
        _extension(10, _sized(groups[0] + _words(0x001D, 0x0017, 0x0018))),
        _extension(11, b"\x01\x00"),
        _extension(35),
        _extension(16, _sized(b"\x02h2" + b"\x08http/1.1")),
        _extension(5, b"\x01\x00\x00\x00\x00"),
        _extension(13, _sized(_words(*_SIGNATURES))),
        _extension(18),
        _extension(51, _sized(shares)),
        _extension(45, b"\x01\x01"),
        _extension(43, b"\x0a" + groups[1] + _words(0x0304, 0x0303, 0x0302, 0x0301)),
        _extension(27, b"\x02\x00\x02"),
        groups[2] + b"\x00\x01\x00",
    ))  # fmt: skip
    ciphers = _sized(second + _words(*_CIPHERS))
    body = VERSION + bytes(32) + b"\x20" + os.urandom(32) + ciphers + b"\x01\x00"
    # record and handshake headers, the length of the extensions, the padding's own header
    room = HELLO_LENGTH - 5 - 4 - len(body) - 2 - len(extensions) - 4
    body += _sized(extensions + _extension(21, bytes(room)))
    hello = b"\x16\x03\x01" + _sized(b"\x01" + len(body).to_bytes(3, "big") + body)
    digest = bytearray(hmac.digest(secret.key, hello, hashlib.sha256))
    stamp = int.from_bytes(digest[28:], "little") ^ (now & 0xFFFFFFFF)
    digest[28:] = stamp.to_bytes(4, "little")
    return hello[: RANDOM.start] + bytes(digest) + hello[RANDOM.stop :]


def is_answer(secret: Secret, hello: bytes, answer: bytes) -> bool:
    """Whether ``answer`` (the server's first three records) was made with our secret."""
    blank = answer[: RANDOM.start] + bytes(32) + answer[RANDOM.stop :]
    wanted = hmac.digest(secret.key, hello[RANDOM] + blank, hashlib.sha256)
    return hmac.compare_digest(wanted, answer[RANDOM])


def record(kind: bytes, body: bytes) -> bytes:
    """A TLS record with ``body``, of at most ``RECORD_LIMIT`` bytes."""
    return kind + VERSION + _sized(body)


def _sized(body: bytes) -> bytes:
    return struct.pack(">H", len(body)) + body


def _words(*values: int) -> bytes:
    return struct.pack(f">{len(values)}H", *values)


def _extension(number: int, body: bytes = b"") -> bytes:
    return _words(number) + _sized(body)
