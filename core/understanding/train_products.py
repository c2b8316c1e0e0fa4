"""Makes ``recognizers/products.bin``: a choice among a turn's runs of words and “none of them”.

    python -m models.starter.generate --seed 502 --count 4000 --out MADE.jsonl
    python -m models.starter.written --times 3 --out WRITTEN.jsonl
    python -m models.starter.written --only plain_goods --times 15 --seed 2 --out PLAIN.jsonl
    python -m core.understanding.train_products WRITTEN.jsonl PLAIN.jsonl --made MADE.jsonl

A line of a file has ``turns`` (``from`` and ``text``, the last the client's) and ``facts`` with
their ``kind`` and ``quote``. Of the runs that are the marked words or nearly so, the former should
be chosen more often; where nothing is marked, none. The same files give the same weights; it takes
some minutes on one core. Made with the n-grams (``ngrams.bin``) that it is read with.
"""

import argparse
import re
import struct
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from core.domain.reading import Turn
from core.understanding.ner import Tagger
from core.understanding.recognize import product_offers
from core.understanding.recognizers.product_score import BUCKETS, FILE
from core.understanding.scoring import same
from core.understanding.text import fold

STEPS = 200
RATE = 0.1
DECAY = 8.0
SEEN = 6
"""A feature counts that occurs in so many conversations."""
MADE = 0.3
"""What an example counts that was put together, and not written by hand."""
NONE = 0.5
"""What a turn counts that asks for nothing: there are more of them here than clients write."""
NEARLY = 0.2
"""How often a run is to be chosen that is nearly the marked words."""
_START = datetime.fromisoformat("2026-11-18T10:00:00+03:00")
_LEAD = re.compile(r"^(?:an?|the|some|any|your|our|this|that|these|those)\s+")


class _Said(msgspec.Struct, frozen=True, rename={"sender": "from"}):
    sender: str
    text: str


class _Fact(msgspec.Struct, frozen=True):
    kind: str
    quote: str


class Example(msgspec.Struct, frozen=True):
    """A client turn with those before it, and its facts."""

    turns: list[_Said]
    facts: list[_Fact]


class Choice(NamedTuple):
    """The runs of a turn (the first is “none”) by their buckets, and how often each is right."""

    runs: list[list[int]]
    shares: list[float]
    thread: object
    weight: float


def choice_of(
    example: Example, tagger: Tagger | None, thread: object, weight: float = 1.0
) -> Choice | None:
    """What is to be chosen in the last turn; None where no run is near what is marked."""
    turns = [
        Turn(id=str(at), sender="client" if said.sender == "client" else "us",
             at=_START + timedelta(minutes=at), text=said.text)
        for at, said in enumerate(example.turns)
    ]  # fmt: skip
    said, offered = product_offers(turns, tagger)
    wanted = [_bare(fact.quote) for fact in example.facts if fact.kind == "product"]
    if not offered:
        return None
    quotes = [_bare(said[slice(*offer.span)]) for offer in offered]
    exact = [quote in wanted for quote in quotes]
    near = [
        bool(quote) and not right and any(same("product", quote, w) for w in wanted)
        for quote, right in zip(quotes, exact, strict=True)
    ]
    if wanted and not any(exact) and not any(near):
        return None
    part = (NEARLY if any(exact) else 1.0) if any(near) else 0.0
    shares = [
        (1 - part) * right / max(1, sum(exact)) + part * close / max(1, sum(near))
        for right, close in zip(exact, near, strict=True)
    ]
    if not wanted:
        shares[0] = 1.0
        weight *= NONE
    return Choice([offer.features for offer in offered], shares, thread, weight)


def _bare(quote: str) -> str:
    return _LEAD.sub("", " ".join(fold(quote).split()))


def read(path: Path, tagger: Tagger, weight: float = 1.0) -> Iterator[Choice]:
    """The choices of a file; examples that begin alike are of one conversation."""
    for line in path.read_bytes().splitlines():
        example = msgspec.json.decode(line, type=Example)
        made = choice_of(example, tagger, example.turns[0].text[:20], weight)
        if made:
            yield made


def train(choices: Sequence[Choice]) -> npt.NDArray[np.float64]:
    """A weight a bucket: a softmax over the runs of each turn, by Adam on all of it at once."""
    kept = _often(choices)
    buckets: list[int] = []
    lengths: list[int] = []
    wanted: list[float] = []
    counts: list[float] = []
    starts: list[int] = []
    for choice in choices:
        starts.append(len(lengths))
        for run, share in zip(choice.runs, choice.shares, strict=True):
            known = [bucket for bucket in run if kept[bucket]]
            buckets += known
            lengths.append(len(known))
            wanted.append(share)
            counts.append(choice.weight)
    at, total = np.array(buckets), len(lengths)
    goal, count, start = np.array(wanted), np.array(counts), np.array(starts)
    row = np.repeat(np.arange(total), lengths)
    turn = np.repeat(np.arange(len(start)), np.diff(np.append(start, total)))
    weights, mean, spread = np.zeros(BUCKETS), np.zeros(BUCKETS), np.zeros(BUCKETS)
    rate = RATE
    for step in range(1, STEPS + 1):
        raw = np.bincount(row, weights[at], total)
        said = np.exp(raw - np.maximum.reduceat(raw, start)[turn])
        said /= np.add.reduceat(said, start)[turn]
        slope = np.bincount(at, ((said - goal) * count)[row], BUCKETS) + DECAY * weights
        mean = 0.9 * mean + 0.1 * slope
        spread = 0.99 * spread + 0.01 * slope * slope
        weights -= rate * mean / (1 - 0.9**step) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-6)
        rate *= 0.97 if step > 0.6 * STEPS else 1
    return weights


def _often(choices: Sequence[Choice]) -> npt.NDArray[np.bool_]:
    seen: defaultdict[int, set[object]] = defaultdict(set)
    for choice in choices:
        for run in choice.runs:
            for bucket in run:
                if len(seen[bucket]) < SEEN:
                    seen[bucket].add(choice.thread)
    kept = np.zeros(BUCKETS, bool)
    kept[[bucket for bucket, threads in seen.items() if len(threads) >= SEEN]] = True
    return kept


def save(weights: npt.NDArray[np.float64], path: Path) -> None:
    """Weights as signed bytes."""
    scale = float(np.abs(weights).max()) / 127 or 1.0
    path.write_bytes(struct.pack("<f", scale) + np.round(weights / scale).astype(np.int8).tobytes())


def main() -> None:
    """Train on files of examples and write the weights in their place."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("written", type=Path, nargs="*")
    parser.add_argument("--made", type=Path, action="append", default=[])
    parser.add_argument("--out", type=Path, default=FILE)
    options = parser.parse_args()
    tagger = Tagger()
    choices = [c for path in options.written for c in read(path, tagger)]
    choices += [c for path in options.made for c in read(path, tagger, MADE)]
    save(train(choices), options.out)


if __name__ == "__main__":
    main()
