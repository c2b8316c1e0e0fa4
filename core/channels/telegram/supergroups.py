"""Supergroups: each has a sequence of updates of its own, and its gaps are closed by themselves.

https://core.telegram.org/api/updates: a position a supergroup, ``updates.getChannelDifference`` for
what was missed. Where that is too long to be told the chat's ledger takes it over: its newest page
is read, what lies between is missing, what stood here is in doubt. Callers hold the lock of
``Sync``; a position is kept after the events before it are durable.
"""

import logging
import time
from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec
from telethon import errors, functions, types

from core.channels.telegram.box import channel_in, place
from core.channels.telegram.chats import Chats
from core.channels.telegram.ids import channel_id, chat_of, is_super
from core.channels.telegram.problems import is_signed_out
from core.channels.telegram.scribe import Scribe
from core.channels.telegram.updates import Ask, UpdateReader, untold

log = logging.getLogger(__name__)

PAGE: Final = 100
UNANSWERED: Final = 900.0
"""Seconds between two questions for positions that the server goes on not answering."""
ASKED_AT_ONCE: Final = 100
_NOT_IN: Final = (errors.ChannelPrivateError, errors.ChannelInvalidError, errors.ForbiddenError)
"""What a server says of a group that we are not in any more."""
_NOT_TOLD: Final = (errors.RPCError, errors.TypeNotFoundError, TimeoutError)
"""What a server says that has no answer: it must not hold up the other chats."""


class Position(msgspec.Struct, frozen=True):
    """Where we stand in a supergroup: its ``pts``, and the newest message that came up to there."""

    pts: int
    top: int


