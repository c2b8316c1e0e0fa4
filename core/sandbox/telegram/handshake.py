"""The auth key exchange, server side, one connection, no I/O.

Source: https://core.telegram.org/mtproto/auth_key.
"""

from __future__ import annotations

import os
import secrets
import time
from dataclasses import dataclass
from hashlib import sha1
from typing import Any

from telethon.crypto import AES
from telethon.extensions import BinaryReader
from telethon.helpers import generate_key_data_from_nonce
from telethon.tl import functions as fn
from telethon.tl import types as tl

from core.sandbox.telegram.envelope import key_id
from core.sandbox.telegram.keys import DH_G, DH_PRIME, SECRET_BITS, ServerKey, big_endian, challenge
from core.sandbox.telegram.records import AuthRecord
from core.sandbox.telegram.transport import MalformedPacket

TEMPORARY = ("PQInnerDataTemp", "PQInnerDataTempDc")
SAFE_FROM = 1 << (2048 - 64)


@dataclass
class _Exchange:
    nonce: int
    server_nonce: int
    p: int
    q: int
    new_nonce: int = 0
    secret: int = 0
    temporary: bool = False


class Handshake:
    """Answers the plain messages of a key exchange; a client may start over at any time."""

    def __init__(self, key: ServerKey) -> None:
        self._key = key
        self._exchange: _Exchange | None = None

    def answer(self, body: bytes) -> tuple[bytes | None, AuthRecord | None]:
        """The answer to a plain message, and the new authorisation once it is agreed.

        Raises MalformedPacket.
        """
        request = _read(body)
        if isinstance(request, fn.ReqPqMultiRequest | fn.ReqPqRequest):
            return self._start(request.nonce), None
        if isinstance(request, tl.MsgsAck):
            return None, None
        exchange = self._exchange
        if exchange is None or (request.nonce, request.server_nonce) != (
            exchange.nonce,
            exchange.server_nonce,
        ):
            raise MalformedPacket("not this key exchange")
        if isinstance(request, fn.ReqDHParamsRequest):
            return self._offer(exchange, request), None
        if isinstance(request, fn.SetClientDHParamsRequest) and exchange.secret:
            return self._agree(exchange, request)
        raise MalformedPacket("out of order in the key exchange")

    def _start(self, nonce: int) -> bytes:
        p, q = challenge()
        server_nonce = int.from_bytes(os.urandom(16), "little", signed=True)
        self._exchange = _Exchange(nonce, server_nonce, p, q)
        return bytes(
            tl.ResPQ(
                nonce=nonce,
                server_nonce=server_nonce,
                pq=big_endian(p * q),
                server_public_key_fingerprints=[self._key.fingerprint],
            )
        )

    def _offer(self, exchange: _Exchange, request: Any) -> bytes:
        inner = _read(self._key.open(request.encrypted_data))
        factors = (int.from_bytes(request.p, "big"), int.from_bytes(request.q, "big"))
        if inner.server_nonce != exchange.server_nonce or factors != (exchange.p, exchange.q):
            raise MalformedPacket("wrong proof of work")
        exchange.new_nonce = inner.new_nonce
        exchange.temporary = type(inner).__name__ in TEMPORARY
        exchange.secret = secrets.randbits(SECRET_BITS)
        answer = bytes(
            tl.ServerDHInnerData(
                nonce=exchange.nonce,
                server_nonce=exchange.server_nonce,
                g=DH_G,
                dh_prime=big_endian(DH_PRIME),
                g_a=big_endian(pow(DH_G, exchange.secret, DH_PRIME)),
                server_time=int(time.time()),
            )
        )
        padded = sha1(answer).digest() + answer
        padded += os.urandom(-len(padded) % 16)
        return bytes(
            tl.ServerDHParamsOk(
                nonce=exchange.nonce,
                server_nonce=exchange.server_nonce,
                encrypted_answer=bytes(AES.encrypt_ige(padded, *self._aes(exchange))),
            )
        )

    def _agree(self, exchange: _Exchange, request: Any) -> tuple[bytes, AuthRecord]:
        if not request.encrypted_data or len(request.encrypted_data) % 16:
            raise MalformedPacket("client DH data is not whole AES blocks")
        opened = bytes(AES.decrypt_ige(request.encrypted_data, *self._aes(exchange)))
        inner = _read(opened[20:])
        if sha1(bytes(inner)).digest() != opened[:20] or inner.server_nonce != request.server_nonce:
            raise MalformedPacket("client DH data does not match its hash")
        g_b = int.from_bytes(inner.g_b, "big")
        if not SAFE_FROM <= g_b <= DH_PRIME - SAFE_FROM:
            raise MalformedPacket("g_b out of range")
        key = pow(g_b, exchange.secret, DH_PRIME).to_bytes(256, "big")
        new_nonce = exchange.new_nonce.to_bytes(32, "little", signed=True)
        server_nonce = exchange.server_nonce.to_bytes(16, "little", signed=True)
        proof = sha1(new_nonce + b"\x01" + sha1(key).digest()[:8]).digest()[4:20]
        salt = bytes(a ^ b for a, b in zip(new_nonce[:8], server_nonce[:8], strict=True))
        self._exchange = None
        done = tl.DhGenOk(
            nonce=exchange.nonce,
            server_nonce=exchange.server_nonce,
            new_nonce_hash1=int.from_bytes(proof, "little", signed=True),
        )
        record = AuthRecord(
            key_id=key_id(key),
            key=key,
            salt=int.from_bytes(salt, "little", signed=True),
            created=time.time(),
            temporary=exchange.temporary,
        )
        return bytes(done), record

    @staticmethod
    def _aes(exchange: _Exchange) -> tuple[bytes, bytes]:
        key, iv = generate_key_data_from_nonce(exchange.server_nonce, exchange.new_nonce)
        return bytes(key), bytes(iv)


def _read(body: bytes) -> Any:
    try:
        with BinaryReader(body) as reader:
            return reader.tgread_object()
    except Exception as error:  # a foreign body can make the TL reader raise anything
        raise MalformedPacket("unreadable key exchange message") from error
