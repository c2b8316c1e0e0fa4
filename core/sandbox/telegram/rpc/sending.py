"""messages.*, the writing half: send, edit, delete, react, read, type."""

from __future__ import annotations

import time
from typing import Any

from telethon.tl import functions as fn
from telethon.tl import types as tl

from core.sandbox.telegram.records import Extra, Letter
from core.sandbox.telegram.rpc import later
from core.sandbox.telegram.rpc.call import Call, Handlers, Refused
from core.sandbox.telegram.rpc.transfers import take_media
from core.sandbox.telegram.wire import moment

MAX_TEXT = 4096
EDIT_SECONDS = 48 * 3600
REACTIONS = (*"👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍💯", "❤\u200d🔥")
"""Some of Telegram's standard ones; none has a variation selector."""


def send_message(call: Call, request: Any) -> Any:
    """Send a text; the answer is a short one, the box's other sessions get the message."""
    if not request.message.strip():
        raise Refused("MESSAGE_EMPTY")
    if request.schedule_date is not None and request.schedule_date.timestamp() > time.time():
        return later.schedule(call, request)
    letter, changes = _send(call, request, request, request.message, None)
    return tl.UpdateShortSentMessage(
        id=letter.ids[call.user],
        pts=changes[-1].pts,
        pts_count=changes[-1].count,
        date=moment(letter.at),
        out=True,
        entities=request.entities,
    )


def send_media(call: Call, request: Any) -> Any:
    """Send a file with a caption."""
    file = take_media(call, request.media)
    letter, changes = _send(call, request, request, request.message, file)
    known = tl.UpdateMessageID(id=letter.ids[call.user], random_id=request.random_id)
    return call.view.package(changes, before=[known])


def send_multi_media(call: Call, request: Any) -> Any:
    """Send several files, each as a message of its own."""
    known, all_changes = [], []
    album = abs(request.multi_media[0].random_id)
    for single in request.multi_media:
        file = take_media(call, single.media)
        letter, changes = _send(call, request, single, single.message, file, Extra(album=album))
        known.append(tl.UpdateMessageID(id=letter.ids[call.user], random_id=single.random_id))
        all_changes += changes
    return call.view.package(all_changes, before=known)


def forward_messages(call: Call, request: Any) -> Any:
    """Pass letters on, each as a new one with its file."""
    source, peer = call.peer(request.from_peer), call.peer(request.to_peer)
    if source in call.world.protected:
        raise Refused("CHAT_FORWARDS_RESTRICTED")
    if any(one in call.box.random_ids for one in request.random_id):
        raise Refused("RANDOM_ID_DUPLICATE", 500)
    known, all_changes = [], []
    for message, random_id in zip(request.id, request.random_id, strict=True):
        letter = _letter(call, message)
        if letter.other(call.user) != source:
            raise Refused("MESSAGE_ID_INVALID")
        passed, effects = call.world.post.send(
            call.user, peer, letter.text, file=letter.file, entities=letter.entities,
            random_id=random_id, extra=_passed_on(letter, request),
        )  # fmt: skip
        known.append(tl.UpdateMessageID(id=passed.ids[call.user], random_id=random_id))
        all_changes += call.tell(effects)
    return call.view.package(all_changes, before=known)


def _passed_on(letter: Letter, request: Any) -> Extra:
    """Whose it was, unless that is dropped; what was passed on before keeps its first author."""
    if request.drop_author:
        return Extra(media=letter.extra.media)
    header = tl.MessageFwdHeader(date=moment(letter.at), from_id=tl.PeerUser(letter.sender))
    return Extra(media=letter.extra.media, forward=letter.extra.forward or bytes(header))


def edit_message(call: Call, request: Any) -> Any:
    """Change the text of a message of the caller's."""
    if request.schedule_date is not None:
        return later.edit(call, request)
    letter = _letter(call, request.id)
    if letter.sender != call.user:
        raise Refused("MESSAGE_AUTHOR_REQUIRED", 403)
    if time.time() - letter.at > EDIT_SECONDS:
        raise Refused("MESSAGE_EDIT_TIME_EXPIRED")
    text = letter.text if request.message is None else request.message
    entities = [bytes(entity) for entity in request.entities or ()]
    if (text, entities) == (letter.text, letter.entities):
        raise Refused("MESSAGE_NOT_MODIFIED")
    if len(text) > MAX_TEXT:
        raise Refused("MESSAGE_TOO_LONG")
    return call.view.package(call.tell(call.world.post.edit(letter, text, entities)))


