"""messages.*, the reading half: dialogs, history, search, reactions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from telethon.tl import functions as fn
from telethon.tl import types as tl

from core.sandbox.telegram.records import Letter
from core.sandbox.telegram.rooms import is_channel
from core.sandbox.telegram.rpc.call import Call, Handlers, Refused
from core.sandbox.telegram.rpc.sending import REACTIONS
from core.sandbox.telegram.wire import moment

MAX_PAGE = 100


def get_dialogs(call: Call, request: Any) -> Any:
    """A page of dialogs, the one with the newest letter first."""
    box = call.box
    there = [room.id for room in call.world.rooms.channels_of(call.user)]
    peers = [*box.peers(), *(one for one in there if call.box_of(one).thread(one))]
    peers.sort(key=lambda peer: _top_key(call, peer), reverse=True)
    shelf = call.world.shelves.of(call.user)
    behind = [peer for peer in peers if peer in shelf.archived]
    if request.folder_id is not None:  # without one they are told together
        peers = behind if request.folder_id else [p for p in peers if p not in behind]
    pinned = [peer for peer in shelf.pinned if peer in peers]
    total = len(peers)
    if request.offset_date and request.offset_date.timestamp() > 0:
        after = (int(request.offset_date.timestamp()), request.offset_id)
    elif offset := box.letters.get(request.offset_id):
        after = (int(offset.at), request.offset_id)
    else:
        after = None
    if after is not None:
        peers = [p for p in peers if _top_key(call, p) < after and p not in pinned]
    elif request.exclude_pinned:
        peers = [peer for peer in peers if peer not in pinned]
    else:
        peers = [*pinned, *(peer for peer in peers if peer not in pinned)]
    page = peers[: min(request.limit or MAX_PAGE, MAX_PAGE)]
    shown = dialogs_of(call, page)
    if request.folder_id == 0 and behind and after is None:
        shown["dialogs"].insert(0, _archive(call, behind))
    if len(page) == total:
        return tl.messages.Dialogs(**shown)
    return tl.messages.DialogsSlice(count=total, **shown)


def get_peer_dialogs(call: Call, request: Any) -> Any:
    """The dialogs with these peers, and the state."""
    peers = [
        call.peer(wanted.peer) for wanted in request.peers if isinstance(wanted, tl.InputDialogPeer)
    ]
    return tl.messages.PeerDialogs(state=call.view.state(), **dialogs_of(call, peers))


def get_history(call: Call, request: Any) -> Any:
    """A page of the letters with a peer, newest first."""
    peer = call.peer(request.peer)
    ids = call.box_of(peer).thread(peer)
    return _page(call, peer, ids, request, _timestamp(request.offset_date))


def search(call: Call, request: Any) -> Any:
    """A page of the letters whose text holds the query, with one peer or with all."""
    everywhere = isinstance(request.peer, tl.InputPeerEmpty)
    peer = call.user if everywhere else call.peer(request.peer)
    box = call.box_of(peer)
    ids = sorted(box.letters) if everywhere else box.thread(peer)
    sender = call.peer(request.from_id) if request.from_id is not None else None
    newest, oldest = _timestamp(request.max_date), _timestamp(request.min_date)
    found = [
        i
        for i in ids
        if _matches(call, box.letters[i], request)
        and (sender is None or box.letters[i].sender == sender)
        and (not newest or int(box.letters[i].at) <= newest)
        and (not oldest or int(box.letters[i].at) >= oldest)
    ]
    return _page(call, peer, found, request, 0)


def search_global(call: Call, request: Any) -> Any:
    """The newest letters of all peers whose text holds the query, in one page."""
    rooms = [] if request.users_only else call.world.rooms.channels_of(call.user)
    boxes = [call.box, *(call.world.post.box(room.id) for room in rooms)]
    found = [
        letter
        for box in boxes
        for letter in box.letters.values()
        if _matches(call, letter, request)
        and not (request.users_only and letter.group)
        and not (request.groups_only and not letter.group)
    ]
    found.sort(key=lambda letter: letter.at, reverse=True)
    page = [one for one in found if not request.offset_id or one.at < _timestamp_of(call, request)]
    page = page[: min(request.limit, MAX_PAGE)]
    shown = [call.view_of(letter.group).message(letter) for letter in page]
    return _told(call, shown, call.view.named_in(page), len(found))


def _timestamp_of(call: Call, request: Any) -> float:
    letter = call.box.letters.get(request.offset_id)
    return letter.at if letter is not None else 0.0


def get_messages(call: Call, request: Any) -> Any:
    """Letters by id, or those that others reply to; one that is gone is a messageEmpty. Those of
    a supergroup are asked for with it."""
    channel = getattr(request, "channel", None)
    peer = call.peer(channel) if channel is not None else call.user
    ids = [_replied(call, peer, wanted) for wanted in request.id]
    return _messages(call, peer, ids, len(ids))


def _replied(call: Call, peer: int, wanted: Any) -> int:
    """The id that an InputMessage means; 0 for one that means none."""
    if isinstance(wanted, tl.InputMessageID):
        return int(wanted.id)
    box = call.box_of(peer)
    letter = box.letters.get(getattr(wanted, "id", 0))
    replied = call.world.post.letter(letter.reply) if letter and letter.reply else None
    return replied.ids.get(box.user, 0) if replied else 0


def get_messages_reactions(call: Call, request: Any) -> Any:
    """The reactions on letters, as updates."""
    peer = call.peer(request.peer)
    found = call.box_of(peer).letters
    letters = [letter for i in request.id if (letter := found.get(i)) is not None]
    updates = [call.view.reaction_update(letter) for letter in letters]
    return call.view.bundle(updates, [peer, *call.view.named_in(letters)])


def get_reactions_list(call: Call, request: Any) -> Any:
    """Who reacted to a letter."""
    letter = call.box_of(call.peer(request.peer)).letters.get(request.id)
    if letter is None:
        raise Refused("MESSAGE_ID_INVALID")
    listed = call.view.reactions(letter).recent_reactions
    return tl.messages.MessageReactionsList(
        count=len(listed), reactions=listed, chats=[], users=call.view.users(letter.reactions)
    )


def get_available_reactions(call: Call, _: Any) -> Any:
    """What one may react with. Its looks are stickers of no bytes: TDLib takes a reaction without
    them for none."""
    webp, tgs = "image/webp", "application/x-tgsticker"
    looks = {
        "static_icon": webp, "appear_animation": tgs, "select_animation": tgs,
        "activate_animation": tgs, "effect_animation": tgs,
    }  # fmt: skip
    return tl.messages.AvailableReactions(
        1,
        [
            tl.AvailableReaction(
                reaction=emoji,
                title=emoji,
                **{
                    look: _sticker(call, len(looks) * number + at, mime)
                    for at, (look, mime) in enumerate(looks.items(), 1)
                },
            )
            for number, emoji in enumerate(REACTIONS)
        ],
    )


def _sticker(call: Call, number: int, mime: str) -> Any:
    return tl.Document(
        id=number,
        access_hash=number,
        file_reference=b"",
        date=moment(0),
        mime_type=mime,
        size=0,
        dc_id=call.address.dc_id,
        attributes=[
            tl.DocumentAttributeImageSize(512, 512),
            tl.DocumentAttributeSticker(alt="", stickerset=tl.InputStickerSetEmpty()),
        ],
    )


def get_peer_settings(call: Call, request: Any) -> Any:
    """Nothing is asked of a chat."""
    peer = call.peer(request.peer)
    users = [] if peer < 0 else [call.view.user(peer)]
    return tl.messages.PeerSettings(tl.PeerSettings(), call.view.chats([peer]), users)


def _page(call: Call, peer: int, ids: Sequence[int], request: Any, before: float) -> Any:
    """Cut a page out of ascending ids as https://core.telegram.org/api/offsets says."""
    letters = call.box_of(peer).letters
    newest_first = [
        i
        for i in reversed(ids)
        if i > request.min_id and (not request.max_id or i < request.max_id)
    ]
    start = 0
    if request.offset_id:
        start = sum(i >= request.offset_id for i in newest_first)
    elif before:
        start = sum(letters[i].at >= before for i in newest_first)
    start += request.add_offset
    limit = min(request.limit, MAX_PAGE)
    page = newest_first[max(start, 0) : max(start + limit, 0)]
    return _messages(call, peer, page, len(ids))


