"""messages.*, the reading half: dialogs, history, search, reactions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from telethon.tl import functions as fn
from telethon.tl import types as tl

from core.sandbox.telegram.records import Letter
from core.sandbox.telegram.rpc.call import Call, Handlers, Refused
from core.sandbox.telegram.rpc.sending import REACTIONS

MAX_PAGE = 100


def get_dialogs(call: Call, request: Any) -> Any:
    """A page of dialogs, the one with the newest letter first."""
    box = call.box
    peers = sorted(box.peers(), key=lambda peer: _top_key(call, peer), reverse=True)
    if request.folder_id:
        peers = []
    total = len(peers)
    if request.offset_date and request.offset_date.timestamp() > 0:
        after = (int(request.offset_date.timestamp()), request.offset_id)
    elif offset := box.letters.get(request.offset_id):
        after = (int(offset.at), request.offset_id)
    else:
        after = None
    if after is not None:
        peers = [peer for peer in peers if _top_key(call, peer) < after]
    page = peers[: min(request.limit or MAX_PAGE, MAX_PAGE)]
    shown = _dialogs(call, page)
    if len(page) == total:
        return tl.messages.Dialogs(**shown)
    return tl.messages.DialogsSlice(count=total, **shown)


def get_peer_dialogs(call: Call, request: Any) -> Any:
    """The dialogs with these peers, and the state."""
    peers = [
        call.peer(wanted.peer) for wanted in request.peers if isinstance(wanted, tl.InputDialogPeer)
    ]
    return tl.messages.PeerDialogs(state=call.view.state(), **_dialogs(call, peers))


def get_pinned_dialogs(call: Call, _: Any) -> Any:
    """None are pinned."""
    return tl.messages.PeerDialogs(state=call.view.state(), **_dialogs(call, []))


def get_history(call: Call, request: Any) -> Any:
    """A page of the letters with a peer, newest first."""
    ids = call.box.thread(call.peer(request.peer))
    return _page(call, ids, request, _timestamp(request.offset_date))


def search(call: Call, request: Any) -> Any:
    """A page of the letters whose text holds the query, with one peer or with all."""
    box = call.box
    everywhere = isinstance(request.peer, tl.InputPeerEmpty)
    ids = sorted(box.letters) if everywhere else box.thread(call.peer(request.peer))
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
    return _page(call, found, request, 0)


def search_global(call: Call, request: Any) -> Any:
    """The newest letters of all peers whose text holds the query."""
    letters = call.box.letters
    found = [i for i in sorted(letters, reverse=True) if _matches(call, letters[i], request)]
    page = [i for i in found if not request.offset_id or i < request.offset_id]
    return _messages(call, page[: min(request.limit, MAX_PAGE)], len(found))


def get_messages(call: Call, request: Any) -> Any:
    """Letters by id, or those that others reply to; one that is gone is a messageEmpty."""
    ids = [_replied(call, wanted) for wanted in request.id]
    return _messages(call, ids, len(ids))


def _replied(call: Call, wanted: Any) -> int:
    """The id that an InputMessage means; 0 for one that means none."""
    if isinstance(wanted, tl.InputMessageID):
        return int(wanted.id)
    letter = call.box.letters.get(getattr(wanted, "id", 0))
    replied = call.world.post.letter(letter.reply) if letter and letter.reply else None
    return replied.ids.get(call.user, 0) if replied else 0


def get_messages_reactions(call: Call, request: Any) -> Any:
    """The reactions on letters, as updates."""
    letters = [letter for i in request.id if (letter := call.box.letters.get(i)) is not None]
    updates = [call.view.reaction_update(letter) for letter in letters]
    return call.view.bundle(updates, [call.peer(request.peer)])


def get_reactions_list(call: Call, request: Any) -> Any:
    """Who reacted to a letter."""
    letter = call.box.letters.get(request.id)
    if letter is None:
        raise Refused("MESSAGE_ID_INVALID")
    listed = call.view.reactions(letter).recent_reactions
    return tl.messages.MessageReactionsList(
        count=len(listed), reactions=listed, chats=[], users=call.view.users(letter.reactions)
    )


def get_available_reactions(_: Call, __: Any) -> Any:
    """What one may react with; the animations are none."""
    looks = ("static_icon", "appear_animation", "select_animation", "activate_animation")
    return tl.messages.AvailableReactions(
        1,
        [
            tl.AvailableReaction(
                reaction=emoji,
                title=emoji,
                effect_animation=tl.DocumentEmpty(0),
                **{look: tl.DocumentEmpty(0) for look in looks},
            )
            for emoji in REACTIONS
        ],
    )


def _page(call: Call, ids: Sequence[int], request: Any, before: float) -> Any:
    """Cut a page out of ascending ids as https://core.telegram.org/api/offsets says."""
    letters = call.box.letters
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
    return _messages(call, page, len(ids))


def _messages(call: Call, ids: list[int], total: int) -> Any:
    view, letters = call.view, call.box.letters
    shown = {
        "messages": view.messages(ids),
        "topics": [],
        "chats": [],
        "users": view.people_of(letters[i] for i in ids if i in letters),
    }
    if len(ids) == total:
        return tl.messages.Messages(**shown)
    return tl.messages.MessagesSlice(count=total, **shown)


def _dialogs(call: Call, peers: list[int]) -> dict[str, Any]:
    view, box = call.view, call.box
    tops = [thread[-1] for peer in peers if (thread := box.thread(peer))]
    return {
        "dialogs": [view.dialog(peer) for peer in peers],
        "messages": view.messages(tops),
        "chats": [],
        "users": view.users([call.user, *peers]),
    }


def _top_key(call: Call, peer: int) -> tuple[int, int]:
    top = call.box.thread(peer)[-1]
    return int(call.box.letters[top].at), top


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
    fn.messages.GetPinnedDialogsRequest: get_pinned_dialogs,
    fn.messages.GetHistoryRequest: get_history,
    fn.messages.SearchRequest: search,
    fn.messages.SearchGlobalRequest: search_global,
    fn.messages.GetMessagesRequest: get_messages,
    fn.messages.GetMessagesReactionsRequest: get_messages_reactions,
    fn.messages.GetMessageReactionsListRequest: get_reactions_list,
    fn.messages.GetSplitRangesRequest: lambda _, __: [tl.MessageRange(1, 2**31 - 1)],
    fn.messages.GetDialogFiltersRequest: lambda _, __: tl.messages.DialogFilters(filters=[]),
    fn.messages.GetAvailableReactionsRequest: get_available_reactions,
    fn.messages.GetPeerSettingsRequest: lambda call, request: tl.messages.PeerSettings(
        tl.PeerSettings(), [], [call.view.user(call.peer(request.peer))]
    ),
}
