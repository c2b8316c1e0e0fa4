"""messages.*, what is begun to be written: saved, listed, told to the user's other sessions."""

from __future__ import annotations

import time
from typing import Any

from telethon.tl import functions as fn
from telethon.tl import types as tl

from core.sandbox.telegram import room_rules
from core.sandbox.telegram.drafts import DraftRecord
from core.sandbox.telegram.group_views import peer_of
from core.sandbox.telegram.hub import Hub, LiveSession
from core.sandbox.telegram.rpc.call import Call, Handlers, Refused
from core.sandbox.telegram.views import View

MAX_TEXT = 4096


def save_draft(call: Call, request: Any) -> bool:
    """Keep a draft; an empty one ends it."""
    peer = call.peer(request.peer)
    if len(request.message) > MAX_TEXT:
        raise Refused("MESSAGE_TOO_LONG")
    reply = request.reply_to
    record = DraftRecord(
        user=call.user,
        peer=peer,
        at=time.time(),
        text=request.message,
        entities=[bytes(room_rules.told(one)) for one in request.entities or ()],
        reply_to=bytes(reply) if isinstance(reply, tl.InputReplyToMessage) else b"",
        no_webpage=bool(request.no_webpage),
    )
    if call.world.drafts.put(record):
        tell_draft(call.hub, call.user, peer, exclude=call.session)
    return True


def get_all_drafts(call: Call, _: Any) -> Any:
    """Everything that is begun, as updates."""
    found = list(call.world.drafts.of(call.user))
    updates = [tl.UpdateDraftMessage(peer_of(one.peer), one.shown()) for one in found]
    return call.view.bundle(updates, [one.peer for one in found])


def clear_all_drafts(call: Call, _: Any) -> bool:
    """Nothing is begun any more."""
    for one in list(call.world.drafts.of(call.user)):
        cleared(call, one.peer)
    return True


def cleared(call: Call, peer: int) -> None:
    """A message took the chat's draft along."""
    if call.world.drafts.clear(call.user, peer):
        tell_draft(call.hub, call.user, peer, exclude=call.session)


def tell_draft(hub: Hub, user: int, peer: int, exclude: LiveSession | None = None) -> None:
    """Push a chat's draft to the user's sessions, but one."""

    def build(view: View) -> Any:
        return view.bundle([tl.UpdateDraftMessage(peer_of(peer), view.draft(peer))], [peer])

    hub.push(user, build, exclude)


HANDLERS: Handlers = {
    fn.messages.SaveDraftRequest: save_draft,
    fn.messages.GetAllDraftsRequest: get_all_drafts,
    fn.messages.ClearAllDraftsRequest: clear_all_drafts,
}
