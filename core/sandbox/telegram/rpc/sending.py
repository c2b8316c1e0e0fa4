"""messages.*, the writing half: send, edit, delete, react, read, type."""

from __future__ import annotations

import time
from typing import Any

import msgspec
from telethon.tl import functions as fn
from telethon.tl import types as tl

from core.sandbox.telegram import room_rules
from core.sandbox.telegram.automatic import answers
from core.sandbox.telegram.records import Extra, Letter
from core.sandbox.telegram.rooms import bare, is_channel
from core.sandbox.telegram.rpc import later, quick_replies
from core.sandbox.telegram.rpc.call import Call, Handlers, Refused
from core.sandbox.telegram.rpc.drafts import cleared
from core.sandbox.telegram.rpc.made import made_of
from core.sandbox.telegram.rpc.persons import may_write
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
    if request.quick_reply_shortcut is not None:
        return quick_replies.add(call, request)
    letter, changes = _send(call, request, request, request.message, None)
    if letter.group:
        view = call.view_of(letter.group)
        known = tl.UpdateMessageID(id=view.id_of(letter), random_id=request.random_id)
        return view.package(changes, before=[known])
    return tl.UpdateShortSentMessage(
        id=letter.ids[call.user],
        pts=changes[-1].pts,
        pts_count=changes[-1].count,
        date=moment(letter.at),
        out=True,
        entities=request.entities,
    )


def send_media(call: Call, request: Any) -> Any:
    """Send a file with a caption, or what is no file."""
    made = made_of(request.media)
    file = take_media(call, request.media) if made is None else None
    if request.quick_reply_shortcut is not None:
        return quick_replies.add(call, request, file)
    extra = Extra(media=bytes(made)) if made is not None else None
    letter, changes = _send(call, request, request, request.message, file, extra)
    view = call.view_of(letter.group)
    known = tl.UpdateMessageID(id=view.id_of(letter), random_id=request.random_id)
    return view.package(changes, before=[known])


def send_multi_media(call: Call, request: Any) -> Any:
    """Send several files, each as a message of its own."""
    known, all_changes = [], []
    album, view = abs(request.multi_media[0].random_id), call.view_of(call.peer(request.peer))
    for single in request.multi_media:
        file = take_media(call, single.media)
        letter, changes = _send(call, request, single, single.message, file, Extra(album=album))
        known.append(tl.UpdateMessageID(id=view.id_of(letter), random_id=single.random_id))
        all_changes += changes
    return view.package(all_changes, before=known)


def forward_messages(call: Call, request: Any) -> Any:
    """Pass letters on, each as a new one with its file."""
    source, peer = call.peer(request.from_peer), call.peer(request.to_peer)
    if source in call.world.protected:
        raise Refused("CHAT_FORWARDS_RESTRICTED")
    _allowed(call, peer)
    reply = request.reply_to
    if request.top_msg_id:
        reply = tl.InputReplyToMessage(request.top_msg_id)
    topic = _topic(call, peer, reply)
    if any(one in call.box_of(peer).random_ids for one in request.random_id):
        raise Refused("RANDOM_ID_DUPLICATE", 500)
    known, all_changes = [], []
    albums: dict[int, int] = {}
    for message, random_id in zip(request.id, request.random_id, strict=True):
        letter = _letter(call, message, source)
        if letter.other(call.user) != source:
            raise Refused("MESSAGE_ID_INVALID")
        extra = _passed_on(letter, request)
        extra.topic = topic
        if letter.extra.album is not None:
            extra.album = albums.setdefault(letter.extra.album, abs(random_id))
        passed, effects = call.world.post.send(
            call.user, peer, letter.text, file=letter.file, entities=letter.entities,
            random_id=random_id, extra=extra,
        )  # fmt: skip
        view = call.view_of(peer)
        known.append(tl.UpdateMessageID(id=view.id_of(passed), random_id=random_id))
        all_changes += call.tell(effects)
    return call.view_of(peer).package(all_changes, before=known)


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
    if request.quick_reply_shortcut_id is not None:
        return quick_replies.edit(call, request)
    peer = call.peer(request.peer)
    letter = _letter(call, request.id, peer)
    if letter.sender != call.user:
        raise Refused("MESSAGE_AUTHOR_REQUIRED", 403)
    if time.time() - letter.at > EDIT_SECONDS:
        raise Refused("MESSAGE_EDIT_TIME_EXPIRED")
    text = letter.text if request.message is None else request.message
    entities = [bytes(room_rules.told(entity)) for entity in request.entities or ()]
    if request.media is not None and letter.file is None:
        raise Refused("MEDIA_PREV_INVALID")
    if request.media is not None:
        letter.file = take_media(call, request.media)
    elif (text, entities) == (letter.text, letter.entities):
        raise Refused("MESSAGE_NOT_MODIFIED")
    if len(text) > MAX_TEXT:
        raise Refused("MESSAGE_TOO_LONG")
    return call.view_of(peer).package(call.tell(call.world.post.edit(letter, text, entities)))


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
    peer = call.peer(request.peer)
    letter = _letter(call, request.msg_id, peer)
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
    return call.view_of(peer).package(call.tell(effects))


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
    told = call.world.rooms.members(peer) if peer < 0 else [peer]
    for one in told:
        if one != user:
            call.hub.push(one, lambda _: typing_update(user, request.action, peer))
    return True


