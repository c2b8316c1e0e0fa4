"""Labelled threads as questions to a model: which turn to read, and what should come out."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from core.domain.reading import ModelRequest, Turn

HELD_OUT_SEED = 990_001
ASKED = {"person", "role", "company", "city", "product", "quantity", "budget", "deadline",
         "meeting_at", "decision", "competitor", "document"}  # fmt: skip
AS_WRITTEN = {"person", "role", "company", "city", "product", "competitor"}


class Expected(msgspec.Struct, frozen=True):
    """A turn and what it says: intents, and (kind, quote, value) of its facts."""

    request: ModelRequest
    intents: tuple[str, ...]
    facts: tuple[tuple[str, str, str], ...]
    lang: str


def generated(count: int) -> Iterator[Expected]:
    """Threads that training has not seen."""
    from models.starter.generate import examples

    for number, example in enumerate(examples(HELD_OUT_SEED, count)):
        yield from expected(number, dict(example))


def from_file(path: Path) -> Iterator[Expected]:
    """The labelled threads of a file."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if line.strip():
                yield from expected(number, json.loads(line))


def expected(number: int, record: dict[str, Any]) -> Iterator[Expected]:
    """The turns to read in one line, in either form: an example has its last, a thread all of the
    client's, with intents for the last of them alone."""
    said = record.get("turns") or record["messages"]
    turns = [
        Turn(
            id=str(turn.get("id", index)),
            sender="us" if turn["from"] == "us" else "client",
            at=datetime.fromisoformat(turn["at"]) if "at" in turn else datetime.now(UTC),
            text=turn["text"],
        )
        for index, turn in enumerate(said)
    ]
    last = max(at for at, turn in enumerate(turns) if turn.sender == "client")
    gold = record.get("gold", record)
    tags = {
        str(turn["message"]): turn["intents"] for turn in gold.get("turns", ()) if "gold" in record
    }
    if "intents" in gold:
        tags[turns[last].id] = gold["intents"]
    thread = str(record.get("id", number))
    for at, turn in enumerate(turns[: last + 1]):
        if turn.sender == "us" or ("turns" in record and at != last):
            continue
        facts = tuple(
            wanted_fact(fact, turn.text)
            for fact in gold.get("facts", ())
            if fact["kind"] in ASKED and str(fact.get("message", turn.id)) == turn.id
        )
        request = ModelRequest(thread=thread, turns=tuple(turns[: at + 1]))
        yield Expected(request, tuple(tags.get(turn.id, ())), facts, record.get("lang", "ru"))


def wanted_fact(fact: dict[str, Any], text: str) -> tuple[str, str, str]:
    """(kind, quote, value) with a value only where the model says one. Where only a canonical
    value is known the quote is '', which any quote overlaps."""
    span = fact.get("span")
    quote = fact.get("quote") or (text[span[0] : span[1]] if span else "")
    if not quote and fact["kind"] in AS_WRITTEN:
        quote = str(fact["value"])
    value = str(fact.get("value") or "") if fact["kind"] in {"decision", "document"} else ""
    return fact["kind"], quote, value
