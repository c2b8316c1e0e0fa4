"""users.* and contacts.*: who somebody is, and whose phone the caller may see."""

from __future__ import annotations

import time
from typing import Any

from telethon.tl import functions as fn
from telethon.tl import types as tl

from core.sandbox.telegram.records import User
from core.sandbox.telegram.rpc.call import Call, Handlers, Refused
from core.sandbox.telegram.shop import full_fields
from core.sandbox.telegram.wire import moment


def get_users(call: Call, request: Any) -> list[Any]:
    """Users by InputUser."""
    return [call.view.user(call.peer(peer)) for peer in request.id]


def get_full_user(call: Call, request: Any) -> Any:
    """One user with settings."""
    user_id = call.peer(request.id)
    full = tl.UserFull(
        id=user_id,
        settings=tl.PeerSettings(),
        notify_settings=call.world.shelves.of(call.user).settings(user_id),
        common_chats_count=0,
        **full_fields(call.world.shops.of(user_id), own=user_id == call.user),
    )
    return tl.users.UserFull(full_user=full, chats=[], users=[call.view.user(user_id)])


def get_contacts(call: Call, _: Any) -> Any:
    """The caller's contacts."""
    ids = sorted(_me(call).contacts)
    return tl.contacts.Contacts(
        contacts=[tl.Contact(user_id=i, mutual=_mutual(call, i)) for i in ids],
        saved_count=0,
        users=call.view.users(ids),
    )


def get_statuses(call: Call, _: Any) -> list[Any]:
    """The online status of each contact."""
    return [tl.ContactStatus(i, call.view.status(i)) for i in sorted(_me(call).contacts)]


def resolve_username(call: Call, request: Any) -> Any:
    """A user by username."""
    user = call.world.people.by_username(request.username) if call.user else None
    if user is None:
        raise Refused("USERNAME_NOT_OCCUPIED")
    return _resolved(call, user)


def resolve_phone(call: Call, request: Any) -> Any:
    """A user by phone."""
    user = call.world.people.by_phone(request.phone) if call.user else None
    if user is None:
        raise Refused("PHONE_NOT_OCCUPIED")
    return _resolved(call, user)


def import_contacts(call: Call, request: Any) -> Any:
    """Make contacts of the phones that have an account."""
    imported = []
    for entry in request.contacts:
        user = call.world.people.by_phone(entry.phone)
        if user is not None:
            call.world.people.add_contact(call.user, user.id)
            imported.append(tl.ImportedContact(user_id=user.id, client_id=entry.client_id))
    return tl.contacts.ImportedContacts(
        imported=imported,
        popular_invites=[],
        retry_contacts=[],
        users=call.view.users(entry.user_id for entry in imported),
    )


def add_contact(call: Call, request: Any) -> Any:
    """Make a contact of a user."""
    user_id = call.peer(request.id)
    call.world.people.add_contact(call.user, user_id)
    return _settings(call, [user_id])


def delete_contacts(call: Call, request: Any) -> Any:
    """Take users out of the contacts."""
    user_ids = [call.peer(peer) for peer in request.id]
    for user_id in user_ids:
        call.world.people.remove_contact(call.user, user_id)
    return _settings(call, user_ids)


def search(call: Call, request: Any) -> Any:
    """Users whose name or username holds the query."""
    wanted = request.q.removeprefix("@").casefold()
    found = [
        user.id
        for user in call.world.people.everyone()
        if wanted in f"{user.first_name} {user.last_name} {user.username or ''}".casefold()
    ][: request.limit]
    mine = [i for i in found if i in _me(call).contacts]
    return tl.contacts.Found(
        my_results=[tl.PeerUser(i) for i in mine],
        results=[tl.PeerUser(i) for i in found if i not in mine],
        chats=[],
        users=call.view.users(found),
    )


def _me(call: Call) -> User:
    return call.world.people.need(call.user)


def _mutual(call: Call, other: int) -> bool:
    return call.user in call.world.people.need(other).contacts


def _resolved(call: Call, user: User) -> Any:
    return tl.contacts.ResolvedPeer(
        peer=tl.PeerUser(user.id), chats=[], users=[call.view.user(user.id)]
    )


def _settings(call: Call, user_ids: list[int]) -> Any:
    updates = [tl.UpdatePeerSettings(tl.PeerUser(i), tl.PeerSettings()) for i in user_ids]
    return tl.Updates(
        updates=updates,
        users=call.view.users(user_ids),
        chats=[],
        date=moment(time.time()),
        seq=0,
    )


HANDLERS: Handlers = {
    fn.users.GetUsersRequest: get_users,
    fn.users.GetFullUserRequest: get_full_user,
    fn.contacts.GetContactsRequest: get_contacts,
    fn.contacts.GetStatusesRequest: get_statuses,
    fn.contacts.ResolveUsernameRequest: resolve_username,
    fn.contacts.ResolvePhoneRequest: resolve_phone,
    fn.contacts.ImportContactsRequest: import_contacts,
    fn.contacts.AddContactRequest: add_contact,
    fn.contacts.DeleteContactsRequest: delete_contacts,
    fn.contacts.SearchRequest: search,
}
