"""Makes ``ngrams.bin``: one logistic regression a tag over hashed n-grams.

    python -m models.starter.generate --seed 501 --count 60000 --out FILE.jsonl
    python -m core.understanding.train_ngrams FILE.jsonl

A line of the file has ``turns`` (``from`` and ``text``, the last the client's) and ``intents``.
Takes half a minute on one core; the same file and seed give the same weights.
"""

import argparse
import struct
from pathlib import Path

import msgspec
import numpy as np

from core.domain.reading import INTENTS
from core.understanding.ngrams import BUCKETS, FILE, features

EPOCHS = 4
DROPOUT = 0.3
RATE = 0.25
DECAY = 2e-6


class _Said(msgspec.Struct, frozen=True, rename={"sender": "from"}):
    sender: str
    text: str


class _Example(msgspec.Struct, frozen=True):
    turns: list[_Said]
    intents: list[str]


def _load(path: Path) -> tuple[list[np.ndarray], np.ndarray]:
    rows, targets = [], []
    with path.open("rb") as lines:
        for line in lines:
            example = msgspec.json.decode(line, type=_Example)
            before = example.turns[-2] if len(example.turns) > 1 else None
            ours = before.text if before and before.sender == "us" else ""
            rows.append(np.array(features(example.turns[-1].text, ours), dtype=np.int32))
            targets.append([float(tag in example.intents) for tag in INTENTS])
    return rows, np.array(targets, dtype=np.float32)


def train(rows: list[np.ndarray], targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights (buckets x tags) and biases, by AdaGrad with features dropped at random."""
    weights = np.zeros((BUCKETS, len(INTENTS)), np.float32)
    squares = np.full_like(weights, 1e-6)
    bias = np.zeros(len(INTENTS), np.float32)
    random = np.random.default_rng(1)
    for _epoch in range(EPOCHS):
        for index in random.permutation(len(rows)):
            row = rows[index]
            if len(row) > 8:
                row = row[random.random(len(row)) > DROPOUT]
            scale = 1 / np.sqrt(max(len(row), 1))
            said = 1 / (1 + np.exp(-(weights[row].sum(0) * scale + bias)))
            error = said - targets[index]
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