def _messages(call: Call, peer: int, ids: list[int], total: int) -> Any:
    view, letters = call.view_of(peer), call.box_of(peer).letters
    named = [peer, *view.named_in(letters[i] for i in ids if i in letters)]
    if not is_channel(peer):
        return _told(call, view.messages(ids), named, total)
    return tl.messages.ChannelMessages(
        pts=view.box.pts, count=total, messages=view.messages(ids), topics=[],
        chats=view.chats(named), users=view.users(named),
    )  # fmt: skip


def _told(call: Call, messages: list[Any], named: list[int], total: int) -> Any:
    view = call.view
    shown = {
        "messages": messages,
        "topics": [],
        "chats": view.chats(named),
        "users": view.users(named),
    }
    if len(messages) == total:
        return tl.messages.Messages(**shown)
    return tl.messages.MessagesSlice(count=total, **shown)


def _archive(call: Call, peers: list[int]) -> Any:
    """The archive as one row of the main list."""
    shelf, view = call.world.shelves.of(call.user), call.view
    unread = [(view.dialog(peer).unread_count, shelf.muted(peer)) for peer in peers]
    return tl.DialogFolder(
        folder=tl.Folder(id=1, title="Archived Chats"),
        peer=view.dialog(peers[0]).peer,
        top_message=view.dialog(peers[0]).top_message,
        unread_muted_peers_count=sum(1 for count, muted in unread if count and muted),
        unread_unmuted_peers_count=sum(1 for count, muted in unread if count and not muted),
        unread_muted_messages_count=sum(count for count, muted in unread if muted),
        unread_unmuted_messages_count=sum(count for count, muted in unread if not muted),
    )


