"""What Telegram has set for chats (archive, mutes, marks as unread, pins), and the folders of the
account, to events. Only what differs from what is known here is told.

Most of it has no position in the sequence of updates, so a difference does not bring it: it is
asked for after each connect, a list of all that is set at a time and not chat by chat.
https://core.telegram.org/api/folders, https://core.telegram.org/api/archive
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from telethon import errors, functions, types, utils

from core.channels.telegram.ids import chat_of
from core.channels.telegram.problems import is_signed_out
from core.channels.telegram.scribe import Scribe
from core.channels.telegram.words import said
from core.domain.channels import Peer
from core.domain.chats import BY_DEFAULT, SETTLED, ChatState, Folder, Kind, MuteDefaults
from core.domain.events import ChatSet, Event, FoldersSet, MutesSet

log = logging.getLogger(__name__)

ARCHIVE: Final = 1
"""The one peer folder that there is: https://core.telegram.org/api/folders#peer-folders."""
PAGE: Final = 100
Ask = Callable[[Any], Awaitable[Any]]


class Standings:
    """Asks and tells; ``lock`` is that of ``Sync``, held while something is appended."""

    def __init__(self, scribe: Scribe, ask: Ask, lock: asyncio.Lock) -> None:
        self._scribe = scribe
        self._ask = ask
        self._lock = lock

    async def of_dialogs(self, answer: Any) -> list[Event]:
        """What the dialogs of an answer say that is not known. Its lock is held."""
        kinds = {one.id: kind_of(one) for one in (*answer.users, *answer.chats)}
        # the first of the pinned ones is the one that was pinned last
        told = {
            str(chat): state_of(one, kinds.get(_bare(one.peer)))
            for one in reversed(answer.dialogs)
            if isinstance(one, types.Dialog) and (chat := self._ours(one.peer)) is not None
        }
        return await self._differing(told)

    async def of_chat(self, chat: int, state: ChatState) -> list[Event]:
        """What is so of one chat, if it is not known."""
        return await self._differing({str(chat): state})

    async def of_update(self, update: Any) -> list[Event]:
        """What an update says that is not known."""
        match update:
            case types.UpdateFolderPeers():
                return await self._differing(self._each(
                    (one.peer, ChatState(archived=one.folder_id == ARCHIVE))
                    for one in update.folder_peers
                ))  # fmt: skip
            case types.UpdateNotifySettings(peer=types.NotifyPeer(peer=peer)):
                muted = ChatState(muted_until=muted_of(update.notify_settings))
                return await self._differing(self._each([(peer, muted)]))
            case types.UpdateNotifySettings():
                return await self._default(update)
            case types.UpdateDialogUnreadMark(peer=types.DialogPeer(peer=peer)):
                mark = ChatState(marked=bool(update.unread))
                return await self._differing(self._each([(peer, mark)]))
            case types.UpdateDialogPinned(peer=types.DialogPeer(peer=peer)):
                pin = ChatState(pinned=bool(update.pinned))
                return await self._differing(self._each([(peer, pin)]))
            case types.UpdatePinnedDialogs():
                return await self._pins(update)
            case types.UpdateDialogFilter():
                return await self._folder(update)
            case types.UpdateDialogFilterOrder():
                return await self._order(update.order)
            case types.UpdateDialogFilters():
                return await self.folders()
        return []

    async def compare(self) -> None:
        """Ask for all that is set. What the server refuses is left as it is known."""
        for question in (
            self.folders, self._defaults, self._exceptions, self._marks, self._archive,
            self._pinned_first,
        ):  # fmt: skip
            try:
                async with self._lock:
                    await self._scribe.append(await question())
            except (errors.BadRequestError, errors.ForbiddenError, errors.NotFoundError,
                    errors.ServerError, errors.TypeNotFoundError) as error:  # fmt: skip
                if is_signed_out(error):
                    raise
                log.info("telegram: %s %s", type(error).__name__, error)

    async def folders(self) -> list[Event]:
        """The account's folders, if they are other ones."""
        answer = await self._ask(functions.messages.GetDialogFiltersRequest())
        return await self.take_folders(answer.filters)

    async def take_folders(self, filters: Iterable[Any]) -> list[Event]:
        """These are the folders, if they are other ones."""
        own = self._scribe.account.id
        return await self._folders([f for one in filters if (f := folder_of(one, own))])

    # -- what is asked for ------------------------------------------------------------------------

    async def _marks(self) -> list[Event]:
        answer = await self._ask(functions.messages.GetDialogUnreadMarksRequest())
        peers = [one.peer for one in answer if isinstance(one, types.DialogPeer)]
        return await self._all_of("marked", {_id(peer): True for peer in peers})

    async def _exceptions(self) -> list[Event]:
        """https://core.telegram.org/method/account.getNotifyExceptions"""
        answer = await self._ask(functions.account.GetNotifyExceptionsRequest())
        return await self._all_of(
            "muted_until",
            {
                _id(one.peer.peer): muted_of(one.notify_settings)
                for one in getattr(answer, "updates", ())
                if isinstance(one, types.UpdateNotifySettings)
                and isinstance(one.peer, types.NotifyPeer)
            },
        )

    async def _pinned_first(self) -> list[Event]:
        """In the main list and in the archive."""
        found: list[Any] = []
        for folder in (0, ARCHIVE):
            answer = await self._ask(functions.messages.GetPinnedDialogsRequest(folder))
            found += [one for one in answer.dialogs if isinstance(one, types.Dialog)]
        return await self._all_of("pinned", {_id(one.peer): True for one in reversed(found)})

    async def _archive(self) -> list[Event]:
        """The whole archive, where one page holds it; else what is archived, and the sequence of
        updates tells what no longer is."""
        answer = await self._ask(
            functions.messages.GetDialogsRequest(
                offset_date=None, offset_id=0, offset_peer=types.InputPeerEmpty(), limit=PAGE,
                hash=0, folder_id=ARCHIVE,
            )
        )  # fmt: skip
        listed = [one for one in answer.dialogs if isinstance(one, types.Dialog)]
        if any(one.folder_id != ARCHIVE for one in listed):
            return []  # a server that knows no archive
        await self._scribe.meet(
            [*answer.users, *answer.chats], [chat_of(one.peer) for one in listed]
        )
        held = {_id(one.peer): True for one in listed}
        if len(listed) >= getattr(answer, "count", 0):
            return await self._all_of("archived", held)
        return await self._differing(self._each(
            (one.peer, ChatState(archived=True)) for one in listed
        ))  # fmt: skip

    async def _defaults(self) -> list[Event]:
        kinds = (types.InputNotifyUsers, types.InputNotifyChats, types.InputNotifyBroadcasts)
        until = [
            max(0, muted_of(await self._ask(functions.account.GetNotifySettingsRequest(kind()))))
            for kind in kinds
        ]
        return await self._mutes(MuteDefaults(*until))

    # -- what is told -----------------------------------------------------------------------------

    async def _default(self, update: Any) -> list[Event]:
        """What the account mutes unasked, of one kind of chats."""
        _, known = await self._scribe.account_chats()
        until = max(0, muted_of(update.notify_settings))
        match update.peer:
            case types.NotifyUsers():
                return await self._mutes(MuteDefaults(until, known.groups, known.channels))
            case types.NotifyChats():
                return await self._mutes(MuteDefaults(known.users, until, known.channels))
            case types.NotifyBroadcasts():
                return await self._mutes(MuteDefaults(known.users, known.groups, until))
        return []

    async def _pins(self, update: Any) -> list[Event]:
        """The order of the pinned ones; a server that does not say it is asked."""
        if update.order is None or update.folder_id:
            return await self._pinned_first()
        archived = {
            int(name): True
            for name, one in (await self._scribe.chats(None)).items()
            if one.pinned and one.archived
        }
        order = [one.peer for one in update.order if isinstance(one, types.DialogPeer)]
        return await self._all_of("pinned", archived | {_id(one): True for one in reversed(order)})

    async def _folder(self, update: Any) -> list[Event]:
        stands, _ = await self._scribe.account_chats()
        made = folder_of(update.filter, self._scribe.account.id) if update.filter else None
        if made is not None and all(one.id != made.id for one in stands):
            return await self._folders([*stands, made])
        kept = [made if one.id == update.id else one for one in stands]
        return await self._folders([one for one in kept if one is not None])

    async def _order(self, order: Iterable[int]) -> list[Event]:
        place = {ident: i for i, ident in enumerate(order)}
        stands, _ = await self._scribe.account_chats()
        return await self._folders(sorted(stands, key=lambda one: place.get(one.id, len(place))))

    # -- what differs -----------------------------------------------------------------------------

    def _ours(self, peer: Any) -> int | None:
        chat = chat_of(peer)
        return chat if chat is not None and self._scribe.people.is_client(chat) else None

    def _each(self, told: Iterable[tuple[Any, ChatState]]) -> dict[str, ChatState]:
        return {str(chat): state for peer, state in told if (chat := self._ours(peer)) is not None}

    async def _all_of(self, name: str, told: Mapping[int, Any]) -> list[Event]:
        """One thing for all chats: what is not told of has it no longer."""
        known = await self._scribe.chats(None)
        nothing = getattr(SETTLED, name)
        gone = {
            one: ChatState(**{name: nothing})
            for one, state in known.items()
            if getattr(state, name) != nothing and one not in map(str, told)
        }
        people = self._scribe.people
        set_ = {
            str(one): ChatState(**{name: value})
            for one, value in told.items()
            if people.is_client(one)
        }
        return await self._differing(gone | set_)

    async def _differing(self, told: Mapping[str, ChatState]) -> list[Event]:
        known = await self._scribe.chats(list(told)) if told else {}
        events = []
        for chat, state in told.items():
            fresh = state.beyond(known.get(chat, SETTLED))
            if fresh.told:
                peer, now = self._scribe.account.peer(int(chat)), self._scribe.now()
                body = ChatSet(state=fresh)
                events.append(Event(external_id=f"{chat}@{now}", at=now, peer=peer, body=body))
        return events

    async def _folders(self, found: list[Folder]) -> list[Event]:
        stands, _ = await self._scribe.account_chats()
        if tuple(found) == stands:
            return []
        return [self._of_account(FoldersSet(folders=tuple(found)))]

    async def _mutes(self, found: MuteDefaults) -> list[Event]:
        _, stands = await self._scribe.account_chats()
        return [] if found == stands else [self._of_account(MutesSet(defaults=found))]

    def _of_account(self, body: FoldersSet | MutesSet) -> Event:
        now, ourselves = self._scribe.now(), self._scribe.account.id
        peer: Peer = self._scribe.account.peer(ourselves)
        return Event(external_id=f"{ourselves}@{now}", at=now, peer=peer, body=body)


