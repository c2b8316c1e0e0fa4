"""users.* and contacts.*: who somebody is, and whose phone the caller may see."""

from __future__ import annotations

import re
from typing import Any

from telethon.tl import functions as fn
from telethon.tl import types as tl

from core.sandbox.telegram.records import User
from core.sandbox.telegram.rpc.call import Call, Handlers, Refused
from core.sandbox.telegram.rpc.persons import changed
from core.sandbox.telegram.rpc.persons import full_fields as personal
from core.sandbox.telegram.shop import full_fields


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
        **personal(call, user_id),
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
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{3,31}", request.username.removeprefix("@")):
        raise Refused("USERNAME_INVALID")
    user = call.world.people.by_username(request.username) if call.user else None
    if user is None:
        raise Refused("USERNAME_NOT_OCCUPIED")
    return _resolved(call, user)


def resolve_phone(call: Call, request: Any) -> Any:
    """A user by phone, where they let the caller find them by it."""
    user = call.world.people.by_phone(request.phone) if call.user else None
    if user is None or _hidden(call, user):
        raise Refused("PHONE_NOT_OCCUPIED")
    return _resolved(call, user)


def import_contacts(call: Call, request: Any) -> Any:
    """Make contacts of the phones whose account lets itself be found by it."""
    imported = []
    for entry in request.contacts:
        user = call.world.people.by_phone(entry.phone)
        if user is not None and not _hidden(call, user):
            call.world.people.add_contact(call.user, user.id)
            call.world.persons.call(call.user, user.id, entry.first_name, entry.last_name)
            imported.append(tl.ImportedContact(user_id=user.id, client_id=entry.client_id))
    return tl.contacts.ImportedContacts(
        imported=imported,
        popular_invites=[],
        retry_contacts=[],
        users=call.view.users(entry.user_id for entry in imported),
    )


def delete_contacts(call: Call, request: Any) -> Any:
    """Take users out of the contacts."""
    user_ids = [call.peer(peer) for peer in request.id]
    for user_id in user_ids:
        call.world.people.remove_contact(call.user, user_id)
        call.world.persons.call(call.user, user_id, "", "")
    return changed(call, user_ids)


def search(call: Call, request: Any) -> Any:
    """Of those that the caller knows whose name or username holds the query, and of all others
    whose username does."""
    wanted = request.q.removeprefix("@").strip().casefold()
    if not wanted:
        raise Refused("SEARCH_QUERY_EMPTY")
    known = {*_me(call).contacts, *(one for one in call.box.peers() if one > 0)}
    found = [
        user.id
        for user in call.world.people.everyone()
        if user.id != call.user and wanted in _called(call, user, named=user.id in known)
    ][: request.limit]
    mine = [i for i in found if i in known]
    return tl.contacts.Found(
        my_results=[tl.PeerUser(i) for i in mine],
        results=[tl.PeerUser(i) for i in found if i not in mine],
        chats=[],
        users=call.view.users(found),
    )


def _me(call: Call) -> User:
    return call.world.people.need(call.user)


def _called(call: Call, user: User, *, named: bool) -> str:
    """What a user is found by."""
    shown = call.view.user(user.id)
    names = f"{shown.first_name} {shown.last_name or ''}" if named else ""
    return f"{names} {user.username or ''}".casefold()


def _hidden(call: Call, user: User) -> bool:
    """Whether the user lets the caller not find them by their number."""
    return call.world.persons.of(user.id).hidden and call.user not in user.contacts


def _mutual(call: Call, other: int) -> bool:
    return call.user in call.world.people.need(other).contacts


def _resolved(call: Call, user: User) -> Any:
    return tl.contacts.ResolvedPeer(
        peer=tl.PeerUser(user.id), chats=[], users=[call.view.user(user.id)]
    )


HANDLERS: Handlers = {
    fn.users.GetUsersRequest: get_users,
    fn.users.GetFullUserRequest: get_full_user,
    fn.contacts.GetContactsRequest: get_contacts,
    fn.contacts.GetStatusesRequest: get_statuses,
    fn.contacts.ResolveUsernameRequest: resolve_username,
    fn.contacts.ResolvePhoneRequest: resolve_phone,
    fn.contacts.ImportContactsRequest: import_contacts,
    fn.contacts.DeleteContactsRequest: delete_contacts,
    fn.contacts.SearchRequest: search,
}
