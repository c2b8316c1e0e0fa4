"""What TDLib asks otherwise than Telethon does, as it was seen to."""

import zlib

from telethon.tl import functions as fn
from telethon.tl import types as tl

from core.sandbox.telegram.envelope import tl_bytes
from core.sandbox.telegram.rpc.made import made_of
from core.sandbox.telegram.wire import GZIP_PACKED, read_object

ANNA = "+79990001122"


def test_what_is_packed_with_zlib_inside_wrappers_is_opened() -> None:
    asked = fn.messages.GetAllDraftsRequest()
    inner = bytes(fn.InvokeWithLayerRequest(229, asked)).removesuffix(bytes(asked))
    packed = GZIP_PACKED.to_bytes(4, "little") + tl_bytes(zlib.compress(bytes(asked)))
    opened = read_object(inner + packed)
    assert opened.layer == 229
    assert opened.query == asked


async def test_reactions_have_looks_and_groups_say_what_one_may(town, sign_in) -> None:
    server = town.server
    group = server.groups.create("Группа", [town.irina, town.anna], supergroup=True)
    client = await sign_in(server, ANNA)
    known = await client(fn.messages.GetAvailableReactionsRequest(0))
    assert len({one.select_animation.id for one in known.reactions}) == len(known.reactions)
    assert all(isinstance(one.static_icon, tl.Document) for one in known.reactions)
    full = await client(fn.channels.GetFullChannelRequest(await client.get_input_entity(group)))
    assert isinstance(full.full_chat.available_reactions, tl.ChatReactionsAll)
    assert full.chats[0].default_banned_rights.pin_messages
    assert full.chats[0].default_banned_rights.until_date.year == 2038
    settings = await client(fn.messages.GetPeerSettingsRequest(group))
    assert (len(settings.chats), settings.users) == (1, [])


def test_what_is_no_file_is_shown_as_it_was_sent() -> None:
    place = made_of(tl.InputMediaGeoPoint(tl.InputGeoPoint(55.75, 37.61)))
    assert (place.geo.lat, place.geo.long) == (55.75, 37.61)
    words = tl.TextWithEntities("да", [])
    asked = tl.Poll(0, words, [tl.InputPollAnswer(words), tl.InputPollAnswer(words)], hash=0)
    poll = read_object(bytes(made_of(tl.InputMediaPoll(asked))))
    assert [one.option for one in poll.poll.answers] == [b"\0", b"\1"]
    assert made_of(tl.InputMediaUploadedPhoto(tl.InputFile(1, 1, "a.jpg", ""))) is None
