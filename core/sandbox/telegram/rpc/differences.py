"""updates.*: the state, and what a client missed.

Source: https://core.telegram.org/api/updates#recovering-gaps.
"""

from __future__ import annotations

import time
from typing import Any

from telethon.tl import functions as fn
from telethon.tl import types as tl

from core.sandbox.telegram.boxes import Box
from core.sandbox.telegram.connected_views import named_in
from core.sandbox.telegram.records import Change, Letter
from core.sandbox.telegram.rooms import bare
from core.sandbox.telegram.rpc import later
from core.sandbox.telegram.rpc.call import Call, Handlers, Refused
from core.sandbox.telegram.views import View
from core.sandbox.telegram.wire import moment, read_object

SLICE = 100
POLL = 30
"""Seconds after which a client may ask for a supergroup's difference again."""


def get_state(call: Call, _: Any) -> Any:
    """Where the box stands, with what was due by now."""
    later.deliver(call)
    return call.view.state()


def get_difference(call: Call, request: Any) -> Any:
    """Everything after `pts`: new letters as they stand now, other changes as updates.

    Long gaps come in slices of 100 changes, or of `pts_limit`.
    """
    view, box = call.view, call.box
    missed = box.since(request.pts)
    since = int(request.date.timestamp()) if request.date else 0
    rooms = [
        room for room in call.world.rooms.channels_of(call.user) if int(room.changed_at) >= since
    ]
    told = call.world.connected.since(call.user, request.qts)[: request.qts_limit or SLICE]
    behind = call.world.connected.qts(call.user) if view.is_bot else 0
    if not missed and not rooms and request.qts >= behind:
        return tl.updates.DifferenceEmpty(date=moment(time.time()), seq=1)
    if request.pts_total_limit and box.pts - request.pts > request.pts_total_limit:
        return tl.updates.DifferenceTooLong(pts=box.pts)
    limit = min(request.pts_limit or SLICE, SLICE)
    part = missed[:limit]
    new, other = _split(view, box, part)
    named = [call.user, *(change.peer for change in part if change.peer)]
    named += view.named_in(_letters(box, part))
    if len(part) == len(missed):
        other += [
            tl.UpdateChannelTooLong(bare(room.id), call.world.post.box(room.id).pts)
            for room in rooms
        ]
        named += [room.id for room in rooms]
    shown = {
        "new_messages": view.messages(new),
        "new_encrypted_messages": [],
        "other_updates": other,
        "chats": view.chats(named),
        "users": view.users(named),
    }
    shown["other_updates"] += [read_object(change.update) for change in told]
    shown["users"] += view.users(named_in(call.world, told))
    qts = told[-1].qts if told else behind
    if len(part) < len(missed) or qts < behind:
        state = view.state(part[-1].pts if part else None)
        state.qts = qts
        return tl.updates.DifferenceSlice(intermediate_state=state, **shown)
    return tl.updates.Difference(state=view.state(), **shown)


def _split(view: View, box: Box, part: list[Change]) -> tuple[list[int], list[Any]]:
    """The ids of new messages, and updates for the rest: an edit of a new one is in it already."""
    new = [i for change in part if change.kind == "new" for i in change.ids if i in box.letters]
    fresh = set(new)
    other = [
        update
        for change in part
        if change.kind != "new" and not (change.kind == "edit" and change.ids[0] in fresh)
        for update in view.updates_of(change)
    ]
    return new, other


def _letters(box: Box, part: list[Change]) -> list[Letter]:
    """What these changes are about, as far as it stands."""
    return [box.letters[i] for change in part for i in change.ids if i in box.letters]


def get_channel_difference(call: Call, request: Any) -> Any:
    """Everything of a supergroup after `pts`; too long a gap is told by its newest page.
    https://core.telegram.org/method/updates.getChannelDifference"""
    if request.pts < 1:
        raise Refused("PERSISTENT_TIMESTAMP_EMPTY")
    peer = call.peer(request.channel)
    view, box = call.view_of(peer), call.box_of(peer)
    missed = box.since(request.pts)
    if not missed:
        return tl.updates.ChannelDifferenceEmpty(box.pts, final=True, timeout=POLL)
    if box.pts - request.pts > call.world.channel_limit:
        tops = [box.letters[i] for i in box.thread(peer)[-request.limit :]]
        named = [peer, *view.named_in(tops)]
        return tl.updates.ChannelDifferenceTooLong(
            dialog=view.dialog(peer), messages=[view.message(one) for one in tops],
            chats=view.chats(named), users=view.users(named), final=True, timeout=POLL,
        )  # fmt: skip
    part = missed[: max(1, min(request.limit, SLICE))]
    new, other = _split(view, box, part)
    named = [peer, *view.named_in(_letters(box, part))]
    return tl.updates.ChannelDifference(
        pts=part[-1].pts, new_messages=view.messages(new), other_updates=other,
        chats=view.chats(named), users=view.users(named),
        final=len(part) == len(missed), timeout=POLL,
    )  # fmt: skip


HANDLERS: Handlers = {
    fn.updates.GetChannelDifferenceRequest: get_channel_difference,
    fn.updates.GetStateRequest: get_state,
    fn.updates.GetDifferenceRequest: get_difference,
}
