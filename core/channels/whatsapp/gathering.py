"""Gathering events from a webhook in which anything may be broken. Pure."""

import hashlib
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

import msgspec

from core.channels.whatsapp import records
from core.channels.whatsapp.records import Name, Raw
from core.domain.channels import Channel, Peer
from core.domain.events import Event, IdentityChanged, Unreadable
from core.domain.problems import Problem

# RecursionError is not among them: it is told to the body, which is then read without its depths.
BROKEN: Final = (msgspec.DecodeError, UnicodeError, ValueError, OverflowError)
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


class Names(NamedTuple):
    """What a person is called: a phone without its plus, and a business-scoped id (BSUID)."""

    wa_id: str
    user_id: str

    @property
    def peer(self) -> str:
        """The client's id: the phone wherever it is told, else the user id, '' without both."""
        return self.wa_id or self.user_id


def names(wa_id: Name, user_id: Name) -> Names:
    """The names as a webhook has them."""
    return Names(name(wa_id).lstrip("+"), name(user_id))


def millis(timestamp: str | int | float) -> int:
    """Seconds (or milliseconds) since the epoch, a number or digits, as ms. Raises ValueError."""
    at = float(timestamp)
    if not -1e15 < at < 1e15:
        raise ValueError("no time")
    result = int(at if at > 1e11 else at * 1000)
    if not _FIRST <= result <= _LAST:
        raise ValueError("no time of WhatsApp's")
    return result


class Gathering:
    """The events of one body, in its order."""

    def __init__(self, account: str, now: int) -> None:
        self.account = account
        self.now = now
        self.events: list[Event] = []
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

    def meet(self, account: str, wa_id: str, user_id: str, at: int) -> None:
        """Both names of one person, where both are told: one chat, under whichever the next
        message comes alone. ``at`` (ms) is when they were told."""
        if not (wa_id and user_id) or (wa_id, user_id) in self._met:
            return
        self._met.add((wa_id, user_id))
        body = IdentityChanged(new_id=user_id)
        peer = Peer(Channel.WHATSAPP, account, wa_id)
        key = f"person:{wa_id}:{user_id}"
        self.events.append(Event(external_id=key, at=at, body=body, peer=peer))

    def unreadable(self, raw: Raw, what: Problem, peer: Peer | None = None) -> None:
        content = bytes(raw)
        key = "unreadable:" + hashlib.sha256(content).hexdigest()[:32]
        body = Unreadable(problem=what.encode())
        self.events.append(Event(external_id=key, at=self.now, body=body, peer=peer, raw=content))

    def listed(self, raw: Raw) -> Iterable[Raw]:
        """The members; a list that is none is kept as unreadable, and the others are read."""
        try:
            return records.items(raw)
        except BROKEN:
            self.unreadable(raw, Problem("whatsapp-unreadable", {"why": "list"}))
            return []
