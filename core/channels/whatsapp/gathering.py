"""Gathering events from a webhook in which anything may be broken. Pure."""

import hashlib
from collections.abc import Callable, Iterable
from typing import Final

import msgspec

from core.channels.whatsapp import records
from core.channels.whatsapp.records import Raw
from core.domain.channels import Peer
from core.domain.events import Event, Unreadable
from core.domain.problems import Problem

BROKEN: Final = (msgspec.DecodeError, UnicodeError, ValueError, OverflowError, RecursionError)
# From 2009 (WhatsApp's first year) to 2100, in milliseconds.
_FIRST, _LAST = 1_230_768_000_000, 4_102_444_800_000


def peer_id(wa_id: str | None, user_id: str | None) -> str:
    """The client's id: the wa_id wherever it is told, so that a thread stays one when a user id
    (BSUID) comes along later; else the user id. '' when neither is there."""
    return (wa_id or "").strip().lstrip("+") or (user_id or "").strip()


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
    """The events of one body, and who was named in it.

    ``people`` is under which wa_id each user id (BSUID) was seen.
    """

    def __init__(self, account: str, now: int) -> None:
        self.account = account
        self.now = now
        self.events: list[Event] = []
        self.people: dict[str, str] = {}

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

    def meet(self, wa_id: str | None, user_id: str | None) -> None:
        """Both names of one person, where both are told."""
        phone = (wa_id or "").strip().lstrip("+")
        if phone.isdigit() and user_id and user_id != phone:
            self.people[user_id] = phone

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
