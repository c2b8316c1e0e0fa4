"""contacts.* and messages.*, as far as they say whom an account will have nothing to do with, and
what it is told of somebody."""

from __future__ import annotations

import time
from typing import Any

from telethon.tl import functions as fn
from telethon.tl import types as tl

from core.sandbox.telegram.group_views import peer_of
from core.sandbox.telegram.rpc.call import Call, Handlers, Refused
from core.sandbox.telegram.wire import moment

MAX_PAGE = 100


def block(call: Call, request: Any) -> bool:
    """The caller takes nothing of them any more; other sessions are told."""
    return _set(call, call.peer(request.id), blocked=True)


def unblock(call: Call, request: Any) -> bool:
    """The caller takes what they write again."""
    return _set(call, call.peer(request.id), blocked=False)


def _set(call: Call, user: int, *, blocked: bool) -> bool:
    if user == call.user:
        raise Refused("CONTACT_ID_INVALID")
    if call.world.persons.block(call.user, user, blocked=blocked):
        update = tl.UpdatePeerBlocked(peer_of(user), blocked=blocked)
        call.hub.push(call.user, lambda view: view.bundle([update], [user]), exclude=call.session)
    return True


def get_blocked(call: Call, request: Any) -> Any:
    """Who is, the last one first."""
    held = sorted(call.world.persons.of(call.user).blocked.items(), key=lambda one: -one[1])
    page = held[request.offset : request.offset + min(request.limit or MAX_PAGE, MAX_PAGE)]
    shown = {
        "blocked": [tl.PeerBlocked(peer_of(one), moment(at)) for one, at in page],
        "chats": [],
        "users": call.view.users(one for one, _ in page),
    }
    if len(page) == len(held):
        return tl.contacts.Blocked(**shown)
    return tl.contacts.BlockedSlice(count=len(held), **shown)


def report_spam(call: Call, request: Any) -> bool:
    """Somebody is said to send spam."""
    call.world.persons.reported.append((call.user, call.peer(request.peer)))
    return True


def delete_by_phones(call: Call, request: Any) -> bool:
    """Out of the contacts, by their numbers."""
    for phone in request.phones:
        user = call.world.people.by_phone(phone)
        if user is not None:
            call.world.people.remove_contact(call.user, user.id)
    return True


def get_common_chats(call: Call, request: Any) -> Any:
    """The groups that both are in."""
    other = call.peer(request.user_id)
    if other == call.user:
        raise Refused("USER_ID_INVALID")
    return tl.messages.Chats(call.view.chats(common(call, other)[: request.limit]))


def common(call: Call, other: int) -> list[int]:
    """The groups that the caller and another are in (marked ids)."""
    rooms = call.world.rooms
    mine = [*call.box.peers(), *(one.id for one in rooms.channels_of(call.user))]
    found = [rooms.get(one) for one in dict.fromkeys(mine) if one < 0]
    return [
        one.id
        for one in found
        if one is not None and call.user in one.members and other in one.members
    ]


def full_fields(call: Call, user: int) -> dict[str, Any]:
    """The fields of a userFull that say who somebody is."""
    person = call.world.persons.of(user)
    told = person.birthday
    return {
        "about": person.about or None,
        "birthday": tl.Birthday(told[0], told[1], told[2] or None) if told else None,
        "blocked": user in call.world.persons.of(call.user).blocked,
        "common_chats_count": len(common(call, user)) if user != call.user else 0,
    }


def may_write(call: Call, user: int) -> None:
    """Refuses a message to who is blocked, has blocked the caller, or takes none of strangers."""
    persons = call.world.persons
    if user in persons.of(call.user).blocked:
        raise Refused("YOU_BLOCKED_USER")
    theirs = persons.of(user)
    if call.user in theirs.blocked:
        raise Refused("USER_IS_BLOCKED", 403)
    known = call.user in call.world.people.need(user).contacts or call.box.thread(user)
    if theirs.closed and not known:
        raise Refused("USER_PRIVACY_RESTRICTED", 403)


def named(call: Call, request: Any) -> Any:
    """A contact has this name; other sessions are told of it."""
    user = call.peer(request.id)
    if user == call.user:
        raise Refused("CONTACT_ID_INVALID")
    if not request.first_name.strip():
        raise Refused("CONTACT_NAME_EMPTY")
    call.world.people.add_contact(call.user, user)
    call.world.persons.call(call.user, user, request.first_name, request.last_name)
    return changed(call, [user])


def changed(call: Call, users: list[int]) -> Any:
    """What is set for these is another now: for the caller, and pushed to the other sessions."""
    updates = [tl.UpdatePeerSettings(tl.PeerUser(one), tl.PeerSettings()) for one in users]
    called = [
        tl.UpdateUserName(
            one, told.first_name or "", told.last_name or "",
            [tl.Username(told.username)] if told.username else [],
        )
        for one in users
        for told in (call.view.user(one),)
    ]  # fmt: skip
    call.hub.push(
        call.user, lambda view: view.bundle([*updates, *called], users), exclude=call.session
    )
    return tl.Updates(
        updates=[*updates, *called], users=call.view.users(users), chats=[],
        date=moment(time.time()), seq=0,
    )  # fmt: skip


HANDLERS: Handlers = {
    fn.contacts.BlockRequest: block,
    fn.contacts.UnblockRequest: unblock,
    fn.contacts.GetBlockedRequest: get_blocked,
    fn.contacts.AddContactRequest: named,
    fn.contacts.DeleteByPhonesRequest: delete_by_phones,
    fn.messages.ReportSpamRequest: report_spam,
    fn.messages.GetCommonChatsRequest: get_common_chats,
}
