"""A webhook's body becomes events. Pure: nothing is fetched, kept or raised.

Walks entry[] x changes[] x messages[], statuses[] and the rest; what cannot be read becomes an
``Unreadable`` with its raw bytes, and everything beside it is still read.
"""

from core.channels.whatsapp import records
from core.channels.whatsapp.changes import ChangeReader
from core.channels.whatsapp.gathering import BROKEN, Gathering
from core.channels.whatsapp.mending import mended
from core.channels.whatsapp.records import Raw
from core.domain.events import Event

_FIELDS = ("messages", "smb_message_echoes", "calls", "history")


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
        try:
            body.decode()  # a byte that is no UTF-8 would cost its message: it is mended as well
            self.entries(body)
        except (*BROKEN, RecursionError):
            self.walk.events.clear()
            self.walk.attempt(Raw(body), lambda: self.entries(mended(body)))

    def entries(self, body: bytes) -> None:
        for entry in records.items(records.read(body, records.Webhook).entry):
            self.walk.guarded(entry, self.entry)

    def entry(self, raw: Raw) -> None:
        for change in records.items(records.read(raw, records.Entry).changes):
            self.walk.guarded(change, self.change)

    def change(self, raw: Raw) -> None:
        change = records.read(raw, records.Change)
        field = records.lenient(change.field, str, "")
        if field and field not in _FIELDS:
            return  # subscribed to, perhaps, but of no message: templates, quality, account
        value = records.read(change.value, records.Value)
        number = records.lenient(value.metadata, records.Metadata, records.Metadata())
        account = str(number.phone_number_id or "")
        if self.walk.account and account and account != self.walk.account:
            return
        ChangeReader(self.walk, value, account or self.walk.account).read()
