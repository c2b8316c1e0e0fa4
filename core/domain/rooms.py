"""Groups from within: who is there, what one may do, where its messages belong. Pure."""

from typing import Final, Literal

import msgspec

from core.domain.channels import Peer
from core.domain.persons import Person

Role = Literal["", "owner", "admin", "restricted"]
Seen = Literal["", "online", "recently", "week", "month", "at"]
Silent = Literal["", "gone", "readers", "restricted", "admins", "no_text"]
"""Why nothing can be written: we are not in it (any more), a channel that is only read, we were
silenced, only admins write, no texts."""
GENERAL: Final = 1
"""The topic that every forum has."""


class Member(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody in a group. ``id`` is the messenger's. ``title`` is what the group calls an admin.
    ``seen_at`` is when they were last there (ms) where ``seen`` is ``at``. ``us``: this account."""

    id: str
    name: str
    username: str = ""
    role: Role = ""
    title: str = ""
    seen: Seen = ""
    seen_at: int = 0
    bot: bool = False
    us: bool = False


class Members(msgspec.Struct, frozen=True, kw_only=True):
    """A page of who is in a group. ``more`` is where the next one begins, 0: nowhere. ``hidden``:
    the group shows its admins alone, or nobody."""

    rows: tuple[Member, ...] = ()
    total: int = 0
    more: int = 0
    hidden: bool = False


class Rights(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one may do there. ``until`` is when a silence ends (ms, 0: nobody knows)."""

    silent: Silent = ""
    until: int = 0
    add: bool = False
    remove: bool = False
    rename: bool = False
    files: bool = True
    rules: bool = False
    """Whether one is above the rules for all: an owner or admin."""


class Topic(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A topic of a forum; ``id`` is the number of the message that began it. ``colour`` as
    0xRRGGBB."""

    id: int
    title: str
    colour: int = 0x6FB9F0
    closed: bool = False
    hidden: bool = False


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """A group as far as it is known here. ``slow`` is what has to pass between two messages of ours
    (seconds, 0: nothing), ``slow_until`` when the next may go out (ms)."""

    title: str = ""
    members: int = 0
    rights: Rights = Rights()
    slow: int = 0
    slow_until: int = 0
    forum: bool = False
    topics: tuple[Topic, ...] = ()

    def topic(self, number: int) -> Topic | None:
        """One of its topics."""
        return next((one for one in self.topics if one.id == number), None)

    def topic_of(self, number: int) -> Topic | None:
        """The topic of a message that says so (0: the general one); None where there are none."""
        return self.topic(number or GENERAL) if self.forum else None


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whom the messenger did not let into a group. ``premium``: it would have, had we its
    paid subscription."""

    id: str
    name: str = ""
    premium: bool = False


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a wish for people in a group: the group's id, and who is not in it."""

    group: str
    missing: tuple[Missing, ...] = ()


class Known(msgspec.Struct, frozen=True):
    """Somebody in a group: their own thread with the same account (None: there is none), and
    whether they are an account of ours."""

    member: Member
    thread: int | None = None
    ours: bool = False


class Candidate(msgspec.Struct, frozen=True):
    """Somebody who may be taken into a group; ``ours``: an account of ours."""

    person: Person
    ours: bool = False


class KnownPage(msgspec.Struct, frozen=True, kw_only=True):
    """As ``Members``."""

    rows: tuple[Known, ...] = ()
    total: int = 0
    more: int = 0
    hidden: bool = False


class Began(msgspec.Struct, frozen=True):
    """A group that was made: its thread, and who is not in it."""

    peer: Peer
    thread: int | None
    missing: tuple[Missing, ...] = ()
