"""folders.*, messages.* and account.*, as far as they say how an account keeps its chats.

Source: https://core.telegram.org/api/folders. Other sessions are told; the one that asked is not,
but for what counts in the sequence.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from telethon.tl import functions as fn
from telethon.tl import types as tl

from core.sandbox.telegram.group_views import peer_of
from core.sandbox.telegram.rpc.call import Call, Handlers, Refused
from core.sandbox.telegram.rpc.history import dialogs_of
from core.sandbox.telegram.shelves import (
    ARCHIVE,
    MOST_CHATS,
    MOST_FOLDERS,
    MOST_PINNED,
    MOST_PINNED_ARCHIVED,
    Shelf,
)
from core.sandbox.telegram.wire import moment

_KINDS = {
    tl.InputNotifyUsers: ("users", tl.NotifyUsers),
    tl.InputNotifyChats: ("chats", tl.NotifyChats),
    tl.InputNotifyBroadcasts: ("broadcasts", tl.NotifyBroadcasts),
}


def edit_peer_folders(call: Call, request: Any) -> Any:
    """Into the archive, or out of it."""
    effects = []
    for one in request.folder_peers:
        if one.folder_id not in (0, ARCHIVE):
            raise Refused("FOLDER_ID_INVALID")
        effects += call.world.shelves.move(call.user, [call.peer(one.peer)], one.folder_id)
    return call.view.package(call.tell(effects))


def update_notify_settings(call: Call, request: Any) -> bool:
    """What is not named goes back to the account's own."""
    shelf, wanted = _shelf(call), request.settings
    made = tl.PeerNotifySettings(
        show_previews=wanted.show_previews,
        silent=wanted.silent,
        mute_until=wanted.mute_until,
        ios_sound=wanted.sound,
        android_sound=wanted.sound,
        other_sound=wanted.sound,
        stories_muted=wanted.stories_muted,
        stories_hide_sender=wanted.stories_hide_sender,
    )
    if isinstance(request.peer, tl.InputNotifyPeer):
        peer = call.peer(request.peer.peer)
        told: Any = tl.NotifyPeer(peer_of(peer))
        if made == tl.PeerNotifySettings():
            shelf.notify.pop(peer, None)
        else:
            shelf.notify[peer] = bytes(made)
    else:
        kind, shown = _kind(request.peer)
        told, shelf.defaults[kind] = shown(), bytes(made)
    _changed(call, shelf, [tl.UpdateNotifySettings(told, made)])
    return True


def get_notify_settings(call: Call, request: Any) -> Any:
    """Of a chat, or of a kind of chats."""
    if isinstance(request.peer, tl.InputNotifyPeer):
        return _shelf(call).settings(call.peer(request.peer.peer))
    return _shelf(call).default(_kind(request.peer)[0])


def get_notify_exceptions(call: Call, _: Any) -> Any:
    """Every chat with settings of its own."""
    shelf = _shelf(call)
    told = [
        tl.UpdateNotifySettings(tl.NotifyPeer(peer_of(peer)), shelf.settings(peer))
        for peer in shelf.notify
    ]
    return call.view.bundle(told, list(shelf.notify))


def mark_dialog_unread(call: Call, request: Any) -> bool:
    """By hand."""
    shelf, peer = _shelf(call), _dialog(call, request.peer)
    if (peer in shelf.marked) != bool(request.unread):
        shelf.marked = [one for one in shelf.marked if one != peer] + [peer] * bool(request.unread)
        update = tl.UpdateDialogUnreadMark(tl.DialogPeer(peer_of(peer)), unread=request.unread)
        _changed(call, shelf, [update], [peer])
    return True


def get_dialog_unread_marks(call: Call, _: Any) -> Any:
    """Which are."""
    return [tl.DialogPeer(peer_of(peer)) for peer in _shelf(call).marked]


def toggle_dialog_pin(call: Call, request: Any) -> bool:
    """To the top of its list, or back to its place."""
    shelf, peer = _shelf(call), _dialog(call, request.peer)
    archived = peer in shelf.archived
    others = [one for one in shelf.pinned if one != peer]
    beside = [one for one in others if (one in shelf.archived) == archived]
    if request.pinned and len(beside) >= (MOST_PINNED_ARCHIVED if archived else MOST_PINNED):
        raise Refused("PINNED_DIALOGS_TOO_MUCH")
    shelf.pinned = [peer, *others] if request.pinned else others
    update = tl.UpdateDialogPinned(
        tl.DialogPeer(peer_of(peer)), pinned=request.pinned, folder_id=ARCHIVE if archived else None
    )
    _changed(call, shelf, [update], [peer])
    return True


def reorder_pinned_dialogs(call: Call, request: Any) -> bool:
    """These, in this order; with ``force`` no others."""
    shelf = _shelf(call)
    order = [_dialog(call, one) for one in request.order]
    here = [p for p in shelf.pinned if (p in shelf.archived) == (request.folder_id == ARCHIVE)]
    rest = [] if request.force else [one for one in here if one not in order]
    shelf.pinned = [*order, *rest, *(p for p in shelf.pinned if p not in here)]
    told = [tl.DialogPeer(peer_of(one)) for one in (*order, *rest)]
    update = tl.UpdatePinnedDialogs(folder_id=request.folder_id or None, order=told)
    _changed(call, shelf, [update], [*order, *rest])
    return True


