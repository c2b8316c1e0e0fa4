"""What is set for a chat at its messenger, and in which folders of the account it stands. Pure.

The rules are Telegram's (https://core.telegram.org/api/folders): what is named stands in a folder
whatever else holds; of the kinds that it takes in stands what is not named as left out, and not
muted, read or archived where the folder leaves that out.
"""

from collections.abc import Sequence
from typing import Final, Literal

import msgspec
from msgspec import structs

Kind = Literal["", "contact", "bot", "channel"]
"""Whom a chat is with, beyond its id: '' is a person who is no contact, or a group."""
FOREVER: Final = (2**31 - 1) * 1000
"""Muted without an end, as Telegram writes it (ms)."""
BY_DEFAULT: Final = -1
"""Muted or heard as the account has it for such chats."""


class ChatState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is set for a chat; None is what is not told. ``muted_until``: ms since the epoch, 0 for
    heard, or ``BY_DEFAULT``. ``marked``: as unread, by hand. ``blocked``: the account takes nothing
    of them. ``place``: of a pinned chat among those of the account, from 1 on; 0 where that is not
    told, or it is not pinned."""

    archived: bool | None = None
    muted_until: int | None = None
    marked: bool | None = None
    pinned: bool | None = None
    kind: Kind | None = None
    blocked: bool | None = None
    place: int | None = None

    def beyond(self, other: "ChatState") -> "ChatState":
        """What this one tells that is not so in ``other``; of what ``other`` does not tell
        nothing is set."""
        return ChatState(**{
            name: value
            for name in self.__struct_fields__
            if (value := getattr(self, name)) is not None
            and value != (known if (known := getattr(other, name)) is not None else _NOTHING[name])
        })  # fmt: skip

    @property
    def told(self) -> bool:
        """Whether it tells anything."""
        return self != ChatState()


_NOTHING: Final[dict[str, object]] = {
    "archived": False, "muted_until": BY_DEFAULT, "marked": False, "pinned": False, "kind": "",
    "blocked": False, "place": 0,
}  # fmt: skip
SETTLED: Final = ChatState(
    archived=False,
    muted_until=BY_DEFAULT,
    marked=False,
    pinned=False,
    kind="",
    blocked=False,
    place=0,
)
"""A chat for which nothing is set."""


class MuteDefaults(msgspec.Struct, frozen=True, omit_defaults=True):
    """Until when (ms) an account mutes chats that say nothing themselves, by their kind."""

    users: int = 0
    groups: int = 0
    channels: int = 0

    def of(self, peer: str, kind: Kind) -> int:
        """That of one chat."""
        if kind == "channel":
            return self.channels
        return self.groups if peer.startswith("-") else self.users


class Folder(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A folder of an account: peers by their marked ids (groups are negative), and which kinds it
    takes in. ``pinned`` stand first in it. ``shared``: it came by a link and has no kinds
    (a chatlist). ``colour`` is Telegram's number of one of seven, None for none."""

    id: int
    title: str
    emoji: str = ""
    colour: int | None = None
    pinned: tuple[str, ...] = ()
    included: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    contacts: bool = False
    non_contacts: bool = False
    groups: bool = False
    channels: bool = False
    bots: bool = False
    no_muted: bool = False
    no_read: bool = False
    no_archived: bool = False
    shared: bool = False

    @property
    def named(self) -> tuple[str, ...]:
        """The chats that stand in it whatever holds of them."""
        return tuple(dict.fromkeys((*self.pinned, *self.included)))

    def takes(self, peer: str, kind: Kind) -> bool:
        """Whether it takes in chats of that kind."""
        if kind == "bot":
            return self.bots
        if kind == "channel":
            return self.channels
        if peer.startswith("-"):
            return self.groups
        return self.contacts if kind == "contact" else self.non_contacts

    def holds(
        self, peer: str, kind: Kind, *, muted: bool, unread: bool, archived: bool,
        mentioned: bool = False,
    ) -> bool:  # fmt: skip
        """Whether a chat stands in it. ``unread``: by messages, or marked so; ``mentioned``: what
        is unread names us, which is heard where a chat is muted and not archived."""
        if peer in self.pinned or peer in self.included:
            return True
        if peer in self.excluded or not self.takes(peer, kind):
            return False
        silent = muted and (archived or not mentioned)
        if (self.no_muted and silent) or (self.no_archived and archived):
            return False
        return unread or not self.no_read

    def with_chat(self, peer: str) -> "Folder":
        """The chat named as one of it."""
        if peer in self.named:
            return self
        left = tuple(one for one in self.excluded if one != peer)
        return structs.replace(self, included=(*self.included, peer), excluded=left)

    def without(self, peer: str, kind: Kind) -> "Folder":
        """The chat out of it: named no more, and left out where its kind is taken in."""
        excluded = self.excluded
        if self.takes(peer, kind) and peer not in excluded:
            excluded = (*excluded, peer)
        return structs.replace(
            self,
            pinned=tuple(one for one in self.pinned if one != peer),
            included=tuple(one for one in self.included if one != peer),
            excluded=excluded,
        )


class Wish(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the operator wants of a chat: one of the fields of ``ChatState``, or (``folder``, the
    folder's id) that it stands in a folder of the account or does not (``inside``)."""

    state: ChatState = ChatState()
    folder: int | None = None
    inside: bool = False

    @property
    def fields(self) -> dict[str, int]:
        """What is wanted by name, as numbers."""
        if self.folder is not None:
            return {f"folder:{self.folder}": int(self.inside)}
        names = ("archived", "muted_until", "marked", "blocked")
        found = {name: getattr(self.state, name) for name in names}
        return {name: int(value) for name, value in found.items() if value is not None}


class FolderRow(msgspec.Struct, frozen=True, kw_only=True):
    """A folder as the rail shows it; ``key`` is what a filter of the list names it by."""

    key: str
    account: str
    folder: Folder


def key_of(account: str, folder: int) -> str:
    """How a filter of the list names a folder."""
    return f"{account}:{folder}"


def wanted_of(
    folders: Sequence[Folder], wishes: Sequence[tuple[str, Kind, int, bool]]
) -> list[Folder]:
    """Folders with what is wanted of them and not at the messenger yet: (peer, kind, folder,
    inside)."""
    found = {one.id: one for one in folders}
    for peer, kind, folder, inside in wishes:
        if folder in found:
            stands = found[folder]
            found[folder] = stands.with_chat(peer) if inside else stands.without(peer, kind)
    return list(found.values())
