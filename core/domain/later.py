"""Messages that a messenger sends by itself when their time comes."""

import msgspec

from core.domain.marks import Mark


class Later(msgspec.Struct, frozen=True):
    """``id`` is the messenger's, among what waits in that chat alone; ``at`` is when it goes out
    (ms)."""

    id: str
    at: int
    text: str
    marks: tuple[Mark, ...] = ()
