"""A webhook's body becomes events. Pure: nothing is fetched, kept or raised.

Walks entry[] x changes[] x messages[], statuses[] and the rest; what cannot be read becomes an
``Unreadable`` with its raw bytes, and everything beside it is still read.
"""

from typing import Final

from core.channels.whatsapp import changes, notices, records
from core.channels.whatsapp.gathering import BROKEN, Gathering, name
from core.channels.whatsapp.mending import mended
from core.channels.whatsapp.records import NOTHING, Raw
from core.domain.events import Event
from core.domain.problems import Problem

_NOTHING: Final = Problem("whatsapp-unreadable", {"why": "nothing"})


def to_events(body: bytes, account: str, *, now: int) -> list[Event]:
    """The events of one POST, in its order, of number ``account`` alone ('' takes every number).

    ``now`` (ms) dates what has no time of its own: the unreadable, and two names of one person.
    """
    walk = Gathering(account, now)
    _Body(walk).body(body)
    return walk.events


class _Body:
    """Finds the changes of a body."""

    def __init__(self, walk: Gathering) -> None:
        self.walk = walk

    def body(self, body: bytes) -> None:
        whole = Raw(body)
        try:
            body.decode()  # a byte that is no UTF-8 would cost its message: it is mended as well
            self.entries(body)
        except (*BROKEN, RecursionError):
            self.walk.events.clear()
            self.walk.attempt(whole, lambda: self.entries(mended(body)))
        if not self.walk.events and not self.walk.others:
            self.walk.unreadable(whole, _NOTHING)

    def entries(self, body: bytes) -> None:
        """The webhook, or several of them."""
        several = records.items(Raw(body)) if body.lstrip().startswith(b"[") else []
        if not several or not all(bytes(each).startswith(b"{") for each in several):
            self.webhook(body)
            return
        for each in several:
            before = len(self.walk.events)
            self.walk.guarded(each, lambda raw: self.webhook(bytes(raw)))
            if len(self.walk.events) == before and not self.walk.others:
                self.walk.unreadable(each, _NOTHING)

    def webhook(self, body: bytes) -> None:
        """One webhook; what a partner passes on may be one change of it, or what changed alone."""
        webhook = records.read(body, records.Webhook)
        if webhook.entry != NOTHING:
            for entry in records.items(webhook.entry):
                self.walk.guarded(entry, self.entry)
        elif records.read(body, records.Change).value != NOTHING:
            self.change(Raw(body), records.Entry())
        elif changes.concerns_people("", records.read(body, records.Value)):
            self.value("messages", records.read(body, records.Value))

    def entry(self, raw: Raw) -> None:
        entry = records.part(raw, records.Entry)
        for change in records.items(entry.changes):
            self.walk.guarded(change, lambda raw: self.change(raw, entry))

    def change(self, raw: Raw, entry: records.Entry) -> None:
        change = records.read(raw, records.Change)
        field = records.lenient(change.field, str, "")
        value = records.soft(change.value, records.Value)
        if changes.concerns_people(field, value):
            before = len(self.walk.events)
            if self.value(field, value) and len(self.walk.events) == before:
                for member, told in changes.unheard(change.value).items():
                    self.told(member, told, entry)
            return
        if not field and value.errors != NOTHING:
            self.value("messages", value)
            return
        self.told(field, change.value, entry)

    def told(self, field: str, raw: Raw, entry: records.Entry) -> None:
        self.walk.events += notices.notices(field, raw, name(entry.id), entry.time, self.walk.now)

    def value(self, field: str, value: records.Value) -> bool:
        """Whether it is of our number."""
        number = records.soft(value.metadata, records.Metadata)
        account = name(number.phone_number_id)
        if self.walk.account and account and account != self.walk.account:
            self.walk.others = True
            return False
        changes.read(self.walk, field, value, account or self.walk.account)
        return True
