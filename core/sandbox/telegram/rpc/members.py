"""Who is in a group and what it is: full info, lists of members, admins, links, topics, mentions.

Sources: https://core.telegram.org/api/channel, https://core.telegram.org/api/forum,
https://core.telegram.org/api/mentions
"""

from __future__ import annotations

import secrets
import time
from typing import Any

from telethon.tl import functions as fn
from telethon.tl import types as tl

from core.sandbox.telegram import happenings, room_rules
from core.sandbox.telegram.group_views import admin_rights
from core.sandbox.telegram.rooms import Room, RoomTopic, bare, is_channel
from core.sandbox.telegram.rpc.call import Call, Handlers, Refused
from core.sandbox.telegram.rpc.groups import answer, room_of
from core.sandbox.telegram.wire import moment

MOST = 200


def get_full_chat(call: Call, request: Any) -> Any:
    """A basic group with who is in it; who was put out is told nobody."""
    room = room_of(call, tl.InputPeerChat(request.chat_id))
    listed = [_in_chat(room, one, at) for one, at in room.members.items()]
    there: Any = tl.ChatParticipants(request.chat_id, listed, version=1)
    if call.user not in room.members:
        there = tl.ChatParticipantsForbidden(request.chat_id)
    full = tl.ChatFull(
        id=request.chat_id,
        about="",
        participants=there,
        notify_settings=tl.PeerNotifySettings(),
        available_reactions=tl.ChatReactionsAll(),
    )
    return tl.messages.ChatFull(
        full_chat=full, chats=call.view.chats([room.id]), users=call.view.users(room.members)
    )


def _in_chat(room: Room, user: int, at: float) -> Any:
    if user == room.creator:
        return tl.ChatParticipantCreator(user)
    if user in room.admins:
        return tl.ChatParticipantAdmin(user, room.creator, moment(at))
    return tl.ChatParticipant(user, room.creator, moment(at))


def get_full_channel(call: Call, request: Any) -> Any:
    """A supergroup with how many are in it, and when the caller may write again."""
    room = room_of(call, request.channel)
    dialog, again = call.view.dialog(room.id), room_rules.next_send(room, call.user)
    full = tl.ChannelFull(
        id=bare(room.id),
        about="",
        participants_count=room.count,
        read_inbox_max_id=dialog.read_inbox_max_id,
        read_outbox_max_id=dialog.read_outbox_max_id,
        unread_count=dialog.unread_count,
        chat_photo=tl.PhotoEmpty(0),
        notify_settings=tl.PeerNotifySettings(),
        available_reactions=tl.ChatReactionsAll(),
        bot_info=[],
        pts=dialog.pts,
        can_view_participants=not room.hidden or room.rules(call.user),
        participants_hidden=room.hidden,
        slowmode_seconds=room.slow or None,
        slowmode_next_send_date=moment(again) if again > time.time() else None,
    )
    return tl.messages.ChatFull(full_chat=full, chats=call.view.chats([room.id]), users=[])


def get_participants(call: Call, request: Any) -> Any:
    """Who is in a supergroup, by their names where some are looked for."""
    room = room_of(call, request.channel)
    admins = isinstance(request.filter, tl.ChannelParticipantsAdmins)
    if room.hidden and not admins and not room.rules(call.user):
        raise Refused("CHAT_ADMIN_REQUIRED")
    found = [one for one in room.members if not admins or room.rules(one)]
    words = (getattr(request.filter, "q", "") or "").removeprefix("@").casefold()
    if words:
        found = [one for one in found if _called(call, one, words)]
    page = found[request.offset : request.offset + min(request.limit, MOST)]
    return tl.channels.ChannelParticipants(
        count=len(found),
        participants=[_in_channel(room, one, call.user) for one in page],
        chats=[],
        users=call.view.users(page),
    )


def _called(call: Call, user: int, words: str) -> bool:
    known = call.world.people.need(user)
    names = [known.first_name, known.last_name, known.username or ""]
    return any(name.casefold().startswith(words) for name in names)


def _in_channel(room: Room, user: int, viewer: int) -> Any:
    if user == room.creator:
        rights = tl.ChatAdminRights(other=True)
        return tl.ChannelParticipantCreator(user, rights, rank=room.admins.get(user) or None)
    if user in room.admins:
        # what `is_self` says goes with who invited us: both or neither
        return tl.ChannelParticipantAdmin(
            user, room.creator, moment(room.members[user]), admin_rights(),
            can_edit=viewer == room.creator, rank=room.admins[user] or None,
        )  # fmt: skip
    if user in room.silenced:
        until = room.silenced[user]
        rights = tl.ChatBannedRights(moment(until) if until else None, send_messages=True)
        return tl.ChannelParticipantBanned(
            tl.PeerUser(user), room.creator, moment(room.members[user]), rights
        )
    return tl.ChannelParticipant(user, moment(room.members[user]))


