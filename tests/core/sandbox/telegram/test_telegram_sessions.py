"""MTProto sessions, spoken by hand with the `mtproto` library's own client half."""

from __future__ import annotations

import asyncio
import gzip
import os
import struct
import time

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from mtproto import ConnectionRole
from mtproto.transport import Connection, transports
from mtproto.transport.packets import DecryptedMessagePacket, UnencryptedMessagePacket
from telethon.extensions import BinaryReader
from telethon.tl import functions as fn
from telethon.tl import types as tl

from core.sandbox.telegram.envelope import tl_bytes
from core.sandbox.telegram.transport import Wire

ANNA = "+79990001122"


class Hand:
    """A client that sends exactly what it is told to."""

    def __init__(self, server, client) -> None:
        self._server = server
        self._key = client.session.auth_key.key
        self.salt = struct.pack("<q", client._sender._state.salt)
        self.session = int.from_bytes(os.urandom(7), "little")
        self._framing = Connection(ConnectionRole.CLIENT, transports.PaddedIntermediateTransport)
        self._last = 0

    async def __aenter__(self) -> Hand:
        where = self._server.host, self._server.port
        self._reader, self._writer = await asyncio.open_connection(*where)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()
        await self._writer.wait_closed()

    def msg_id(self) -> int:
        self._last = max(self._last + 4, int(time.time()) << 32)
        return self._last

    def send(self, body: bytes, msg_id: int, seq_no: int = 1) -> None:
        plain = DecryptedMessagePacket(self.salt, self.session, msg_id, seq_no, body)
        sealed = plain.encrypt(self._key, ConnectionRole.CLIENT)
        self._writer.write(self._framing.send(sealed))

    async def receive(self) -> tuple[int, bytes]:
        """Message id and body of the next server message."""
        async with asyncio.timeout(5):
            while not self._framing.has_packet():
                data = await self._reader.read(65536)
                assert data, "the server closed the connection"
                self._framing.data_received(data)
        packet = self._framing.next_event()
        # up to 15 bytes of padding, of which the library takes off 3
        packet.encrypted_data = packet.encrypted_data[: len(packet.encrypted_data) // 16 * 16]
        opened = packet.decrypt(self._key, ConnectionRole.SERVER)
        assert opened.session_id == self.session
        return opened.message_id, opened.data

    async def receive_object(self):
        _, body = await self.receive()
        with BinaryReader(body) as reader:
            return reader.tgread_object()


@pytest.fixture
async def hand(town, sign_in):
    async with Hand(town.server, await sign_in(town.server, ANNA)) as by_hand:
        yield by_hand


async def test_a_wrong_salt_is_corrected_before_anything_runs(hand):
    right, hand.salt = hand.salt, bytes(8)
    msg_id = hand.msg_id()
    hand.send(bytes(fn.PingRequest(7)), msg_id)
    answer = await hand.receive_object()
    assert isinstance(answer, tl.BadServerSalt)
    assert (answer.bad_msg_id, answer.error_code) == (msg_id, 48)
    assert struct.pack("<q", answer.new_server_salt) == right


@pytest.mark.parametrize(("shift", "code"), [(-400 << 32, 16), (100 << 32, 17), (2, 18)])
async def test_a_wrong_message_id_is_told(hand, shift, code):
    hand.send(bytes(fn.PingRequest(7)), hand.msg_id() + shift)
    answer = await hand.receive_object()
    assert isinstance(answer, tl.BadMsgNotification)
    assert answer.error_code == code


async def test_a_new_session_is_greeted_once_and_ids_tell_answers_from_pushes(hand, town):
    msg_id = hand.msg_id()
    hand.send(bytes(fn.PingDelayDisconnectRequest(7, 75)), msg_id)
    greeting = await hand.receive_object()
    assert isinstance(greeting, tl.NewSessionCreated)
    assert greeting.first_msg_id == msg_id
    answer_id, body = await hand.receive()
    assert answer_id % 4 == 1
    assert body == bytes(tl.Pong(msg_id, 7))
    hand.send(bytes(fn.updates.GetStateRequest()), hand.msg_id())
    assert (await hand.receive())[0] % 4 == 1
    town.server.send(town.irina, town.anna, "тук-тук")
    push_id, body = await hand.receive()
    assert push_id % 4 == 3
    assert push_id > answer_id
    assert "тук-тук".encode() in body


async def test_a_message_sent_again_under_its_id_is_done_once(hand, town, sign_in):
    peer = tl.InputPeerSelf()
    body = bytes(fn.messages.SendMessageRequest(peer, "заметка", random_id=1))
    msg_id = hand.msg_id()
    hand.send(body, msg_id)
    hand.send(body, msg_id)
    await hand.receive()
    first, second = (await hand.receive())[1], (await hand.receive())[1]
    assert first == second
    assert struct.unpack_from("<Iq", first) == (0xF35C6D01, msg_id)
    assert [m.text for m in town.server.history(town.anna, town.anna)] == ["заметка"]


async def test_without_updates_none_are_pushed(hand, town):
    hand.send(bytes(fn.InvokeWithoutUpdatesRequest(fn.updates.GetStateRequest())), hand.msg_id())
    await hand.receive()
    await hand.receive()
    town.server.send(town.irina, town.anna, "не для всех")
    hand.send(bytes(fn.PingRequest(8)), hand.msg_id())
    assert isinstance(await hand.receive_object(), tl.Pong)


async def test_a_gzipped_request_in_a_container_is_answered(hand):
    ids = [hand.msg_id(), hand.msg_id(), hand.msg_id()]
    request = bytes(fn.InvokeWithLayerRequest(229, fn.help.GetNearestDcRequest()))
    packed = struct.pack("<I", 0x3072CFA1) + tl_bytes(gzip.compress(request))
    bodies = [bytes(tl.MsgsAck([1])), packed, bytes(fn.GetFutureSaltsRequest(1))]
    container = struct.pack("<Ii", 0x73F1F8DC, len(bodies))
    for msg_id, body in zip(ids, bodies, strict=True):
        container += struct.pack("<qii", msg_id, 1, len(body)) + body
    hand.send(container, hand.msg_id(), 0)
    await hand.receive()
    _, nearest = await hand.receive()
    assert struct.unpack_from("<Iq", nearest) == (0xF35C6D01, ids[1])
    _, salts = await hand.receive()
    assert struct.unpack_from("<Iq", salts) == (0xAE500895, ids[2])
    assert salts[-8:] == hand.salt


async def test_a_packet_that_was_tampered_with_ends_the_connection(hand):
    plain = DecryptedMessagePacket(hand.salt, hand.session, hand.msg_id(), 1, bytes(8))
    sealed = plain.encrypt(hand._key, ConnectionRole.CLIENT)
    sealed.encrypted_data = sealed.encrypted_data[:-1] + b"\x00"
    hand._writer.write(hand._framing.send(sealed))
    with pytest.raises(AssertionError, match="closed"):
        await hand.receive()


async def test_stopping_leaves_nothing_running(town, sign_in):
    client = await sign_in(town.server, ANNA)
    await client.disconnect()
    _, writer = await asyncio.open_connection(town.server.host, town.server.port)
    before = asyncio.all_tasks()
    await town.server.stop()
    left = asyncio.all_tasks() - {asyncio.current_task()}
    assert not [task for task in left & before if "_accept" in repr(task)]
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(town.server.host, town.server.port)
    writer.close()
    await town.server.start()


@pytest.mark.parametrize("tag", [b"\xef" * 4, b"\xee" * 4, b"\xdd" * 4])
def test_obfuscation_hides_each_framing(tag):
    start = bytearray(os.urandom(64))
    start[0], start[4] = 0x01, 0x01
    start[56:60] = tag
    back = bytes(start[8:56])[::-1]
    out = Cipher(algorithms.AES(bytes(start[8:40])), modes.CTR(bytes(start[40:56]))).encryptor()
    into = Cipher(algorithms.AES(back[:32]), modes.CTR(back[32:])).encryptor()
    hidden = out.update(bytes(start))
    packet = UnencryptedMessagePacket(5, b"abcd").write()
    length = bytes([len(packet) // 4]) if tag[0] == 0xEF else len(packet).to_bytes(4, "little")
    sent = bytes(start[:56]) + hidden[56:] + out.update(length + packet)
    wire, frames = Wire(), []
    for at in range(0, len(sent), 7):
        frames += wire.feed(sent[at : at + 7])
    assert [(frame.message_id, bytes(frame.message_data)) for frame in frames] == [(5, b"abcd")]
    answer = into.update(wire.plain(9, b"efgh"))
    assert b"efgh" in answer
