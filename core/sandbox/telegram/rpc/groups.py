"""channels.*, and messages.* about groups: who and what is there, making, joining, leaving.

Source: https://core.telegram.org/api/channel.
"""

from __future__ import annotations

from typing import Any

from telethon.tl import functions as fn
from telethon.tl import types as tl

from core.sandbox.telegram import happenings
from core.sandbox.telegram.records import Effect
from core.sandbox.telegram.rooms import Room, bare, is_channel
from core.sandbox.telegram.rpc.call import Call, Handlers, Refused
from core.sandbox.telegram.wire import moment


def get_chats(call: Call, request: Any) -> Any:
    """Basic groups by id, or supergroups by InputChannel."""
    ids = [-one if isinstance(one, int) else call.peer(one) for one in request.id]
    return tl.messages.Chats(chats=call.view.chats(ids))


def get_full_chat(call: Call, request: Any) -> Any:
    """A basic group with who is in it."""
    room = _room(call, tl.InputPeerChat(request.chat_id))
    listed = [
        tl.ChatParticipantCreator(one)
        if one == room.creator
        else tl.ChatParticipant(one, room.creator, moment(at))
        for one, at in room.members.items()
    ]
    full = tl.ChatFull(
        id=request.chat_id,
        about="",
        participants=tl.ChatParticipants(request.chat_id, listed, version=1),
        notify_settings=tl.PeerNotifySettings(),
    )
    return tl.messages.ChatFull(
        full_chat=full, chats=call.view.chats([room.id]), users=call.view.users(room.members)
    )


def get_full_channel(call: Call, request: Any) -> Any:
    """A supergroup with how many are in it."""
    room = _room(call, request.channel)
    dialog = call.view.dialog(room.id)
    full = tl.ChannelFull(
        id=bare(room.id),
        about="",
        participants_count=room.count,
        read_inbox_max_id=dialog.read_inbox_max_id,
        read_outbox_max_id=dialog.read_outbox_max_id,
        unread_count=dialog.unread_count,
        chat_photo=tl.PhotoEmpty(0),
        notify_settings=tl.PeerNotifySettings(),
        bot_info=[],
        pts=dialog.pts,
    )
    return tl.messages.ChatFull(full_chat=full, chats=call.view.chats([room.id]), users=[])


def get_participants(call: Call, request: Any) -> Any:
    """Who is in a supergroup."""
    room = _room(call, request.channel)
    page = list(room.members)[request.offset : request.offset + request.limit]
    return tl.channels.ChannelParticipants(
        count=len(room.members),
        participants=[tl.ChannelParticipant(one, moment(room.members[one])) for one in page],
        chats=[],
        users=call.view.users(page),
    )


def delete_messages(call: Call, request: Any) -> Any:
    """Delete of a supergroup what is the caller's; its creator anything."""
    room = _room(call, request.channel)
    letters = call.box_of(room.id).letters
    found = [letters[one] for one in request.id if one in letters]
    if any(one.sender != call.user for one in found) and call.user != room.creator:
        raise Refused("MESSAGE_DELETE_FORBIDDEN", 403)
    changes = call.tell(call.world.post.delete(room.id, request.id, revoke=True))
    taken = sum(change.count for change in changes)
    return tl.messages.AffectedMessages(pts=call.box_of(room.id).pts, pts_count=taken)


def read_history(call: Call, request: Any) -> bool:
    """Mark a supergroup's messages as read up to max_id."""
    room = _room(call, request.channel)
    call.tell(call.world.post.read(call.user, room.id, request.max_id))
    return True


def create_chat(call: Call, request: Any) -> Any:
    """A new basic group with these."""
    members = [call.user, *(call.peer(one) for one in request.users)]
    room, effects = happenings.create(call.world, request.title, members)
    changes = call.tell(effects)
    return tl.messages.InvitedUsers(call.view.of(room.id).package(changes), [])


def create_channel(call: Call, request: Any) -> Any:
    """A new supergroup, or a channel."""
    room, effects = happenings.create(
        call.world, request.title, [call.user], supergroup=True, broadcast=bool(request.broadcast)
    )
    return _answer(call, room, effects)


def migrate_chat(call: Call, request: Any) -> Any:
    """A basic group becomes a supergroup."""
    room = _room(call, tl.InputPeerChat(request.chat_id))
    made, effects = happenings.upgrade(call.world, room, call.user)
    call.tell(effects)
    return call.view.bundle([tl.UpdateChannel(bare(made.id))], [made.id, room.id])


def add_user(call: Call, request: Any) -> Any:
    """Somebody comes into a basic group, or several into a supergroup."""
    basic = isinstance(request, fn.messages.AddChatUserRequest)
    room = _room(call, tl.InputPeerChat(request.chat_id) if basic else request.channel)
    users = [request.user_id] if basic else request.users
    effects = happenings.add(call.world, room, call.user, [call.peer(one) for one in users])
    return tl.messages.InvitedUsers(_answer(call, room, effects), [])


def delete_user(call: Call, request: Any) -> Any:
    """Somebody is put out of a basic group, or leaves it."""
    room = _room(call, tl.InputPeerChat(request.chat_id))
    return _answer(
        call, room, happenings.remove(call.world, room, call.user, call.peer(request.user_id))
    )


def leave(call: Call, request: Any) -> Any:
    """The caller leaves a supergroup."""
    room = _room(call, request.channel)
    call.tell(happenings.remove(call.world, room, call.user, call.user))
    return call.view.bundle([tl.UpdateChannel(bare(room.id))], [room.id])


def edit_title(call: Call, request: Any) -> Any:
    """Another name for a group."""
    basic = isinstance(request, fn.messages.EditChatTitleRequest)
    room = _room(call, tl.InputPeerChat(request.chat_id) if basic else request.channel)
    return _answer(call, room, happenings.rename(call.world, room, call.user, request.title))


def _answer(call: Call, room: Room, effects: list[Effect]) -> Any:
    return call.view_of(room.id).package(call.tell(effects))


def _room(call: Call, named: Any) -> Room:
    room = call.world.rooms.need(call.peer(named))
    if is_channel(room.id) == isinstance(named, tl.InputPeerChat):
        raise Refused("CHAT_ID_INVALID")
    return room


HANDLERS: Handlers = {
    fn.messages.GetChatsRequest: get_chats,
    fn.channels.GetChannelsRequest: get_chats,
    fn.messages.GetFullChatRequest: get_full_chat,
    fn.channels.GetFullChannelRequest: get_full_channel,
    fn.channels.GetParticipantsRequest: get_participants,
    fn.channels.DeleteMessagesRequest: delete_messages,
    fn.channels.ReadHistoryRequest: read_history,
    fn.messages.CreateChatRequest: create_chat,
    fn.channels.CreateChannelRequest: create_channel,
    fn.messages.MigrateChatRequest: migrate_chat,
    fn.messages.AddChatUserRequest: add_user,
    fn.channels.InviteToChannelRequest: add_user,
    fn.messages.DeleteChatUserRequest: delete_user,
    fn.channels.LeaveChannelRequest: leave,
    fn.messages.EditChatTitleRequest: edit_title,
    fn.channels.EditTitleRequest: edit_title,
    fn.channels.GetSendAsRequest: lambda call, request: tl.channels.SendAsPeers(
        [], call.view.chats([call.peer(request.peer)]), []
    ),
}
