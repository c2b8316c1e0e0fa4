"""What could not be read is kept in the log, and the operator is told that it is there."""

import sqlite3

from msgspec.structs import replace

from core.domain.channels import Channel
from core.domain.events import AccountNotice, Event, MessageReceived
from core.store.projection import account, messages

_LINE = MessageReceived(direction="in", note="unsupported", opens_window=False, service=True)


def kept(conn: sqlite3.Connection, seq: int, event: Event, recorded_at: int) -> set[int]:
    """A line in the chat of whom it is of; else a notice of the account, one for all of them."""
    if event.peer is None:
        told = AccountNotice(
            channel=Channel.WHATSAPP, code="unreadable", severity="warning", subject="unreadable"
        )
        return account.notice(conn, event.at, told)
    # a later version may read what is called so: that is another message
    name = f"unreadable:{event.external_id.removeprefix('unreadable:')}"
    return messages.receive(conn, seq, replace(event, external_id=name), _LINE, recorded_at)
