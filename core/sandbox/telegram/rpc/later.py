"""messages.*, what waits for its time. It is kept in memory, and sent when somebody asks for the
state after it.

Source: https://core.telegram.org/api/scheduled-messages
"""

from __future__ import annotations

import time
from typing import Any

from telethon.tl import functions as fn
from telethon.tl import patched
from telethon.tl import types as tl

from core.sandbox.telegram.group_views import peer_of
from core.sandbox.telegram.rpc.call import Call, Handlers, Refused
from core.sandbox.telegram.wire import moment, read_object
from core.sandbox.telegram.world import Waiting

MOST = 100
LONGEST = 365 * 86400
WHEN_ONLINE = 0x7FFFFFFE


def schedule(call: Call, request: Any) -> Any:
    """Keep a text until its time."""
    peer, at = call.peer(request.peer), request.schedule_date.timestamp()
    held = call.world.waiting.setdefault(call.user, [])
    if at == WHEN_ONLINE:
        if peer not in call.world.online:
            raise Refused("SCHEDULE_STATUS_PRIVATE")
    elif at > time.time() + LONGEST:
        raise Refused("SCHEDULE_DATE_TOO_LATE")
    if len(held) >= MOST:
        raise Refused("SCHEDULE_TOO_MUCH")
    if request.random_id in call.box.random_ids or any(
        one.random_id == request.random_id for one in held
    ):
        raise Refused("RANDOM_ID_DUPLICATE", 500)
    call.world.waited += 1
    one = Waiting(
        call.world.waited, peer, request.message, at, request.random_id,
        [bytes(entity) for entity in request.entities or ()],
    )  # fmt: skip
    held.append(one)
    known = tl.UpdateMessageID(id=one.id, random_id=one.random_id)
    return call.view.bundle([known, tl.UpdateNewScheduledMessage(_message(call, one))], [peer])


def deliver(call: Call) -> None:
    """Send what is due of the caller's."""
    held = call.world.waiting.get(call.user, [])
    there = [one for one in held if call.world.online.get(one.peer, 0) > time.time()]
    due = [one for one in held if one.at <= time.time()]
    for one in due + [one for one in there if one.at == WHEN_ONLINE]:
        held.remove(one)
        _, effects = call.world.post.send(
            call.user, one.peer, one.text, entities=one.entities, random_id=one.random_id
        )
        call.hub.tell(effects)


def get_scheduled(call: Call, request: Any) -> Any:
    """What waits with a peer."""
    deliver(call)
    peer = call.peer(request.peer)
    found = [one for one in call.world.waiting.get(call.user, ()) if one.peer == peer]
    return tl.messages.Messages(
        messages=[_message(call, one) for one in found], topics=[],
        chats=call.view.chats([peer]),
        users=call.view.users([call.user, peer]),
    )  # fmt: skip


def edit(call: Call, request: Any) -> Any:
    """Another time or text for one that waits."""
    one = _find(call, request.peer, request.id)
    wanted = (request.schedule_date.timestamp(), request.message or one.text)
    if wanted == (one.at, one.text):
        raise Refused("MESSAGE_NOT_MODIFIED")
    one.at, one.text = wanted
    return call.view.bundle([tl.UpdateNewScheduledMessage(_message(call, one))], [one.peer])


def delete_scheduled(call: Call, request: Any) -> Any:
    """Send none of these."""
    peer, held = call.peer(request.peer), call.world.waiting.get(call.user, [])
    gone = [one for one in held if one.peer == peer and one.id in request.id]
    for one in gone:
        held.remove(one)
    told = tl.UpdateDeleteScheduledMessages(peer_of(peer), [one.id for one in gone])
    return call.view.bundle([told], [peer])


def _find(call: Call, peer: Any, ident: int) -> Waiting:
    user = call.peer(peer)
    for one in call.world.waiting.get(call.user, ()):
        if one.peer == user and one.id == ident:
            return one
    raise Refused("MESSAGE_ID_INVALID")


def _message(call: Call, one: Waiting) -> Any:
    return patched.Message(
        id=one.id,
        peer_id=peer_of(one.peer),
        from_id=tl.PeerUser(call.user),
        date=moment(one.at),
        message=one.text,
        out=True,
        from_scheduled=True,
        entities=[read_object(raw) for raw in one.entities] or None,
    )


HANDLERS: Handlers = {
    fn.messages.GetScheduledHistoryRequest: get_scheduled,
    fn.messages.DeleteScheduledMessagesRequest: delete_scheduled,
}
