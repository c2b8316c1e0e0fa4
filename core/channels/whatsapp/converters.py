"""A webhook's body becomes events. Pure: nothing is fetched, kept or raised.

Walks entry[] x changes[] x messages[], statuses[] and the rest; what cannot be read becomes an
``Unreadable`` with its raw bytes, and everything beside it is still read.
"""

import json
import math
from typing import NamedTuple

from core.channels.whatsapp import records
from core.channels.whatsapp.changes import ChangeReader
from core.channels.whatsapp.gathering import BROKEN, Gathering
from core.channels.whatsapp.records import Raw
from core.domain.events import Event

_FIELDS = ("messages", "smb_message_echoes", "calls", "history")


class Delivery(NamedTuple):
    """What one POST brought: its events, and under which wa_id each user id (BSUID) was seen."""

    events: list[Event]
    people: dict[str, str]


def read_webhook(body: bytes, account: str, *, now: int) -> Delivery:
    """The events of one POST, in its order, of number ``account`` alone ('' takes every number).

    ``now`` (ms) dates what has no time of its own: the unreadable.
    """
    walk = Gathering(account, now)
    _Body(walk).body(body)
    return Delivery(walk.events, walk.people)


def to_events(body: bytes, account: str, *, now: int) -> list[Event]:
    """The events alone of ``read_webhook``."""
    return read_webhook(body, account, now=now).events


class _Body:
    """Finds the changes of a body."""

    def __init__(self, walk: Gathering) -> None:
        self.walk = walk

    def body(self, body: bytes) -> None:
        try:
            self.entries(body)
        except BROKEN:
            self.walk.attempt(Raw(body), lambda: self.entries(_mended(body)))

    def entries(self, body: bytes) -> None:
        for entry in records.items(records.read(body, records.Webhook).entry):
            self.walk.guarded(entry, self.entry)

    def entry(self, raw: Raw) -> None:
        for change in records.items(records.read(raw, records.Entry).changes):
            self.walk.guarded(change, self.change)

    def change(self, raw: Raw) -> None:
        change = records.read(raw, records.Change)
        if change.field not in _FIELDS:
            return  # subscribed to, perhaps, but of no message: templates, quality, account
        value = records.read(change.value, records.Value)
        number = records.lenient(value.metadata, records.Metadata, records.Metadata())
        account = str(number.phone_number_id or "")
        if self.walk.account and account and account != self.walk.account:
            return
        ChangeReader(self.walk, value, account or self.walk.account).read()


def _mended(body: bytes) -> bytes:
    """The same JSON without what msgspec refuses a whole batch for: bytes that are no UTF-8,
    halves of surrogates, numbers beyond a double. Raises ValueError where it is no JSON at all."""
    tree = json.loads(
        body.decode("utf-8", "replace"),
        parse_constant=lambda _: None,
        parse_int=lambda digits: int(digits) if len(digits) < 25 else digits,
        parse_float=lambda digits: float(digits) if math.isfinite(float(digits)) else digits,
    )
    return json.dumps(tree, ensure_ascii=False).encode("utf-8", "replace")
