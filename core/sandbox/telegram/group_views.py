"""Groups, and what changes in a supergroup, as one viewer's TL objects.

Supergroups have updates of their own: https://core.telegram.org/api/updates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telethon.tl import types as tl

from core.sandbox.telegram.records import Change
from core.sandbox.telegram.rooms import Room, bare, is_channel
from core.sandbox.telegram.wire import moment

if TYPE_CHECKING:
    from core.sandbox.telegram.views import View
    from core.sandbox.telegram.world import World


FOR_EVER = moment(2**31 - 1)


def peer_of(peer: int) -> Any:
    """A marked id as a Peer."""
    if is_channel(peer):
        return tl.PeerChannel(bare(peer))
    return tl.PeerUser(peer) if peer > 0 else tl.PeerChat(bare(peer))


def room_of(world: World, viewer: int, room: Room) -> Any:
    """The group; who is not in it (any more) is told its name alone."""
    if is_channel(room.id):
        return _channel_of(world, viewer, room)
    if viewer not in room.members:
        return tl.ChatForbidden(id=bare(room.id), title=room.title)
    there = None
    if room.upgraded:
        access_hash = world.people.access_hash(viewer, "channel", room.upgraded)
        there = tl.InputChannel(bare(room.upgraded), access_hash)
    return tl.Chat(
        id=bare(room.id),
        title=room.title,
        photo=tl.ChatPhotoEmpty(),
        participants_count=room.count,
        date=moment(room.members[viewer]),
        version=1,
        creator=viewer == room.creator,
        deactivated=bool(room.upgraded),
        migrated_to=there,
        admin_rights=_admin(room, viewer),
        default_banned_rights=_default(room),
    )


def _channel_of(world: World, viewer: int, room: Room) -> Any:
    access_hash = world.people.access_hash(viewer, "channel", room.id)
    kind = {"broadcast": room.broadcast, "megagroup": not room.broadcast}
    if viewer not in room.members:
        return tl.ChannelForbidden(
            id=bare(room.id), access_hash=access_hash, title=room.title, **kind
        )
    return tl.Channel(
        id=bare(room.id),
        access_hash=access_hash,
        title=room.title,
        photo=tl.ChatPhotoEmpty(),
        date=moment(room.members[viewer]),
        creator=viewer == room.creator,
        participants_count=room.count,
        slowmode_enabled=bool(room.slow),
        forum=bool(room.topics),
        admin_rights=_admin(room, viewer),
        banned_rights=_silence(room, viewer),
        default_banned_rights=_default(room),
        **kind,
    )


def _admin(room: Room, viewer: int) -> Any:
    return admin_rights() if viewer in room.admins else None


def admin_rights() -> Any:
    """Those of an admin here."""
    return tl.ChatAdminRights(
        change_info=True, delete_messages=True, ban_users=True, invite_users=True,
        pin_messages=True, other=True,
    )  # fmt: skip


def _default(room: Room) -> Any:
    """What nobody may do who is no admin; to keep a message on top is an admin's in a
    supergroup."""
    shut, pins = room.closed or None, is_channel(room.id) or None
    return tl.ChatBannedRights(FOR_EVER, send_messages=shut, change_info=True, pin_messages=pins)


def _silence(room: Room, viewer: int) -> Any:
    until = room.silenced.get(viewer)
    if until is None:
        return None
    return tl.ChatBannedRights(until_date=moment(until) if until else None, send_messages=True)


def channel_updates(view: View, change: Change) -> list[Any]:
    """A change of a supergroup's box, with what stands now; nothing if the letter is gone."""
    channel, first = bare(view.channel), change.ids[0]
    tail = {"pts": change.pts, "pts_count": change.count}
    if change.kind == "delete":
        return [tl.UpdateDeleteChannelMessages(channel, messages=change.ids, **tail)]
    if change.kind == "read_in":
        return _read(view, change)
    letter = view.box.letters.get(first)
    if letter is None:
        return []
    if change.kind == "pin":
        pinned = letter.extra.pinned
        return [tl.UpdatePinnedChannelMessages(channel, messages=[first], pinned=pinned, **tail)]
    if change.kind == "page":
        return [tl.UpdateChannelWebPage(channel, view.media(letter).webpage, **tail)]
    message = view.message(letter)
    if change.kind == "new":
        return [tl.UpdateNewChannelMessage(message=message, **tail)]
    edit = tl.UpdateEditChannelMessage(message=message, **tail)
    return [edit] if change.kind == "edit" else [edit, view.reaction_update(letter)]


def _read(view: View, change: Change) -> list[Any]:
    """What the reader's other sessions are told, and those whose messages were read."""
    channel, top = bare(view.channel), change.ids[0]
    if view.viewer == change.peer:
        unread = view.unread(view.channel)
        return [tl.UpdateReadChannelInbox(channel, top, unread, change.pts)]
    seen = view.box.head.read_out.get(view.viewer, 0)
    return [tl.UpdateReadChannelOutbox(channel, seen)] if seen else []
