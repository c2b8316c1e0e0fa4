"""updates.*: the state, and what a client missed.

Source: https://core.telegram.org/api/updates#recovering-gaps.
"""

from __future__ import annotations

import time
from typing import Any

from telethon.tl import functions as fn
from telethon.tl import types as tl

from core.sandbox.telegram.rpc import later
from core.sandbox.telegram.rpc.call import Call, Handlers
from core.sandbox.telegram.wire import moment

SLICE = 100


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
    if not missed:
        return tl.updates.DifferenceEmpty(date=moment(time.time()), seq=1)
    if request.pts_total_limit and box.pts - request.pts > request.pts_total_limit:
        return tl.updates.DifferenceTooLong(pts=box.pts)
    limit = min(request.pts_limit or SLICE, SLICE)
    part = missed[:limit]
    new = [i for change in part if change.kind == "new" for i in change.ids if i in box.letters]
    fresh = set(new)
    other = [
        update
        for change in part
        if change.kind != "new" and not (change.kind == "edit" and change.ids[0] in fresh)
        for update in view.updates_of(change)
    ]
    shown = {
        "new_messages": view.messages(new),
        "new_encrypted_messages": [],
        "other_updates": other,
        "chats": [],
        "users": view.users([call.user, *(change.peer for change in part if change.peer)]),
    }
    if len(part) < len(missed):
        return tl.updates.DifferenceSlice(intermediate_state=view.state(part[-1].pts), **shown)
    return tl.updates.Difference(state=view.state(), **shown)


HANDLERS: Handlers = {
    fn.updates.GetStateRequest: get_state,
    fn.updates.GetDifferenceRequest: get_difference,
}
