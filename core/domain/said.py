"""What was written, said and sent in a thread, as the search for an answer reads it."""

from collections.abc import Sequence

import msgspec

from core.domain.channels import Channel, Direction
from core.domain.reading import Fact
from core.domain.views import FactRow


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """The text of a message, or of page ``page`` (from 1) of its attachment. ``at`` is ms since
    the epoch, ``parts`` the (milliseconds, words) of a voice message, which end its text."""

    message: int
    at: int
    channel: Channel
    direction: Direction
    text: str
    parts: tuple[tuple[int, str], ...] = ()
    page: int | None = None
    attachment: int | None = None
    document: str = ""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Everything said in a thread, oldest first, what stands in it with what it replaced, and
    the facts that the operator rejected."""

    said: Sequence[Said] = ()
    facts: Sequence[FactRow] = ()
    rejected: Sequence[Fact] = ()
