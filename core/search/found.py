"""What a search gives back. Places are [start, end) in characters; times ms since the epoch."""

from typing import Literal

import msgspec

Group = Literal["client", "message", "document", "fact"]
Span = tuple[int, int]


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One place. ``snippet`` is a line around it with ``lit`` words in it; ``start`` and ``end``
    say where it stands in the whole text of the message or page (0, 0: nowhere in it). ``more``
    hits of the thread stand behind the last one shown of it; ``author`` says it in a group."""

    group: Group
    thread: int
    name: str
    at: int
    snippet: str = ""
    lit: tuple[Span, ...] = ()
    message: int | None = None
    message_at: int = 0
    start: int = 0
    end: int = 0
    channel: str = ""
    direction: str = "in"
    voice: bool = False
    document: str = ""
    attachment: int = 0
    page: int = 0
    fact: str = ""
    fact_kind: str = ""
    fact_value: str = ""
    fact_unit: str = ""
    queue: str = ""
    author: str = ""
    more: int = 0


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """``counts`` by group: how many there are, ``MOST_COUNTED`` + 1 where there are more.
    ``meant`` are (as typed, as looked for) of words that nothing says, ``missing`` words for
    which nothing like them was found either. ``indexed`` is the share of the messages that the
    index knows yet."""

    clients: tuple[Hit, ...] = ()
    messages: tuple[Hit, ...] = ()
    documents: tuple[Hit, ...] = ()
    facts: tuple[Hit, ...] = ()
    counts: dict[Group, int] = {}
    meant: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    indexed: float = 1.0

    @property
    def hits(self) -> tuple[Hit, ...]:
        """All of them, as they are shown."""
        return self.clients + self.messages + self.documents + self.facts


MOST_COUNTED = 1000
