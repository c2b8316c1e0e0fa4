"""The protocol itself: transports, key exchange, bad packets, what is not served."""

from __future__ import annotations

import asyncio
import contextlib
import os
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mtproto import ConnectionRole
from mtproto.transport import Connection, transports
from mtproto.transport.packets import ErrorPacket, UnencryptedMessagePacket
from telethon import errors
from telethon.crypto import AES
from telethon.network import connection as telethon_connections
from telethon.tl import functions as fn
from telethon.tl import types as tl
from telethon.tl.tlobject import TLRequest

from core.sandbox.telegram.envelope import Inner, rpc_result, unpack_messages, unzip
from core.sandbox.telegram.keys import ServerKey, challenge
from core.sandbox.telegram.srp import make_challenge, make_verifier, proves
from core.sandbox.telegram.transport import MalformedPacket, Wire

ANNA = "+79990001122"


@pytest.mark.parametrize(
    "transport",
    [
        "ConnectionTcpFull",
        "ConnectionTcpAbridged",
        "ConnectionTcpIntermediate",
        "ConnectionTcpObfuscated",
    ],
)
async def test_every_transport_of_the_client_is_understood(town, connect, transport):
    client = await connect(town.server, connection=getattr(telethon_connections, transport))
    nearest = await client(fn.help.GetNearestDcRequest())
    assert nearest.this_dc == 2
    config = await client(fn.help.GetConfigRequest())
    assert {option.ip_address for option in config.dc_options} == {"127.0.0.1"}


@pytest.mark.parametrize(
    "transport",
    [
        transports.AbridgedTransport,
        transports.IntermediateTransport,
        transports.PaddedIntermediateTransport,
        transports.FullTransport,
    ],
)
async def test_a_foreign_framing_gets_its_answer_in_kind(town, transport):
    framing = Connection(ConnectionRole.CLIENT, transport)
    reader, writer = await asyncio.open_connection(town.server.host, town.server.port)
    request = bytes(fn.ReqPqMultiRequest(nonce=12345))
    writer.write(framing.send(UnencryptedMessagePacket(0, request)))
    async with asyncio.timeout(5):
        while not framing.has_packet():
            framing.data_received(await reader.read(4096))
    answer = framing.next_event()
    assert isinstance(answer, UnencryptedMessagePacket)
    assert answer.message_id % 4 == 1
    writer.close()
    await writer.wait_closed()


async def test_an_unknown_auth_key_is_answered_with_404(town):
    framing = Connection(ConnectionRole.CLIENT, transports.IntermediateTransport)
    reader, writer = await asyncio.open_connection(town.server.host, town.server.port)
    wire = framing.send(UnencryptedMessagePacket(0, b"")) and b""
    payload = os.urandom(8) + bytes(16) + bytes(48)
    writer.write(b"\xee" * 4 + len(payload).to_bytes(4, "little") + payload + wire)
    async with asyncio.timeout(5):
        framing.data_received(await reader.read())
    answer = framing.next_event()
    assert isinstance(answer, ErrorPacket)
    assert answer.error_code == 404
    writer.close()
    await writer.wait_closed()


async def test_garbage_closes_its_own_connection_alone(town, sign_in):
    anna = await sign_in(town.server, ANNA)
    for garbage in (b"\xef\x05" + b"z" * 20, b"GET / HTTP/1.1\r\n\r\n", os.urandom(200)):
        reader, writer = await asyncio.open_connection(town.server.host, town.server.port)
        writer.write(garbage)
        writer.write_eof()
        async with asyncio.timeout(5):
            assert len(await reader.read()) <= 12
        writer.close()
        await writer.wait_closed()
    assert (await anna.get_me()).id == town.anna


async def test_a_method_that_is_not_served_is_refused_and_logged(town, sign_in, caplog):
    anna = await sign_in(town.server, ANNA)
    with pytest.raises(errors.RPCError, match="METHOD_NOT_IMPLEMENTED"):
        await anna(fn.messages.GetAllStickersRequest(hash=0))
    assert "messages.getAllStickers is not served" in caplog.text
    assert await anna.is_user_authorized()


