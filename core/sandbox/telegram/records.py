"""What the server keeps: users, letters, boxes and their changes, files, authorisations.

A private message is one `Letter` with one id per user box, as in Telegram itself: the two
sides of a chat number the same letter differently.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import msgspec

FileKind = Literal["document", "image", "voice"]
ChangeKind = Literal["new", "edit", "delete", "read_in", "read_out", "react", "pin", "folder",
                     "page"]  # fmt: skip


@dataclass(frozen=True)
class SandboxFile:
    """A file as the scenario hands it in; `duration` in seconds and the words `said`, for voice
    only. `dc` is the data centre that it lies in, 0 the first."""

    name: str
    mime: str
    data: bytes
    kind: FileKind
    duration: int = 0
    said: str = ""
    dc: int = 0


@dataclass(frozen=True)
class Sent:
    """A sent letter: user id -> message id in that user's box."""

    ids: dict[int, int]


@dataclass(frozen=True)
class StoredMessage:
    """One message as it stands in a user's box; times are epoch seconds."""

    id: int
    sender: int
    text: str
    at: float
    edited_at: float | None
    reactions: dict[int, str] = field(default_factory=dict)
    file_name: str | None = None
    file_size: int | None = None


class User(msgspec.Struct):
    """An account. `contacts` are the user ids whose phone this user may see, `trials` how many
    transcriptions it had without Premium. One with a `token` is a bot, which accounts may connect
    where it is for `business`. `home` is the data centre that it lives in, 0 the first."""

    id: int
    phone: str
    first_name: str
    last_name: str
    username: str | None
    contacts: set[int]
    salt1: bytes = b""
    salt2: bytes = b""
    verifier: bytes = b""
    premium: bool = False
    trials: int = 0
    token: str = ""
    business: bool = False
    home: int = 0


class Extra(msgspec.Struct):
    """What a letter holds besides text and file: serialised TL objects, and numbers as Telegram
    has them; ``markup`` are the buttons of a bot. ``pinned_for``: on that side alone. With an
    ``action`` it is a service message. ``votes``: user -> options of a poll."""

    media: bytes = b""
    action: bytes = b""
    forward: bytes = b""
    album: int | None = None
    via: int | None = None
    quote: str = ""
    quote_at: int = 0
    story: int | None = None
    pinned: bool = False
    votes: dict[int, list[bytes]] = {}
    business_bot: int | None = None
    offline: bool = False
    silent: bool = False
    markup: bytes = b""
    pinned_for: int = 0
    topic: int = 0


class Letter(msgspec.Struct):
    """A message, shared by the boxes that it is in. `ids`: user id -> message id, while it stands;
    that of a supergroup has one id, in the group's own box. `group` and `send_as` are marked ids,
    0 for none; `receiver` is the group's, too. `reacted`: who reacted when; `seen`: who has read it
    when."""

    key: int
    sender: int
    receiver: int
    text: str
    at: float
    ids: dict[int, int]
    file: int | None = None
    reply: int | None = None
    entities: list[bytes] = []
    edited_at: float | None = None
    reacted_at: float | None = None
    reactions: dict[int, str] = {}
    random_id: int | None = None
    extra: Extra = msgspec.field(default_factory=Extra)
    group: int = 0
    send_as: int = 0
    reacted: dict[int, float] = {}
    seen: dict[int, float] = {}

    def other(self, user: int) -> int:
        """The peer of this letter as `user` sees it."""
        if self.group:
            return self.group
        return self.receiver if user == self.sender else self.sender


class Change(msgspec.Struct):
    """One entry of a box's log. `pts` is the value after it, `count` how much it took.

    `ids` are message ids in that box; for reads the one max id.
    """

    pts: int
    count: int
    kind: ChangeKind
    peer: int
    ids: list[int]


class BoxHead(msgspec.Struct):
    """Counters of a user's box; `read_in`/`read_out` are peer -> max read message id. Those of a
    supergroup's box are member -> max read message id."""

    user: int
    pts: int = 1
    next_id: int = 1
    read_in: dict[int, int] = {}
    read_out: dict[int, int] = {}


class Effect(NamedTuple):
    """A change that happened in a user's box and has to be told to that user's sessions."""

    user: int
    change: Change


class FileRecord(msgspec.Struct):
    """A stored file without its bytes. `at` epoch seconds, `size` bytes, `duration` seconds."""

    id: int
    name: str
    mime: str
    kind: FileKind
    size: int
    at: float
    duration: int = 0
    width: int = 0
    height: int = 0
    extra: list[bytes] = []
    said: str = ""
    dc: int = 0


class AuthRecord(msgspec.Struct):
    """An auth key and who is signed in with it (`user`), or waits for the password (`pending`).
    `dc` is the data centre that knows it, 0 the first; `exported`: it was let in there by another
    authorisation of the account, to fetch files."""

    key_id: int
    key: bytes
    salt: int
    created: float
    user: int | None = None
    pending: int | None = None
    bound_to: int | None = None
    temporary: bool = False
    api_id: int = 0
    device: str = ""
    app: str = ""
    dc: int = 0
    exported: bool = False
