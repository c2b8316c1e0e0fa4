"""Bytes of a server that this version cannot read."""

import gzip
import struct
from typing import Any, Final

import pytest
from telethon import types
from telethon.tl.core import GzipPacked, MessageContainer
from telethon.tl.tlobject import TLObject

from core.channels.telegram.reading import TolerantReader

GOOD: Final = bytes(types.UpdateShort(types.UpdateConfig(), None))
UNKNOWN: Final = bytes.fromhex("f00dbabe") + bytes(40)
BAD: Final = {
    "unknown": UNKNOWN,
    "unknown within": GOOD[:4] + UNKNOWN,
    "cut off": bytes(types.Updates([types.UpdateConfig()] * 3, [], [], None, 0))[:14],
    "vector of unknown": bytes(types.Updates([], [], [], None, 0))[:8]
    + b"\x01"
    + bytes(3)
    + UNKNOWN,
    "packed unknown": bytes(GzipPacked(UNKNOWN)),
    "packed nothing": struct.pack("<I", GzipPacked.CONSTRUCTOR_ID)
    + TLObject.serialize_bytes(b"not gzip at all"),
    "packed half": struct.pack("<I", GzipPacked.CONSTRUCTOR_ID)
    + TLObject.serialize_bytes(gzip.compress(GOOD)[:-9]),
    "nothing": b"\0\0\0\0",
}


def container(*bodies: bytes) -> bytes:
    """https://core.telegram.org/mtproto/service_messages#containers"""
    head = struct.pack("<Ii", MessageContainer.CONSTRUCTOR_ID, len(bodies))
    return head + b"".join(struct.pack("<qii", 1, 1, len(b)) + b for b in bodies)


@pytest.mark.parametrize("how", BAD)
def test_what_stands_beside_it_is_read(how: str) -> None:
    body = BAD[how]
    assert isinstance(TolerantReader(body).tgread_object(), types.UpdatesTooLong)
    read = TolerantReader(container(GOOD, body, bytes(GzipPacked(GOOD)))).tgread_object()
    kinds = [type(one.obj) for one in read.messages]
    assert kinds == [types.UpdateShort, types.UpdatesTooLong, types.UpdateShort]


@pytest.mark.parametrize("how", BAD)
async def test_what_it_said_is_asked_for(stage: Any, wait: Any, how: str) -> None:
    """At once, over the line that there is, and not when the heartbeat finds out."""
    channel = await stage.signed_in(heartbeat=60.0)
    await stage.agree()
    said = len(stage.states)
    stage.write("не дошло", push=False)
    hub = stage.server._hub
    hub.push_to(hub.of(stage.me), container(GOOD, BAD[how]) if "packed" in how else BAD[how])
    hub.settle()
    await stage.agree()
    assert "connecting" not in stage.states[said:]
    await channel.close()
