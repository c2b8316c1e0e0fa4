"""Makes the examples the starter model learns from.

python -m models.starter.generate --seed 1 --count 200000 --out FILE.jsonl
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from itertools import accumulate, islice
from pathlib import Path

from models.starter.corrupt import typed
from models.starter.example import MOST_BEFORE, Example, TurnRecord, facts_of
from models.starter.mix import INTENTS, compose
from models.starter.templates import text_of
from models.starter.threads import conversations, examples_of

# How often an intent is the one aimed at, and how often it answers something we said.
SHARES: dict[str, tuple[float, float]] = {
    "price_request": (9.0, 0.3),
    "product_question": (8.5, 0.25),
    "order": (10.0, 0.4),
    "meeting": (8.0, 0.35),
    "documents": (7.5, 0.25),
    "payment": (7.5, 0.25),
    "delivery": (8.0, 0.25),
    "support": (6.5, 0.2),
    "complaint": (6.5, 0.15),
    "objection": (8.5, 0.3),
    "refusal": (6.5, 0.3),
    "partnership": (5.5, 0.1),
    "job": (5.5, 0.12),
    "spam": (5.5, 0.08),
    "smalltalk": (6.5, 0.35),
}
_CUMULATIVE = tuple(accumulate(SHARES[intent][0] for intent in INTENTS))
RUSSIAN = 0.66


def example(rng: random.Random) -> Example:
    """One example."""
    intent = rng.choices(INTENTS, cum_weights=_CUMULATIVE)[0]
    lang = "ru" if rng.random() < RUSSIAN else "en"
    turn = compose(rng, lang, intent, asked=SHARES[intent][1])
    pieces = typed(rng, turn.pieces, lang)
    text = text_of(pieces)
    # Leading and trailing blanks never reach a reader.
    text = text.strip()
    turns: list[TurnRecord] = [
        {"from": "us" if who == "us" else "client", "text": said.strip()}
        for who, said in turn.before[-MOST_BEFORE:]
    ]
    turns.append({"from": "client", "text": text})
    facts = [] if turn.intents[0] == "spam" else facts_of(pieces, text)
    return {"turns": turns, "intents": turn.intents, "facts": facts, "lang": lang}


def examples(seed: int, count: int) -> Iterator[Example]:
    """`count` examples, the same ones for the same seed."""
    rng = random.Random(seed)
    for _ in range(count):
        made = example(rng)
        while not made["turns"][-1]["text"]:
            made = example(rng)
        yield made


def conversational(seed: int) -> Iterator[Example]:
    """The client turns of hand-written conversations without end, typed anew each time."""
    rng = random.Random(seed)
    while True:
        lang = "ru" if rng.random() < RUSSIAN else "en"
        thread = rng.choice(conversations(lang))
        yield from examples_of(rng, thread, lang, rough=0.5, swap=0.25)


def mixed(seed: int, count: int, whole: float) -> Iterator[Example]:
    """`count` examples, the share ``whole`` of them from hand-written conversations, the others
    put together from the corpus's lines; the same ones for the same seed."""
    told = round(count * whole)
    yield from examples(seed, count - told)
    yield from islice(conversational(seed), told)


def main(argv: list[str] | None = None) -> None:
    """Write examples to a file, one JSON object a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=200_000)
    parser.add_argument("--whole", type=float, default=0.5, help="share of whole conversations")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(argv)
    with options.out.open("w", encoding="utf-8") as out:
        for made in mixed(options.seed, options.count, options.whole):
            out.write(json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