def dialogs_of(call: Call, peers: list[int]) -> dict[str, Any]:
    """The dialogs with these peers, their last letters, and who is named."""
    view = call.view
    boxes = [(call.box_of(peer), peer) for peer in peers]
    tops = [box.letters[thread[-1]] for box, peer in boxes if (thread := box.thread(peer))]
    named = [call.user, *peers, *view.named_in(tops)]
    return {
        "dialogs": [view.dialog(peer) for peer in peers],
        "messages": [view.of(letter.group).message(letter) for letter in tops],
        "chats": view.chats(named),
        "users": view.users(named),
    }


def _top_key(call: Call, peer: int) -> tuple[int, int]:
    box = call.box_of(peer)
    top = box.thread(peer)[-1]
    return int(box.letters[top].at), top


def _matches(call: Call, letter: Letter, request: Any) -> bool:
    wanted = request.filter
    record = call.world.files.get(letter.file) if letter.file is not None else None
    kind = record.kind if record is not None else None
    if isinstance(wanted, tl.InputMessagesFilterPhotos) and kind != "image":
        return False
    if isinstance(wanted, tl.InputMessagesFilterDocument) and kind != "document":
        return False
    if isinstance(wanted, tl.InputMessagesFilterVoice) and kind != "voice":
        return False
    text = request.q.casefold()
    return text in letter.text.casefold() or (record is not None and text in record.name.casefold())


def _timestamp(date: Any) -> float:
    return float(date.timestamp()) if date is not None else 0.0


HANDLERS: Handlers = {
    fn.messages.GetDialogsRequest: get_dialogs,
    fn.messages.GetPeerDialogsRequest: get_peer_dialogs,
    fn.messages.GetHistoryRequest: get_history,
    fn.messages.SearchRequest: search,
    fn.messages.SearchGlobalRequest: search_global,
    fn.messages.GetMessagesRequest: get_messages,
    fn.channels.GetMessagesRequest: get_messages,
    fn.messages.GetMessagesReactionsRequest: get_messages_reactions,
    fn.messages.GetMessageReactionsListRequest: get_reactions_list,
    fn.messages.GetSplitRangesRequest: lambda _, __: [tl.MessageRange(1, 2**31 - 1)],
    fn.messages.GetAvailableReactionsRequest: get_available_reactions,
    fn.messages.GetPeerSettingsRequest: get_peer_settings,
}
