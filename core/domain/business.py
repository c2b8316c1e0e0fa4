"""What Telegram Business holds of an account: hours, greeting, away message, quick replies, links.
Pure. Source: https://core.telegram.org/api/business"""

from typing import Final, Literal

import msgspec

from core.domain.events import AttachmentKind
from core.domain.marks import Mark

GREETING, AWAY = "hello", "away"
"""What Telegram's own apps call the shortcuts that these messages are kept in."""
DAYS: Final = (7, 14, 21, 28)
"""Without a word for so many days, a client is greeted again."""
LONGEST_NAME: Final = 32
LONGEST_ADDRESS, LONGEST_TITLE, LONGEST_INTRO = 96, 32, 70
"""``intro_title_length_limit`` and ``intro_description_length_limit`` of the application's config;
of an address Telegram's own apps take so much."""
Schedule = Literal["always", "closed", "custom"]
"""``closed``: outside the opening hours."""


class _Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A piece of what is kept."""


class Hours(_Part, frozen=True, kw_only=True):
    """``open``: from a minute of the week (Monday 0:00 is 0) up to before another, in the time of
    ``zone`` (IANA); the second may lie in the next week."""

    zone: str
    open: tuple[tuple[int, int], ...]


class Recipients(_Part, frozen=True, kw_only=True):
    """To whom an automatic message goes: the kinds of chats, and ``users`` (ids) besides them;
    ``exclude``: to all but those."""

    existing: bool = False
    new: bool = False
    contacts: bool = False
    others: bool = False
    exclude: bool = False
    users: tuple[str, ...] = ()


EVERYBODY: Final = Recipients(exclude=True)


class Greeting(_Part, frozen=True, kw_only=True):
    """Sent to who writes first, or after ``days`` without a word: the messages of ``shortcut``."""

    shortcut: int
    days: int = DAYS[0]
    recipients: Recipients = EVERYBODY


class Away(_Part, frozen=True, kw_only=True):
    """Sent to who writes while we are away. ``since`` and ``until`` (ms) are of a ``custom``
    schedule. ``offline``: only where we were not online in the last ten minutes."""

    shortcut: int
    schedule: Schedule = "always"
    since: int = 0
    until: int = 0
    offline: bool = True
    recipients: Recipients = EVERYBODY


class ShortcutMessage(_Part, frozen=True, kw_only=True):
    """A message of a quick reply. ``kind`` is that of its file, ``note`` names what is neither
    words nor a file (a place, a poll); ``name`` is the file's. ``edited``: when, in seconds."""

    id: int
    text: str = ""
    marks: tuple[Mark, ...] = ()
    kind: AttachmentKind | Literal[""] = ""
    name: str = ""
    note: str = ""
    edited: int = 0

    @property
    def plain(self) -> bool:
        """Whether it is nothing but words."""
        return bool(self.text) and not self.kind and not self.note


class Shortcut(_Part, frozen=True, kw_only=True):
    """A quick reply: found by ``name``, sent as its ``messages``, of which ``count`` are there."""

    id: int
    name: str
    count: int = 0
    messages: tuple[ShortcutMessage, ...] = ()

    @property
    def words(self) -> ShortcutMessage | None:
        """Its one message, where that is nothing but words: it may be changed before it goes."""
        whole = self.count == len(self.messages) == 1
        return self.messages[0] if whole and self.messages[0].plain else None


class ChatLink(_Part, frozen=True, kw_only=True):
    """A link that opens a chat with us, with words that the client may send. ``title`` is for us
    alone."""

    url: str
    text: str = ""
    marks: tuple[Mark, ...] = ()
    title: str = ""
    views: int = 0


class Business(_Part, frozen=True, kw_only=True):
    """All of it; an account without Telegram Business has none of it."""

    hours: Hours | None = None
    address: str = ""
    greeting: Greeting | None = None
    away: Away | None = None
    intro_title: str = ""
    intro_text: str = ""
    links: tuple[ChatLink, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    premium: bool = False

    def shortcut(self, ident: int) -> Shortcut | None:
        """A quick reply by its id."""
        return next((one for one in self.shortcuts if one.id == ident), None)


def kept_under(account: str) -> str:
    """The key of the state that holds what is known of an account's."""
    return f"telegram/{account}/business"


def read(kept: bytes | None) -> Business:
    """What is kept; nothing where that cannot be read."""
    try:
        return msgspec.json.decode(kept or b"{}", type=Business)
    except msgspec.MsgspecError:
        return Business()


def name_of(typed: str) -> str:
    """A name as Telegram takes it: letters, digits and underscores."""
    joined = "_".join(typed.split()).removeprefix("/")
    return "".join(one for one in joined if one.isalnum() or one == "_")[:LONGEST_NAME]
