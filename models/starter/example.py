"""What the starter learns from: a thread's turns, and what the last of them says."""

from typing import Literal, NotRequired, TypedDict

from models.starter.templates import Piece, text_of

MOST_BEFORE = 6
_EDGES = " \n,;?!"

TurnRecord = TypedDict("TurnRecord", {"from": Literal["us", "client"], "text": str})


class FactRecord(TypedDict):
    """A fact of the last turn: `quote` is `text[span[0]:span[1]]`; `value` stands only with
    `decision` and `document`."""

    kind: str
    quote: str
    span: tuple[int, int]
    value: NotRequired[str]


class Example(TypedDict):
    """Up to seven turns, the last the client's; its intents (first = primary) and facts."""

    turns: list[TurnRecord]
    intents: list[str]
    facts: list[FactRecord]
    lang: str


def facts_of(pieces: list[Piece], text: str) -> list[FactRecord]:
    """The marked pieces as facts, in order; `text` is the pieces joined and stripped."""
    facts: list[FactRecord] = []
    joined = text_of(pieces)
    lead = len(joined) - len(joined.lstrip())
    at = -lead
    for piece in pieces:
        start, at = at, at + len(piece.text)
        if piece.kind is None:
            continue
        quote = piece.text.rstrip(_EDGES)
        start += len(quote) - len(quote.lstrip(_EDGES))
        quote = quote.lstrip(_EDGES)
        if not quote or text[start : start + len(quote)] != quote:
            continue
        fact: FactRecord = {"kind": piece.kind, "quote": quote, "span": (start, start + len(quote))}
        if piece.value is not None:
            fact["value"] = piece.value
        facts.append(fact)
    return facts
