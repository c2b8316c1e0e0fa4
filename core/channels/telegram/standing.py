"""What Telegram has set for chats (archive, mutes, marks as unread, pins), and the folders of the
account, to events. Only what differs from what is known here is told.

Most of it has no position in the sequence of updates, so a difference does not bring it: it is
asked for after each connect, a list of all that is set at a time and not chat by chat.
https://core.telegram.org/api/folders, https://core.telegram.org/api/archive
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

from telethon import errors, functions, types, utils

from core.channels.telegram.archive import ARCHIVE, pages_of_archive
from core.channels.telegram.blocked import pages_of_blocked
from core.channels.telegram.ids import chat_of
from core.channels.telegram.problems import is_lacking
from core.channels.telegram.scribe import Scribe
from core.channels.telegram.words import said
from core.domain.channels import Peer
from core.domain.chats import BY_DEFAULT, SETTLED, ChatState, Folder, Kind, MuteDefaults
from core.domain.events import ChatSet, Event, FoldersSet, MutesSet

log = logging.getLogger(__name__)

TRIES: Final = 3
UPDATES: Final = (
    types.UpdateFolderPeers, types.UpdateNotifySettings, types.UpdateDialogUnreadMark,
    types.UpdateDialogPinned, types.UpdatePinnedDialogs, types.UpdateDialogFilter,
    types.UpdateDialogFilterOrder, types.UpdateDialogFilters, types.UpdatePeerBlocked,
)  # fmt: skip
Ask = Callable[[Any], Awaitable[Any]]
Asked = Callable[[], Awaitable[list[Any]]]
Take = Callable[[list[Any]], Awaitable[list[Event]]]


class Standings:
    """Asks and tells; ``lock`` is that of ``Sync``, held while something is appended. ``pause``
    (seconds) is that between two pages."""

    def __init__(self, scribe: Scribe, ask: Ask, lock: asyncio.Lock, pause: float = 0.0) -> None:
        self._scribe = scribe
        self._pause = pause
        self._ask = ask
        self._lock = lock
        self._told = 0
        """Counts what live updates and we ourselves set."""
        self._unanswered: set[str] = set()
        self._kinds: dict[int, Any] = {}

    async def of_dialogs(self, answer: Any) -> list[Event]:
        """What the dialogs of an answer say that is not known. Its lock is held."""
        kinds = {_id(one): kind_of(one) for one in (*answer.users, *answer.chats)}
        # the first of the pinned ones is the one that was pinned last
        told = {
            str(chat): state_of(one, kinds.get(_id(one.peer)))
            for one in reversed(answer.dialogs)
            if isinstance(one, types.Dialog) and (chat := self._ours(one.peer)) is not None
        }
        return await self._differing(told)

    async def of_users(self, users: Iterable[Any]) -> list[Event]:
        """Who of our clients is a contact now, or no longer. Its lock is held."""
        told = {}
        for one in users:
            if not isinstance(one, types.User) or one.min or self._kinds.get(one.id) == one.contact:
                continue
            if self._scribe.people.is_client(one.id):
                self._kinds[one.id] = one.contact
                told[str(one.id)] = ChatState(kind=kind_of(one))
        return await self._differing(told)

    async def of_chat(self, chat: int, state: ChatState) -> list[Event]:
        """What is so of one chat, if it is not known."""
        self._told += 1
        return await self._differing({str(chat): state})

    async def of_update(self, update: Any) -> list[Event]:
        """What an update says that is not known."""
        if not isinstance(update, UPDATES):
            return []
        self._told += 1
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
                pin = ChatState(pinned=bool(update.pinned), place=0)  # on top, or not at all
                return await self._differing(self._each([(peer, pin)]))
            case types.UpdatePeerBlocked():
                shut = ChatState(blocked=bool(update.blocked))
                return await self._differing(self._each([(update.peer_id, shut)]))
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
        """Ask for all that is set, without the lock: live updates do not wait for the answers, and
        where they spoke of it meanwhile it is asked once more. What the server has no answer to is
        left as it is known, and not asked again."""
        for name, asked, expected, take in self._questions():
            for _ in range(0 if name in self._unanswered else TRIES):
                told = self._told
                try:
                    answers = await asked()
                except (errors.RPCError, errors.TypeNotFoundError, TimeoutError) as error:
                    fails = isinstance(error, errors.ServerError) and not is_lacking(error)
                    if not (fails or is_lacking(error) or isinstance(error, TimeoutError)):
                        raise
                    log.info("telegram: %s: %s %s", name, type(error).__name__, error)
                    if not fails:
                        self._unanswered.add(name)
                    break
                if not all(isinstance(answer, expected) for answer in answers):
                    self._unanswered.add(name)  # whatever it means by that
                    break
                async with self._lock:
                    if told == self._told:
                        await self._scribe.append(await take(answers))
                        break

    def _questions(self) -> list[tuple[str, Asked, Any, Take]]:
        """What is asked for and how, what is answered, and what takes it in."""
        messages, account, said = functions.messages, functions.account, types.messages
        kinds = (types.InputNotifyUsers, types.InputNotifyChats, types.InputNotifyBroadcasts)
        return [
            ("folders", self._all([messages.GetDialogFiltersRequest()]), said.DialogFilters,
             lambda a: self.take_folders(a[0].filters)),
            ("mutes", self._all([account.GetNotifySettingsRequest(kind()) for kind in kinds]),
             types.PeerNotifySettings, self._defaults),
            ("exceptions", self._all([account.GetNotifyExceptionsRequest()]),
             types.Updates | types.UpdatesCombined, self._exceptions),
            ("marks", self._all([messages.GetDialogUnreadMarksRequest()]), list, self._marks),
            ("archive", partial(pages_of_archive, self._ask, self._pause),
             said.Dialogs | said.DialogsSlice, self._archive),
            ("blocked", partial(pages_of_blocked, self._ask, self._pause),
             types.contacts.Blocked | types.contacts.BlockedSlice, self._blocked),
            ("pins", self._all(_pinned_requests()), said.PeerDialogs, self._pinned_first),
        ]  # fmt: skip

    def _all(self, requests: Sequence[Any]) -> Asked:
        async def asked() -> list[Any]:
            return [await self._ask(request) for request in requests]

        return asked

    async def folders(self) -> list[Event]:
        """The account's folders, asked for, if they are other ones."""
        answer = await self._ask(functions.messages.GetDialogFiltersRequest())
        return await self.take_folders(answer.filters)

    async def take_folders(self, filters: Iterable[Any]) -> list[Event]:
        """These are the folders, if they are other ones."""
        own = self._scribe.account.id
        return await self._folders([f for one in filters if (f := folder_of(one, own))])

    # -- what was asked for -----------------------------------------------------------------------

    async def _marks(self, answers: list[Any]) -> list[Event]:
        peers = [one.peer for one in answers[0] if isinstance(one, types.DialogPeer)]
        return await self._all_of("marked", {_id(peer): True for peer in peers})

    async def _exceptions(self, answers: list[Any]) -> list[Event]:
        """https://core.telegram.org/method/account.getNotifyExceptions"""
        return await self._all_of(
            "muted_until",
            {
                _id(one.peer.peer): muted_of(one.notify_settings)
                for one in getattr(answers[0], "updates", ())
                if isinstance(one, types.UpdateNotifySettings)
                and isinstance(one.peer, types.NotifyPeer)
            },
        )

    async def _pinned_first(self, answers: list[Any]) -> list[Event]:
        """In the main list and in the archive."""
        found = [one for answer in answers for one in answer.dialogs]
        return await self._pinned([_id(one.peer) for one in found if isinstance(one, types.Dialog)])

    async def _pinned(self, order: Iterable[int]) -> list[Event]:
        """These are pinned, the first on top, and no others."""
        ours = [chat for chat in order if self._scribe.people.is_client(chat)]
        told = {str(chat): ChatState(pinned=True, place=n) for n, chat in enumerate(ours, 1)}
        gone = {
            chat: ChatState(pinned=False, place=0)
            for chat, state in (await self._scribe.chats(None)).items()
            if state.pinned and chat not in told
        }
        return await self._differing(gone | dict(reversed(told.items())))

    async def _blocked(self, answers: list[Any]) -> list[Event]:
        """https://core.telegram.org/method/contacts.getBlocked"""
        held = {_id(one.peer_id): True for answer in answers for one in answer.blocked}
        whole = len(held) >= getattr(answers[-1], "count", 0)
        if whole:
            return await self._all_of("blocked", held)
        return await self._differing(self._each(
            (one.peer_id, ChatState(blocked=True)) for answer in answers for one in answer.blocked
        ))  # fmt: skip

    async def _archive(self, answers: list[Any]) -> list[Event]:
        """The whole archive; where the server tells less than it counts, what it tells is
        archived, and the sequence of updates says what no longer is."""
        found = [one for answer in answers for one in answer.dialogs]
        listed = [one for one in found if isinstance(one, types.Dialog)]
        if any(one.folder_id != ARCHIVE for one in listed):
            return []  # a server that knows no archive
        for answer in answers:
            named = [chat_of(one.peer) for one in answer.dialogs]
            await self._scribe.meet([*answer.users, *answer.chats], named)
        held = {_id(one.peer): True for one in listed}
        if len(held) >= getattr(answers[-1], "count", 0):
            return await self._all_of("archived", held)
        return await self._differing(self._each(
            (one.peer, ChatState(archived=True)) for one in listed
        ))  # fmt: skip

    async def _defaults(self, answers: list[Any]) -> list[Event]:
        return await self._mutes(MuteDefaults(*(max(0, muted_of(one)) for one in answers)))

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
            return await self._pinned_first([await self._ask(r) for r in _pinned_requests()])
        order = [_id(one.peer) for one in update.order if isinstance(one, types.DialogPeer)]
        archived = {
            int(name): one.place or 0
            for name, one in (await self._scribe.chats(None)).items()
            if one.pinned and one.archived and int(name) not in order
        }
        return await self._pinned([*order, *sorted(archived, key=lambda one: archived[one])])

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
        place=None if dialog.pinned else 0,
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


def _pinned_requests() -> list[Any]:
    return [functions.messages.GetPinnedDialogsRequest(folder) for folder in (0, ARCHIVE)]


def _id(peer: Any) -> int:
    """The marked id of a user, a group, a peer, or how one is named; 0 where it has none."""
    try:
        return int(utils.get_peer_id(peer))
    except TypeError:
        return 0