class Supergroups:
    """The positions of all supergroups that are taken."""

    def __init__(
        self, scribe: Scribe, reader: UpdateReader, chats: Chats, ask: Ask, every: float
    ) -> None:
        """``every``: seconds between two questions for all positions."""
        self._scribe, self._reader, self._chats, self._ask = scribe, reader, chats, ask
        self._every, self._asked_at = every, 0.0
        self._unanswered: dict[type, tuple[int, float]] = {}
        """What the server did not answer: how often, and until when it is not asked."""
        self._at: dict[int, Position] = {}

    async def load(self) -> None:
        """Read the positions kept by an earlier run."""
        kept = await self._scribe.get("supergroups")
        self._at = msgspec.json.decode(kept, type=dict[int, Position]) if kept else {}

    async def take(self, updates: Iterable[Any]) -> None:
        """Append what came of supergroups. A gap is closed at once."""
        told: dict[int, list[Any]] = {}
        for update in updates:
            if channel := channel_in(update):
                told.setdefault(channel_id(channel), []).append(update)
        for chat, listed in told.items():
            if not self._there(chat):
                continue
            at = self._at.get(chat)
            if at is None:
                await self._begin([chat])
                await self._reader.apply(listed)  # its page, which is read next, has it, too
                continue
            taken = place(at.pts, listed)
            if not taken.gap and self._reader.complete(taken.updates):
                await self._reader.apply(taken.updates)
                await self._move(chat, taken.pts, _numbers(taken.updates))
                await self._reader.late(taken.late)
                continue
            try:
                with self._scribe.watching() as spoken_of:
                    whole = await self._difference(chat)
            except (errors.RPCError, OSError, TimeoutError):
                # What came is shown all the same; the difference will say it once more.
                await self._reader.apply(taken.updates)
                raise
            if whole:
                listed = untold(taken.updates, spoken_of)
            await self._reader.apply(listed)
            await self._reader.late(taken.late)

    async def seen(self, dialogs: Sequence[Any]) -> None:
        """Dialogs as they were listed: they say where each supergroup stands."""
        for dialog in dialogs:
            chat = chat_of(dialog.peer)
            if chat is None or not is_super(chat) or not self._there(chat):
                continue
            await self._chats.reached(chat)
            at, pts = self._at.get(chat), getattr(dialog, "pts", None)
            if at is None and pts:
                await self._keep({chat: Position(pts, dialog.top_message)})
            elif at is not None and pts and pts > at.pts:
                await self._difference(chat)
            elif at is not None and pts and pts < at.pts:
                # The server lost its last changes, and counts them anew.
                await self._lose(chat, Position(pts, dialog.top_message))

    async def compare(self) -> None:
        """Ask where all of them stand, once in a while: nothing else notices a lost update."""
        if time.monotonic() - self._asked_at < self._every:
            return
        self._asked_at = time.monotonic()
        await self.catch_up()

    async def catch_up(self) -> None:
        """Ask where all of them stand, and for what was missed."""
        await self._size()
        await self._begin([one for one in self._at if self._there(one)])

    async def _size(self) -> None:
        """How many are in those groups where that decides."""
        groups = self._scribe.people.groups
        for group in groups.unsized() if groups is not None else ():
            peer = self._scribe.people.input_peer(group.id)
            if groups is None or not isinstance(peer, types.InputPeerChannel):
                continue
            channel = types.InputChannel(peer.channel_id, peer.access_hash)
            request = functions.channels.GetFullChannelRequest(channel)
            try:
                answer = await self._asked(request)
            except _NOT_IN:
                continue
            if answer is not None:
                groups.sized(group.id, answer.full_chat.participants_count or 0)
                if groups.taken(group.id):
                    await self._begin([group.id])

    async def _begin(self, chats: Sequence[int]) -> None:
        """Take up the positions of these: nothing is known of what came before."""
        people = self._scribe.people
        named = [one for one in chats if people.input_peer(one)]
        for start in range(0, len(named), ASKED_AT_ONCE):
            await self._take_up(named[start : start + ASKED_AT_ONCE])

    async def _take_up(self, chats: Sequence[int]) -> None:
        """Those of one request. A group that put us out without our being told has the whole of it
        refused: it is found by halves."""
        asked = [types.InputDialogPeer(self._scribe.people.input_peer(one)) for one in chats]
        try:
            answer = await self._asked(functions.messages.GetPeerDialogsRequest(asked))
        except _NOT_IN:
            if len(chats) == 1:
                await self._put_out(chats[0])
                return
            await self._take_up(chats[: len(chats) // 2])
            await self._take_up(chats[len(chats) // 2 :])
            return
        if answer is None:
            return
        listed = [chat_of(one.peer) for one in answer.dialogs]
        await self._scribe.meet([*answer.users, *answer.chats], listed)
        await self._chats.begin(one for one in listed if one is not None)
        await self.seen(answer.dialogs)
        for chat in chats:
            if chat not in listed:
                await self._unlisted(chat)

    async def _unlisted(self, chat: int) -> None:
        """A group that we are in and that the server names among no dialogs (Piltover does so
        where somebody took us in): where it stands is said by itself."""
        if chat in self._at:
            await self._difference(chat)
            return
        peer = self._scribe.people.input_peer(chat)
        if not self._there(chat) or not isinstance(peer, types.InputPeerChannel):
            return
        channel = types.InputChannel(peer.channel_id, peer.access_hash)
        try:
            answer = await self._asked(functions.channels.GetFullChannelRequest(channel))
        except _NOT_IN:
            return
        if answer is not None and (pts := getattr(answer.full_chat, "pts", None)):
            await self._scribe.meet([*answer.users, *answer.chats], [chat])
            await self._chats.begin([chat])
            await self._keep({chat: Position(pts, 0)})

    async def _put_out(self, chat: int) -> None:
        peer = self._scribe.people.input_peer(chat)
        if isinstance(peer, types.InputPeerChannel):
            told = types.ChannelForbidden(peer.channel_id, peer.access_hash, "", megagroup=True)
            await self._scribe.meet([told], [chat])

    async def _difference(self, chat: int) -> bool:
        """Everything of a supergroup since our position, until we are equal; False where it is not
        told."""
        while True:
            at, peer = self._at[chat], self._scribe.people.input_peer(chat)
            if not isinstance(peer, types.InputPeerChannel):
                return False
            request = functions.updates.GetChannelDifferenceRequest(
                channel=types.InputChannel(peer.channel_id, peer.access_hash),
                filter=types.ChannelMessagesFilterEmpty(),
                pts=at.pts,
                limit=PAGE,
            )
            try:
                answer = await self._ask(request)
            except _NOT_IN as error:
                log.info("no difference of %s: %s", chat, error)
                return False
            except _NOT_TOLD as error:
                if _passes(error):
                    raise
                log.warning("no difference of %s from %s: %s", chat, at, error)
                await self._chats.tear(chat, at.top)
                await self._keep({chat: None})
                await self._begin([chat])
                return False
            if isinstance(answer, types.updates.ChannelDifferenceEmpty):
                await self._move(chat, answer.pts, [])
                return True
            await self._scribe.meet([*answer.users, *answer.chats], [chat])
            if isinstance(answer, types.updates.ChannelDifferenceTooLong):
                pts = answer.dialog.pts or at.pts
                await self._lose(chat, Position(pts, answer.dialog.top_message))
                return False
            await self._scribe.write(answer.new_messages)
            await self._reader.apply(answer.other_updates)
            numbers = [one.id for one in answer.new_messages]
            await self._move(chat, answer.pts, numbers + _numbers(answer.other_updates))
            if answer.final or answer.pts <= at.pts:
                return True

    async def _lose(self, chat: int, position: Position) -> None:
        """Something happened there that nobody can tell: all that is known is in doubt, and what
        came after the newest message may be missing. Kept before the position moves."""
        await self._chats.tear(chat, self._at[chat].top)
        await self._keep({chat: position})

    async def _move(self, chat: int, pts: int, numbers: Sequence[int]) -> None:
        at = self._at[chat]
        made = Position(pts, max([at.top, *numbers]))
        await self._scribe.people.save()
        if made != at:
            await self._keep({chat: made})

    async def _keep(self, made: dict[int, Position | None]) -> None:
        for chat, position in made.items():
            if position is None:
                self._at.pop(chat, None)
            else:
                self._at[chat] = position
        await self._scribe.put("supergroups", msgspec.json.encode(self._at))

    def _there(self, chat: int) -> bool:
        groups = self._scribe.people.groups
        group = groups.get(chat) if groups is not None else None
        return group is not None and group.there and self._scribe.people.is_client(chat)

    async def _asked(self, request: Any) -> Any | None:
        """The answer; None where the server refuses it, which must not hold up the rest. While it
        does not answer at all everything waits, so that it is asked ever more seldom. Raises where
        we are not in a group any more."""
        kind = type(request)
        times, until = self._unanswered.get(kind, (0, 0.0))
        if time.monotonic() < until:
            return None
        try:
            answer = await self._ask(request)
        except _NOT_TOLD as error:
            if _passes(error) or isinstance(error, _NOT_IN):
                raise
            log.info("telegram: %s %s", type(error).__name__, error)
            if isinstance(error, TimeoutError):
                pause = min(self._every * 2 ** min(times, 12), UNANSWERED)
                self._unanswered[kind] = times + 1, time.monotonic() + pause
            return None
        self._unanswered.pop(kind, None)
        return answer


def _passes(error: BaseException) -> bool:
    """Whether it is of the whole account: the session is over, or has to wait."""
    return is_signed_out(error) or isinstance(error, errors.FloodError)


def _numbers(updates: Iterable[Any]) -> list[int]:
    """Those of the messages that are new among these."""
    return [one.message.id for one in updates if isinstance(one, types.UpdateNewChannelMessage)]
