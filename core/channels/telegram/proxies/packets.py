"""Where a packet of MTProto ends, and what is none. Pure.

Telethon takes off 3 bytes of padding at most and hands what is left to AES, which wants whole
blocks: its library (cryptg) ends in a panic otherwise, which no ``except Exception`` catches.
"""

from typing import Any, Final

from telethon.network.connection.tcpintermediate import (
    IntermediatePacketCodec,
    RandomizedIntermediatePacketCodec,
)

_HEAD: Final = 24
"""Key id and message key; of what is not encrypted key id, message id and the first word."""
_ERROR: Final = 4
_BLOCK: Final = 16


class PaddedCodec(RandomizedIntermediatePacketCodec):  # type: ignore[misc]
    """With up to 15 bytes of padding:
    https://core.telegram.org/mtproto/mtproto-transports#padded-intermediate."""

    async def read_packet(self, reader: Any) -> bytes:
        packet = await IntermediatePacketCodec.read_packet(self, reader)
        return unpadded(packet)


def unpadded(packet: bytes) -> bytes:
    """What the server said, without what it added: an error of 4 bytes, a message in the clear
    with its length in it, or whole AES blocks."""
    if len(packet) < _HEAD:
        return packet[:_ERROR]
    if not any(packet[:8]):
        return packet[: 20 + int.from_bytes(packet[16:20], "little")]
    return packet[: len(packet) - (len(packet) - _HEAD) % _BLOCK]


def checked(packet: bytes) -> bytes:
    """The packet. Raises ConnectionError where what is encrypted is not whole AES blocks."""
    if any(packet[:8]) and len(packet) > _HEAD and (len(packet) - _HEAD) % _BLOCK:
        raise ConnectionError("encrypted data that is not whole blocks")
    return packet
