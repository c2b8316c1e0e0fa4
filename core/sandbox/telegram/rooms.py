"""Groups: basic ones, whose messages lie in each member's box, and supergroups and channels, which
have a box of their own. They are known by the id that marks which of both they are.

Source: https://core.telegram.org/api/channel and https://core.telegram.org/api/bots/ids.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

import msgspec

from core.sandbox.telegram.state import StateFile

FIRST_CHAT_ID = 4_100_001
FIRST_CHANNEL_ID = 1_800_000_001
CHANNELS = -1_000_000_000_000


def is_channel(peer: int) -> bool:
    """Whether a marked id is a supergroup's or a channel's."""
    return peer < CHANNELS


def bare(peer: int) -> int:
    """The id without its mark."""
    return CHANNELS - peer if is_channel(peer) else abs(peer)


class RoomTopic(msgspec.Struct):
    """A topic of a forum, by the number of the message that began it (1: the general one)."""

    id: int
    title: str
    colour: int = 0x6FB9F0
    by: int = 0
    closed: bool = False
    hidden: bool = False


class Room(msgspec.Struct):
    """A group. `members`: user -> when they came (epoch seconds), the creator first; `former` were
    put out, or left. `denied` is the error that a member's messages are refused with, '' for none;
    `changed_at` when its box last changed. `upgraded` is what it became or came from (marked).
    `admins` -> their title. `silenced` -> until when (0: for ever), `wrote` -> when. Only admins
    write where it is `closed`, and see who is there where that is `hidden`. `slow`: seconds
    between two messages of one."""

    id: int
    title: str
    at: float
    members: dict[int, float]
    former: set[int] = set()
    broadcast: bool = False
    upgraded: int = 0
    denied: str = ""
    changed_at: float = 0
    counted: int = 0
    admins: dict[int, str] = {}
    silenced: dict[int, float] = {}
    wrote: dict[int, float] = {}
    closed: bool = False
    hidden: bool = False
    slow: int = 0
    topics: list[RoomTopic] = []
    link: str = ""

    def rules(self, user: int) -> bool:
        """Whether they are above the rules for all."""
        return user == self.creator or user in self.admins

    def topic(self, number: int) -> RoomTopic | None:
        """One of its topics."""
        return next((one for one in self.topics if one.id == number), None)

    @property
    def creator(self) -> int:
        """Who made it, or who is there longest."""
        return next(iter(self.members), 0)

    @property
    def count(self) -> int:
        """How many there are in it, as told."""
        return max(self.counted, len(self.members))


class Rooms:
    """All groups of the server."""

    def __init__(self, state: StateFile) -> None:
        self._state = state
        self._rooms = {room.id: room for room in state.load("room", Room)}

    def add(
        self,
        title: str,
        members: Iterable[int],
        *,
        supergroup: bool,
        broadcast: bool = False,
        counted: int = 0,
    ) -> Room:
        """A new group of these, its creator first."""
        now = time.time()
        if supergroup or broadcast:
            others = [bare(one) for one in self._rooms if is_channel(one)]
            ident = CHANNELS - (max(others, default=FIRST_CHANNEL_ID - 1) + 1)
        else:
            others = [bare(one) for one in self._rooms if not is_channel(one)]
            ident = -(max(others, default=FIRST_CHAT_ID - 1) + 1)
        room = Room(
            ident, title, now, dict.fromkeys(members, now), set(), broadcast,
            changed_at=now, counted=counted,
        )  # fmt: skip
        self._rooms[room.id] = room
        self.save(room)
        return room

    def get(self, peer: int) -> Room | None:
        """The group with this marked id."""
        return self._rooms.get(peer)

    def need(self, peer: int) -> Room:
        """The group with this marked id; raises KeyError."""
        return self._rooms[peer]

    def save(self, room: Room) -> None:
        """Note that a group changed."""
        self._state.put("room", room.id, room)

    def touch(self, peer: int) -> None:
        """Something happened in the box of a supergroup."""
        if (room := self._rooms.get(peer)) is not None:
            room.changed_at = time.time()
            self.save(room)

    def audience(self, peer: int) -> list[int]:
        """Whose boxes a message to the group goes into: the members', or its own."""
        room = self._rooms.get(peer)
        if room is None:
            return []
        return [room.id] if is_channel(room.id) else list(room.members)

    def channels_of(self, user: int) -> list[Room]:
        """The supergroups and channels that a user is in."""
        return [one for one in self._rooms.values() if is_channel(one.id) and user in one.members]

    def members(self, peer: int) -> list[int]:
        """Who is told of what happens there."""
        room = self._rooms.get(peer)
        return list(room.members) if room is not None else []
