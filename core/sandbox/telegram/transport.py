"""Bytes of a TCP connection to MTProto packets and back, in whichever transport the client chose.

`mtproto` frames abridged, intermediate, padded intermediate and full. The obfuscation layer
(https://core.telegram.org/mtproto/mtproto-transports#transport-obfuscation) is done here with
`cryptography`: the library falls back to a pure-Python AES-CTR where tgcrypto is missing.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from typing import TypeAlias

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext, algorithms, modes
from mtproto import ConnectionRole
from mtproto.enums import TransportType
from mtproto.transport import Connection
from mtproto.transport.packets import (
    BasePacket,
    EncryptedMessagePacket,
    ErrorPacket,
    QuickAckPacket,
    UnencryptedMessagePacket,
)

PLAIN_TAGS = (b"\xee" * 4, b"\xdd" * 4)
MOST_PADDING = 15
HTTP_VERBS = (b"POST", b"GET ", b"HEAD", b"OPTI")
MessageFrame: TypeAlias = UnencryptedMessagePacket | EncryptedMessagePacket


class MalformedPacket(Exception):
    """The peer sent what no MTProto client sends; its connection has to go."""


class Wire:
    """Framing of one connection, without I/O."""

    def __init__(self) -> None:
        self._frames: Connection = Connection(ConnectionRole.SERVER)
        self._head: bytearray | None = bytearray()
        self._decrypt: CipherContext | None = None
        self._encrypt: CipherContext | None = None

    def feed(self, data: bytes) -> Iterator[MessageFrame]:
        """Complete packets in `data` and what came before; raises MalformedPacket."""
        if self._head is not None:
            self._head += data
            known = self._recognise(bytes(self._head))
            if known is None:
                return
            self._head, data = None, known
        elif self._decrypt is not None:
            data = self._decrypt.update(data)
        self._frames.data_received(data)
        while True:
            packet = self._next()
            if packet is None:
                return
            yield packet

    def message(self, payload: bytes) -> bytes:
        """Frame an already encrypted payload (key id, message key, data)."""
        key_id = int.from_bytes(payload[:8], "little", signed=True)
        return self._pack(EncryptedMessagePacket(key_id, payload[8:24], payload[24:]))

    def plain(self, msg_id: int, body: bytes) -> bytes:
        """Frame an unencrypted message, for the key exchange."""
        return self._pack(UnencryptedMessagePacket(msg_id, body))

    @property
    def acks_quickly(self) -> bool:
        """Whether a packet's `needs_quick_ack` can be believed.

        mtproto 0.3.1 takes bit 7 of an intermediate length for the flag, which is bit 31
        (https://core.telegram.org/mtproto/mtproto-transports#quick-ack); not asking is allowed.
        """
        return bool(self._frames.transport_type is TransportType.ABRIDGED)

    def quick_ack(self, token: bytes) -> bytes:
        """Frame a quick acknowledgement (4 bytes)."""
        return self._pack(QuickAckPacket(token))

    def error(self, code: int) -> bytes:
        """Frame a transport error such as 404 (unknown auth key)."""
        return self._pack(ErrorPacket(code))

    def _pack(self, packet: BasePacket) -> bytes:
        data = bytes(self._frames.send(packet))
        if self._frames.transport_type is TransportType.PADDED_INTERMEDIATE:
            # the library adds at most 3 bytes, and Telegram up to 15:
            # https://core.telegram.org/mtproto/mtproto-transports#padded-intermediate
            payload = bytes(packet.write())
            payload += os.urandom(secrets.randbelow(MOST_PADDING + 1))
            data = len(payload).to_bytes(4, "little") + payload
        return data if self._encrypt is None else self._encrypt.update(data)

    def _next(self) -> MessageFrame | None:
        try:
            if not self._frames.has_packet():
                return None
            packet = self._frames.next_event()
        except Exception as error:  # the library raises whatever its slicing runs into
            raise MalformedPacket(str(error)) from error
        if not isinstance(packet, UnencryptedMessagePacket | EncryptedMessagePacket):
            raise MalformedPacket(f"not a message: {packet!r}")
        padded = self._frames.transport_type is TransportType.PADDED_INTERMEDIATE
        if padded and isinstance(packet, EncryptedMessagePacket):
            whole = len(packet.encrypted_data) // 16 * 16
            packet.encrypted_data = packet.encrypted_data[:whole]
        return packet

    def _recognise(self, head: bytes) -> bytes | None:
        """The bytes for the framer once the transport is clear, else None (needs more)."""
        if head[:1] == b"\xef":
            return head
        if len(head) < 8:
            return None
        if head[:4] in HTTP_VERBS:
            raise MalformedPacket("HTTP and websocket transports are not served")
        if head[:4] in PLAIN_TAGS or head[4:8] == bytes(4):
            return head
        if len(head) < 64:
            return None
        return self._deobfuscate(head)

    def _deobfuscate(self, head: bytes) -> bytes:
        backwards = head[8:56][::-1]
        self._decrypt = Cipher(algorithms.AES(head[8:40]), modes.CTR(head[40:56])).encryptor()
        self._encrypt = Cipher(
            algorithms.AES(backwards[:32]), modes.CTR(backwards[32:48])
        ).encryptor()
        opened = self._decrypt.update(head)
        tag, rest = opened[56:60], opened[64:]
        if tag == b"\xef" * 4:
            return b"\xef" + rest
        if tag in PLAIN_TAGS:
            return tag + rest
        raise MalformedPacket("unknown transport")
