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


def get_chats(call: Call, request: Any) -> Any:
    """Basic groups by id, or supergroups by InputChannel."""
    ids = [-one if isinstance(one, int) else call.peer(one) for one in request.id]
    return tl.messages.Chats(chats=call.view.chats(ids))


def delete_messages(call: Call, request: Any) -> Any:
    """Delete of a supergroup what is the caller's; its creator anything."""
    room = room_of(call, request.channel)
    letters = call.box_of(room.id).letters
    found = [letters[one] for one in request.id if one in letters]
    if any(one.sender != call.user for one in found) and call.user != room.creator:
        raise Refused("MESSAGE_DELETE_FORBIDDEN", 403)
    changes = call.tell(call.world.post.delete(room.id, request.id, revoke=True))
    taken = sum(change.count for change in changes)
    return tl.messages.AffectedMessages(pts=call.box_of(room.id).pts, pts_count=taken)


def read_history(call: Call, request: Any) -> bool:
    """Mark a supergroup's messages as read up to max_id."""
    room = room_of(call, request.channel)
    call.tell(call.world.post.read(call.user, room.id, request.max_id))
    return True


def create_chat(call: Call, request: Any) -> Any:
    """A new basic group with these."""
    title = request.title.strip()
    if not title:
        raise Refused("CHAT_TITLE_EMPTY")
    wanted = [call.peer(one) for one in request.users]
    let_in = [one for one in wanted if one not in call.world.private]
    if not let_in and not request.users:
        raise Refused("USERS_TOO_FEW")
    room, effects = happenings.create(call.world, title, [call.user, *let_in])
    changes = call.tell(effects)
    return tl.messages.InvitedUsers(call.view.of(room.id).package(changes), missing(call, wanted))


def missing(call: Call, users: list[int]) -> list[Any]:
    """Those of them whom nobody may take into a group."""
    return [tl.MissingInvitee(one) for one in users if one in call.world.private]


def create_channel(call: Call, request: Any) -> Any:
    """A new supergroup, or a channel."""
    room, effects = happenings.create(
        call.world, request.title, [call.user], supergroup=True, broadcast=bool(request.broadcast)
    )
    return answer(call, room, effects)


def migrate_chat(call: Call, request: Any) -> Any:
    """A basic group becomes a supergroup."""
    room = room_of(call, tl.InputPeerChat(request.chat_id))
    made, effects = happenings.upgrade(call.world, room, call.user)
    call.tell(effects)
    return call.view.bundle([tl.UpdateChannel(bare(made.id))], [made.id, room.id])


def add_user(call: Call, request: Any) -> Any:
    """Somebody comes into a basic group, or several into a supergroup."""
    basic = isinstance(request, fn.messages.AddChatUserRequest)
    room = room_of(call, tl.InputPeerChat(request.chat_id) if basic else request.channel)
    users = [call.peer(one) for one in ([request.user_id] if basic else request.users)]
    if call.user not in room.members:
        raise Refused("CHAT_WRITE_FORBIDDEN", 403)
    if basic and users[0] in room.members:
        raise Refused("USER_ALREADY_PARTICIPANT")
    let_in = [one for one in users if one not in {*call.world.private, *room.members}]
    effects = happenings.add(call.world, room, call.user, let_in) if let_in else []
    if let_in and is_channel(room.id):
        told = [tl.UpdateChannel(bare(room.id))]
        for one in let_in:
            call.hub.push(one, lambda view: view.bundle(told, [room.id]))
    return tl.messages.InvitedUsers(answer(call, room, effects), missing(call, users))


def delete_user(call: Call, request: Any) -> Any:
    """Somebody is put out of a basic group, or leaves it."""
    room = room_of(call, tl.InputPeerChat(request.chat_id))
    user = call.peer(request.user_id)
    if user not in room.members:
        raise Refused("USER_NOT_PARTICIPANT")
    if user != call.user and not room.rules(call.user):
        raise Refused("CHAT_ADMIN_REQUIRED")
    return answer(call, room, happenings.remove(call.world, room, call.user, user))


def leave(call: Call, request: Any) -> Any:
    """The caller leaves a supergroup."""
    room = room_of(call, request.channel)
    call.tell(happenings.remove(call.world, room, call.user, call.user))
    return call.view.bundle([tl.UpdateChannel(bare(room.id))], [room.id])


def edit_title(call: Call, request: Any) -> Any:
    """Another name for a group."""
    basic = isinstance(request, fn.messages.EditChatTitleRequest)
    room = room_of(call, tl.InputPeerChat(request.chat_id) if basic else request.channel)
    if not room.rules(call.user):
        raise Refused("CHAT_ADMIN_REQUIRED")
    if not request.title.strip():
        raise Refused("CHAT_TITLE_EMPTY")
    if request.title == room.title:
        raise Refused("CHAT_NOT_MODIFIED")
    return answer(call, room, happenings.rename(call.world, room, call.user, request.title))


def answer(call: Call, room: Room, effects: list[Effect]) -> Any:
    return call.view_of(room.id).package(call.tell(effects))


def room_of(call: Call, named: Any) -> Room:
    room = call.world.rooms.need(call.peer(named))
    if is_channel(room.id) == isinstance(named, tl.InputPeerChat):
        raise Refused("CHAT_ID_INVALID")
    return room


HANDLERS: Handlers = {
    fn.messages.GetChatsRequest: get_chats,
    fn.channels.GetChannelsRequest: get_chats,
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
