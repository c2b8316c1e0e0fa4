"""Messages that a messenger sends by itself when their time comes."""

from typing import Final

import msgspec

from core.domain.marks import Mark

ONLINE: Final = 0x7FFFFFFE * 1000
"""The time of what goes out when the client is there (ms).
https://core.telegram.org/api/scheduled-messages"""


class Later(msgspec.Struct, frozen=True):
    """``id`` is the messenger's, among what waits in that chat alone; ``at`` is when it goes out
    (ms), ``ONLINE``: as soon as the client is there."""

    id: str
    at: int
    text: str
    marks: tuple[Mark, ...] = ()
