"""What users have begun to write, kept in the cloud. https://core.telegram.org/api/drafts"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import msgspec
from telethon.tl import types as tl

from core.sandbox.telegram.state import StateFile
from core.sandbox.telegram.wire import moment, read_object


class DraftRecord(msgspec.Struct):
    """A draft of ``user`` in the chat with ``peer`` (a marked id); ``reply_to`` and ``entities``
    are serialised TL objects. An empty one was begun once, and ended ``at`` (epoch seconds)."""

    user: int
    peer: int
    at: float
    text: str = ""
    entities: list[bytes] = []
    reply_to: bytes = b""
    no_webpage: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing is begun."""
        return not self.text and not self.reply_to

    def shown(self) -> Any:
        """As a draftMessage."""
        if self.empty:
            return tl.DraftMessageEmpty(date=moment(self.at))
        return tl.DraftMessage(
            message=self.text,
            date=moment(self.at),
            no_webpage=self.no_webpage,
            reply_to=read_object(self.reply_to) if self.reply_to else None,
            entities=[read_object(raw) for raw in self.entities] or None,
        )


class Drafts:
    """All drafts of the server."""

    def __init__(self, state: StateFile) -> None:
        self._state = state
        self._records = {(one.user, one.peer): one for one in state.load("draft", DraftRecord)}

    def get(self, user: int, peer: int) -> DraftRecord | None:
        """The draft of a chat."""
        return self._records.get((user, peer))

    def of(self, user: int) -> Iterator[DraftRecord]:
        """What a user has begun."""
        return (one for one in self._records.values() if one.user == user and not one.empty)

    def put(self, record: DraftRecord) -> bool:
        """Keep a draft; False where it stands already."""
        before = self.get(record.user, record.peer)
        same = before is not None and msgspec.structs.replace(before, at=record.at) == record
        if same or (before is None and record.empty):
            return False
        self._records[record.user, record.peer] = record
        self._state.put("draft", f"{record.user}:{record.peer}", record)
        return True

    def clear(self, user: int, peer: int) -> bool:
        """Nothing is begun there any more; False where nothing was."""
        return self.put(DraftRecord(user, peer, time.time()))
