"""Gathering events from a webhook in which anything may be broken. Pure."""

import hashlib
import re
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

import msgspec

from core.channels.whatsapp import records
from core.channels.whatsapp.records import Name, Raw
from core.domain.channels import Channel, Peer
from core.domain.events import Attachment, Event, IdentityChanged, Unreadable
from core.domain.problems import Problem

# RecursionError is not among them: it is told to the body, which is then read without its depths.
BROKEN: Final = (msgspec.DecodeError, UnicodeError, ValueError, OverflowError)
_SPACED: Final = re.compile(r"[+\s().-]+")
_BSUID: Final = re.compile(r"[A-Z]{2}\.")
# From 2009 (WhatsApp's first year) to 2100, in milliseconds.
_FIRST, _LAST = 1_230_768_000_000, 4_102_444_800_000


def name(given: Name) -> str:
    """An id in whatever dress it was told; '' where it was not."""
    return "" if given is None else str(given).strip()


def named(given: Name) -> str:
    """An id that has to be there. Raises ValueError."""
    if not (found := name(given)):
        raise ValueError("no id")
    return found


class Content(msgspec.Struct, frozen=True):
    """What stands in the chat. ``note`` names what cannot be shown as text or file, ``product``
    the article that is asked about."""

    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    note: str = ""
    product: str = ""


class Names(NamedTuple):
    """What a person is called: a phone without its plus, a business-scoped id (BSUID), and the
    one that linked portfolios share."""

    wa_id: str
    user_id: str
    parent: str = ""

    @property
    def peer(self) -> str:
        """The client's id: the phone wherever it is told, else a user id, '' without any."""
        return self.wa_id or self.user_id or self.parent

    def differ(self, other: "Names") -> bool:
        """Whether both are told a name of one sort, and not the same."""
        return any(a and b and a != b for a, b in zip(self, other, strict=True))

    def completed(self, other: "Names") -> "Names":
        """With those names of ``other`` that are not told here."""
        return Names(*(a or b for a, b in zip(self, other, strict=True)))


def is_bsuid(ident: str) -> bool:
    """Whether an id is a business-scoped one: ``RU.123…``."""
    return _BSUID.match(ident) is not None


def names(wa_id: Name, user_id: Name, parent: Name = None) -> Names:
    """The names as a webhook has them, whichever of them stands where."""
    told, phone = [name(user_id), name(parent)], name(wa_id)
    if is_bsuid(phone):
        told, phone = [told[0] or phone, told[1]], ""
    digits = _SPACED.sub("", phone)
    return Names(digits if digits.isdigit() else phone.lstrip("+"), *told)


def millis(timestamp: str | int | float) -> int:
    """Seconds (or milliseconds) since the epoch, a number or digits, as ms. Raises ValueError."""
    at = float(timestamp)
    if not -1e15 < at < 1e15:
        raise ValueError("no time")
    result = int(at if at > 1e11 else at * 1000)
    if not _FIRST <= result <= _LAST:
        raise ValueError("no time of WhatsApp's")
    return result


def moment(timestamp: str | int | float | None, default: int) -> int:
    """As ``millis``, or ``default`` where there is no time."""
    try:
        return default if timestamp is None else millis(timestamp)
    except (ValueError, OverflowError):
        return default


def when(raw: Raw, default: int) -> int:
    """A time as it stands in a webhook, in ms; ``default`` where there is none."""
    return moment(records.stamp(raw), default)


class Gathering:
    """The events of one body, in its order. ``others``: some of it is another number's."""

    def __init__(self, account: str, now: int) -> None:
        self.account = account
        self.now = now
        self.events: list[Event] = []
        self.others = False
        self._met: set[tuple[str, str]] = set()

    def guarded(self, raw: Raw, work: Callable[[Raw], None]) -> None:
        self.attempt(raw, lambda: work(raw))

    def attempt(self, raw: Raw, work: Callable[[], None], peer: Peer | None = None) -> None:
        """Do it; where the JSON is not what it should be, keep it raw and go on."""
        try:
            work()
        except BROKEN as error:
            # Only the kind of mistake is told: the sentence could quote the client.
            what = Problem("whatsapp-unreadable", {"why": type(error).__name__})
            self.unreadable(raw, what, peer)

    def meet(self, account: str, told: Names, at: int) -> None:
        """The names of one person, where several are told: one chat, under whichever the next
        message comes alone. ``at`` (ms) is when they were told."""
        known = [ident for ident in told if ident]
        for ident in known[1:]:
            pair = (known[0], ident)
            if known[0] == ident or pair in self._met:
                continue
            self._met.add(pair)
            body = IdentityChanged(new_id=ident)
            peer = Peer(Channel.WHATSAPP, account, known[0])
            key = f"person:{known[0]}:{ident}"
            self.events.append(Event(external_id=key, at=at, body=body, peer=peer))

    def unreadable(self, raw: Raw, what: Problem, peer: Peer | None = None) -> None:
        body = Unreadable(problem=what.encode())
        self.events.append(
            Event(
                external_id=self.key("unreadable", raw),
                at=self.now,
                body=body,
                peer=peer,
                raw=bytes(raw),
            )
        )

    @staticmethod
    def key(kind: str, raw: Raw) -> str:
        """An external id for what has none: told again in the same bytes, it is the same."""
        return f"{kind}:{hashlib.sha256(bytes(raw)).hexdigest()[:32]}"

    @classmethod
    def named(cls, what: str, time: str | int | float | None, rest: str, raw: Raw) -> str:
        """An external id for what is told by its time: without one, by its bytes, since it is the
        same whenever it is read."""
        at = moment(time, 0)
        return f"{what}:{at}:{rest}" if at else cls.key(what, raw)

    def listed(self, raw: Raw) -> Iterable[Raw]:
        """The members; a list that is none is kept as unreadable, and the others are read."""
        try:
            return records.items(raw)
        except BROKEN:
            self.unreadable(raw, Problem("whatsapp-unreadable", {"why": "list"}))
            return []
