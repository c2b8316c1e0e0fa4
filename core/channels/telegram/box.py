"""Where we stand in the account's sequence of updates, and whether one is missing. Pure.

https://core.telegram.org/api/updates: each update that carries ``pts`` says that the sequence is
at ``pts`` after it and was at ``pts - pts_count`` before. Telethon has such a box too, but loses
edits, deletions and reads of a gap, and keeps its state where we cannot write it together with
the events; so the raw containers are taken from under it (see ``line``).
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from telethon import types


class Cursor(msgspec.Struct, frozen=True):
    """State of the account: ``date`` is seconds since the epoch. ``pts`` is below 0 where the
    server did not say it: then the first update does."""

    pts: int
    qts: int
    date: int
    seq: int

    @staticmethod
    def of(state: Any) -> "Cursor":
        """From Telegram's ``updates.state``."""
        return Cursor(state.pts, state.qts, int(state.date.timestamp()), state.seq)


class Taken(msgspec.Struct, frozen=True):
    """Updates to apply in order, the cursor after them, and whether something is missing.
    ``users`` are those it names, groups and channels too; ``beyond`` are those that came after
    what is missing. ``late`` are messages and deletions that were counted before: a server may say
    in its difference that we are equal before it has told everything."""

    updates: tuple[Any, ...]
    beyond: tuple[Any, ...]
    users: tuple[Any, ...]
    cursor: Cursor
    gap: bool
    late: tuple[Any, ...] = ()


def take(cursor: Cursor, container: Any) -> Taken:
    """Place a container of updates after ``cursor``.

    Updates already counted are left out, and with them what a container told again says besides
    (reactions have no position, and may have changed since). With a gap, what fits before it is
    still given; the caller then asks for the difference from the cursor it has.
    """
    if isinstance(container, types.UpdatesTooLong):
        return Taken((), (), (), cursor, True)
    users = (*(getattr(container, "users", None) or ()), *(getattr(container, "chats", None) or ()))
    seq = getattr(container, "seq", 0) or 0
    first = getattr(container, "seq_start", None) or seq
    gap = bool(first) and first > cursor.seq + 1
    ready: list[Any] = []
    beyond: list[Any] = []
    late: list[Any] = []
    updates = sorted(inner(container), key=_start)
    pts, counted = cursor.pts if cursor.pts >= 0 else _first(updates), False
    for update in updates:
        if of_channel(update):
            continue
        after = getattr(update, "pts", None)
        if not after:
            ready.append(update)
            continue
        count = getattr(update, "pts_count", None) or 0
        if pts + count > after:
            counted = True
            late += [update] if isinstance(update, _LATE) else []
            continue
        if pts + count < after:
            gap = True
            beyond.append(update)
            continue
        pts = after
        ready.append(update)
    if counted and pts == cursor.pts and not beyond:
        ready = [one for one in ready if isinstance(one, types.UpdateMessageID)]
    moved = msgspec.structs.replace(cursor, pts=pts)
    if not gap:
        date = int(container.date.timestamp()) if getattr(container, "date", None) else 0
        moved = Cursor(pts, cursor.qts, max(cursor.date, date), max(cursor.seq, seq))
    return Taken(tuple(ready), tuple(beyond), users, moved, gap, tuple(late))


def of_channel(update: Any) -> bool:
    """Whether the update belongs to a channel, which has a sequence of its own."""
    return channel_in(update) != 0


def channel_in(update: Any) -> int:
    """The channel that an update belongs to (Telegram's id); 0 for none."""
    if channel := getattr(update, "channel_id", None):
        return int(channel)
    if isinstance(update, types.UpdateMessageReactions | types.UpdateMessagePoll):
        peer = update.peer
    else:
        peer = getattr(getattr(update, "message", None), "peer_id", None)
    return int(peer.channel_id) if isinstance(peer, types.PeerChannel) else 0


class Placed(msgspec.Struct, frozen=True):
    """A channel's updates in order, its position after them, and whether something is missing.
    ``late`` as in ``Taken``."""

    updates: tuple[Any, ...]
    pts: int
    gap: bool
    late: tuple[Any, ...] = ()


def place(pts: int, updates: Sequence[Any]) -> Placed:
    """Put updates of one channel behind position ``pts``. What is counted already is left out, and
    with it what has no position and may have changed since. An inbox's read mark carries the
    position without being counted by it."""
    ready: list[Any] = []
    late: list[Any] = []
    gap = counted = False
    start = pts
    for update in sorted(updates, key=_start):
        after, count = getattr(update, "pts", None), getattr(update, "pts_count", None)
        if isinstance(update, types.UpdateChannelTooLong):
            gap |= not after or after > pts
        elif not after or count is None:
            ready.append(update)
        elif pts + count > after:
            counted = True
            late += [update] if isinstance(update, _LATE) else []
        elif pts + count < after:
            gap = True
        else:
            pts = after
            ready.append(update)
    if counted and pts == start and not gap:
        ready = [one for one in ready if isinstance(one, _READS)]
    return Placed(tuple(ready), pts, gap, tuple(late))


_LATE = (
    types.UpdateNewMessage,
    types.UpdateShortMessage,
    types.UpdateShortChatMessage,
    types.UpdateDeleteMessages,
    types.UpdateNewChannelMessage,
    types.UpdateDeleteChannelMessages,
)
_READS = (types.UpdateReadChannelInbox, types.UpdateReadChannelOutbox)


def inner(container: Any) -> list[Any]:
    """The updates in a container of any kind."""
    if isinstance(container, types.UpdateShort):
        return [container.update]
    if isinstance(container, types.Updates | types.UpdatesCombined):
        return list(container.updates)
    return [container]


def _first(updates: list[Any]) -> int:
    """The position before the first of them that has one."""
    starts = (_start(one) for one in updates if not of_channel(one))
    return next((one for one in starts if one >= 0), -1)


def _start(update: Any) -> int:
    # Out of order within a container: Telethon sorts by the position before the update, too.
    # Those without a position go first; an UpdateMessageID names the message that follows.
    after = getattr(update, "pts", None)
    return int(after) - int(getattr(update, "pts_count", None) or 0) if after else -1