def state_of(dialog: Any, kind: Kind | None) -> ChatState:
    """What a dialog says; ``kind`` None where nobody told whom it is with."""
    return ChatState(
        archived=dialog.folder_id == ARCHIVE,
        muted_until=muted_of(dialog.notify_settings),
        marked=bool(dialog.unread_mark),
        pinned=bool(dialog.pinned),
        kind=kind,
    )


def muted_of(notify: Any) -> int:
    """Until when (ms) these settings mute; ``BY_DEFAULT`` where they leave it to the account."""
    until = getattr(notify, "mute_until", None)
    if until is None:
        return BY_DEFAULT
    seconds = int(until.timestamp()) if isinstance(until, datetime) else int(until)
    return max(0, seconds) * 1000


def kind_of(one: Any) -> Kind:
    """Whom a chat is with, as folders tell chats apart."""
    if isinstance(one, types.User):
        return "bot" if one.bot else "contact" if one.contact else ""
    return "channel" if getattr(one, "broadcast", False) else ""


def folder_of(one: Any, own: int) -> Folder | None:
    """A folder; None for "All chats" and for what this version does not know. ``own`` is our id,
    for "Saved Messages". https://core.telegram.org/type/DialogFilter"""
    if not isinstance(one, types.DialogFilter | types.DialogFilterChatlist):
        return None
    shared = isinstance(one, types.DialogFilterChatlist)

    def peers(listed: Iterable[Any]) -> tuple[str, ...]:
        found = (own if isinstance(p, types.InputPeerSelf) else _id(p) for p in listed)
        return tuple(str(ident) for ident in found if ident)

    return Folder(
        id=one.id,
        title=said(one.title),
        emoji=one.emoticon or "",
        colour=one.color,
        pinned=peers(one.pinned_peers),
        included=peers(one.include_peers),
        shared=shared,
        excluded=() if shared else peers(one.exclude_peers),
        contacts=not shared and bool(one.contacts),
        non_contacts=not shared and bool(one.non_contacts),
        groups=not shared and bool(one.groups),
        channels=not shared and bool(one.broadcasts),
        bots=not shared and bool(one.bots),
        no_muted=not shared and bool(one.exclude_muted),
        no_read=not shared and bool(one.exclude_read),
        no_archived=not shared and bool(one.exclude_archived),
    )


def _id(peer: Any) -> int:
    """The marked id of a peer or of how one is named in a request; 0 where it has none."""
    try:
        return int(utils.get_peer_id(peer))
    except TypeError:
        return 0


def _bare(peer: Any) -> int:
    for name in ("user_id", "chat_id", "channel_id"):
        if (ident := getattr(peer, name, None)) is not None:
            return int(ident)
    return 0
