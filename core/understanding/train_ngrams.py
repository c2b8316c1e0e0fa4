"""Makes ``ngrams.bin``: a multinomial logistic regression over hashed n-grams.

    python -m models.starter.generate --seed 501 --count 300000 --whole 0.8 --out FILE.jsonl
    python -m core.understanding.train_ngrams FILE.jsonl

A line of the file has ``turns`` (``from`` and ``text``, the last the client's) and ``intents``.
Takes some ten minutes on one core; the same file and seed give the same weights.
"""

import argparse
import struct
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from core.domain.reading import INTENTS
from core.understanding.ngrams import BUCKETS, FILE, features

EPOCHS = 3
DROPOUT = 0.3
RATE = 0.25
DECAY = 2e-6
SMOOTHING = 0.05
SECOND = 0.3
"""Of what should be said, the share of the tags after the first."""


class _Said(msgspec.Struct, frozen=True, rename={"sender": "from"}):
    sender: str
    text: str


class _Example(msgspec.Struct, frozen=True):
    turns: list[_Said]
    intents: list[str]


def _load(path: Path) -> tuple[list[npt.NDArray[np.int32]], npt.NDArray[np.float32]]:
    """The buckets of each example, and what should be said: the first tag counts most."""
    rows, targets = [], []
    with path.open("rb") as lines:
        for line in lines:
            example = msgspec.json.decode(line, type=_Example)
            *before, last = example.turns
            rows.append(np.array(features(last.text, *around(before)), dtype=np.int32))
            first, *more = (INTENTS.index(tag) for tag in example.intents)
            target = np.full(len(INTENTS), SMOOTHING / len(INTENTS), np.float32)
            target[first] += (1 - SMOOTHING) * (1 - SECOND * bool(more))
            for tag in more:
                target[tag] += (1 - SMOOTHING) * SECOND / len(more)
            targets.append(target)
    return rows, np.array(targets, dtype=np.float32)


def around(before: Sequence[_Said]) -> tuple[str, str]:
    """Our block of messages before the client's turn, and their own turn before it."""
    block: list[str] = []
    for said in reversed(before):
        if said.sender == "us":
            block.append(said.text)
        elif block:
            break
    earlier = next((said.text for said in reversed(before) if said.sender != "us"), "")
    return "\n".join(reversed(block)), earlier


def train(
    rows: Sequence[npt.NDArray[np.int32]], targets: npt.NDArray[np.float32]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Weights (buckets x tags) and biases, by AdaGrad with features dropped at random."""
    weights = np.zeros((BUCKETS, len(INTENTS)), np.float32)
    squares = np.full_like(weights, 1e-6)
    bias = np.zeros(len(INTENTS), np.float32)
    random = np.random.default_rng(1)
    for _epoch in range(EPOCHS):
        for index in random.permutation(len(rows)):
            row = rows[index]
            row = row[random.random(len(row)) > DROPOUT]
            scale = 1 / np.sqrt(max(len(row), 1))
            raw = weights[row].sum(0) * scale + bias
            said = np.exp(raw - raw.max())
            error = said / said.sum() - targets[index]
            slope = error[None] * scale + DECAY * weights[row]
            squares[row] += slope * slope
            weights[row] -= RATE * slope / np.sqrt(squares[row] + 1e-3)
            bias -= 0.01 * error
    return weights, bias


def save(weights: np.ndarray, bias: np.ndarray, path: Path) -> None:
    """Weights as signed bytes, a scale a tag."""
    scale = np.abs(weights).max(0) / 127
    table = np.round(weights / np.where(scale == 0, 1, scale)).astype(np.int8)
    head = struct.pack(f"<{2 * len(bias)}f", *bias.tolist(), *scale.tolist())
    path.write_bytes(head + table.tobytes())


def main() -> None:
    """Train on a file of examples and write the weights in their place."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("examples", type=Path)
    parser.add_argument("--out", type=Path, default=FILE)
    options = parser.parse_args()
    save(*train(*_load(options.examples)), options.out)


if __name__ == "__main__":
    main()
