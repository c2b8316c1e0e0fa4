"""messages.*, what one does with a message beside writing: vote, pin, press a bot's button, ask who
has read it.

Sources: the pages of each method under https://core.telegram.org/method/, with their errors.
"""

from __future__ import annotations

import time
from typing import Any

from telethon.tl import functions as fn
from telethon.tl import types as tl

from core.sandbox.telegram.extras import results_of
from core.sandbox.telegram.group_views import peer_of
from core.sandbox.telegram.hub import Hub
from core.sandbox.telegram.records import Extra, Letter
from core.sandbox.telegram.rooms import bare, is_channel
from core.sandbox.telegram.rpc.call import Call, Handlers, Refused
from core.sandbox.telegram.wire import moment, read_object
from core.sandbox.telegram.world import World

READ_MARKS = 100
"""Members of a group above which nobody is told who read (``chat_read_mark_size_threshold``)."""
READ_DAYS = 7


def send_vote(call: Call, request: Any) -> Any:
    """Choose in a poll, or take one's vote back."""
    peer = call.peer(request.peer)
    letter = _letter(call, request.msg_id, peer)
    media = read_object(letter.extra.media) if letter.extra.media else None
    if not isinstance(media, tl.MessageMediaPoll):
        raise Refused("MESSAGE_ID_INVALID")
    poll, chosen = media.poll, list(request.options)
    if poll.closed:
        raise Refused("MESSAGE_POLL_CLOSED")
    if any(one not in {answer.option for answer in poll.answers} for one in chosen):
        raise Refused("OPTION_INVALID")
    if len(chosen) > 1 and not poll.multiple_choice:
        raise Refused("OPTIONS_TOO_MUCH")
    if letter.extra.votes.get(call.user) and (poll.quiz or poll.revoting_disabled):
        raise Refused("REVOTE_NOT_ALLOWED")
    call.world.post.vote(letter, call.user, chosen)
    tell_vote(call.world, call.hub, letter, besides=call.session)
    return call.view_of(peer).bundle([poll_update(call, letter, call.user)], [call.user, peer])


def poll_update(call: Call, letter: Letter, user: int) -> Any:
    """updateMessagePoll as one side sees it; it takes no pts."""
    return _poll_update(letter, user, call.view_of(letter.group).id_of(letter))


def _poll_update(letter: Letter, user: int, number: int) -> Any:
    media = read_object(letter.extra.media)
    return tl.UpdateMessagePoll(
        poll_id=media.poll.id, results=results_of(media, letter.extra.votes, user),
        peer=peer_of(letter.other(user)), msg_id=number,
    )  # fmt: skip


def tell_vote(world: World, hub: Hub, letter: Letter, besides: Any = None) -> None:
    """Push a poll's results to everybody who sees it, but one session."""
    there = is_channel(letter.group)
    for user in world.rooms.members(letter.group) if there else [*letter.ids]:
        update = _poll_update(letter, user, letter.ids[letter.group if there else user])
        sessions = [one for one in hub.of(user) if one is not besides]
        hub.push_to(sessions, tl.UpdateShort(update, moment(time.time())))


def update_pinned(call: Call, request: Any) -> Any:
    """Keep a message at the top, or no longer; a line says so where both sides see it."""
    peer = call.peer(request.peer)
    letter = _letter(call, request.id, peer)
    room = call.world.rooms.get(peer)
    if room is not None and is_channel(peer) and not room.rules(call.user):
        raise Refused("CHAT_ADMIN_REQUIRED")
    pinned = not request.unpin
    if letter.extra.pinned == pinned:
        raise Refused("CHAT_NOT_MODIFIED")
    only = call.user if request.pm_oneside and peer > 0 else 0
    effects = call.world.post.pin(letter, pinned=pinned, only=only)
    if pinned and not only:
        action = Extra(action=bytes(tl.MessageActionPinMessage()))
        _, more = call.world.post.send(call.user, peer, "", extra=action, reply_to=request.id)
        effects += more
    return call.view_of(peer).package(call.tell(effects))


def get_callback_answer(call: Call, request: Any) -> Any:
    """Press a button; a bot that is not asked for this data stays silent."""
    peer = call.peer(request.peer)
    letter = _letter(call, request.msg_id, peer)
    held = read_object(letter.extra.markup).rows if letter.extra.markup else []
    datas = [getattr(one.type, "data", None) for row in held for one in row.buttons]
    if request.data not in datas:
        raise Refused("DATA_INVALID")
    call.world.presses.append((call.user, letter.sender, request.data))
    answer = call.world.answers.get(request.data)
    if answer is None:
        raise Refused("BOT_RESPONSE_TIMEOUT")
    text, alert, url = answer
    return tl.messages.BotCallbackAnswer(0, alert=alert, message=text or None, url=url or None)


def get_read_date(call: Call, request: Any) -> Any:
    """When the other side of a private chat read a message."""
    peer = call.peer(request.peer)
    letter = _letter(call, request.msg_id, peer)
    if peer < 0 or letter.sender != call.user:
        raise Refused("MESSAGE_ID_INVALID")
    if call.user in call.world.hide_reads:
        raise Refused("YOUR_PRIVACY_RESTRICTED", 403)
    if peer in call.world.hide_reads:
        raise Refused("USER_PRIVACY_RESTRICTED", 403)
    if time.time() - letter.at > READ_DAYS * 86400:
        raise Refused("MESSAGE_TOO_OLD")
    if peer not in letter.seen:
        raise Refused("MESSAGE_NOT_READ_YET")
    return tl.OutboxReadDate(moment(letter.seen[peer]))


def get_read_participants(call: Call, request: Any) -> Any:
    """Who of a group read a message, and when."""
    peer = call.peer(request.peer)
    letter = _letter(call, request.msg_id, peer)
    room = call.world.rooms.get(peer)
    if room is None:
        raise Refused("PEER_ID_INVALID")
    if len(room.members) > READ_MARKS:
        raise Refused("CHAT_TOO_BIG")
    if time.time() - letter.at > READ_DAYS * 86400:
        raise Refused("MSG_TOO_OLD")
    return [tl.ReadParticipantDate(user, moment(at)) for user, at in letter.seen.items()]


def export_link(call: Call, request: Any) -> Any:
    """The address of a message of a supergroup."""
    peer = call.peer(request.channel)
    letter = _letter(call, request.id, peer)
    link = f"https://t.me/c/{bare(peer)}/{letter.ids[peer]}"
    return tl.ExportedMessageLink(link=link, html="")


def _letter(call: Call, message_id: int, peer: int) -> Letter:
    letter = call.box_of(peer).letters.get(message_id)
    if letter is None or letter.other(call.user) != peer:
        raise Refused("MESSAGE_ID_INVALID")
    return letter


HANDLERS: Handlers = {
    fn.messages.SendVoteRequest: send_vote,
    fn.messages.UpdatePinnedMessageRequest: update_pinned,
    fn.messages.GetBotCallbackAnswerRequest: get_callback_answer,
    fn.messages.GetOutboxReadDateRequest: get_read_date,
    fn.messages.GetMessageReadParticipantsRequest: get_read_participants,
    fn.channels.ExportMessageLinkRequest: export_link,
}
