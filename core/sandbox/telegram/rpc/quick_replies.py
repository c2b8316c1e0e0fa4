"""messages.*QuickRepl*: quick replies, which the account keeps and sends.

https://core.telegram.org/api/business#quick-reply-shortcuts
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from typing import Any

from telethon.tl import functions as fn
from telethon.tl import patched
from telethon.tl import types as tl

from core.sandbox.telegram.rpc.call import Call, Handlers, Refused
from core.sandbox.telegram.shop import (
    MOST_MESSAGES,
    MOST_SHORTCUTS,
    Held,
    Reply,
    Shop,
    messages_hash,
    quick_reply,
    replies_hash,
)
from core.sandbox.telegram.views import View
from core.sandbox.telegram.wire import moment, read_object

_NAME = re.compile(r"[\w\u00b7\u200c]{1,32}")


def get_quick_replies(call: Call, request: Any) -> Any:
    """All of them, each with its last message."""
    replies = call.world.shops.of(call.user).replies
    if request.hash and request.hash == replies_hash(replies):
        return tl.messages.QuickRepliesNotModified()
    return tl.messages.QuickReplies(
        quick_replies=[quick_reply(one) for one in replies],
        messages=[_message(call.view, one, one.messages[-1]) for one in replies if one.messages],
        chats=[],
        users=call.view.users([call.user]),
    )


def get_messages(call: Call, request: Any) -> Any:
    """The messages of one."""
    reply = _reply(call, request.shortcut_id)
    found = [one for one in reply.messages if not request.id or one.id in request.id]
    if request.hash and request.hash == messages_hash(found):
        return tl.messages.MessagesNotModified(len(found))
    return tl.messages.Messages(
        messages=[_message(call.view, reply, one) for one in found], topics=[], chats=[],
        users=call.view.users([call.user]),
    )  # fmt: skip


def check(call: Call, request: Any) -> bool:
    """Whether a message may be put under a name."""
    _premium(call)
    shop = call.world.shops.of(call.user)
    held = next((one for one in shop.replies if one.name == _named(request.shortcut)), None)
    if held is not None:
        return len(held.messages) < MOST_MESSAGES
    return len(shop.replies) < MOST_SHORTCUTS


def add(call: Call, request: Any, file: int | None = None) -> Any:
    """A message that is sent to ourselves under a quick reply's name or id: one more of it."""
    _premium(call)
    if call.peer(request.peer) != call.user:
        raise Refused("PEER_ID_INVALID")
    shop = call.world.shops.of(call.user)
    if any(one.random_id == request.random_id for reply in shop.replies for one in reply.messages):
        raise Refused("RANDOM_ID_DUPLICATE", 500)
    reply, new = _wanted(call, shop, request.quick_reply_shortcut)
    if len(reply.messages) >= MOST_MESSAGES:
        raise Refused("REPLY_MESSAGES_TOO_MUCH")
    shop.last_message += 1
    held = Held(
        shop.last_message, request.message, time.time(), file=file, random_id=request.random_id,
        entities=[bytes(entity) for entity in request.entities or ()],
    )  # fmt: skip
    reply.messages.append(held)
    if new:
        shop.replies.append(reply)
    call.world.shops.save(shop)
    told = [tl.UpdateNewQuickReply(quick_reply(reply))] if new else []
    told.append(tl.UpdateQuickReplyMessage(_message(call.view, reply, held)))
    _tell(call, told)
    return call.view.bundle([tl.UpdateMessageID(held.id, request.random_id), *told], [call.user])


def edit(call: Call, request: Any) -> Any:
    """Another text for a message of one."""
    reply = _reply(call, request.quick_reply_shortcut_id)
    held = next((one for one in reply.messages if one.id == request.id), None)
    if held is None:
        raise Refused("MESSAGE_ID_INVALID")
    entities = [bytes(entity) for entity in request.entities or ()]
    if (held.text, held.entities) == (request.message, entities):
        raise Refused("MESSAGE_NOT_MODIFIED")
    held.text, held.entities, held.edited = request.message, entities, time.time()
    call.world.shops.save(call.world.shops.of(call.user))
    told = [tl.UpdateQuickReplyMessage(_message(call.view, reply, held))]
    _tell(call, told)
    return call.view.bundle(told, [call.user])


def rename(call: Call, request: Any) -> bool:
    """Another name for one."""
    _premium(call)
    reply, shop = _reply(call, request.shortcut_id), call.world.shops.of(call.user)
    name = _named(request.shortcut)
    if any(one.name == name and one is not reply for one in shop.replies):
        raise Refused("SHORTCUT_OCCUPIED")
    reply.name = name
    return _listed(call, shop)


