"""What the operator wants of a chat, said to Telegram: archived, muted, marked, in a folder.

Each is asked for as it is to be, so a second time changes nothing. Telegram does not tell the
session that asked of most of it: afterwards the chat is asked for once more, and what it says is
in the log before the wish ends.
"""

from typing import Any, Final

from telethon import errors, functions, types, utils

from core.channels.telegram.archive import ARCHIVE
from core.channels.telegram.line import LineClient, call
from core.channels.telegram.problems import is_signed_out
from core.channels.telegram.session import TelegramSettings
from core.channels.telegram.standing import kind_of
from core.channels.telegram.sync import Sync
from core.domain.channels import Peer
from core.domain.chats import ChatState, Wish
from core.domain.problems import ChannelError, Problem

FOLDER_PROBLEMS: Final = {
    "FILTER_INCLUDE_EMPTY": "telegram-folder-empty",
    "FILTER_INCLUDE_TOO_MUCH": "telegram-folder-full",
    "DIALOG_FILTERS_TOO_MUCH": "telegram-folder-full",
    "FILTER_ID_INVALID": "telegram-folder-gone",
    "FILTER_NOT_SUPPORTED": "telegram-folder-shared",
    "CHATLIST_EXCLUDE_INVALID": "telegram-folder-shared",
}
"""What https://core.telegram.org/method/messages.updateDialogFilter refuses, as sentences."""


async def set_chat(
    client: LineClient, settings: TelegramSettings, sync: Sync, peer: Peer, wish: Wish
) -> None:
    """Have it so. Raises ChannelError, and Telethon's errors."""
    target = await sync.input_peer(int(peer.id))
    if target is None:
        raise ChannelError(Problem("telegram-peer-gone"))

    async def ask(request: Any) -> Any:
        return await call(client, request, settings)

    if wish.folder is not None:
        await _put(ask, sync, target, peer, wish)
        return
    state = wish.state
    if state.archived is not None:
        folder = types.InputFolderPeer(target, ARCHIVE if state.archived else 0)
        await ask(functions.folders.EditPeerFoldersRequest([folder]))
    if state.muted_until is not None:
        await _mute(ask, target, state.muted_until // 1000)
    if state.marked is not None:
        dialog = types.InputDialogPeer(target)
        await ask(functions.messages.MarkDialogUnreadRequest(dialog, unread=state.marked or None))
    if state.blocked is not None:
        verb = (
            functions.contacts.BlockRequest if state.blocked else functions.contacts.UnblockRequest
        )
        await ask(verb(target))
        await sync.took(peer, ChatState(blocked=state.blocked))
        return  # no dialog says it
    await _look_again(sync, target, peer, state)


async def _mute(ask: Any, target: Any, until: int) -> None:
    """What else is set for the chat (its sound, previews) is set as it was: what is not named goes
    back to the account's own."""
    where = types.InputNotifyPeer(target)
    stands = await ask(functions.account.GetNotifySettingsRequest(where))
    wanted = types.InputPeerNotifySettings(
        show_previews=stands.show_previews,
        silent=stands.silent,
        mute_until=until,
        sound=stands.other_sound,
        stories_muted=stands.stories_muted,
        stories_hide_sender=stands.stories_hide_sender,
        stories_sound=stands.stories_other_sound,
    )
    await ask(functions.account.UpdateNotifySettingsRequest(where, wanted))


async def _look_again(sync: Sync, target: Any, peer: Peer, wanted: ChatState) -> None:
    """What the server says of the chat now; where it does not say it took what was wanted."""
    request = functions.messages.GetPeerDialogsRequest([types.InputDialogPeer(target)])
    try:
        await sync.look_at(request)
    except (errors.BadRequestError, errors.ServerError, errors.TypeNotFoundError) as error:
        if is_signed_out(error):
            raise
        await sync.took(peer, wanted)


async def _put(ask: Any, sync: Sync, target: Any, peer: Peer, wish: Wish) -> None:
    """Into the folder as the server has it now, or out of it."""
    listed = (await ask(functions.messages.GetDialogFiltersRequest())).filters
    folder = next((one for one in listed if getattr(one, "id", None) == wish.folder), None)
    if folder is None:
        raise ChannelError(Problem("telegram-folder-gone"))
    if wish.inside:
        _add(folder, target, peer.id)
    else:
        await _drop(ask, folder, target, peer.id)
    try:
        await ask(functions.messages.UpdateDialogFilterRequest(folder.id, folder))
    except errors.BadRequestError as error:
        for name, problem in FOLDER_PROBLEMS.items():
            # Telethon has classes for some of them, and else the name as it came
            called = f"{name.title().replace('_', '')}Error"
            if type(error).__name__ == called or name in str(error):
                raise ChannelError(Problem(problem)) from error
        raise
    await sync.took_folders(listed)


def _add(folder: Any, target: Any, peer: str) -> None:
    if not _named(folder.pinned_peers, peer) and not _named(folder.include_peers, peer):
        folder.include_peers.append(target)
    if isinstance(folder, types.DialogFilter):
        folder.exclude_peers = _without(folder.exclude_peers, peer)


async def _drop(ask: Any, folder: Any, target: Any, peer: str) -> None:
    folder.pinned_peers = _without(folder.pinned_peers, peer)
    folder.include_peers = _without(folder.include_peers, peer)
    if not isinstance(folder, types.DialogFilter) or _named(folder.exclude_peers, peer):
        return
    if await _takes(ask, folder, target):
        folder.exclude_peers.append(target)


async def _takes(ask: Any, folder: Any, target: Any) -> bool:
    """Whether the folder takes in chats of this kind, of those that it does not name."""
    if isinstance(target, types.InputPeerChat):
        return bool(folder.groups)
    if isinstance(target, types.InputPeerChannel):
        channel = types.InputChannel(target.channel_id, target.access_hash)
        (found,) = (await ask(functions.channels.GetChannelsRequest([channel]))).chats
        return bool(folder.broadcasts if kind_of(found) == "channel" else folder.groups)
    user = types.InputUser(target.user_id, target.access_hash)
    found = (await ask(functions.users.GetUsersRequest([user])))[0]
    kind = kind_of(found)
    return bool({"bot": folder.bots, "contact": folder.contacts}.get(kind, folder.non_contacts))


def _named(peers: list[Any], peer: str) -> bool:
    return len(_without(peers, peer)) < len(peers)


def _without(peers: list[Any], peer: str) -> list[Any]:
    def same(one: Any) -> bool:
        return not isinstance(one, types.InputPeerSelf) and str(utils.get_peer_id(one)) == peer

    return [one for one in peers if not same(one)]