def edit_banned(call: Call, request: Any) -> Any:
    """Somebody is put out of a supergroup (or is no longer banned there)."""
    room, user = room_of(call, request.channel), call.peer(request.participant)
    if not room.rules(call.user):
        raise Refused("CHAT_ADMIN_REQUIRED")
    if user == room.creator:
        raise Refused("USER_ADMIN_INVALID")
    if not request.banned_rights.view_messages or user not in room.members:
        return answer(call, room, [])
    effects = happenings.remove(call.world, room, call.user, user)
    told = [tl.UpdateChannel(bare(room.id))]
    call.hub.push(user, lambda view: view.bundle(told, [room.id]))
    return answer(call, room, effects)


def export_invite(call: Call, request: Any) -> Any:
    """A link by which one may come in."""
    peer = call.peer(request.peer)
    room = call.world.rooms.get(peer)
    if room is None or not (room.rules(call.user) or not is_channel(peer)):
        raise Refused("CHAT_ADMIN_REQUIRED")
    room.link = room.link or f"https://t.me/+{secrets.token_urlsafe(12)}"
    call.world.rooms.save(room)
    return tl.ChatInviteExported(
        link=room.link, admin_id=call.user, date=moment(time.time()), permanent=True
    )


def read_mentions(call: Call, request: Any) -> Any:
    """What names the caller in a group was looked at."""
    peer = call.peer(request.peer)
    unseen = room_rules.unseen(call.world, peer, call.user)
    if unseen:
        call.world.mentions_seen[call.user, peer] = unseen[-1]
    return tl.messages.AffectedHistory(pts=call.box_of(peer).pts, pts_count=0, offset=0)


def get_forum_topics(call: Call, request: Any) -> Any:
    """A page of the topics of a forum, the one that was written in last first."""
    peer = call.peer(request.peer)
    room = call.world.rooms.get(peer)
    if room is None or not room.topics:
        raise Refused("CHANNEL_FORUM_MISSING")
    view, box = call.view_of(peer), call.box_of(peer)
    tops = {one.id: _top(call, peer, one) for one in room.topics}
    listed = sorted(room.topics, key=lambda one: -tops[one.id])
    if request.offset_id:
        listed = [one for one in listed if tops[one.id] < request.offset_id]
    page = listed[: request.limit]
    shown = [tops[one.id] for one in page if tops[one.id] in box.letters]
    return tl.messages.ForumTopics(
        count=len(room.topics),
        topics=[_topic(call, one, tops[one.id]) for one in page],
        messages=view.messages(shown),
        chats=call.view.chats([peer]),
        users=view.users(view.named_in(box.letters[one] for one in shown)),
        pts=box.pts,
    )


def _top(call: Call, peer: int, topic: RoomTopic) -> int:
    """The last message of a topic."""
    box, own = call.box_of(peer), 0 if topic.id == 1 else topic.id
    numbers = (one for one in reversed(box.thread(peer)) if box.letters[one].extra.topic == own)
    return next(numbers, topic.id)


def _topic(call: Call, topic: RoomTopic, top: int) -> Any:
    return tl.ForumTopic(
        id=topic.id, date=moment(time.time()), peer=tl.PeerUser(call.user), title=topic.title,
        icon_color=topic.colour, top_message=top, read_inbox_max_id=0, read_outbox_max_id=0,
        unread_count=0, unread_mentions_count=0, unread_reactions_count=0,
        unread_poll_votes_count=0, from_id=tl.PeerUser(topic.by or call.user),
        notify_settings=tl.PeerNotifySettings(), my=topic.by == call.user,
        closed=topic.closed, hidden=topic.hidden,
    )  # fmt: skip


HANDLERS: Handlers = {
    fn.messages.GetFullChatRequest: get_full_chat,
    fn.channels.GetFullChannelRequest: get_full_channel,
    fn.channels.GetParticipantsRequest: get_participants,
    fn.channels.EditBannedRequest: edit_banned,
    fn.messages.ExportChatInviteRequest: export_invite,
    fn.messages.ReadMentionsRequest: read_mentions,
    fn.messages.GetForumTopicsRequest: get_forum_topics,
}