def get_pinned_dialogs(call: Call, request: Any) -> Any:
    """Those of the main list, or of the archive."""
    shelf = _shelf(call)
    here = [p for p in shelf.pinned if (p in shelf.archived) == (request.folder_id == ARCHIVE)]
    return tl.messages.PeerDialogs(state=call.view.state(), **dialogs_of(call, here))


def get_dialog_filters(call: Call, _: Any) -> Any:
    """ "All chats" and the folders."""
    return tl.messages.DialogFilters([tl.DialogFilterDefault(), *_shelf(call).filters()])


def update_dialog_filter(call: Call, request: Any) -> bool:
    """Make, change or remove one."""
    shelf, made = _shelf(call), request.filter
    kept = shelf.filters()
    place = next((i for i, one in enumerate(kept) if one.id == request.id), len(kept))
    if made is None:
        kept = [one for one in kept if one.id != request.id]
    else:
        _check(call, request.id, made, new=place == len(kept), held=len(kept))
        kept[place : place + 1] = [made]
    shelf.folders = [bytes(one) for one in kept]
    _changed(call, shelf, [tl.UpdateDialogFilter(id=request.id, filter=made)])
    return True


def _check(call: Call, ident: int, made: Any, *, new: bool, held: int) -> None:
    """https://core.telegram.org/method/messages.updateDialogFilter#possible-errors"""
    if not 2 <= ident <= 255 or made.id != ident:
        raise Refused("FILTER_ID_INVALID")
    if not made.title.text:
        raise Refused("FILTER_TITLE_EMPTY")
    if new and held >= MOST_FOLDERS:
        raise Refused("DIALOG_FILTERS_TOO_MUCH")
    named = [*made.pinned_peers, *made.include_peers]
    for one in (*named, *getattr(made, "exclude_peers", ())):
        call.peer(one)
    kinds = ("contacts", "non_contacts", "groups", "broadcasts", "bots")
    if not named and not any(getattr(made, kind, None) for kind in kinds):
        raise Refused("FILTER_INCLUDE_EMPTY")
    if len(named) > MOST_CHATS:
        raise Refused("FILTER_INCLUDE_TOO_MUCH")


def update_dialog_filters_order(call: Call, request: Any) -> bool:
    """Another order."""
    shelf = _shelf(call)
    place = {ident: i for i, ident in enumerate(request.order)}
    kept = sorted(shelf.filters(), key=lambda one: place.get(one.id, len(place)))
    shelf.folders = [bytes(one) for one in kept]
    _changed(call, shelf, [tl.UpdateDialogFilterOrder(order=list(request.order))])
    return True


def get_global_privacy(call: Call, _: Any) -> Any:
    """Whether archived chats stay where they are."""
    return tl.GlobalPrivacySettings(keep_archived_unmuted=_shelf(call).keep_archived or None)


def set_global_privacy(call: Call, request: Any) -> Any:
    """Have them stay, or not."""
    shelf = _shelf(call)
    shelf.keep_archived = bool(request.settings.keep_archived_unmuted)
    call.world.shelves.save(shelf)
    return get_global_privacy(call, None)


def _shelf(call: Call) -> Shelf:
    return call.world.shelves.of(call.user)


def _dialog(call: Call, peer: Any) -> int:
    if not isinstance(peer, tl.InputDialogPeer):
        raise Refused("PEER_ID_INVALID")
    return call.peer(peer.peer)


def _kind(peer: Any) -> tuple[str, Any]:
    kind = _KINDS.get(type(peer))
    if kind is None:
        raise Refused("PEER_ID_INVALID")
    return kind


def _changed(call: Call, shelf: Shelf, updates: list[Any], named: Sequence[int] = ()) -> None:
    """Keep it, and tell the account's other sessions."""
    call.world.shelves.save(shelf)
    if named:
        call.hub.push(call.user, lambda view: view.bundle(updates, named), call.session)
        return
    for one in updates:
        short = tl.UpdateShort(one, moment(time.time()))
        call.hub.push_to([s for s in call.hub.of(call.user) if s is not call.session], short)


HANDLERS: Handlers = {
    fn.folders.EditPeerFoldersRequest: edit_peer_folders,
    fn.account.UpdateNotifySettingsRequest: update_notify_settings,
    fn.account.GetNotifySettingsRequest: get_notify_settings,
    fn.account.GetNotifyExceptionsRequest: get_notify_exceptions,
    fn.account.GetGlobalPrivacySettingsRequest: get_global_privacy,
    fn.account.SetGlobalPrivacySettingsRequest: set_global_privacy,
    fn.messages.MarkDialogUnreadRequest: mark_dialog_unread,
    fn.messages.GetDialogUnreadMarksRequest: get_dialog_unread_marks,
    fn.messages.ToggleDialogPinRequest: toggle_dialog_pin,
    fn.messages.ReorderPinnedDialogsRequest: reorder_pinned_dialogs,
    fn.messages.GetPinnedDialogsRequest: get_pinned_dialogs,
    fn.messages.GetDialogFiltersRequest: get_dialog_filters,
    fn.messages.UpdateDialogFilterRequest: update_dialog_filter,
    fn.messages.UpdateDialogFiltersOrderRequest: update_dialog_filters_order,
}
