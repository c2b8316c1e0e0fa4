"""Groups by themselves: which are taken, who wrote, how messages are named, where updates stand."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telethon import types

from core.channels.telegram.box import channel_in, place
from core.channels.telegram.converters import (
    Account,
    author_of,
    message_event,
    reactions_of,
)
from core.channels.telegram.groups import Group, group_of, takes
from core.channels.telegram.ids import (
    bare,
    channel_id,
    chat_in,
    chat_of,
    external,
    number_of,
    of_chat,
)
from core.channels.telegram.ledger import Ledger
from core.channels.telegram.reconcile import changes
from core.domain.events import MessageReceived, ReactionSet
from core.domain.rooms import Rights

ME, IRINA, BORIS = 10, 20, 30
THERE = -1_000_000_000_777
WHEN = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
BASIC = Group(-7, "Склад", "basic", members=5, rights=Rights(add=True, rename=True))
SUPER = Group(THERE, "Проект", "super", hash=1, members=150)


def names(peer: Any) -> str:
    return {IRINA: "Ирина", THERE: "Проект", -1_000_000_000_888: "Новости"}.get(
        chat_of(peer) or 0, ""
    )


@pytest.mark.parametrize(
    ("changed", "none", "small", "all_"),
    [
        ({}, False, True, True),
        ({"members": 200}, False, True, True),
        ({"members": 201}, False, False, True),
        ({"members": 0}, False, False, True),
        ({"members": 5000, "kept": True}, False, True, True),
        ({"there": False}, False, False, False),
        ({"there": False, "kept": True}, False, True, True),
        ({"kind": "broadcast"}, False, False, False),
        ({"out": True, "kept": True}, False, False, False),
        ({"kind": "basic", "members": 0}, False, True, True),
    ],
)
def test_which_groups_are_taken(
    changed: dict[str, Any], none: bool, small: bool, all_: bool
) -> None:
    values: dict[str, Any] = {"id": THERE, "title": "", "kind": "super", "members": 150}
    group = Group(**(values | changed))
    assert takes(group, "none", 200) == none
    assert takes(group, "small", 200) == small
    assert takes(group, "all", 200) == all_


def _channel(**changed: Any) -> Any:
    values = {"title": "Проект", "photo": types.ChatPhotoEmpty(), "date": WHEN, "access_hash": 5}
    return types.Channel(777, **(values | {"megagroup": True, "participants_count": 150} | changed))


def test_what_an_answer_says_of_a_group() -> None:
    photo = types.ChatPhotoEmpty()
    chat = types.Chat(7, "Склад", photo, 5, WHEN, 1)
    assert group_of(chat) == BASIC
    gone = types.Chat(
        7, "Склад", photo, 0, WHEN, 1, deactivated=True, migrated_to=types.InputChannel(777, 9)
    )
    over = group_of(gone, BASIC)
    assert over is not None
    assert (over.title, over.members, over.became) == ("Склад", 5, THERE)
    assert group_of(types.ChatForbidden(7, "Склад"), BASIC).there is False  # type: ignore[union-attr]
    assert group_of(_channel()).kind == "super"  # type: ignore[union-attr]
    assert group_of(_channel(megagroup=False, broadcast=True)).kind == "broadcast"  # type: ignore[union-attr]
    assert group_of(_channel(gigagroup=True)).kind == "broadcast"  # type: ignore[union-attr]
    poor = _channel(min=True, title="Проект 2", access_hash=6)
    assert group_of(poor) is None
    kept = group_of(poor, SUPER)
    assert kept is not None
    assert (kept.title, kept.hash) == ("Проект 2", 1)
    out = group_of(types.ChannelForbidden(777, 5, "Проект", megagroup=True), SUPER)
    assert out is not None
    assert (out.there, out.members) == (False, 150)
    assert group_of(types.ChatEmpty(7)) is None


@pytest.mark.parametrize(
    ("peer", "writer", "more", "author"),
    [
        (types.PeerChat(7), types.PeerUser(IRINA), {}, "Ирина"),
        (types.PeerChat(7), types.PeerUser(BORIS), {}, "30"),
        (types.PeerChannel(777), types.PeerUser(IRINA), {}, "Ирина"),
        (types.PeerChannel(777), types.PeerChannel(777), {}, "Проект"),
        (
            types.PeerChannel(777),
            types.PeerChannel(777),
            {"post_author": "Админ"},
            "Проект (Админ)",
        ),
        (types.PeerChannel(777), types.PeerChannel(888), {}, "Новости"),
        (types.PeerChannel(777), None, {}, "Проект"),
        (types.PeerChannel(777), types.PeerUser(ME), {"out": True}, ""),
        (types.PeerUser(IRINA), None, {}, ""),
    ],
)
def test_who_wrote(peer: Any, writer: Any, more: dict[str, Any], author: str) -> None:
    message = types.Message(5, peer, WHEN, "текст", from_id=writer, **more)
    assert author_of(message, names) == author


def test_a_message_of_a_supergroup_is_named_with_it() -> None:
    header = types.MessageReplyHeader(reply_to_msg_id=4)
    message = types.Message(
        5, types.PeerChannel(777), WHEN, "т", from_id=types.PeerUser(IRINA), reply_to=header
    )
    event = message_event(Account(ME), message, names=names)
    assert isinstance(event.body, MessageReceived)
    assert (event.external_id, event.body.reply_to) == (f"{THERE}/5", f"{THERE}/4")
    assert event.peer is not None
    assert event.peer.id == str(THERE)


def _reacted(*who: tuple[int, str, int], mine: str = "", **more: Any) -> Any:
    recent = [
        types.MessagePeerReaction(
            types.PeerUser(one), WHEN.replace(second=at), types.ReactionEmoji(emoji), my=one == ME
        )
        for one, emoji, at in who
    ]
    counts = {emoji: sum(e == emoji for _, e, _ in who) for _, emoji, _ in who}
    results = [
        types.ReactionCount(types.ReactionEmoji(e), n, chosen_order=0 if e == mine else None)
        for e, n in counts.items()
    ]
    return types.MessageReactions(results, recent_reactions=recent, **more)


def test_the_newest_reaction_of_several_stands_for_all() -> None:
    told = _reacted((IRINA, "👍", 5), (BORIS, "🔥", 3), (ME, "❤", 9), mine="❤")
    nobody = {"client": "", "us": "", "colleague": ""}
    alone = Account(ME)
    assert reactions_of(told, alone, THERE) == nobody | {"client": "👍", "us": "❤"}
    same = _reacted((BORIS, "🔥", 3), (IRINA, "👍", 3))
    assert reactions_of(same, alone, THERE) == nobody | {"client": "🔥"}
    least = _reacted((IRINA, "👍", 5), min=True)
    assert reactions_of(least, alone, THERE) == {"client": "👍", "colleague": ""}


def test_a_colleagues_reaction_in_a_group_is_none_of_the_clients() -> None:
    team = Account(ME, beside=lambda user: user == str(BORIS))
    both = _reacted((IRINA, "👍", 3), (BORIS, "🔥", 5))
    nobody = {"client": "", "us": "", "colleague": ""}
    assert reactions_of(both, team, THERE) == nobody | {"client": "👍", "colleague": "🔥"}
    his = _reacted((BORIS, "👍", 5))
    assert reactions_of(his, team, THERE) == nobody | {"colleague": "👍"}
    his.results[0].count = 2  # of whom the other one is, is not told
    assert reactions_of(his, team, THERE) == nobody | {"client": "👍", "colleague": "👍"}
    assert reactions_of(both, team, BORIS) == {"client": "🔥", "us": ""}  # a chat with him alone
    thumb = _reacted((BORIS, "👍", 5))
    message = types.Message(5, types.PeerChannel(777), WHEN, "т", reactions=thumb)
    told = [one.body for one in changes(team, message, None, None, 1, None, names)]
    assert [one.actor for one in told if isinstance(one, ReactionSet)] == ["colleague"]


@given(
    st.integers(1, 10**12 - 1),
    st.integers(1, 2**31 - 1),
    st.sampled_from(["user", "chat", "channel"]),
)
def test_names_lead_back(bare_id: int, number: int, kind: str) -> None:
    peers = {"user": types.PeerUser, "chat": types.PeerChat, "channel": types.PeerChannel}
    chat = chat_of(peers[kind](bare_id))
    assert chat is not None
    name = external(chat, number)
    assert number_of(name) == number
    assert of_chat(name, chat)
    assert chat_in(name, chat) == chat
    assert name.isdecimal() == (kind != "channel")
    if kind == "channel":
        assert (chat, bare(chat)) == (channel_id(bare_id), bare_id)
        assert chat_in(name, 5) == chat
        assert not of_chat(name, 5)
    assert of_chat(f"{number}:vote:ab", chat)
    assert number_of(f"{number}:vote:ab") == -1


def _new(pts: int) -> Any:
    message = types.Message(pts, types.PeerChannel(777), WHEN, "т")
    return types.UpdateNewChannelMessage(message, pts, 1)


@given(st.integers(1, 20), st.lists(st.integers(2, 30), max_size=12))
def test_a_channels_updates_are_placed(at: int, told: list[int]) -> None:
    placed = place(at, [_new(pts) for pts in told])
    fits = at
    while fits + 1 in told:
        fits += 1
    assert placed.pts == fits
    assert [one.pts for one in placed.updates] == list(range(at + 1, fits + 1))
    assert placed.gap == any(pts > fits for pts in told)


def test_what_a_channel_tells_beside_its_position() -> None:
    inbox = types.UpdateReadChannelInbox(777, 5, 0, 90)
    assert place(10, [inbox]).updates == (inbox,)
    assert not place(10, [inbox]).gap
    assert place(10, [types.UpdateChannelTooLong(777)]).gap
    assert place(10, [types.UpdateChannelTooLong(777, pts=11)]).gap
    assert not place(10, [types.UpdateChannelTooLong(777, pts=10)]).gap
    reacted = types.UpdateMessageReactions(types.PeerChannel(777), 5, _reacted())
    assert channel_in(reacted) == 777
    assert place(10, [_new(10), reacted]).updates == ()
    assert place(9, [_new(10), reacted]).pts == 10
    assert channel_in(types.UpdateDeleteMessages([1], 2, 1)) == 0


def test_a_torn_ledger_reads_the_newest_page_first() -> None:
    whole = Ledger().page([1, 2, 3], None, 1, last=True)
    assert whole.work(THERE) is None
    torn = whole.tear(3)
    work = torn.work(THERE)
    assert work is not None
    assert work.kind == "top"
    again = torn.page([8, 9], 3, 2, last=False)
    assert (again.torn, again.missing, again.doubtful) == (None, ((4, 7),), ((1, 3),))
    assert torn.tear(9).torn == 3