async def test_a_constructor_of_another_layer_is_refused_not_fatal(town, sign_in, caplog):
    class Unknown(TLRequest):
        CONSTRUCTOR_ID = 0x0BADC0DE

        def _bytes(self) -> bytes:
            return (0x0BADC0DE).to_bytes(4, "little") + bytes(8)

    anna = await sign_in(town.server, ANNA)
    with pytest.raises(errors.RPCError, match="INPUT_CONSTRUCTOR_INVALID_0BADC0DE"):
        await anna(Unknown())
    assert "0badc0de" in caplog.text
    assert await anna.is_user_authorized()


async def test_long_texts_and_many_requests_at_once(town, sign_in):
    anna = await sign_in(town.server, ANNA)
    text = "Очень длинное письмо. " * 180
    sent = await anna.send_message("irina_k", text)
    assert sent.message == text.strip()
    answers = await asyncio.gather(*(anna(fn.help.GetNearestDcRequest()) for _ in range(150)))
    assert len(answers) == 150
    page = await anna.get_messages("irina_k", limit=10)
    assert page[0].message == text.strip()


async def test_a_temporary_key_speaks_for_the_permanent_one(town, connect, sign_in):
    anna = await sign_in(town.server, ANNA)
    other = await connect(town.server)
    assert not await other.is_user_authorized()
    permanent = int.from_bytes(
        anna.session.auth_key.key_id.to_bytes(8, "little"), "little", signed=True
    )
    assert await other(fn.auth.BindTempAuthKeyRequest(permanent, 1, None, b""))
    assert (await other.get_me()).id == town.anna


def test_the_new_rsa_padding_is_opened_too():
    key = ServerKey()
    data = os.urandom(140)
    padded = data + os.urandom(192 - len(data))
    public = key._numbers.public_numbers
    while True:
        temp_key = os.urandom(32)
        hashed = padded[::-1] + sha256(temp_key + padded).digest()
        encrypted = bytes(AES.encrypt_ige(hashed, temp_key, bytes(32)))
        mask = sha256(encrypted).digest()
        block = bytes(a ^ b for a, b in zip(temp_key, mask, strict=True)) + encrypted
        if int.from_bytes(block, "big") < public.n:
            break
    sealed = pow(int.from_bytes(block, "big"), public.e, public.n).to_bytes(256, "big")
    assert key.open(sealed)[:140] == data


def test_the_challenge_is_a_product_of_two_primes():
    p, q = challenge()
    assert p < q < 2**31
    assert all(p % n and q % n for n in range(3, 2000, 2))


def test_a_password_proof_needs_the_right_password():
    verifier = make_verifier("верный")
    challenge_made = make_challenge(verifier)
    assert not proves(verifier, challenge_made, b"\x02", bytes(32))
    assert not proves(verifier, challenge_made, b"\x00", bytes(32))


@given(st.lists(st.binary(max_size=300), max_size=5))
def test_no_bytes_make_the_framing_fail_otherwise(pieces):
    wire = Wire()
    with contextlib.suppress(MalformedPacket):
        for piece in pieces:
            list(wire.feed(piece))


@given(st.sampled_from([b"\xef", b"\xee" * 4, b"\xdd" * 4]), st.binary(max_size=400))
def test_no_bytes_after_a_good_start_make_it_fail_otherwise(start, rest):
    wire = Wire()
    with contextlib.suppress(MalformedPacket):
        list(wire.feed(start + rest))


@given(st.binary(min_size=4, max_size=200))
def test_no_body_makes_the_unpacking_fail_otherwise(body):
    container = (0x73F1F8DC).to_bytes(4, "little")
    for candidate in (body, container + body):
        with contextlib.suppress(MalformedPacket):
            list(unpack_messages(Inner(1, 1, candidate)))


def test_a_large_answer_is_packed_and_opens_again():
    body = b"\x01\x02\x03\x04" + "счёт ".encode() * 1000
    packed = rpc_result(5, body)
    assert len(packed) < len(body) / 4
    assert unzip(packed[12:]) == body


def test_an_unreadable_constructor_is_an_answer_not_an_end():
    assert bytes(tl.RpcError(400, "X"))[:4] == (0x2144CA19).to_bytes(4, "little")