def typing_update(user: int, action: Any = None, peer: int = 0) -> Any:
    """updateUserTyping as pushed, or that of a group."""
    action, who = action or tl.SendMessageTypingAction(), tl.PeerUser(user)
    if is_channel(peer):
        update: Any = tl.UpdateChannelUserTyping(bare(peer), who, action)
    elif peer < 0:
        update = tl.UpdateChatUserTyping(bare(peer), who, action)
    else:
        update = tl.UpdateUserTyping(user_id=user, action=action)
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
    _allowed(call, peer)
    if single.random_id in call.box_of(peer).random_ids:
        # Telegram answers 500 here, https://core.telegram.org/method/messages.sendMessage.
        raise Refused("RANDOM_ID_DUPLICATE", 500)
    reply = request.reply_to
    letter, effects = call.world.post.send(
        call.user,
        peer,
        text,
        file=file,
        reply_to=reply.reply_to_msg_id if isinstance(reply, tl.InputReplyToMessage) else None,
        entities=[bytes(room_rules.told(entity)) for entity in single.entities or ()],
        random_id=single.random_id,
        extra=msgspec.structs.replace(
            extra or Extra(),
            business_bot=call.bot,
            silent=bool(request.silent),
            topic=_topic(call, peer, reply),
            **_quote(call, peer, reply),
        ),
    )
    _written(call, peer)
    changes = call.tell(effects)
    call.hub.tell(answers(call.world, letter))
    if getattr(request, "clear_draft", None):
        cleared(call, peer)
    return letter, changes


def _quote(call: Call, peer: int, reply: Any) -> dict[str, Any]:
    """The words that are meant of what is answered; they must stand there."""
    quote = getattr(reply, "quote_text", None)
    if not quote:
        return {}
    answered = call.box_of(peer).letters.get(reply.reply_to_msg_id)
    if answered is None or quote not in answered.text:
        raise Refused("QUOTE_TEXT_INVALID")
    return {"quote": quote, "quote_at": reply.quote_offset or 0}


def _allowed(call: Call, peer: int) -> None:
    """Refuses who may not write to them, or in the group."""
    room = call.world.rooms.get(peer)
    if room is None:
        if peer > 0 and peer != call.user:
            may_write(call, peer)
        return
    if call.user not in room.members or (room.upgraded and not is_channel(peer)):
        raise Refused("CHAT_WRITE_FORBIDDEN", 403)
    if room.broadcast and call.user != room.creator:
        raise Refused("CHAT_ADMIN_REQUIRED")
    if room.denied:
        raise Refused(room.denied, 420 if room.denied.startswith("SLOWMODE") else 400)
    refused = room_rules.refusal(room, call.user)
    if refused is not None:
        raise Refused(*refused)


def _topic(call: Call, peer: int, reply: Any) -> int:
    """The topic that a message goes to; nobody but admins writes where that is closed."""
    room = call.world.rooms.get(peer)
    if room is None or not room.topics:
        return 0
    number = room_rules.topic_of(call.world, room, reply)
    topic = room.topic(number or 1)
    if topic is None:
        raise Refused("TOPIC_DELETED")
    if topic.closed and not room.rules(call.user) and topic.by != call.user:
        raise Refused("TOPIC_CLOSED")
    return number


def _written(call: Call, peer: int) -> None:
    """In slow mode it counts when one wrote."""
    room = call.world.rooms.get(peer)
    if room is not None and room.slow:
        room.wrote[call.user] = time.time()
        call.world.rooms.save(room)


def _letter(call: Call, message_id: int, peer: int = 0) -> Letter:
    letter = call.box_of(peer).letters.get(message_id)
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