def delete_messages(call: Call, request: Any) -> Any:
    """Delete by id; with `revoke` for the other side too."""
    letters = [call.box.letters.get(one) for one in request.id]
    if any(one is not None and one.other(call.user) in call.world.protected for one in letters):
        raise Refused("MESSAGE_DELETE_FORBIDDEN", 403)
    effects = call.world.post.delete(call.user, request.id, revoke=bool(request.revoke))
    changes = call.tell(effects)
    return tl.messages.AffectedMessages(
        pts=call.box.pts, pts_count=sum(change.count for change in changes)
    )


def delete_history(call: Call, request: Any) -> Any:
    """Delete all letters with a peer, or those up to max_id."""
    ids = [i for i in call.box.thread(call.peer(request.peer)) if i <= (request.max_id or i)]
    changes = call.tell(call.world.post.delete(call.user, ids, revoke=bool(request.revoke)))
    taken = sum(change.count for change in changes)
    return tl.messages.AffectedHistory(pts=call.box.pts, pts_count=taken, offset=0)


def send_reaction(call: Call, request: Any) -> Any:
    """Set the caller's reaction on a message, or take it away."""
    letter = _letter(call, request.msg_id)
    emoji = None
    if request.reaction and not isinstance(request.reaction[0], tl.ReactionEmpty):
        if not isinstance(request.reaction[0], tl.ReactionEmoji):
            raise Refused("REACTION_INVALID")
        emoji = request.reaction[0].emoticon
        if emoji not in REACTIONS:
            raise Refused("REACTION_INVALID")
    effects = call.world.post.react(letter, call.user, emoji)
    if not effects:
        raise Refused("MESSAGE_NOT_MODIFIED")
    return call.view.package(call.tell(effects))


def read_history(call: Call, request: Any) -> Any:
    """Mark a peer's messages as read up to max_id."""
    effects = call.world.post.read(call.user, call.peer(request.peer), request.max_id)
    changes = call.tell(effects)
    return tl.messages.AffectedMessages(
        pts=call.box.pts, pts_count=sum(change.count for change in changes)
    )


def set_typing(call: Call, request: Any) -> bool:
    """Show the peer that the caller is typing."""
    peer, user = call.peer(request.peer), call.user
    call.hub.push(peer, lambda _: typing_update(user, request.action))
    return True


def typing_update(user: int, action: Any = None) -> Any:
    """updateUserTyping as pushed."""
    update = tl.UpdateUserTyping(user_id=user, action=action or tl.SendMessageTypingAction())
    return tl.UpdateShort(update=update, date=moment(time.time()))


def _send(
    call: Call,
    request: Any,
    single: Any,
    text: str,
    file: int | None,
    extra: Extra | None = None,
) -> tuple[Letter, list[Any]]:
    peer = call.peer(request.peer)
    if len(text) > MAX_TEXT:
        raise Refused("MESSAGE_TOO_LONG")
    if not single.random_id:
        raise Refused("RANDOM_ID_EMPTY")
    if single.random_id in call.box.random_ids:
        # Telegram answers 500 here, https://core.telegram.org/method/messages.sendMessage.
        raise Refused("RANDOM_ID_DUPLICATE", 500)
    reply = request.reply_to
    letter, effects = call.world.post.send(
        call.user,
        peer,
        text,
        file=file,
        reply_to=reply.reply_to_msg_id if isinstance(reply, tl.InputReplyToMessage) else None,
        entities=[bytes(entity) for entity in single.entities or ()],
        random_id=single.random_id,
        extra=extra,
    )
    return letter, call.tell(effects)


def _letter(call: Call, message_id: int) -> Letter:
    letter = call.box.letters.get(message_id)
    if letter is None:
        raise Refused("MESSAGE_ID_INVALID")
    return letter


HANDLERS: Handlers = {
    fn.messages.SendMessageRequest: send_message,
    fn.messages.SendMediaRequest: send_media,
    fn.messages.SendMultiMediaRequest: send_multi_media,
    fn.messages.ForwardMessagesRequest: forward_messages,
    fn.messages.EditMessageRequest: edit_message,
    fn.messages.DeleteMessagesRequest: delete_messages,
    fn.messages.DeleteHistoryRequest: delete_history,
    fn.messages.SendReactionRequest: send_reaction,
    fn.messages.ReadHistoryRequest: read_history,
    fn.messages.SetTypingRequest: set_typing,
}
