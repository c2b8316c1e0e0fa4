"""MTProto 2.0 messages: encryption, ids, containers, gzip.

Source: https://core.telegram.org/mtproto/description and /mtproto/service_messages.
"""

from __future__ import annotations

import os
import struct
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha1, sha256
from typing import NamedTuple

from telethon.crypto import AES

from core.sandbox.telegram.transport import MalformedPacket

CONTAINER = 0x73F1F8DC
GZIP_PACKED = 0x3072CFA1
RPC_RESULT = 0xF35C6D01
MAX_UNPACKED = 16 * 1024 * 1024
GZIP_FROM = 1024


class Inner(NamedTuple):
    """One message inside a packet or a container."""

    msg_id: int
    seq_no: int
    body: bytes


@dataclass(frozen=True)
class Opened:
    """A decrypted packet; `ack_token` answers a quick-ack request."""

    salt: int
    session_id: int
    message: Inner
    ack_token: bytes


class MessageIds:
    """Server message ids: time * 2^32, ever rising; answers end in 1, pushes in 3."""

    def __init__(self) -> None:
        self._last = 0

    def next(self, *, answer: bool) -> int:
        """A new id; `answer` for what answers a client's message."""
        now = int(time.time() * 2**32) & ~3
        self._last = max(now, self._last + 4)
        return self._last | (1 if answer else 3)


def key_id(auth_key: bytes) -> int:
    """The signed 64-bit id of an auth key."""
    return int.from_bytes(sha1(auth_key).digest()[-8:], "little", signed=True)


def open_packet(auth_key: bytes, msg_key: bytes, encrypted: bytes) -> Opened:
    """Decrypt and check a client's packet; raises MalformedPacket."""
    if not encrypted or len(encrypted) % 16:
        raise MalformedPacket("encrypted data is not whole AES blocks")
    aes_key, aes_iv = _derive(auth_key, msg_key, 0)
    plain = bytes(AES.decrypt_ige(encrypted, aes_key, aes_iv))
    digest = sha256(auth_key[88:120] + plain).digest()
    if digest[8:24] != msg_key:
        raise MalformedPacket("message key does not match")
    salt, session_id, msg_id, seq_no, length = struct.unpack_from("<qqqii", plain)
    if length < 4 or length % 4 or not 12 <= len(plain) - 32 - length <= 1024:
        raise MalformedPacket("wrong message length")
    token = (int.from_bytes(digest[:4], "little") | 0x80000000).to_bytes(4, "little")
    return Opened(salt, session_id, Inner(msg_id, seq_no, plain[32 : 32 + length]), token)


def seal_packet(auth_key: bytes, salt: int, session_id: int, message: Inner) -> bytes:
    """Encrypt a server message to its payload: key id, message key, data."""
    plain = struct.pack(
        "<qqqii", salt, session_id, message.msg_id, message.seq_no, len(message.body)
    )
    plain += message.body
    plain += os.urandom(-(len(plain) + 12) % 16 + 12)
    msg_key = sha256(auth_key[96:128] + plain).digest()[8:24]
    aes_key, aes_iv = _derive(auth_key, msg_key, 8)
    return (
        struct.pack("<q", key_id(auth_key))
        + msg_key
        + bytes(AES.encrypt_ige(plain, aes_key, aes_iv))
    )


def unpack_messages(message: Inner, depth: int = 0) -> Iterator[Inner]:
    """The messages in a packet, containers and gzip opened; raises MalformedPacket."""
    body = unzip(message.body)
    if int.from_bytes(body[:4], "little") != CONTAINER:
        yield message._replace(body=body)
        return
    if depth:
        raise MalformedPacket("a container in a container")
    try:
        (count,) = struct.unpack_from("<i", body, 4)
        at = 8
        for _ in range(count):
            msg_id, seq_no, length = struct.unpack_from("<qii", body, at)
            at += 16
            if not 0 <= length <= len(body) - at:
                raise MalformedPacket("a container's message is cut")
            yield from unpack_messages(Inner(msg_id, seq_no, body[at : at + length]), depth + 1)
            at += length
    except struct.error as error:
        raise MalformedPacket("a cut container") from error


def unzip(body: bytes) -> bytes:
    """The body of gzip_packed, or the body as it is; raises MalformedPacket."""
    if int.from_bytes(body[:4], "little") != GZIP_PACKED:
        return body
    start, length = (8, int.from_bytes(body[5:8], "little")) if body[4] == 254 else (5, body[4])
    opener = zlib.decompressobj(wbits=47)
    try:
        opened = opener.decompress(body[start : start + length], MAX_UNPACKED)
    except zlib.error as error:
        raise MalformedPacket("not gzip") from error
    if opener.unconsumed_tail:
        raise MalformedPacket("gzip too large")
    return opened


def rpc_result(req_msg_id: int, body: bytes, *, compress: bool = True) -> bytes:
    """An rpc_result around a serialised answer, gzipped where that makes it smaller."""
    if compress and len(body) > GZIP_FROM:
        packer = zlib.compressobj(1, wbits=31)
        packed = packer.compress(body) + packer.flush()
        if len(packed) + 16 < len(body):
            body = struct.pack("<I", GZIP_PACKED) + tl_bytes(packed)
    return struct.pack("<Iq", RPC_RESULT, req_msg_id) + body


def tl_bytes(data: bytes) -> bytes:
    """TL serialisation of a byte string."""
    head = bytes([len(data)]) if len(data) < 254 else b"\xfe" + len(data).to_bytes(3, "little")
    return head + data + bytes(-(len(head) + len(data)) % 4)


def _derive(auth_key: bytes, msg_key: bytes, x: int) -> tuple[bytes, bytes]:
    a = sha256(msg_key + auth_key[x : x + 36]).digest()
    b = sha256(auth_key[x + 40 : x + 76] + msg_key).digest()
    return a[:8] + b[8:24] + a[24:32], b[:8] + a[8:24] + b[24:32]
