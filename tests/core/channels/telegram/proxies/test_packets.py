"""Packets with up to 15 bytes of padding, as Telegram's own servers and clients add."""

import asyncio
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mtproto.transport.packets import EncryptedMessagePacket

from core.channels.telegram.proxies.packets import PaddedCodec, checked, unpadded
from core.sandbox.telegram.transport import Wire

BLOCKS = st.integers(1, 40).map(lambda n: os.urandom(16 * n))
KEYS = st.binary(min_size=8, max_size=8).filter(any)


@given(KEYS, BLOCKS, st.integers(0, 15), st.integers(1, 100))
@settings(max_examples=60)
def test_padding_is_taken_off_whatever_its_length(
    key: bytes, blocks: bytes, more: int, words: int
) -> None:
    sealed = key + os.urandom(16) + blocks
    clear = bytes(16) + (4 * words).to_bytes(4, "little") + os.urandom(4 * words)
    error = (-404).to_bytes(4, "little", signed=True)
    for said in (sealed, clear, error):
        assert unpadded(said + os.urandom(more)) == checked(said) == said


@given(KEYS, BLOCKS, st.integers(0, 15))
@settings(max_examples=40)
def test_the_sandbox_takes_and_adds_as_much(key: bytes, blocks: bytes, more: int) -> None:
    wire = Wire()
    said = key + os.urandom(16) + blocks + os.urandom(more)
    (packet,) = wire.feed(b"\xdd" * 4 + len(said).to_bytes(4, "little") + said)
    assert isinstance(packet, EncryptedMessagePacket)
    assert packet.encrypted_data == blocks

    async def read() -> bytes:
        stream = asyncio.StreamReader()
        stream.feed_data(wire.message(said[: 24 + len(blocks)]))
        return await PaddedCodec(None).read_packet(stream)

    assert asyncio.run(read()) == said[: 24 + len(blocks)]


def test_what_is_encrypted_is_whole_blocks() -> None:
    with pytest.raises(ConnectionError, match="whole blocks"):
        checked(os.urandom(8) + bytes(16) + bytes(20))
