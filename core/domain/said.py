"""What was written, said and sent in a thread, as the search for an answer reads it."""

from collections.abc import Sequence

import msgspec

from core.domain.channels import Channel, Direction
from core.domain.reading import Fact
from core.domain.views import FactRow


class SaidText(msgspec.Struct, frozen=True, kw_only=True):
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


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What the client said. ``kind`` is a fact's, '' for their own sentence; ``value`` what can
    be written on (a fact's canonical value, or the quote). ``source`` leads to the words;
    ``sure`` is 0..1, ``was`` the value that a correction replaced, '' where there is none."""

    kind: str
    value: str
    unit: str = ""
    quote: str
    source: FactRow
    sure: float
    was: str = ""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Everything said in a thread, oldest first, what stands in it with what it replaced, and
    the facts that the operator rejected."""

    said: Sequence[SaidText] = ()
    facts: Sequence[FactRow] = ()
    rejected: Sequence[Fact] = ()
