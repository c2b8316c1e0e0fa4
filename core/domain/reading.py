"""What a thread says: turns, intents, facts. The words of the understanding contract."""

from datetime import datetime
from typing import Final, Literal

import msgspec

Source = Literal["rule", "ner", "model", "operator"]
Sender = Literal["client", "us"]

INTENTS: Final = (
    "price_request", "product_question", "order", "meeting", "documents", "payment", "delivery",
    "support", "complaint", "objection", "refusal", "partnership", "job", "spam", "smalltalk",
)  # fmt: skip
FACT_KINDS: Final = (
    "person", "role", "company", "inn", "phone", "email", "city", "product", "quantity", "budget",
    "deadline", "meeting_at", "decision", "competitor", "document",
)  # fmt: skip


class Intent(msgspec.Struct, frozen=True):
    """A tag and how sure we are of it (0..1)."""

    tag: str
    confidence: float


class Page(msgspec.Struct, frozen=True):
    """Text of page ``number`` (from 1) of attachment ``attachment`` (from 0) of a turn."""

    attachment: int
    number: int
    text: str


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """One message as the reader takes it. ``at`` is aware and in the operator's zone.

    ``id`` is opaque to the reader. ``reaction`` marks a bare emoji reaction to our message.
    """

    id: str
    sender: Sender
    at: datetime
    text: str
    pages: tuple[Page, ...] = ()
    voice: bool = False
    reaction: bool = False


class Candidate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A fact found in one turn. ``span`` is [start, end) in characters of the turn's text, or of
    the page's text where ``page`` (from 1) is set. ``value`` is canonical, ``quote`` literal."""

    kind: str
    value: str
    quote: str
    start: int
    end: int
    confidence: float
    source: Source
    unit: str = ""
    attachment: int | None = None
    page: int | None = None


class Fact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A candidate placed in its thread. ``message`` is the id of the turn it stands in;
    ``status`` superseded means that a later statement replaced it (``by`` is that fact's id)."""

    id: str
    kind: str
    value: str
    quote: str
    message: str
    start: int
    end: int
    confidence: float
    source: Source
    at: int
    unit: str = ""
    attachment: int | None = None
    page: int | None = None
    status: Literal["standing", "superseded", "rejected"] = "standing"
    review: Literal["", "confirmed", "corrected", "rejected"] = ""
    by: str = ""


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """The operator's word on the fact with id ``fact``, given at ``at`` (ms UTC; 0: not known)."""

    fact: str
    verdict: Literal["confirmed", "corrected", "rejected"]
    value: str = ""
    unit: str = ""
    at: int = 0


class TurnReading(msgspec.Struct, frozen=True, kw_only=True):
    """What one client turn says. ``ms`` is how long the reading took."""

    intents: tuple[Intent, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    ms: float = 0.0


class ModelRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What the model is asked: read the last of ``turns`` (a client's), in the light of the
    earlier ones. ``thread`` keys the prefix kept in the cache; ``known`` are carried facts as
    (kind, value)."""

    thread: str
    turns: tuple[Turn, ...]
    known: tuple[tuple[str, str], ...] = ()


class ModelFact(msgspec.Struct, frozen=True, kw_only=True):
    """A fact as the model says it: its kind, the literal quote, and a value for ``decision`` and
    ``document``. Not yet held to its source."""

    kind: str
    quote: str
    value: str = ""
    confidence: float = 0.5


class ModelMark(msgspec.Struct, frozen=True, array_like=True):
    """How likely the characters [start, end) of the turn, a token, are part of a fact of ``kind``
    (and ``value``, for a decision or document)."""

    kind: str
    value: str
    start: int
    end: int
    share: float


class ModelReading(msgspec.Struct, frozen=True, kw_only=True):
    """The model's answer to a request; intents in order, the primary one first. The starter alone
    gives ``likely``, how likely each of INTENTS is the primary one, and ``marks``."""

    intents: tuple[Intent, ...] = ()
    facts: tuple[ModelFact, ...] = ()
    likely: tuple[float, ...] = ()
    marks: tuple[ModelMark, ...] = ()
