"""Where we stand in the sequence of updates."""

import random
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from telethon import types

from core.channels.telegram.box import Cursor, Placed, place, take

WHEN = datetime(2026, 11, 18, tzinfo=UTC)
START = Cursor(pts=10, qts=0, date=1, seq=0)


def gone(pts: int, count: int = 1) -> Any:
    return types.UpdateDeleteMessages([pts], pts, count)


def container(*updates: Any, seq: int = 0) -> Any:
    return types.Updates(list(updates), [], [], WHEN, seq)


def test_the_next_update_moves_the_cursor() -> None:
    taken = take(START, types.UpdateShort(gone(11), WHEN))
    assert (taken.cursor.pts, len(taken.updates), taken.gap) == (11, 1, False)


def test_an_update_seen_before_is_left_out() -> None:
    taken = take(START, container(gone(10), gone(11)))
    assert ([u.pts for u in taken.updates], taken.gap) == ([11], False)


def test_a_missing_update_is_noticed() -> None:
    taken = take(START, container(gone(11), gone(14)))
    assert ([u.pts for u in taken.updates], taken.cursor.pts, taken.gap) == ([11], 11, True)
    assert take(START, types.UpdatesTooLong()).gap
    assert take(START, container(seq=5)).gap
    assert not take(START, container(seq=1)).gap


def test_updates_out_of_order_and_without_position() -> None:
    typing = types.UpdateUserTyping(5, types.SendMessageTypingAction())
    taken = take(START, container(gone(14, 2), typing, gone(12, 2)))
    assert ([getattr(u, "pts", None) for u in taken.updates], taken.gap) == ([None, 12, 14], False)


def test_channels_have_a_sequence_of_their_own() -> None:
    post = types.UpdateNewChannelMessage(
        types.Message(1, types.PeerChannel(9), WHEN, "новости"), 5000, 1
    )
    taken = take(START, container(post, types.UpdateChannelTooLong(9)))
    assert (taken.updates, taken.cursor.pts, taken.gap) == ((), START.pts, False)


@given(st.lists(st.integers(1, 3), max_size=20), st.randoms(use_true_random=False))
def test_either_everything_is_applied_once_or_a_gap_is_told(
    counts: list[int], dice: random.Random
) -> None:
    updates, pts = [], START.pts
    for count in counts:
        pts += count
        updates.append(gone(pts, count))
    stream = [one for one in updates for _ in range(dice.choice([0, 1, 1, 1, 2]))]
    dice.shuffle(stream)
    cursor, applied, gap = START, [], False
    for one in stream:
        taken = take(cursor, container(one))
        cursor, gap = taken.cursor, gap or taken.gap
        applied += [u.pts for u in taken.updates]
    assert applied == sorted(set(applied))
    if not gap and len({u.pts for u in stream}) == len(updates):
        assert applied == [u.pts for u in updates]
    whole = take(START, container(*stream))
    missing = [u.pts for u in updates if u not in stream]
    assert whole.gap == any(one < max((u.pts for u in stream), default=0) for one in missing)


def test_the_position_is_as_old_as_the_last_thing_told() -> None:
    typing = types.UpdateUserTyping(5, types.SendMessageTypingAction())
    told = int(WHEN.timestamp())
    assert take(START, container(typing)).cursor.date == told
    assert take(START, container(gone(99, 1))).cursor.date == START.date
    later = Cursor(START.pts, START.qts, told + 60, START.seq)
    assert take(later, container(typing)).cursor.date == told + 60


def test_what_is_told_again_changes_no_reaction() -> None:
    peer, none = types.PeerUser(5), types.MessageReactions([])
    reactions = types.UpdateMessageReactions(peer, 1, none)
    named = types.UpdateMessageID(1, random_id=2)
    assert take(START, container(gone(11), reactions)).updates[0] is reactions
    assert take(START, container(reactions)).updates == (reactions,)
    again = take(START, container(gone(9), reactions, named))
    assert (again.updates, again.gap) == ((named,), False)
    assert reactions in take(START, container(gone(9), gone(11), reactions)).updates


def test_what_was_counted_before_it_came_is_not_thrown_away() -> None:
    new = types.UpdateNewMessage(types.MessageEmpty(5, types.PeerUser(7)), pts=10, pts_count=1)
    read = types.UpdateReadHistoryInbox(types.PeerUser(5), 3, 0, pts=9, pts_count=1)
    taken = take(START, container(read, new, gone(8), gone(11)))
    assert ([one.pts for one in taken.updates], taken.cursor.pts) == ([11], 11)
    assert taken.late == (gone(8), new)
    empty = types.MessageEmpty(5, types.PeerUser(7))
    post = types.UpdateNewChannelMessage(empty, pts=10, pts_count=1)
    assert place(10, [post]) == Placed((), 10, gap=False, late=(post,))