def reorder(call: Call, request: Any) -> bool:
    """All of them, in this order."""
    shop = call.world.shops.of(call.user)
    if sorted(request.order) != sorted(one.id for one in shop.replies):
        raise Refused("SHORTCUT_INVALID")
    shop.replies.sort(key=lambda one: request.order.index(one.id))
    return _listed(call, shop)


def delete(call: Call, request: Any) -> bool:
    """Without one, and without the automatic messages that it holds."""
    reply, shop = _reply(call, request.shortcut_id), call.world.shops.of(call.user)
    shop.replies.remove(reply)
    if shop.greeting and read_object(shop.greeting).shortcut_id == reply.id:
        shop.greeting = b""
    if shop.away and read_object(shop.away).shortcut_id == reply.id:
        shop.away = b""
    call.world.shops.save(shop)
    _tell(call, [tl.UpdateDeleteQuickReply(reply.id)])
    return True


def delete_messages(call: Call, request: Any) -> Any:
    """Without some messages of one."""
    reply = _reply(call, request.shortcut_id)
    reply.messages = [one for one in reply.messages if one.id not in request.id]
    call.world.shops.save(call.world.shops.of(call.user))
    told = [tl.UpdateDeleteQuickReplyMessages(reply.id, request.id)]
    _tell(call, told)
    return call.view.bundle(told, [call.user])


def send(call: Call, request: Any) -> Any:
    """Send the messages of one, or some of them, as messages of ours."""
    peer, reply = call.peer(request.peer), _reply(call, request.shortcut_id)
    chosen = [one for one in reply.messages if not request.id or one.id in request.id]
    if request.id and len(chosen) != len(request.id):
        raise Refused("MESSAGE_ID_INVALID")
    names: Sequence[int | None] = request.random_id or [None] * len(chosen)
    if any(one in call.box.random_ids for one in names if one is not None):
        raise Refused("RANDOM_ID_DUPLICATE", 500)
    known, changes = [], []
    for one, random_id in zip(chosen, names, strict=True):
        letter, effects = call.world.post.send(
            call.user, peer, one.text, file=one.file, entities=one.entities, random_id=random_id
        )
        if random_id is not None:
            known.append(tl.UpdateMessageID(id=letter.ids[call.user], random_id=random_id))
        changes += call.tell(effects)
    return call.view.package(changes, before=known)


def _wanted(call: Call, shop: Shop, shortcut: Any) -> tuple[Reply, bool]:
    if isinstance(shortcut, tl.InputQuickReplyShortcutId):
        return _reply(call, shortcut.shortcut_id), False
    name = _named(shortcut.shortcut)
    held = next((one for one in shop.replies if one.name == name), None)
    if held is not None:
        return held, False
    if len(shop.replies) >= MOST_SHORTCUTS:
        raise Refused("QUICK_REPLIES_TOO_MUCH")
    shop.last_reply += 1
    return Reply(shop.last_reply, name, []), True


def _listed(call: Call, shop: Shop) -> bool:
    call.world.shops.save(shop)
    _tell(call, [tl.UpdateQuickReplies([quick_reply(one) for one in shop.replies])])
    return True


def _tell(call: Call, updates: list[Any]) -> None:
    """To the other sessions; nobody's pts counts it."""
    user = call.user
    call.hub.push(user, lambda view: view.bundle(updates, [user]), exclude=call.session)


def _reply(call: Call, ident: int) -> Reply:
    reply = call.world.shops.of(call.user).reply(ident)
    if reply is None:
        raise Refused("SHORTCUT_INVALID")
    return reply


def _named(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise Refused("SHORTCUT_INVALID")
    return name


def _premium(call: Call) -> None:
    if not call.world.people.need(call.user).premium:
        raise Refused("PREMIUM_ACCOUNT_REQUIRED", 403)


def _message(view: View, reply: Reply, held: Held) -> Any:
    """Ids of these are a sequence of their own; the chat is that with oneself."""
    file = view.file(held.file) if held.file is not None else None
    return patched.Message(
        id=held.id,
        peer_id=tl.PeerUser(view.viewer),
        from_id=tl.PeerUser(view.viewer),
        date=moment(held.at),
        message=held.text,
        out=True,
        media=file,
        entities=[read_object(raw) for raw in held.entities] or None,
        edit_date=moment(held.edited) if held.edited else None,
        quick_reply_shortcut_id=reply.id,
    )


HANDLERS: Handlers = {
    fn.messages.GetQuickRepliesRequest: get_quick_replies,
    fn.messages.GetQuickReplyMessagesRequest: get_messages,
    fn.messages.CheckQuickReplyShortcutRequest: check,
    fn.messages.EditQuickReplyShortcutRequest: rename,
    fn.messages.ReorderQuickRepliesRequest: reorder,
    fn.messages.DeleteQuickReplyShortcutRequest: delete,
    fn.messages.DeleteQuickReplyMessagesRequest: delete_messages,
    fn.messages.SendQuickReplyMessagesRequest: send,
}
